//! Strict base64url without padding (RFC 4648 §5, as JOSE uses it): one text for one byte string.
//!
//! Padding, white space, characters of the standard alphabet and non-zero trailing bits are refused, so that a signed
//! object has exactly one spelling.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Appends the decoded bytes of `text` to `out`; `false`, with `out` unchanged, when `text` is not canonical.
pub fn decode_into(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let done = URL_SAFE_NO_PAD.decode_vec(text, out).is_ok();
    if !done {
        out.truncate(start);
    }
    done
}

/// Decodes exactly `N` bytes; `None` when `text` is not canonical or of another length.
pub fn decode_array<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != (N * 4).div_ceil(3) {
        return None;
    }
    let mut out = [0; N];
    (URL_SAFE_NO_PAD.decode_slice(text, &mut out).ok()? == N).then_some(out)
}

/// Decodes `text`; `None` when it is not canonical.
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    decode_into(text, &mut out).then_some(out)
}

/// Appends the base64url text of `bytes` to `out`.
pub fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + (bytes.len() * 4).div_ceil(3), 0);
    // The slice has exactly the encoded length, so encoding cannot run out of room.
    let written = URL_SAFE_NO_PAD.encode_slice(bytes, &mut out[start..]).unwrap_or(0);
    debug_assert_eq!(written, out.len() - start);
}

/// Returns the base64url text of `bytes`.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
