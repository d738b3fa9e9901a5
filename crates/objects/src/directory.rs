//! A store in a directory: each object a file, under the path that its key is.
//!
//! A file appears under its name only when it is whole and on disk, and is never changed after that: a reader that opened it goes on
//! reading what it was. Nothing is reached through a link, and nothing outside the directory. There are no versions and no retention;
//! whoever may write the directory may do anything to it.
//!
//! What [`Condition::Match`] compares is, up to 1 MiB, the digest of the content, and above that device, inode, size and times of the
//! file. So `head` and `get` read a small file once more; a large one they do not read.

mod stage;
mod tree;

use crate::content::{Content, Hasher, Outgoing};
use crate::error::ObjectError;
use crate::key::{Key, Prefix, RESERVED};
use crate::store::{Condition, Etag, Listed, Listing, Meta, Object, Store, Version};
use cos_core::digest::Digest;
use rustix::fs::{AtFlags, Dir, FileType, fstat, statat, unlinkat};
use rustix::io::Errno;
use stage::{Lock, Stage};
use std::fs::{DirBuilder, File};
use std::io::{self, Cursor, Read as _, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use tree::{Make, Tree};

/// Objects up to this size, in bytes, are named by their digest.
const SMALL: u64 = 1 << 20;

/// How much is written at once, in bytes.
const CHUNK: usize = 1 << 18;

/// How often a folder that others remove at the same time is made again.
const ATTEMPTS: usize = 100;

/// The most objects and prefixes of a listing.
pub(crate) const MAX_LISTED: usize = 1_000_000;

/// A store in a directory.
#[derive(Debug)]
pub struct Directory {
    tree: Tree,
    stage: Stage,
}

impl Directory {
    /// Opens the store in the directory `root`, which may be read-only for whoever only reads.
    pub fn open(root: &Path) -> Result<Self, ObjectError> {
        let tree = Tree::open(root)?;
        Ok(Self { tree, stage: Stage::default() })
    }

    /// Opens the store in `root`, made first where it does not exist: closed to other users.
    pub fn create(root: &Path) -> Result<Self, ObjectError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(root);
        made.map_err(|error| failed("create", &root.display().to_string(), &error))?;
        Self::open(root)
    }

    /// Opens the file of `key` and says what it is.
    fn file(&self, key: &Key) -> Result<Found, ObjectError> {
        let found = self.tree.file(key)?;
        let (file, stat) = found.ok_or_else(|| ObjectError::Missing { key: key.clone() })?;
        let length = stat.st_size.unsigned_abs();
        if length > SMALL {
            let etag = Etag(format!(
                "file:{}-{}-{length}-{}.{}-{}.{}",
                stat.st_dev,
                stat.st_ino,
                stat.st_mtime,
                stat.st_mtime_nsec,
                stat.st_ctime,
                stat.st_ctime_nsec
            ));
            let meta = Meta { length, etag, sha256: None, version: None };
            return Ok(Found { meta, body: Body::Large(file) });
        }
        let mut bytes = Vec::new();
        let read = file.take(SMALL + 1).read_to_end(&mut bytes);
        read.map_err(|error| failed("read", key.as_str(), &error))?;
        let meta = small(bytes.len() as u64, Digest::of(&bytes));
        Ok(Found { meta, body: Body::Small(bytes) })
    }

    /// Writes `content` into a file that has no name yet.
    fn stage(&self, key: &Key, content: Content<'_>) -> Result<(stage::Staged, Meta), ObjectError> {
        let mut staged = self.stage.begin(&self.tree, key)?;
        let mut incoming = content.begin(key);
        let (mut buffer, mut hasher) = (Vec::new(), Hasher::default());
        loop {
            incoming.chunk(&mut buffer, CHUNK)?;
            hasher.add(&buffer);
            let written = staged.file.write_all(&buffer);
            written.map_err(|error| failed("write", key.as_str(), &error))?;
            if buffer.len() < CHUNK {
                break;
            }
        }
        staged.file.sync_all().map_err(|error| failed("sync", key.as_str(), &error))?;
        let (length, sha256) = hasher.finish();
        Ok((staged, small(length, sha256)))
    }

    fn create_new(&self, key: &Key, content: Content<'_>) -> Result<Meta, ObjectError> {
        // Asked now so that nothing is written in vain; what counts is the answer when the name is given.
        if let Some((folder, name)) = self.tree.parent(key, Make::Nothing)? {
            refuse_taken(key, &folder, name)?;
        }
        let (staged, meta) = self.stage(key, content)?;
        for _ in 0..ATTEMPTS {
            let Some((folder, name)) = self.tree.parent(key, Make::Folders)? else { continue };
            match staged.publish_new(&folder, name) {
                Ok(()) => {
                    durable(key, &folder)?;
                    return self.published(key, meta);
                }
                Err(Errno::EXIST) => refuse_taken(key, &folder, name)?,
                // Somebody deleted the last object of the folder, and with it the folder.
                Err(Errno::NOENT) => {}
                Err(error) => return Err(failed("create", key.as_str(), &error.into())),
            }
        }
        Err(failed("create", key.as_str(), &io::ErrorKind::NotFound.into()))
    }

    fn replace(&self, key: &Key, content: Content<'_>, etag: &Etag) -> Result<Meta, ObjectError> {
        let changed = || ObjectError::Changed { key: key.clone() };
        let (staged, meta) = self.stage(key, content)?;
        let _lock = Lock::take(&self.tree, key)?;
        match self.file(key) {
            Ok(found) if found.meta.etag == *etag => {}
            Ok(_) | Err(ObjectError::Missing { .. }) => return Err(changed()),
            Err(error) => return Err(error),
        }
        let (folder, name) = self.tree.parent(key, Make::Nothing)?.ok_or_else(changed)?;
        let replaced = staged.publish_over(&folder, name);
        replaced.map_err(|error| failed("replace", key.as_str(), &error.into()))?;
        durable(key, &folder)?;
        self.published(key, meta)
    }

    /// What a file is called by is known only when it has its name.
    fn published(&self, key: &Key, meta: Meta) -> Result<Meta, ObjectError> {
        if meta.length <= SMALL {
            return Ok(meta);
        }
        match self.file(key) {
            Ok(found) => Ok(Meta { etag: found.meta.etag, ..meta }),
            // It was written, and is gone or replaced by a smaller one already: no name fits it any more.
            Err(ObjectError::Missing { .. }) => Ok(meta),
            Err(error) => Err(error),
        }
    }
}

