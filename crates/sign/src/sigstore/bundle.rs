//! The JSON of a Sigstore bundle: read strictly, then by the Sigstore crates, and written.
//!
//! Their reader takes the first of several fields and passes over what it does not know. So the form is checked here first: no key twice, no
//! unknown field, one signature, one signer, and the id in the envelope the same as the hint beside it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::intoto::PAYLOAD_TYPE;
use cos_core::json::{Kind, Tape, Value};
use serde_json::json;
use sigstore_types::bundle::VerificationMaterialContent;
use sigstore_types::{Bundle, DsseEnvelope, SignatureContent};

use super::SealError;

/// The longest bundle that is read, in bytes: an envelope of 8 MiB and what proves it.
pub(crate) const MAX_BYTES: usize = 12 << 20;

/// The media type of what is written.
const MEDIA_TYPE: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";

/// Which bundles are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    /// Version 0.3 only, as evidence is sealed.
    Current,
    /// Every version, as others' provenance comes.
    All,
}

/// A bundle of the right form; nothing about it is verified.
pub(super) struct Parsed {
    pub(super) bundle: Bundle,
    pub(super) signer: ClaimedSigner,
}

/// Who is said to have signed.
pub(super) enum ClaimedSigner {
    /// The key with this hint.
    Key(String),
    /// The owner of the certificate.
    Certificate,
}

/// What goes into a bundle beside the statement.
pub(super) struct Material {
    /// The id of the key, or nothing for a certificate.
    pub(super) key_id: String,
    /// The signing certificate in DER.
    pub(super) certificate: Option<Vec<u8>>,
    /// The signature over the pre-authentication encoding.
    pub(super) signature: Vec<u8>,
    /// A `TimeStampResp` over the signature.
    pub(super) time_stamp: Option<Vec<u8>>,
    /// The log entry, as a bundle has it.
    pub(super) log_entry: Option<serde_json::Value>,
}

impl Parsed {
    /// The envelope, of which a bundle for a statement has one.
    pub(super) fn envelope(&self) -> &DsseEnvelope {
        match &self.bundle.content {
            SignatureContent::DsseEnvelope(envelope) => envelope,
            _ => unreachable!("`read` refuses other contents"),
        }
    }
}

/// Reads a bundle that holds a DSSE envelope with an in-toto statement.
pub(super) fn read(bytes: &[u8], versions: Versions) -> Result<Parsed, SealError> {
    if bytes.len() > MAX_BYTES {
        return Err(SealError::TooLong(bytes.len()));
    }
    let mut tape = Tape::default();
    let root = tape.read(bytes, 0)?;
    check_form(tape.value(bytes, root), versions)?;
    let text = std::str::from_utf8(bytes).map_err(|_| SealError::field("", "is not text"))?;
    let bundle = Bundle::from_json(text)
        .map_err(|_| SealError::field("verificationMaterial", "is not as Sigstore writes it"))?;
    let SignatureContent::DsseEnvelope(envelope) = &bundle.content else {
        return Err(SealError::field("dsseEnvelope", "is missing"));
    };
    let signer = match &bundle.verification_material.content {
        VerificationMaterialContent::PublicKey(key) => {
            if versions == Versions::Current && envelope.signature.keyid.as_str() != key.hint {
                let reason = "is not the `hint` of the public key";
                return Err(SealError::field("dsseEnvelope.signatures[0].keyid", reason));
            }
            ClaimedSigner::Key(key.hint.clone())
        }
        _ => ClaimedSigner::Certificate,
    };
    Ok(Parsed { bundle, signer })
}

fn check_form(root: Value<'_>, versions: Versions) -> Result<(), SealError> {
    let [media_type, material, envelope] =
        members(root, "", ["mediaType", "verificationMaterial", "dsseEnvelope"], &[])?;
    let media_type = media_type.string().unwrap_or_default();
    let is_known = match versions {
        Versions::Current => media_type == MEDIA_TYPE,
        Versions::All => media_type.starts_with("application/vnd.dev.sigstore.bundle"),
    };
    if !is_known {
        return Err(SealError::MediaType(media_type.chars().take(120).collect()));
    }
    check_material(material, versions)?;
    let [payload_type, payload, signatures] =
        members(envelope, "dsseEnvelope.", ["payloadType", "payload", "signatures"], &[])?;
    let payload_type = payload_type.string().unwrap_or_default();
    if payload_type != PAYLOAD_TYPE {
        return Err(SealError::PayloadType(payload_type.chars().take(120).collect()));
    }
    check_base64(payload, "dsseEnvelope.payload")?;
    if signatures.kind() != Kind::Array || signatures.items().count() != 1 {
        return Err(SealError::field("dsseEnvelope.signatures", "is not one signature"));
    }
    for signature in signatures.items() {
        let [bytes] = members(signature, "dsseEnvelope.signatures[0].", ["sig"], &["keyid"])?;
        check_base64(bytes, "dsseEnvelope.signatures[0].sig")?;
    }
    Ok(())
}

