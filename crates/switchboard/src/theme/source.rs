//! The JSON files of a pack as trees that know where each value stands.
//!
//! Reading is [`cos_core::json`]'s: strict, bounded in depth. A place is a file and an offset; line, column and JSON pointer are computed only when
//! a fault needs them.

use super::fault::{Fault, codes, of_file};
use super::pack::{Pack, has_ending};
use cos_core::json::{self, Kind, Tape};

/// Values that the JSON files of one pack may have together.
pub(super) const MOST_VALUES: usize = 500_000;

/// Bytes that one JSON file may have.
pub(super) const MOST_JSON_BYTES: usize = 4 << 20;

/// Where a value stands: which file, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    file: u32,
    offset: u32,
}

/// A JSON value and its place.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) at: Place,
    end: u32,
    pub(crate) value: Value,
}

/// A JSON value; members keep the order of the file.
#[derive(Debug)]
pub(crate) enum Value {
    Array(Vec<Node>),
    Bool(bool),
    Null,
    Number(f64),
    Object(Vec<Member>),
    String(String),
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) at: Place,
    pub(crate) node: Node,
}

/// The JSON files of a pack.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    files: Vec<Source>,
    values: usize,
}

#[derive(Debug)]
struct Source {
    name: String,
    /// Bytes of the mark before what was read.
    mark: usize,
    /// Where lines but the first begin; a file of faults is not counted through for each of them.
    lines: Vec<u32>,
    root: Node,
}

/// A place as a person finds it.
pub(crate) struct Spot {
    pub(crate) file: String,
    pub(crate) pointer: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Sources {
    /// Reads the JSON files of a pack; those that are not acceptable are faults.
    pub(crate) fn of(pack: &Pack) -> (Self, Vec<Fault>) {
        let mut sources = Self::default();
        let mut faults = Vec::new();
        for (name, bytes) in pack.files().filter(|(name, _)| has_ending(name, ".json")) {
            faults.extend(sources.add(name, bytes).err().into_iter().flatten());
        }
        (sources, faults)
    }

    /// Reads a file; what is not acceptable JSON is a fault.
    pub(crate) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Vec<Fault>> {
        if bytes.len() > MOST_JSON_BYTES {
            let message = format!("has {} bytes, more than {MOST_JSON_BYTES}", bytes.len());
            return Err(vec![of_file(codes::LIMIT, name, message, "split the file")]);
        }
        // One byte order mark is what some editors write.
        let whole = bytes.len();
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mark = whole - bytes.len();
        let mut tape = Tape::default();
        let root = tape.read(bytes, 0).map_err(|error| {
            let (line, column) = error.line_column(bytes);
            let remedy = "write strict JSON: no comments, no duplicate keys, UTF-8";
            let message = error.kind.to_string();
            vec![Fault { line, column, ..of_file(codes::JSON, name, message, remedy) }]
        })?;
        let mut left = MOST_VALUES - self.values;
        let file = self.files.len() as u32;
        let root = copy(tape.value(bytes, root), file, &mut left).ok_or_else(|| {
            let message = format!("the files of the theme have more than {MOST_VALUES} values");
            vec![of_file(codes::LIMIT, name, message, "leave out what no token needs")]
        })?;
        self.values = MOST_VALUES - left;
        let after = |(at, byte): (usize, &u8)| (*byte == b'\n').then_some(at as u32 + 1);
        let lines = bytes.iter().enumerate().filter_map(after).collect();
        self.files.push(Source { name: name.to_owned(), mark, lines, root });
        Ok(())
    }

    /// The tree of a file.
    pub(crate) fn root(&self, name: &str) -> Option<&Node> {
        self.files.iter().find(|file| file.name == name).map(|file| &file.root)
    }

    /// The names of all files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Finds file, pointer, line and column of a place.
    pub(crate) fn locate(&self, at: Place) -> Spot {
        let source = &self.files[at.file as usize];
        let before = source.lines.partition_point(|start| *start <= at.offset);
        let start = before.checked_sub(1).map_or(0, |line| source.lines[line]);
        Spot {
            file: source.name.clone(),
            pointer: pointer(&source.root, at.offset),
            line: before + 1,
            column: (at.offset - start) as usize + 1,
        }
    }

    /// The name of the file that holds `node`, and the bytes that write it there, a string with its quotes.
    pub(crate) fn span(&self, node: &Node) -> Option<(String, std::ops::Range<usize>)> {
        let source = self.files.get(node.at.file as usize)?;
        let quotes = usize::from(node.string().is_some());
        let mark = source.mark;
        let start = (node.at.offset as usize + mark).checked_sub(quotes)?;
        Some((source.name.clone(), start..node.end as usize + mark + quotes))
    }
}

impl Node {
    #[cfg(test)]
    pub(crate) fn place(&self) -> Place {
        self.at
    }

