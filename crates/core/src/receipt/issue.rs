//! Issuing: an event becomes a signed receipt, all of its claims disclosed.
//!
//! The payload's members stand in a fixed order and `_sd` is sorted, so that the order of claims says nothing and a store can
//! drop the digests that it can compute again. Salts are 128 random bits each, drawn from the generator the caller passes.

use super::claims::{APPROVER_STEP, EVENT_CLAIMS, Form, SD_COUNT, VCT_ACT};
use super::event::Event;
use super::{MAX_BYTES, TYP};
use crate::base64url;
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
    /// The receipt would be too long for a log entry.
    #[error("the receipt would have {0} bytes; the longest is {MAX_BYTES}")]
    TooLong(usize),
}

impl IssueError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Sign(_) => Code::new("COS-KEY-0009"),
            Self::TooLong(_) => Code::new("COS-EVT-0001"),
        }
    }
}

/// Issues receipts for one log with one key.
pub struct Issuer<'a> {
    signer: &'a dyn Sign,
    origin: &'a Origin,
    header: String,
    /// `"["…"]"` under construction, reused.
    disclosure: Vec<u8>,
    disclosures: Vec<u8>,
    payload: Vec<u8>,
}

impl<'a> Issuer<'a> {
    /// Prepares to issue for `origin`; `kid` is the id under which the trust file knows the signer's key.
    pub fn new(signer: &'a dyn Sign, kid: &str, origin: &'a Origin) -> Self {
        let header = serde_json::json!({ "alg": "EdDSA", "kid": kid, "typ": TYP });
        let header = base64url::encode(header.to_string().as_bytes());
        Self {
            signer,
            origin,
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
        let jti = event.id.unwrap_or_else(|| {
            let mut random = [0; 10];
            rng.fill_bytes(&mut random);
            Jti::from_parts(event.time.unix() * 1000, random)
        });
        self.build(event, jti, rng);
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
    fn build(&mut self, event: &Event<'_>, jti: Jti, rng: &mut impl CryptoRng) {
        self.payload.clear();
        self.disclosures.clear();
        let Origin { org, region, tenant } = self.origin;
        let head = format!(
            r#"{{"iss":"{org}","iat":{},"jti":"{jti}","vct":"{VCT_ACT}","tenant":"{tenant}","region":"{region}","log":"{}""#,
            event.time.unix(),
            self.origin
        );
        self.payload.extend_from_slice(head.as_bytes());
        let mut digests = Vec::with_capacity(SD_COUNT);
        for claim in &EVENT_CLAIMS {
            let Some(value) = event.fields.get(claim.name) else { continue };
            if claim.withholdable {
                digests.push(self.disclose(Some(claim.name), value, claim.form, rng));
            } else {
                self.payload.extend_from_slice(format!(",\"{}\":", claim.name).as_bytes());
                write_value(value, claim.form, &mut self.payload);
            }
        }
        pad(&mut digests, SD_COUNT, rng);
        let approvers = event.fields.get("approvers");
        let mut items = Vec::with_capacity(APPROVER_STEP);
        for approver in approvers.into_iter().flat_map(Value::items) {
            items.push(self.disclose(None, approver, Form::Text, rng));
        }
        let padded = items.len().div_ceil(APPROVER_STEP).max(1) * APPROVER_STEP;
        pad(&mut items, padded, rng);
        write_digests(&mut self.payload, ",\"approvers\":[", r#"{"...":""#, r#""}"#, &items);
        write_digests(&mut self.payload, ",\"_sd\":[", "\"", "\"", &digests);
        self.payload.extend_from_slice(br#","_sd_alg":"sha-256"}"#);
    }

    /// Appends a disclosure and returns its digest in base64url.
    fn disclose(
        &mut self,
        name: Option<&str>,
        value: Value<'_>,
        form: Form,
        rng: &mut impl CryptoRng,
    ) -> [u8; 43] {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        let text = &mut self.disclosure;
        text.clear();
        text.extend_from_slice(b"[\"");
        base64url::encode_into(&salt, text);
        text.extend_from_slice(b"\",");
        if let Some(name) = name {
            text.extend_from_slice(format!("\"{name}\",").as_bytes());
        }
        write_value(value, form, text);
        text.push(b']');
        let start = self.disclosures.len();
        base64url::encode_into(text, &mut self.disclosures);
        let digest = encode_digest(&Digest::of(&self.disclosures[start..]));
        self.disclosures.push(b'~');
        digest
    }
}

fn encode_digest(digest: &Digest) -> [u8; 43] {
    let mut text = Vec::with_capacity(43);
    base64url::encode_into(&digest.0, &mut text);
    let mut out = [0; 43];
    out.copy_from_slice(&text);
    out
}

/// Adds decoys (RFC 9901 §4.2.5) up to `count` and sorts. A decoy is the hash of random bytes, like every other digest.
fn pad(digests: &mut Vec<[u8; 43]>, count: usize, rng: &mut impl CryptoRng) {
    while digests.len() < count {
        let mut random = [0; 32];
        rng.fill_bytes(&mut random);
        digests.push(encode_digest(&Digest::of(&random)));
    }
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
