//! The forms that claims have: which values fit, and what to tell someone whose value does not.

use super::Decision;
use crate::base64url;
use crate::json::{Kind, Value};
use std::net::IpAddr;

/// The form of a claim's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::receipt) enum Form {
    /// `{"digest": "sha256:…", "version": "…"}`
    Bundle,
    /// `{"amount": "12.50", "currency": "USD"}`; the amount is a decimal string, never a number.
    Cost,
    /// One of the [`Decision`]s.
    Decision,
    /// `sha256:` and 64 lower-case hexadecimal digits.
    Digest,
    /// An IPv4 or IPv6 address.
    Ip,
    /// 16 bytes in base64url.
    Seed,
    /// 1 to 4,096 characters, none of them a control character.
    Text,
    /// 1 to 64 of `A-Z a-z 0-9 _ . : / -`.
    Token,
    /// 32 lower-case hexadecimal digits (W3C Trace Context).
    Trace,
    /// An `http` or `https` URL of at most 2,048 printable ASCII characters; stored, never fetched.
    Url,
}

impl Form {
    pub(in crate::receipt) fn fits(self, value: Value<'_>) -> bool {
        match self {
            Self::Bundle => pair(value, "digest", "version")
                .is_some_and(|(d, v)| Self::Digest.fits(d) && Self::Token.fits(v)),
            Self::Cost => pair(value, "amount", "currency")
                .is_some_and(|(a, c)| is_string_of(a, is_amount) && is_string_of(c, is_currency)),
            Self::Decision => Decision::read(value).is_some(),
            _ => value.kind() == Kind::String && self.fits_text(&value.string_bytes()),
        }
    }

    fn fits_text(self, b: &[u8]) -> bool {
        match self {
            Self::Digest => b.strip_prefix(b"sha256:").is_some_and(|hex| is_hex(hex, 64)),
            Self::Ip => str::from_utf8(b).is_ok_and(|text| text.parse::<IpAddr>().is_ok()),
            Self::Seed => base64url::decode_array::<16>(b).is_some(),
            Self::Text => is_text(b),
            Self::Token => {
                let fits = |c: u8| c.is_ascii_alphanumeric() || b"_.:/-".contains(&c);
                (1..=64).contains(&b.len()) && all(b, fits)
            }
            Self::Trace => is_hex(b, 32),
            Self::Url => {
                let rest = b.strip_prefix(b"https://").or_else(|| b.strip_prefix(b"http://"));
                b.len() <= 2048
                    && all(b, |c| c.is_ascii_graphic())
                    && rest.is_some_and(|rest| !rest.is_empty())
            }
            Self::Bundle | Self::Cost | Self::Decision => false,
        }
    }

    /// What to tell someone whose value does not fit.
    pub(in crate::receipt) fn wanted(self) -> &'static str {
        match self {
            Self::Bundle => "is not {\"digest\": \"sha256:<64 hex>\", \"version\": \"…\"}",
            Self::Cost => {
                "is not {\"amount\": \"<decimal string>\", \"currency\": \"<3 capitals>\"}"
            }
            Self::Decision => "is not one of `allow`, `deny`, `override`",
            Self::Digest => "is not `sha256:` and 64 lower-case hexadecimal digits",
            Self::Ip => "is not an IP address",
            Self::Seed => "is not base64url of 16 bytes",
            Self::Text => "is not a string of 1 to 4,096 characters without control characters",
            Self::Token => "is not 1 to 64 of A-Z a-z 0-9 _ . : / -",
            Self::Trace => "is not 32 lower-case hexadecimal digits",
            Self::Url => "is not an http or https URL of at most 2,048 characters",
        }
    }
}

/// Does not stop early, so that the compiler makes vector instructions of it.
fn all(text: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    text.iter().fold(0, |misfits, &byte| misfits | u8::from(!fits(byte))) == 0
}

fn is_text(text: &[u8]) -> bool {
    // Most texts are printable ASCII, which is quickly told and counted.
    if all(text, |c| matches!(c, b' '..=b'~')) {
        return (1..=4096).contains(&text.len());
    }
    let fits = |text: &str| text.chars().count() <= 4096 && !text.chars().any(char::is_control);
    str::from_utf8(text).is_ok_and(fits)
}

fn pair<'a>(value: Value<'a>, first: &str, second: &str) -> Option<(Value<'a>, Value<'a>)> {
    (value.members().count() == 2).then(|| Some((value.get(first)?, value.get(second)?)))?
}

fn is_hex(text: &[u8], len: usize) -> bool {
    text.len() == len && all(text, |c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

/// `12`, `0.0042`, `-3.50`: at most 18 digits before the point and 12 after it.
fn is_amount(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let (whole, fraction) = match text.iter().position(|&b| b == b'.') {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    };
    let digits =
        |part: &[u8], max| (1..=max).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    digits(whole, 18)
        && (whole.len() == 1 || whole[0] != b'0')
        && fraction.is_none_or(|fraction| digits(fraction, 12))
}

fn is_currency(text: &[u8]) -> bool {
    text.len() == 3 && text.iter().all(u8::is_ascii_uppercase)
}

fn is_string_of(value: Value<'_>, fits: fn(&[u8]) -> bool) -> bool {
    value.string().is_some_and(|text| fits(text.as_bytes()))
}
