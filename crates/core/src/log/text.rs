//! The spellings that all C2SP texts share: decimals and standard base64, one way to write each value.
//!
//! Distinct from [`crate::base64url`], which is JOSE's alphabet without padding.

use crate::digest::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Parses an ASCII decimal without sign or leading zeros; `None` for anything else and on overflow.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let canonical = text == "0" || !text.starts_with('0');
    if digits && canonical { text.parse().ok() } else { None }
}

/// Decodes standard base64 with padding (RFC 4648 §4); `None` when the text is not canonical.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Encodes standard base64 with padding.
pub(super) fn to_base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}

/// Decodes the base64 of one digest.
pub(super) fn digest(text: &str) -> Option<Digest> {
    if text.len() != 44 {
        return None;
    }
    Some(Digest(from_base64(text)?.try_into().ok()?))
}

/// Tells whether `text` consists of whole lines without ASCII control characters.
pub(super) fn is_lines(text: &str) -> bool {
    text.ends_with('\n') && text.bytes().all(|b| b >= 0x20 || b == b'\n')
}

/// Cuts what goes into an error message to a length that a person reads.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
