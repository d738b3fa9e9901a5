//! SLSA provenance: reading attestations in the three shapes in which they are found, and what they say.
//!
//! A file `*.intoto.jsonl` holds one JSON document a line by name, and pretty-printed ones in practice; each is a Sigstore bundle or a bare DSSE
//! envelope. Who signed is asked elsewhere; here is what was signed.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use cos_core::digest::Digest;
use cos_core::dsse;
use cos_core::intoto::PAYLOAD_TYPE;
use cos_core::json::Tape;
use cos_sign::sigstore::verify_message;
use cos_sign::spki::SpkiKey;
use serde_json::Value;
use std::collections::BTreeMap;

/// Most documents in one file.
const MAX_DOCUMENTS: usize = 1_000;

/// How an attestation is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A Sigstore bundle.
    Bundle,
    /// A DSSE envelope with a certificate and no proof of when it was in use.
    Certificate,
    /// A DSSE envelope.
    Envelope,
}

/// A signed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// How it is signed.
    pub shape: Shape,
    /// Its own bytes.
    pub bytes: Vec<u8>,
}

/// What a provenance statement says.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// `v0.2` or `v1`.
    pub version: &'static str,
    /// The files that were built: name and SHA-256, where there is one.
    pub subjects: Vec<(String, Option<Digest>)>,
    /// Who built them.
    pub builder: String,
    /// How.
    pub build_type: String,
    /// From which source.
    pub source: Option<String>,
    /// What the one who asked for the build could choose, by name.
    pub parameters: BTreeMap<String, Value>,
}

/// The predicate types of provenance.
const V02: &str = "https://slsa.dev/provenance/v0.2";
const V1: &str = "https://slsa.dev/provenance/v1";

/// External parameters whose meaning is known; with another one a build may have done anything (SLSA 1.0, verifying artifacts).
pub const KNOWN_PARAMETERS: &[&str] = &["config", "configSource", "inputs", "source", "workflow"];

/// What a document says it says; not believed before its signature is verified.
pub fn payload(document: &Document) -> Result<Vec<u8>, String> {
    let value: Value =
        serde_json::from_slice(&document.bytes).map_err(|error| error.to_string())?;
    let envelope = match document.shape {
        Shape::Bundle => &value["dsseEnvelope"],
        _ => &value,
    };
    if envelope["payloadType"] != PAYLOAD_TYPE {
        return Err(format!("the payload is not of type `{PAYLOAD_TYPE}`"));
    }
    let payload = envelope["payload"].as_str().ok_or("`payload` is missing")?;
    STANDARD
        .decode(payload)
        .or_else(|_| URL_SAFE.decode(payload))
        .map_err(|_| "`payload` is not base64".to_owned())
}

/// Verifies a bare envelope with a builder's key; `hint` is the key id that its signature has to bear, empty for none.
pub fn verify_envelope(envelope: &[u8], hint: &str, key: &SpkiKey) -> Result<(), String> {
    let value: Value = serde_json::from_slice(envelope).map_err(|error| error.to_string())?;
    let document = Document { shape: Shape::Envelope, bytes: envelope.to_vec() };
    let message = dsse::pae(PAYLOAD_TYPE, &payload(&document)?);
    let signatures = value["signatures"].as_array().map_or(&[][..], Vec::as_slice);
    let is_mine = |one: &&Value| one["keyid"].as_str().unwrap_or_default() == hint;
    let mine = signatures.iter().find(is_mine);
    let mine = mine.ok_or_else(|| format!("no signature bears the key id `{hint}`"))?;
    let signature = mine["sig"]
        .as_str()
        .and_then(|text| STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok());
    let signature = signature.ok_or("a signature is not base64")?;
    verify_message(key, &message, &signature).map_err(|error| error.to_string())
}

/// Splits a file into its documents.
pub fn documents(bytes: &[u8]) -> Result<Vec<Document>, String> {
    let mut all = Vec::new();
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let mut start = 0;
    while let Some(value) = stream.next() {
        let number = all.len() + 1;
        let value = value.map_err(|error| format!("document {number}: {error}"))?;
        let end = stream.byte_offset();
        let own = bytes[start..end].trim_ascii();
        start = end;
        // The strict reader refuses keys that stand twice, of which other readers take one or the other.
        Tape::default().read(own, 0).map_err(|error| format!("document {number}: {error}"))?;
        take(&value, own, &mut all).map_err(|error| format!("document {number}: {error}"))?;
        if all.len() > MAX_DOCUMENTS {
            return Err(format!("more than {MAX_DOCUMENTS} documents"));
        }
    }
    if all.is_empty() { Err("the file is empty".into()) } else { Ok(all) }
}

