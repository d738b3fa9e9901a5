//! The shape of a token file: groups, tokens, and what they say of themselves. Also what several files make together.
//!
//! Values and references are left as they stand.

use super::fault::{Faults, codes};
use super::kind::Kind;
use super::reference::{self, ROOT, Reference};
use super::source::{Node, Place, Value};
use cos_core::suggest::nearest;
use std::collections::BTreeMap;

/// A group and all that is in it.
#[derive(Clone, Debug)]
pub(crate) struct Group<'a> {
    pub(crate) at: Place,
    pub(crate) kind: Option<Said>,
    pub(crate) extends: Option<(Reference, Place)>,
    pub(crate) deprecated: Option<Deprecated<'a>>,
    pub(crate) members: BTreeMap<&'a str, Item<'a>>,
}

/// What a name in a group stands for; the token that the group itself is has the name `$root`.
#[derive(Clone, Debug)]
pub(crate) enum Item<'a> {
    Group(Group<'a>),
    Token(RawToken<'a>),
}

/// A token whose value was not looked at.
#[derive(Clone, Debug)]
pub(crate) struct RawToken<'a> {
    pub(crate) at: Place,
    pub(crate) kind: Option<Said>,
    pub(crate) value: RawValue<'a>,
    pub(crate) description: Option<&'a str>,
    pub(crate) deprecated: Option<Deprecated<'a>>,
    pub(crate) extensions: Option<&'a Node>,
}

/// What `$type` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Nothing that is a type, which was noted.
    Nonsense,
    /// A type.
    Type(Kind),
}

/// The value of a token as written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RawValue<'a> {
    /// `$value`
    Direct(&'a Node),
    /// The text of `$ref`, which stands in place of `$value`.
    Pointer(&'a Node),
}

impl<'a> RawValue<'a> {
    pub(crate) fn node(self) -> &'a Node {
        match self {
            Self::Direct(node) | Self::Pointer(node) => node,
        }
    }
}

/// What `$deprecated` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deprecated<'a> {
    No,
    Yes(Option<&'a str>),
}

const TOKEN_PROPERTIES: [&str; 6] =
    ["$deprecated", "$description", "$extensions", "$ref", "$type", "$value"];
const GROUP_PROPERTIES: [&str; 6] =
    ["$deprecated", "$description", "$extends", "$extensions", "$root", "$type"];

impl<'a> Group<'a> {
    /// A group of nothing.
    pub(crate) fn empty(at: Place) -> Self {
        Self { at, kind: None, extends: None, deprecated: None, members: BTreeMap::new() }
    }

    /// Reads a token file, or tokens that stand in a resolver.
    pub(crate) fn read(node: &'a Node, faults: &mut Faults<'_>) -> Self {
        let mut group = Self::empty(node.at);
        if !node.is_object() {
            let message = format!("a token file is an object, not {}", node.kind());
            faults.note(codes::VALUE, node.at, message, "wrap the tokens in `{…}`");
            return group;
        }
        if is_token(node) {
            let message = "the whole file is one token, which then has no name";
            faults.note(codes::PROPERTY, node.at, message, "give the token a name");
            return group;
        }
        group.fill(node, Level::File, faults);
        group
    }

    /// Puts what `later` says over what is here: its tokens replace ours, groups are merged (resolver module, "Composition").
    pub(crate) fn merge(&mut self, later: Self) {
        self.kind = later.kind.or(self.kind);
        self.deprecated = later.deprecated.or(self.deprecated);
        self.extends = later.extends.or(self.extends.take());
        for (name, item) in later.members {
            match (self.members.get_mut(name), item) {
                (Some(Item::Group(ours)), Item::Group(theirs)) => ours.merge(theirs),
                (_, item) => drop(self.members.insert(name, item)),
            }
        }
    }

