//! From the patterns of a manifest to the files they match.
//!
//! A pattern is expanded segment by segment, from its longest literal beginning, so that a large bucket is never listed as a whole. What
//! comes back is sorted by bytes here: stores sort as they like.

use super::error::BundleError;
use super::manifest::{Manifest, Source};
use super::pattern::{Pattern, Place, Segment};
use super::role::Role;
use cos_objects::{Key, Listed, Object, ObjectError, Prefix, Store, Version};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files that `*` and `**` may match together.
const MAX_MATCHES: usize = super::area::MAX_FILES;

/// Gives access to the places that a manifest names.
pub trait Places {
    /// Opens a place; for folders that is `/`, or the folder of the manifest.
    fn open(&self, place: &Place) -> Result<Arc<dyn Store>, BundleError>;
}

/// What a manifest comes to.
pub struct Plan {
    /// The files of the bundle, by path.
    pub files: BTreeMap<Key, Planned>,
    /// The released files.
    pub artifacts: Vec<Found>,
    stores: BTreeMap<Place, Arc<dyn Store>>,
}

/// A file that will be in the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is for.
    pub role: Role,
    /// Where it comes from.
    pub found: Found,
}

/// A file that a pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it lies.
    pub place: Place,
    /// Its key there.
    pub key: Key,
    /// How the statement calls it.
    pub uri: String,
    /// Bytes, as it was listed.
    pub size: u64,
    /// Its version, where the store keeps versions.
    pub version: Option<Version>,
}

impl Plan {
    /// How many files there are for a contract that asks for some of `role`.
    pub fn count(&self, role: Role) -> u64 {
        let counts = |(path, planned): &(&Key, &Planned)| planned.role == role && role.counts(path);
        self.files.iter().filter(counts).count() as u64
    }

    /// Finds every file that `manifest` names.
    pub fn resolve(manifest: &Manifest, places: &dyn Places) -> Result<Self, BundleError> {
        let mut plan =
            Self { files: BTreeMap::new(), artifacts: Vec::new(), stores: BTreeMap::new() };
        for (&role, source) in &manifest.sources {
            plan.collect(role, source, places)?;
        }
        for pattern in &manifest.artifacts {
            let found = plan.find("artifacts", pattern, false, places)?;
            plan.artifacts.extend(found);
        }
        plan.artifacts.sort_by(|a, b| a.uri.cmp(&b.uri));
        plan.artifacts.dedup();
        refuse_lookalikes(plan.files.keys())?;
        Ok(plan)
    }

    /// Opens a file again, in the version that was found.
    pub fn open(&self, found: &Found) -> Result<Object, BundleError> {
        let store =
            self.stores.get(&found.place).expect("a file was found in a place that was opened");
        let object = match store.get(&found.key, found.version.as_ref()) {
            Ok(object) => object,
            Err(ObjectError::Missing { .. }) => {
                return Err(BundleError::Changed { uri: found.uri.clone() });
            }
            Err(source) => return Err(BundleError::Objects { place: found.uri.clone(), source }),
        };
        if object.meta.length != found.size {
            return Err(BundleError::Changed { uri: found.uri.clone() });
        }
        Ok(object)
    }

    fn collect(
        &mut self,
        role: Role,
        source: &Source,
        places: &dyn Places,
    ) -> Result<(), BundleError> {
        for pattern in &source.patterns {
            let mut found = self.find(role.field(), pattern, source.optional, places)?;
            if role == Role::Report && pattern.is_literal() {
                found.extend(self.beside(pattern)?);
            }
            for found in found {
                let path = path(role, pattern, &found)?;
                let planned = Planned { role, found };
                if let Some(other) = self.files.insert(path.clone(), planned.clone())
                    && other != planned
                {
                    return Err(BundleError::Collision {
                        path: path.to_string(),
                        first: other.found.uri,
                        second: planned.found.uri,
                    });
                }
            }
        }
        Ok(())
    }

    fn find(
        &mut self,
        field: &'static str,
        pattern: &Pattern,
        optional: bool,
        places: &dyn Places,
    ) -> Result<Vec<Found>, BundleError> {
        if !self.stores.contains_key(&pattern.place) {
            self.stores.insert(pattern.place.clone(), places.open(&pattern.place)?);
        }
        let store = &self.stores[&pattern.place];
        let found = expand(pattern, &**store)?;
        if found.is_empty() && !optional {
            return Err(BundleError::NoMatch { field, pattern: pattern.to_string() });
        }
        Ok(found)
    }

    /// The signature and the page of a report lie beside it, under its name.
    fn beside(&self, report: &Pattern) -> Result<Vec<Found>, BundleError> {
        let stem = report.as_str().strip_suffix(".json").unwrap_or(report.as_str());
        let mut all = Vec::new();
        for name in [format!("{report}.dsse.json"), format!("{stem}.html")] {
            if let Ok(pattern) = name.parse::<Pattern>() {
                all.extend(expand(&pattern, &*self.stores[&report.place])?);
            }
        }
        Ok(all)
    }
}

