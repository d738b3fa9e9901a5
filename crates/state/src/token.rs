//! Bearer tokens, `cosu_<id><secret><checksum>`, opaque, and found by secret scanners; and sessions of browsers, `cosw_…` in the same form.
//!
//! The id (12 characters) finds the record, the secret (43 characters of base 62, 256 bits) proves it, the checksum (6 characters, CRC-32)
//! lets anyone see a typing error or a truncated token without asking the server. Only a keyed hash of the secret is stored:
//! HMAC-SHA-256 with a key, the [`Pepper`], that lies outside of the database. The secret is random, so a slow hash would protect
//! nothing and cost a second of CPU for whoever sends rubbish.

use aws_lc_rs::hmac;
use std::fmt;
use std::str::FromStr;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What a secret is for; neither counts as the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A credential of the interface for programs.
    Bearer,
    /// A session of a browser.
    Session,
}

/// How long every prefix is.
const PREFIX: usize = 5;
const ID: usize = 12;
const SECRET: usize = 43;
const CHECKSUM: usize = 6;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A bearer token in clear; shown once, when it is made.
#[derive(Clone)]
pub struct Token {
    text: Zeroizing<String>,
}

/// The key of the hashes of secrets. It is 32 random bytes in a file of its own: a stolen database proves nothing.
#[derive(Clone)]
pub struct Pepper(hmac::Key);

/// Why a text is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Another form than ours.
    #[error("it does not look like `cosu_` and 61 letters and digits")]
    Form,
    /// The checksum does not fit: mistyped or cut.
    #[error("its checksum is wrong; it was mistyped or damaged")]
    Checksum,
}

impl Kind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Bearer => "cosu_",
            Self::Session => "cosw_",
        }
    }
}

impl Token {
    /// Makes a token from operating-system randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        Self::generate_as(Kind::Bearer)
    }

    /// The same for either kind.
    pub(crate) fn generate_as(kind: Kind) -> Result<Self, getrandom::Error> {
        let mut text = Zeroizing::new(String::with_capacity(PREFIX + ID + SECRET + CHECKSUM));
        text.push_str(kind.prefix());
        while text.len() < PREFIX + ID + SECRET {
            let mut bytes = Zeroizing::new([0; 64]);
            getrandom::fill(&mut *bytes)?;
            // 248 is the largest multiple of 62 in a byte: every character is equally likely.
            let fair = bytes.iter().filter(|&&byte| byte < 248);
            let room = PREFIX + ID + SECRET - text.len();
            text.extend(fair.take(room).map(|&byte| char::from(ALPHABET[usize::from(byte) % 62])));
        }
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Ok(Self { text })
    }

    /// The part that finds the record; no secret.
    pub fn id(&self) -> &str {
        &self.text[PREFIX..PREFIX + ID]
    }

    /// The whole token, for its owner's eyes.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What is stored of the secret.
    pub(crate) fn mac(&self, pepper: &Pepper) -> [u8; 32] {
        let tag = hmac::sign(&pepper.0, self.text.as_bytes());
        tag.as_ref().try_into().expect("SHA-256 has 32 bytes")
    }

    /// Compares with what was stored, in constant time.
    pub(crate) fn is(&self, stored: &[u8], pepper: &Pepper) -> bool {
        self.mac(pepper).ct_eq(stored).into()
    }
}

impl FromStr for Token {
    type Err = TokenError;

    fn from_str(text: &str) -> Result<Self, TokenError> {
        Self::parse_as(Kind::Bearer, text)
    }
}

impl Token {
    /// Reads a secret of that kind.
    pub(crate) fn parse_as(kind: Kind, text: &str) -> Result<Self, TokenError> {
        let rest = text.strip_prefix(kind.prefix()).ok_or(TokenError::Form)?;
        let known = |byte| ALPHABET.contains(&byte);
        if rest.len() != ID + SECRET + CHECKSUM || !rest.bytes().all(known) {
            return Err(TokenError::Form);
        }
        let (body, end) = text.split_at(text.len() - CHECKSUM);
        if checksum(body) != end {
            return Err(TokenError::Checksum);
        }
        Ok(Self { text: Zeroizing::new(text.to_owned()) })
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.id())
    }
}

impl Pepper {
    /// Takes 32 random bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }
}

impl fmt::Debug for Pepper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pepper")
    }
}

/// CRC-32 (ISO-HDLC, as in zip) in six characters of base 62, the most significant first.
fn checksum(text: &str) -> String {
    let mut crc = u32::MAX;
    for byte in text.bytes() {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
    }
    let mut left = !crc;
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(left % 62) as usize];
        left /= 62;
    }
    digits.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests;
