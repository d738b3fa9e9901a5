//! A copy of a ledger while it is written: what a crash at one moment would have left, which recovery continues from.
//!
//! Each log is caught at a moment between two seals. First come the parts that change: how far receipts are sealed, the checkpoint, the partial
//! tiles of both, the WAL. When meanwhile nothing was sealed, they belong together: the WAL begins where the sealed receipts end or before, and
//! what the checkpoint covers was durable before it. Then come the parts that never change once they are there. Locks and caches are left
//! out. Nothing is verified here; opening the copy does.

use crate::disk;
use crate::error::{Context as _, LedgerError};
use crate::fsck::origins;
use crate::layout::{BODIES, BodiesName, LEDGER_FILE, Layout, TILE, WAL};
use crate::ledger::read_ledger_file;
use crate::tiles::{TileFile, partials_of};
use cos_core::ids::Origin;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::wal::FileName;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// How often a log may be sealed while it is looked at; one look takes milliseconds.
const ATTEMPTS: usize = 100;

/// Copies the ledger in `root` into the new directory `to`. Whatever was acknowledged before the call is in the copy (promise P1).
///
/// The files are written and not synced: that is the caller's, who has others beside them.
pub fn copy(root: &Path, to: &Path) -> Result<(), LedgerError> {
    let Some(org) = read_ledger_file(root)? else {
        let reason = format!("it has no `{LEDGER_FILE}`");
        return Err(LedgerError::OtherLedger { path: root.into(), reason });
    };
    make_directory(to)?;
    copy_file(&root.join(LEDGER_FILE), &to.join(LEDGER_FILE))?;
    for origin in origins(root, &org, &mut Vec::new())? {
        copy_log(&Layout::new(root, &origin), &Layout::new(to, &origin), &origin)?;
    }
    Ok(())
}

fn copy_log(from: &Layout, to: &Layout, origin: &Origin) -> Result<(), LedgerError> {
    for directory in [to.root.join(BODIES), to.root.join(WAL)] {
        make_directory(&directory)?;
    }
    let Some(moment) = catch(from, origin)? else { return Ok(()) };
    write(&to.checkpoint(), &moment.checkpoint)?;
    if let Some(witnessed) = &moment.witnessed {
        write(&to.witnessed(), witnessed)?;
    }
    for (name, bytes) in &moment.wal {
        write(&to.wal().join(name), bytes)?;
    }
    for (path, bytes) in &moment.partials {
        write_below(&to.root, path, bytes)?;
    }
    for name in &moment.bodies {
        let name = name.to_string();
        copy_file(&from.bodies().join(&name), &to.bodies().join(&name))?;
    }
    copy_full_tiles(from, to, moment.published)
}

/// What of a log belongs together.
struct Moment {
    bodies: Vec<BodiesName>,
    checkpoint: Vec<u8>,
    /// Of a checkpoint that this one continues.
    witnessed: Option<Vec<u8>>,
    published: u64,
    partials: Vec<NamedBytes>,
    wal: Vec<NamedBytes>,
}

type NamedBytes = (String, Vec<u8>);

/// Looks until nothing was sealed meanwhile; `None` for a log that is only being made.
fn catch(layout: &Layout, origin: &Origin) -> Result<Option<Moment>, LedgerError> {
    for _ in 0..ATTEMPTS {
        let bodies = BodiesName::sorted(&disk::names_if_any(&layout.bodies())?);
        // First: what witnesses have seen is never ahead of the checkpoint.
        let witnessed = disk::read_optional(&layout.witnessed())?;
        let Some(checkpoint) = disk::read_optional(&layout.checkpoint())? else { return Ok(None) };
        let published = size_of(&checkpoint, origin)?;
        let sealed = bodies.last().map_or(0, |last| last.end());
        let sizes = [sealed, published];
        let partials = read_all(partials_of_both(sizes), |path| layout.root.join(path))?;
        let names = disk::names_if_any(&layout.wal())?;
        let names = names.into_iter().filter(|name| FileName::parse(name).is_some());
        let wal = read_all(names, |name| layout.wal().join(name))?;
        let (Some(partials), Some(wal)) = (partials, wal) else { continue };
        if BodiesName::sorted(&disk::names_if_any(&layout.bodies())?) == bodies {
            let moment = Moment { bodies, checkpoint, witnessed, published, partials, wal };
            return Ok(Some(moment));
        }
    }
    Err(LedgerError::Changing { log: origin.clone() })
}

fn partials_of_both(sizes: [u64; 2]) -> impl Iterator<Item = String> {
    let mut paths: Vec<_> = sizes.into_iter().flat_map(partials_of).map(TileFile::path).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter()
}

/// Reads files by name; `None` when one of them went away.
fn read_all(
    names: impl Iterator<Item = String>,
    path: impl Fn(&str) -> PathBuf,
) -> Result<Option<Vec<NamedBytes>>, LedgerError> {
    let read = |name: String| Ok(disk::read_optional(&path(&name))?.map(|bytes| (name, bytes)));
    names.map(read).collect()
}

fn size_of(checkpoint: &[u8], origin: &Origin) -> Result<u64, LedgerError> {
    let wrong = |reason: String| LedgerError::Checkpoint { log: origin.clone(), reason };
    let text = str::from_utf8(checkpoint).map_err(|_| wrong("it is not text".into()))?;
    let note = SignedNote::parse(text).map_err(|error| wrong(error.to_string()))?;
    let parsed: Checkpoint = note.text().parse().map_err(|error| wrong(format!("{error}")))?;
    Ok(parsed.size)
}

/// Copies the tiles that are full and covered by the checkpoint; they lie where their names say, at most a few folders deep.
fn copy_full_tiles(from: &Layout, to: &Layout, published: u64) -> Result<(), LedgerError> {
    let mut open = vec![TILE.to_owned()];
    while let Some(folder) = open.pop() {
        for name in disk::names_if_any(&from.root.join(&folder))? {
            let path = format!("{folder}/{name}");
            let tile = TileFile::parse(&path).filter(|tile| !tile.is_partial());
            let is_covered = |tile: TileFile| tile.end().is_some_and(|end| end <= published);
            if tile.is_some_and(is_covered) {
                let target = to.root.join(&path);
                make_directory(target.parent().expect("a tile lies in a directory"))?;
                copy_file(&from.root.join(&path), &target)?;
            } else if tile.is_none() && from.root.join(&path).is_dir() && !holds_partials(&path) {
                open.push(path);
            }
        }
    }
    Ok(())
}

fn holds_partials(folder: &str) -> bool {
    Path::new(folder).extension().is_some_and(|extension| extension == "p")
}

fn write_below(root: &Path, path: &str, bytes: &[u8]) -> Result<(), LedgerError> {
    let path = root.join(path);
    make_directory(path.parent().expect("a tile lies in a directory"))?;
    write(&path, bytes)
}

fn make_directory(path: &Path) -> Result<(), LedgerError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).context("make directory", path)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    open.and_then(|mut file| file.write_all(bytes)).context("write", path)
}

fn copy_file(from: &Path, to: &Path) -> Result<(), LedgerError> {
    let mut source = fs::File::open(from).context("open", from)?;
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let mut target = open.context("create", to)?;
    io::copy(&mut source, &mut target).map(drop).context("copy", from)
}