/// Where a file goes: into the folder of its role, under what follows the part that all matches share.
fn path(role: Role, pattern: &Pattern, found: &Found) -> Result<Key, BundleError> {
    let rest: Vec<_> = found.key.segments().skip(pattern.fixed()).collect();
    Key::new(format!("{}/{}", role.folder(), rest.join("/")))
        .map_err(|error| BundleError::name(&found.uri, &error))
}

/// Refuses paths that are one file on systems that do not tell upper from lower case, and files that would be folders.
pub(super) fn refuse_lookalikes<'a>(
    paths: impl Iterator<Item = &'a Key>,
) -> Result<(), BundleError> {
    match lookalikes(paths) {
        None => Ok(()),
        Some((first, second)) => Err(BundleError::Collision {
            path: first.to_lowercase(),
            first: first.to_owned(),
            second: second.to_owned(),
        }),
    }
}

/// The first two paths that cannot stand beside each other on every system.
pub(super) fn lookalikes<'a>(paths: impl Iterator<Item = &'a Key>) -> Option<(&'a str, &'a str)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        let folded = path.as_str().to_lowercase();
        if let Some(other) = seen.insert(folded, path.as_str()) {
            return Some((other, path.as_str()));
        }
    }
    // A file and a folder of one name: the folder's files follow it, after names with bytes below `/`.
    for (folded, path) in &seen {
        let folder = format!("{folded}/");
        if let Some((_, below)) =
            seen.range(folder.clone()..).next().filter(|(k, _)| k.starts_with(&folder))
        {
            return Some((path, below));
        }
    }
    None
}

fn expand(pattern: &Pattern, store: &dyn Store) -> Result<Vec<Found>, BundleError> {
    let failed = |source| BundleError::Objects { place: pattern.to_string(), source };
    if pattern.is_literal() {
        let key = literal(pattern)?;
        return match store.head(&key) {
            Ok(meta) => {
                let version = meta.version.filter(|_| pattern.place.keeps_versions());
                Ok(vec![found(pattern, key, meta.length, version)])
            }
            Err(ObjectError::Missing { .. }) => Ok(Vec::new()),
            Err(error) => Err(failed(error)),
        };
    }
    let mut search = Search { pattern, store, keys: BTreeMap::new() };
    let fixed = pattern.fixed();
    let mut prefix = Prefix::default();
    for segment in &pattern.segments[..fixed] {
        if let Segment::Literal(name) = segment {
            prefix = prefix.folder(name).map_err(|error| BundleError::name(name, &error))?;
        }
    }
    search.below(&prefix, fixed)?;
    let mut all = Vec::with_capacity(search.keys.len());
    for (key, length) in search.keys {
        let version = if pattern.place.keeps_versions() {
            store.head(&key).map_err(failed)?.version
        } else {
            None
        };
        all.push(found(pattern, key, length, version));
    }
    Ok(all)
}

fn literal(pattern: &Pattern) -> Result<Key, BundleError> {
    let names = pattern.segments.iter().filter_map(|segment| match segment {
        Segment::Literal(name) => Some(name.as_str()),
        _ => None,
    });
    let key = names.collect::<Vec<_>>().join("/");
    Key::new(key).map_err(|error| BundleError::name(pattern.as_str(), &error))
}

fn found(pattern: &Pattern, key: Key, size: u64, version: Option<Version>) -> Found {
    let uri = pattern.uri(key.as_str());
    Found { place: pattern.place.clone(), key, uri, size, version }
}

/// A pattern on its way through a store.
struct Search<'a> {
    pattern: &'a Pattern,
    store: &'a dyn Store,
    /// What matched, with its length; two ways to the same key give it once.
    keys: BTreeMap<Key, u64>,
}

impl Search<'_> {
    /// Matches what lies below `prefix` with the pattern's segments from `at` on.
    fn below(&mut self, prefix: &Prefix, at: usize) -> Result<(), BundleError> {
        let segment = &self.pattern.segments[at];
        let is_last = at + 1 == self.pattern.segments.len();
        let listing = self
            .store
            .list(prefix)
            .map_err(|source| BundleError::Objects { place: self.pattern.to_string(), source })?;
        if let Some(name) = listing.strange.iter().find(|name| segment.takes(name)) {
            let uri = self.pattern.uri(&format!("{prefix}{name}"));
            let reason = "its name is not one for a bundle, or it is a link or a special file";
            return Err(BundleError::Name { uri, reason: reason.into() });
        }
        let last = |key: &Key| key.segments().next_back().unwrap_or_default().to_owned();
        // `**` also stands for no segment at all: then the next one decides.
        if matches!(segment, Segment::Deep) && !is_last {
            self.below(prefix, at + 1)?;
        }
        if is_last {
            for Listed { key, length } in listing.objects {
                if segment.takes(&last(&key)) {
                    self.keys.insert(key, length);
                }
            }
            if self.keys.len() > MAX_MATCHES {
                let message = format!("`{}` matches more than {MAX_MATCHES} files", self.pattern);
                return Err(BundleError::TooMuch(message));
            }
        }
        for folder in listing.prefixes {
            let name = folder.segments().next_back().unwrap_or_default();
            if !segment.takes(name) {
                continue;
            }
            match segment {
                Segment::Deep => self.below(&folder, at)?,
                _ if !is_last => self.below(&folder, at + 1)?,
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
