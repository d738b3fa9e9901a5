//! Issuing: an event becomes a signed receipt, all of its claims disclosed.
//!
//! The payload's members stand in a fixed order and digests are sorted, so that the order of claims says nothing and a store can
//! drop the digests that it can compute again; approvers are a set and come out in the order of their digests. Salts and decoys come from a fresh random seed a receipt (see `super::salts`),
//! drawn from the generator the caller passes.

use super::claims::{APPROVER_STEP, EVENT_CLAIMS, Form, SALT_SEED, SD_COUNT, VCT_ACT};
use super::event::Event;
use super::salts::{Seed, digest_text};
use super::{MAX_BYTES, TYP};
use crate::base64url;
use crate::clock::Timestamp;
use crate::code::Code;
use crate::digest::Digest;
use crate::ed25519::{Sign, SignError};
use crate::ids::{Jti, Origin};
use crate::json::{Kind, Value};
use rand_core::CryptoRng;

/// Why no receipt was issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The signer failed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The event says that it happens later than now.
    #[error("field `time` is {time}, more than 5 minutes after now, {now}; check the clocks")]
    Future {
        /// When the event says that it happened.
        time: Timestamp,
        /// When the receipt was to be issued.
        now: Timestamp,
    },
    /// The receipt would be too long for a log entry.
    #[error("the receipt would have {0} bytes; the longest is {MAX_BYTES}")]
    TooLong(usize),
}

impl IssueError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Future { .. } => const { Code::new("COS-EVT-0005") },
            Self::Sign(_) => Code::new("COS-KEY-0009"),
            Self::TooLong(_) => Code::new("COS-EVT-0001"),
        }
    }
}

/// How far, in seconds, an event's clock may be ahead of ours.
const MAX_SKEW: i64 = 300;

/// Issues receipts for one log with one key.
pub struct Issuer<'a> {
    signer: &'a dyn Sign,
    origin: &'a Origin,
    now: Timestamp,
    header: String,
    /// `"["…"]"` under construction, reused.
    disclosure: Vec<u8>,
    disclosures: Vec<u8>,
    payload: Vec<u8>,
}

impl<'a> Issuer<'a> {
    /// Prepares to issue for `origin` at the time `now`; `kid` is the id under which the trust file knows the signer's key.
    pub fn new(signer: &'a dyn Sign, kid: &str, origin: &'a Origin, now: Timestamp) -> Self {
        let header = serde_json::json!({ "alg": "EdDSA", "kid": kid, "typ": TYP });
        let header = base64url::encode(header.to_string().as_bytes());
        Self {
            signer,
            origin,
            now,
            header,
            disclosure: Vec::new(),
            disclosures: Vec::new(),
            payload: Vec::new(),
        }
    }

    /// Appends the compact receipt for `event` to `out`; leaves `out` as it was on error.
    ///
    /// An event without `id` gets a fresh ULID from its time and the generator; issuing it twice makes two receipts.
    pub fn issue(
        &mut self,
        event: &Event<'_>,
        rng: &mut impl CryptoRng,
        out: &mut Vec<u8>,
    ) -> Result<Jti, IssueError> {
        if event.time.0 > self.now.0 + MAX_SKEW {
            return Err(IssueError::Future { time: event.time, now: self.now });
        }
        let jti = event.id.unwrap_or_else(|| {
            let mut random = [0; 10];
            rng.fill_bytes(&mut random);
            Jti::from_parts(event.time.unix() * 1000, random)
        });
        let mut seed = [0; 16];
        rng.fill_bytes(&mut seed);
        self.build(event, jti, Seed(seed));
        let start = out.len();
        out.extend_from_slice(self.header.as_bytes());
        out.push(b'.');
        base64url::encode_into(&self.payload, out);
        let length = out.len() - start + 1 + 86 + 1 + self.disclosures.len();
        let signature = match self.signer.sign(&out[start..]) {
            Ok(_) if length > MAX_BYTES => Err(IssueError::TooLong(length)),
            other => other.map_err(IssueError::Sign),
        };
        let signature = signature.inspect_err(|_| out.truncate(start))?;
        out.push(b'.');
        base64url::encode_into(&signature.0, out);
        out.push(b'~');
        out.extend_from_slice(&self.disclosures);
        Ok(jti)
    }