    fn fill(&mut self, node: &'a Node, level: Level, faults: &mut Faults<'_>) {
        for member in node.members() {
            let inner = &member.node;
            match member.name.as_str() {
                "$type" => self.kind = Some(said(inner, faults)),
                "$description" => drop(text(inner, faults)),
                "$deprecated" => self.deprecated = deprecated(inner, faults),
                "$extensions" => drop(extensions(inner, faults)),
                "$extends" => self.extends = extends(inner, faults),
                "$schema" if level == Level::File => drop(text(inner, faults)),
                ROOT if is_token(inner) => {
                    self.members.insert(ROOT, Item::Token(token(inner, faults)));
                }
                ROOT => {
                    let message = format!("`$root` is a token, not {}", inner.kind());
                    faults.note(codes::PROPERTY, inner.at, message, "give it a `$value`");
                }
                name if reference::is_name(name) => {
                    if let Some(item) = item(inner, faults) {
                        self.members.insert(name, item);
                    }
                }
                name => bad_name(name, member.at, &GROUP_PROPERTIES, faults),
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Level {
    File,
    Group,
}

fn is_token(node: &Node) -> bool {
    node.get("$value").is_some() || node.get("$ref").is_some()
}

fn item<'a>(node: &'a Node, faults: &mut Faults<'_>) -> Option<Item<'a>> {
    if !node.is_object() {
        let message = format!("neither a group nor a token, but {}", node.kind());
        let remedy = "write a token as `{\"$type\": …, \"$value\": …}`";
        faults.note(codes::VALUE, node.at, message, remedy);
        return None;
    }
    if is_token(node) {
        return Some(Item::Token(token(node, faults)));
    }
    let mut group = Group::empty(node.at);
    group.fill(node, Level::Group, faults);
    Some(Item::Group(group))
}

fn token<'a>(node: &'a Node, faults: &mut Faults<'_>) -> RawToken<'a> {
    let value = match (node.get("$value"), node.get("$ref")) {
        (Some(value), None) => RawValue::Direct(value),
        (None, Some(pointer)) => RawValue::Pointer(pointer),
        (value, pointer) => {
            let message = "a token with both `$value` and `$ref`";
            faults.note(codes::PROPERTY, node.at, message, "leave one of them out");
            // One of them is there, or this were no token.
            RawValue::Direct(value.or(pointer).unwrap_or(node))
        }
    };
    let mut token = RawToken {
        at: node.at,
        kind: None,
        value,
        description: None,
        deprecated: None,
        extensions: None,
    };
    for member in node.members() {
        let inner = &member.node;
        match member.name.as_str() {
            "$value" | "$ref" => {}
            "$type" => token.kind = Some(said(inner, faults)),
            "$description" => token.description = text(inner, faults),
            "$deprecated" => token.deprecated = deprecated(inner, faults),
            "$extensions" => token.extensions = extensions(inner, faults),
            name if reference::is_name(name) => {
                let message = format!("`{}` stands within a token", name.escape_debug());
                let remedy = "a token holds no tokens; make it a group with a `$root`";
                faults.note(codes::PROPERTY, member.at, message, remedy);
            }
            name => bad_name(name, member.at, &TOKEN_PROPERTIES, faults),
        }
    }
    token
}

fn bad_name(name: &str, at: Place, known: &[&str], faults: &mut Faults<'_>) {
    let shown = name.escape_debug();
    if name.starts_with('$') {
        let remedy = nearest(name, known.iter().copied()).map_or_else(
            || format!("known are {}", known.join(", ")),
            |known| format!("did you mean `{known}`?"),
        );
        faults.note(codes::PROPERTY, at, format!("unknown property `{shown}`"), remedy);
    } else {
        let remedy = "names are not empty and hold no `{`, `}` or `.`";
        faults.note(codes::PROPERTY, at, format!("`{shown}` is no name for a token"), remedy);
    }
}

fn said(node: &Node, faults: &mut Faults<'_>) -> Said {
    let Some(name) = text(node, faults) else { return Said::Nonsense };
    if let Some(kind) = Kind::from_name(name) {
        return Said::Type(kind);
    }
    let names = Kind::ALL.map(Kind::as_str);
    let remedy = nearest(name, names).map_or_else(
        || format!("types are {}", names.join(", ")),
        |known| format!("did you mean `{known}`?"),
    );
    faults.note(codes::TYPE, node.at, format!("unknown type `{}`", name.escape_debug()), remedy);
    Said::Nonsense
}

fn text<'a>(node: &'a Node, faults: &mut Faults<'_>) -> Option<&'a str> {
    let text = node.string();
    if text.is_none() {
        let message = format!("expected a string, not {}", node.kind());
        faults.note(codes::VALUE, node.at, message, "write text in quotes");
    }
    text
}

fn extensions<'a>(node: &'a Node, faults: &mut Faults<'_>) -> Option<&'a Node> {
    if !node.is_object() {
        let message = format!("`$extensions` is an object, not {}", node.kind());
        faults.note(codes::VALUE, node.at, message, "give each vendor a key of its own");
        return None;
    }
    Some(node)
}

fn deprecated<'a>(node: &'a Node, faults: &mut Faults<'_>) -> Option<Deprecated<'a>> {
    match &node.value {
        Value::Bool(false) => Some(Deprecated::No),
        Value::Bool(true) => Some(Deprecated::Yes(None)),
        Value::String(reason) => Some(Deprecated::Yes(Some(reason))),
        _ => {
            let message = format!("`$deprecated` is a boolean or a reason, not {}", node.kind());
            faults.note(codes::VALUE, node.at, message, "write `true`, `false` or why");
            None
        }
    }
}

fn extends(node: &Node, faults: &mut Faults<'_>) -> Option<(Reference, Place)> {
    let text = text(node, faults)?;
    let reference = match reference::curly(text) {
        Some(path) => Some(Reference::Path(path)),
        None => reference::pointer(text).map(Reference::Pointer),
    };
    if reference.is_none() {
        let message = format!("`{}` is no reference to a group", text.escape_debug());
        faults.note(codes::VALUE, node.at, message, "write `{group}` or `#/group`");
    }
    Some((reference?, node.at))
}

#[cfg(test)]
mod tests;
