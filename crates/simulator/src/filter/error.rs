//! What is wrong with a filter expression, and where.

use cos_core::code::Code;
use std::fmt;
use std::ops::Range;

/// Longer expressions are shown in part.
const SHOWN: usize = 60;

/// A filter expression that cannot be read, or names something that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    text: Box<str>,
    at: Range<usize>,
    message: String,
    hint: Option<String>,
}

impl FilterError {
    /// The stable code of this error.
    pub const CODE: Code = Code::new("COS-MTX-0009");

    pub(super) fn new(
        text: &str,
        at: Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) -> Self {
        Self { text: text.into(), at, message: message.into(), hint }
    }

    /// The column, counted in characters from 1.
    pub fn column(&self) -> usize {
        self.text[..self.at.start].chars().count() + 1
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The known name that was probably meant.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Two lines: the expression, and carets under what is wrong with it.
    pub fn context(&self) -> String {
        let chars: Vec<char> =
            self.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let start = self.column() - 1;
        let wrong = self.text[self.at.clone()].chars().count().clamp(1, SHOWN);
        let from = if start + wrong > SHOWN { start.saturating_sub(SHOWN / 2) } else { 0 };
        let shown: String = chars[from..].iter().take(SHOWN + wrong).collect();
        format!("{}\n{}{}", shown.trim_end(), " ".repeat(start - from), "^".repeat(wrong))
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "filter, column {}: {}", self.column(), self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; did you mean `{hint}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FilterError {}
