//! Reading what is imported: YAML files of several documents, fields with their places, names of files beside each other.

use super::{Files, MISSING, Place, Problems, UNREADABLE, WRONG_SHAPE};
use cos_core::yaml::{self, Entry, Limits, Node, Value};

/// How much one file may ask of its reader.
const LIMITS: Limits =
    Limits { max_bytes: 4 << 20, max_depth: 64, max_nodes: 100_000, max_aliases: 1_000 };

/// A value in a file, with the field that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Spot<'n> {
    pub(super) file: &'n str,
    pub(super) field: String,
    pub(super) node: &'n Node,
}

impl<'n> Spot<'n> {
    pub(super) fn root(file: &'n str, node: &'n Node) -> Self {
        Self { file, field: String::new(), node }
    }

    pub(super) fn place(&self) -> Place {
        let line = self.node.at.line;
        Place { file: self.file.to_owned(), line, field: self.field.clone() }
    }

    /// What stands below `key`; nothing for null.
    pub(super) fn find(&self, key: &str) -> Option<Self> {
        let node = self.node.get(key).filter(|node| !node.is_null())?;
        let field =
            if self.field.is_empty() { key.to_owned() } else { format!("{}.{key}", self.field) };
        Some(Self { file: self.file, field, node })
    }

    /// What `keys` lead to.
    pub(super) fn below(&self, keys: &[&str]) -> Option<Self> {
        keys.iter().try_fold(self.clone(), |spot, key| spot.find(key))
    }

    pub(super) fn need(&self, key: &str, problems: &mut Problems) -> Option<Self> {
        let found = self.find(key);
        if found.is_none() {
            problems.error(WRONG_SHAPE, self.place(), format!("`{key}` is missing"));
        }
        found
    }

    pub(super) fn wrong(&self, wanted: &str, problems: &mut Problems) {
        let message = format!("expected {wanted}, found {}", self.node.kind());
        problems.error(WRONG_SHAPE, self.place(), message);
    }

    pub(super) fn text(&self, problems: &mut Problems) -> Option<&'n str> {
        let text = self.node.as_str();
        if text.is_none() {
            self.wrong("text", problems);
        }
        text
    }

    pub(super) fn need_text(&self, key: &str, problems: &mut Problems) -> Option<&'n str> {
        self.need(key, problems)?.text(problems)
    }

    /// The items of the list below `key`; none where there is none.
    pub(super) fn list(&self, key: &str, problems: &mut Problems) -> Vec<Self> {
        let Some(list) = self.find(key) else { return Vec::new() };
        if !matches!(list.node.value, Value::Sequence(_)) {
            list.wrong("a list", problems);
        }
        let item = |(index, node)| Self {
            file: self.file,
            field: format!("{}[{index}]", list.field),
            node,
        };
        list.node.items().iter().enumerate().map(item).collect()
    }

    /// Whether `key` is true.
    pub(super) fn is_set(&self, key: &str, problems: &mut Problems) -> bool {
        let Some(spot) = self.find(key) else { return false };
        if spot.node.as_bool().is_none() {
            spot.wrong("a boolean", problems);
        }
        spot.node.as_bool() == Some(true)
    }

    /// Leaves a note for each field that is not among `known`.
    pub(super) fn note_unknown(&self, known: &[&str], problems: &mut Problems) {
        let unknown = |entry: &&Entry| !known.contains(&entry.key.as_str());
        for entry in self.node.entries().iter().filter(unknown) {
            let mut place = self.place();
            place.line = entry.key_at.line;
            let message = format!("the field `{}` is not understood", entry.key.escape_debug());
            problems.left_out(place, message);
        }
    }
}

/// The documents of a YAML file that hold something, at their lines.
pub(super) fn documents(files: &Files, file: &str, problems: &mut Problems) -> Vec<Node> {
    let Some(bytes) = files.get(file) else { return Vec::new() };
    let Ok(text) = std::str::from_utf8(bytes) else {
        let place = Place { file: file.to_owned(), ..Place::default() };
        problems.error(UNREADABLE, place, "it is not UTF-8");
        return Vec::new();
    };
    let mut nodes = Vec::new();
    for document in split(text) {
        match yaml::parse(document.as_bytes(), &LIMITS) {
            Ok(node) if node.is_null() => {}
            Ok(node) => nodes.push(node),
            Err(error) => {
                let line = error.at().map_or(0, |at| at.line);
                let place = Place { file: file.to_owned(), line, ..Place::default() };
                let remedy = error.kind().remedy().map(|remedy| format!("; {remedy}"));
                let message = format!("{}{}", error.kind(), remedy.unwrap_or_default());
                problems.error(UNREADABLE, place, message);
            }
        }
    }
    nodes
}

/// Cuts a text at its `---` lines. Each part is padded with the lines above it, so that positions stay those of the file.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut lines = 0;
    for line in text.split_inclusive('\n') {
        lines += 1;
        let marker = line.trim_end();
        if marker == "---" || marker.starts_with("--- #") {
            parts.push("\n".repeat(lines));
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
        }
    }
    let holds = |part: &String| {
        part.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    };
    parts.retain(holds);
    parts
}

/// The name of the file that `spot` refers to; an error where there is none.
pub(super) fn referred(files: &Files, spot: &Spot<'_>, problems: &mut Problems) -> Option<String> {
    let relative = spot.text(problems)?;
    let shown = relative.escape_debug();
    match resolve(spot.file, relative) {
        Some(name) if files.contains_key(&name) => Some(name),
        Some(_) => {
            problems.error(MISSING, spot.place(), format!("there is no file `{shown}`"));
            None
        }
        None => {
            let message = format!("`{shown}` leads out of what is imported");
            problems.error(MISSING, spot.place(), message);
            None
        }
    }
}

/// The documents of a file that may be faulty; its import says so.
pub(super) fn readable(file: &str, bytes: &[u8]) -> Vec<Node> {
    let files = Files::from([(file.to_owned(), bytes.to_vec())]);
    documents(&files, file, &mut Problems::default())
}

/// The items of the list below `key`.
pub(super) fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map_or(&[], Node::items)
}

/// The texts that stand below `key`, one or a list of them.
pub(super) fn texts<'n>(node: &'n Node, key: &str) -> Vec<&'n str> {
    let Some(node) = node.get(key) else { return Vec::new() };
    node.as_str().into_iter().chain(node.items().iter().filter_map(Node::as_str)).collect()
}

/// A name relative to that of another file; `None` where it leads out of what is imported.
pub(super) fn resolve(base: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A member of a JSON value that is text.
pub(super) fn member<'v>(value: &'v serde_json::Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(value, |value, key| value.get(key))?.as_str()
}
