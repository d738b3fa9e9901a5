//! The tiles of a growing log: what the next leaves complete, and the files it is kept in.
//!
//! [`Edge`] decides, in memory, which tiles and bundles a leaf completes; [`TileFiles`] reads, writes and clears away. Roots and
//! proofs are not made here.

use crate::disk::{self, Directory, Durability, Stage};
use crate::error::LedgerError;
use cos_core::digest::Digest;
use cos_core::log::LogError;
use cos_core::log::leaf::Leaf;
use cos_core::log::merkle::node_hash;
use cos_core::log::tile::{self, EntriesId, FULL_WIDTH, HEIGHT, TileId, TileNodes};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A tile file of either kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TileFile {
    Entries(EntriesId),
    Hashes(TileId),
}

impl TileFile {
    /// Returns the path below the log's directory.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Entries(id) => id.path(),
            Self::Hashes(id) => id.path(),
        }
    }

    /// Parses a path below the log's directory.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let entries = EntriesId::parse(path).map(Self::Entries);
        entries.or_else(|_| TileId::parse(path).map(Self::Hashes)).ok()
    }

    pub(crate) fn width(self) -> u16 {
        match self {
            Self::Entries(id) => id.width,
            Self::Hashes(id) => id.width,
        }
    }

    pub(crate) fn is_partial(self) -> bool {
        self.width() < FULL_WIDTH
    }

    /// The same tile with all its 256 places filled.
    pub(crate) fn full(self) -> Self {
        match self {
            Self::Entries(id) => Self::Entries(EntriesId { width: FULL_WIDTH, ..id }),
            Self::Hashes(id) => Self::Hashes(TileId { width: FULL_WIDTH, ..id }),
        }
    }

    /// The index after the last log entry that the file says something about.
    pub(crate) fn end(self) -> Option<u64> {
        let (level, index, width) = match self {
            Self::Entries(id) => (0, id.index, id.width),
            Self::Hashes(id) => (id.level, id.index, id.width),
        };
        let hashes = index.checked_mul(FULL_WIDTH.into())?.checked_add(width.into())?;
        let shift = u32::from(level) * u32::from(HEIGHT);
        hashes.checked_shl(shift).filter(|end| end >> shift == hashes)
    }
}

/// The partial tiles of a log of `size` entries: at most one bundle and one tile of each level.
pub(crate) fn partials_of(size: u64) -> impl Iterator<Item = TileFile> {
    let last = move |level: u32| (size >> (level * u32::from(HEIGHT))).checked_sub(1);
    let hashes = (0..8).filter_map(move |level| TileId::holding(level as u8, last(level)?, size));
    let bundle = size.checked_sub(1).and_then(|last| EntriesId::holding(last, size));
    let files = hashes.map(TileFile::Hashes).chain(bundle.map(TileFile::Entries));
    files.filter(|file| file.is_partial())
}

/// The rightmost tile of each level and the last bundle, still growing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edge {
    size: u64,
    entries: Vec<u8>,
    levels: Vec<Vec<Digest>>,
}

impl Edge {
    /// Restores the edge of a log of `size` entries from its partial tiles.
    pub(crate) fn restore(size: u64, files: &TileFiles) -> Result<Self, LedgerError> {
        let mut edge = Self { size, ..Self::default() };
        let mut hashes = size;
        while hashes > 0 {
            edge.levels.push(Vec::new());
            hashes >>= HEIGHT;
        }
        for file in partials_of(size) {
            let bytes = files.read(file)?;
            match file {
                TileFile::Entries(id) => {
                    id.decode(&bytes).map_err(|error| files.wrong(file, &error))?;
                    edge.entries = bytes;
                }
                TileFile::Hashes(id) => {
                    let row = id.decode(&bytes).map_err(|error| files.wrong(file, &error))?;
                    edge.levels[usize::from(id.level)] = row;
                }
            }
        }
        Ok(edge)
    }

