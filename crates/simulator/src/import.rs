//! Converters: from the tests that people already have to a scenario matrix that [`matrix::parse`] reads.
//!
//! Pure functions over the contents of files. Each one either refuses, with every fault at once, or returns the matrix as text beside the
//! files that it needs. What it cannot express stands in a [`Note`] with its place; nothing is dropped in silence. Imported flows are
//! never privileged: an imported suite says what a policy does, not that it was looked at. Nothing here runs a policy.

pub mod decision_log;
pub mod gator;
pub mod kyverno;
pub mod opa_test;

mod draft;
mod source;

use crate::matrix::{self, MatrixError};
use cos_core::code::Code;
use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;

/// Files by name, relative to wherever the caller reads them from, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file to be written.
pub type NewFile = (String, Vec<u8>);

/// How the matrix is to be called and who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
}

/// What an import comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The matrix, as YAML.
    pub matrix: String,
    /// Files beside the matrix that it names.
    pub extra: Vec<NewFile>,
    /// The files of a bundle that the matrix is about; `None` where the user has the policy.
    pub bundle: Option<Vec<NewFile>>,
    /// What could not be expressed, and what is worth knowing, in the order of the text.
    pub notes: Vec<Note>,
}

/// Something about an import that its reader has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What kind.
    pub kind: NoteKind,
    /// What it is about.
    pub place: Place,
    /// What.
    pub message: String,
}

/// Kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// Something is wrong outside of what is imported, such as a flow that no inventory lists.
    Finding,
    /// Something is not in the matrix.
    LeftOut,
    /// Something is in the matrix and means a little more or less than before.
    Remark,
}

/// A place in a file that is imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The field, such as `tests[0].cases[2].object`; empty where there is none.
    pub field: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": `{}`", self.field)?;
        }
        Ok(())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Why something cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct ImportError {
    /// Where.
    pub place: Place,
    /// Why, and what to do where one can say.
    pub message: String,
    /// The stable code.
    pub code: Code,
}

/// The text of a file cannot be read at all.
const UNREADABLE: Code = Code::new("COS-IMP-0001");
/// A file is not what it should be.
const WRONG_SHAPE: Code = Code::new("COS-IMP-0002");
/// A file or a name that another one refers to is not there.
const MISSING: Code = Code::new("COS-IMP-0003");
/// Nothing is left to import.
const NOTHING: Code = Code::new("COS-IMP-0004");
/// The matrix would be refused.
const REFUSED: Code = Code::new("COS-IMP-0005");

/// Errors and notes while they are collected.
#[derive(Debug, Default)]
struct Problems {
    errors: Vec<ImportError>,
    notes: Vec<Note>,
}

impl Problems {
    fn error(&mut self, code: Code, place: Place, message: impl Into<String>) {
        self.errors.push(ImportError { place, message: message.into(), code });
    }

    fn note(&mut self, kind: NoteKind, place: Place, message: impl Into<String>) {
        self.notes.push(Note { kind, place, message: message.into() });
    }

    fn left_out(&mut self, place: Place, message: impl Into<String>) {
        self.note(NoteKind::LeftOut, place, message);
    }
}

/// Checks that the matrix is one, and puts the result together.
fn finish(
    file: &str,
    matrix: Option<String>,
    bundle: Option<Vec<NewFile>>,
    mut problems: Problems,
) -> Result<Imported, Vec<ImportError>> {
    let whole = Place { file: file.to_owned(), ..Place::default() };
    let matrix = matrix.unwrap_or_else(|| {
        if problems.errors.is_empty() {
            let mut message = "nothing in it can be imported".to_owned();
            for note in problems.notes.iter().take(3) {
                // Writing to a string cannot fail.
                let _ = write!(message, "; {note}");
            }
            problems.error(NOTHING, whole.clone(), message);
        }
        String::new()
    });
    if problems.errors.is_empty()
        && let Err(faults) = matrix::parse(matrix.as_bytes())
    {
        let refused = |fault: MatrixError| ImportError {
            place: whole.clone(),
            message: format!("the matrix would be refused: {fault}"),
            code: REFUSED,
        };
        problems.errors.extend(faults.into_iter().map(refused));
    }
    if !problems.errors.is_empty() {
        return Err(problems.errors);
    }
    Ok(Imported { matrix, extra: Vec::new(), bundle, notes: problems.notes })
}

#[cfg(test)]
mod tests;
