//! Changes to the `quarantine` list of a matrix file that leave every other byte as it was.
//!
//! Comments, quoting and order are people's; a program that parses and prints the file would lose them. The edits therefore cut
//! and insert lines at the positions that the reader reports, and are checked by reading the result: when anything but the list
//! would differ, or the list would not be what was asked for, the edit is refused and the person does it.

use super::LIMITS;
use super::model::{Quarantine, Selector};
use cos_core::code::Code;
use cos_core::yaml::{self, Node, Position, Value, YamlError};
use serde_json::Value as Json;
use std::fmt::Write as _;
use std::ops::Range;

const KEY: &str = "quarantine";

/// Why a file was not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The list is written in a way that cannot be cut by lines.
    #[error(
        "`quarantine` is laid out in a way that cannot be edited safely; write one entry below the other, each after a `-`, or edit the file by hand"
    )]
    Layout,
    /// There is no such entry.
    #[error("`quarantine[{index}]` is not there, the list has {len} entries; read the file again")]
    NoEntry {
        /// The index asked for.
        index: usize,
        /// How many there are.
        len: usize,
    },
    /// The file cannot be read.
    #[error(transparent)]
    Yaml(#[from] YamlError),
}

impl EditError {
    /// Returns the stable code of this error.
    pub fn code(&self) -> Code {
        match self {
            Self::Layout | Self::NoEntry { .. } => const { Code::new("COS-MTX-0010") },
            Self::Yaml(error) => error.code(),
        }
    }
}

/// Appends an entry to the `quarantine` list, which is created when it is not there.
pub fn add_quarantine(text: &str, entry: &Quarantine) -> Result<String, EditError> {
    let file = File::read(text)?;
    let end = file.line_end;
    let wanted = file.wanted(|list| list.push(json(entry)));
    let edited = match file.list() {
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            format!("{text}{gap}{KEY}:{end}{}", block(entry, "  ", end))
        }
        Some(list) => file.with(&list, entry)?,
    };
    checked(edited, &wanted)
}

/// Takes one entry out of the `quarantine` list.
pub fn remove_quarantine(text: &str, index: usize) -> Result<String, EditError> {
    release_quarantines(text, &[index])
}

/// Takes entries out of the `quarantine` list, such as those whose scenarios ran clean often enough; the indexes are those of
/// `text`.
pub fn release_quarantines(text: &str, indexes: &[usize]) -> Result<String, EditError> {
    let mut indexes = indexes.to_vec();
    indexes.sort_unstable();
    indexes.dedup();
    let file = File::read(text)?;
    let list = file.list();
    let len = list.as_ref().map_or(0, |list| list.value.items().len());
    if let Some(&index) = indexes.iter().find(|&&index| index >= len) {
        return Err(EditError::NoEntry { index, len });
    }
    let Some(list) = list.filter(|_| !indexes.is_empty()) else { return Ok(text.to_owned()) };
    let wanted = file.wanted(|list| {
        let mut index = 0;
        list.retain(|_| {
            index += 1;
            indexes.binary_search(&(index - 1)).is_err()
        });
    });
    let items = list.value.items();
    let mut edited = text.to_owned();
    for &index in indexes.iter().rev() {
        let start = file.line_start(file.dash(&items[index])?);
        let next = match items.get(index + 1) {
            Some(next) => Some(file.line_start(file.dash(next)?)),
            None => list.after,
        };
        edited.replace_range(start..file.content_end(next), "");
    }
    if indexes.len() == len {
        let colon = file.colon(list.key_at)?;
        edited.insert_str(colon, " []");
    }
    checked(edited, &wanted)
}

fn checked(edited: String, wanted: &Json) -> Result<String, EditError> {
    let same = yaml::parse(edited.as_bytes(), &LIMITS).is_ok_and(|node| node.to_json() == *wanted);
    if same { Ok(edited) } else { Err(EditError::Layout) }
}

struct File<'t> {
    text: &'t str,
    line_end: &'static str,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    root: Node,
}

struct List<'f> {
    key_at: Position,
    value: &'f Node,
    /// Where the line of the next key begins.
    after: Option<usize>,
}

