//! Writing so that it is on disk, or failing: whole files, synced files, synced directories.
//!
//! Nothing is ever retried. A write that wrote less than it was asked, or a sync that failed, leaves the contents of the disk
//! unknown, and asking again would only be told what one wants to hear (promise P2).

use crate::error::{Context as _, LedgerError};
use rustix::fs::{Advice, CWD, RenameFlags, fadvise, renameat_with};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// A directory that is kept open, because a sync only reports errors of the handle's own lifetime: one opened after a rename
/// may have missed that the rename failed (Tessera issue 749).
#[derive(Debug)]
pub(crate) struct Directory {
    pub(crate) path: PathBuf,
    handle: File,
}

impl Directory {
    pub(crate) fn open(path: &Path) -> Result<Self, LedgerError> {
        let handle = File::open(path).context("open", path)?;
        Ok(Self { path: path.into(), handle })
    }

    /// Opens `path`, made first if it is missing: closed to others, and synced into the directory above.
    pub(crate) fn ensure(path: &Path) -> Result<Self, LedgerError> {
        match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => {
                let above = path.parent().filter(|above| !above.as_os_str().is_empty());
                Self::open(above.unwrap_or(Path::new(".")))?.sync()?;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(LedgerError::io("make directory", path, error)),
        }
        Self::open(path)
    }

    pub(crate) fn sync(&self) -> Result<(), LedgerError> {
        self.handle.sync_all().context("sync directory", &self.path)
    }

    /// The names in the directory; one that is not UTF-8 is shown lossily, which is no name of ours.
    pub(crate) fn names(&self) -> Result<Vec<String>, LedgerError> {
        names(&self.path)
    }
}

/// The names in the directory `path`.
pub(crate) fn names(path: &Path) -> Result<Vec<String>, LedgerError> {
    let list = || -> io::Result<Vec<String>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into())).collect()
    };
    list().context("list", path)
}

/// The names in the directory `path`; none if it is missing.
pub(crate) fn names_if_any(path: &Path) -> Result<Vec<String>, LedgerError> {
    if path.exists() { names(path) } else { Ok(Vec::new()) }
}

/// Whether a new file must be on disk, or only visible, when the call returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Its contents are on disk; its name is once the directory is synced.
    Synced,
    /// Others see it whole; after a power cut it may be missing or empty.
    Visible,
}

/// Puts whole files in place, by way of one temporary file.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    tmp: PathBuf,
}

impl Stage {
    pub(crate) fn new(directory: &Path, tmp: &str) -> Self {
        Self { tmp: directory.join(tmp) }
    }

    /// Writes `bytes` as `target`, replacing what is there. The directory is left for the caller to sync.
    pub(crate) fn replace(
        &self,
        target: &Path,
        bytes: &[u8],
        durability: Durability,
    ) -> Result<(), LedgerError> {
        self.fill(bytes, durability)?;
        fs::rename(&self.tmp, target).context("rename into place", target)
    }

    /// Writes `bytes` as the new file `target`, synced, and returns it open for appending; fails if `target` exists.
    pub(crate) fn create(&self, target: &Path, bytes: &[u8]) -> Result<File, LedgerError> {
        let file = self.fill(bytes, Durability::Synced)?;
        renameat_with(CWD, &self.tmp, CWD, target, RenameFlags::NOREPLACE)
            .map_err(io::Error::from)
            .context("rename into place", target)?;
        Ok(file)
    }

    /// Opens the temporary file, empty, for whoever writes it in parts.
    pub(crate) fn begin(&self) -> Result<File, LedgerError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        options.open(&self.tmp).context("create", &self.tmp)
    }

    /// Puts the temporary file, written and synced by the caller, in place as the new file `target`.
    pub(crate) fn finish(&self, target: &Path) -> Result<(), LedgerError> {
        renameat_with(CWD, &self.tmp, CWD, target, RenameFlags::NOREPLACE)
            .map_err(io::Error::from)
            .context("rename into place", target)
    }

    fn fill(&self, bytes: &[u8], durability: Durability) -> Result<File, LedgerError> {
        let mut file = self.begin()?;
        write_once(&mut file, bytes).context("write", &self.tmp)?;
        if durability == Durability::Synced {
            file.sync_all().context("sync", &self.tmp)?;
        }
        Ok(file)
    }
}

/// Writes `bytes` with one call. A regular file takes all of it or is in trouble, so a short write is an error and not a
/// reason to go on.
pub(crate) fn write_once(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    loop {
        match file.write(bytes) {
            Ok(written) if written == bytes.len() => return Ok(()),
            Ok(written) => {
                let message = format!("only {written} of {} bytes were written", bytes.len());
                return Err(io::Error::new(io::ErrorKind::StorageFull, message));
            }
            // Nothing was written: asking again is no retry.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads a whole file; `None` if there is none.
pub(crate) fn read_optional(path: &Path) -> Result<Option<Vec<u8>>, LedgerError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LedgerError::io("read", path, error)),
    }
}

/// Reads a whole file from the disk rather than from memory, as far as the system can be made to (promise P3).
pub(crate) fn read_uncached(path: &Path) -> Result<Vec<u8>, LedgerError> {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        fadvise(&file, 0, None, Advice::DontNeed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().context("read", path)
}

/// Removes a file; that there is none is as good.
pub(crate) fn remove(path: &Path) -> Result<(), LedgerError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(LedgerError::io("remove", path, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
