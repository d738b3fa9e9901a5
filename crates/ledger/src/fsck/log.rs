//! The check of one log: its files, its checkpoint, its receipts, its tree, its index.

use super::ids::IdCheck;
use super::receipts::Stored;
use super::repair::Confirmed;
use super::tree::TreeCheck;
use super::{Findings, LogReport, Repair, code};
use crate::disk;
use crate::error::{Context as _, LedgerError};
use crate::layout::{
    ALL_TMP, BODIES, BodiesName, CACHE, CHECKPOINT, INDEX, LOCK, Layout, TILE, WAL, WITNESSED,
};
use crate::lock::{Lock, ReadLock};
use crate::tiles::TileFile;
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::log::checkpoint::{self, Checkpoint};
use cos_core::log::note::{SignedNote, VerifierKey};
use cos_core::wal::FileName;
use std::fs;
use std::path::Path;

/// What the checkpoint file says.
#[derive(Clone, Copy, Debug)]
struct Signed {
    size: u64,
    /// `None` when the checkpoint cannot be believed.
    root: Option<Digest>,
}

/// Keeps writers out while the log is checked, and others altogether while it is repaired.
enum Hold {
    Read { _lock: ReadLock },
    Write { _lock: Lock },
}

pub(super) fn check(
    root: &Path,
    origin: &Origin,
    keys: &[VerifierKey],
    repair: Repair,
) -> Result<LogReport, LedgerError> {
    let layout = Layout::new(root, origin);
    let _hold = match repair {
        Repair::Nothing => Hold::Read { _lock: ReadLock::acquire(&layout, origin)? },
        Repair::Derived => Hold::Write { _lock: Lock::acquire(&layout, origin)? },
    };
    let mut findings = Findings::new(origin);
    let tiles = account_for_files(&layout, &mut findings)?;
    let stored = Stored::find(&layout, origin, &mut findings)?;
    let signed = read_checkpoint(&layout, origin, keys, &mut findings)?;
    let published = signed.map_or(stored.end, |signed| signed.size);
    if published > stored.end {
        let reason =
            format!("the checkpoint covers {published} receipts, {} are stored", stored.end);
        findings.receipts(&stored.path_of(stored.end), stored.end, reason);
    }
    if published < stored.sealed {
        let reason = format!("it covers {published} receipts, but {} are sealed", stored.sealed);
        findings.checkpoint(reason);
    }

    let mut ids = IdCheck::begin(&layout, origin, stored.end, &mut findings);
    let mut tree = TreeCheck::new(&layout, published, stored.sealed, &tiles, ids.covered());
    stored.visit(published.max(stored.end), &mut findings, |findings, index, receipt| {
        if let Some(receipt) = receipt {
            ids.see(index, receipt, &stored, findings);
        }
        tree.push(index, receipt)
    })?;
    let unread = findings.kept.iter().any(|finding| finding.code == code::RECEIPTS);
    let index_is_wrong = ids.finish(&stored, |size| tree.root(size), &mut findings)?;
    let root = signed.and_then(|signed| signed.root);
    let confirmed = tree.finish(root, |index| stored.path_of(index), &mut findings)?;
    let mut repaired = 0;
    if repair == Repair::Derived && confirmed && !unread {
        let log = Confirmed { layout: &layout, origin, stored: &stored, published, tiles: &tiles };
        repaired = log.repair(index_is_wrong)?;
    }
    Ok(LogReport {
        origin: origin.clone(),
        receipts: stored.end,
        published: root.map(|_| published),
        findings: findings.kept,
        further_findings: findings.further,
        repaired,
    })
}

/// Accounts for every file by its name and returns the tiles.
fn account_for_files(
    layout: &Layout,
    findings: &mut Findings,
) -> Result<Vec<TileFile>, LedgerError> {
    let mut tiles = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(directory) = pending.pop() {
        let mut names = disk::names(&layout.root.join(&directory))?;
        names.sort_unstable();
        for name in names {
            let below = if directory.is_empty() { name } else { format!("{directory}/{name}") };
            let path = layout.root.join(&below);
            let kind = fs::symlink_metadata(&path).context("look at", &path)?.file_type();
            if kind.is_dir() {
                let top = below.split('/').next().unwrap_or_default();
                match top {
                    TILE => pending.push(below),
                    BODIES | WAL | CACHE if top == below => pending.push(below),
                    _ => findings.stray(&below),
                }
                continue;
            }
            match below.as_str() {
                _ if !kind.is_file() => findings.stray(&below),
                CHECKPOINT | WITNESSED | LOCK => {}
                name if ALL_TMP.contains(&name) => {
                    findings.left_over(&below, "it was being written when the writer ended");
                }
                _ => match (below.split_once('/'), TileFile::parse(&below)) {
                    (Some((BODIES, name)), _) if BodiesName::parse(name).is_some() => {}
                    (Some((WAL, name)), _) if FileName::parse(name).is_some() => {}
                    (Some((CACHE, INDEX)), _) => {}
                    (_, Some(tile)) => tiles.push(tile),
                    _ => findings.stray(&below),
                },
            }
        }
    }
    Ok(tiles)
}

fn read_checkpoint(
    layout: &Layout,
    origin: &Origin,
    keys: &[VerifierKey],
    findings: &mut Findings,
) -> Result<Option<Signed>, LedgerError> {
    let Some(bytes) = disk::read_optional(&layout.checkpoint())? else {
        findings.checkpoint("it is missing");
        return Ok(None);
    };
    let Ok(text) = str::from_utf8(&bytes) else {
        findings.checkpoint("it is not text");
        return Ok(None);
    };
    match checkpoint::open(text, keys, origin) {
        Ok(opened) => {
            let Checkpoint { size, root, .. } = opened.checkpoint;
            Ok(Some(Signed { size, root: Some(root) }))
        }
        Err(error) => {
            findings.checkpoint(error.to_string());
            // Its size is not believed, but where to look for tiles has to be guessed from something.
            let claimed =
                SignedNote::parse(text).and_then(|note| note.text().parse::<Checkpoint>());
            Ok(claimed.ok().map(|claimed| Signed { size: claimed.size, root: None }))
        }
    }
}
