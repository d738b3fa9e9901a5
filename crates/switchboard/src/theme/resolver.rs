//! Resolver documents: which token files make a theme, in which order, and for which context (resolver module, 2025.10).
//!
//! References stay within the pack. Beside `$ref` only `description` and `$extensions` may stand; the overriding that the module allows there is refused.

mod read;

use super::fault::{Faults, codes};
use super::source::{Node, Place, Sources};
use cos_core::suggest::nearest;
use std::collections::BTreeMap;

/// A resolver document.
#[derive(Debug)]
pub(crate) struct Resolver<'a> {
    order: Vec<Entry<'a>>,
}

/// An item of `resolutionOrder`.
#[derive(Debug)]
struct Entry<'a> {
    name: &'a str,
    at: Place,
    content: Content<'a>,
}

#[derive(Clone, Debug)]
enum Content<'a> {
    Modifier(Modifier<'a>),
    Set(Vec<&'a Node>),
}

/// Token sources of which the input selects some.
#[derive(Clone, Debug)]
pub(crate) struct Modifier<'a> {
    contexts: Vec<(&'a str, Vec<&'a Node>)>,
    default: Option<&'a str>,
}

impl<'a> Modifier<'a> {
    /// The names of the contexts, in the order of the document.
    pub(crate) fn contexts(&self) -> impl Iterator<Item = &'a str> {
        self.contexts.iter().map(|(name, _)| *name)
    }

    /// The context that is meant where none is named.
    pub(crate) fn default(&self) -> Option<&'a str> {
        self.default
    }
}

/// Selected contexts, by modifier.
pub(crate) type Input = BTreeMap<String, String>;

impl<'a> Resolver<'a> {
    /// Reads the document `name`; `None` when there is nothing to go on with. Faults are noted in any case.
    pub(crate) fn read(sources: &'a Sources, name: &str, faults: &mut Faults<'_>) -> Option<Self> {
        let root = sources.root(name)?;
        read::document(sources, root, faults)
    }

    /// The modifier of that name.
    pub(crate) fn modifier(&self, name: &str) -> Option<&Modifier<'a>> {
        self.modifiers().find(|(known, _, _)| *known == name).map(|(_, _, modifier)| modifier)
    }

    /// The token sources that `input` selects, in order; notes what does not fit (resolver module, "Input validation").
    pub(crate) fn compose(&self, input: &Input, faults: &mut Faults<'_>) -> Vec<&'a Node> {
        let mut out = Vec::new();
        for (name, context) in input {
            let known = self.modifiers().map(|(name, _, _)| name);
            if !self.modifiers().any(|(known, _, _)| known == name)
                && let Some(first) = self.order.first()
            {
                let remedy = nearest(name, known).map_or_else(
                    || "leave it out".to_owned(),
                    |it| format!("did you mean `{it}`?"),
                );
                let message = format!("no modifier is called `{name}`, which `{context}` is for");
                faults.note(codes::INPUT, first.at, message, remedy);
            }
        }
        for entry in &self.order {
            match &entry.content {
                Content::Set(nodes) => out.extend(nodes),
                Content::Modifier(modifier) => {
                    let wanted = input.get(entry.name).map(String::as_str).or(modifier.default);
                    out.extend(modifier.selected(entry, wanted, faults));
                }
            }
        }
        out
    }

    fn modifiers(&self) -> impl Iterator<Item = (&'a str, Place, &Modifier<'a>)> {
        self.order.iter().filter_map(|entry| match &entry.content {
            Content::Modifier(modifier) => Some((entry.name, entry.at, modifier)),
            Content::Set(_) => None,
        })
    }
}

impl<'a> Modifier<'a> {
    fn selected(
        &self,
        entry: &Entry<'a>,
        wanted: Option<&str>,
        faults: &mut Faults<'_>,
    ) -> Vec<&'a Node> {
        let names = || self.contexts().collect::<Vec<_>>().join(", ");
        let name = entry.name;
        let Some(wanted) = wanted else {
            let message =
                format!("the modifier `{name}` has no `default`, and nothing selects a context");
            faults.note(codes::INPUT, entry.at, message, format!("give it one of {}", names()));
            return Vec::new();
        };
        let found = self.contexts.iter().find(|(context, _)| *context == wanted);
        if found.is_none() {
            let message =
                format!("the modifier `{name}` has no context `{}`", wanted.escape_debug());
            faults.note(codes::INPUT, entry.at, message, format!("contexts are {}", names()));
        }
        found.map(|(_, nodes)| nodes.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
