//! The few lines of TOML that cargo's own files use, read with their line numbers.
//!
//! Not a TOML parser: cargo has already refused a manifest that is none by the time tidy reads it.

/// A `key = value` line and the table it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The table's header without brackets, `""` at the top.
    pub(super) table: &'a str,
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    /// From 1.
    pub(super) line: usize,
}

/// Reads the entries of a manifest in order. A dotted key counts as its first part with the rest in the value, and
/// `[dependencies.x]` yields the entry `x` of `dependencies`.
pub(super) fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    let mut table = "";
    for (number, line) in text.lines().enumerate() {
        let line_number = number + 1;
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[').filter(|_| line.ends_with(']')) {
            table = header.trim_matches(|c| c == '[' || c == ']');
            if let Some((parent, key)) = table.rsplit_once("dependencies.") {
                let parent = &table[..parent.len() + "dependencies".len()];
                found.push(Entry { table: parent, key, value: "", line: line_number });
            }
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let key = key.trim();
            let (key, value) = match key.split_once('.') {
                Some((first, _)) => (first, line[first.len() + 1..].trim()),
                None => (key, value.trim()),
            };
            found.push(Entry { table, key: key.trim_matches('"'), value, line: line_number });
        }
    }
    found
}

/// A package of `Cargo.lock`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Locked<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    /// From 1.
    pub(super) line: usize,
}

/// Reads the packages of a lock file in order.
pub(super) fn locked(text: &str) -> Vec<Locked<'_>> {
    let mut found: Vec<Locked<'_>> = Vec::new();
    for entry in entries(text).into_iter().filter(|entry| entry.table == "package") {
        let value = entry.value.trim_matches('"');
        match (entry.key, found.last_mut()) {
            ("name", _) => found.push(Locked { name: value, version: "", line: entry.line }),
            ("version", Some(last)) => last.version = value,
            _ => {}
        }
    }
    found
}