impl<'t> File<'t> {
    fn read(text: &'t str) -> Result<Self, EditError> {
        let root = yaml::parse(text.as_bytes(), &LIMITS)?;
        let ends = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Self { text, line_end, lines, root })
    }

    fn list(&self) -> Option<List<'_>> {
        let mut entries = self.root.entries().iter().skip_while(|entry| entry.key != KEY);
        let entry = entries.next()?;
        let after = entries.next().map(|next| self.line_start(self.offset(next.key_at)));
        Some(List { key_at: entry.key_at, value: &entry.value, after })
    }

    /// What the whole file says once `change` is made to the list.
    fn wanted(&self, change: impl FnOnce(&mut Vec<Json>)) -> Json {
        let mut wanted = self.root.to_json();
        if let Json::Object(members) = &mut wanted {
            let list = members.entry(KEY).or_insert(Json::Null);
            if !list.is_array() {
                *list = Json::Array(Vec::new());
            }
            list.as_array_mut().map(change);
        }
        wanted
    }

    /// The text with `entry` behind the last of `list`.
    fn with(&self, list: &List<'_>, entry: &Quarantine) -> Result<String, EditError> {
        let (text, end) = (self.text, self.line_end);
        if let Some(last) = list.value.items().last() {
            let dash = self.dash(last)?;
            let at = self.content_end(list.after);
            let gap = if text[..at].ends_with('\n') { "" } else { end };
            let new = block(entry, &text[self.line_start(dash)..dash], end);
            return Ok(format!("{}{gap}{new}{}", &text[..at], &text[at..]));
        }
        let brackets = self.empty_brackets(list.value)?;
        let line = self.line_after(brackets.end);
        let (before, rest) = (text[..brackets.start].trim_end(), &text[brackets.end..line]);
        let rest = if rest.trim().is_empty() { end } else { rest };
        let gap = if rest.ends_with('\n') { "" } else { end };
        Ok(format!("{before}{rest}{gap}{}{}", block(entry, "  ", end), &text[line..]))
    }

    fn offset(&self, at: Position) -> usize {
        let start = self.lines.get(at.line as usize - 1).copied().unwrap_or(self.text.len());
        let line = &self.text[start..];
        let within = line.char_indices().nth(at.column as usize - 1).map_or(line.len(), |(i, _)| i);
        start + within
    }

    fn line_start(&self, offset: usize) -> usize {
        self.text[..offset].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_after(&self, offset: usize) -> usize {
        self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at + 1)
    }

    /// The dash of a list entry, which must be the first thing on its line.
    fn dash(&self, item: &Node) -> Result<usize, EditError> {
        let before = self.text[..self.offset(item.at)].trim_end();
        let dash = before.strip_suffix('-').ok_or(EditError::Layout)?.len();
        let first = self.text[self.line_start(dash)..dash].trim().is_empty();
        if first { Ok(dash) } else { Err(EditError::Layout) }
    }

    /// The end of the last line before `next` (or the end) that is neither empty nor a comment.
    fn content_end(&self, next: Option<usize>) -> usize {
        let mut end = next.unwrap_or(self.text.len());
        while end > 0 {
            let start = self.line_start(end - 1);
            let line = self.text[start..end].trim();
            if !line.is_empty() && !line.starts_with('#') {
                break;
            }
            end = start;
        }
        end
    }

    fn empty_brackets(&self, list: &Node) -> Result<Range<usize>, EditError> {
        let start = self.offset(list.at);
        if list.value != Value::Sequence(Vec::new()) {
            return Err(EditError::Layout);
        }
        let inside = self.text[start..].strip_prefix('[').ok_or(EditError::Layout)?;
        let close = inside.trim_start().strip_prefix(']').ok_or(EditError::Layout)?;
        Ok(start..self.text.len() - close.len())
    }

    /// Just behind the colon of a key.
    fn colon(&self, key_at: Position) -> Result<usize, EditError> {
        let start = self.offset(key_at);
        let line = &self.text[start..self.line_after(start)];
        line.find(':').map(|at| start + at + 1).ok_or(EditError::Layout)
    }
}

fn json(entry: &Quarantine) -> Json {
    serde_json::json!({
        "match": selector(&entry.matches),
        "reason": entry.reason,
        "ticket": entry.ticket,
        "owner": entry.owner,
        "added": entry.added.to_string(),
        "expires": entry.expires.to_string(),
    })
}

fn selector(matches: &Selector) -> Json {
    let mut members = serde_json::Map::new();
    if let Some(flow) = &matches.flow {
        members.insert("flow".to_owned(), flow.as_str().into());
    }
    if !matches.tags.is_empty() {
        let tags = matches.tags.iter().map(super::Tag::as_str).collect();
        members.insert("tags".to_owned(), tags);
    }
    if let Some(id) = &matches.id {
        members.insert("id".to_owned(), id.as_str().into());
    }
    if !matches.values.is_empty() {
        let clauses = matches.values.iter().map(|(name, ids)| {
            let ids: Vec<&str> = ids.iter().map(super::ValueId::as_str).collect();
            let value = if let [id] = ids[..] { Json::from(id) } else { Json::from(ids) };
            (name.to_string(), value)
        });
        members.insert("where".to_owned(), Json::Object(clauses.collect()));
    }
    Json::Object(members)
}

/// The entry as lines of block style; text is quoted as JSON does, which YAML reads the same.
fn block(entry: &Quarantine, indent: &str, end: &str) -> String {
    let mut out = String::new();
    let matches = flow_style(&selector(&entry.matches));
    let mut line = |start: &str, key: &str, value: &str| {
        // Writing into a `String` cannot fail.
        let _ = write!(out, "{indent}{start}{key}: {value}{end}");
    };
    line("- ", "match", &matches);
    line("  ", "reason", &quoted(&entry.reason));
    line("  ", "ticket", &quoted(&entry.ticket));
    line("  ", "owner", &quoted(&entry.owner));
    line("  ", "added", &quoted(&entry.added.to_string()));
    line("  ", "expires", &quoted(&entry.expires.to_string()));
    out
}

fn flow_style(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let plain = super::fields::MATCH.contains(&key.as_str());
                let key = if plain { key.clone() } else { quoted(key) };
                format!("{key}: {}", flow_style(value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Json::Array(items) => {
            format!("[{}]", items.iter().map(flow_style).collect::<Vec<_>>().join(", "))
        }
        Json::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Text in double quotes; what YAML does not count as printable is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
