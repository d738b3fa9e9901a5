//! Why something is not sealed, or a seal not believed.

use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::intoto::IntotoError;
use cos_core::json::JsonError;
use std::path::PathBuf;

use super::bundle::MAX_BYTES;
use crate::key::KeyError;
use crate::name::{KeyId, Purpose};
use crate::trust::OutsidePeriod;

/// Why something is not sealed, or a seal not believed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The certificate does not lead to a trusted authority, was not valid at the proven time, or no log promised to list it.
    #[error("its certificate is not to be trusted: {0}")]
    Certificate(String),
    /// A field of the bundle is missing, unknown, of the wrong type or malformed.
    #[error("bundle field `{}` {reason}", field.escape_debug())]
    Field {
        /// The field.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The certificate is for somebody whom the trust file does not name for this purpose.
    #[error("signed by `{}`, for whom `{}` vouches; `trust.json` lists no such identity for {purpose}", san.escape_debug(), issuer.escape_debug())]
    Identity {
        /// The name in the certificate.
        san: String,
        /// Who told the certificate authority.
        issuer: String,
        /// What was to be signed.
        purpose: String,
    },
    /// The bundle is not strict JSON.
    #[error("bundle is not strict JSON: {0}")]
    Json(#[from] JsonError),
    /// A private key was not usable.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The proof that a transparency log lists the signature is wrong.
    #[error("its log entry proves nothing: {0}")]
    Log(String),
    /// Our own log does not hold what it signed, so it is not continued.
    #[error("the log `{}` is damaged: {reason}", path.display())]
    LogDamaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        reason: &'static str,
    },
    /// The bundle is of another version or something else.
    #[error("this is a `{}`; evidence is sealed with Sigstore bundles v0.3", .0.escape_debug())]
    MediaType(String),
    /// A Sigstore service did not answer, or refused.
    #[error("the Sigstore services did not sign: {0}")]
    Network(String),
    /// The trust file names no authorities, so neither time nor log nor certificate can be checked.
    #[error("`trust.json` has no `sigstore.trustedRoot`, so {0} cannot be checked")]
    NoAuthorities(&'static str),
    /// A certificate without a log entry: nobody would notice a signature that its owner did not make.
    #[error("signed with a certificate, but no transparency log lists it")]
    NoLogProof,
    /// Nothing proves when the signature was made.
    #[error("nothing proves when it was signed{}", .0.as_ref().map(|why| format!(", {why}")).unwrap_or_default())]
    NoTime(Option<String>),
    /// The key signed when it may not.
    #[error("`{key}` signed at {at}, but {period}")]
    OutsidePeriod {
        /// The key.
        key: KeyId,
        /// A proven time.
        at: Timestamp,
        /// Why that does not count.
        period: OutsidePeriod,
    },
    /// The payload is something else than a statement.
    #[error("the payload is of type `{}`, not an in-toto statement", .0.escape_debug())]
    PayloadType(String),
    /// The key is trusted for something else.
    #[error("`{key}` is a {} key; {wanted} is not what it signs", key.name().purpose)]
    Purpose {
        /// The key.
        key: KeyId,
        /// What was to be signed.
        wanted: Purpose,
    },
    /// It is not clear whom to ask, or asking would give the token away.
    #[error("unusable Sigstore services: {0}")]
    Services(String),
    /// The signature is not the signer's.
    #[error("the signature is wrong: the statement was changed, or another key signed it")]
    Signature,
    /// The payload is not a statement that cos reads.
    #[error(transparent)]
    Statement(#[from] IntotoError),
    /// A time stamp is not for this signature, or not by a trusted authority within its period.
    #[error("its time stamp proves nothing: {0}")]
    TimeStamp(String),
    /// There is no token that says who asks for a certificate.
    #[error("{0}; set `SIGSTORE_ID_TOKEN`, or let the workflow have `id-token: write`")]
    Token(&'static str),
    /// The bundle is too long.
    #[error("{0} bytes long; the longest bundle is {MAX_BYTES} bytes")]
    TooLong(usize),
    /// The trust file has no such key.
    #[error("signed by `{}`, which is not a trusted key for {purpose}", hint.escape_debug())]
    UnknownKey {
        /// The hint in the bundle, cut to 120 characters.
        hint: String,
        /// What was to be signed.
        purpose: String,
    },
}

impl SealError {
    pub(super) fn field(field: impl Into<String>, reason: &'static str) -> Self {
        Self::Field { field: field.into().chars().take(80).collect(), reason }
    }

    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Field { .. } | Self::TooLong(_) => const { Code::new("COS-SEA-0001") },
            Self::Json(_) => const { Code::new("COS-SEA-0002") },
            Self::MediaType(_) => const { Code::new("COS-SEA-0003") },
            Self::PayloadType(_) => const { Code::new("COS-SEA-0004") },
            Self::UnknownKey { .. } => const { Code::new("COS-SEA-0005") },
            Self::Purpose { .. } => const { Code::new("COS-SEA-0006") },
            Self::Signature => const { Code::new("COS-SEA-0007") },
            Self::NoTime(_) => const { Code::new("COS-SEA-0008") },
            Self::TimeStamp(_) => const { Code::new("COS-SEA-0009") },
            Self::Log(_) => const { Code::new("COS-SEA-0010") },
            Self::Certificate(_) => const { Code::new("COS-SEA-0011") },
            Self::NoLogProof => const { Code::new("COS-SEA-0012") },
            Self::Identity { .. } => const { Code::new("COS-SEA-0013") },
            Self::OutsidePeriod { .. } => const { Code::new("COS-SEA-0014") },
            Self::NoAuthorities(_) => const { Code::new("COS-SEA-0015") },
            Self::LogDamaged { .. } => const { Code::new("COS-SEA-0016") },
            Self::Token(_) => const { Code::new("COS-SEA-0017") },
            Self::Network(_) => const { Code::new("COS-SEA-0018") },
            Self::Services(_) => const { Code::new("COS-SEA-0019") },
            Self::Statement(error) => error.code(),
            Self::Key(error) => error.code(),
        }
    }
}
