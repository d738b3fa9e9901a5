//! What a token says, once its signature holds. A claim of another type than it should have is refused, and never taken for absent.

use super::Refusal;
use super::jws::{Jws, object};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::json::{Kind, Tape, Value};
use std::collections::BTreeMap;

/// How far clocks may differ, in seconds.
const SKEW: i64 = 30;
/// The longest life of a token, in seconds: it is remembered that long.
const LONGEST_LIFE: i64 = 24 * 3600;
/// The longest text in a claim.
const LONGEST_TEXT: usize = 1000;

/// What a token has to say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Its claim `iss`.
    pub issuer: &'a str,
    /// Its claim `aud`.
    pub audience: &'a str,
    /// For a person who signs in, the nonce that was sent along.
    pub nonce: Option<&'a str>,
    /// When it is shown.
    pub now: Timestamp,
}

/// What a token said that holds.
#[derive(Debug)]
pub struct Said {
    /// Whom it is about.
    pub subject: String,
    /// What tells it from every other token of its issuer's.
    pub identity: Digest,
    /// When it ends, however clocks differ.
    pub until: Timestamp,
    /// Those of its claims that can be matched, by the names that they have here.
    named: BTreeMap<&'static str, Result<String, Refusal>>,
}

/// Reads the issuer of a token, which nobody has checked.
pub fn issuer(jws: &Jws<'_>) -> Result<String, Refusal> {
    let tape = &mut Tape::default();
    text(object("payload", tape, &jws.payload)?, "iss")
}

/// A claim that can be matched: its name here, and the way to it within a token.
type Path = (&'static str, &'static [&'static str]);

/// Checks all that a token has to say whoever it is for, and picks the claims that can be matched. Its signature is another matter.
pub fn check(
    jws: &Jws<'_>,
    matched: impl Iterator<Item = Path>,
    expected: &Expected<'_>,
) -> Result<Said, Refusal> {
    let tape = &mut Tape::default();
    let claims = object("payload", tape, &jws.payload)?;
    if text(claims, "iss")? != expected.issuer {
        return Err(Refusal::Issuer);
    }
    audience(claims, expected.audience)?;
    let now = expected.now.0;
    let ends = time(claims, "exp")?.ok_or_else(|| absent("exp"))?;
    let issued = time(claims, "iat")?.ok_or_else(|| absent("iat"))?;
    if ends.saturating_add(SKEW) <= now {
        return Err(Refusal::Expired(Timestamp(ends)));
    }
    if ends > now + LONGEST_LIFE {
        return Err(Refusal::TooLongLived(Timestamp(ends)));
    }
    if issued > now + SKEW {
        return Err(Refusal::FromTheFuture(Timestamp(issued)));
    }
    if let Some(begins) = time(claims, "nbf")?
        && begins > now + SKEW
    {
        return Err(Refusal::NotYet(Timestamp(begins)));
    }
    let subject = text(claims, "sub")?;
    if let Some(nonce) = expected.nonce
        && text(claims, "nonce")? != nonce
    {
        return Err(Refusal::Nonce);
    }
    // Whom a provider gave the token to, where it says so (OpenID Connect Core §3.1.3.7).
    if expected.nonce.is_some()
        && claims.get("azp").is_some()
        && text(claims, "azp")? != expected.audience
    {
        return Err(Refusal::Audience(expected.audience.to_owned()));
    }
    let identity = if claims.get("jti").is_some() {
        let id = text(claims, "jti")?;
        Digest::of_parts(&[expected.issuer.as_bytes(), b"\n", id.as_bytes()])
    } else {
        jws.digest()
    };
    let until = Timestamp(ends + SKEW);
    Ok(Said { subject, identity, until, named: named(claims, matched) })
}

impl Said {
    /// What was said before, of which nothing has to be matched any more.
    pub fn before(subject: String, identity: Digest, until: Timestamp) -> Self {
        Self { subject, identity, until, named: BTreeMap::new() }
    }

    /// Whether a token says all that is asked for; else the first claim that it does not.
    pub fn fits(&self, asked: &BTreeMap<String, String>) -> Result<(), String> {
        for (name, wanted) in asked {
            match self.named.get(name.as_str()) {
                None => return Err(format!("it has no `{name}`")),
                Some(Err(refusal)) => return Err(refusal.to_string()),
                Some(Ok(value)) if value != wanted => {
                    return Err(format!("its `{name}` is another one"));
                }
                Some(Ok(_)) => {}
            }
        }
        Ok(())
    }
}

/// The claims that can be asked for; one of another type is kept as what is wrong with it.
fn named(
    claims: Value<'_>,
    matched: impl Iterator<Item = Path>,
) -> BTreeMap<&'static str, Result<String, Refusal>> {
    let mut all = BTreeMap::new();
    for (name, path) in matched {
        let mut value = Some(claims);
        for step in path {
            value = value.and_then(|it| it.get(step));
        }
        if let Some(value) = value {
            all.insert(name, string(value, name));
        }
    }
    all
}

/// One audience, and it is us: a token that is for others too could come from any of them.
fn audience(claims: Value<'_>, wanted: &str) -> Result<(), Refusal> {
    let value = claims.get("aud").ok_or_else(|| absent("aud"))?;
    let value = match value.kind() {
        Kind::Array => {
            let mut items = value.items();
            match (items.next(), items.next()) {
                (Some(one), None) => one,
                _ => return Err(Refusal::Audience(wanted.to_owned())),
            }
        }
        _ => value,
    };
    if string(value, "aud")? == wanted { Ok(()) } else { Err(Refusal::Audience(wanted.to_owned())) }
}

fn text(claims: Value<'_>, name: &'static str) -> Result<String, Refusal> {
    string(claims.get(name).ok_or_else(|| absent(name))?, name)
}

fn string(value: Value<'_>, name: &str) -> Result<String, Refusal> {
    let wrong = |what| Refusal::Claim { claim: name.to_owned(), what };
    let text = value.string().ok_or_else(|| wrong("is not text"))?;
    if text.is_empty() || text.len() > LONGEST_TEXT || text.chars().any(char::is_control) {
        return Err(wrong("is not printable text of 1 to 1000 bytes"));
    }
    Ok(text.into_owned())
}

fn time(claims: Value<'_>, name: &'static str) -> Result<Option<i64>, Refusal> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let wrong =
        || Refusal::Claim { claim: name.to_owned(), what: "is not a whole number of seconds" };
    // The year 9999: what is written of it later can be read.
    value.integer().filter(|it| (0..=253_402_300_799).contains(it)).map(Some).ok_or_else(wrong)
}

fn absent(name: &str) -> Refusal {
    Refusal::Claim { claim: name.to_owned(), what: "is missing" }
}
