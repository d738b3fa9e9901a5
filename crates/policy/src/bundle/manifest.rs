//! `.manifest`: what a bundle says about itself, and the roots that everything in it has to stay within.

use super::MANIFEST;
use super::document::Document;
use super::error::BundleError;
use super::files::Files;
use super::glob::Glob;
use cos_core::json::{Kind, Value};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

const KNOWN: [&str; 6] =
    ["file_rego_versions", "metadata", "rego_version", "revision", "roots", "wasm"];

/// The version of the Rego language that a module is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegoVersion {
    /// Rego before OPA 1.0, where `if` and `contains` are optional.
    V0,
    /// Rego of OPA 1.0 and later.
    V1,
}

/// What `.manifest` says, with OPA's defaults for what it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// The revision, empty when there is none.
    pub revision: String,
    /// The parts of `data` that the bundle owns, without slashes at the ends; one empty root owns everything.
    pub roots: Vec<String>,
    /// The language of modules that no pattern names.
    pub rego_version: RegoVersion,
    /// Patterns of file names, which begin with a slash, and the language of the modules they match.
    pub file_rego_versions: BTreeMap<String, RegoVersion>,
    /// Whatever the author put under `metadata`.
    pub metadata: Option<serde_json::Value>,
    /// Fields that OPA does not know and ignores, sorted.
    pub unknown_fields: Vec<String>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            revision: String::new(),
            roots: vec![String::new()],
            rego_version: RegoVersion::V1,
            file_rego_versions: BTreeMap::new(),
            metadata: None,
            unknown_fields: Vec::new(),
        }
    }
}

impl Manifest {
    /// Reads a manifest. A field of the wrong type is an error, an unknown one is recorded.
    pub fn read(bytes: &[u8]) -> Result<Self, BundleError> {
        let document = Document::read(bytes).map_err(BundleError::Manifest)?;
        let value = document.value();
        if value.kind() != Kind::Object {
            return wrong("the document", "an object");
        }
        let mut manifest = Self::default();
        for (key, value) in value.members() {
            let key = key.string().unwrap_or_default();
            if value.kind() == Kind::Null && KNOWN.contains(&&*key) {
                continue;
            }
            match &*key {
                "revision" => manifest.revision = text(value, "`revision`")?,
                "roots" => manifest.roots = roots(value)?,
                "rego_version" => manifest.rego_version = version(value, "`rego_version`")?,
                "file_rego_versions" => manifest.file_rego_versions = versions(value)?,
                "metadata" if value.kind() != Kind::Object => {
                    return wrong("`metadata`", "an object");
                }
                "metadata" => manifest.metadata = Some(value.to_json()),
                "wasm" => {}
                // Go reads field names in any case; guessing which of two spellings it takes helps nobody.
                _ if KNOWN.contains(&&*fold(&key)) => {
                    let what = format!("the field `{}`", key.escape_debug());
                    return wrong(&what, "spelled in lower case");
                }
                _ => manifest.unknown_fields.push(key.into_owned()),
            }
        }
        manifest.unknown_fields.sort();
        manifest.refuse_overlap()?;
        Ok(manifest)
    }

    /// Tells whether the path lies within a root.
    pub(super) fn owns(&self, path: &[&str]) -> bool {
        self.roots.iter().any(|root| root.is_empty() || starts_with(path.iter(), root.split('/')))
    }

    /// Tells whether a root lies below the path, so that an object there may hold it.
    pub(super) fn leads_to_root(&self, path: &[&str]) -> bool {
        self.roots.iter().any(|root| starts_with(root.split('/'), path.iter()))
    }

