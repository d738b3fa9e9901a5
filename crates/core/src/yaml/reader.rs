//! Builds the tree from the events of the parser, counting as it goes, so that hostile input is refused before it is large.

use super::{Entry, Limits, Node, Position, Value, YamlError, YamlErrorKind, scalar};
use serde_saphyr::granit_parser::{
    ErrorKind, Event, Marker, Options, Parser, ScalarStyle, ScanError, Span, options,
};
use std::collections::BTreeMap;

pub(super) fn read(text: &[u8], limits: &Limits) -> Result<Node, YamlError> {
    if text.len() > limits.max_bytes {
        return Err(YamlError::new(None, YamlErrorKind::TooLong(limits.max_bytes)));
    }
    let text = std::str::from_utf8(text).map_err(|error| {
        let offset = error.valid_up_to();
        YamlError::new(end_of(&text[..offset]), YamlErrorKind::Utf8 { offset })
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.starts_with('\u{feff}') {
        let kind = YamlErrorKind::Syntax("a second byte-order mark".into());
        return Err(YamlError::new(Position { line: 1, column: 1 }, kind));
    }
    let mut builder = Builder::new(limits);
    for event in Parser::new_from_str_with_options(text, parser_options(limits)) {
        let (event, span) = event.map_err(|error| refused(&error, limits))?;
        builder.take(event, span)?;
    }
    builder.root.ok_or_else(|| YamlError::new(None, YamlErrorKind::Empty))
}

fn parser_options(limits: &Limits) -> Options {
    // Brackets are read ahead of the events that are counted here.
    let nesting = limits.max_depth as usize + 1;
    options! {
        disallow_directives: true,
        emit_comments: false,
        flow_nesting_limit: nesting,
        block_nesting_limit: nesting,
    }
}

/// How a scalar is written.
#[derive(Clone, Copy)]
enum Form {
    /// Not at all: `key:` and nothing else.
    Absent,
    Plain,
    Quoted,
}

/// A list or mapping whose end has not come yet.
struct Open {
    at: Position,
    items: Items,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<Entry>,
        /// Every key so far with its place; the set decides what is a duplicate, the entries keep the order.
        keys: BTreeMap<String, Position>,
        /// The key whose value comes next.
        key: Option<(String, Position)>,
    },
}

struct Builder<'l> {
    limits: &'l Limits,
    open: Vec<Open>,
    root: Option<Node>,
    /// Where each anchored value stands or will stand: which child to take at each level.
    anchors: BTreeMap<usize, Vec<usize>>,
    nodes: usize,
    aliases: usize,
    repeated: usize,
}

impl<'l> Builder<'l> {
    fn new(limits: &'l Limits) -> Self {
        let (open, anchors) = (Vec::new(), BTreeMap::new());
        Self { limits, open, root: None, anchors, nodes: 0, aliases: 0, repeated: 0 }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), YamlError> {
        let at = position(span.start);
        let refuse = |kind| Err(YamlError::new(at, kind));
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                refuse(YamlErrorKind::MultipleDocuments)
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                let tag = span.tag_start.map_or(at, position);
                Err(YamlError::new(tag, YamlErrorKind::Tag))
            }
            Event::Scalar(text, style, anchor, None) => {
                self.count(at)?;
                // The parser writes `~` where nothing stands.
                let form = match style {
                    ScalarStyle::Plain if span.is_empty() => Form::Absent,
                    ScalarStyle::Plain => Form::Plain,
                    _ => Form::Quoted,
                };
                if self.wants_key() {
                    return self.key(&text, form, anchor, at);
                }
                self.anchor(anchor);
                let value = match form {
                    Form::Absent if self.open.is_empty() => return refuse(YamlErrorKind::Empty),
                    Form::Absent => Value::Null,
                    Form::Plain => {
                        scalar::resolve(&text).map_err(|kind| YamlError::new(at, kind))?
                    }
                    Form::Quoted => Value::String(text.into_owned()),
                };
                self.put(Node { at, value });
                Ok(())
            }
            Event::SequenceStart(_, anchor, None) => {
                self.begin(at, anchor, Items::Sequence(Vec::new()))
            }
            Event::MappingStart(_, anchor, None) => {
                let (entries, keys) = (Vec::new(), BTreeMap::new());
                self.begin(at, anchor, Items::Mapping { entries, keys, key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.end();
                Ok(())
            }
            Event::Alias(id) => self.alias(id, at),
            // Nothing else is asked for in the options, and nothing else has a value.
            _ => Ok(()),
        }
    }

