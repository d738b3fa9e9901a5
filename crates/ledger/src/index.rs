//! The index from receipt id to log index: a cache, derived from the stored receipts and rebuilt from them at any doubt.
//!
//! It is a redb file. It says of which log it is, how many receipts it covers and what the log's root was at that size, so a
//! copy from another log or an older state is noticed. redb trusts a file it opens and may panic on a damaged one, so every
//! call is fenced: a panic inside is a damaged cache, not the end of the process.

use crate::error::LedgerError;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use redb::{
    Database, DatabaseError, ReadOnlyTable, ReadableDatabase, ReadableTableMetadata,
    TableDefinition,
};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

const IDS: TableDefinition<[u8; 16], u64> = TableDefinition::new("jti");
const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
/// Pages that redb may keep in memory; new ids sort last, so the hot part is small.
const CACHE_BYTES: usize = 32 << 20;

/// How far an index goes: it has every receipt below `size`, when the log's root was `root`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Covered {
    pub(crate) size: u64,
    pub(crate) root: Digest,
}

/// The index of one log, open for reading and writing.
#[derive(Debug)]
pub(crate) struct Index {
    path: PathBuf,
    db: Database,
}

impl Index {
    /// Opens the index at `path`, which must be of the log `origin`.
    pub(crate) fn open(path: &Path, origin: &Origin) -> Result<(Self, Covered), LedgerError> {
        guarded(path, || {
            let db = Database::builder().set_cache_size(CACHE_BYTES).open(path)?;
            let covered = read_meta(&db, origin)?;
            Ok((Self { path: path.into(), db }, covered))
        })
    }

    /// Makes a new, empty index, in place of any that is there.
    pub(crate) fn create(path: &Path, origin: &Origin, empty: Digest) -> Result<Self, LedgerError> {
        guarded(path, || {
            if path.exists() {
                fs::remove_file(path)?;
            }
            // Who deleted the cache may have deleted its directory, too (invariant LED-5).
            if let Some(above) = path.parent() {
                DirBuilder::new().recursive(true).mode(0o700).create(above)?;
            }
            let db = Database::builder().set_cache_size(CACHE_BYTES).create(path)?;
            let index = Self { path: path.into(), db };
            index.write(origin, [].into_iter(), Covered { size: 0, root: empty })?;
            Ok(index)
        })
    }

    /// Adds receipts, all or none, after which the index goes as far as `covered`.
    pub(crate) fn extend(
        &self,
        origin: &Origin,
        receipts: impl Iterator<Item = (Jti, u64)>,
        covered: Covered,
    ) -> Result<(), LedgerError> {
        match guarded(&self.path, || self.write(origin, receipts, covered))? {
            None => Ok(()),
            Some((jti, first, second)) => {
                Err(LedgerError::Duplicate { log: origin.clone(), jti, first, second })
            }
        }
    }

    /// Opens a view of what has been added so far.
    pub(crate) fn view(&self) -> Result<View, LedgerError> {
        guarded(&self.path, || {
            let ids = self.db.begin_read()?.open_table(IDS)?;
            Ok(View { path: self.path.clone(), ids })
        })
    }

    fn write(
        &self,
        origin: &Origin,
        receipts: impl Iterator<Item = (Jti, u64)>,
        covered: Covered,
    ) -> Result<Option<(Jti, u64, u64)>, redb::Error> {
        let mut transaction = self.db.begin_write()?;
        // Without it, opening after a crash would read the whole file (promise P18).
        transaction.set_quick_repair(true);
        {
            let mut ids = transaction.open_table(IDS)?;
            for (jti, index) in receipts {
                let before = ids.insert(jti.0, index)?.map(|before| before.value());
                if let Some(before) = before.filter(|&before| before != index) {
                    return Ok(Some((jti, before, index)));
                }
            }
            let mut meta = transaction.open_table(META)?;
            meta.insert("log", origin.to_string().as_bytes())?;
            meta.insert("size", covered.size.to_be_bytes().as_slice())?;
            meta.insert("root", covered.root.0.as_slice())?;
        }
        transaction.commit()?;
        Ok(None)
    }
}

/// The index as it was at one moment.
pub(crate) struct View {
    path: PathBuf,
    ids: ReadOnlyTable<[u8; 16], u64>,
}

impl View {
    /// Opens the index at `path` without ever writing to it, for checks; `None` when its writer did not close it, so that only
    /// its next writer can read it.
    pub(crate) fn read_only(
        path: &Path,
        origin: &Origin,
    ) -> Result<Option<(Self, Covered)>, LedgerError> {
        guarded(path, || {
            let db = match Database::builder().set_cache_size(CACHE_BYTES).open_read_only(path) {
                Err(DatabaseError::RepairAborted) => return Ok(None),
                opened => opened?,
            };
            let covered = read_meta(&db, origin)?;
            let ids = db.begin_read()?.open_table(IDS)?;
            Ok(Some((Self { path: path.into(), ids }, covered)))
        })
    }

    /// Looks an id up.
    pub(crate) fn get(&self, jti: Jti) -> Result<Option<u64>, LedgerError> {
        guarded(&self.path, || Ok(self.ids.get(jti.0)?.map(|index| index.value())))
    }

    /// Counts the ids.
    pub(crate) fn len(&self) -> Result<u64, LedgerError> {
        guarded(&self.path, || Ok(self.ids.len()?))
    }
}

fn read_meta(db: &impl ReadableDatabase, origin: &Origin) -> Result<Covered, redb::Error> {
    let meta = db.begin_read()?.open_table(META)?;
    let field = |name: &str| -> Result<Vec<u8>, redb::Error> {
        Ok(meta.get(name)?.map(|value| value.value().to_vec()).unwrap_or_default())
    };
    let wrong = |reason: &str| redb::Error::Corrupted(reason.into());
    if field("log")? != origin.to_string().as_bytes() {
        return Err(wrong("it is another log's"));
    }
    let size = field("size")?.try_into().map_err(|_| wrong("its size is missing"))?;
    let root = field("root")?.try_into().map_err(|_| wrong("its root is missing"))?;
    Ok(Covered { size: u64::from_be_bytes(size), root: Digest(root) })
}

fn guarded<T>(
    path: &Path,
    call: impl FnOnce() -> Result<T, redb::Error>,
) -> Result<T, LedgerError> {
    let reason = match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(redb::Error::Io(error))) => return Err(LedgerError::io("use", path, error)),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it is damaged".into(),
    };
    Err(LedgerError::Derived { path: path.into(), reason })
}

#[cfg(test)]
mod tests;