struct Found {
    meta: Meta,
    body: Body,
}

enum Body {
    Large(File),
    Small(Vec<u8>),
}

impl Store for Directory {
    fn head(&self, key: &Key) -> Result<Meta, ObjectError> {
        Ok(self.file(key)?.meta)
    }

    fn get(&self, key: &Key, version: Option<&Version>) -> Result<Object, ObjectError> {
        if version.is_some() {
            return Err(ObjectError::Missing { key: key.clone() });
        }
        let Found { meta, body } = self.file(key)?;
        let body: Box<dyn io::Read + Send> = match body {
            Body::Large(file) => Box::new(Outgoing::new(file, key, meta.length, None)),
            Body::Small(bytes) => Box::new(Cursor::new(bytes)),
        };
        Ok(Object { meta, body, key: key.clone() })
    }

    fn put(
        &self,
        key: &Key,
        content: Content<'_>,
        condition: Condition<'_>,
    ) -> Result<Meta, ObjectError> {
        match condition {
            Condition::Absent => self.create_new(key, content),
            Condition::Match(etag) => self.replace(key, content, etag),
        }
    }

    fn list(&self, prefix: &Prefix) -> Result<Listing, ObjectError> {
        let Some(folder) = self.tree.folder(prefix)? else { return Ok(Listing::default()) };
        let unreadable = |error: Errno| failed("list", prefix.as_str(), &error.into());
        let mut listing = Listing::default();
        for (number, entry) in Dir::read_from(&folder).map_err(unreadable)?.enumerate() {
            if number > MAX_LISTED {
                let reason = format!("has more than {MAX_LISTED} entries");
                return Err(ObjectError::TooLarge { name: prefix.as_str().into(), reason });
            }
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..")
                || prefix.as_str().is_empty() && name.to_bytes() == RESERVED.as_bytes()
            {
                continue;
            }
            let stat = match statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => stat,
                // It was deleted since.
                Err(Errno::NOENT) => continue,
                Err(error) => return Err(unreadable(error)),
            };
            let text = name.to_string_lossy();
            let known = name.to_str().is_ok();
            match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile if known => match prefix.key(&text) {
                    Ok(key) => {
                        listing.objects.push(Listed { key, length: stat.st_size.unsigned_abs() });
                    }
                    Err(_) => listing.strange.push(text.into()),
                },
                FileType::Directory if known => match prefix.folder(&text) {
                    Ok(folder) => listing.prefixes.push(folder),
                    Err(_) => listing.strange.push(text.into()),
                },
                _ => listing.strange.push(text.into()),
            }
        }
        listing.objects.sort();
        listing.prefixes.sort();
        listing.strange.sort();
        Ok(listing)
    }

    fn delete(&self, key: &Key) -> Result<(), ObjectError> {
        let _lock = Lock::take(&self.tree, key)?;
        let Some((folder, name)) = self.tree.parent(key, Make::Nothing)? else { return Ok(()) };
        match refuse_taken(key, &folder, name) {
            Ok(()) => return Ok(()),
            Err(ObjectError::Exists { .. }) => {}
            Err(error) => return Err(error),
        }
        match unlinkat(&folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => {}
            Err(error) => return Err(failed("delete", key.as_str(), &error.into())),
        }
        folder.sync_all().map_err(|error| failed("sync", key.as_str(), &error))?;
        self.tree.prune(key);
        Ok(())
    }

    /// Unfinished files have no name yet, so those of all prefixes go; those that somebody still writes stay.
    fn end_unfinished(&self, _: &Prefix) -> Result<(), ObjectError> {
        stage::clear(&self.tree).map_err(|error| failed("clear", RESERVED, &error))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // A directory that is handed on holds objects and nothing else; where somebody still writes, the folder is not empty.
        let _ = unlinkat(self.tree.root(), RESERVED, AtFlags::REMOVEDIR);
    }
}