    fn wants_key(&self) -> bool {
        let items = self.open.last().map(|open| &open.items);
        matches!(items, Some(Items::Mapping { key: None, .. }))
    }

    fn key(
        &mut self,
        text: &str,
        form: Form,
        anchor: usize,
        at: Position,
    ) -> Result<(), YamlError> {
        let refuse = |kind| Err(YamlError::new(at, kind));
        let Some(Open { items: Items::Mapping { keys, key, .. }, .. }) = self.open.last_mut()
        else {
            return Ok(());
        };
        match form {
            _ if anchor != 0 => return refuse(YamlErrorKind::AnchorOnKey),
            Form::Absent => return refuse(YamlErrorKind::KeyNotText),
            Form::Plain if text == "<<" => return refuse(YamlErrorKind::MergeKey),
            _ => {}
        }
        if let Some(&first) = keys.get(text) {
            let key = text.chars().take(80).collect();
            return refuse(YamlErrorKind::DuplicateKey { key, first });
        }
        keys.insert(text.into(), at);
        *key = Some((text.into(), at));
        Ok(())
    }

    fn begin(&mut self, at: Position, anchor: usize, items: Items) -> Result<(), YamlError> {
        if self.wants_key() {
            return Err(YamlError::new(at, YamlErrorKind::KeyNotText));
        }
        self.count(at)?;
        if self.open.len() >= self.limits.max_depth as usize {
            return Err(YamlError::new(at, YamlErrorKind::TooDeep(self.limits.max_depth)));
        }
        self.anchor(anchor);
        self.open.push(Open { at, items });
        Ok(())
    }

    fn end(&mut self) {
        if let Some(Open { at, items }) = self.open.pop() {
            let value = match items {
                Items::Sequence(items) => Value::Sequence(items),
                Items::Mapping { entries, .. } => Value::Mapping(entries),
            };
            self.put(Node { at, value });
        }
    }

    fn put(&mut self, value: Node) {
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(value),
            Some(Items::Sequence(items)) => items.push(value),
            Some(Items::Mapping { entries, key, .. }) => {
                if let Some((key, key_at)) = key.take() {
                    entries.push(Entry { key, key_at, value });
                }
            }
        }
    }

    /// Remembers where the value that comes next will stand; 0 is no anchor.
    fn anchor(&mut self, id: usize) {
        if id != 0 {
            self.anchors.insert(id, self.open.iter().map(Open::len).collect());
        }
    }

    fn alias(&mut self, id: usize, at: Position) -> Result<(), YamlError> {
        let refuse = |kind| Err(YamlError::new(at, kind));
        if self.wants_key() {
            return refuse(YamlErrorKind::AnchorOnKey);
        }
        self.aliases += 1;
        if self.aliases > self.limits.max_aliases {
            return refuse(YamlErrorKind::TooManyAliases(self.limits.max_aliases));
        }
        let Some(path) = self.anchors.get(&id) else {
            return refuse(YamlErrorKind::UnknownAnchor);
        };
        let Some(node) = self.finished(path) else {
            return refuse(YamlErrorKind::AliasCycle);
        };
        // Measured before it is copied: what is too large is never made.
        let size = Size::of(node);
        let (nodes, repeated) = (self.nodes + size.nodes, self.repeated + size.bytes);
        if nodes > self.limits.max_nodes {
            return refuse(YamlErrorKind::TooManyNodes(self.limits.max_nodes));
        }
        if self.open.len() + size.depth > self.limits.max_depth as usize {
            return refuse(YamlErrorKind::TooDeep(self.limits.max_depth));
        }
        if repeated > self.limits.max_bytes {
            return refuse(YamlErrorKind::TooMuchRepeated(self.limits.max_bytes));
        }
        let value = node.value.clone();
        (self.nodes, self.repeated) = (nodes, repeated);
        self.put(Node { at, value });
        Ok(())
    }

    /// The value at the end of `path`; `None` while it is still being read.
    fn finished(&self, path: &[usize]) -> Option<&Node> {
        for (level, (open, &index)) in self.open.iter().zip(path).enumerate() {
            if let Some(node) = open.child(index) {
                return path[level + 1..].iter().try_fold(node, |node, &index| node.child(index));
            }
        }
        None
    }

    fn count(&mut self, at: Position) -> Result<(), YamlError> {
        self.nodes += 1;
        if self.nodes > self.limits.max_nodes {
            return Err(YamlError::new(at, YamlErrorKind::TooManyNodes(self.limits.max_nodes)));
        }
        Ok(())
    }
}

