//! Types as OPA's compiler has them, and what it asks of them.

use std::fmt;
use std::rc::Rc;

/// A union of more types is taken for any value: it would only cost time.
const MOST: usize = 500;

/// A type; the order is any that is total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Nothing is known yet, and nothing fits.
    Unknown,
    Null,
    Boolean,
    Number,
    Text,
    Array(Rc<Array>),
    Object(Rc<Object>),
    Set(Rc<Self>),
    /// One of several, in order; without any, every value.
    Any(Rc<[Self]>),
    Function(Rc<Function>),
}

/// The first elements, and what may follow them; [`Kind::Unknown`] where nothing may.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Array {
    pub(super) items: Vec<Kind>,
    pub(super) rest: Kind,
}

/// Fields with constant keys, in their order, and what further keys and values are.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Object {
    pub(super) fields: Vec<(Key, Kind)>,
    pub(super) rest: Option<(Kind, Kind)>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Function {
    pub(super) args: Vec<Kind>,
    /// What any number of further arguments are; [`Kind::Unknown`] where there are none.
    pub(super) more: Kind,
    /// [`Kind::Unknown`] where it has no value.
    pub(super) result: Kind,
}

/// A constant that selects something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Null,
    Bool(bool),
    /// As it is written.
    Number(Rc<str>),
    Text(Rc<str>),
    List(Vec<Self>),
    Fields(Vec<(Self, Self)>),
}

impl Key {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::List(items) => Kind::array(items.iter().map(Self::kind).collect(), Kind::Unknown),
            Self::Fields(fields) => {
                let fields = fields.iter().map(|(key, value)| (key.clone(), value.kind()));
                Kind::object(fields.collect(), None)
            }
        }
    }
}

impl Kind {
    /// Every value.
    pub(super) fn any() -> Self {
        Self::Any(Rc::from([]))
    }

    pub(super) fn array(items: Vec<Self>, rest: Self) -> Self {
        Self::Array(Rc::new(Array { items, rest }))
    }

    pub(super) fn object(mut fields: Vec<(Key, Self)>, rest: Option<(Self, Self)>) -> Self {
        fields.sort_by(|one, other| one.0.cmp(&other.0));
        Self::Object(Rc::new(Object { fields, rest }))
    }

    pub(super) fn set(of: Self) -> Self {
        Self::Set(Rc::new(of))
    }

    pub(super) fn one_of(mut kinds: Vec<Self>) -> Self {
        kinds.sort();
        kinds.dedup();
        if kinds.len() > MOST { Self::any() } else { Self::Any(kinds.into()) }
    }

    /// Whether something in it is not known.
    pub(super) fn has_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Array(array) => {
                array.items.iter().any(Self::has_unknown)
                    || array.rest != Self::Unknown && array.rest.has_unknown()
            }
            Self::Object(object) => {
                let rest = object.rest.iter();
                object.fields.iter().any(|(_, kind)| kind.has_unknown())
                    || rest.into_iter().any(|(key, value)| key.has_unknown() || value.has_unknown())
            }
            Self::Set(of) => of.has_unknown(),
            Self::Function(function) => {
                function.args.iter().any(Self::has_unknown) || function.result.has_unknown()
            }
            Self::Null | Self::Boolean | Self::Number | Self::Text | Self::Any(_) => false,
        }
    }

    /// What is one or the other.
    pub(super) fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) => other.clone(),
            (_, Self::Unknown) => self.clone(),
            (Self::Function(one), Self::Function(other)) => one.or(other),
            (Self::Function(_), _) | (_, Self::Function(_)) => Self::Unknown,
            (Self::Any(one), Self::Any(other)) => {
                if one.is_empty() || other.is_empty() {
                    return Self::any();
                }
                Self::one_of(one.iter().chain(other.iter()).cloned().collect())
            }
            (Self::Any(of), single) | (single, Self::Any(of)) => {
                if of.is_empty() || of.binary_search(single).is_ok() {
                    return Self::Any(of.clone());
                }
                Self::one_of(of.iter().chain([single]).cloned().collect())
            }
            _ if self == other => self.clone(),
            _ => Self::one_of(vec![self.clone(), other.clone()]),
        }
    }

    /// Whether it is exactly one of the alternatives, or the same.
    fn holds(&self, other: &Self) -> bool {
        match self {
            Self::Any(of) => of.is_empty() || of.binary_search(other).is_ok(),
            _ => self == other,
        }
    }

    /// What stands under a constant key; [`Kind::Unknown`] when nothing can.
    pub(super) fn select(&self, key: &Key) -> Self {
        match self {
            Self::Array(array) => match key {
                // OPA takes no number beyond 64 bits for an index.
                Key::Number(text) => {
                    let at = text.parse::<i64>().ok().and_then(|at| usize::try_from(at).ok());
                    at.map_or(Self::Unknown, |at| array.at(at))
                }
                _ => Self::Unknown,
            },
            Self::Object(object) => object.select(key),
            Self::Set(of) => {
                let kind = key.kind();
                if **of == kind || matches!(**of, Self::Any(_)) && of.holds(&kind) {
                    return kind;
                }
                Self::Unknown
            }
            Self::Any(of) if of.is_empty() => self.clone(),
            Self::Any(of) => join(of.iter().map(|one| one.select(key))),
            _ => Self::Unknown,
        }
    }

    /// What its keys are: [`Kind::Unknown`] for what has none.
    pub(super) fn keys(&self) -> Self {
        match self {
            Self::Array(_) => Self::Number,
            Self::Object(object) => {
                let fields = object.fields.iter().map(|(key, _)| key.kind());
                join(fields.chain(object.rest.iter().map(|(key, _)| key.clone())))
            }
            Self::Set(of) => (**of).clone(),
            Self::Any(of) if of.is_empty() => self.clone(),
            Self::Any(of) => join(of.iter().map(Self::keys)),
            _ => Self::Unknown,
        }
    }

    /// What stands under its keys.
    pub(super) fn values(&self) -> Self {
        match self {
            Self::Array(array) => join(array.items.iter().chain([&array.rest]).cloned()),
            Self::Object(object) => {
                let fields = object.fields.iter().map(|(_, value)| value.clone());
                join(fields.chain(object.rest.iter().map(|(_, value)| value.clone())))
            }
            Self::Set(of) => (**of).clone(),
            Self::Any(of) if of.is_empty() => self.clone(),
            Self::Any(of) => join(of.iter().map(Self::values)),
            _ => Self::Unknown,
        }
    }

    /// Whether a value can be of both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => false,
            (Self::Any(of), one) if meets_one_of(of, one) => true,
            (one, Self::Any(of)) => meets_one_of(of, one),
            (Self::Null, Self::Null)
            | (Self::Boolean, Self::Boolean)
            | (Self::Number, Self::Number)
            | (Self::Text, Self::Text) => true,
            (Self::Array(one), Self::Array(other)) => one.meets(other),
            (Self::Object(one), Self::Object(other)) => one.meets(other),
            (Self::Set(one), Self::Set(other)) => one.meets(other),
            (Self::Function(one), Self::Function(other)) => {
                one.args.len() == other.args.len()
                    && one.args.iter().zip(&other.args).all(|(one, other)| one.meets(other))
            }
            _ => false,
        }
    }
}