    /// The members of an object; nothing for other kinds.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.node)
    }

    /// The text of a string.
    pub(crate) fn string(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array; nothing for other kinds.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    /// How messages call what stands here.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Array(_) => "an array",
            Value::Bool(_) => "a boolean",
            Value::Null => "null",
            Value::Number(_) => "a number",
            Value::Object(_) => "an object",
            Value::String(_) => "a string",
        }
    }

    /// Copies the value for writing.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Array(items) => items.iter().map(Self::to_json).collect(),
            Value::Bool(value) => (*value).into(),
            Value::Null => serde_json::Value::Null,
            Value::Number(value) => number_json(*value),
            Value::Object(members) => {
                members.iter().map(|it| (it.name.clone(), it.node.to_json())).collect()
            }
            Value::String(text) => text.clone().into(),
        }
    }
}

/// A whole number without a fraction, as people write it.
pub(crate) fn number_json(value: f64) -> serde_json::Value {
    let whole = value as i64;
    let is_exact = value.fract() == 0.0 && value.abs() < 9e15;
    if is_exact { whole.into() } else { value.into() }
}

/// Copies a value from the tape; `None` when there is no room for more values.
fn copy(value: json::Value<'_>, file: u32, left: &mut usize) -> Option<Node> {
    *left = left.checked_sub(1)?;
    let place = |value: json::Value<'_>| Place { file, offset: value.offset() as u32 };
    let text = |value: json::Value<'_>| value.string().unwrap_or_default().into_owned();
    let copied = match value.kind() {
        Kind::Array => {
            Value::Array(value.items().map(|it| copy(it, file, left)).collect::<Option<_>>()?)
        }
        Kind::Bool => Value::Bool(value.boolean().unwrap_or_default()),
        Kind::Null => Value::Null,
        Kind::Number => {
            let text = std::str::from_utf8(value.raw()).unwrap_or_default();
            Value::Number(text.parse().unwrap_or_default())
        }
        Kind::Object => {
            let member = |(name, it)| {
                Some(Member { name: text(name), at: place(name), node: copy(it, file, left)? })
            };
            Value::Object(value.members().map(member).collect::<Option<_>>()?)
        }
        Kind::String => Value::String(text(value)),
    };
    let end = (value.offset() + value.raw().len()) as u32;
    Some(Node { at: place(value), end, value: copied })
}

/// The JSON pointer of the innermost value whose name or text holds `offset`.
fn pointer(root: &Node, offset: u32) -> String {
    let mut out = String::new();
    let mut node = root;
    while node.at.offset != offset {
        let inner = match &node.value {
            Value::Array(items) => {
                let next = items.partition_point(|item| item.at.offset <= offset);
                next.checked_sub(1).map(|at| (at.to_string(), &items[at]))
            }
            Value::Object(members) => {
                let next = members.partition_point(|member| member.at.offset <= offset);
                next.checked_sub(1).map(|at| {
                    let Member { name, node, .. } = &members[at];
                    (name.replace('~', "~0").replace('/', "~1"), node)
                })
            }
            _ => None,
        };
        let Some((name, inner)) = inner else { break };
        out.push('/');
        out.push_str(&name);
        node = inner;
    }
    out
}
