//! The transparency log of our own certificate authority: a folder beside the keys that may only grow.
//!
//! ```text
//! log/entries      a line for each entry: seconds since 1970, a space, the body in base64
//! log/checkpoint   the signed size and root of the last time
//! ```
//!
//! An entry is on disk before anything is signed about it, so after a crash the log may hold an entry that no bundle quotes, but never the
//! other way round. Before it grows, the log is compared with its checkpoint: one that lost entries, as when a copy was put back, is not continued
//! (P5). Entries, proofs and checkpoints are in the form of Rekor 1, which every Sigstore client reads. The whole log is read each time; a thousand entries are 3 MB.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::jcs;
use cos_core::log::LogError;
use cos_core::log::merkle::{leaf_hash, node_hash};
use cos_core::log::note::SignedNote;
use cos_core::log::proof::{NodeReader, inclusion_proof, root_at};
use serde_json::{Value, json};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::SealError;
use super::root::log_id;
use crate::durable;
use crate::key::KeyError;
use crate::p256::P256Pair;

const ENTRIES: &str = "entries";
const CHECKPOINT: &str = "checkpoint";

/// The log, with the key that signs for it.
pub(crate) struct LocalLog {
    folder: PathBuf,
    key: P256Pair,
    /// The name of the log, the first line of its checkpoints.
    origin: String,
}

/// All nodes of the tree, level by level from the leaves.
struct Tree(Vec<Vec<Digest>>);

/// What the folder holds, compared with its checkpoint.
struct Contents {
    leaves: Vec<Digest>,
    /// The bytes of `entries` that are whole lines; what comes after them a crash left behind.
    whole: u64,
}

impl LocalLog {
    /// Makes the folder of an empty log, if it is not there.
    pub(crate) fn create(folder: &Path) -> Result<(), KeyError> {
        let made = DirBuilder::new().mode(0o700).recursive(true).create(folder);
        made.and_then(|()| durable::sync_parent(folder))
            .map_err(|error| KeyError::io("create", folder, error))
    }

    pub(crate) fn new(folder: PathBuf, key: P256Pair, origin: String) -> Self {
        Self { folder, key, origin }
    }

    /// Appends an entry and answers with all that a bundle says about it.
    pub(super) fn append(&self, body: &[u8], at: Timestamp) -> Result<Value, SealError> {
        let _lock = self.lock()?;
        let Contents { mut leaves, whole } = self.read()?;
        self.write_entry(body, at, whole)?;
        leaves.push(leaf_hash(body));
        let tree = Tree::new(leaves);
        let (index, size) = (tree.size() - 1, tree.size());
        let root = tree.root(size);
        let checkpoint = self.sign_checkpoint(size, root)?;
        durable::replace(&self.folder, CHECKPOINT, 0o600, checkpoint.as_bytes())
            .map_err(|error| KeyError::io("write", &self.folder.join(CHECKPOINT), error))?;
        let hashes = inclusion_proof(index, size, &tree).expect("the entry is in the tree");
        let hashes: Vec<_> = hashes.iter().map(|hash| STANDARD.encode(hash.0)).collect();
        Ok(json!({
            "logIndex": index.to_string(),
            "logId": { "keyId": STANDARD.encode(log_id(self.key.public()).0) },
            "kindVersion": { "kind": "dsse", "version": "0.0.1" },
            "integratedTime": at.unix().to_string(),
            "inclusionPromise": {
                "signedEntryTimestamp": STANDARD.encode(self.promise(body, index, at)?),
            },
            "inclusionProof": {
                "logIndex": index.to_string(),
                "rootHash": STANDARD.encode(root.0),
                "treeSize": size.to_string(),
                "hashes": hashes,
                "checkpoint": { "envelope": checkpoint },
            },
            "canonicalizedBody": STANDARD.encode(body),
        }))
    }

    /// The signed entry timestamp: canonical JSON over body, index and time.
    fn promise(&self, body: &[u8], index: u64, at: Timestamp) -> Result<Vec<u8>, KeyError> {
        let promise = json!({
            "body": STANDARD.encode(body),
            "integratedTime": at.unix(),
            "logID": log_id(self.key.public()).to_string(),
            "logIndex": index,
        });
        let text = jcs::to_string(&promise).expect("text and whole numbers");
        self.key.sign(text.as_bytes())
    }

    /// A note (C2SP signed-note) whose key id is the beginning of the log id, as Rekor 1 has it.
    fn sign_checkpoint(&self, size: u64, root: Digest) -> Result<String, KeyError> {
        let text = format!("{}\n{size}\n{}\n", self.origin, STANDARD.encode(root.0));
        let signature = self.key.sign(text.as_bytes())?;
        let id = log_id(self.key.public());
        let line = STANDARD.encode([&id.0[..4], &signature].concat());
        Ok(format!("{text}\n\u{2014} {} {line}\n", self.origin))
    }

