//! A verification as a SLSA verification summary (VSA v1): what others may rely on who cannot or will not verify the bundle themselves.
//!
//! <https://slsa.dev/spec/v1.0/verification_summary>. It is about the released files; the trust file is the policy. `slsa-verifier`
//! takes it as a plain DSSE envelope with a key, so both forms are made of one signature.

use super::check::Verdict;
use super::error::BundleError;
use super::role::Role;
use super::seal::STATEMENT;
use super::verify::{Verification, opened_digest};
use crate::bundle::area::Area;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_sign::Trust;
use serde_json::{Map, Value, json};

/// What the predicate means.
pub const PREDICATE_TYPE: &str = "https://slsa.dev/verification_summary/v1";

/// Who verifies, where the caller names nobody else.
pub const VERIFIER: &str = "https://companyos.example/cos/evidence-verify/v1";

/// A level of ours: every check of the bundle holds.
const COS_LEVEL: &str = "COS_EVIDENCE_VERIFIED";

/// What the summary says besides.
pub struct Request<'a> {
    /// The trust file that was believed.
    pub trust: &'a Trust,
    /// When it was verified.
    pub at: Timestamp,
    /// Who verifies, as a URI.
    pub verifier: &'a str,
    /// The version of the program.
    pub tool_version: &'a str,
    /// What the released files are, as a URI; `None` for `urn:cos:release:VERSION`.
    pub resource: Option<&'a str>,
}

/// Writes the statement to sign.
pub fn statement(
    area: &Area,
    found: &Verification,
    request: &Request<'_>,
) -> Result<Vec<u8>, BundleError> {
    let digest = match found.statement {
        Some(digest) => digest,
        None => opened_digest(area)?,
    };
    let own = Subject { name: STATEMENT.to_owned(), sha256: digest, sha512: None };
    let artifacts = found.contents.iter().flat_map(|contents| &contents.artifacts);
    let artifacts = artifacts.filter_map(|artifact| {
        let sha256 = Digest::from_hex(&artifact.sha256)?;
        Some(Subject { name: artifact.name.clone(), sha256, sha512: None })
    });
    let statement = Statement {
        subjects: artifacts.chain([own]).collect(),
        predicate_type: PREDICATE_TYPE.to_owned(),
        predicate: predicate(found, &digest, request),
    };
    Ok(statement.to_canonical()?)
}

fn predicate(
    found: &Verification,
    statement: &Digest,
    request: &Request<'_>,
) -> Map<String, Value> {
    let version = found.contents.as_ref().map_or("unknown", |contents| &contents.version);
    let resource = request.resource.map(str::to_owned);
    let resource = resource.unwrap_or_else(|| format!("urn:cos:release:{version}"));
    let passed = found.verdict() == Verdict::Verified;
    let predicate = json!({
        "verifier": { "id": request.verifier, "version": { "cos": request.tool_version } },
        "timeVerified": request.at.to_string(),
        "resourceUri": resource,
        "policy": {
            "uri": format!("urn:cos:trust:{}", request.trust.org()),
            "digest": { "sha256": request.trust.digest().to_string() },
        },
        "inputAttestations": inputs(found, statement),
        "verificationResult": if passed { "PASSED" } else { "FAILED" },
        "verifiedLevels": levels(found, passed),
        "slsaVersion": "1.0",
    });
    let Value::Object(predicate) = predicate else { unreachable!("an object was written") };
    predicate
}

/// The statement of the bundle, and the provenance in it.
fn inputs(found: &Verification, statement: &Digest) -> Vec<Value> {
    let input = |uri: &str, digest: &Digest| json!({ "uri": uri, "digest": { "sha256": digest.to_string() } });
    let files = found.contents.iter().flat_map(|contents| contents.files(Role::Attestations));
    let subjects = found.sealed.iter().flat_map(|sealed| &sealed.statement().subjects);
    let subjects: Vec<_> = subjects.collect();
    let provenance = files.filter_map(|file| {
        let subject = subjects.iter().find(|subject| subject.name == file.path)?;
        Some(input(&file.path, &subject.sha256))
    });
    [input(STATEMENT, statement)].into_iter().chain(provenance).collect()
}

/// The levels that hold for every released file.
fn levels(found: &Verification, passed: bool) -> Vec<String> {
    if !passed {
        return vec!["FAILED".to_owned()];
    }
    let build = match found.build_level {
        Some(level) => format!("SLSA_BUILD_LEVEL_{level}"),
        None => "SLSA_BUILD_UNEVALUATED".to_owned(),
    };
    vec![build, COS_LEVEL.to_owned()]
}

/// The plain envelope in a Sigstore bundle, which bears the same signature.
pub fn envelope(bundle: &[u8]) -> Option<Vec<u8>> {
    let bundle: Value = serde_json::from_slice(bundle).ok()?;
    let envelope = bundle.get("dsseEnvelope")?;
    let mut text = serde_json::to_vec(envelope).ok()?;
    text.push(b'\n');
    Some(text)
}
