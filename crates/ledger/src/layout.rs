//! Where the parts of one log lie on disk; every path of a ledger is made here or in [`cos_core::log::tile`].

use cos_core::ids::Origin;
use std::fmt;
use std::path::{Path, PathBuf};

/// The file that says whose ledger a directory is.
pub(crate) const LEDGER_FILE: &str = "ledger.json";
/// Names of files in a log's directory.
pub(crate) const CHECKPOINT: &str = "checkpoint";
pub(crate) const WITNESSED: &str = "checkpoint.witnessed";
pub(crate) const LOCK: &str = "lock";
pub(crate) const BODIES: &str = "bodies";
pub(crate) const WAL: &str = "wal";
pub(crate) const CACHE: &str = "cache";
pub(crate) const TILE: &str = "tile";
pub(crate) const INDEX: &str = "jti.redb";
/// Half-written files, one for each thread that writes; they all lie in the log's directory and mean nothing after a crash.
pub(crate) const COMMIT_TMP: &str = "commit.tmp";
pub(crate) const INTEGRATE_TMP: &str = "integrate.tmp";
pub(crate) const SEAL_TMP: &str = "seal.tmp";
pub(crate) const WITNESS_TMP: &str = "witness.tmp";
pub(crate) const ALL_TMP: [&str; 4] = [COMMIT_TMP, INTEGRATE_TMP, SEAL_TMP, WITNESS_TMP];

/// The directory of one log.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) root: PathBuf,
}

impl Layout {
    pub(crate) fn new(ledger: &Path, origin: &Origin) -> Self {
        Self { root: ledger.join(origin.region.as_str()).join(origin.tenant.as_str()) }
    }

    pub(crate) fn checkpoint(&self) -> PathBuf {
        self.root.join(CHECKPOINT)
    }

    /// The newest checkpoint that enough witnesses cosigned.
    pub(crate) fn witnessed(&self) -> PathBuf {
        self.root.join(WITNESSED)
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join(LOCK)
    }

    pub(crate) fn bodies(&self) -> PathBuf {
        self.root.join(BODIES)
    }

    pub(crate) fn wal(&self) -> PathBuf {
        self.root.join(WAL)
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.root.join(CACHE)
    }

    pub(crate) fn index(&self) -> PathBuf {
        self.cache().join(INDEX)
    }
}

/// The name of a file of sealed receipts; prints as `<first:020>-<count>.bodies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodiesName {
    pub(crate) first: u64,
    pub(crate) count: u64,
}

impl BodiesName {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (first, count) = name.strip_suffix(".bodies")?.split_once('-')?;
        let parsed = Self { first: first.parse().ok()?, count: count.parse().ok()? };
        (parsed.to_string() == name && parsed.first.checked_add(parsed.count).is_some())
            .then_some(parsed)
    }

    /// The names among `names` that are of such files, in the order of their receipts.
    pub(crate) fn sorted(names: &[String]) -> Vec<Self> {
        let mut sorted: Vec<_> = names.iter().filter_map(|name| Self::parse(name)).collect();
        sorted.sort_unstable();
        sorted
    }

    /// The index after the last receipt.
    pub(crate) fn end(self) -> u64 {
        self.first + self.count
    }
}

impl fmt::Display for BodiesName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:020}-{}.bodies", self.first, self.count)
    }
}

#[cfg(test)]
mod tests;
