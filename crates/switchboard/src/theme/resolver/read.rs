//! Reads a resolver document, and notes everything that is wrong with it; also in parts that no order names.

use super::{Content, Entry, Modifier, Resolver};
use crate::theme::fault::{Faults, codes};
use crate::theme::reference;
use crate::theme::source::{Node, Sources, Value};
use cos_core::suggest::nearest;

/// The version of the resolver module that is read.
const VERSION: &str = "2025.10";

/// Reads the document whose tree is `root`; `None` when there is nothing to go on with.
pub(super) fn document<'a>(
    sources: &'a Sources,
    root: &'a Node,
    faults: &mut Faults<'_>,
) -> Option<Resolver<'a>> {
    Reading { sources, root, faults, trail: Vec::new() }.document()
}

struct Reading<'a, 'b, 'f> {
    sources: &'a Sources,
    root: &'a Node,
    faults: &'b mut Faults<'f>,
    /// The sets being read, which must not lead back to themselves.
    trail: Vec<&'a str>,
}

impl<'a> Reading<'a, '_, '_> {
    fn document(&mut self) -> Option<Resolver<'a>> {
        let root = self.root;
        if !root.is_object() {
            self.wrong(
                root,
                format!("a resolver is an object, not {}", root.kind()),
                "see the guide",
            );
            return None;
        }
        let known = [
            "$defs",
            "$schema",
            "description",
            "modifiers",
            "name",
            "resolutionOrder",
            "sets",
            "version",
        ];
        self.known(root, &known);
        for name in ["name", "description", "$schema"] {
            if let Some(node) = root.get(name).filter(|node| node.string().is_none()) {
                self.wrong(
                    node,
                    format!("`{name}` is text, not {}", node.kind()),
                    "put it in quotes",
                );
            }
        }
        match root.get("version") {
            Some(version) if version.string() == Some(VERSION) => {}
            Some(version) => {
                self.wrong(version, "an unknown version".into(), "write \"2025.10\"");
            }
            None => {
                self.wrong(root, "`version` is missing".into(), "add `\"version\": \"2025.10\"`");
            }
        }
        // Also what no order names is looked at, so that all faults are known at once.
        for member in root.get("sets").map(Node::members).unwrap_or_default() {
            self.set(&member.name, &member.node);
        }
        for member in root.get("modifiers").map(Node::members).unwrap_or_default() {
            self.modifier(&member.node, &[]);
        }
        let order = root.get("resolutionOrder").filter(|order| !order.items().is_empty());
        let Some(order) = order else {
            self.wrong(
                root,
                "`resolutionOrder` is missing or empty".into(),
                "list sets and modifiers",
            );
            return None;
        };
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for item in order.items() {
            let Some(entry) = self.entry(item) else { continue };
            let is_same_kind = |it: &Entry<'_>| {
                std::mem::discriminant(&it.content) == std::mem::discriminant(&entry.content)
            };
            if entries.iter().any(|it| it.name == entry.name && is_same_kind(it)) {
                let message = format!("`{}` stands in the order twice", entry.name.escape_debug());
                self.wrong(item, message, "name each once");
                continue;
            }
            entries.push(entry);
        }
        Some(Resolver { order: entries })
    }

    fn entry(&mut self, item: &'a Node) -> Option<Entry<'a>> {
        if let Some(text) = item.get("$ref") {
            self.beside_reference(item);
            return self.referred(item, text);
        }
        let name = item.get("name").and_then(Node::string);
        let kind = item.get("type").and_then(Node::string);
        let (Some(name), Some(kind @ ("set" | "modifier"))) = (name, kind) else {
            let remedy = "write `{\"$ref\": \"#/sets/NAME\"}`, or add `name` and `type`, which is \"set\" or \"modifier\"";
            self.wrong(
                item,
                "neither a reference nor a set or modifier with a name".into(),
                remedy,
            );
            return None;
        };
        let content = if kind == "set" {
            self.known(item, &["$extensions", "description", "name", "sources", "type"]);
            Content::Set(self.sources_of(item)?)
        } else {
            Content::Modifier(self.modifier(item, &["name", "type"])?)
        };
        Some(Entry { name, at: item.at, content })
    }

    fn referred(&mut self, item: &'a Node, text: &'a Node) -> Option<Entry<'a>> {
        let root = self.root;
        let segments = text.string().and_then(reference::pointer).unwrap_or_default();
        let found = match segments.as_slice() {
            [area, name] if area == "sets" || area == "modifiers" => {
                let area = root.get(area).map(Node::members).unwrap_or_default();
                area.iter().find(|it| it.name == *name)
            }
            _ => None,
        };
        let Some(member) = found else {
            self.dangling(text);
            return None;
        };
        let content = if segments[0] == "sets" {
            Content::Set(self.set(&member.name, &member.node)?)
        } else {
            Content::Modifier(self.modifier(&member.node, &[])?)
        };
        Some(Entry { name: &member.name, at: item.at, content })
    }

    fn set(&mut self, name: &'a str, node: &'a Node) -> Option<Vec<&'a Node>> {
        if self.trail.contains(&name) {
            let chain = self.trail.iter().chain([&name]).map(|it| format!("`{it}`"));
            let chain = chain.collect::<Vec<_>>().join(" → ");
            let message = format!("sets refer to each other in a circle: {chain}");
            self.faults.note(codes::CYCLE, node.at, message, "let one of them stand on its own");
            return None;
        }
        self.known(node, &["$extensions", "description", "sources"]);
        self.trail.push(name);
        let sources = self.sources_of(node);
        self.trail.pop();
        sources
    }

    fn sources_of(&mut self, set: &'a Node) -> Option<Vec<&'a Node>> {
        let Some(sources) = set.get("sources").filter(|it| matches!(it.value, Value::Array(_)))
        else {
            self.wrong(set, "a set has an array of `sources`".into(), "add it; it may be empty");
            return None;
        };
        Some(self.all(sources))
    }

    fn modifier(&mut self, node: &'a Node, more: &[&str]) -> Option<Modifier<'a>> {
        let known = ["$extensions", "contexts", "default", "description"];
        self.known(node, &[&known, more].concat());
        let contexts = node.get("contexts").map(Node::members).unwrap_or_default();
        if contexts.len() < 2 {
            let message = format!("a modifier with {} contexts selects nothing", contexts.len());
            self.wrong(node, message, "give it two, or make it a set");
            return None;
        }
        let mut read = Vec::new();
        for member in contexts {
            if !matches!(member.node.value, Value::Array(_)) {
                let message =
                    format!("a context is an array of sources, not {}", member.node.kind());
                self.wrong(&member.node, message, "wrap it in `[…]`");
                continue;
            }
            read.push((member.name.as_str(), self.all(&member.node)));
        }
        let default = node.get("default");
        let named = default.and_then(Node::string);
        if let Some(default) = default
            && !named.is_some_and(|name| contexts.iter().any(|it| it.name == name))
        {
            let names: Vec<&str> = contexts.iter().map(|it| it.name.as_str()).collect();
            let remedy = format!("name one of {}", names.join(", "));
            self.wrong(default, "`default` names no context".into(), &remedy);
        }
        Some(Modifier { contexts: read, default: named })
    }

    /// The token sources of an array, with those of the sets that it refers to in their place.
    fn all(&mut self, array: &'a Node) -> Vec<&'a Node> {
        let mut out = Vec::new();
        for source in array.items() {
            match source.get("$ref") {
                // A token file whose first name is `$ref` is none: it would be a token.
                Some(text) => {
                    self.beside_reference(source);
                    out.extend(self.source(text));
                }
                None if source.is_object() => out.push(source),
                None => {
                    let message =
                        format!("a source is tokens or a reference, not {}", source.kind());
                    self.wrong(source, message, "write `{\"$ref\": \"FILE\"}`");
                }
            }
        }
        out
    }

    fn source(&mut self, text: &'a Node) -> Vec<&'a Node> {
        let written = text.string().unwrap_or_default();
        if let Some(segments) = reference::pointer(written) {
            let sets = self.root.get("sets").map(Node::members).unwrap_or_default();
            let found = match segments.as_slice() {
                [area, name] if area == "sets" => sets.iter().find(|it| it.name == *name),
                _ => None,
            };
            let Some(member) = found else {
                self.dangling(text);
                return Vec::new();
            };
            return self.set(&member.name, &member.node).unwrap_or_default();
        }
        let (file, fragment) = written.split_once('#').unwrap_or((written, ""));
        let file = file.strip_prefix("./").unwrap_or(file);
        let Some(mut node) = self.sources.root(file) else {
            self.dangling(text);
            return Vec::new();
        };
        let fragment = fragment.trim_start_matches('/');
        let segments = reference::pointer(&format!("#/{fragment}")).unwrap_or_default();
        for name in segments.iter().filter(|_| !fragment.is_empty()) {
            let Some(inner) = node.get(name) else {
                self.dangling(text);
                return Vec::new();
            };
            node = inner;
        }
        vec![node]
    }

    fn dangling(&mut self, text: &Node) {
        let written = text.string().unwrap_or_default();
        let shown = written.escape_debug();
        let (message, remedy) = if written.contains("://") {
            (
                format!("`{shown}` lies outside of the pack"),
                "copy the file into the pack".to_owned(),
            )
        } else if written.starts_with("#/resolutionOrder") || written.starts_with("#/modifiers") {
            (format!("`{shown}` may not be referred to from here"), "refer to a set".to_owned())
        } else {
            let sets = self.root.get("sets").map(Node::members).unwrap_or_default();
            let sets = sets.iter().map(|it| format!("#/sets/{}", it.name));
            let known: Vec<String> = sets.chain(self.sources.names().map(str::to_owned)).collect();
            let remedy = nearest(written, known.iter().map(String::as_str)).map_or_else(
                || "name a file of the pack, or `#/sets/NAME`".to_owned(),
                |it| format!("did you mean `{it}`?"),
            );
            (format!("`{shown}` leads to nothing"), remedy)
        };
        self.faults.note(codes::DANGLING, text.at, message, remedy);
    }

    fn beside_reference(&mut self, node: &Node) {
        for member in node.members() {
            let name = member.name.as_str();
            if !matches!(name, "$ref" | "$extensions" | "description") {
                let message = format!("`{}` stands beside `$ref`", name.escape_debug());
                let remedy = "change what is referred to; it is not overridden here";
                self.faults.note(codes::RESOLVER, member.at, message, remedy);
            }
        }
    }

    fn known(&mut self, node: &Node, known: &[&str]) {
        for member in node.members() {
            if !known.contains(&member.name.as_str()) {
                let message = format!("unknown property `{}`", member.name.escape_debug());
                let remedy = nearest(&member.name, known.iter().copied()).map_or_else(
                    || format!("known are {}", known.join(", ")),
                    |it| format!("did you mean `{it}`?"),
                );
                self.faults.note(codes::RESOLVER, member.at, message, remedy);
            }
        }
    }

    fn wrong(&mut self, node: &Node, message: String, remedy: &str) {
        self.faults.note(codes::RESOLVER, node.at, message, remedy);
    }
}
