//! What a path given to `cos receipts verify` holds.

use crate::error::EvidenceError;
use crate::pack;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Something with receipts in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A ledger directory.
    Ledger(PathBuf),
    /// A file with one receipt a line, compact or flattened.
    Lines(PathBuf),
    /// An audit pack.
    Pack(PathBuf),
}

impl Source {
    /// Looks at `path` and says what it is.
    pub fn detect(path: &Path) -> Result<Self, EvidenceError> {
        let found = |found| EvidenceError::Source { path: path.to_owned(), found };
        let kind = fs::metadata(path).map_err(EvidenceError::io("open", path))?;
        if kind.is_dir() {
            return if path.join("ledger.json").is_file() {
                Ok(Self::Ledger(path.to_owned()))
            } else {
                Err(found("a directory without `ledger.json`"))
            };
        }
        if !kind.is_file() {
            return Err(found("neither a file nor a directory"));
        }
        let mut head = Vec::new();
        let file = File::open(path).map_err(EvidenceError::io("open", path))?;
        file.take(256).read_to_end(&mut head).map_err(EvidenceError::io("read", path))?;
        match head.first() {
            None => Err(found("an empty file")),
            _ if pack::is_pack(&head) => Ok(Self::Pack(path.to_owned())),
            _ => Ok(Self::Lines(path.to_owned())),
        }
    }
}
