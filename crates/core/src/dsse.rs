//! DSSE envelopes (Dead Simple Signing Envelope, v1.0.2): a payload, its type, and signatures over both.
//!
//! The payload of an [`Envelope`] cannot be read; only [`Envelope::verify`] gives it out, as the very bytes that were verified. So
//! nothing signed is ever decoded twice or trusted early. The reader is strict: the payload type is the caller's, every field is
//! known, no key stands there twice. Which keys are trusted is for the caller to say.

use crate::code::Code;
use crate::ed25519::{Sign, SignError, Signature, VerifyingKey};
use crate::json::{JsonError, Kind, Tape, Value};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use std::ops::Deref;

/// The longest envelope that is read, in bytes.
pub const MAX_BYTES: usize = 8 << 20;

/// The largest number of signatures that is read.
pub const MAX_SIGNATURES: usize = 16;

/// Why an envelope is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DsseError {
    /// A field is missing, unknown, of the wrong type or malformed.
    #[error("envelope field `{}` {reason}", field.escape_debug())]
    Field {
        /// The field.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The text is not strict JSON.
    #[error("envelope is not strict JSON: {0}")]
    Json(#[from] JsonError),
    /// The payload is of another type.
    #[error("payload is of type `{}`, wanted `{wanted}`", found.escape_debug())]
    PayloadType {
        /// The type in the envelope, cut to 120 characters.
        found: String,
        /// The type that the caller reads.
        wanted: String,
    },
    /// A key that is trusted did not make the signature that bears its id.
    #[error("the signature of `{}` is wrong: the payload was changed, or another key signed it", .0.escape_debug())]
    Signature(String),
    /// The envelope is longer than [`MAX_BYTES`].
    #[error("{0} bytes long; the longest envelope is {MAX_BYTES} bytes")]
    TooLong(usize),
    /// No signature bears the id of a trusted key.
    #[error("signed by {}, none of which is trusted", list(.0))]
    UnknownKey(Vec<String>),
}

impl DsseError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Field { .. } | Self::TooLong(_) => const { Code::new("COS-DSS-0001") },
            Self::Json(_) => const { Code::new("COS-DSS-0002") },
            Self::PayloadType { .. } => const { Code::new("COS-DSS-0003") },
            Self::UnknownKey(_) => const { Code::new("COS-DSS-0004") },
            Self::Signature(_) => const { Code::new("COS-DSS-0005") },
        }
    }

    fn field(field: &str, reason: &'static str) -> Self {
        Self::Field { field: field.chars().take(80).collect(), reason }
    }
}

fn list(ids: &[String]) -> String {
    let ids: Vec<_> = ids.iter().map(|id| format!("`{}`", id.escape_debug())).collect();
    if ids.is_empty() { "keys without an id".into() } else { ids.join(", ") }
}

/// An envelope whose signatures nobody has checked; its payload cannot be read.
///
/// ```compile_fail,E0616
/// let envelope = cos_core::dsse::Envelope::parse(b"{}", "text/plain").unwrap();
/// let unverified = envelope.payload;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    payload_type: String,
    payload: Vec<u8>,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct EnvelopeSignature {
    key_id: Option<String>,
    bytes: Vec<u8>,
}

/// A payload whose signature was checked under a key that the caller trusts.
///
/// Nobody else can make one:
///
/// ```compile_fail,E0451
/// let forged = cos_core::dsse::VerifiedPayload { bytes: b"all is well".to_vec(), key_ids: vec![] };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPayload {
    bytes: Vec<u8>,
    key_ids: Vec<String>,
}

impl VerifiedPayload {
    /// The ids of the trusted keys that signed, in the order of the envelope; at least one.
    pub fn key_ids(&self) -> &[String] {
        &self.key_ids
    }

    /// Gives the bytes up, and the assurance with them.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Deref for VerifiedPayload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Envelope {
    /// Reads an envelope whose payload is of `payload_type` exactly.
    pub fn parse(bytes: &[u8], payload_type: &str) -> Result<Self, DsseError> {
        if bytes.len() > MAX_BYTES {
            return Err(DsseError::TooLong(bytes.len()));
        }
        let mut tape = Tape::default();
        let root = tape.read(bytes, 0)?;
        let [payload, found, signatures] =
            members(tape.value(bytes, root), ["payload", "payloadType", "signatures"], 3)?;
        let found = found.and_then(Value::string);
        let found = found.ok_or_else(|| DsseError::field("payloadType", "is not text"))?;
        if found != payload_type {
            let found = found.chars().take(120).collect();
            return Err(DsseError::PayloadType { found, wanted: payload_type.into() });
        }
        let payload = base64(payload, "payload")?;
        let signatures = signatures.filter(|value| value.kind() == Kind::Array);
        let signatures = signatures
            .ok_or_else(|| DsseError::field("signatures", "is not a list"))?
            .items()
            .take(MAX_SIGNATURES + 1)
            .map(signature)
            .collect::<Result<Vec<_>, _>>()?;
        check_signatures(&signatures)?;
        Ok(Self { payload_type: payload_type.into(), payload, signatures })
    }