    /// Fills `payload` and `disclosures`.
    fn build(&mut self, event: &Event<'_>, jti: Jti, seed: Seed) {
        self.payload.clear();
        self.disclosures.clear();
        let Origin { org, region, tenant } = self.origin;
        let head = format!(
            r#"{{"iss":"{org}","iat":{},"toe":{},"jti":"{jti}","vct":"{VCT_ACT}","tenant":"{tenant}","region":"{region}","log":"{}""#,
            self.now.unix(),
            event.time.unix(),
            self.origin
        );
        self.payload.extend_from_slice(head.as_bytes());
        let mut position = 0;
        let mut salt = || {
            position += 1;
            seed.salt(position - 1)
        };
        let mut members = Vec::with_capacity(SD_COUNT);
        for claim in &EVENT_CLAIMS {
            let Some(value) = event.fields.get(claim.name) else { continue };
            if claim.withholdable {
                members.push(self.disclose(salt(), Some(claim.name), |out| {
                    write_value(value, claim.form, out);
                }));
            } else {
                self.payload.extend_from_slice(format!(",\"{}\":", claim.name).as_bytes());
                write_value(value, claim.form, &mut self.payload);
            }
        }
        let mut items = Vec::with_capacity(APPROVER_STEP);
        for approver in event.fields.get("approvers").into_iter().flat_map(Value::items) {
            items.push(self.disclose(salt(), None, |out| write_string(approver, out)));
        }
        let seed_text = base64url::encode(&seed.0);
        members.push(self.disclose(salt(), Some(SALT_SEED), |out| {
            out.extend_from_slice(format!("\"{seed_text}\"").as_bytes());
        }));
        pad(&mut members, SD_COUNT, |position| seed.decoy(0, position));
        let steps = items.len().div_ceil(APPROVER_STEP).max(1);
        pad(&mut items, steps * APPROVER_STEP, |position| seed.decoy(1, position));
        write_digests(&mut self.payload, ",\"_sd\":[", "\"", "\"", &members);
        write_digests(&mut self.payload, ",\"approvers\":[", r#"{"...":""#, r#""}"#, &items);
        self.payload.extend_from_slice(br#","_sd_alg":"sha-256"}"#);
    }

    /// Appends a disclosure and returns the text of its digest.
    fn disclose(
        &mut self,
        salt: [u8; 16],
        name: Option<&str>,
        value: impl Fn(&mut Vec<u8>),
    ) -> [u8; 43] {
        let text = &mut self.disclosure;
        text.clear();
        text.extend_from_slice(b"[\"");
        base64url::encode_into(&salt, text);
        text.extend_from_slice(b"\",");
        if let Some(name) = name {
            text.extend_from_slice(format!("\"{name}\",").as_bytes());
        }
        value(text);
        text.push(b']');
        let start = self.disclosures.len();
        base64url::encode_into(text, &mut self.disclosures);
        let digest = digest_text(&Digest::of(&self.disclosures[start..]));
        self.disclosures.push(b'~');
        digest
    }
}

/// Adds decoys (RFC 9901 §4.2.5) up to `count` and sorts.
fn pad(digests: &mut Vec<[u8; 43]>, count: usize, decoy: impl Fn(u16) -> Digest) {
    let decoys = count.saturating_sub(digests.len()) as u16;
    digests.extend((0..decoys).map(|position| digest_text(&decoy(position))));
    digests.sort_unstable();
}

fn write_digests(out: &mut Vec<u8>, open: &str, before: &str, after: &str, digests: &[[u8; 43]]) {
    out.extend_from_slice(open.as_bytes());
    for (number, digest) in digests.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        out.extend_from_slice(before.as_bytes());
        out.extend_from_slice(digest);
        out.extend_from_slice(after.as_bytes());
    }
    out.push(b']');
}

/// Writes a checked value in its one spelling: no spaces, members in the order of the form, the shortest escapes.
fn write_value(value: Value<'_>, form: Form, out: &mut Vec<u8>) {
    let members: &[&str] = match form {
        Form::Bundle => &["digest", "version"],
        Form::Cost => &["amount", "currency"],
        _ => return write_string(value, out),
    };
    for (number, name) in members.iter().enumerate() {
        out.push(if number == 0 { b'{' } else { b',' });
        out.extend_from_slice(format!("\"{name}\":").as_bytes());
        if let Some(value) = value.get(name) {
            write_string(value, out);
        }
    }
    out.push(b'}');
}

fn write_string(value: Value<'_>, out: &mut Vec<u8>) {
    debug_assert_eq!(value.kind(), Kind::String);
    match value.plain_string() {
        Some(text) => {
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        None => out.extend_from_slice(
            serde_json::Value::String(value.string().unwrap_or_default().into())
                .to_string()
                .as_bytes(),
        ),
    }
}

#[cfg(test)]
mod tests;
