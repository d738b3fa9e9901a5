//! Names of objects: checked once, where they enter, so that every driver can use them as they are.
//!
//! What is accepted is less than S3 allows: a key is also the path of a file, on any system, below any directory.

use std::fmt;

/// The longest key, in bytes; S3's own limit.
const MAX_KEY: usize = 1_024;

/// The longest segment of a key, in bytes; what file systems take as a name.
const MAX_SEGMENT: usize = 255;

/// The first segment that no key has: [`crate::Directory`] keeps unfinished files there.
pub(crate) const RESERVED: &str = ".cos";

/// The name of an object: segments separated by `/`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

/// Where keys begin: nothing, or whole segments, each followed by `/`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(String);

/// Why a text names no object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no name of an object: {reason}", text.escape_debug())]
pub struct KeyError {
    /// The text, cut after 120 characters.
    pub text: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Key {
    /// Checks a key: 1 to 1,024 bytes; segments of 1 to 255 bytes, none of which is `.` or `..`, ends in a dot or a space, or has a
    /// control character or backslash; the first is not `.cos`.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        match fault(&text) {
            None => Ok(Self(text)),
            Some(reason) => Err(KeyError::new(&text, reason)),
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its segments, at least one.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }
}

impl Prefix {
    /// Checks a prefix: empty, or a [`Key`] followed by `/`.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        match text.strip_suffix('/') {
            _ if text.is_empty() => Ok(Self(text)),
            Some(key) => Key::new(key).map(|_| Self(text)),
            None => Err(KeyError::new(&text, "a prefix ends in `/`")),
        }
    }

    /// The prefix as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of what lies below this prefix under the name `rest`.
    pub fn key(&self, rest: &str) -> Result<Key, KeyError> {
        Key::new(format!("{}{rest}", self.0))
    }

    /// The prefix of what lies below this one in the folder `rest`.
    pub fn folder(&self, rest: &str) -> Result<Self, KeyError> {
        Self::new(format!("{}{rest}/", self.0))
    }

    /// Its segments; none for the empty prefix.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split_terminator('/')
    }
}

impl KeyError {
    fn new(text: &str, reason: &'static str) -> Self {
        Self { text: text.chars().take(120).collect(), reason }
    }
}

fn fault(key: &str) -> Option<&'static str> {
    if key.len() > MAX_KEY {
        return Some("it is longer than 1024 bytes");
    }
    if key.split('/').next() == Some(RESERVED) {
        return Some("`.cos` is kept for unfinished files");
    }
    key.split('/').find_map(|segment| match segment {
        "" => Some("it has an empty segment"),
        "." | ".." => Some("it leads elsewhere"),
        _ if segment.len() > MAX_SEGMENT => Some("a segment is longer than 255 bytes"),
        _ if segment.contains(|c: char| c.is_control()) => Some("it has a control character"),
        _ if segment.contains('\\') => Some("it has a backslash"),
        _ if segment.ends_with(['.', ' ']) => Some("a segment ends in a dot or a space"),
        _ => None,
    })
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests;
