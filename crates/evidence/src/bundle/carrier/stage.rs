//! Where an archive lies until it is whole: a hidden folder beside its name, locked by who writes it.
//!
//! The lock ends with its holder however that ends, so whoever can lock such a folder has found a leftover, and removes it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// The files of the bundle.
pub(super) const FILES: &str = "files";
/// The OCI image layout that is made of them.
pub(super) const LAYOUT: &str = "layout";

const PREFIX: &str = ".cos-evidence-";
/// How often a folder that somebody took for a leftover is made again.
const ATTEMPTS: usize = 100;

/// The folder; it is removed in the end.
pub(super) struct Stage {
    parent: PathBuf,
    folder: TempDir,
    /// Closed, and so unlocked, after the folder is gone.
    _lock: File,
}

impl Stage {
    /// Makes the folder beside `target`, and removes those that others left there.
    pub(super) fn begin(target: &Path) -> io::Result<Self> {
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new(".")).to_owned();
        fs::create_dir_all(&parent)?;
        clear(&parent);
        for _ in 0..ATTEMPTS {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&parent)?;
            let Ok(lock) = File::open(folder.path()) else { continue };
            lock.lock()?;
            // Somebody may have taken it for a leftover before it was locked.
            if folder.path().exists() {
                return Ok(Self { parent, folder, _lock: lock });
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }

    /// A place in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new file in the folder.
    pub(super) fn file(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(self.folder.path())
    }

    /// Makes the name durable that was just given beside the folder.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.parent)?.sync_all()
    }
}

/// Removes the folders that nobody holds any more, as far as nobody objects.
fn clear(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !is_ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let Ok(folder) = File::open(entry.path()) else { continue };
        if folder.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests;
