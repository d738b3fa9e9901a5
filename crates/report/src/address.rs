//! Paths as relative URI references, which SARIF and OSCAL want: always below the place where the document lies.

use std::fmt::Write as _;

/// Percent-encodes `path`; leading slashes and dot segments fall away, so that a hostile name cannot lead elsewhere.
pub(crate) fn relative(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let segments = path.split(['/', '\\']).filter(|segment| !matches!(*segment, "" | "." | ".."));
    for segment in segments {
        if !uri.is_empty() {
            uri.push('/');
        }
        for byte in segment.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                uri.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    if uri.is_empty() { "unknown".to_owned() } else { uri }
}
