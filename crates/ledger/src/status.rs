//! How large a ledger's logs are, how far they are published and who writes them; a quick look, no check.

use crate::disk;
use crate::error::LedgerError;
use crate::fsck::origins;
use crate::layout::{BodiesName, LEDGER_FILE, Layout, TILE};
use crate::ledger::read_ledger_file;
use crate::lock::{self, Holder};
use cos_core::clock::Timestamp;
use cos_core::ids::{Org, Origin};
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::wal::{FileName, Wal, newest};
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Bytes on disk, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiskUse {
    /// Sealed receipts.
    pub bodies: u64,
    /// Receipts that are not sealed yet.
    pub wal: u64,
    /// Hash tiles and entry bundles.
    pub tiles: u64,
    /// What can be rebuilt at any time.
    pub cache: u64,
}

/// The state of one log, as its files say and unverified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogStatus {
    /// The log.
    pub origin: Origin,
    /// Durable receipts.
    pub receipts: u64,
    /// Receipts under the checkpoint; `None` without a readable one.
    pub published: Option<u64>,
    /// Receipts in sealed files; the rest is in the WAL.
    pub sealed: u64,
    /// When the checkpoint was written, as the file system says.
    pub checkpoint_time: Option<Timestamp>,
    /// Bytes on disk.
    pub disk: DiskUse,
    /// Who writes the log now.
    pub holder: Option<Holder>,
}

/// What the files of a log say of its last checkpoint; reading it costs the same however long the log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The log.
    pub origin: Origin,
    /// Receipts under the checkpoint; `None` without a readable one.
    pub published: Option<u64>,
    /// When the checkpoint was written, as the file system says.
    pub checkpoint_time: Option<Timestamp>,
}

/// The state of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerStatus {
    /// Whose ledger it is.
    pub org: Org,
    /// Its logs, in the order of region and tenant.
    pub logs: Vec<LogStatus>,
}

/// The file system that a ledger is on, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What is left for whoever is not root.
    pub free: u64,
    /// Its size.
    pub size: u64,
}

/// Looks how much room the file system of the ledger in `root` has.
pub fn room(root: &Path) -> Result<Room, LedgerError> {
    let found = rustix::fs::statvfs(root);
    let found = found.map_err(|error| LedgerError::io("look at", root, error.into()))?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    Ok(Room { free: bytes(found.f_bavail), size: bytes(found.f_blocks) })
}

/// Looks at the ledger in `root`. Safe while it is written: then the figures may be of slightly different moments.
pub fn status(root: &Path) -> Result<LedgerStatus, LedgerError> {
    let (org, origins) = all(root)?;
    let logs =
        origins.into_iter().map(|origin| log_status(root, origin)).collect::<Result<_, _>>()?;
    Ok(LedgerStatus { org, logs })
}

/// Looks at the checkpoints of the ledger in `root`, in the order of region and tenant.
pub fn heads(root: &Path) -> Result<Vec<Head>, LedgerError> {
    let (_, origins) = all(root)?;
    origins.into_iter().map(|origin| head(&Layout::new(root, &origin), origin)).collect()
}

/// Whose ledger it is, and its logs.
fn all(root: &Path) -> Result<(Org, Vec<Origin>), LedgerError> {
    let Some(org) = read_ledger_file(root)? else {
        let reason = format!("it has no `{LEDGER_FILE}`");
        return Err(LedgerError::OtherLedger { path: root.into(), reason });
    };
    let origins = origins(root, &org, &mut Vec::new())?;
    Ok((org, origins))
}

fn head(layout: &Layout, origin: Origin) -> Result<Head, LedgerError> {
    let note = disk::read_optional(&layout.checkpoint())?;
    let checkpoint = note.as_deref().and_then(|note| {
        let note = SignedNote::parse(str::from_utf8(note).ok()?).ok()?;
        note.text().parse::<Checkpoint>().ok()
    });
    let modified = fs::metadata(layout.checkpoint()).and_then(|file| file.modified()).ok();
    let since_epoch = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Ok(Head {
        origin,
        published: checkpoint.map(|checkpoint| checkpoint.size),
        checkpoint_time: since_epoch.map(|time| Timestamp(time.as_secs().cast_signed())),
    })
}

fn log_status(root: &Path, origin: Origin) -> Result<LogStatus, LedgerError> {
    let layout = Layout::new(root, &origin);
    let names = disk::names_if_any(&layout.bodies())?;
    let sealed = BodiesName::sorted(&names).last().map_or(0, |last| last.end());
    let Head { published, checkpoint_time, .. } = head(&layout, origin.clone())?;
    Ok(LogStatus {
        receipts: unsealed_end(&layout, &origin)?.unwrap_or(sealed).max(sealed),
        published,
        sealed,
        checkpoint_time,
        disk: DiskUse {
            bodies: bytes_below(&layout.bodies())?,
            wal: bytes_below(&layout.wal())?,
            tiles: bytes_below(&layout.root.join(TILE))?,
            cache: bytes_below(&layout.cache())?,
        },
        holder: lock::current_holder(&layout, &origin)?,
        origin,
    })
}

/// The index after the last whole frame of the WAL; `None` without a readable WAL file.
fn unsealed_end(layout: &Layout, origin: &Origin) -> Result<Option<u64>, LedgerError> {
    let names = disk::names_if_any(&layout.wal())?;
    let newest = newest(names.iter().filter_map(|name| FileName::parse(name)));
    let Some(last) = newest.last() else { return Ok(None) };
    let bytes = disk::read_optional(&layout.wal().join(last.to_string()))?.unwrap_or_default();
    Ok(Wal::parse(&bytes, origin, *last).ok().map(|wal| wal.end()))
}

fn bytes_below(path: &Path) -> Result<u64, LedgerError> {
    let mut bytes = 0;
    for name in disk::names_if_any(path)? {
        let path = path.join(name);
        // A file may be replaced while we look.
        let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
        bytes += if metadata.is_dir() { bytes_below(&path)? } else { metadata.len() };
    }
    Ok(bytes)
}
