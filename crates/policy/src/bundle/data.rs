//! Merges the data files of a bundle into one document, as OPA does: each at the path of its directory.
//!
//! Objects merge; any other value defined twice is a conflict, equal or not. Each value remembers the file it came from.

use super::document::{Document, base, is_data, read_data};
use super::error::BundleError;
use super::files::Files;
use super::manifest::Manifest;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Which file each part of the data came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    by_pointer: BTreeMap<String, String>,
}

impl Origins {
    /// Returns the file that defines the value at a JSON pointer into `data`.
    pub fn file(&self, pointer: &str) -> Option<&str> {
        let mut at = pointer;
        loop {
            if let Some(file) = self.by_pointer.get(at) {
                return Some(file);
            }
            at = &at[..at.rfind('/')?];
        }
    }
}

/// Reads and merges all data files.
pub(super) fn merge(files: &Files) -> Result<(Value, Origins), BundleError> {
    let mut data = Map::new();
    let mut origins = Origins::default();
    for (name, bytes) in files.iter().filter(|(name, _)| is_data(name)) {
        let mut value = read_data(name, bytes)?;
        for part in mount(name).into_iter().rev() {
            value = Value::Object(Map::from_iter([(part.to_owned(), value)]));
        }
        let Value::Object(tree) = value else {
            let fault = "the document at the top of a bundle is not an object".to_owned();
            return Err(BundleError::Data { file: name.to_owned(), fault });
        };
        graft(&mut data, tree, "", name, &mut origins)?;
    }
    Ok((Value::Object(data), origins))
}

/// The numbers of all JSON files that are written in another way than they are held. YAML has none that OPA would keep.
pub(super) fn numbers(files: &Files) -> Vec<String> {
    let json = files.iter().filter(|(name, _)| base(name) == "data.json");
    let all: BTreeSet<String> = json
        .flat_map(|(_, bytes)| Document::read(bytes).map(|one| one.numbers()).unwrap_or_default())
        .collect();
    all.into_iter().collect()
}

/// The path of a data file. OPA drops slashes and dots from the front, so `.git/data.json` defines `data.git`.
fn mount(name: &str) -> Vec<&str> {
    let directory = name[..name.len() - base(name).len()].trim_end_matches('/');
    let directory = directory.trim_start_matches(['/', '.']);
    if directory.is_empty() { Vec::new() } else { directory.split('/').collect() }
}

fn graft(
    into: &mut Map<String, Value>,
    tree: Map<String, Value>,
    at: &str,
    file: &str,
    origins: &mut Origins,
) -> Result<(), BundleError> {
    for (key, value) in tree {
        let pointer = pointer(at, &key);
        match (into.get_mut(&key), value) {
            (None, value) => {
                into.insert(key, value);
                origins.by_pointer.insert(pointer, file.to_owned());
            }
            (Some(Value::Object(existing)), Value::Object(tree)) => {
                graft(existing, tree, &pointer, file, origins)?;
            }
            _ => {
                let first = origins.file(&pointer).unwrap_or_default().to_owned();
                return Err(BundleError::Conflict { first, second: file.to_owned(), pointer });
            }
        }
    }
    Ok(())
}

fn pointer(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Refuses data outside the roots. OPA lets empty objects through; we do not.
pub(super) fn check_roots(
    manifest: &Manifest,
    data: &Value,
    origins: &Origins,
) -> Result<(), BundleError> {
    let mut waiting = vec![(String::new(), Vec::new(), data)];
    while let Some((at, path, value)) = waiting.pop() {
        if manifest.owns(&path) || path.is_empty() && value.as_object().is_some_and(Map::is_empty) {
            continue;
        }
        let Value::Object(members) = value else { return Err(outside(manifest, origins, at)) };
        if !manifest.leads_to_root(&path) {
            return Err(outside(manifest, origins, at));
        }
        for (key, value) in members.iter().rev() {
            let path = [path.as_slice(), &[key.as_str()]].concat();
            waiting.push((pointer(&at, key), path, value));
        }
    }
    Ok(())
}

fn outside(manifest: &Manifest, origins: &Origins, pointer: String) -> BundleError {
    BundleError::OutsideRoots {
        file: origins.file(&pointer).unwrap_or("data.json").to_owned(),
        path: pointer,
        roots: manifest.roots.clone(),
    }
}

#[cfg(test)]
mod tests;
