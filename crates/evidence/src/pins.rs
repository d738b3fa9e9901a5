//! The checkpoints an auditor has seen: one small file a log, on the auditor's own disk.
//!
//! A log that shows two auditors different histories, or the same auditor a shorter one, is caught by comparing with what was seen before
//! (promise P5). The file's name is a hash of the origin, its content the checkpoint as it was.

use crate::error::EvidenceError;
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where pins are kept.
#[derive(Clone, Debug)]
pub struct Pins {
    dir: PathBuf,
}

impl Pins {
    /// Uses `dir`, which is created when the first pin is set.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    fn path(&self, origin: &Origin) -> PathBuf {
        let name = Digest::of(origin.to_string().as_bytes()).to_string();
        self.dir.join(format!("{}.checkpoint", &name[..32]))
    }

    /// The checkpoint last seen for a log; `None` when this is the first time.
    ///
    /// A pin that cannot be read is an error, never "not seen before".
    pub fn last(&self, origin: &Origin) -> Result<Option<Checkpoint>, EvidenceError> {
        let path = self.path(origin);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(EvidenceError::io("read", &path))?,
        };
        let checkpoint =
            SignedNote::parse(&text).and_then(|note| note.text().parse::<Checkpoint>());
        match checkpoint {
            Ok(checkpoint) if checkpoint.origin == origin.to_string() => Ok(Some(checkpoint)),
            Ok(_) => {
                Err(EvidenceError::Layout { path, reason: format!("is not a pin of `{origin}`") })
            }
            Err(error) => Err(EvidenceError::Layout {
                path,
                reason: format!(
                    "the pinned checkpoint is damaged: {error}; delete it only if you know why"
                ),
            }),
        }
    }

    /// Remembers a checkpoint that was verified, unless a larger one is remembered already: another verification may have ended
    /// meanwhile.
    pub fn set(&self, origin: &Origin, note: &str) -> Result<(), EvidenceError> {
        let size = |note: &str| {
            Some(SignedNote::parse(note).ok()?.text().parse::<Checkpoint>().ok()?.size)
        };
        if self.last(origin)?.is_some_and(|last| Some(last.size) > size(note)) {
            return Ok(());
        }
        fs::create_dir_all(&self.dir).map_err(EvidenceError::io("create", &self.dir))?;
        let path = self.path(origin);
        let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
        replace(&temporary, &path, note.as_bytes()).map_err(EvidenceError::io("write", &path))
    }
}

/// Writes beside the target and renames, so that a crash leaves the old pin or the new one.
fn replace(temporary: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}