    /// Returns the number of leaves pushed.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf and its hash, and hands every tile and bundle it completes to `full`.
    pub(crate) fn push<E>(
        &mut self,
        leaf: Leaf,
        mut hash: Digest,
        mut full: impl FnMut(TileFile, Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        tile::push_entry(&mut self.entries, &leaf.to_bytes()).expect("a leaf has 33 bytes");
        self.size += 1;
        let mut position = self.size - 1;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::with_capacity(FULL_WIDTH.into()));
            }
            let row = &mut self.levels[level];
            row.push(hash);
            if row.len() < FULL_WIDTH.into() {
                break;
            }
            position >>= HEIGHT;
            if level == 0 {
                let id = EntriesId { index: position, width: FULL_WIDTH };
                full(TileFile::Entries(id), std::mem::take(&mut self.entries))?;
            }
            let id = TileId { level: level as u8, index: position, width: FULL_WIDTH };
            full(TileFile::Hashes(id), tile::encode_hashes(row))?;
            hash = root_of(row);
            row.clear();
        }
        Ok(())
    }

    /// Hands the tiles and the bundle that are still partial to `partial`.
    pub(crate) fn partials<E>(
        &self,
        mut partial: impl FnMut(TileFile, Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        partials_of(self.size).try_for_each(|file| {
            let bytes = match file {
                TileFile::Entries(_) => self.entries.clone(),
                TileFile::Hashes(id) => tile::encode_hashes(&self.levels[usize::from(id.level)]),
            };
            partial(file, bytes)
        })
    }
}

