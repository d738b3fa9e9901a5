//! The files of a bundle by name, whatever carried them, and the rules that every name obeys.
//!
//! Knows nothing of what the files mean. A bundle has one name for each file: `opa build` writes `/data.json`, `tar` writes
//! `./data.json`, and both are `data.json` here.

use super::MANIFEST;
use super::document::is_rego;
use super::error::{BundleError, EntryFault};
use cos_core::digest::Digest;
use std::collections::BTreeMap;

/// The name of the file with the signature, which no signature can cover.
pub const SIGNATURES: &str = ".signatures.json";

/// The default limit for one file.
pub(super) const MAX_FILE: u64 = 16 << 20;

const MAX_NAME: usize = 1024;
const MAX_SEGMENTS: usize = 64;

/// How much a bundle may hold. What is not yet known to be harmless is never read beyond them.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Entries of an archive, extension headers and directories included; files and directories of a directory.
    pub entries: usize,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of the archive as it is stored.
    pub packed_bytes: u64,
    /// How many times larger than the stored archive its content may be; the first MiB is free.
    pub ratio: u64,
    /// Bytes of one `.rego` file.
    pub rego_bytes: u64,
    /// Bytes of everything, after decompression.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 10_000,
            file_bytes: MAX_FILE,
            packed_bytes: 64 << 20,
            ratio: 100,
            rego_bytes: 1 << 20,
            total_bytes: 256 << 20,
        }
    }
}

/// The files of a bundle, read and bounded, not yet interpreted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    by_name: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Makes a bundle of texts, under the same rules for names as an archive.
    pub fn from_texts<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, BundleError> {
        let limits = Limits::default();
        let mut collector = Collector::new(&limits);
        for (name, text) in texts {
            let name = normalise(name.as_bytes())?.to_owned();
            collector.add(name, text.as_bytes().to_vec())?;
        }
        collector.finish()
    }

    /// Returns the bytes of a file.
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.by_name.get(name).map(Vec::as_slice)
    }

    /// Iterates over names and bytes, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_name.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Tells whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// Returns the digest of all names and bytes but the signature's, the same for an archive and a directory.
    ///
    /// Signing a bundle, packing it anew or compressing it better does not change what it says, nor this digest.
    pub fn content_digest(&self) -> Digest {
        let mut framed = b"cos bundle content v1\n".to_vec();
        for (name, bytes) in self.iter().filter(|(name, _)| *name != SIGNATURES) {
            framed.extend((name.len() as u64).to_be_bytes());
            framed.extend(name.as_bytes());
            framed.extend(Digest::of(bytes).as_ref());
        }
        Digest::of(&framed)
    }

    /// Adds or replaces the signature file.
    pub(super) fn set_signature(&mut self, bytes: Vec<u8>) {
        self.by_name.insert(SIGNATURES.to_owned(), bytes);
    }

    /// Adds or replaces the manifest, and removes the signature, which does not hold any longer.
    pub(super) fn replace_manifest(&mut self, bytes: Vec<u8>) {
        self.by_name.insert(MANIFEST.to_owned(), bytes);
        self.by_name.remove(SIGNATURES);
    }
}

/// Takes in files one by one and sees to it that names are unique everywhere and nothing grows too large.
pub(super) struct Collector<'a> {
    limits: &'a Limits,
    files: Files,
    folded: BTreeMap<String, String>,
    entries: usize,
    total: u64,
}

impl<'a> Collector<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        let (files, folded) = (Files::default(), BTreeMap::new());
        Self { limits, files, folded, entries: 0, total: 0 }
    }

    /// Counts an entry of any kind.
    pub(super) fn count(&mut self) -> Result<(), BundleError> {
        self.entries += 1;
        let (what, limit) = ("the number of entries", self.limits.entries);
        if self.entries > limit { Err(too_large(what, format!("{limit}"))) } else { Ok(()) }
    }

    /// Refuses a file by its size, before its bytes are read.
    pub(super) fn admit(&self, name: &str, size: u64) -> Result<(), BundleError> {
        let limit = if is_rego(name) { self.limits.rego_bytes } else { self.limits.file_bytes };
        if size > limit {
            return Err(too_large(format!("`{name}`"), format!("{limit} bytes")));
        }
        let limit = self.limits.total_bytes;
        if self.total.saturating_add(size) > limit {
            return Err(too_large("the content of all files", format!("{limit} bytes")));
        }
        Ok(())
    }

    pub(super) fn add(&mut self, name: String, bytes: Vec<u8>) -> Result<(), BundleError> {
        if name.is_empty() {
            return Err(entry(b"", EntryFault::EmptySegment));
        }
        self.admit(&name, bytes.len() as u64)?;
        self.total += bytes.len() as u64;
        if let Some(first) = self.folded.insert(name.to_ascii_lowercase(), name.clone()) {
            return Err(BundleError::Clash { first, second: name });
        }
        self.files.by_name.insert(name, bytes);
        Ok(())
    }

    /// Returns the files unless one of them is also the directory of another.
    pub(super) fn finish(self) -> Result<Files, BundleError> {
        for (folded, name) in &self.folded {
            for (at, _) in folded.match_indices('/') {
                if let Some(first) = self.folded.get(&folded[..at]) {
                    let (first, second) = (first.clone(), name.clone());
                    return Err(BundleError::Clash { first, second });
                }
            }
        }
        Ok(self.files)
    }
}

pub(super) fn too_large(what: impl Into<String>, limit: String) -> BundleError {
    BundleError::TooLarge { what: what.into(), limit }
}

pub(super) fn entry(name: &[u8], fault: EntryFault) -> BundleError {
    let name = match std::str::from_utf8(name) {
        Ok(text) => text.escape_debug().take(200).collect(),
        Err(_) => name.escape_ascii().to_string().chars().take(200).collect(),
    };
    BundleError::Entry { name, fault }
}

/// Returns the name without the one leading `/` or `./` that tools write; empty for the bundle's own directory.
pub(super) fn normalise(raw: &[u8]) -> Result<&str, BundleError> {
    let refuse = |fault| Err(entry(raw, fault));
    let Ok(name) = std::str::from_utf8(raw) else { return refuse(EntryFault::Utf8) };
    if matches!(name, "." | "./" | "/") {
        return Ok("");
    }
    let name = name.strip_prefix("./").or_else(|| name.strip_prefix('/')).unwrap_or(name);
    if name.len() > MAX_NAME || name.matches('/').count() >= MAX_SEGMENTS {
        return refuse(EntryFault::LongName);
    }
    if name.contains('\\') {
        return refuse(EntryFault::Backslash);
    }
    if name.chars().any(is_invisible) {
        return refuse(EntryFault::Control);
    }
    for segment in name.split('/') {
        match segment {
            "" => return refuse(EntryFault::EmptySegment),
            "." | ".." => return refuse(EntryFault::Relative),
            _ => {}
        }
    }
    Ok(name)
}

/// Control characters, line separators, the byte order mark, and what makes a terminal write backwards.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
