//! From the bytes of a bundle to something believed.
//!
//! The form, then the signature with its proofs of time and log, then whether the trust file lets this signer sign this at that time. What
//! the trust file does not name is refused, never skipped. The signature and the proofs are checked by Sigstore's crates.

use cos_core::clock::Timestamp;
use cos_core::intoto::Statement;
use sigstore_trust_root::{TimestampAuthority, TrustedRoot};
use sigstore_types::{
    Artifact, ArtifactDigest, DerPublicKey, DigestBytes, HashAlgorithm, KindVersion,
    SignatureBytes, TsaAuthority,
};
use sigstore_verify::crypto::VerificationKey;
use sigstore_verify::{
    Error as SigstoreError, Policy, PublicKeyVerificationPolicy, VerificationPolicy,
    VerificationResult, Verifier,
};

use super::SealError;
use super::bundle::{self, ClaimedSigner, Parsed, Versions};
use super::sealed::{Attested, LogProof, ProvenTime, Sealed, Signer, Warning, WhoseClock};
use crate::name::Purpose;
use crate::spki::SpkiKey;
use crate::trust::{Builder, BuilderSigner, Trust, TrustedKey};

/// What the caller does without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Believe a key's signature though nothing proves when it was made. The seal then carries [`Warning::Untimestamped`].
    pub allow_untimestamped: bool,
}

/// Verifies that somebody whom `trust` names for `purpose` sealed a statement.
///
/// Keys sign [`Purpose::Evidence`] only; certificates whatever `identities` in the trust file lets them sign.
pub fn verify(
    bundle: &[u8],
    trust: &Trust,
    purpose: Purpose,
    requirements: &Requirements,
) -> Result<Sealed, SealError> {
    let parsed = bundle::read(bundle, Versions::Current)?;
    let attested = match &parsed.signer {
        ClaimedSigner::Key(hint) => {
            let key = evidence_key(hint, trust, purpose)?;
            let signer = Signer::Key(key.id.clone());
            let attested = by_key(&parsed, &key.verifying_key, signer, trust, *requirements)?;
            check_period(key, &attested)?;
            attested
        }
        ClaimedSigner::Certificate => {
            by_certificate(&parsed, trust, purpose.as_str(), |san, issuer| {
                trust.identities(purpose).any(|rule| rule.covers(san, issuer))
            })?
        }
    };
    let statement = Statement::parse(&attested.payload)?;
    Ok(Sealed { attested, statement })
}

/// Verifies that `builder`, one of the builders in `trust`, signed a statement, such as provenance; of any bundle version.
///
/// What the statement says, and so whether it is about this builder, is for the caller to read.
pub fn verify_builder(
    bundle: &[u8],
    trust: &Trust,
    builder: &Builder,
    requirements: &Requirements,
) -> Result<Attested, SealError> {
    let parsed = bundle::read(bundle, Versions::All)?;
    let purpose = format!("provenance of `{}`", builder.id);
    match (&parsed.signer, &builder.signer) {
        (ClaimedSigner::Certificate, BuilderSigner::Identity { san, issuer }) => {
            by_certificate(&parsed, trust, &purpose, |found, by| by == issuer && san.covers(found))
        }
        (ClaimedSigner::Key(found), BuilderSigner::Key { hint, key }) if found == hint => {
            let signer = Signer::BuilderKey(hint.clone());
            by_key(&parsed, key, signer, trust, *requirements)
        }
        (ClaimedSigner::Key(hint), _) => {
            Err(SealError::UnknownKey { hint: hint.chars().take(120).collect(), purpose })
        }
        (ClaimedSigner::Certificate, BuilderSigner::Key { .. }) => {
            let hint = "a certificate".to_owned();
            Err(SealError::UnknownKey { hint, purpose })
        }
    }
}

/// Verifies the signature of a key over `message`, where there is no bundle around it: no time, no log.
pub fn verify_message(key: &SpkiKey, message: &[u8], signature: &[u8]) -> Result<(), SealError> {
    let key = VerificationKey::from_spki(&DerPublicKey::new(key.to_der()));
    let key = key.map_err(|_| SealError::Signature)?;
    key.verify(message, &SignatureBytes::from_bytes(signature)).map_err(|_| SealError::Signature)
}

fn evidence_key<'a>(
    hint: &str,
    trust: &'a Trust,
    purpose: Purpose,
) -> Result<&'a TrustedKey<SpkiKey>, SealError> {
    if let Some(other) = trust.key(hint) {
        return Err(SealError::Purpose { key: other.id.clone(), wanted: purpose });
    }
    let key = trust.evidence(hint).ok_or_else(|| SealError::UnknownKey {
        hint: hint.chars().take(120).collect(),
        purpose: purpose.to_string(),
    })?;
    if purpose != Purpose::Evidence {
        return Err(SealError::Purpose { key: key.id.clone(), wanted: purpose });
    }
    Ok(key)
}