/// What is one of all.
pub(super) fn join(kinds: impl Iterator<Item = Kind>) -> Kind {
    kinds.fold(Kind::Unknown, |all, one| all.or(&one))
}

fn meets_one_of(of: &[Kind], one: &Kind) -> bool {
    !matches!(one, Kind::Function(_)) && (of.is_empty() || of.iter().any(|kind| kind.meets(one)))
}

impl Array {
    pub(super) fn at(&self, index: usize) -> Kind {
        self.items.get(index).unwrap_or(&self.rest).clone()
    }

    fn meets(&self, other: &Self) -> bool {
        let fits = |one: &Self, other: &Self| {
            one.items.iter().enumerate().all(|(at, kind)| kind.meets(&other.at(at)))
        };
        let open = self.rest == Kind::Unknown || other.rest == Kind::Unknown;
        fits(self, other) && fits(other, self) && (open || self.rest.meets(&other.rest))
    }
}

impl Object {
    pub(super) fn select(&self, key: &Key) -> Kind {
        if let Ok(at) = self.fields.binary_search_by(|(own, _)| own.cmp(key)) {
            return self.fields[at].1.clone();
        }
        match &self.rest {
            Some((keys, values)) if keys.holds(&key.kind()) => values.clone(),
            _ => Kind::Unknown,
        }
    }

    /// What stands under keys that are not constant.
    pub(super) fn rest_value(&self) -> Kind {
        self.rest.as_ref().map_or(Kind::Unknown, |(_, value)| value.clone())
    }

    fn meets(&self, other: &Self) -> bool {
        let is_open = self.rest.is_some() || other.rest.is_some();
        let fits = |one: &Self, other: &Self| {
            one.fields.iter().all(|(key, kind)| match other.select(key) {
                Kind::Unknown => is_open,
                found => kind.meets(&found),
            })
        };
        let (one, two) = (self.rest_value(), other.rest_value());
        let open = one == Kind::Unknown || two == Kind::Unknown;
        fits(self, other) && fits(other, self) && (open || one.meets(&two))
    }
}

impl Function {
    fn or(&self, other: &Self) -> Kind {
        let varies = |one: &Self| one.more != Kind::Unknown;
        if self.args.len() != other.args.len() || varies(self) != varies(other) {
            return Kind::Unknown;
        }
        let args = self.args.iter().zip(&other.args).map(|(one, other)| one.or(other));
        Kind::Function(Rc::new(Self {
            args: args.collect(),
            more: self.more.or(&other.more),
            result: self.result.or(&other.result),
        }))
    }
}

/// `object<"a": number>[string: any]`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Null => f.write_str("null"),
            Self::Boolean => f.write_str("boolean"),
            Self::Number => f.write_str("number"),
            Self::Text => f.write_str("string"),
            Self::Array(array) => {
                f.write_str("array")?;
                listed(f, array.items.iter().map(ToString::to_string))?;
                if array.rest == Self::Unknown { Ok(()) } else { write!(f, "[{}]", array.rest) }
            }
            Self::Object(object) => {
                f.write_str("object")?;
                let field = |(key, kind): &(Key, Self)| format!("{key}: {kind}");
                listed(f, object.fields.iter().map(field))?;
                match &object.rest {
                    Some((key, value)) => write!(f, "[{key}: {value}]"),
                    None => Ok(()),
                }
            }
            Self::Set(of) => write!(f, "set[{of}]"),
            Self::Any(of) => {
                f.write_str("any")?;
                listed(f, of.iter().map(ToString::to_string))
            }
            Self::Function(_) => f.write_str("function"),
        }
    }
}

/// `<a, b>`, or nothing for none; the first few of many.
fn listed(f: &mut fmt::Formatter<'_>, items: impl ExactSizeIterator<Item = String>) -> fmt::Result {
    const SHOWN: usize = 6;
    let count = items.len();
    if count == 0 {
        return Ok(());
    }
    let shown: Vec<_> = items.take(SHOWN).collect();
    let more = if count > SHOWN { ", …" } else { "" };
    write!(f, "<{}{more}>", shown.join(", "))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::List(_) => f.write_str("[…]"),
            Self::Fields(_) => f.write_str("{…}"),
        }
    }
}
