//! Reading a document into a type: a node, the path that leads to it, and where faults are noted.
//!
//! Every question answers `None` after noting why, so that reading goes on and finds the other faults too.

use super::{Entry, Limits, Node, Position, Value, YamlError};
use crate::code::Code;
use crate::suggest::nearest;
use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::str::FromStr;

/// Known names that a misspelt one is compared with.
const MOST_COMPARED: usize = 500;

/// Faults beyond this many are not collected: a file of nothing but faults must not cost more than its own size.
pub const MOST_FAULTS: usize = 1_000;

/// The stable codes of the faults of one kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// A key that is not known there.
    pub unknown_field: Code,
    /// A value of another kind than expected, or a field that is missing.
    pub wrong_shape: Code,
    /// A value of the right kind that is not of the form it must have.
    pub malformed: Code,
    /// A word that names nothing known.
    pub unknown_name: Code,
    /// Two things that exclude each other.
    pub contradiction: Code,
}

/// One fault of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
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

impl From<&YamlError> for Fault {
    fn from(error: &YamlError) -> Self {
        let message = error.kind().to_string();
        Self {
            at: error.at().unwrap_or(Position { line: 1, column: 1 }),
            path: String::new(),
            message: message.trim_end_matches(',').to_owned(),
            hint: None,
            code: error.code(),
        }
    }
}

impl fmt::Display for Fault {
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

impl std::error::Error for Fault {}

/// Reads `text` with `read`, which answers `None` when it noted why; all faults at once, in the order of the text.
pub fn document<T>(
    text: &[u8],
    limits: &Limits,
    codes: &'static Codes,
    read: impl FnOnce(&Spot<'_>) -> Option<T>,
) -> Result<T, Vec<Fault>> {
    let root = super::parse(text, limits).map_err(|error| vec![Fault::from(&error)])?;
    let problems = Problems { codes, faults: RefCell::default() };
    let value = read(&Spot { node: &root, path: Path(None), problems: &problems });
    let faults = problems.into_sorted();
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        // A reader that gives up says why; this is for the case that it forgot to.
        _ if faults.is_empty() => Err(vec![Fault {
            at: root.at,
            path: String::new(),
            message: "not a file of this kind".to_owned(),
            hint: None,
            code: codes.wrong_shape,
        }]),
        _ => Err(faults),
    }
}

/// The faults found so far.
struct Problems {
    codes: &'static Codes,
    faults: RefCell<Vec<Fault>>,
}

impl Problems {
    fn into_sorted(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort_by(|a, b| (a.at, &a.path).cmp(&(b.at, &b.path)));
        faults
    }

    fn note(&self, fault: impl FnOnce() -> Fault) {
        let mut faults = self.faults.borrow_mut();
        if faults.len() < MOST_FAULTS {
            faults.push(fault());
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
pub struct Spot<'a> {
    /// The value.
    pub node: &'a Node,
    path: Path<'a>,
    problems: &'a Problems,
}

impl<'a> Spot<'a> {
    /// The path that leads here, such as `flows[2].expect`.
    pub fn path(&self) -> String {
        self.path.text()
    }

    /// Where the value begins.
    pub fn at(&self) -> Position {
        self.node.at
    }

    /// Notes a fault of this value.
    pub fn refuse(&self, code: Code, message: impl Into<String>) {
        self.problems.note(|| Fault {
            at: self.node.at,
            path: self.path.text(),
            message: message.into(),
            hint: None,
            code,
        });
    }

    /// Notes that this value is not of the form it must have.
    pub fn malformed(&self, message: impl Into<String>) {
        self.refuse(self.problems.codes.malformed, message);
    }

    /// Notes that this value, or the key of it when `key_at` is given, names nothing known.
    pub fn unknown<'n>(
        &self,
        key_at: Option<Position>,
        message: String,
        (name, known): (&str, impl IntoIterator<Item = &'n str>),
    ) {
        self.problems.note(|| Fault {
            at: key_at.unwrap_or(self.node.at),
            path: self.path.text(),
            message,
            hint: nearest(name, known.into_iter().take(MOST_COMPARED)).map(str::to_owned),
            code: self.problems.codes.unknown_name,
        });
    }

    fn wrong_kind(&self, wanted: &str) {
        let found = match &self.node.value {
            Value::Null => "nothing",
            _ => self.node.kind(),
        };
        self.refuse(self.problems.codes.wrong_shape, format!("expected {wanted}, found {found}"));
    }

    /// Reads a mapping whose keys are all among `known`.
    pub fn fields(&self, known: &'static [&'static str]) -> Option<Fields<'a>> {
        for (entry, spot) in self.entries()? {
            if !known.contains(&entry.key.as_str()) {
                self.problems.note(|| Fault {
                    at: entry.key_at,
                    path: spot.path.text(),
                    message: format!("unknown field `{}`", entry.key.escape_debug()),
                    hint: nearest(&entry.key, known.iter().copied()).map(str::to_owned),
                    code: self.problems.codes.unknown_field,
                });
            }
        }
        Some(Fields { spot: self.clone(), known })
    }

