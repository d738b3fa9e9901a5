//! A theme pack: a manifest, token files, resolver documents and assets, by name.
//!
//! It is bounded before anything in it is parsed, and never interpreted here. Directories are read by whoever has a file system; archives by `zip`.

use super::fault::{Fault, codes, of_file};
use super::zip;
use cos_core::digest::Digest;
use cos_core::jcs;
use std::collections::BTreeMap;

/// The file that makes a directory or an archive a theme pack.
pub const MANIFEST: &str = "theme.json";

/// How large a pack may be.
#[derive(Clone, Copy, Debug)]
pub struct PackLimits {
    /// Files.
    pub files: usize,
    /// Bytes of all files together, unpacked.
    pub bytes: usize,
    /// How many times smaller an archive may be than what is in it.
    pub ratio: usize,
}

impl Default for PackLimits {
    fn default() -> Self {
        Self { files: 512, bytes: 32 << 20, ratio: 100 }
    }
}

/// The files of a theme pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    files: BTreeMap<String, Vec<u8>>,
}

impl Pack {
    /// Takes files by name, `tokens/base.tokens.json`; all that is wrong with the names and sizes at once.
    pub fn new(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        limits: &PackLimits,
    ) -> Result<Self, Vec<Fault>> {
        let mut pack = Self::default();
        let mut faults = Vec::new();
        let mut folded = BTreeMap::new();
        let mut room = limits.bytes;
        for (name, bytes) in files {
            if let Err(reason) = checked_name(&name) {
                let remedy = "rename it: letters, digits, `-`, `_` and `.`, folders with `/`";
                faults.push(of_file(codes::ARCHIVE, &name, reason, remedy));
                continue;
            }
            if let Some(other) = folded.insert(name.to_lowercase(), name.clone()) {
                let message = format!("has the same name as `{other}` where case does not count");
                faults.push(of_file(codes::ARCHIVE, &name, message, "rename one of them"));
                continue;
            }
            let Some(left) = room.checked_sub(bytes.len()) else {
                faults.push(too_large(limits));
                break;
            };
            room = left;
            pack.files.insert(name, bytes);
            if pack.files.len() > limits.files {
                let message = format!("more than {} files", limits.files);
                let remedy = "leave out what the theme does not use";
                faults.push(of_file(codes::LIMIT, "", message, remedy));
                break;
            }
        }
        if faults.is_empty() { Ok(pack) } else { Err(faults) }
    }

    /// Unpacks a zip archive.
    pub fn from_zip(bytes: &[u8], limits: &PackLimits) -> Result<Self, Vec<Fault>> {
        let files = zip::unpack(bytes, limits)?;
        Self::new(files, limits)
    }

    /// Packs a zip archive: the same bytes for the same files, whoever packs them and when.
    pub fn to_zip(&self) -> Vec<u8> {
        zip::pack(&self.files)
    }

    /// The content of a file.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// All files, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Replaces the content of a file, or adds one.
    pub(crate) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// The identity of the pack: the digest of the canonical JSON (RFC 8785) of the digests of its files, however they are carried.
    pub fn digest(&self) -> Digest {
        let digest = |bytes: &Vec<u8>| Digest::of(bytes).to_string().into();
        let files: serde_json::Map<_, _> =
            self.files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect();
        let content = serde_json::json!({ "schema": "cos.theme-content/v1", "files": files });
        let text = jcs::to_string(&content).expect("strings have canonical JSON");
        Digest::of(text.as_bytes())
    }
}

pub(super) fn too_large(limits: &PackLimits) -> Fault {
    let message = format!("more than {} bytes", limits.bytes);
    of_file(codes::LIMIT, "", message, "make images and fonts smaller")
}

/// Whether a file is of a kind; names count as they are written, so `.JSON` is another one.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.as_bytes().ends_with(ending.as_bytes())
}

/// Why a file may not be called so.
pub(super) fn checked_name(name: &str) -> Result<(), &'static str> {
    const LONGEST: usize = 200;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
    if name.is_empty() || name.len() > LONGEST {
        return Err("has no name, or one of more than 200 bytes");
    }
    if name.starts_with('/') || name.contains(['\\', ':']) {
        return Err("has an absolute path, or one of another system");
    }
    for part in name.split('/') {
        match part {
            "" | "." | ".." => return Err("has a path that leads out of the pack"),
            _ if !part.chars().all(plain) => return Err("has characters that names may not have"),
            _ if part.starts_with([' ', '.']) || part.ends_with([' ', '.']) => {
                return Err("has a part that begins or ends with a space or a dot");
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
