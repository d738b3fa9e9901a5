//! Bundles on disk: a directory, or a file with an archive in it.
//!
//! Everything in the directory belongs to the bundle, hidden files included: OPA reads them too, and a signature has to name
//! them. Links are refused rather than followed or skipped.

use super::archive::read_archive;
use super::error::{BundleError, EntryFault};
use super::files::{Collector, Files, Limits, entry, normalise, too_large};
use cos_core::digest::Digest;
use std::fs::{self, File, OpenOptions};
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// What the files of a bundle came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// A file.
    Archive {
        /// The digest of the file as it is stored.
        sha256: Digest,
    },
    /// A directory.
    Directory,
}

/// Reads the bundle at `path`, a directory or an archive.
pub fn read(path: &Path, limits: &Limits) -> Result<(Files, Carrier), BundleError> {
    let metadata = fs::metadata(path).map_err(BundleError::io("read", path))?;
    if metadata.is_dir() {
        return Ok((read_directory(path, limits)?, Carrier::Directory));
    }
    let bytes = read_file(path, limits.packed_bytes, Links::Follow)?.ok_or_else(|| {
        too_large("the archive", format!("{} bytes", limits.packed_bytes)).within(path)
    })?;
    let files = read_archive(&bytes, limits).map_err(|error| error.within(path))?;
    Ok((files, Carrier::Archive { sha256: Digest::of(&bytes) }))
}

/// Reads the bundle that the directory at `path` holds.
pub fn read_directory(path: &Path, limits: &Limits) -> Result<Files, BundleError> {
    walk(path, limits).map_err(|error| error.within(path))
}

fn walk(root: &Path, limits: &Limits) -> Result<Files, BundleError> {
    let mut collector = Collector::new(limits);
    // Directories still to read, by their names in the bundle. No recursion: names are bounded, the stack is not.
    let mut waiting = vec![(root.to_owned(), Vec::new())];
    while let Some((directory, prefix)) = waiting.pop() {
        let listing = fs::read_dir(&directory).map_err(BundleError::io("list", &directory))?;
        for item in listing {
            let item = item.map_err(BundleError::io("list", &directory))?;
            collector.count()?;
            let mut raw: Vec<u8> = prefix.clone();
            raw.extend(item.file_name().as_bytes());
            let name = normalise(&raw)?.to_owned();
            let kind = item.file_type().map_err(BundleError::io("read", item.path()))?;
            if kind.is_dir() {
                raw.push(b'/');
                waiting.push((item.path(), raw));
            } else if kind.is_file() {
                collect(&mut collector, name, &item.path(), limits)?;
            } else if kind.is_symlink() {
                return Err(entry(&raw, EntryFault::Link));
            } else {
                return Err(entry(&raw, EntryFault::Kind));
            }
        }
    }
    collector.finish()
}

fn collect(
    collector: &mut Collector<'_>,
    name: String,
    path: &Path,
    limits: &Limits,
) -> Result<(), BundleError> {
    let size = fs::symlink_metadata(path).map_err(BundleError::io("read", path))?.len();
    collector.admit(&name, size)?;
    let bytes = read_file(path, limits.file_bytes, Links::Refuse)?
        .ok_or_else(|| too_large(format!("`{name}`"), format!("{} bytes", limits.file_bytes)))?;
    collector.add(name, bytes)
}

#[derive(Clone, Copy)]
enum Links {
    Follow,
    Refuse,
}

/// Reads a regular file; `None` when it has more than `limit` bytes.
fn read_file(path: &Path, limit: u64, links: Links) -> Result<Option<Vec<u8>>, BundleError> {
    use rustix::fs::OFlags;
    let mut flags = OFlags::NONBLOCK;
    if matches!(links, Links::Refuse) {
        flags |= OFlags::NOFOLLOW;
    }
    let at = || PathBuf::from(path);
    let file: File = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(BundleError::io("open", at()))?;
    let metadata = file.metadata().map_err(BundleError::io("read", at()))?;
    if !metadata.is_file() {
        let name = path.as_os_str().as_bytes();
        return Err(entry(name, EntryFault::Kind));
    }
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(BundleError::io("read", at()))?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests;
