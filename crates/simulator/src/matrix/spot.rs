//! A place in the file while it is read: a node, the path that leads to it, and where faults are noted.
//!
//! Every question answers `None` after noting why, so that reading goes on and finds the other faults too.

use super::error::{self, MOST, MatrixError};
use cos_core::code::Code;
use cos_core::suggest::nearest;
use cos_core::yaml::{Entry, Node, Position, Value};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

/// Known names that a misspelt one is compared with.
const MOST_COMPARED: usize = 500;

/// The faults found so far.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<MatrixError>>);

impl Problems {
    pub(super) fn into_sorted(self) -> Vec<MatrixError> {
        let mut errors = self.0.into_inner();
        errors.sort_by(|a, b| (a.at, &a.path).cmp(&(b.at, &b.path)));
        errors
    }

    fn note(&self, error: impl FnOnce() -> MatrixError) {
        let mut errors = self.0.borrow_mut();
        if errors.len() < MOST {
            errors.push(error());
        }
    }
}

#[derive(Clone)]
struct Path<'a>(Option<Rc<(Self, Step<'a>)>>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Item(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    fn then(&self, step: Step<'a>) -> Self {
        Self(Some(Rc::new((self.clone(), step))))
    }

    fn text(&self) -> String {
        let mut out = match &self.0 {
            None => return String::new(),
            Some(link) => link.0.text(),
        };
        let plain =
            |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        // Writing into a `String` cannot fail.
        let _ = match self.0.as_ref().map(|link| link.1) {
            Some(Step::Item(index)) => write!(out, "[{index}]"),
            Some(Step::Key(key)) if !plain(key) => write!(out, "[{key:?}]"),
            Some(Step::Key(key)) if out.is_empty() => write!(out, "{key}"),
            Some(Step::Key(key)) => write!(out, ".{key}"),
            None => Ok(()),
        };
        out
    }
}

/// A node and how one got there.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    pub(super) node: &'a Node,
    path: Path<'a>,
    problems: &'a Problems,
}

impl<'a> Spot<'a> {
    pub(super) fn root(node: &'a Node, problems: &'a Problems) -> Self {
        Self { node, path: Path(None), problems }
    }

    pub(super) fn path(&self) -> String {
        self.path.text()
    }

    pub(super) fn at(&self) -> Position {
        self.node.at
    }

    /// Notes a fault of this value.
    pub(super) fn refuse(&self, code: Code, message: impl Into<String>) {
        self.problems.note(|| MatrixError {
            at: self.node.at,
            path: self.path.text(),
            message: message.into(),
            hint: None,
            code,
        });
    }

    /// Notes that this value is not of the form it must have.
    pub(super) fn malformed(&self, message: impl Into<String>) {
        self.refuse(error::MALFORMED, message);
    }

    /// Notes that this value, or the key of it when `key_at` is given, names nothing known.
    pub(super) fn unknown<'n>(
        &self,
        key_at: Option<Position>,
        message: String,
        (name, known): (&str, impl IntoIterator<Item = &'n str>),
    ) {
        self.problems.note(|| MatrixError {
            at: key_at.unwrap_or(self.node.at),
            path: self.path.text(),
            message,
            hint: nearest(name, known.into_iter().take(MOST_COMPARED)).map(str::to_owned),
            code: error::UNKNOWN_NAME,
        });
    }

    fn wrong_kind(&self, wanted: &str) {
        let found = match &self.node.value {
            Value::Null => "nothing",
            _ => self.node.kind(),
        };
        self.refuse(error::WRONG_SHAPE, format!("expected {wanted}, found {found}"));
    }

