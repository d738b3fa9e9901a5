//! What a program and the server compute alike when somebody signs in for the program in a browser (RFC 7636, RFC 8252).

use cos_core::base64url;
use cos_core::digest::Digest;

/// Digits and letters that nobody takes for one another.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The challenge that belongs to a verifier: the one goes through the browser, the other one never does.
pub fn challenge(verifier: &str) -> String {
    base64url::encode(&Digest::of(verifier.as_bytes()).0)
}

/// Whether a text can be a challenge.
pub fn is_challenge(text: &str) -> bool {
    base64url::decode(text.as_bytes()).is_some_and(|bytes| bytes.len() == 32)
}

/// What terminal and page both show of a challenge, for a person to compare: eight characters in two halves.
pub fn word(challenge: &str) -> String {
    let digest = Digest::of(challenge.as_bytes()).0;
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let half = |bytes: &[u8]| bytes.iter().map(letter).collect::<String>();
    format!("{}-{}", half(&digest[..4]), half(&digest[4..8]))
}

#[cfg(test)]
mod tests;