    /// Returns the language of a module; patterns are matched as OPA does, against the name after a slash.
    pub(super) fn version_of(&self, name: &str) -> Result<RegoVersion, BundleError> {
        let mut found: Option<(&str, RegoVersion)> = None;
        for (pattern, version) in &self.file_rego_versions {
            let glob = Glob::new(pattern).ok_or_else(|| {
                BundleError::Manifest(format!(
                    "`{pattern}` in `file_rego_versions` is no pattern that OPA reads reliably"
                ))
            })?;
            if !glob.matches(&format!("/{name}")) {
                continue;
            }
            match found {
                // OPA takes whichever it meets first in an unordered map.
                Some((first, other)) if other != *version => {
                    return Err(BundleError::Manifest(format!(
                        "`{first}` and `{pattern}` in `file_rego_versions` give `{name}` two versions"
                    )));
                }
                _ => found = Some((pattern, *version)),
            }
        }
        Ok(found.map_or(self.rego_version, |(_, version)| version))
    }

    fn refuse_overlap(&self) -> Result<(), BundleError> {
        // Sorted by segments, a root stands directly before the roots that it contains.
        let mut sorted: Vec<Vec<&str>> = self.roots.iter().map(|root| segments(root)).collect();
        sorted.sort();
        match sorted.windows(2).find(|pair| pair[1].starts_with(&pair[0])) {
            None => Ok(()),
            Some(pair) => {
                let (first, second) = (pair[0].join("/"), pair[1].join("/"));
                Err(BundleError::RootsOverlap { first, second })
            }
        }
    }
}

/// Writes the revision into the manifest, which is made where there is none. A signature over the old manifest is removed.
pub fn set_revision(files: &mut Files, revision: &str) -> Result<(), BundleError> {
    let mut fields = Map::new();
    if let Some(bytes) = files.bytes(MANIFEST) {
        Manifest::read(bytes)?;
        let document = Document::read(bytes).map_err(BundleError::Manifest)?;
        if let Json::Object(old) = document.value().to_json() {
            fields = old;
        }
    }
    if fields.get("revision").and_then(Json::as_str).unwrap_or_default() == revision {
        return Ok(());
    }
    fields.insert("revision".to_owned(), revision.into());
    let text = Json::Object(fields).to_string();
    files.replace_manifest(text.into_bytes());
    Ok(())
}

/// Folds as Go does, which takes the Kelvin sign for a k and the long s for an s.
fn fold(key: &str) -> String {
    key.to_uppercase().to_lowercase()
}

fn segments(root: &str) -> Vec<&str> {
    if root.is_empty() { Vec::new() } else { root.split('/').collect() }
}

/// Tells whether `path` begins with all of `start`.
fn starts_with<A: AsRef<str>, B: AsRef<str>>(
    mut path: impl Iterator<Item = A>,
    mut start: impl Iterator<Item = B>,
) -> bool {
    start.all(|part| path.next().is_some_and(|own| own.as_ref() == part.as_ref()))
}

fn wrong<T>(what: &str, wanted: &str) -> Result<T, BundleError> {
    Err(BundleError::Manifest(format!("{what} is not {wanted}")))
}

fn text(value: Value<'_>, what: &str) -> Result<String, BundleError> {
    value.string().map_or_else(|| wrong(what, "a string"), |text| Ok(text.into_owned()))
}

fn roots(value: Value<'_>) -> Result<Vec<String>, BundleError> {
    if value.kind() != Kind::Array {
        return wrong("`roots`", "an array of strings");
    }
    value
        .items()
        .map(|root| Ok(text(root, "an item of `roots`")?.trim_matches('/').to_owned()))
        .collect()
}

fn version(value: Value<'_>, what: &str) -> Result<RegoVersion, BundleError> {
    match value.integer() {
        Some(0) => Ok(RegoVersion::V0),
        Some(1) => Ok(RegoVersion::V1),
        _ => wrong(what, "0 or 1"),
    }
}

fn versions(value: Value<'_>) -> Result<BTreeMap<String, RegoVersion>, BundleError> {
    if value.kind() != Kind::Object {
        return wrong("`file_rego_versions`", "an object");
    }
    value
        .members()
        .map(|(key, value)| {
            let pattern = key.string().unwrap_or_default().into_owned();
            let version = version(value, &format!("the version of `{pattern}`"))?;
            Ok((pattern, version))
        })
        .collect()
}

#[cfg(test)]
mod tests;
