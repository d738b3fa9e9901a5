//! What can go wrong when a report is read or rendered, each with its code.

use cos_core::code::Code;
use cos_core::json::JsonError;
use thiserror::Error;

/// Why a report cannot be read or rendered.
#[derive(Debug, Error)]
pub enum ReportError {
    /// Not JSON, or JSON that two programs may read differently.
    #[error("the report is not JSON: line {line}, column {column}: {cause}")]
    Json { line: usize, column: usize, cause: JsonError },
    /// Another format, or another version of it.
    #[error(
        "the report has the schema `{found}`, and this program reads `{}`",
        crate::model::SCHEMA_ID
    )]
    Schema { found: String },
    /// A field is missing, unknown or of another type.
    #[error("the report does not follow its schema: {0}")]
    Shape(#[source] serde_json::Error),
    /// Each field is right by itself, but they do not belong together.
    #[error("`{field}` of the report is inconsistent: {problem}")]
    Inconsistent { field: String, problem: String },
    /// A template or a writer refused its values.
    #[error("the report cannot be written as {format}: {problem}")]
    Render { format: &'static str, problem: String },
}

impl ReportError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> Code {
        match self {
            Self::Json { .. } | Self::Shape(_) => const { Code::new("COS-RPT-0001") },
            Self::Schema { .. } => const { Code::new("COS-RPT-0002") },
            Self::Inconsistent { .. } => const { Code::new("COS-RPT-0003") },
            Self::Render { .. } => const { Code::new("COS-RPT-0004") },
        }
    }

    pub(crate) fn inconsistent(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Inconsistent { field: field.into(), problem: problem.into() }
    }

    pub(crate) fn render(format: &'static str, problem: &impl ToString) -> Self {
        Self::Render { format, problem: problem.to_string() }
    }
}
