//! Where a manifest takes files from: `s3://bucket/key`, or a path beside the manifest, with wildcards.
//!
//! `*` and `?` match within one segment, a segment `**` any number of segments, and a pattern that ends in `/` takes everything
//! below. A segment that begins with a dot is matched only by a pattern that does, as in a shell.

use cos_core::glob::Glob;
use std::fmt;
use std::str::FromStr;

/// Where objects live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A bucket of an object store.
    Bucket(String),
    /// The file system, below the folder of the manifest, or below `/` for absolute paths.
    Folder {
        /// Whether the path began with `/`.
        absolute: bool,
    },
}

/// A pattern over the keys of one place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: String,
    /// Where it looks.
    pub place: Place,
    /// What it looks for, segment by segment; not empty.
    pub segments: Vec<Segment>,
}

/// One segment of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Exactly this.
    Literal(String),
    /// Whatever the pattern matches.
    Glob(Glob),
    /// Any number of segments, also none.
    Deep,
}

/// Text that is no pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(&'static str);

impl Place {
    /// Whether it may keep more than the last version of a file.
    pub fn keeps_versions(&self) -> bool {
        matches!(self, Self::Bucket(_))
    }
}

impl Segment {
    /// Tells whether it takes `name`; [`Self::Deep`] takes every name that is not hidden.
    pub fn takes(&self, name: &str) -> bool {
        match self {
            Self::Literal(text) => text == name,
            Self::Glob(glob) => {
                glob.matches(name) && (glob.as_str().starts_with('.') || !name.starts_with('.'))
            }
            Self::Deep => !name.starts_with('.'),
        }
    }
}

impl Pattern {
    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many segments stand before the first wildcard, the last segment not counted: what every match begins with.
    pub fn fixed(&self) -> usize {
        let literal = |segment: &&Segment| matches!(segment, Segment::Literal(_));
        self.segments[..self.segments.len() - 1].iter().take_while(literal).count()
    }

    /// Whether it names exactly one key.
    pub fn is_literal(&self) -> bool {
        self.segments.iter().all(|segment| matches!(segment, Segment::Literal(_)))
    }

    /// The URI of a key that it matched, as it stands in the statement: absolute for buckets, as written for files.
    pub fn uri(&self, key: &str) -> String {
        match &self.place {
            Place::Bucket(bucket) => format!("s3://{bucket}/{key}"),
            Place::Folder { absolute: true } => format!("/{key}"),
            Place::Folder { absolute: false } => key.to_owned(),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        let (place, path) = place(text)?;
        let (path, deep) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, false),
        };
        if path.is_empty() && matches!(place, Place::Bucket(_)) {
            // All of a bucket; all of a file system is nobody's evidence.
            return Ok(Self { text: text.to_owned(), place, segments: vec![Segment::Deep] });
        }
        let mut segments = path.split('/').map(segment).collect::<Result<Vec<_>, _>>()?;
        if deep {
            segments.push(Segment::Deep);
        }
        if segments.windows(2).any(|pair| pair == [Segment::Deep, Segment::Deep]) {
            return Err(PatternError("`**` twice in a row; once means the same"));
        }
        Ok(Self { text: text.to_owned(), place, segments })
    }
}

fn place(text: &str) -> Result<(Place, &str), PatternError> {
    if let Some(rest) = text.strip_prefix("s3://") {
        let (bucket, path) =
            rest.split_once('/').ok_or(PatternError("write `s3://<bucket>/<key>`"))?;
        let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b);
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(named) {
            return Err(PatternError(
                "a bucket has 3 to 63 lower-case letters, digits, hyphens and dots",
            ));
        }
        return Ok((Place::Bucket(bucket.to_owned()), path));
    }
    if text.contains("://") {
        return Err(PatternError("only `s3://` and paths of files are read"));
    }
    Ok(match text.strip_prefix('/') {
        Some(path) => (Place::Folder { absolute: true }, path),
        None => (Place::Folder { absolute: false }, text.strip_prefix("./").unwrap_or(text)),
    })
}

fn segment(text: &str) -> Result<Segment, PatternError> {
    match text {
        "" => Err(PatternError("an empty segment: `//`, or nothing at all")),
        "." | ".." => Err(PatternError("`.` and `..` are not followed; write the path as it is")),
        "**" => Ok(Segment::Deep),
        _ if text.contains("**") => Err(PatternError("`**` stands alone between two `/`")),
        _ if text.contains(['\\', '[', ']', '{', '}']) => {
            Err(PatternError("the wildcards are `*`, `?` and `**`; no backslash, `[]` or `{}`"))
        }
        _ if text.contains(['*', '?']) => match text.parse() {
            Ok(glob) => Ok(Segment::Glob(glob)),
            Err(_) => Err(PatternError("beside a wildcard only printable ASCII, without spaces")),
        },
        _ if text.chars().any(char::is_control) => Err(PatternError("a control character")),
        _ => Ok(Segment::Literal(text.to_owned())),
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
