//! One writer for each log: an advisory lock, the name of its holder, and the check that it is still ours.
//!
//! The lock is the open file description's, so it ends with its holder however that ends. Its text is for people and for the
//! epoch; it is evidence of nothing. Somebody may delete the file and lock a new one: the old holder notices, because the path no
//! longer leads to the file it holds, and stops before it acknowledges or signs anything more (promise P5).

use crate::error::{Context as _, LedgerError};
use crate::layout::Layout;
use cos_core::ids::Origin;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long a check of the log may delay a writer that wants to open it.
const PATIENCE: Duration = Duration::from_millis(200);

/// Who holds a log, as its lock file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// Host name.
    pub host: String,
    /// The command that opened the log.
    pub command: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// Which opening of the log this is: 1, 2, 3 …
    pub epoch: u64,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pid, host, command, since, .. } = self;
        write!(
            f,
            "`{}` (process {pid} on {}) since {since}",
            command.escape_debug(),
            host.escape_debug()
        )
    }
}

/// A log that is ours to write.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    path: PathBuf,
    log: Origin,
    holder: Option<Holder>,
}

impl Lock {
    /// Takes the lock of the log `origin`, or says who has it.
    pub(crate) fn acquire(layout: &Layout, origin: &Origin) -> Result<Self, LedgerError> {
        let path = layout.lock();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).mode(0o600);
            let file = options.open(&path).context("open", &path)?;
            match file.try_lock() {
                // Whoever deleted the file in between has made this lock worth nothing.
                Ok(()) if same_file(&file, &path).context("look at", &path)? => {
                    return Ok(Self { file, path, log: origin.clone(), holder: None });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    // Its text names the last writer, not a reader.
                    if file.try_lock_shared().is_ok() {
                        let holder = "a check that is running".into();
                        return Err(LedgerError::Locked { log: origin.clone(), holder });
                    }
                    return Err(held(origin, &path));
                }
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
                Err(TryLockError::Error(error)) => {
                    return Err(LedgerError::io("lock", &path, error));
                }
            }
        }
    }

    /// The epoch of the holder before us; 0 when the text does not say.
    pub(crate) fn previous_epoch(&self) -> u64 {
        read_holder(&self.path).map_or(0, |holder| holder.epoch)
    }

    /// Writes our name into the lock file.
    pub(crate) fn sign_in(&mut self, holder: Holder) -> Result<(), LedgerError> {
        let text = to_text(&holder);
        let write = || {
            self.file.write_all_at(text.as_bytes(), 0)?;
            self.file.set_len(text.len() as u64)?;
            self.file.sync_all()
        };
        write().context("write", &self.path)?;
        self.holder = Some(holder);
        Ok(())
    }

    /// Checks that the path still leads to the file we hold. Asked after a group is on disk and before it is acknowledged:
    /// whoever takes over later finds that group.
    pub(crate) fn check(&self) -> Result<(), LedgerError> {
        match same_file(&self.file, &self.path) {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.fenced()),
            Err(error) => Err(LedgerError::io("look at", &self.path, error)),
        }
    }

    /// Checks also that the file still carries our name.
    pub(crate) fn check_text(&self) -> Result<(), LedgerError> {
        self.check()?;
        if read_holder(&self.path) == self.holder { Ok(()) } else { Err(self.fenced()) }
    }

    fn fenced(&self) -> LedgerError {
        let reason = match read_holder(&self.path) {
            Some(holder) => format!("the lock file names {holder}"),
            None => "the lock file was deleted or rewritten".into(),
        };
        LedgerError::Fenced { log: self.log.clone(), reason }
    }
}

impl Drop for Lock {
    /// Unlocks at once: a process being started elsewhere in this one may hold a copy of the handle for a moment.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// The lock of a log that is only read: it keeps writers out, and waits for none.
#[derive(Debug)]
pub(crate) struct ReadLock {
    file: Option<File>,
}

impl Drop for ReadLock {
    fn drop(&mut self) {
        let _ = self.file.as_ref().map(File::unlock);
    }
}

impl ReadLock {
    /// Takes a shared lock; a log without a lock file (a copy) needs none.
    pub(crate) fn acquire(layout: &Layout, origin: &Origin) -> Result<Self, LedgerError> {
        let path = layout.lock();
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { file: None });
            }
            Err(error) => return Err(LedgerError::io("open", &path, error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(Self { file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(held(origin, &path)),
            Err(TryLockError::Error(error)) => Err(LedgerError::io("lock", &path, error)),
        }
    }
}

/// Who holds the log now; `None` when nobody does.
pub(crate) fn current_holder(
    layout: &Layout,
    origin: &Origin,
) -> Result<Option<Holder>, LedgerError> {
    match ReadLock::acquire(layout, origin) {
        Ok(_) => Ok(None),
        Err(LedgerError::Locked { .. }) => Ok(read_holder(&layout.lock())),
        Err(error) => Err(error),
    }
}

fn held(origin: &Origin, path: &Path) -> LedgerError {
    let holder = read_holder(path).map_or("another process".into(), |holder| holder.to_string());
    LedgerError::Locked { log: origin.clone(), holder }
}

fn to_text(holder: &Holder) -> String {
    let mut text =
        serde_json::to_string_pretty(holder).expect("a holder has only texts and numbers");
    text.push('\n');
    text
}

fn read_holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.take(64 << 10).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn same_file(file: &File, path: &Path) -> io::Result<bool> {
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((ours.dev(), ours.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
