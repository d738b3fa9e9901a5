//! Reading a ledger's files: which logs there are, and for each its checkpoint, tiles and stored receipts.
//!
//! A log is opened as a snapshot: the checkpoint first, then the names of the files with receipts. A writer may seal and delete WAL files meanwhile; what was
//! opened stays readable, and a file that vanished before it was opened shows as receipts that are missing.

use crate::error::EvidenceError;
use cos_core::bodies::Bodies;
use cos_core::ids::{Org, Origin};
use cos_core::json::Tape;
use cos_core::log::tile::TileId;
use cos_core::wal::{self, Wal};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longest `checkpoint` that is read, in bytes.
const MAX_CHECKPOINT: u64 = 64 * 1024;

/// A ledger directory.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
    org: Org,
}

/// One log of a ledger.
#[derive(Clone, Debug)]
pub struct LogStore {
    dir: PathBuf,
    origin: Arc<Origin>,
}

/// A piece of a log's receipts: those with the indexes `first..first + len`.
#[derive(Clone, Debug)]
pub enum Chunk {
    /// In a body file.
    Bodies {
        /// The file's contents.
        file: Arc<Vec<u8>>,
        /// Positions in the file.
        positions: Range<usize>,
    },
    /// Plain texts.
    Plain {
        /// What holds them.
        bytes: Arc<Vec<u8>>,
        /// Where each is.
        spans: Vec<Range<usize>>,
        /// The index of each, where they do not simply follow one another.
        indexes: Option<Vec<u64>>,
    },
    /// Not readable.
    Damaged {
        /// How many receipts that concerns.
        count: u64,
        /// Why.
        reason: Arc<str>,
    },
}

impl Store {
    /// Opens the ledger at `root`.
    pub fn open(root: &Path) -> Result<Self, EvidenceError> {
        let path = root.join("ledger.json");
        let text = fs::read(&path).map_err(EvidenceError::io("read", &path))?;
        let layout = |reason: String| EvidenceError::Layout { path: path.clone(), reason };
        let mut tape = Tape::default();
        let json = tape.read(&text, 0).map_err(|error| layout(error.to_string()))?;
        let json = tape.value(&text, json);
        if !json.get("schema").is_some_and(|schema| schema.is_string("cos.ledger/v1")) {
            return Err(layout("`schema` is not `cos.ledger/v1`; this version of cos reads no other".into()));
        }
        let org = json.get("org").and_then(|org| org.plain_string()).ok_or_else(|| layout("`org` is missing".into()))?;
        let org = org.parse().map_err(|source| EvidenceError::Name { path: path.clone(), source })?;
        Ok(Self { root: root.to_owned(), org })
    }

    /// Lists the logs in the order of their origins.
    pub fn logs(&self) -> Result<Vec<LogStore>, EvidenceError> {
        let mut logs = Vec::new();
        for region in directories(&self.root)? {
            for tenant in directories(&region)? {
                let origin = Origin { org: self.org.clone(), region: id(&region)?, tenant: id(&tenant)? };
                logs.push(LogStore { dir: tenant, origin: Arc::new(origin) });
            }
        }
        logs.sort_by(|a, b| a.origin.cmp(&b.origin));
        Ok(logs)
    }
}

fn id<T: std::str::FromStr<Err = cos_core::ids::IdError>>(dir: &Path) -> Result<T, EvidenceError> {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    name.parse().map_err(|source| EvidenceError::Name { path: dir.to_owned(), source })
}

fn directories(dir: &Path) -> Result<Vec<PathBuf>, EvidenceError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(EvidenceError::io("list", dir))? {
        let entry = entry.map_err(EvidenceError::io("list", dir))?;
        if entry.file_type().map_err(EvidenceError::io("look at", entry.path()))?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// The names in a directory; none when it does not exist.
fn names(dir: &Path) -> Result<Vec<String>, EvidenceError> {
    match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(EvidenceError::io("list", dir)(error)),
        Ok(entries) => entries
            .map(|entry| Ok(entry.map_err(EvidenceError::io("list", dir))?.file_name().to_string_lossy().into_owned()))
            .collect(),
    }
}

impl LogStore {
    /// The log's name.
    pub fn origin(&self) -> &Arc<Origin> {
        &self.origin
    }

