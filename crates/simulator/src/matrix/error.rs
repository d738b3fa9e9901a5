//! What is wrong with a matrix file, where, and what it should probably have said.

use cos_core::code::Code;
use cos_core::yaml::{Position, YamlError};
use std::fmt;

/// Faults beyond this many are not collected: a file of nothing but faults must not cost more than its own size.
pub const MOST: usize = 1_000;

pub(super) const UNKNOWN_FIELD: Code = Code::new("COS-MTX-0001");
pub(super) const WRONG_SHAPE: Code = Code::new("COS-MTX-0002");
pub(super) const MALFORMED: Code = Code::new("COS-MTX-0003");
pub(super) const UNKNOWN_NAME: Code = Code::new("COS-MTX-0004");
pub(super) const CONTRADICTION: Code = Code::new("COS-MTX-0005");
pub(super) const BELOW_A_SCALAR: Code = Code::new("COS-MTX-0006");
pub(super) const OUTLIVES: Code = Code::new("COS-MTX-0007");

/// One fault of a matrix file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixError {
    /// Where the value or key stands in the text.
    pub at: Position,
    /// The field, such as `flows[2].expect[0].when.tenant`; empty for the file as a whole.
    pub path: String,
    /// What is wrong, and what to do where one can say.
    pub message: String,
    /// The known name that was probably meant.
    pub hint: Option<String>,
    /// The stable code.
    pub code: Code,
}

impl MatrixError {
    pub(super) fn from_yaml(error: &YamlError) -> Self {
        let message = error.kind().to_string();
        Self {
            at: error.at().unwrap_or(Position { line: 1, column: 1 }),
            path: String::new(),
            message: message.trim_end_matches(',').to_owned(),
            hint: None,
            code: error.code(),
        }
    }

    pub(super) fn silent(at: Position) -> Self {
        let message = "not a scenario matrix".to_owned();
        Self { at, path: String::new(), message, hint: None, code: WRONG_SHAPE }
    }
}

impl fmt::Display for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}: ", self.at.line, self.at.column)?;
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; did you mean `{hint}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for MatrixError {}