/// Every proven time must lie in the period of the key. Without one, only a key whose period is still open counts.
fn check_period(key: &TrustedKey<SpkiKey>, attested: &Attested) -> Result<(), SealError> {
    if attested.times.is_empty() && (key.not_after.is_some() || key.retired.is_some()) {
        let why = format!("and `{}` may not sign for ever", key.id);
        return Err(SealError::NoTime(Some(why)));
    }
    for time in &attested.times {
        key.accepts_document(time.at).map_err(|period| SealError::OutsidePeriod {
            key: key.id.clone(),
            at: time.at,
            period,
        })?;
    }
    Ok(())
}

fn by_key(
    parsed: &Parsed,
    key: &SpkiKey,
    signer: Signer,
    trust: &Trust,
    requirements: Requirements,
) -> Result<Attested, SealError> {
    let material = &parsed.bundle.verification_material;
    let spki = DerPublicKey::new(key.to_der());
    let stamps = &material.timestamp_verification_data.rfc3161_timestamps;
    // First, so that a wrong signature is called that, and not a time stamp of something else.
    check_signature(parsed, &spki)?;
    let (times, log) = if material.tlog_entries.is_empty() && stamps.is_empty() {
        (Vec::new(), None)
    } else {
        let root = trusted_root(trust, "when it was signed")?;
        let policy = PublicKeyVerificationPolicy::new(spki);
        // With no log entry there is nothing to skip.
        let has_log = !material.tlog_entries.is_empty();
        let policy = if has_log { policy } else { policy.skip_tlog_unsafe() };
        let result = check(parsed, &root, &policy)?;
        (proven_times(parsed, &root, &result)?, log_proof(parsed, &root))
    };
    let mut warnings = Vec::new();
    if times.is_empty() {
        if !requirements.allow_untimestamped {
            return Err(SealError::NoTime(None));
        }
        warnings.push(Warning::Untimestamped);
    }
    let payload = parsed.envelope().payload.as_bytes().to_vec();
    Ok(Attested { payload, signer, times, log, warnings })
}

fn by_certificate(
    parsed: &Parsed,
    trust: &Trust,
    purpose: &str,
    is_trusted: impl Fn(&str, &str) -> bool,
) -> Result<Attested, SealError> {
    if parsed.bundle.verification_material.tlog_entries.is_empty() {
        return Err(SealError::NoLogProof);
    }
    let root = trusted_root(trust, "its certificate")?;
    let result = check(parsed, &root, &VerificationPolicy::any_identity())?;
    let san = result.identity().map(|name| name.as_str().to_owned()).unwrap_or_default();
    let issuer = result.issuer().unwrap_or_default().to_owned();
    if !is_trusted(&san, &issuer) {
        return Err(SealError::Identity { san, issuer, purpose: purpose.into() });
    }
    let times = proven_times(parsed, &root, &result)?;
    if times.is_empty() {
        return Err(SealError::NoTime(None));
    }
    Ok(Attested {
        payload: parsed.envelope().payload.as_bytes().to_vec(),
        signer: Signer::Identity { san, issuer },
        times,
        log: log_proof(parsed, &root),
        warnings: Vec::new(),
    })
}

fn trusted_root(trust: &Trust, what: &'static str) -> Result<TrustedRoot, SealError> {
    let root = trust.sigstore().ok_or(SealError::NoAuthorities(what))?;
    root.parse().map_err(SealError::Certificate)
}

/// Has the Sigstore library check the signature and every proof in the bundle.
fn check(
    parsed: &Parsed,
    root: &TrustedRoot,
    policy: &impl Policy,
) -> Result<VerificationResult, SealError> {
    // The library binds a statement to one artifact. Ours is about many, and its reader looks at each; the library gets the first.
    let digest = first_digest(parsed.envelope().payload.as_bytes());
    let digest = digest.ok_or_else(|| {
        SealError::field("dsseEnvelope.payload", "names no subject by SHA-256 or SHA-512")
    })?;
    let verifier = Verifier::new(root).map_err(explain)?;
    verifier.verify(Artifact::from_digest(digest), &parsed.bundle, policy).map_err(explain)
}

