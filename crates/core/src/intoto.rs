//! in-toto Statements, version 1: a claim (the predicate) about files that are named by their SHA-256 (the subjects).
//!
//! Written as canonical JSON, so that equal statements are equal bytes and one digest names a statement. Read strictly, but not only from
//! canonical text: what counts is the signature over the bytes, which is [`crate::dsse`]'s. What a predicate says is for its reader.

use crate::code::Code;
use crate::digest::{Digest, Digest512};
use crate::jcs::{self, JcsError};
use crate::json::{JsonError, Kind, Tape, Value};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// The `_type` of a statement.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The DSSE payload type of a statement.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The longest statement that is read or written, in bytes; in base64 it fits an envelope.
pub const MAX_BYTES: usize = 5 << 20;

/// The largest number of subjects.
pub const MAX_SUBJECTS: usize = 1_024;

/// A claim about files.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What the claim is about; at least one, each name once.
    pub subjects: Vec<Subject>,
    /// A URI that says what the predicate means.
    pub predicate_type: String,
    /// The claim.
    pub predicate: Map<String, serde_json::Value>,
}

/// Something that a statement is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// Its name, for people; nothing is trusted for its name.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// SHA-512 of its bytes, where the statement has it besides.
    pub sha512: Option<Digest512>,
}

/// Why a statement is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntotoError {
    /// A field is missing, unknown, of the wrong type or malformed.
    #[error("statement field `{}` {reason}", field.escape_debug())]
    Field {
        /// Path of the field.
        field: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The text is not strict JSON.
    #[error("statement is not strict JSON: {0}")]
    Json(#[from] JsonError),
    /// The predicate holds a number that has no canonical text.
    #[error("statement cannot be written: {0}")]
    Number(#[from] JcsError),
    /// The statement is longer than [`MAX_BYTES`].
    #[error("statement is {0} bytes long; the longest is {MAX_BYTES} bytes")]
    TooLong(usize),
}

impl IntotoError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Number(_) => JcsError::CODE,
            Self::Field { .. } | Self::Json(_) | Self::TooLong(_) => {
                const { Code::new("COS-DSS-0007") }
            }
        }
    }

    fn field(field: impl Into<String>, reason: &'static str) -> Self {
        Self::Field { field: field.into(), reason }
    }
}

impl Statement {
    /// Writes the statement as canonical JSON, the subjects in the order of their names.
    ///
    /// Fails on what [`Self::parse`] refuses.
    pub fn to_canonical(&self) -> Result<Vec<u8>, IntotoError> {
        self.check()?;
        let mut subjects: Vec<_> = self.subjects.iter().collect();
        subjects.sort();
        let subjects: Vec<_> = subjects
            .into_iter()
            .map(|one| {
                let mut digest = json!({"sha256": one.sha256.to_string()});
                if let Some(sha512) = &one.sha512 {
                    digest["sha512"] = sha512.to_string().into();
                }
                json!({"name": one.name, "digest": digest})
            })
            .collect();
        let statement = json!({
            "_type": STATEMENT_TYPE,
            "subject": subjects,
            "predicateType": self.predicate_type,
            "predicate": self.predicate,
        });
        let bytes = jcs::to_string(&statement)?.into_bytes();
        check_length(&bytes)?;
        Ok(bytes)
    }

    /// Reads a statement.
    pub fn parse(bytes: &[u8]) -> Result<Self, IntotoError> {
        check_length(bytes)?;
        let mut tape = Tape::default();
        let root = tape.read(bytes, 0)?;
        let [kind, subjects, predicate_type, predicate] = members(
            tape.value(bytes, root),
            "",
            ["_type", "subject", "predicateType", "predicate"],
        )?;
        if !kind.is_string(STATEMENT_TYPE) {
            let reason = "is not `https://in-toto.io/Statement/v1`";
            return Err(IntotoError::field("_type", reason));
        }
        if subjects.kind() != Kind::Array {
            return Err(IntotoError::field("subject", "is not a list"));
        }
        let subjects = subjects.items().take(MAX_SUBJECTS + 1).enumerate();
        let serde_json::Value::Object(predicate) = predicate.to_json() else {
            return Err(IntotoError::field("predicate", "is not an object"));
        };
        let statement = Self {
            subjects: subjects
                .map(|(number, value)| subject(value, number))
                .collect::<Result<_, _>>()?,
            predicate_type: text(predicate_type, "predicateType")?,
            predicate,
        };
        statement.check()?;
        Ok(statement)
    }

