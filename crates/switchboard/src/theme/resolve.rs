//! From tokens as declared to tokens with values: follows references, finds types, and notes every fault on the way.
//!
//! What a literal value of each type looks like is `read`'s. A token that refers to a faulty one gets no fault of its own.

use super::extends::{Declared, Flat, MOST_LINKS};
use super::fault::{Faults, codes};
use super::group::{Deprecated, RawValue, Said};
use super::kind::Kind;
use super::read::{self, Typed};
use super::reference::{self, ROOT};
use super::source::{Node, Place, Value};
use super::tokens::{Token, Tokens};
use super::value::TokenValue;
use cos_core::suggest::nearest;
use std::collections::HashMap;
use std::rc::Rc;

/// Resolves every token.
pub(crate) fn resolve<'a>(flat: &'a Flat<'a>, faults: &mut Faults<'_>) -> Tokens {
    let mut work = Resolve {
        flat,
        faults,
        done: HashMap::with_capacity(flat.len()),
        trail: Vec::new(),
        links: 0,
    };
    for path in flat.keys() {
        work.token(path);
    }
    let mut done = work.done;
    flat.iter()
        .filter_map(|(path, it)| Some((path.clone(), token(it, done.remove(path.as_str())?)?)))
        .collect()
}

fn token(declared: &Declared<'_>, outcome: Outcome) -> Option<Token> {
    let Outcome { value, alias, .. } = outcome;
    let deprecated = match declared.deprecated {
        Some(Deprecated::Yes(reason)) => Some(reason.map(str::to_owned)),
        Some(Deprecated::No) | None => None,
    };
    Some(Token {
        value: Rc::unwrap_or_clone(value?),
        alias,
        description: declared.token.description.map(str::to_owned),
        deprecated,
        extensions: declared.token.extensions.map(Node::to_json),
    })
}

/// What became of a token.
struct Outcome {
    /// `None` when it has a fault, which was noted.
    value: Option<Rc<TokenValue>>,
    alias: Option<String>,
    /// References on the longest way from it to a literal.
    links: usize,
}

/// A reference that is being followed.
struct Step<'a> {
    at: Place,
    label: &'a str,
}

pub(crate) struct Resolve<'a, 'b, 'f> {
    flat: &'a Flat<'a>,
    pub(crate) faults: &'b mut Faults<'f>,
    done: HashMap<&'a str, Outcome>,
    trail: Vec<Step<'a>>,
    /// The longest way to a literal found since this was last set to zero.
    links: usize,
}

