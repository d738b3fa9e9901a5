//! A strict YAML reader (YAML 1.2, core schema) for the files that people write, and a writer for the files that cos proposes to them.
//!
//! Ordinary readers keep the last of two equal keys, take `off` for false or for text depending on their age, and let a page of aliases
//! grow into gigabytes. This one reads a document in one way or refuses it, and says where: every key and every value knows its
//! line and column. Aliases are replaced by copies within [`Limits`]; tags, merge keys, directives and second documents are refused.
//! Nothing that is signed or hashed is YAML: convert with [`Node::to_json`] first. This module knows no schema, and it is the
//! only one that may name a YAML crate.

mod emit;
mod error;
mod reader;
mod scalar;
pub mod spot;

use std::fmt;

pub use emit::to_string;
pub use error::{YamlError, YamlErrorKind};

/// How much a document may ask of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text, and of all text that aliases repeat.
    pub max_bytes: usize,
    /// How deep sequences and mappings may nest, aliases replaced.
    pub max_depth: u32,
    /// Keys, scalars, sequences and mappings, aliases replaced.
    pub max_nodes: usize,
    /// Aliases.
    pub max_aliases: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 1 << 20, max_depth: 32, max_nodes: 20_000, max_aliases: 64 }
    }
}

/// A place in the text: line and column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A value and where it begins.
///
/// Where nothing is written, that is the colon. A value that an alias put there begins at the alias; what it holds, where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value begins.
    pub at: Position,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A finite number with a fraction or an exponent.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with their values, in the order of the text; no key stands there twice.
    Mapping(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key; always text, also when it looks like a number or a boolean.
    pub key: String,
    /// Where the key begins.
    pub key_at: Position,
    /// The value.
    pub value: Node,
}

/// Reads the one document in `text`.
pub fn parse(text: &[u8], limits: &Limits) -> Result<Node, YamlError> {
    reader::read(text, limits)
}

impl Node {
    /// Returns the value of `key`; `None` when there is no such key or this is no mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// Names the kind of the value for messages: `null`, `a boolean`, `an integer`, `a number`, `text`, `a list`, `a mapping`.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// Returns the text; `None` for other kinds.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the boolean; `None` for other kinds.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the whole number; `None` for other kinds.
    pub fn as_i64(&self) -> Option<i64> {
        match self.value {
            Value::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the number, whole or not; `None` for other kinds. Whole numbers beyond 2⁵³ are rounded.
    pub fn as_f64(&self) -> Option<f64> {
        match self.value {
            Value::Integer(value) => Some(value as f64),
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    /// Tells whether this is null.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Returns the items of a list; nothing for other kinds.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// Returns the entries of a mapping; nothing for other kinds.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// Copies the value into a JSON tree, which has no positions.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::String(text) => text.as_str().into(),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests;