    /// The key ids that the signatures bear, in order; `None` for one that bears none. Not verified: use them for lookup only.
    pub fn key_ids(&self) -> impl Iterator<Item = Option<&str>> {
        self.signatures.iter().map(|signature| signature.key_id.as_deref())
    }

    /// Verifies under the criterion `rfc8032-strict` and gives out the payload.
    ///
    /// `key` says which keys are trusted, by id. One valid signature suffices; signatures of keys that are not trusted are passed over, but
    /// a wrong one under the id of a trusted key is an error, however many others are right.
    pub fn verify(
        self,
        key: impl Fn(&str) -> Option<VerifyingKey>,
    ) -> Result<VerifiedPayload, DsseError> {
        let message = pae(&self.payload_type, &self.payload);
        let mut key_ids = Vec::new();
        for EnvelopeSignature { key_id, bytes } in &self.signatures {
            let Some(id) = key_id else { continue };
            let Some(trusted) = key(id) else { continue };
            let signature = bytes.as_slice().try_into().map(Signature);
            if !signature.is_ok_and(|signature| trusted.verify_strict(&message, &signature)) {
                return Err(DsseError::Signature(id.clone()));
            }
            key_ids.push(id.clone());
        }
        if key_ids.is_empty() {
            let ids = self.signatures.into_iter().filter_map(|signature| signature.key_id);
            return Err(DsseError::UnknownKey(ids.collect()));
        }
        // The only place that makes a `VerifiedPayload`: the bytes are the ones that went into `message`.
        Ok(VerifiedPayload { bytes: self.payload, key_ids })
    }
}

/// Signs `payload` and writes the envelope, as JSON without white space.
///
/// # Panics
/// When there is no signer, for nothing unsigned passes (P13).
pub fn sign(
    payload_type: &str,
    payload: &[u8],
    signers: &[(&str, &dyn Sign)],
) -> Result<String, SignError> {
    assert!(!signers.is_empty(), "an envelope has at least one signature");
    let message = pae(payload_type, payload);
    let mut signatures = Vec::with_capacity(signers.len());
    for (id, signer) in signers {
        let signature = STANDARD.encode(signer.sign(&message)?.0);
        signatures.push(serde_json::json!({ "keyid": id, "sig": signature }));
    }
    let envelope = serde_json::json!({
        "payload": STANDARD.encode(payload),
        "payloadType": payload_type,
        "signatures": signatures,
    });
    Ok(envelope.to_string())
}

/// Returns the pre-authentication encoding, the bytes that are signed.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// The values of the members `names` of an object that has no others; the first `required` of them must be there.
fn members<'a, const N: usize>(
    object: Value<'a>,
    names: [&str; N],
    required: usize,
) -> Result<[Option<Value<'a>>; N], DsseError> {
    if object.kind() != Kind::Object {
        return Err(DsseError::field(names[0], "is missing: this is not an object"));
    }
    let mut found = [None; N];
    for (name, value) in object.members() {
        match names.iter().position(|known| name.is_string(known)) {
            Some(position) => found[position] = Some(value),
            None => return Err(DsseError::field(&name.string().unwrap_or_default(), "is unknown")),
        }
    }
    match found[..required].iter().position(Option::is_none) {
        Some(position) => Err(DsseError::field(names[position], "is missing")),
        None => Ok(found),
    }
}

fn signature(value: Value<'_>) -> Result<EnvelopeSignature, DsseError> {
    let [bytes, key_id] = members(value, ["sig", "keyid"], 1)?;
    let key_id = key_id
        .map(|id| id.string().ok_or_else(|| DsseError::field("keyid", "is not text")))
        .transpose()?;
    Ok(EnvelopeSignature {
        // The specification lets an empty id stand for none.
        key_id: key_id.filter(|id| !id.is_empty()).map(std::borrow::Cow::into_owned),
        bytes: base64(bytes, "sig")?,
    })
}

fn check_signatures(signatures: &[EnvelopeSignature]) -> Result<(), DsseError> {
    if signatures.is_empty() {
        return Err(DsseError::field("signatures", "is empty"));
    }
    if signatures.len() > MAX_SIGNATURES {
        return Err(DsseError::field("signatures", "has more than 16 items"));
    }
    let mut ids: Vec<_> = signatures.iter().filter_map(|one| one.key_id.as_deref()).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(DsseError::field("keyid", "stands there twice"));
    }
    Ok(())
}

/// Either alphabet, as the specification has it, but not a mixture; with padding and without stray bits.
fn base64(value: Option<Value<'_>>, field: &'static str) -> Result<Vec<u8>, DsseError> {
    let text = value.and_then(Value::plain_string);
    let text = text.ok_or_else(|| DsseError::field(field, "is not base64 text"))?;
    let url_safe = text.contains(['-', '_']);
    let decoded = if url_safe { URL_SAFE.decode(text) } else { STANDARD.decode(text) };
    decoded.map_err(|_| DsseError::field(field, "is not canonical base64 with padding"))
}

#[cfg(test)]
mod tests;