    fn check(&self) -> Result<(), IntotoError> {
        if self.subjects.is_empty() {
            return Err(IntotoError::field("subject", "is empty"));
        }
        if self.subjects.len() > MAX_SUBJECTS {
            return Err(IntotoError::field("subject", "has more than 1024 items"));
        }
        let mut names = BTreeSet::new();
        for (number, subject) in self.subjects.iter().enumerate() {
            let field = || format!("subject[{number}].name");
            if subject.name.is_empty() {
                return Err(IntotoError::field(field(), "is empty"));
            }
            if !names.insert(&subject.name) {
                return Err(IntotoError::field(field(), "stands there twice"));
            }
        }
        // The specification wants a TypeURI; a scheme is what tells one from a word.
        if !self.predicate_type.contains(':') || self.predicate_type.contains(char::is_whitespace) {
            return Err(IntotoError::field("predicateType", "is not a URI"));
        }
        Ok(())
    }
}

fn check_length(bytes: &[u8]) -> Result<(), IntotoError> {
    if bytes.len() > MAX_BYTES { Err(IntotoError::TooLong(bytes.len())) } else { Ok(()) }
}

fn subject(value: Value<'_>, number: usize) -> Result<Subject, IntotoError> {
    let path = format!("subject[{number}].");
    let [name, digest] = members(value, &path, ["name", "digest"])?;
    let path_of_digest = format!("{path}digest.");
    let (sha256, sha512) = if digest.get("sha512").is_some() {
        let [short, long] = members(digest, &path_of_digest, ["sha256", "sha512"])?;
        (short, Some(long))
    } else {
        let [short] = members(digest, &path_of_digest, ["sha256"])?;
        (short, None)
    };
    let of = |algorithm| format!("{path_of_digest}{algorithm}");
    let long = |value| {
        hex(value, &of("sha512"), Digest512::from_hex, "is not 128 lower-case hexadecimal digits")
    };
    Ok(Subject {
        name: text(name, &format!("{path}name"))?,
        sha256: hex(
            sha256,
            &of("sha256"),
            Digest::from_hex,
            "is not 64 lower-case hexadecimal digits",
        )?,
        sha512: sha512.map(long).transpose()?,
    })
}

fn hex<T>(
    value: Value<'_>,
    path: &str,
    read: fn(&str) -> Option<T>,
    reason: &'static str,
) -> Result<T, IntotoError> {
    read(&text(value, path)?).ok_or_else(|| IntotoError::field(path, reason))
}

fn text(value: Value<'_>, path: &str) -> Result<String, IntotoError> {
    let text = value.string().ok_or_else(|| IntotoError::field(path, "is not text"))?;
    Ok(text.into_owned())
}

/// The values of exactly the members `names`; `path` leads to the object.
fn members<'a, const N: usize>(
    object: Value<'a>,
    path: &str,
    names: [&str; N],
) -> Result<[Value<'a>; N], IntotoError> {
    let failed = |name: &str, reason| {
        let name: String = name.chars().take(80).collect();
        IntotoError::field(format!("{path}{name}"), reason)
    };
    let mut found = [object; N];
    let mut is_found = [false; N];
    for (name, value) in object.members() {
        let position = names.iter().position(|known| name.is_string(known));
        let Some(position) = position else {
            return Err(failed(&name.string().unwrap_or_default(), "is unknown"));
        };
        (found[position], is_found[position]) = (value, true);
    }
    match is_found.iter().position(|found| !found) {
        Some(position) => Err(failed(names[position], "is missing")),
        None => Ok(found),
    }
}

#[cfg(test)]
mod tests;