fn small(length: u64, sha256: Digest) -> Meta {
    let etag = Etag(format!("sha256:{sha256}"));
    Meta { length, etag, sha256: Some(sha256), version: None }
}

/// Fails if `name` is taken, after whatever took it is on disk: the answer must hold after a power cut, too.
fn refuse_taken(key: &Key, folder: &File, name: &str) -> Result<(), ObjectError> {
    match statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => Ok(()),
        Err(error) => Err(failed("look at", key.as_str(), &error.into())),
        Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
            folder.sync_all().map_err(|error| failed("sync", key.as_str(), &error))?;
            Err(ObjectError::Exists { key: key.clone() })
        }
        Ok(_) => {
            let reason = "something that is no file has its name".into();
            Err(ObjectError::Blocked { key: key.clone(), reason })
        }
    }
}

/// Makes a name durable that was just given. It can be seen already, so a failure leaves open whether the write happened.
fn durable(key: &Key, folder: &File) -> Result<(), ObjectError> {
    folder.sync_all().map_err(|error| {
        let reason = format!("its directory could not be synced: {error}");
        ObjectError::Unknown { key: key.clone(), reason }
    })
}

fn failed(action: &'static str, name: &str, error: &io::Error) -> ObjectError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            ObjectError::Denied { action, name: name.into(), reason: error.to_string() }
        }
        _ => ObjectError::Unavailable { action, name: name.into(), reason: error.to_string() },
    }
}

/// The number of links of an open file.
fn links(file: &File) -> io::Result<u64> {
    #[expect(clippy::useless_conversion, reason = "its type differs between systems")]
    Ok(fstat(file)?.st_nlink.into())
}

#[cfg(test)]
mod tests;
