//! PEM blocks as Go's `encoding/pem` finds them: text around them is skipped, headers and folded lines are allowed.

use base64::Engine as _;

use super::BuiltinError;

/// A decoded block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) label: String,
    pub(super) bytes: Vec<u8>,
}

/// Finds the first block, and returns it with what follows.
pub(super) fn decode(text: &str) -> Option<(Block, &str)> {
    const BEGIN: &str = "-----BEGIN ";
    let mut rest = text;
    let mut at_start = true;
    loop {
        rest = match rest.strip_prefix(BEGIN).filter(|_| at_start) {
            Some(after) => after,
            None => rest.split_once("\n-----BEGIN ")?.1,
        };
        at_start = false;
        let (label, body) = line(rest);
        // An attempt that fails is given up, and the search goes on after its first line.
        rest = body;
        let Some(label) = label.strip_suffix("-----") else { continue };
        let (headers, body) = skip_headers(body)?;
        rest = body;
        if let Some(found) = block(label, body, headers) {
            return Some(found);
        }
    }
}

/// Decodes standard base64 as Go does: line breaks are skipped, unused bits may be set.
pub(super) fn base64(text: &str) -> Result<Vec<u8>, BuiltinError> {
    decode_with(&STANDARD, text)
}

/// Decodes base64 of the URL alphabet, padded or not.
pub(super) fn base64_url(text: &str) -> Result<Vec<u8>, BuiltinError> {
    let padding = match text.len() % 4 {
        _ if text.ends_with('=') => "",
        0 => "",
        2 => "==",
        3 => "=",
        _ => return Err(BuiltinError::invalid("not base64url")),
    };
    decode_with(&URL_SAFE, &format!("{text}{padding}"))
}

const LENIENT: base64::engine::GeneralPurposeConfig =
    base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
const STANDARD: base64::engine::GeneralPurpose =
    base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_SAFE: base64::engine::GeneralPurpose =
    base64::engine::GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

fn decode_with(
    engine: &base64::engine::GeneralPurpose,
    text: &str,
) -> Result<Vec<u8>, BuiltinError> {
    let joined: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    engine.decode(joined).map_err(|_| BuiltinError::invalid("not base64"))
}

/// The first line without its trailing blanks, and what follows.
fn line(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (first.trim_end_matches([' ', '\t', '\r']), rest)
}

/// Whether there are headers, and what follows them.
fn skip_headers(text: &str) -> Option<(bool, &str)> {
    let (mut rest, mut found) = (text, false);
    loop {
        if rest.is_empty() {
            return None;
        }
        let (first, after) = line(rest);
        if !first.contains(':') {
            return Some((found, rest));
        }
        (rest, found) = (after, true);
    }
}

fn block<'a>(label: &str, body: &'a str, headers: bool) -> Option<(Block, &'a str)> {
    const END: &str = "-----END ";
    let (encoded, after) = match body.strip_prefix(END).filter(|_| !headers) {
        Some(after) => ("", after),
        None => body.split_once("\n-----END ")?,
    };
    let trailer = after.strip_prefix(label)?.strip_prefix("-----")?;
    let (end_of_line, rest) = line(trailer);
    if !end_of_line.is_empty() {
        return None;
    }
    let encoded: String = encoded.chars().filter(|c| !matches!(c, ' ' | '\t')).collect();
    Some((Block { label: label.to_owned(), bytes: base64(&encoded).ok()? }, rest))
}

#[cfg(test)]
mod tests;
