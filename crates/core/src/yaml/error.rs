//! Why a text is not acceptable YAML, and where.

use super::Position;
use crate::code::Code;
use std::fmt;

/// Why a text is not acceptable YAML, and where; or why a value cannot be written as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    at: Option<Position>,
    kind: YamlErrorKind,
}

/// What is wrong with a YAML text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum YamlErrorKind {
    /// An alias stands inside the very value that it repeats.
    #[error("alias to a value that it is itself a part of")]
    AliasCycle,
    /// A key has an anchor or is an alias.
    #[error("anchor or alias on a key")]
    AnchorOnKey,
    /// A word that some readers take for a boolean and others for text.
    #[error("`{0}`, a boolean to some readers and text to others")]
    Boolean(String),
    /// A directive such as `%YAML 1.1`.
    #[error("directive")]
    Directive,
    /// A mapping has the same key twice.
    #[error("duplicate key `{}` (first at {first})", key.escape_debug())]
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it stands first.
        first: Position,
    },
    /// The text holds no value.
    #[error("empty document")]
    Empty,
    /// A whole number beyond 64 bits.
    #[error("whole number `{0}` beyond 64 bits")]
    IntegerRange(String),
    /// A key is a list or a mapping, or there is none.
    #[error("key that is not text")]
    KeyNotText,
    /// A number that some readers take for octal and others for decimal.
    #[error("leading zero in `{0}`, octal to some readers")]
    LeadingZero(String),
    /// The key `<<`.
    #[error("merge key `<<`")]
    MergeKey,
    /// A second document.
    #[error("second document")]
    MultipleDocuments,
    /// A number that is infinite or none.
    #[error("number `{0}` that is not finite")]
    NotFinite(String),
    /// The parser does not understand the text.
    #[error("not YAML ({0})")]
    Syntax(String),
    /// A tag such as `!!binary`.
    #[error("tag")]
    Tag,
    /// Lists and mappings nest too deep.
    #[error("nested more than {0} deep")]
    TooDeep(u32),
    /// The text is too long.
    #[error("more than {0} bytes long")]
    TooLong(usize),
    /// There are too many aliases.
    #[error("more than {0} aliases")]
    TooManyAliases(usize),
    /// There are too many values, aliases replaced.
    #[error("more than {0} keys and values, aliases replaced")]
    TooManyNodes(usize),
    /// The text that aliases repeat is too long.
    #[error("aliases repeat more than {0} bytes of text")]
    TooMuchRepeated(usize),
    /// An alias without its anchor.
    #[error("alias to an anchor that does not stand above it")]
    UnknownAnchor,
    /// The bytes are not UTF-8.
    #[error("invalid UTF-8 (byte {offset})")]
    Utf8 {
        /// Offset of the first byte that is wrong.
        offset: usize,
    },
}

impl YamlErrorKind {
    /// Returns what to write instead, where one can say.
    pub fn remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::AnchorOnKey => "write the key out",
            Self::Boolean(_) => "write true or false, or quote it",
            Self::Directive | Self::Tag => "leave it out",
            Self::IntegerRange(_) => "quote it when it is not a quantity",
            Self::KeyNotText => "write the key as a word, or quote it",
            Self::LeadingZero(_) => "quote it, or drop the zero",
            Self::MergeKey => "write the keys out",
            Self::MultipleDocuments => "write one document to a file",
            Self::NotFinite(_) => "quote it when it is text",
            _ => return None,
        })
    }
}

impl YamlError {
    pub(super) fn new(at: impl Into<Option<Position>>, kind: YamlErrorKind) -> Self {
        Self { at: at.into(), kind }
    }

    /// Where it is wrong; `None` when it concerns the text as such.
    pub fn at(&self) -> Option<Position> {
        self.at
    }

    /// What is wrong.
    pub fn kind(&self) -> &YamlErrorKind {
        &self.kind
    }

    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        use YamlErrorKind as Kind;
        match self.kind {
            Kind::Syntax(_) | Kind::Utf8 { .. } => const { Code::new("COS-YML-0001") },
            Kind::TooDeep(_)
            | Kind::TooLong(_)
            | Kind::TooManyAliases(_)
            | Kind::TooManyNodes(_)
            | Kind::TooMuchRepeated(_) => const { Code::new("COS-YML-0002") },
            Kind::DuplicateKey { .. } => const { Code::new("COS-YML-0003") },
            Kind::Boolean(_)
            | Kind::IntegerRange(_)
            | Kind::LeadingZero(_)
            | Kind::NotFinite(_) => const { Code::new("COS-YML-0004") },
            Kind::AliasCycle
            | Kind::AnchorOnKey
            | Kind::Directive
            | Kind::KeyNotText
            | Kind::MergeKey
            | Kind::MultipleDocuments
            | Kind::Tag
            | Kind::UnknownAnchor => const { Code::new("COS-YML-0005") },
            Kind::Empty => const { Code::new("COS-YML-0006") },
        }
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.kind.to_string();
        match self.at {
            Some(at) => write!(f, "{what} at line {} column {}", at.line, at.column)?,
            None => f.write_str(&what)?,
        }
        self.kind.remedy().map_or(Ok(()), |remedy| write!(f, "; {remedy}"))
    }
}

impl std::error::Error for YamlError {}