/// The root of the complete tree over the 256 hashes of a full tile.
fn root_of(row: &[Digest]) -> Digest {
    let mut level = row.to_vec();
    while level.len() > 1 {
        level = level.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    level[0]
}

/// The tile files of one log.
#[derive(Debug)]
pub(crate) struct TileFiles {
    root: PathBuf,
    stage: Stage,
    /// Partial files that exist, as far as we know.
    partial: BTreeSet<TileFile>,
    /// Full files written since the last [`TileFiles::sync`].
    unsynced: Vec<TileFile>,
    /// The directory last made, which is mostly the next one wanted.
    directory: PathBuf,
}

impl TileFiles {
    pub(crate) fn new(root: &Path, stage: Stage) -> Self {
        Self {
            root: root.into(),
            stage,
            partial: BTreeSet::new(),
            unsynced: Vec::new(),
            directory: PathBuf::new(),
        }
    }

    pub(crate) fn read(&self, file: TileFile) -> Result<Vec<u8>, LedgerError> {
        let path = self.root.join(file.path());
        disk::read_optional(&path)?
            .ok_or_else(|| LedgerError::Derived { path, reason: "it is missing".into() })
    }

    /// Puts a tile file in place; it is synced by the next [`TileFiles::sync`].
    pub(crate) fn write(&mut self, file: TileFile, bytes: &[u8]) -> Result<(), LedgerError> {
        let path = self.root.join(file.path());
        let directory = path.parent().expect("a tile lies in a directory");
        if self.directory != directory {
            fs::create_dir_all(directory)
                .map_err(|error| LedgerError::io("make directory", directory, error))?;
            self.directory = directory.into();
        }
        self.stage.replace(&path, bytes, Durability::Visible)?;
        if file.is_partial() {
            self.partial.insert(file);
        } else {
            self.unsynced.push(file);
        }
        Ok(())
    }

    /// Makes every full tile written so far durable, and the partial ones of a log of `size` entries, with the directories that
    /// name them.
    pub(crate) fn sync(&mut self, size: u64) -> Result<(), LedgerError> {
        let mut directories = BTreeSet::new();
        for file in self.unsynced.drain(..).chain(partials_of(size)) {
            let path = self.root.join(file.path());
            let synced = File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(|error| LedgerError::io("sync", &path, error))?;
            let above = path.ancestors().skip(1).take_while(|above| above.starts_with(&self.root));
            directories.extend(above.map(Path::to_owned));
        }
        directories.iter().try_for_each(|path| Directory::open(path)?.sync())
    }

    /// Finds the partial files beside the tiles of the log entries `from..to`, whoever wrote them.
    pub(crate) fn find_partials(&mut self, from: u64, to: u64) -> Result<(), LedgerError> {
        let width = u64::from(FULL_WIDTH);
        for level in 0..8u8 {
            let shift = u32::from(level) * u32::from(HEIGHT);
            let (first, last) = ((from >> shift) / width, (to >> shift) / width);
            for index in first..=last {
                self.find_partials_of(TileFile::Hashes(TileId { level, index, width: 1 }))?;
                if level == 0 {
                    self.find_partials_of(TileFile::Entries(EntriesId { index, width: 1 }))?;
                }
            }
        }
        Ok(())
    }

    fn find_partials_of(&mut self, narrowest: TileFile) -> Result<(), LedgerError> {
        let path = narrowest.path();
        let directory = path.strip_suffix("/1").expect("a partial tile lies in its own directory");
        match fs::read_dir(self.root.join(directory)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(LedgerError::io("list", &self.root.join(directory), error)),
            Ok(_) => {
                let names = disk::names(&self.root.join(directory))?;
                let files =
                    names.iter().map(|name| TileFile::parse(&format!("{directory}/{name}")));
                self.partial.extend(files.flatten());
                Ok(())
            }
        }
    }

    /// Removes the partial files that belong to none of the log sizes in `keep`.
    pub(crate) fn clear(&mut self, keep: &[u64]) -> Result<(), LedgerError> {
        let keep: BTreeSet<_> = keep.iter().flat_map(|&size| partials_of(size)).collect();
        for file in self.partial.extract_if(.., |file| !keep.contains(file)) {
            let path = self.root.join(file.path());
            disk::remove(&path)?;
            // Fails while other widths are in it, which is right.
            let _ = fs::remove_dir(path.parent().expect("a partial tile lies in a directory"));
            if self.directory.starts_with(path.parent().expect("as above")) {
                self.directory = PathBuf::new();
            }
        }
        Ok(())
    }

    fn wrong(&self, file: TileFile, error: &impl ToString) -> LedgerError {
        LedgerError::Derived { path: self.root.join(file.path()), reason: error.to_string() }
    }
}

/// A node or an entry that could not be read, or did not fit.
#[derive(Debug)]
pub(crate) enum Unread {
    Ledger(LedgerError),
    Log(LogError),
}

impl Unread {
    /// The error, given what a tree that does not fit means to the caller.
    pub(crate) fn or(self, wrong: impl FnOnce(String) -> LedgerError) -> LedgerError {
        match self {
            Self::Ledger(error) => error,
            Self::Log(error) => wrong(error.to_string()),
        }
    }
}

impl From<LedgerError> for Unread {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<LogError> for Unread {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

/// The nodes of the tree of `size` entries, from the tiles of the log in `root`.
pub(crate) fn nodes(
    root: &Path,
    size: u64,
) -> TileNodes<impl Fn(TileId) -> Result<Vec<u8>, Unread>> {
    TileNodes::new(size, |id| Ok(fetch(root, TileFile::Hashes(id))?))
}

/// The leaves of the bundle `id` of the log in `root`, and those after them if the bundle has grown since.
pub(crate) fn leaves(root: &Path, id: EntriesId) -> Result<Vec<Leaf>, LedgerError> {
    let file = TileFile::Entries(id);
    let bytes = fetch(root, file)?;
    let width = (bytes.len() / (2 + Leaf::LEN)).min(FULL_WIDTH.into()) as u16;
    let id = EntriesId { width: width.max(id.width), ..id };
    let leaves =
        id.decode(&bytes).and_then(|entries| entries.into_iter().map(Leaf::parse).collect());
    leaves.map_err(|error: LogError| LedgerError::Derived {
        path: root.join(file.path()),
        reason: error.to_string(),
    })
}

/// Reads a tile file of the log in `root`, or the full one that replaced it.
fn fetch(root: &Path, file: TileFile) -> Result<Vec<u8>, LedgerError> {
    let path = root.join(file.path());
    if let Some(bytes) = disk::read_optional(&path)? {
        return Ok(bytes);
    }
    let full = disk::read_optional(&root.join(file.full().path()))?;
    full.ok_or_else(|| LedgerError::Derived { path, reason: "it is missing".into() })
}

#[cfg(test)]
mod tests;