    fn read(&self) -> Result<Contents, SealError> {
        let path = self.folder.join(ENTRIES);
        let bytes = read_or_empty(&path)?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let mut leaves = Vec::new();
        for line in bytes[..whole].split_inclusive(|&byte| byte == b'\n') {
            let body = body_of(line).ok_or_else(|| self.damaged("an entry cannot be read"))?;
            leaves.push(leaf_hash(&body));
        }
        self.compare(&leaves)?;
        Ok(Contents { leaves, whole: whole as u64 })
    }

    /// Checks that the log still begins as it was signed.
    fn compare(&self, leaves: &[Digest]) -> Result<(), SealError> {
        let bytes = read_or_empty(&self.folder.join(CHECKPOINT))?;
        if bytes.is_empty() {
            // The checkpoint of the first entry may not have been written, but there is none before it.
            let fresh = leaves.len() <= 1;
            return if fresh { Ok(()) } else { Err(self.damaged("its checkpoint is missing")) };
        }
        let text = std::str::from_utf8(&bytes).unwrap_or_default();
        let (size, root) =
            self.open(text).ok_or_else(|| self.damaged("its checkpoint is not its own"))?;
        if size > leaves.len() as u64 {
            return Err(self.damaged("entries are missing"));
        }
        let known = Tree::new(leaves[..size as usize].to_vec()).root(size);
        if known == root { Ok(()) } else { Err(self.damaged("entries were changed")) }
    }

    /// Size and root of a checkpoint of this log.
    fn open(&self, text: &str) -> Option<(u64, Digest)> {
        let note = SignedNote::parse(text).ok()?;
        let mut lines = note.text().lines();
        let origin = lines.next()?;
        let (size, root) = (lines.next()?.parse().ok()?, lines.next()?);
        let root = Digest(STANDARD.decode(root).ok()?.try_into().ok()?);
        let encoded = text.trim_end().rsplit(' ').next()?;
        let signature = STANDARD.decode(encoded).ok()?;
        let signature = signature.strip_prefix(&log_id(self.key.public()).0[..4])?;
        let genuine = self.key.public().verifies(note.text().as_bytes(), signature);
        (genuine && origin == self.origin).then_some((size, root))
    }

    fn write_entry(&self, body: &[u8], at: Timestamp, whole: u64) -> Result<(), KeyError> {
        let path = self.folder.join(ENTRIES);
        let line = format!("{} {}\n", at.unix(), STANDARD.encode(body));
        let write = || {
            let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path)?;
            file.set_len(whole)?;
            file.write_all(line.as_bytes())?;
            file.sync_data()?;
            durable::sync_directory(&self.folder)
        };
        write().map_err(|error| KeyError::io("write", &path, error))
    }

    /// Keeps other writers away; held until dropped.
    fn lock(&self) -> Result<File, KeyError> {
        let path = &self.folder;
        let locked = File::open(path).map_err(TryLockError::Error).and_then(|folder| {
            folder.try_lock()?;
            Ok(folder)
        });
        locked.map_err(|error| match error {
            TryLockError::WouldBlock => KeyError::Busy { path: path.clone() },
            TryLockError::Error(error) => KeyError::io("lock", path, error),
        })
    }

    fn damaged(&self, reason: &'static str) -> SealError {
        SealError::LogDamaged { path: self.folder.clone(), reason }
    }
}

impl Tree {
    fn new(leaves: Vec<Digest>) -> Self {
        let mut levels = vec![leaves];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let pairs = below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            levels.push(pairs);
        }
        Self(levels)
    }

    fn size(&self) -> u64 {
        self.0[0].len() as u64
    }

    fn root(&self, size: u64) -> Digest {
        root_at(size, self).expect("every node of the tree is there")
    }
}

impl NodeReader for Tree {
    type Error = LogError;

    fn node(&self, level: u8, index: u64) -> Result<Digest, LogError> {
        let node = self.0.get(usize::from(level)).and_then(|nodes| nodes.get(index as usize));
        node.copied().ok_or(LogError::Position { index, size: self.size() })
    }
}

fn read_or_empty(path: &Path) -> Result<Vec<u8>, KeyError> {
    match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(|error| KeyError::io("read", path, error)),
    }
}

fn body_of(line: &[u8]) -> Option<Vec<u8>> {
    let line = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (_, body) = line.split_once(' ')?;
    STANDARD.decode(body).ok()
}

#[cfg(test)]
mod tests;
