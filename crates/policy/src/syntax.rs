//! Reading Rego: text to tree, with places for messages.
//!
//! OPA accepts forms that the engine's parser does not; [`normalise`] rewrites those, line by line, before parsing. Meaning is
//! `analysis`'s work.

pub(crate) mod ast;
mod convert;
mod keywords;
pub(crate) mod normalise;
pub(crate) mod reserved;
pub(crate) mod tokens;

use crate::place::{LineIndex, Place};
use ast::Module;

pub(crate) use convert::MAX_COLUMNS;

/// A module that was read: its text as the engine can parse it, and the tree of that text.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) file: String,
    /// Has the lines of the original; within a line, columns can differ where a form was rewritten.
    pub(crate) text: String,
    pub(crate) tree: Module,
    pub(crate) rego_v1: bool,
    /// Whether nothing leaves a `not`, but the values of its modifiers.
    pub(crate) negates_inside: bool,
    lines: LineIndex,
}

impl Parsed {
    /// Reads a module.
    pub(crate) fn read(file: &str, text: &str, rego_v1: bool) -> Result<Self, SyntaxError> {
        let original = text;
        let (text, rego_v1) = match normalise::without_rego_v1(text) {
            Some(text) => (text, true),
            None => (text.to_owned(), rego_v1),
        };
        let text = normalise::normalise(&text, rego_v1);
        if let Some((offset, message)) = keywords::refused(original, &text) {
            return Err(SyntaxError::at(file, original, offset, message));
        }
        Self::of_normalised(file, text, rego_v1)
    }

    /// The same for a text that comes from a module read before.
    pub(crate) fn of_normalised(
        file: &str,
        text: String,
        rego_v1: bool,
    ) -> Result<Self, SyntaxError> {
        let tree = convert::module(file, &text, rego_v1)?;
        let lines = LineIndex::of(&text);
        let negates_inside = keywords::negates_inside(&text);
        Ok(Self { file: file.to_owned(), text, tree, rego_v1, negates_inside, lines })
    }

    /// Where the byte at `offset` of the text stands.
    pub(crate) fn place(&self, offset: u32) -> Place {
        let (line, column) = self.lines.line_column(&self.text, offset);
        Place { file: self.file.clone(), line, column }
    }
}

/// A module that is not Rego, or not the Rego that the engine knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub(crate) struct SyntaxError {
    /// Where it stands.
    pub place: Place,
    /// What is wrong.
    pub message: String,
}

impl SyntaxError {
    /// An error at a byte of the text.
    fn at(file: &str, text: &str, offset: usize, message: String) -> Self {
        Self { place: Place::of(file, text, offset as u32), message }
    }

    /// Takes the place out of an error of the engine: `--> file:line:column`, an excerpt, `error: message`.
    fn from_engine(file: &str, error: &str) -> Self {
        let number = |text: Option<&str>| text.and_then(|text| text.trim().parse().ok());
        let at = error.find("--> ").map(|at| &error[at + 4..]);
        let place = at.and_then(|rest| rest.lines().next()).unwrap_or_default();
        let mut parts = place.rsplitn(3, ':');
        let column = number(parts.next()).unwrap_or(1);
        let line = number(parts.next()).unwrap_or(1);
        let message = error.rsplit_once("error: ").map_or(error, |(_, message)| message);
        let message = message.trim().to_owned();
        Self { place: Place { file: file.to_owned(), line, column }, message }
    }
}

#[cfg(test)]
mod tests;