/// What a reference leads to.
enum Target<'a> {
    /// Part of a token's value.
    Part(&'a Node),
    Token(&'a str),
}

impl<'a> Resolve<'a, '_, '_> {
    /// The value of a token; `None` when it has none, which was noted.
    fn token(&mut self, path: &'a str) -> Option<Rc<TokenValue>> {
        if let Some(outcome) = self.done.get(path) {
            self.links = self.links.max(outcome.links);
            return outcome.value.clone();
        }
        let declared = self.flat.get(path)?;
        let at = declared.token.value.node().at;
        if !self.enter(at, path) {
            return None;
        }
        let before = std::mem::take(&mut self.links);
        let alias = self.alias(declared);
        let value = self.token_value(path, declared, alias);
        self.trail.pop();
        let links = self.links + 1;
        self.links = before.max(links);
        let value = value.map(Rc::new);
        let alias = alias.map(str::to_owned);
        // A token of a circle is done already, and has no value.
        let outcome = self.done.entry(path).or_insert(Outcome { value, alias, links });
        if links > MOST_LINKS && outcome.value.take().is_some() {
            self.too_long(at);
        }
        self.done.get(path)?.value.clone()
    }

    /// The token of which this one is another name; a reference to nothing is noted when the value is read.
    fn alias(&mut self, declared: &Declared<'a>) -> Option<&'a str> {
        let path = match declared.token.value {
            RawValue::Pointer(node) => return self.pointed_token(node),
            RawValue::Direct(node) => match &node.value {
                Value::String(text) if reference::is_curly(text) => reference::curly(text)?,
                _ => return self.pointed_token(reference::object(node)?),
            },
        };
        self.flat.get_key_value(&path).map(|(path, _)| path.as_str())
    }

    fn pointed_token(&self, text: &Node) -> Option<&'a str> {
        let segments = reference::pointer(text.string()?)?;
        let (path, rest) = self.split(&segments)?;
        (rest.is_empty() || rest == ["$value"]).then_some(path)
    }

    fn token_value(
        &mut self,
        path: &str,
        declared: &'a Declared<'a>,
        alias: Option<&'a str>,
    ) -> Option<TokenValue> {
        let own = declared.token.kind;
        if let Some(alias) = alias {
            let value = self.token(alias)?;
            if let Some(Said::Type(own)) = own.filter(|own| *own != Said::Type(value.kind())) {
                let at = declared.token.value.node().at;
                self.other_type(at, alias, value.kind(), own);
                return None;
            }
            return Some(TokenValue::clone(&value));
        }
        let kind = match own.or(declared.inherited) {
            Some(Said::Type(kind)) => kind,
            Some(Said::Nonsense) => return None,
            None => {
                self.untyped(path, declared);
                return None;
            }
        };
        match declared.token.value {
            RawValue::Direct(node) => read::value(self, kind, node),
            RawValue::Pointer(text) => {
                let Target::Part(node) = self.pointer(text)? else { return None };
                self.within(text, node, |work| read::value(work, kind, node))
            }
        }
    }

    fn untyped(&mut self, path: &str, declared: &'a Declared<'a>) {
        let node = declared.token.value.node();
        let text = match declared.token.value {
            RawValue::Pointer(text) => Some(text),
            RawValue::Direct(node) => reference::object(node),
        };
        // A reference that leads nowhere says so, and no more.
        let is_lost = match text {
            Some(text) => self.pointer(text).is_none(),
            None => match &node.value {
                Value::String(text) if reference::is_curly(text) => {
                    self.curly(node, text);
                    true
                }
                _ => false,
            },
        };
        if !is_lost && declared.token.kind.is_none() {
            let message = format!("the type of `{path}` cannot be determined");
            let remedy = "give the token or one of its groups a `$type`";
            self.faults.note(codes::TYPE, declared.token.at, message, remedy);
        }
    }

    /// Reads a value of type `T`, which may be a reference to a token of that type.
    pub(crate) fn typed<T: Typed>(&mut self, node: &'a Node) -> Option<T> {
        let target = match &node.value {
            Value::String(text) if reference::is_curly(text) => {
                Target::Token(self.curly(node, text)?)
            }
            _ => match reference::object(node) {
                None => return T::literal(self, node),
                Some(text) => self.pointer(text)?,
            },
        };
        match target {
            Target::Part(part) => self.within(node, part, |work| work.typed(part)),
            Target::Token(path) => {
                let value = self.token(path)?;
                let taken = T::taken(&value);
                if taken.is_none() {
                    self.other_type(node.at, path, value.kind(), T::KIND);
                }
                taken
            }
        }
    }

    /// The literal that stands where a pointer leads, or `node` itself; for parts that no token type exists for.
    pub(crate) fn literal(&mut self, node: &'a Node) -> Option<&'a Node> {
        let Some(text) = reference::object(node) else { return Some(node) };
        match self.pointer(text)? {
            Target::Part(part) => self.within(node, part, |work| work.literal(part)),
            Target::Token(path) => {
                let message = format!("`{path}` is a whole token, where a part of one is needed");
                let remedy = "point into its value, as `#/a/b/$value/unit`";
                self.faults.note(codes::OTHER_TYPE, node.at, message, remedy);
                None
            }
        }
    }

    /// The token that `{a.b}` names.
    fn curly(&mut self, node: &'a Node, text: &str) -> Option<&'a str> {
        let Some(path) = reference::curly(text) else {
            let message = format!("`{}` is no reference", text.escape_debug());
            self.faults.note(codes::VALUE, node.at, message, "write `{group.token}`");
            return None;
        };
        if let Some((path, _)) = self.flat.get_key_value(&path) {
            return Some(path);
        }
        self.dangling(node.at, &path);
        None
    }

    /// What a JSON pointer leads to, through the references on its way.
    fn pointer(&mut self, text: &'a Node) -> Option<Target<'a>> {
        let written = text.string();
        let Some(segments) = written.and_then(reference::pointer) else {
            let message = match written {
                Some(written) => format!("`{}` is no pointer", written.escape_debug()),
                None => format!("a pointer is a string, not {}", text.kind()),
            };
            let remedy = "write `#/group/token/$value`; other documents are not referred to";
            self.faults.note(codes::VALUE, text.at, message, remedy);
            return None;
        };
        let Some((path, rest)) = self.split(&segments) else {
            self.dangling(text.at, &segments.join("."));
            return None;
        };
        let inner = match rest {
            [] => return Some(Target::Token(path)),
            [first, inner @ ..] if first == "$value" => inner,
            _ => {
                let message = format!("`{}` is no value", rest.join("/").escape_debug());
                let remedy = "point at `$value` or into it";
                self.faults.note(codes::DANGLING, text.at, message, remedy);
                return None;
            }
        };
        if inner.is_empty() {
            return Some(Target::Token(path));
        }
        let mut node = self.flat.get(path)?.token.value.node();
        for name in inner {
            node = self.step(node, name, text)?;
        }
        Some(Target::Part(node))
    }

    /// From a value to a part of it, through a reference where the value is one.
    fn step(&mut self, node: &'a Node, name: &str, text: &'a Node) -> Option<&'a Node> {
        let target = match &node.value {
            Value::String(curly) if reference::is_curly(curly) => {
                Some(Target::Token(self.curly(node, curly)?))
            }
            // The text of a token's `$ref` stands alone.
            Value::String(pointer) if pointer.starts_with("#/") => {
                Some(self.within(text, node, |work| work.pointer(node))?)
            }
            _ => match reference::object(node) {
                Some(inner) => Some(self.within(text, node, |work| work.pointer(inner))?),
                None => None,
            },
        };
        match target {
            Some(Target::Part(part)) => self.within(text, part, |work| work.step(part, name, text)),
            Some(Target::Token(path)) => {
                let value = self.flat.get(path)?.token.value.node();
                self.within(text, value, |work| work.step(value, name, text))
            }
            None => {
                let part = match &node.value {
                    Value::Array(items) => name.parse().ok().and_then(|at: usize| items.get(at)),
                    _ => node.get(name),
                };
                if part.is_none() {
                    let message =
                        format!("there is no `{}` in {}", name.escape_debug(), node.kind());
                    let remedy = "look at the value that the pointer leads into";
                    self.faults.note(codes::DANGLING, text.at, message, remedy);
                }
                part
            }
        }
    }

    /// Splits a pointer into the token it leads to and the way on from there.
    fn split<'s>(&self, segments: &'s [String]) -> Option<(&'a str, &'s [String])> {
        let names = segments.iter().take_while(|name| !name.starts_with('$')).count();
        let is_root = segments.get(names).is_some_and(|name| name == ROOT);
        let names = names + usize::from(is_root);
        // Names hold no dots; what follows the token's own name begins with `$`, or is a fault.
        (1..=names).rev().find_map(|count| {
            let (path, _) = self.flat.get_key_value(&segments[..count].join("."))?;
            Some((path.as_str(), &segments[count..]))
        })
    }

    /// Goes to where a reference leads, unless that is a circle.
    fn within<T>(
        &mut self,
        from: &'a Node,
        to: &'a Node,
        then: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let label = reference::object(from).unwrap_or(from).string().unwrap_or("$ref");
        if !self.enter(to.at, label) {
            return None;
        }
        let found = then(self);
        self.trail.pop();
        found
    }

    /// Notes the circle, and makes all tokens of it done; or the way that is too long.
    fn enter(&mut self, at: Place, label: &'a str) -> bool {
        if let Some(first) = self.trail.iter().position(|step| step.at == at) {
            let steps = self.trail[first..].iter().map(|step| step.label);
            let chain: Vec<String> = steps.chain([label]).map(|it| format!("`{it}`")).collect();
            let message = format!("circular reference: {}", chain.join(" → "));
            self.faults.note(codes::CYCLE, at, message, "give one of them a value of its own");
            for step in &self.trail[first..] {
                if let Some((path, _)) = self.flat.get_key_value(step.label) {
                    self.done.insert(path, Outcome { value: None, alias: None, links: 0 });
                }
            }
            return false;
        }
        if self.trail.len() > 2 * MOST_LINKS {
            self.too_long(at);
            return false;
        }
        self.trail.push(Step { at, label });
        true
    }

    fn too_long(&mut self, at: Place) {
        let message = format!("more than {MOST_LINKS} references in a row");
        self.faults.note(codes::LIMIT, at, message, "refer to the last of them directly");
    }

    fn other_type(&mut self, at: Place, path: &str, found: Kind, expected: Kind) {
        let message = format!("`{path}` is of type {found}, where {expected} is needed");
        let remedy = format!("refer to a token of type {expected}");
        self.faults.note(codes::OTHER_TYPE, at, message, remedy);
    }

    fn dangling(&mut self, at: Place, path: &str) {
        let compared = if self.faults.are_few() { 500 } else { 0 };
        let message = format!("there is no token `{}`", path.escape_debug());
        let inner = format!("{path}.");
        let is_group =
            self.flat.range(inner.clone()..).next().is_some_and(|(it, _)| it.starts_with(&inner));
        let remedy = if is_group {
            format!("it is a group; name a token in it, or give it a `{ROOT}`")
        } else {
            let known = self.flat.keys().take(compared).map(String::as_str);
            nearest(path, known).map_or_else(
                || "name a token by its path, as `{group.token}`".to_owned(),
                |known| format!("did you mean `{{{known}}}`?"),
            )
        };
        self.faults.note(codes::DANGLING, at, message, remedy);
    }
}

#[cfg(test)]
mod tests;