    /// Reads the checkpoint as it stands, unchecked; `None` when nothing was published yet.
    pub fn checkpoint(&self) -> Result<Option<String>, EvidenceError> {
        let path = self.dir.join("checkpoint");
        let size = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(EvidenceError::io("read", &path))?.len(),
        };
        if size > MAX_CHECKPOINT {
            return Err(EvidenceError::Layout { path, reason: format!("{size} bytes are too many for a checkpoint") });
        }
        let bytes = fs::read(&path).map_err(EvidenceError::io("read", &path))?;
        // Text that is not UTF-8 cannot be a signed note; what the replacement leaves is refused as one.
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Reads a hash tile, or a wider form of it.
    pub fn tile(&self, id: TileId) -> Result<Vec<u8>, EvidenceError> {
        let exact = self.dir.join(id.path());
        match fs::read(&exact) {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let full = self.dir.join(TileId { width: cos_core::log::tile::FULL_WIDTH, ..id }.path());
                fs::read(full).map_err(|_| EvidenceError::io("read", exact)(error))
            }
            Err(error) => Err(EvidenceError::io("read", exact)(error)),
        }
    }

    /// Splits the receipts `0..size` into chunks of at most `chunk` receipts, in order, handing each to `take` until it returns `false`.
    /// Gaps and damage come as [`Chunk::Damaged`], so every index is covered exactly once.
    pub fn chunks(
        &self,
        size: u64,
        chunk: usize,
        mut take: impl FnMut(u64, Chunk) -> bool,
    ) -> Result<(), EvidenceError> {
        let mut next = 0;
        for (first, count, name) in self.body_files()? {
            if next >= size {
                return Ok(());
            }
            let end = (first + count).min(size);
            if end <= next {
                continue;
            }
            if first > next && !missing(next, first.min(size), "no file holds it", &mut take) {
                return Ok(());
            }
            next = next.max(first);
            if !self.body_chunks(&name, (first, count), next..end, chunk, &mut take)? {
                return Ok(());
            }
            next = end;
        }
        self.wal_chunks(next, size, chunk, &mut take)
    }

    /// The body files by first index: (first index, count, name).
    fn body_files(&self) -> Result<Vec<(u64, u64, String)>, EvidenceError> {
        let parse = |name: String| {
            let (first, count) = name.strip_suffix(".bodies")?.split_once('-')?;
            Some((first.parse().ok()?, count.parse().ok()?, name))
        };
        let mut files: Vec<_> = names(&self.dir.join("bodies"))?.into_iter().filter_map(parse).collect();
        files.sort_unstable();
        Ok(files)
    }

    fn body_chunks(
        &self,
        name: &str,
        (first, count): (u64, u64),
        range: Range<u64>,
        chunk: usize,
        take: &mut impl FnMut(u64, Chunk) -> bool,
    ) -> Result<bool, EvidenceError> {
        let path = self.dir.join("bodies").join(name);
        let file = Arc::new(fs::read(&path).map_err(EvidenceError::io("read", &path))?);
        let checked = Bodies::parse(&file).map(|bodies| (bodies.first_index(), bodies.len() as u64));
        let reason = match checked {
            Ok(found) if found == (first, count) => {
                for start in range.clone().step_by(chunk) {
                    let end = (start + chunk as u64).min(range.end);
                    let positions = (start - first) as usize..(end - first) as usize;
                    if !take(start, Chunk::Bodies { file: Arc::clone(&file), positions }) {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            Ok(_) => format!("`{name}` holds other receipts than its name says"),
            Err(error) => format!("`{name}`: {error}"),
        };
        Ok(missing(range.start, range.end, &reason, take))
    }

    fn wal_chunks(
        &self,
        mut next: u64,
        size: u64,
        chunk: usize,
        take: &mut impl FnMut(u64, Chunk) -> bool,
    ) -> Result<(), EvidenceError> {
        let dir = self.dir.join("wal");
        let files = names(&dir)?;
        for name in wal::newest(files.iter().filter_map(|name| wal::FileName::parse(name))) {
            if next >= size {
                return Ok(());
            }
            let path = dir.join(name.to_string());
            let bytes = Arc::new(fs::read(&path).map_err(EvidenceError::io("read", &path))?);
            let wal = match Wal::parse(&bytes, &self.origin, name) {
                Ok(wal) => wal,
                Err(error) => {
                    missing(next, size, &format!("`{name}`: {error}"), take);
                    return Ok(());
                }
            };
            if wal.first() > next && !missing(next, wal.first().min(size), "no file holds it", take) {
                return Ok(());
            }
            let base = bytes.as_ptr().addr();
            let end = wal.end().min(size);
            next = next.max(wal.first());
            while next < end {
                let upto = (next + chunk as u64).min(end);
                let held = &wal.receipts()[(next - wal.first()) as usize..(upto - wal.first()) as usize];
                let spans = held.iter().map(|receipt| {
                    let start = receipt.as_ptr().addr() - base;
                    start..start + receipt.len()
                });
                if !take(next, Chunk::Plain { bytes: Arc::clone(&bytes), spans: spans.collect(), indexes: None }) {
                    return Ok(());
                }
                next = upto;
            }
        }
        missing(next, size, "no file holds it", take);
        Ok(())
    }
}

/// Hands over a gap in pieces, so that no outcome grows without bound.
fn missing(from: u64, to: u64, reason: &str, take: &mut impl FnMut(u64, Chunk) -> bool) -> bool {
    const PIECE: u64 = 4096;
    let reason: Arc<str> = reason.into();
    (from..to).step_by(PIECE as usize).all(|start| {
        take(start, Chunk::Damaged { count: (to - start).min(PIECE), reason: Arc::clone(&reason) })
    })
}
