//! JSON pointers (RFC 6901) into inputs, and how a patch sets, removes or nulls what they lead to.

use serde_json::{Map, Value};
use std::fmt;
use std::str::FromStr;

/// A JSON pointer, parsed once; the empty pointer is the whole value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer {
    tokens: Box<[Box<str>]>,
}

/// Text that is no JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointerError {
    /// It does not begin with a slash.
    #[error("`{}` is not a JSON pointer; begin it with `/`", .0.escape_debug())]
    NoSlash(String),
    /// A `~` is followed by neither `0` nor `1`.
    #[error("`{}` is not a JSON pointer; write `~0` for `~` and `~1` for `/`", .0.escape_debug())]
    Tilde(String),
}

impl Pointer {
    /// The pointer to the whole value.
    pub fn root() -> Self {
        Self { tokens: Box::default() }
    }

    /// The names on the way, unescaped.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = &str> {
        self.tokens.iter().map(|token| &**token)
    }

    /// Tells whether this is the whole value.
    pub fn is_root(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The pointers that lead towards this one, from the whole value to its parent.
    pub fn above(&self) -> impl Iterator<Item = Self> {
        (0..self.tokens.len()).map(|len| Self { tokens: self.tokens[..len].into() })
    }

    /// Tells whether `other` is this place or lies below it.
    pub fn covers(&self, other: &Self) -> bool {
        other.tokens.starts_with(&self.tokens)
    }

    /// Returns what this leads to.
    pub fn find<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        self.tokens.iter().try_fold(value, |value, token| match value {
            Value::Object(members) => members.get(&**token),
            Value::Array(items) => items.get(index(token)?),
            _ => None,
        })
    }

    /// Sets the member this leads to, and creates the objects above it that are not there.
    ///
    /// A value on the way that is no object is left alone; the reader of a matrix refuses such patches.
    pub(crate) fn set(&self, target: &mut Value, new: &Value) {
        let Some((last, above)) = self.tokens.split_last() else {
            target.clone_from(new);
            return;
        };
        let mut place = target;
        for token in above {
            let Value::Object(members) = place else { return };
            place = members.entry(&**token).or_insert_with(|| Value::Object(Map::new()));
        }
        if let Value::Object(members) = place {
            members.insert(last.to_string(), new.clone());
        }
    }

    /// Removes the member or item this leads to, if it is there.
    pub(crate) fn remove(&self, target: &mut Value) {
        let Some((last, parent)) = self.parent(target) else { return };
        match parent {
            Value::Object(members) => {
                members.remove(last);
            }
            Value::Array(items) => {
                if let Some(index) = index(last).filter(|&index| index < items.len()) {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }

    /// Sets the member or item this leads to to null, if what would hold it is there.
    pub(crate) fn set_null(&self, target: &mut Value) {
        let Some((last, parent)) = self.parent(target) else { return };
        match parent {
            Value::Object(members) => {
                members.insert(last.to_owned(), Value::Null);
            }
            Value::Array(items) => {
                if let Some(item) = index(last).and_then(|index| items.get_mut(index)) {
                    *item = Value::Null;
                }
            }
            _ => {}
        }
    }

    fn parent<'v>(&self, target: &'v mut Value) -> Option<(&str, &'v mut Value)> {
        let (last, above) = self.tokens.split_last()?;
        let parent = above.iter().try_fold(target, |value, token| match value {
            Value::Object(members) => members.get_mut(&**token),
            Value::Array(items) => items.get_mut(index(token)?),
            _ => None,
        })?;
        Some((last, parent))
    }
}

/// Tells whether a change at one place can be seen at the other: one of them is the other, or lies above it.
pub fn overlaps(one: &Pointer, other: &Pointer) -> bool {
    one.covers(other) || other.covers(one)
}

/// An index in the one spelling of RFC 6901 §4: no sign, no leading zero.
fn index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| canonical)
}

impl FromStr for Pointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, PointerError> {
        let shown = || text.chars().take(80).collect();
        if text.is_empty() {
            return Ok(Self::root());
        }
        let rest = text.strip_prefix('/').ok_or_else(|| PointerError::NoSlash(shown()))?;
        let token = |token: &str| unescape(token).ok_or_else(|| PointerError::Tilde(shown()));
        Ok(Self { tokens: rest.split('/').map(token).collect::<Result<_, _>>()? })
    }
}

fn unescape(token: &str) -> Option<Box<str>> {
    let mut pieces = token.split('~');
    let mut out = pieces.next()?.to_owned();
    for piece in pieces {
        let (escaped, rest) = match piece.as_bytes().first()? {
            b'0' => ('~', &piece[1..]),
            b'1' => ('/', &piece[1..]),
            _ => return None,
        };
        out.push(escaped);
        out.push_str(rest);
    }
    Some(out.into())
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = |token: &str| token.replace('~', "~0").replace('/', "~1");
        self.tokens.iter().try_for_each(|token| write!(f, "/{}", escape(token)))
    }
}
