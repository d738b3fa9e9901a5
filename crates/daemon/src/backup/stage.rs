//! A directory that takes its name only when everything in it is on disk; until then it lies beside, and goes away when it is given up.

use super::manifest::{BackupFile, damaged};
use crate::error::DaemonError;
use aws_lc_rs::digest::{Context, SHA256};
use cos_core::digest::Digest;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// A directory in the making.
#[derive(Debug)]
pub(super) struct Stage {
    temporary: PathBuf,
    target: PathBuf,
    done: bool,
}

impl Stage {
    /// Begins the directory `target`, which must not exist or be empty.
    pub(super) fn begin(target: &Path) -> Result<Self, DaemonError> {
        let occupied = || DaemonError::Occupied { path: target.to_owned() };
        match fs::read_dir(target).map(|mut entries| entries.next().is_some()) {
            Ok(true) => return Err(occupied()),
            Ok(false) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(DaemonError::io("list", target)(error)),
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(target.file_name().ok_or_else(occupied)?);
        name.push(format!(".{}.part", std::process::id()));
        let temporary = target.with_file_name(name);
        let made = DirBuilder::new().mode(0o700).create(&temporary);
        made.map_err(DaemonError::io("create", target))?;
        Ok(Self { temporary, target: target.to_owned(), done: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Writes a new file.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), DaemonError> {
        self.fill(name, &mut &*bytes).map(drop)
    }

    /// Copies a file, and says what it was.
    pub(super) fn copy(&self, from: &Path, name: &str) -> Result<BackupFile, DaemonError> {
        let mut source = File::open(from).map_err(DaemonError::io("open", from))?;
        self.fill(name, &mut source)
    }

    fn fill(&self, name: &str, source: &mut dyn Read) -> Result<BackupFile, DaemonError> {
        let path = self.temporary.join(name);
        let above = path.parent().expect("it lies in the stage");
        let made = DirBuilder::new().recursive(true).mode(0o700).create(above);
        made.map_err(DaemonError::io("create", above))?;
        let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = open.map_err(DaemonError::io("create", &path))?;
        let copied = hashed(source, |bytes| file.write_all(bytes));
        let (bytes, sha256) = copied.map_err(DaemonError::io("write", &path))?;
        file.sync_all().map_err(DaemonError::io("sync", &path))?;
        Ok(BackupFile { path: name.to_owned(), bytes, sha256: sha256.to_string() })
    }

    /// Every file, in the order of their paths; each is on disk when this returns.
    pub(super) fn files(&self) -> Result<Vec<BackupFile>, DaemonError> {
        let describe = |name: String| {
            let path = self.temporary.join(&name);
            let read = || -> io::Result<(u64, Digest)> {
                let mut file = File::open(&path)?;
                file.sync_all()?;
                hashed(&mut file, |_| Ok(()))
            };
            let (bytes, sha256) = read().map_err(DaemonError::io("read", &path))?;
            Ok(BackupFile { path: name, bytes, sha256: sha256.to_string() })
        };
        names(&self.temporary)?.into_iter().map(describe).collect()
    }

    /// Makes every name in it durable, and gives it its own.
    pub(super) fn finish(mut self) -> Result<(), DaemonError> {
        sync_directories(&self.temporary)?;
        let above = self.target.parent().filter(|above| !above.as_os_str().is_empty());
        let above = above.unwrap_or(Path::new("."));
        let publish = || -> io::Result<()> {
            let directory = File::open(above)?;
            // Fails where somebody put something into it meanwhile.
            fs::rename(&self.temporary, &self.target)?;
            directory.sync_all()
        };
        publish().map_err(DaemonError::io("make", &self.target))?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.done {
            // Best effort: the error that brought us here is the one to report.
            let _ = fs::remove_dir_all(&self.temporary);
        }
    }
}

/// Every file below a directory, by path, with `/` between; what is neither file nor directory is refused.
pub(super) fn names(root: &Path) -> Result<Vec<String>, DaemonError> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        let path = root.join(&folder);
        let listed = fs::read_dir(&path).map_err(DaemonError::io("list", &path))?;
        for entry in listed {
            let entry = entry.map_err(DaemonError::io("list", &path))?;
            let name = entry.file_name();
            let name = name.to_str().ok_or_else(|| {
                damaged(root, format!("`{}` has a name that is no text", entry.path().display()))
            })?;
            let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(DaemonError::io("look at", entry.path()))?;
            if kind.is_dir() {
                open.push(name);
            } else if kind.is_file() {
                found.push(name);
            } else {
                return Err(damaged(root, format!("`{}` is no file", name.escape_debug())));
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

fn sync_directories(path: &Path) -> Result<(), DaemonError> {
    let failed = || DaemonError::io("sync", path);
    for entry in fs::read_dir(path).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            sync_directories(&entry.path())?;
        }
    }
    File::open(path).and_then(|directory| directory.sync_all()).map_err(failed())
}

/// Reads to the end, handing every piece on; how much it was, and its digest.
fn hashed(
    source: &mut dyn Read,
    mut write: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u64, Digest)> {
    let mut hash = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let read = match source.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        write(&buffer[..read])?;
        length += read as u64;
    }
    let digest = hash.finish();
    Ok((length, Digest(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))))
}