impl Open {
    fn len(&self) -> usize {
        match &self.items {
            Items::Sequence(items) => items.len(),
            Items::Mapping { entries, .. } => entries.len(),
        }
    }

    fn child(&self, index: usize) -> Option<&Node> {
        match &self.items {
            Items::Sequence(items) => items.get(index),
            Items::Mapping { entries, .. } => entries.get(index).map(|entry| &entry.value),
        }
    }
}

impl Node {
    fn child(&self, index: usize) -> Option<&Self> {
        match &self.value {
            Value::Sequence(items) => items.get(index),
            Value::Mapping(entries) => entries.get(index).map(|entry| &entry.value),
            _ => None,
        }
    }
}

/// What a copy of a value would cost.
#[derive(Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    depth: usize,
}

impl Size {
    /// Visits every node once; they are within the limits already, so this is cheap.
    fn of(node: &Node) -> Self {
        let mut size = Self { nodes: 1, ..Self::default() };
        match &node.value {
            Value::String(text) => size.bytes = text.len(),
            Value::Sequence(items) => {
                size.depth = 1;
                for item in items {
                    size.add(&Self::of(item));
                }
            }
            Value::Mapping(entries) => {
                size.depth = 1;
                for entry in entries {
                    size.nodes += 1;
                    size.bytes += entry.key.len();
                    size.add(&Self::of(&entry.value));
                }
            }
            _ => {}
        }
        size
    }

    fn add(&mut self, child: &Self) {
        self.nodes += child.nodes;
        self.bytes += child.bytes;
        self.depth = self.depth.max(child.depth + 1);
    }
}

fn position(marker: Marker) -> Position {
    Position { line: marker.line() as u32, column: marker.col() as u32 + 1 }
}

/// The place after `text`, which is UTF-8.
fn end_of(text: &[u8]) -> Position {
    let line = text.split(|&byte| byte == b'\n').next_back().unwrap_or_default();
    let column = String::from_utf8_lossy(line).trim_start_matches('\u{feff}').chars().count() + 1;
    let lines = memchr::memchr_iter(b'\n', text).count() + 1;
    Position { line: lines as u32, column: column as u32 }
}

fn refused(error: &ScanError, limits: &Limits) -> YamlError {
    let kind = match error.kind() {
        ErrorKind::UnknownAnchor => YamlErrorKind::UnknownAnchor,
        ErrorKind::DirectiveDisallowed => YamlErrorKind::Directive,
        ErrorKind::RecursionLimitExceeded => YamlErrorKind::TooDeep(limits.max_depth),
        _ => YamlErrorKind::Syntax(error.info()),
    };
    YamlError::new(position(*error.marker()), kind)
}
