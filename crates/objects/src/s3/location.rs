//! `s3://bucket/prefix`, as people write it.

use crate::error::ObjectError;
use crate::key::Prefix;
use std::fmt;

/// A place in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The bucket.
    pub bucket: String,
    /// Where in it.
    pub prefix: Prefix,
}

impl Location {
    /// Reads `s3://bucket`, `s3://bucket/prefix` or `s3://bucket/prefix/`; the last two are the same.
    pub fn parse(text: &str) -> Result<Self, ObjectError> {
        let refused = |reason: &str| {
            let text: String = text.chars().take(120).collect();
            ObjectError::Setup(format!("`{}` {reason}", text.escape_debug()))
        };
        let rest = text
            .strip_prefix("s3://")
            .ok_or_else(|| refused("is not of the form `s3://bucket/prefix`"))?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = (3..=63).contains(&bucket.len())
            && bucket
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
            && bucket.starts_with(|c: char| c.is_ascii_alphanumeric())
            && bucket.ends_with(|c: char| c.is_ascii_alphanumeric())
            && !bucket.contains("..");
        if !is_name {
            return Err(refused(
                "names no bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
            ));
        }
        let folder = prefix.strip_suffix('/').unwrap_or(prefix);
        let prefix = if folder.is_empty() && prefix.is_empty() {
            Prefix::default()
        } else {
            Prefix::new(format!("{folder}/"))?
        };
        Ok(Self { bucket: bucket.into(), prefix })
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::Location;

    #[test]
    fn places_are_read_as_people_write_them() {
        for (text, same) in [
            ("s3://evidence", "s3://evidence/"),
            ("s3://evidence/", "s3://evidence/"),
            ("s3://evidence/a/b", "s3://evidence/a/b/"),
            ("s3://evidence.eu-1/a/", "s3://evidence.eu-1/a/"),
        ] {
            assert_eq!(Location::parse(text).unwrap().to_string(), same);
        }
        for text in [
            "",
            "evidence",
            "s3:/evidence/a",
            "S3://evidence",
            "s3://",
            "s3:///a",
            "s3://ab",
            "s3://Evidence",
            "s3://-bucket",
            "s3://bucket-",
            "s3://a..b",
            "s3://a_b_c",
            "s3://evidence//a",
            "s3://evidence/a//",
            "s3://evidence/../a",
            "s3://user@evidence/a",
            "s3://evidence?x",
        ] {
            assert!(Location::parse(text).is_err(), "{text}");
        }
    }
}
