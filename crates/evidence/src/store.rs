//! Reading a ledger's files: which logs there are, and for each its checkpoint, tiles and stored receipts.
//!
//! A writer may append, seal and clean up meanwhile. What a checkpoint commits to stays readable all the same, as long as it is
//! read before anything else.

use crate::error::EvidenceError;
use cos_core::ids::{Org, Origin};
use cos_core::json::Tape;
use cos_core::log::note::SignedNote;
use cos_core::log::tile::{FULL_WIDTH, TileId};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod receipts;

/// The longest files that are read, in bytes.
const MAX_CHECKPOINT: u64 = 64 * 1024;
const MAX_TILE: u64 = 32 * FULL_WIDTH as u64;
/// How often a file is looked for anew that a writer replaced between listing and opening.
const RETRIES: usize = 8;

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
        /// Whether there is nothing to read, rather than something unreadable.
        missing: bool,
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
            return Err(layout(
                "`schema` is not `cos.ledger/v1`; this version of cos reads no other".into(),
            ));
        }
        let org = json
            .get("org")
            .and_then(cos_core::json::Value::plain_string)
            .ok_or_else(|| layout("`org` is missing".into()))?;
        let org =
            org.parse().map_err(|source| EvidenceError::Name { path: path.clone(), source })?;
        Ok(Self { root: root.to_owned(), org })
    }

    /// The log `origin`, which need not have anything in it.
    pub fn log(&self, origin: &Origin) -> LogStore {
        let dir = self.root.join(origin.region.as_str()).join(origin.tenant.as_str());
        LogStore { dir, origin: Arc::new(origin.clone()) }
    }

    /// Lists the logs in the order of their origins.
    pub fn logs(&self) -> Result<Vec<LogStore>, EvidenceError> {
        let mut logs = Vec::new();
        for region in directories(&self.root)? {
            for tenant in directories(&region)? {
                let origin =
                    Origin { org: self.org.clone(), region: id(&region)?, tenant: id(&tenant)? };
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
        let path = entry.map_err(EvidenceError::io("list", dir))?.path();
        // Follows symbolic links: a log that was moved elsewhere is not to be passed over.
        if fs::metadata(&path).map_err(EvidenceError::io("look at", &path))?.is_dir() {
            found.push(path);
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
            .map(|entry| {
                Ok(entry
                    .map_err(EvidenceError::io("list", dir))?
                    .file_name()
                    .to_string_lossy()
                    .into_owned())
            })
            .collect(),
    }
}

impl LogStore {
    /// The log's name.
    pub fn origin(&self) -> &Arc<Origin> {
        &self.origin
    }

    /// Reads the checkpoint as it stands, unchecked; `None` when nothing was published yet. Where witnesses cosigned it, with what they
    /// added.
    pub fn checkpoint(&self) -> Result<Option<String>, EvidenceError> {
        let Some(note) = self.note("checkpoint")? else { return Ok(None) };
        let is_of_the_same = |witnessed: &String| {
            let texts = (SignedNote::parse(witnessed), SignedNote::parse(&note));
            matches!(texts, (Ok(one), Ok(other)) if one.text() == other.text())
        };
        let witnessed = self.witnessed()?.filter(is_of_the_same);
        Ok(Some(witnessed.unwrap_or(note)))
    }

    /// Reads the newest checkpoint that was kept as one that witnesses cosigned, unchecked.
    pub fn witnessed(&self) -> Result<Option<String>, EvidenceError> {
        self.note("checkpoint.witnessed")
    }

    fn note(&self, name: &str) -> Result<Option<String>, EvidenceError> {
        let path = self.dir.join(name);
        let size = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(EvidenceError::io("read", &path))?.len(),
        };
        if size > MAX_CHECKPOINT {
            return Err(EvidenceError::Layout {
                path,
                reason: format!("{size} bytes are too many for a checkpoint"),
            });
        }
        let bytes = fs::read(&path).map_err(EvidenceError::io("read", &path))?;
        // Text that is not UTF-8 cannot be a signed note; what the replacement leaves is refused as one.
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Reads a hash tile, or a wider form of it: a log that grew may have removed this one.
    pub fn tile(&self, id: TileId) -> Result<Vec<u8>, EvidenceError> {
        let mut outcome = self.read_tile(id);
        for _ in 0..RETRIES {
            match outcome {
                Err(ref error) if error.kind() == io::ErrorKind::NotFound => {}
                _ => break,
            }
            let Some(wider) = self.wider(id) else { break };
            outcome = self.read_tile(wider);
        }
        outcome.map_err(EvidenceError::io("read", self.dir.join(id.path())))
    }

    fn read_tile(&self, id: TileId) -> io::Result<Vec<u8>> {
        read_at_most(MAX_TILE, File::open(self.dir.join(id.path()))?)
    }

    /// The narrowest form of a tile that is there and at least as wide.
    fn wider(&self, id: TileId) -> Option<TileId> {
        let full = TileId { width: FULL_WIDTH, ..id };
        let directory = self.dir.join(format!("{}.p", full.path()));
        let widths = names(&directory).ok()?.into_iter().filter_map(|name| name.parse().ok());
        let partial = widths.filter(|width| (id.width..FULL_WIDTH).contains(width)).min();
        match partial {
            Some(width) => Some(TileId { width, ..id }),
            None => self.dir.join(full.path()).exists().then_some(full),
        }
    }
}

/// Reads a file that no writer of ours makes longer than `max` bytes; a longer one is an error, not a gigabyte of memory.
fn read_at_most(max: u64, file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(file.metadata()?.len().min(max) as usize + 1);
    file.take(max + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("longer than {max} bytes"),
        ));
    }
    Ok(bytes)
}