fn check_material(material: Value<'_>, versions: Versions) -> Result<(), SealError> {
    const PATH: &str = "verificationMaterial.";
    let signers = ["publicKey", "certificate", "x509CertificateChain"];
    let allowed = if versions == Versions::Current { &signers[..2] } else { &signers[..] };
    let known: Vec<_> = [allowed, &["tlogEntries", "timestampVerificationData"]].concat();
    let [] = members(material, PATH, [], &known)?;
    let found = allowed.iter().filter(|name| material.get(name).is_some()).count();
    if found != 1 {
        return Err(SealError::field("verificationMaterial", "does not name one signer"));
    }
    if versions == Versions::All {
        return Ok(());
    }
    // What is misspelt would be passed over as if it were not there: less proven than its maker meant.
    for (name, fields) in [("publicKey", "hint"), ("certificate", "rawBytes")] {
        if let Some(signer) = material.get(name) {
            let [_] = members(signer, &format!("{PATH}{name}."), [fields], &[])?;
        }
    }
    if let Some(stamps) = material.get("timestampVerificationData") {
        let path = format!("{PATH}timestampVerificationData.");
        let [] = members(stamps, &path, [], &["rfc3161Timestamps"])?;
        let stamps = stamps.get("rfc3161Timestamps").into_iter().flat_map(Value::items);
        for stamp in stamps {
            let [_] = members(stamp, &path, ["signedTimestamp"], &[])?;
        }
    }
    let entries = material.get("tlogEntries").into_iter().flat_map(Value::items);
    let entries: Vec<_> = entries.take(2).collect();
    match entries[..] {
        [] => Ok(()),
        [entry] => check_log_entry(entry),
        _ => Err(SealError::field(format!("{PATH}tlogEntries"), "is more than one entry")),
    }
}

/// The form of a log entry, with its proof.
fn check_log_entry(entry: Value<'_>) -> Result<(), SealError> {
    const PATH: &str = "verificationMaterial.tlogEntries[0].";
    let [log, kind, proof, _] = members(
        entry,
        PATH,
        ["logId", "kindVersion", "inclusionProof", "canonicalizedBody"],
        &["logIndex", "integratedTime", "inclusionPromise"],
    )?;
    let [_] = members(log, &format!("{PATH}logId."), ["keyId"], &[])?;
    let [_, _] = members(kind, &format!("{PATH}kindVersion."), ["kind", "version"], &[])?;
    let path = format!("{PATH}inclusionProof.");
    let others = ["logIndex", "rootHash", "treeSize", "hashes"];
    let [checkpoint] = members(proof, &path, ["checkpoint"], &others)?;
    let [_] = members(checkpoint, &format!("{path}checkpoint."), ["envelope"], &[])?;
    if let Some(promise) = entry.get("inclusionPromise") {
        let path = format!("{PATH}inclusionPromise.");
        let [_] = members(promise, &path, ["signedEntryTimestamp"], &[])?;
    }
    Ok(())
}

/// The values of the members `names` of an object that may have `others` and nothing else.
fn members<'a, const N: usize>(
    object: Value<'a>,
    path: &str,
    names: [&str; N],
    others: &[&str],
) -> Result<[Value<'a>; N], SealError> {
    if object.kind() != Kind::Object {
        return Err(SealError::field(path.trim_end_matches('.'), "is not an object"));
    }
    for (name, _) in object.members() {
        let name = name.string().unwrap_or_default();
        if !names.contains(&&*name) && !others.contains(&&*name) {
            return Err(SealError::field(format!("{path}{name}"), "is unknown"));
        }
    }
    if let Some(missing) = names.into_iter().find(|name| object.get(name).is_none()) {
        return Err(SealError::field(format!("{path}{missing}"), "is missing"));
    }
    Ok(names.map(|name| object.get(name).expect("it is there")))
}

fn check_base64(value: Value<'_>, field: &str) -> Result<(), SealError> {
    let decoded = value.plain_string().map(|text| STANDARD.decode(text));
    match decoded {
        Some(Ok(_)) => Ok(()),
        _ => Err(SealError::field(field, "is not canonical base64 with padding")),
    }
}

/// Writes a bundle around a statement, as JSON without white space.
pub(super) fn write(statement: &[u8], material: &Material) -> Vec<u8> {
    let mut signature = json!({ "sig": STANDARD.encode(&material.signature) });
    let mut proof = json!({});
    if let Some(der) = &material.certificate {
        proof["certificate"] = json!({ "rawBytes": STANDARD.encode(der) });
    } else {
        // Version 0.3 asks for the id in both places.
        signature["keyid"] = json!(material.key_id);
        proof["publicKey"] = json!({ "hint": material.key_id });
    }
    proof["tlogEntries"] = material.log_entry.iter().cloned().collect();
    let stamps = material.time_stamp.iter();
    let stamps: Vec<_> =
        stamps.map(|stamp| json!({ "signedTimestamp": STANDARD.encode(stamp) })).collect();
    proof["timestampVerificationData"] = json!({ "rfc3161Timestamps": stamps });
    let bundle = json!({
        "mediaType": MEDIA_TYPE,
        "verificationMaterial": proof,
        "dsseEnvelope": {
            "payload": STANDARD.encode(statement),
            "payloadType": PAYLOAD_TYPE,
            "signatures": [signature],
        },
    });
    bundle.to_string().into_bytes()
}

#[cfg(test)]
mod tests;
