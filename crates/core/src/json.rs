//! A strict JSON reader (RFC 8259) for everything that is signed, hashed or checked.
//!
//! Ordinary readers keep the last of two equal keys, round long numbers and stop caring after the closing brace; two programs then
//! disagree about what was signed. This one refuses duplicate keys, lone surrogates, integers beyond 64 bits, non-finite
//! numbers, deep nesting and trailing data. It borrows: values are ranges of the source, kept on a [`Tape`] that can be reused, so
//! that reading a document allocates nothing once the tape has grown. It does not write JSON and knows no schema.

mod reader;

use std::borrow::Cow;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: u32 = 64;

/// Why a text is not acceptable JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Offset of the first offending byte in the source.
    pub offset: usize,
}

/// What is wrong with a JSON text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonErrorKind {
    /// A string holds a raw control character.
    #[error("control character in a string")]
    ControlCharacter,
    /// An object has the same key twice.
    #[error("duplicate key `{}`", .0.escape_debug())]
    DuplicateKey(String),
    /// The text is empty or all white space.
    #[error("empty document")]
    Empty,
    /// A backslash escape that JSON does not know, or half of a surrogate pair.
    #[error("bad escape in a string")]
    Escape,
    /// Bytes follow the document.
    #[error("trailing data after the document")]
    Trailing,
    /// Arrays and objects nest more than [`MAX_DEPTH`] deep.
    #[error("nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// The text has more than `u32::MAX` bytes.
    #[error("more than 4 GiB")]
    TooLong,
    /// The text ends too early.
    #[error("unexpected end")]
    UnexpectedEnd,
    /// Something else than the grammar allows here.
    #[error("unexpected character")]
    Unexpected,
    /// A number that JSON does not allow, an integer beyond 64 bits, or a number too large to be finite.
    #[error("number out of range or malformed")]
    Number,
    /// The bytes are not UTF-8.
    #[error("invalid UTF-8")]
    Utf8,
}

impl JsonError {
    /// Returns the 1-based line and column (in bytes) of the error in `source`.
    pub fn line_column(&self, source: &[u8]) -> (usize, usize) {
        line_column(source, self.offset)
    }
}

/// Returns the 1-based line and column (in bytes) of the byte at `offset` in `source`.
pub fn line_column(source: &[u8], offset: usize) -> (usize, usize) {
    let before = &source[..offset.min(source.len())];
    let lines = before.split(|&byte| byte == b'\n');
    let column = lines.clone().next_back().map_or(0, <[u8]>::len) + 1;
    (lines.count(), column)
}

/// What a node on the tape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `[…]`
    Array,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
    /// A number.
    Number,
    /// `{…}`
    Object,
    /// A string.
    String,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    /// Whether a string holds a backslash and must be unescaped to be compared.
    escaped: bool,
    /// Range of the value in the source; of the text between the quotes for a string.
    start: u32,
    end: u32,
    /// Position on the tape after this value and all that it holds.
    next: u32,
}

/// The nodes of one or more documents over one source, in document order. Reuse it to avoid allocation.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: Vec<Node>,
    keys: Vec<u32>,
}

/// Names a document that [`Tape::read`] put on the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root(u32);

impl Tape {
    /// Forgets all documents and keeps the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
    }

    /// Reads the document that fills `source[start..]`. Offsets in errors count from the beginning of `source`.
    ///
    /// Several documents can share a tape as long as they share the source: append to the source, then read from where
    /// the last one ended.
    pub fn read(&mut self, source: &[u8], start: usize) -> Result<Root, JsonError> {
        let root = Root(self.nodes.len() as u32);
        reader::read(self, source, start).inspect_err(|_| self.nodes.truncate(root.0 as usize))?;
        Ok(root)
    }

    /// Returns the value of a document; `source` is what [`Tape::read`] was given, possibly grown since.
    pub fn value<'a>(&'a self, source: &'a [u8], root: Root) -> Value<'a> {
        Value { tape: self, source, at: root.0 }
    }
}

/// A value on a [`Tape`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    tape: &'a Tape,
    source: &'a [u8],
    at: u32,
}

