//! The two ways to refer to something: `{group.token}`, and JSON pointers as in `{"$ref": "#/group/token/$value"}`.
//!
//! Only their form; what they lead to is `resolve`'s.

use super::source::{Node, Value};

/// Where a reference leads, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// `{a.b}`: a token, or a group in `$extends`.
    Path(String),
    /// `#/a/b`: the segments, decoded.
    Pointer(Vec<String>),
}

impl Reference {
    /// The names on the way.
    pub(crate) fn segments(&self) -> Vec<String> {
        match self {
            Self::Path(path) => path.split('.').map(str::to_owned).collect(),
            Self::Pointer(segments) => segments.clone(),
        }
    }
}

/// A string in curly brackets is never a value.
pub(crate) fn is_curly(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}') && text.len() > 1
}

/// Reads `{a.b}`; `None` where a name is empty or holds what names may not.
pub(crate) fn curly(text: &str) -> Option<String> {
    let path = text.strip_prefix('{')?.strip_suffix('}')?;
    let segments: Vec<&str> = path.split('.').collect();
    let (last, groups) = segments.split_last()?;
    let fits = groups.iter().all(|name| is_name(name)) && (is_name(last) || *last == ROOT);
    fits.then(|| path.to_owned())
}

/// The token that a group itself is.
pub(crate) const ROOT: &str = "$root";

/// Whether a token or group may have this name.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('$') && !name.contains(['{', '}', '.'])
}

/// Reads a pointer as the fragment of a URI (RFC 6901, section 6).
pub(crate) fn pointer(text: &str) -> Option<Vec<String>> {
    let decoded = percent_decoded(text.strip_prefix("#/")?)?;
    decoded.split('/').map(unescaped).collect()
}

/// The pointer of an object that is nothing but `{"$ref": …}`, with the node of its text.
pub(crate) fn object(node: &Node) -> Option<&Node> {
    match &node.value {
        Value::Object(members) => match members.as_slice() {
            [member] if member.name == "$ref" => Some(&member.node),
            _ => None,
        },
        _ => None,
    }
}

fn unescaped(segment: &str) -> Option<String> {
    let is_escape = |rest: &str| rest.starts_with('0') || rest.starts_with('1');
    let fits = segment.match_indices('~').all(|(at, _)| is_escape(&segment[at + 1..]));
    fits.then(|| segment.replace("~1", "/").replace("~0", "~"))
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        out.push((digit(bytes.next())? << 4 | digit(bytes.next())?) as u8);
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests;