fn take(value: &Value, own: &[u8], all: &mut Vec<Document>) -> Result<(), String> {
    // npm wraps what it serves.
    if let Some(wrapped) = value.get("attestations").and_then(Value::as_array) {
        for one in wrapped {
            let bundle = one.get("bundle").ok_or("an attestation without a bundle")?;
            let bytes = serde_json::to_vec(bundle).map_err(|error| error.to_string())?;
            all.push(Document { shape: Shape::Bundle, bytes });
        }
        return Ok(());
    }
    let shape = if value.get("mediaType").is_some() && value.get("dsseEnvelope").is_some() {
        Shape::Bundle
    } else if value.get("payloadType").is_some() {
        let signatures = value["signatures"].as_array().map_or(&[][..], Vec::as_slice);
        let has_certificate = signatures.iter().any(|one| one.get("cert").is_some());
        if has_certificate { Shape::Certificate } else { Shape::Envelope }
    } else {
        return Err("neither a Sigstore bundle nor a DSSE envelope".into());
    };
    all.push(Document { shape, bytes: own.to_vec() });
    Ok(())
}

/// Reads a statement that was signed; `None` when it is about something else than provenance.
pub fn provenance(payload: &[u8]) -> Result<Option<Provenance>, String> {
    Tape::default().read(payload, 0).map_err(|error| error.to_string())?;
    let statement: Value = serde_json::from_slice(payload).map_err(|error| error.to_string())?;
    let kind = statement["_type"].as_str().unwrap_or_default();
    if !["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"].contains(&kind) {
        return Err("`_type` is not that of an in-toto statement".into());
    }
    let predicate = &statement["predicate"];
    let version = match statement["predicateType"].as_str() {
        Some(V02) => "v0.2",
        Some(V1) => "v1",
        _ => return Ok(None),
    };
    let subjects = subjects(&statement)?;
    let (builder, build_type, source, parameters) = if version == "v1" {
        let definition = &predicate["buildDefinition"];
        (
            &predicate["runDetails"]["builder"]["id"],
            &definition["buildType"],
            source_of_v1(definition),
            &definition["externalParameters"],
        )
    } else {
        let source = predicate["invocation"]["configSource"]["uri"].as_str();
        (
            &predicate["builder"]["id"],
            &predicate["buildType"],
            source.map(str::to_owned),
            &predicate["invocation"]["parameters"],
        )
    };
    let need = |value: &Value, field: &str| {
        let text = value.as_str().filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| format!("`{field}` is missing"))
    };
    Ok(Some(Provenance {
        version,
        subjects,
        builder: need(builder, "builder.id")?,
        build_type: need(build_type, "buildType")?,
        source,
        parameters: match parameters {
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
            }
            _ => BTreeMap::new(),
        },
    }))
}

fn subjects(statement: &Value) -> Result<Vec<(String, Option<Digest>)>, String> {
    let list = statement["subject"].as_array().map_or(&[][..], Vec::as_slice);
    if list.is_empty() {
        return Err("`subject` is empty".into());
    }
    let subject = |(number, value): (usize, &Value)| {
        let digests = value["digest"].as_object().filter(|digests| !digests.is_empty());
        let digests = digests.ok_or_else(|| format!("`subject[{number}].digest` is missing"))?;
        let sha256 = match digests.get("sha256") {
            None => None,
            Some(value) => Some(value.as_str().and_then(Digest::from_hex).ok_or_else(|| {
                format!("`subject[{number}].digest.sha256` is not 64 lower-case hexadecimal digits")
            })?),
        };
        Ok((value["name"].as_str().unwrap_or_default().to_owned(), sha256))
    };
    list.iter().enumerate().map(subject).collect()
}

/// The source that a build was configured from: where builders say it, or the first dependency.
fn source_of_v1(definition: &Value) -> Option<String> {
    let parameters = &definition["externalParameters"];
    let named = [
        &parameters["workflow"]["repository"],
        &parameters["source"]["uri"],
        &parameters["source"],
        &parameters["configSource"]["uri"],
    ];
    let named = named.into_iter().find_map(|value| value.as_str());
    let dependency = || definition["resolvedDependencies"][0]["uri"].as_str();
    named.or_else(dependency).map(str::to_owned)
}

#[cfg(test)]
mod tests;
