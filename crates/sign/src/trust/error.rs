//! Why a trust file is not accepted, and where in it.
//!
//! The place and the problem are kept apart, so that every refusal names file, line, column and field in the same form.

use std::fmt;
use std::path::PathBuf;

use cos_core::code::Code;
use cos_core::json::JsonErrorKind;

use super::{MAX_BYTES, SCHEMA_ID};

/// A trust file that is refused as a whole; nothing of it may be used.
#[derive(Debug)]
pub struct TrustError {
    /// The file, when it came from one.
    pub file: Option<PathBuf>,
    /// Where in the text the problem is; `None` when it concerns the file as such.
    pub place: Option<Place>,
    /// What is wrong.
    pub problem: TrustProblem,
}

/// A place in a trust file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in bytes, counted from 1.
    pub column: usize,
    /// Path of the field, such as `keys[0].id`; empty where the text is not JSON.
    pub field: String,
}

/// What is wrong with a trust file.
#[derive(Debug, thiserror::Error)]
pub enum TrustProblem {
    /// The key is not one that could verify anything.
    #[error("this is not a usable key: not on its curve, of small order, or not in canonical form")]
    Key,
    /// The id does not belong to the public key beside it.
    #[error("this id does not belong to the key: the id of the key is `{expected}`")]
    KeyId {
        /// The id computed from name and public key.
        expected: String,
    },
    /// More cosignatures are asked for than there are witnesses.
    #[error("asks for {quorum} witnesses, but only {witnesses} are listed")]
    Quorum {
        /// How many cosignatures a checkpoint needs.
        quorum: u64,
        /// How many witnesses are listed.
        witnesses: usize,
    },
    /// The file could not be read.
    #[error("cannot be read: {0}")]
    Read(std::io::Error),
    /// An id, a key or an origin is listed a second time.
    #[error("already listed at `{first}`")]
    Repeated {
        /// Path of the field that has it first.
        first: String,
    },
    /// The file is of another version.
    #[error("this version of cos reads `{SCHEMA_ID}`, not `{}`", .0.escape_debug())]
    Schema(String),
    /// The authorities are not a Sigstore trusted root that could verify anything.
    #[error("this is not a usable Sigstore trusted root: {0}")]
    Sigstore(String),
    /// The text is not strict JSON.
    #[error("{0}")]
    Syntax(JsonErrorKind),
    /// The file is too long.
    #[error("longer than {} MiB", MAX_BYTES >> 20)]
    TooLong,
    /// A rule for logs names a key that the file does not have.
    #[error("no log key with this id is listed under `keys`")]
    UnknownKey,
    /// A period ends before it begins.
    #[error("earlier than `not_before`")]
    Validity,
    /// A field is missing, unknown, of the wrong type or malformed.
    #[error("{0}")]
    Value(String),
}

impl TrustError {
    pub(crate) fn of_file(problem: TrustProblem) -> Self {
        Self { file: None, place: None, problem }
    }

    pub(crate) fn in_file(self, path: &std::path::Path) -> Self {
        Self { file: Some(path.into()), ..self }
    }

    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match &self.problem {
            TrustProblem::Syntax(_) => const { Code::new("COS-TRU-0001") },
            TrustProblem::Schema(_) => const { Code::new("COS-TRU-0002") },
            TrustProblem::Value(_) => const { Code::new("COS-TRU-0003") },
            TrustProblem::TooLong => const { Code::new("COS-TRU-0004") },
            TrustProblem::KeyId { .. } => const { Code::new("COS-TRU-0005") },
            TrustProblem::Repeated { .. } => const { Code::new("COS-TRU-0006") },
            TrustProblem::Key => const { Code::new("COS-TRU-0007") },
            TrustProblem::Validity => const { Code::new("COS-TRU-0008") },
            TrustProblem::Quorum { .. } => const { Code::new("COS-TRU-0009") },
            TrustProblem::UnknownKey => const { Code::new("COS-TRU-0010") },
            // 0012 is a checkpoint of a retired key.
            TrustProblem::Sigstore(_) => const { Code::new("COS-TRU-0013") },
            TrustProblem::Read(_) => const { Code::new("COS-TRU-0011") },
        }
    }
}

impl fmt::Display for TrustError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(path) => write!(f, "`{}`", path.display())?,
            None => f.write_str("trust file")?,
        }
        if let Some(Place { line, column, field }) = &self.place {
            write!(f, ", line {line}, column {column}")?;
            if !field.is_empty() {
                write!(f, ", `{}`", field.escape_debug())?;
            }
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for TrustError {}
