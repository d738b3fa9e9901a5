//! From a key to its file, one folder at a time, through no link.

use super::failed;
use crate::error::ObjectError;
use crate::key::{Key, Prefix};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, Stat, fstat, mkdirat, openat, statat, unlinkat};
use rustix::io::Errno;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

const FOLDER: OFlags =
    OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// Not to be kept waiting by a pipe that somebody put there.
const FILE: OFlags =
    OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// Whether to make folders on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Make {
    Folders,
    Nothing,
}

/// The directory of a store, kept open: renaming it changes nothing for who uses it.
#[derive(Debug)]
pub(super) struct Tree {
    root: File,
    path: PathBuf,
}

impl Tree {
    pub(super) fn open(path: &Path) -> Result<Self, ObjectError> {
        let opened = File::open(path).and_then(|root| {
            let is_directory = root.metadata()?.is_dir();
            is_directory.then_some(root).ok_or_else(|| io::ErrorKind::NotADirectory.into())
        });
        let root = opened.map_err(|error| {
            ObjectError::Setup(format!("cannot open the directory `{}`: {error}", path.display()))
        })?;
        Ok(Self { root, path: path.into() })
    }

    pub(super) fn root(&self) -> &File {
        &self.root
    }

    /// The root once more, with locks of its own.
    pub(super) fn reopened(&self) -> io::Result<File> {
        Ok(openat(&self.root, ".", FOLDER, Mode::empty())?.into())
    }

    /// The folder of `prefix`; `None` when there is none.
    pub(super) fn folder(&self, prefix: &Prefix) -> Result<Option<File>, ObjectError> {
        self.walk(prefix.segments(), prefix.as_str(), Make::Nothing)
    }

    /// The folder that holds the file of `key`, and the file's name; `None` when there is no such folder.
    pub(super) fn parent<'k>(
        &self,
        key: &'k Key,
        make: Make,
    ) -> Result<Option<(File, &'k str)>, ObjectError> {
        let mut segments = key.segments();
        let name = segments.next_back().expect("a key has a segment");
        Ok(self.walk(segments, key.as_str(), make)?.map(|folder| (folder, name)))
    }

    /// The file of `key`, opened; `None` when there is none.
    pub(super) fn file(&self, key: &Key) -> Result<Option<(File, Stat)>, ObjectError> {
        let Some((folder, name)) = self.parent(key, Make::Nothing)? else { return Ok(None) };
        let unreadable = |error: Errno| failed("open", key.as_str(), &error.into());
        let file: File = match openat(&folder, name, FILE, Mode::empty()) {
            Ok(file) => file.into(),
            Err(Errno::NOENT) => return Ok(None),
            // `NXIO`: a socket.
            Err(Errno::LOOP | Errno::MLINK | Errno::NXIO) => return Err(blocked(key.as_str())),
            Err(error) => return Err(unreadable(error)),
        };
        let stat = fstat(&file).map_err(unreadable)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Ok(Some((file, stat))),
            FileType::Directory => Ok(None),
            _ => Err(blocked(key.as_str())),
        }
    }

    /// Removes the folders above `key` that hold nothing any more, as far as nobody objects: a store has no empty folders.
    pub(super) fn prune(&self, key: &Key) {
        let mut segments: Vec<&str> = key.segments().collect();
        segments.pop();
        while let Some(name) = segments.pop() {
            let above = self.walk(segments.iter().copied(), key.as_str(), Make::Nothing);
            let Ok(Some(above)) = above else { return };
            if unlinkat(&above, name, AtFlags::REMOVEDIR).is_err() {
                return;
            }
        }
    }

    fn walk<'s>(
        &self,
        segments: impl Iterator<Item = &'s str>,
        name: &str,
        make: Make,
    ) -> Result<Option<File>, ObjectError> {
        let mut folder = self
            .reopened()
            .map_err(|error| failed("open", &self.path.display().to_string(), &error))?;
        for segment in segments {
            folder = match step(&folder, segment, make) {
                Ok(Some(next)) => next,
                Ok(None) => return Ok(None),
                Err(Errno::NOTDIR | Errno::LOOP | Errno::MLINK) => {
                    return if make == Make::Nothing && is_file(&folder, segment) {
                        // Below a file there is nothing.
                        Ok(None)
                    } else {
                        Err(blocked(name))
                    };
                }
                Err(error) => return Err(failed("open the folder of", name, &error.into())),
            };
        }
        Ok(Some(folder))
    }
}

fn step(folder: &File, segment: &str, make: Make) -> Result<Option<File>, Errno> {
    match openat(folder, segment, FOLDER, Mode::empty()) {
        Ok(next) => Ok(Some(next.into())),
        Err(Errno::NOENT) if make == Make::Nothing => Ok(None),
        Err(Errno::NOENT) => {
            match mkdirat(folder, segment, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                // The folder was removed under us.
                Err(Errno::NOENT) => return Ok(None),
                Err(error) => return Err(error),
            }
            // Also when somebody else made it: what is stored below must not depend on when they sync.
            rustix::fs::fsync(folder)?;
            match openat(folder, segment, FOLDER, Mode::empty()) {
                Ok(next) => Ok(Some(next.into())),
                Err(Errno::NOENT) => Ok(None),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn is_file(folder: &File, segment: &str) -> bool {
    statat(folder, segment, AtFlags::SYMLINK_NOFOLLOW)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile)
}

fn blocked(name: &str) -> ObjectError {
    ObjectError::Damaged {
        name: name.into(),
        reason: "on its path is a link, or something that is neither file nor directory".into(),
    }
}
