//! Events: what happened, as the platform reports it, one JSON object a line. A receipt is issued from each.
//!
//! The form is published as a JSON Schema ([`SCHEMA`]). Reading is strict: an unknown or repeated field is an error, because a misspelt
//! `rationale` that is silently dropped cannot be put back into a signed receipt.

use super::claims::{Decision, EVENT_CLAIMS, EventClaim, Form, MAX_APPROVERS};
use crate::clock::Timestamp;
use crate::code::Code;
use crate::ids::Jti;
use crate::json::{JsonError, Kind, Root, Tape, Value};

/// The JSON Schema (2020-12) of an event.
pub const SCHEMA: &str = include_str!("../../schemas/event.v1.json");

/// The longest event that is read, in bytes; leaves room for the receipt to fit into a log entry.
pub const MAX_BYTES: usize = 32 * 1024;

/// Why a line is not an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// The line is too long to become a receipt.
    #[error("{0} bytes long; the longest event is {MAX_BYTES} bytes")]
    TooLong(usize),
    /// The line is not strict JSON.
    #[error("not strict JSON: {0}")]
    Json(#[from] JsonError),
    /// The line is JSON, but not an object.
    #[error("not a JSON object")]
    NotAnObject,
    /// A field that events do not have.
    #[error("unknown field `{}`{hint}", .field.escape_debug())]
    UnknownField {
        /// The field's name.
        field: String,
        /// The nearest known name, if one is near.
        hint: String,
    },
    /// A required field is absent.
    #[error("field `{0}` is missing")]
    Missing(&'static str),
    /// A field has the wrong form.
    #[error("field `{field}` {wanted}")]
    Field {
        /// The field's name.
        field: &'static str,
        /// What is wrong.
        wanted: &'static str,
    },
}

impl EventError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLong(_) | Self::Json(_) | Self::NotAnObject => Code::new("COS-EVT-0001"),
            Self::UnknownField { .. } => Code::new("COS-EVT-0002"),
            Self::Missing(_) => Code::new("COS-EVT-0003"),
            Self::Field { .. } => Code::new("COS-EVT-0004"),
        }
    }
}

/// Reads events, one after another, into the same buffers.
#[derive(Debug, Default)]
pub struct EventReader {
    tape: Tape,
}

/// An event whose every field has been checked.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub(super) fields: Value<'a>,
    /// The receipt id that the reporter chose, which makes repeating the event harmless.
    pub id: Option<Jti>,
    /// When the act happened.
    pub time: Timestamp,
    /// What was decided about it.
    pub decision: Decision,
}

impl EventReader {
    /// Reads one event from a line of JSON (without its line end).
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Result<Event<'a>, EventError> {
        if line.len() > MAX_BYTES {
            return Err(EventError::TooLong(line.len()));
        }
        self.tape.clear();
        let root: Root = self.tape.read(line, 0)?;
        let fields = self.tape.value(line, root);
        if fields.kind() != Kind::Object {
            return Err(EventError::NotAnObject);
        }
        refuse_unknown(fields)?;
        for claim in &EVENT_CLAIMS {
            check(fields, claim)?;
        }
        check_approvers(fields)?;
        let id =
            optional(fields, "id", "is not a ULID: 26 of 0-9 A-Z without I, L, O, U", |text| {
                text.parse().ok()
            })?;
        let time = optional(
            fields,
            "time",
            "is not an RFC 3339 time with offset, from 1970 on",
            |text| Timestamp::parse(text).filter(|time| time.0 >= 0),
        )?;
        let decision = fields
            .get("decision")
            .and_then(|value| Decision::ALL.into_iter().find(|d| value.is_string(d.as_str())));
        let event = Event {
            fields,
            id,
            time: time.ok_or(EventError::Missing("time"))?,
            decision: decision.ok_or(EventError::Missing("decision"))?,
        };
        match (event.decision, fields.get("denial_code").is_some()) {
            (Decision::Deny, false) => Err(EventError::Field {
                field: "denial_code",
                wanted: "is missing, but `decision` is `deny`",
            }),
            (Decision::Allow | Decision::Override, true) => Err(EventError::Field {
                field: "denial_code",
                wanted: "is given, but `decision` is not `deny`",
            }),
            _ => Ok(event),
        }
    }
}

fn names() -> impl Iterator<Item = &'static str> {
    ["id", "time", "approvers"].into_iter().chain(EVENT_CLAIMS.iter().map(|claim| claim.name))
}

fn refuse_unknown(fields: Value<'_>) -> Result<(), EventError> {
    for (key, _) in fields.members() {
        if !names().any(|name| key.is_string(name)) {
            let field: String = key.string().unwrap_or_default().chars().take(80).collect();
            let near = names()
                .map(|name| (distance(name, &field), name))
                .min()
                .filter(|(far, _)| *far <= 3);
            let hint =
                near.map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"));
            return Err(EventError::UnknownField { field, hint });
        }
    }
    Ok(())
}

fn check(fields: Value<'_>, claim: &EventClaim) -> Result<(), EventError> {
    match fields.get(claim.name) {
        None if claim.required => Err(EventError::Missing(claim.name)),
        Some(value) if !claim.form.fits(value) => {
            Err(EventError::Field { field: claim.name, wanted: claim.form.wanted() })
        }
        _ => Ok(()),
    }
}

fn check_approvers(fields: Value<'_>) -> Result<(), EventError> {
    let Some(approvers) = fields.get("approvers") else { return Ok(()) };
    let fits = approvers.kind() == Kind::Array
        && approvers.items().count() <= MAX_APPROVERS
        && approvers.items().all(|approver| Form::Text.fits(approver));
    if fits {
        return Ok(());
    }
    Err(EventError::Field { field: "approvers", wanted: "is not an array of at most 32 names" })
}

fn optional<T>(
    fields: Value<'_>,
    field: &'static str,
    wanted: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, EventError> {
    let Some(value) = fields.get(field) else { return Ok(None) };
    let parsed = value.string().and_then(|text| parse(&text));
    parsed.map(Some).ok_or(EventError::Field { field, wanted })
}

/// Levenshtein distance, for hints.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
