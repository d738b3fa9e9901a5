//! Files that have no name yet, and the lock of those who replace one.
//!
//! An unfinished file lies in `.cos`, locked by who writes it. The lock ends with its holder however that ends, so whoever finds a file
//! there that it can lock has found a leftover.

use super::tree::Tree;
use super::{ATTEMPTS, failed, links};
use crate::error::ObjectError;
use crate::key::{Key, RESERVED};
use rustix::fs::{
    AtFlags, Dir, FlockOperation, Mode, OFlags, RenameFlags, flock, linkat, mkdirat, openat,
    renameat, renameat_with, unlinkat,
};
use rustix::io::Errno;
use std::fs::File;
use std::io;
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

const OPEN: OFlags = OFlags::RDWR.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Where unfinished files lie.
#[derive(Debug)]
pub(super) struct Stage {
    cleaned: Once,
}

impl Default for Stage {
    fn default() -> Self {
        Self { cleaned: Once::new() }
    }
}

/// A file without a name; it is removed unless it gets one.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) file: File,
    folder: File,
    name: String,
}

impl Stage {
    /// Makes an empty file, and removes what others left behind if this is the first.
    pub(super) fn begin(&self, tree: &Tree, key: &Key) -> Result<Staged, ObjectError> {
        let begun = begin(tree).map_err(|error| failed("stage", key.as_str(), &error))?;
        self.cleaned.call_once(|| clean(&begun.folder));
        Ok(begun)
    }
}

fn begin(tree: &Tree) -> io::Result<Staged> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    for _ in 0..ATTEMPTS {
        match mkdirat(tree.root(), RESERVED, Mode::from_raw_mode(0o700)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let folder = match openat(tree.root(), RESERVED, FOLDER, Mode::empty()) {
            Ok(folder) => File::from(folder),
            // Removed by who closed the store.
            Err(Errno::NOENT) => continue,
            Err(error) => return Err(error.into()),
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}-{number}", std::process::id());
        let new = OPEN.union(OFlags::CREATE).union(OFlags::EXCL);
        let file: File = match openat(&folder, &name, new, Mode::from_raw_mode(0o666)) {
            Ok(file) => file.into(),
            Err(Errno::EXIST | Errno::NOENT) => continue,
            Err(error) => return Err(error.into()),
        };
        flock(&file, FlockOperation::LockExclusive)?;
        // Somebody may have taken it for a leftover before it was locked.
        if links(&file)? > 0 {
            return Ok(Staged { file, folder, name });
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// Removes what nobody writes any more.
pub(super) fn clear(tree: &Tree) -> io::Result<()> {
    match openat(tree.root(), RESERVED, FOLDER, Mode::empty()) {
        Ok(folder) => clean(&folder.into()),
        Err(Errno::NOENT) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Removes the files that nobody writes any more, as far as nobody objects.
fn clean(folder: &File) {
    let Ok(entries) = Dir::read_from(folder) else { return };
    for entry in entries.flatten() {
        let Ok(file) = openat(folder, entry.file_name(), OPEN, Mode::empty()) else { continue };
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
            let _ = unlinkat(folder, entry.file_name(), AtFlags::empty());
        }
    }
}

impl Staged {
    /// Gives the file the new name `name` in `folder`; fails with `EXIST` if that is taken.
    pub(super) fn publish_new(&self, folder: &File, name: &str) -> Result<(), Errno> {
        match renameat_with(&self.folder, &self.name, folder, name, RenameFlags::NOREPLACE) {
            // A file system without that; a link does not replace either, and leaves the first name to `drop`.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                linkat(&self.folder, &self.name, folder, name, AtFlags::empty())
            }
            done => done,
        }
    }

    /// Gives the file the name `name` in `folder`, whatever has it now.
    pub(super) fn publish_over(&self, folder: &File, name: &str) -> Result<(), Errno> {
        renameat(&self.folder, &self.name, folder, name)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = unlinkat(&self.folder, &self.name, AtFlags::empty());
        let _ = flock(&self.file, FlockOperation::Unlock);
    }
}

/// Keeps others, in this process and elsewhere, from replacing and deleting until it is dropped.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    pub(super) fn take(tree: &Tree, key: &Key) -> Result<Self, ObjectError> {
        let locked = tree.reopened().and_then(|root| {
            flock(&root, FlockOperation::LockExclusive)?;
            Ok(root)
        });
        locked.map(Self).map_err(|error| failed("lock the store of", key.as_str(), &error))
    }
}

impl Drop for Lock {
    /// Unlocks at once: a process being started elsewhere in this one may hold a copy of the handle for a moment.
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}