impl<'a> Value<'a> {
    #[inline]
    fn node(self) -> &'a Node {
        &self.tape.nodes[self.at as usize]
    }

    fn text(self) -> &'a str {
        let node = self.node();
        // `read` checked the whole document; an error here cannot happen and would only hide the value.
        std::str::from_utf8(&self.source[node.start as usize..node.end as usize]).unwrap_or("")
    }

    /// What kind of value this is.
    #[inline]
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Where the value begins in the source; a string begins after its opening quote.
    pub fn offset(self) -> usize {
        self.node().start as usize
    }

    /// The value exactly as it stands in the source; a string comes without its quotes.
    #[inline]
    pub fn raw(self) -> &'a [u8] {
        let node = self.node();
        &self.source[node.start as usize..node.end as usize]
    }

    /// The string, unescaped; `None` for other kinds. Borrows unless the text holds an escape.
    pub fn string(self) -> Option<Cow<'a, str>> {
        let node = self.node();
        match (node.kind, node.escaped) {
            (Kind::String, false) => Some(Cow::Borrowed(self.text())),
            (Kind::String, true) => Some(Cow::Owned(reader::unescape(self.text()))),
            _ => None,
        }
    }

    /// The string when it is written without escapes; `None` for everything else.
    pub fn plain_string(self) -> Option<&'a str> {
        let node = self.node();
        (node.kind == Kind::String && !node.escaped).then(|| self.text())
    }

    /// The bytes of the string, unescaped; none for other kinds. Borrows unless the text holds an escape.
    ///
    /// For comparisons, where it costs less than [`Self::string`].
    #[inline]
    pub fn string_bytes(self) -> Cow<'a, [u8]> {
        let node = self.node();
        match (node.kind, node.escaped) {
            (Kind::String, false) => Cow::Borrowed(self.raw()),
            (Kind::String, true) => Cow::Owned(reader::unescape(self.text()).into_bytes()),
            _ => Cow::Borrowed(&[]),
        }
    }

    /// Tells whether this is a string equal to `text`.
    #[inline]
    pub fn is_string(self, text: &str) -> bool {
        let node = self.node();
        match (node.kind, node.escaped) {
            (Kind::String, false) => self.raw() == text.as_bytes(),
            (Kind::String, true) => reader::unescape(self.text()) == text,
            _ => false,
        }
    }

    /// The value's position on its tape, which tells it from every other value there.
    pub fn position(self) -> u32 {
        self.at
    }

    /// The number when it is an integer written without fraction or exponent.
    pub fn integer(self) -> Option<i64> {
        (self.kind() == Kind::Number).then(|| self.text().parse().ok())?
    }

    /// The boolean.
    pub fn boolean(self) -> Option<bool> {
        (self.kind() == Kind::Bool).then(|| self.raw() == b"true")
    }

    /// The items of an array; nothing for other kinds.
    pub fn items(self) -> impl Iterator<Item = Self> + use<'a> {
        let end = if self.kind() == Kind::Array { self.node().next } else { 0 };
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let item = (at < end).then_some(Value { at, ..self })?;
            at = item.node().next;
            Some(item)
        })
    }

    /// The members of an object as (key, value); nothing for other kinds.
    pub fn members(self) -> impl Iterator<Item = (Self, Self)> + use<'a> {
        let end = if self.kind() == Kind::Object { self.node().next } else { 0 };
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let key = (at < end).then_some(Value { at, ..self })?;
            let value = Value { at: key.node().next, ..self };
            at = value.node().next;
            Some((key, value))
        })
    }

    /// The value of the member `key` of an object.
    pub fn get(self, key: &str) -> Option<Self> {
        self.members().find(|(name, _)| name.is_string(key)).map(|(_, value)| value)
    }

    /// `serde_json` reads a fraction to within a neighbour of the nearest double; what is hashed again must be the nearest.
    fn number(self) -> serde_json::Value {
        let text = self.text();
        if !text.contains(['.', 'e', 'E']) {
            return serde_json::from_str(text).unwrap_or_default();
        }
        text.parse::<f64>().map_or(serde_json::Value::Null, Into::into)
    }

    /// Copies the value into a `serde_json` tree; fractions become the nearest double.
    pub fn to_json(self) -> serde_json::Value {
        match self.kind() {
            Kind::Array => self.items().map(Self::to_json).collect(),
            Kind::Bool => serde_json::Value::Bool(self.raw() == b"true"),
            Kind::Null => serde_json::Value::Null,
            Kind::Number => self.number(),
            Kind::Object => serde_json::Value::Object(
                self.members()
                    .filter_map(|(key, value)| Some((key.string()?.into_owned(), value.to_json())))
                    .collect(),
            ),
            Kind::String => {
                serde_json::Value::String(self.string().unwrap_or_default().into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests;