    /// Reads a mapping with any keys.
    pub fn entries(&self) -> Option<Vec<(&'a Entry, Self)>> {
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
    pub fn items(&self) -> Vec<Self> {
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
    pub fn one_or_more(&self) -> Vec<Self> {
        match &self.node.value {
            Value::Sequence(items) => {
                if items.is_empty() {
                    self.refuse(
                        self.problems.codes.contradiction,
                        "empty list, which matches nothing",
                    );
                }
                self.items()
            }
            _ => vec![self.clone()],
        }
    }

    /// Reads text that is not empty.
    pub fn text(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::String(text) if text.trim().is_empty() => {
                self.refuse(self.problems.codes.malformed, "empty text");
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
    pub fn texts(&self) -> Vec<String> {
        self.items().iter().filter_map(Self::text).map(str::to_owned).collect()
    }

    /// Reads a single value that can name something: text, a number, a boolean or null, as text.
    pub fn scalar(&self) -> Option<String> {
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
    pub fn flag(&self) -> Option<bool> {
        let flag = self.node.as_bool();
        if flag.is_none() {
            self.wrong_kind("true or false");
        }
        flag
    }

    /// Reads a whole number within bounds.
    pub fn number(&self, least: u64, most: u64) -> Option<u64> {
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
    pub fn object(&self) -> Option<serde_json::Map<String, serde_json::Value>> {
        if let serde_json::Value::Object(members) = self.node.to_json() {
            return Some(members);
        }
        self.wrong_kind("a mapping");
        None
    }

    /// Reads text of a type that checks itself.
    pub fn parsed<T: FromStr<Err: fmt::Display>>(&self) -> Option<T> {
        match self.text()?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.malformed(error.to_string());
                None
            }
        }
    }

    /// Reads a list of texts of a type that checks itself.
    pub fn all_parsed<T: FromStr<Err: fmt::Display>>(&self) -> Vec<T> {
        self.items().iter().filter_map(Self::parsed).collect()
    }

    /// Reads one word of a fixed list.
    pub fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Option<T> {
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
pub struct Fields<'a> {
    /// The mapping itself.
    pub spot: Spot<'a>,
    known: &'static [&'static str],
}

impl<'a> Fields<'a> {
    /// The field `key` when it is there.
    pub fn find(&self, key: &str) -> Option<Spot<'a>> {
        debug_assert!(self.known.contains(&key), "`{key}` is not among the known fields");
        let entry = self.spot.node.entries().iter().find(|entry| entry.key == key)?;
        Some(self.spot.child(entry))
    }

    /// The field `key`; its absence is noted.
    pub fn need(&self, key: &str) -> Option<Spot<'a>> {
        let found = self.find(key);
        if found.is_none() {
            self.spot.refuse(self.spot.problems.codes.wrong_shape, format!("`{key}` is missing"));
        }
        found
    }

    /// The items of the list `key`; none when it is absent.
    pub fn list(&self, key: &str) -> Vec<Spot<'a>> {
        self.find(key).map_or_else(Vec::new, |spot| spot.items())
    }
}