fn first_digest(payload: &[u8]) -> Option<ArtifactDigest> {
    let statement: serde_json::Value = serde_json::from_slice(payload).ok()?;
    let subjects = statement["subject"].as_array()?.iter();
    let algorithms = [("sha256", HashAlgorithm::Sha2256), ("sha512", HashAlgorithm::Sha2512)];
    subjects
        .flat_map(|subject| {
            algorithms.map(|(name, algorithm)| (&subject["digest"][name], algorithm))
        })
        .find_map(|(hex, algorithm)| {
            let bytes = DigestBytes::from_hex(hex.as_str()?).ok()?;
            ArtifactDigest::new(algorithm, bytes).ok()
        })
}

/// The signature alone, where the library would want proofs besides.
fn check_signature(parsed: &Parsed, spki: &DerPublicKey) -> Result<(), SealError> {
    let envelope = parsed.envelope();
    let key = VerificationKey::from_spki(spki).map_err(|_| SealError::Signature)?;
    key.verify(envelope.pae(), &envelope.signature.sig).map_err(|_| SealError::Signature)
}

/// The times that the library found proven, each with the name of who proves it.
fn proven_times(
    parsed: &Parsed,
    root: &TrustedRoot,
    result: &VerificationResult,
) -> Result<Vec<ProvenTime>, SealError> {
    let material = &parsed.bundle.verification_material;
    let signature = &parsed.envelope().signature.sig;
    let mut times = Vec::new();
    for stamp in &material.timestamp_verification_data.rfc3161_timestamps {
        let found = root.timestamp_authorities.iter().find_map(|entry| {
            let authority = tsa(entry)?;
            let stamp = &stamp.signed_timestamp;
            let time = sigstore_tsa::verify_timestamp_for_authority(stamp, signature, &authority);
            Some((time.ok()?, tsa_name(entry)))
        });
        let (time, name) =
            found.ok_or_else(|| SealError::TimeStamp("no authority made it".into()))?;
        times.push(ProvenTime { at: Timestamp(time.as_second()), clock: WhoseClock::Tsa(name) });
    }
    for entry in &material.tlog_entries {
        let Some(time) = entry.integrated_time.filter(|_| {
            entry.inclusion_promise.is_some() && entry.kind_version != KindVersion::HashedRekordV002
        }) else {
            continue;
        };
        let clock = WhoseClock::Log(log_name(root, entry.log_id.key_id.as_bytes()));
        times.push(ProvenTime { at: Timestamp(time.as_second()), clock });
    }
    // What the library did not count does not count here either.
    if times.len() > result.verified_timestamps().len() {
        return Err(SealError::TimeStamp("not every time in it is signed".into()));
    }
    Ok(times)
}

fn log_proof(parsed: &Parsed, root: &TrustedRoot) -> Option<LogProof> {
    let entry = parsed.bundle.verification_material.tlog_entries.first()?;
    let checkpoint = entry.inclusion_proof.as_ref()?.checkpoint.checkpoint()?;
    let is_v2 = entry.kind_version == KindVersion::HashedRekordV002;
    let index = if is_v2 { entry.log_index } else { entry.inclusion_proof.as_ref()?.log_index };
    Some(LogProof {
        log: log_name(root, entry.log_id.key_id.as_bytes()),
        index: index.get(),
        size: checkpoint.tree_size(),
    })
}

fn tsa(entry: &TimestampAuthority) -> Option<TsaAuthority> {
    let certificates = &entry.cert_chain.certificates;
    let (leaf, above) = certificates.split_first()?;
    let (root, between) = above.split_last().unwrap_or((leaf, &[]));
    let between = between.iter().map(|one| one.raw_bytes.clone()).collect();
    let (leaf, root) = (leaf.raw_bytes.clone(), root.raw_bytes.clone());
    Some(TsaAuthority::new(leaf, between, root, entry.valid_for))
}

fn tsa_name(entry: &TimestampAuthority) -> String {
    let subject = &entry.subject;
    let name =
        subject.common_name.as_ref().or(entry.uri.as_ref()).or(subject.organization.as_ref());
    name.cloned().unwrap_or_else(|| "a time-stamping authority without a name".into())
}

fn log_name(root: &TrustedRoot, id: &[u8]) -> String {
    let known = root.tlogs.iter().find(|log| log.log_id.key_id.as_bytes() == id);
    known.map(|log| log.base_url.clone()).unwrap_or_default()
}

/// Sorts what the library says by what the reader can do about it.
fn explain(error: SigstoreError) -> SealError {
    match error {
        SigstoreError::SignatureInvalid(_) => SealError::Signature,
        SigstoreError::Timestamp(error) => SealError::TimeStamp(error.to_string()),
        SigstoreError::TransparencyLog(error) => SealError::Log(error.to_string()),
        SigstoreError::Bundle(error) => SealError::Log(error.to_string()),
        other => SealError::Certificate(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