    /// Reads a mapping whose keys are all among `known`.
    pub(super) fn fields(&self, known: &'static [&'static str]) -> Option<Fields<'a>> {
        for (entry, spot) in self.entries()? {
            if !known.contains(&entry.key.as_str()) {
                self.problems.note(|| MatrixError {
                    at: entry.key_at,
                    path: spot.path.text(),
                    message: format!("unknown field `{}`", entry.key.escape_debug()),
                    hint: nearest(&entry.key, known.iter().copied()).map(str::to_owned),
                    code: error::UNKNOWN_FIELD,
                });
            }
        }
        Some(Fields { spot: self.clone(), known })
    }

    /// Reads a mapping with any keys.
    pub(super) fn entries(&self) -> Option<Vec<(&'a Entry, Self)>> {
        let Value::Mapping(entries) = &self.node.value else {
            self.wrong_kind("a mapping");
            return None;
        };
        Some(entries.iter().map(|entry| (entry, self.child(entry))).collect())
    }

    fn child(&self, entry: &'a Entry) -> Self {
        Self {
            node: &entry.value,
            path: self.path.then(Step::Key(&entry.key)),
            problems: self.problems,
        }
    }

    /// Reads a list; one of another kind counts as empty once it is noted.
    pub(super) fn items(&self) -> Vec<Self> {
        let Value::Sequence(items) = &self.node.value else {
            self.wrong_kind("a list");
            return Vec::new();
        };
        let item = |(index, node)| Self {
            node,
            path: self.path.then(Step::Item(index)),
            problems: self.problems,
        };
        items.iter().enumerate().map(item).collect()
    }

    /// Reads a list, or one value that stands for a list of one.
    pub(super) fn one_or_more(&self) -> Vec<Self> {
        match &self.node.value {
            Value::Sequence(items) => {
                if items.is_empty() {
                    self.refuse(error::CONTRADICTION, "empty list, which matches nothing");
                }
                self.items()
            }
            _ => vec![self.clone()],
        }
    }

    /// Reads text that is not empty.
    pub(super) fn text(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::String(text) if text.trim().is_empty() => {
                self.refuse(error::MALFORMED, "empty text");
                None
            }
            Value::String(text) => Some(text),
            _ => {
                self.wrong_kind("text");
                None
            }
        }
    }

    /// Reads the texts of a list.
    pub(super) fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(Self::text).map(str::to_owned).collect()
    }

    /// Reads a single value that can name something: text, a number, a boolean or null, as text.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.node.value {
            Value::String(text) => Some(text.clone()),
            Value::Sequence(_) | Value::Mapping(_) => {
                self.wrong_kind("a single value");
                None
            }
            _ => Some(self.node.to_json().to_string()),
        }
    }

    /// Reads `true` or `false`.
    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.node.as_bool();
        if flag.is_none() {
            self.wrong_kind("true or false");
        }
        flag
    }

    /// Reads a whole number within bounds.
    pub(super) fn number(&self, least: u64, most: u64) -> Option<u64> {
        let Some(number) = self.node.as_i64() else {
            self.wrong_kind("a whole number");
            return None;
        };
        let fits = u64::try_from(number).ok().filter(|number| (least..=most).contains(number));
        if fits.is_none() {
            self.malformed(format!("{number} is not within {least} to {most}"));
        }
        fits
    }

    /// Reads a JSON object.
    pub(super) fn object(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        if let serde_json::Value::Object(members) = self.node.to_json() {
            return Some(members);
        }
        self.wrong_kind("a mapping");
        None
    }

    /// Reads text of a type that checks itself.
    pub(super) fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&self) -> Option<T> {
        match self.text()?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.malformed(error.to_string());
                None
            }
        }
    }

    /// Reads a list of texts of a type that checks itself.
    pub(super) fn all_parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&self) -> Vec<T> {
        self.items().iter().filter_map(Self::parsed).collect()
    }

    /// Reads one word of a fixed list.
    pub(super) fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let names: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let shown = text.escape_debug();
            let message = match &names[..] {
                [only] => format!("expected {only}, found `{shown}`"),
                _ => format!("`{shown}` is none of {}", names.join(", ")),
            };
            self.unknown(None, message, (text, words.iter().map(|(word, _)| *word)));
        }
        found.map(|(_, value)| *value)
    }
}

/// A mapping whose keys are known.
pub(super) struct Fields<'a> {
    pub(super) spot: Spot<'a>,
    known: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// The field `key` when it is there.
    pub(super) fn find(&self, key: &str) -> Option<Spot<'a>> {
        debug_assert!(self.known.contains(&key), "`{key}` is not among the known fields");
        let entry = self.spot.node.entries().iter().find(|entry| entry.key == key)?;
        Some(self.spot.child(entry))
    }

    /// The field `key`; its absence is noted.
    pub(super) fn need(&self, key: &str) -> Option<Spot<'a>> {
        let found = self.find(key);
        if found.is_none() {
            self.spot.refuse(error::WRONG_SHAPE, format!("`{key}` is missing"));
        }
        found
    }

    /// The items of the list `key`; none when it is absent.
    pub(super) fn list(&self, key: &str) -> Vec<Spot<'a>> {
        self.find(key).map_or_else(Vec::new, |spot| spot.items())
    }
}
