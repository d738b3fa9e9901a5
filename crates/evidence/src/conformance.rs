//! Signed conformance reports: the statement about a report, and what it takes to believe one.

use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_core::jcs;
use cos_report::model::Conformance;
use cos_report::statement as model;
use cos_sign::Trust;
use cos_sign::statement::{self, StatementError, VerifiedStatement};
use serde_json::Value;

/// Why a report is not what was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// Nobody who is trusted signed the envelope.
    #[error(transparent)]
    Envelope(#[from] StatementError),
    /// The statement is about another report.
    #[error("it is not the report that was signed: its SHA-256 is {0}")]
    OtherReport(Digest),
    /// The statement contradicts the report.
    #[error("the statement that was signed says something else than the report")]
    OtherWords,
    /// The statement is older than the report.
    #[error(
        "the statement says that it was made at {created}, before the report, which is of {report}"
    )]
    TooOld {
        /// When the statement says it was made.
        created: Timestamp,
        /// When the report says it was made.
        report: String,
    },
}

/// What is said at a time about a report of some bytes, which is called `name`: its digest, and those of what it is about.
pub fn statement(report: &Conformance, name: &str, bytes: &[u8], created: Timestamp) -> Statement {
    let digest = Digest::of(bytes).to_string();
    let subjects = model::subjects(report, name, &digest).into_iter().filter_map(|subject| {
        Some(Subject {
            sha256: Digest::from_hex(&subject.digest)?,
            sha512: None,
            name: subject.name,
        })
    });
    let predicate = match model::predicate(report, &created.to_string()) {
        Value::Object(fields) => fields,
        _ => serde_json::Map::new(),
    };
    Statement {
        subjects: subjects.collect(),
        predicate_type: model::PREDICATE_TYPE.to_owned(),
        predicate,
    }
}

/// Verifies that a report key of `trust` signed this very report, and says what the report says.
pub fn verify(
    report: &Conformance,
    bytes: &[u8],
    envelope: &[u8],
    trust: &Trust,
) -> Result<VerifiedStatement, NotSigned> {
    let own = |created| statement(report, "", bytes, created);
    verify_same((bytes, &report.provenance.created), envelope, trust, own)
}

/// Verifies that a report key of `trust` signed these very bytes, which were made at a time, in the words of `own`.
pub(crate) fn verify_same(
    (bytes, made): (&[u8], &str),
    envelope: &[u8],
    trust: &Trust,
    own: impl FnOnce(Timestamp) -> Statement,
) -> Result<VerifiedStatement, NotSigned> {
    let verified = statement::verify(envelope, trust, statement::created)?;
    let digest = Digest::of(bytes);
    if !verified.subjects.iter().any(|subject| subject.sha256 == digest) {
        return Err(NotSigned::OtherReport(digest));
    }
    // Compared as they are signed: canonical JSON writes 1.0 as 1.
    let own = own(verified.created());
    let canonical = |predicate: &serde_json::Map<String, Value>| {
        jcs::to_string(&Value::Object(predicate.clone())).ok()
    };
    let said = canonical(&verified.predicate);
    let same = said.is_some() && said == canonical(&own.predicate);
    if !same || own.predicate_type != verified.predicate_type {
        return Err(NotSigned::OtherWords);
    }
    // The period of a key would mean nothing where a newer report could be signed as of an older time.
    if Timestamp::parse(made).is_none_or(|made| verified.created() < made) {
        let report = made.to_owned();
        return Err(NotSigned::TooOld { created: verified.created(), report });
    }
    Ok(verified)
}
