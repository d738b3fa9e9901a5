//! Drawing a sample from a ledger and writing it down.

use super::{End, EndBody, Entry, Header, HeaderLog, SCHEMA_ID, show_nonce};
use crate::check::{Item, Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::pipeline;
use crate::sample::{self, Frame};
use crate::store::{Chunk, LogStore, Store};
use crate::verify::Progress;
use cos_core::base64url;
use cos_core::bodies::Bodies;
use cos_core::digest::Digest;
use cos_core::log::LogError;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::log::proof::{NodeReader as _, multiproof, verify_multiproof};
use cos_core::log::tile::TileNodes;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Criterion, Decision, Reader};
use cos_sign::Trust;
use sha2::{Digest as _, Sha256};
use std::io::{self, Write};
use std::path::Path;

const CHUNK: usize = 512;

/// A sample that was drawn, ready to be written.
pub struct Draft {
    header: Header,
    logs: Vec<DrawnLog>,
}

struct DrawnLog {
    store: LogStore,
    size: u64,
    /// The drawn entries: index and leaf hash as the log's tiles have them.
    leaves: Vec<(u64, Digest)>,
}

/// What to draw.
pub struct Request<'a> {
    /// The auditor's nonce.
    pub nonce: &'a [u8],
    /// How many receipts.
    pub count: u64,
    /// What the copies in the pack disclose.
    pub profile: Profile,
    /// How many threads to use.
    pub threads: usize,
    /// Told how far the work is.
    pub progress: &'a dyn Progress,
}

/// Draws a sample from all logs of the ledger at `root`.
///
/// Reads every receipt for its decision; a receipt that cannot be read stops the draw, for a sample must not be able to avoid it.
pub fn draw(root: &Path, trust: &Trust, request: &Request<'_>) -> Result<Draft, EvidenceError> {
    let mut found = Vec::new();
    for store in Store::open(root)?.logs()? {
        let Some(note) = store.checkpoint()? else { continue };
        let checkpoint = trust.open_checkpoint(&note, store.origin()).map_err(|source| {
            EvidenceError::Checkpoint { path: root.join(store.origin().to_string()), source }
        })?;
        request.progress.expect(checkpoint.size);
        let decisions = decisions(&store, checkpoint.size, trust, request)?;
        found.push((store, note, checkpoint, decisions));
    }
    let mut frames = Vec::new();
    for (_, note, _, decisions) in &found {
        frames.push(Frame { commitment: SignedNote::parse(note)?.text(), decisions });
    }
    let drawn = sample::draw(request.nonce, &frames, request.count);
    let mut draft = Draft {
        header: Header {
            schema: SCHEMA_ID.into(),
            method: sample::METHOD.into(),
            nonce: show_nonce(request.nonce),
            requested: request.count,
            profile: request.profile.as_str().into(),
            logs: Vec::new(),
        },
        logs: Vec::new(),
    };
    for ((store, note, checkpoint, decisions), indexes) in found.into_iter().zip(drawn) {
        let packed =
            zstd::bulk::compress(&decisions, 19).map_err(EvidenceError::io("compress", root))?;
        let (leaves, proof) = prove(&store, &checkpoint, &indexes)?;
        draft.header.logs.push(HeaderLog {
            origin: store.origin().to_string(),
            checkpoint: note,
            decisions: base64url::encode(&packed),
            proof: proof.iter().map(|node| base64url::encode(&node.0)).collect(),
        });
        draft.logs.push(DrawnLog { store, size: checkpoint.size, leaves });
    }
    Ok(draft)
}

fn decisions(
    store: &LogStore,
    size: u64,
    trust: &Trust,
    request: &Request<'_>,
) -> Result<Vec<u8>, EvidenceError> {
    let keys = Keys::new(trust);
    let rules = Rules { keys: &keys, criterion: Criterion::Batch, signatures: false };
    let mut decisions = Vec::new();
    let mut unreadable = None;
    pipeline::ordered(
        request.threads,
        |hand_over| store.chunks(size, CHUNK, |first, chunk| hand_over((first, chunk))).map(drop),
        || {
            let mut worker = Worker::new(rules);
            move |(first, chunk)| worker.check(Some(store.origin()), first, &chunk)
        },
        |items: Vec<Item>| {
            request.progress.advance(items.len() as u64);
            for item in &items {
                let Some(decision) = item.decision else {
                    unreadable = Some(item.index);
                    return false;
                };
                let position = Decision::ALL.iter().position(|known| *known == decision);
                decisions.push(position.unwrap_or_default() as u8);
            }
            true
        },
    )?;
    match unreadable {
        None => Ok(decisions),
        Some(index) => Err(EvidenceError::Sample(format!(
            "receipt {index} of `{}` cannot be read; run `cos receipts verify` on the ledger",
            store.origin()
        ))),
    }
}

/// Drawn entries with their leaf hashes, and the nodes that prove them.
type Proven = (Vec<(u64, Digest)>, Vec<Digest>);

/// Looks the leaves up and makes their shared proof; checks it, so that a damaged tile shows here and not at the auditor's.
fn prove(
    store: &LogStore,
    checkpoint: &Checkpoint,
    indexes: &[u64],
) -> Result<Proven, EvidenceError> {
    let nodes = TileNodes::new(checkpoint.size, |id| store.tile(id));
    let proof = multiproof(indexes, checkpoint.size, &nodes)?;
    let leaf = |&index| Ok((index, nodes.node(0, index)?));
    let leaves: Vec<_> = indexes.iter().map(leaf).collect::<Result<_, EvidenceError>>()?;
    verify_multiproof(&leaves, checkpoint.size, &proof, &checkpoint.root)?;
    Ok((leaves, proof))
}

impl Draft {
    /// How many receipts were drawn.
    pub fn drawn(&self) -> u64 {
        self.logs.iter().map(|log| log.leaves.len() as u64).sum()
    }

    /// Writes the pack.
    pub fn write(&self, selection: &Selection, out: impl Write) -> Result<(), EvidenceError> {
        let mut out = Hashing { inner: out, hash: Sha256::new() };
        let failed = EvidenceError::io("write", "the audit pack");
        let mut write = || -> Result<(), WriteError> {
            out.line(&self.header)?;
            for (number, log) in self.logs.iter().enumerate() {
                log.write(number, selection, &mut out)?;
            }
            let sha256 = Digest(out.hash.clone().finalize().into()).to_string();
            out.line(&End { end: EndBody { receipts: self.drawn(), sha256 } })?;
            Ok(out.inner.flush()?)
        };
        write().map_err(|error| match error {
            WriteError::Io(error) => failed(error),
            WriteError::Evidence(error) => error,
        })
    }
}

#[derive(Debug, thiserror::Error)]
enum WriteError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

struct Hashing<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    fn line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.hash.update(&line);
        self.inner.write_all(&line)
    }
}

impl DrawnLog {
    fn write<W: Write>(
        &self,
        number: usize,
        selection: &Selection,
        out: &mut Hashing<W>,
    ) -> Result<(), WriteError> {
        let mut wanted = self.leaves.iter().peekable();
        let mut reader = Reader::default();
        let mut outcome = Ok(());
        self.store.chunks(self.size, CHUNK, |first, chunk| {
            let until = first + chunk.len();
            let here: Vec<_> =
                std::iter::from_fn(|| wanted.next_if(|(index, _)| *index < until)).collect();
            outcome = here.into_iter().try_for_each(|&(index, leaf)| {
                let text = chunk.receipt((index - first) as usize).ok_or_else(|| {
                    EvidenceError::Sample(format!(
                        "receipt {index} of `{}` is damaged",
                        self.store.origin()
                    ))
                })?;
                let copy = disclosed(&mut reader, &text, selection).ok_or_else(|| {
                    EvidenceError::Sample(format!(
                        "receipt {index} of `{}` is malformed",
                        self.store.origin()
                    ))
                })?;
                let leaf = base64url::encode(&leaf.0);
                Ok(out.line(&Entry { log: number, index, leaf: &leaf, sd_jwt: &copy })?)
            });
            outcome.is_ok() && wanted.peek().is_some()
        })?;
        outcome
    }
}

fn disclosed(reader: &mut Reader, text: &[u8], selection: &Selection) -> Option<String> {
    let receipt = reader.read(text).ok()?;
    let mut copy = Vec::with_capacity(text.len());
    selection.disclose(&receipt, &mut copy);
    String::from_utf8(copy).ok()
}

impl Chunk {
    /// How many receipts the chunk covers.
    pub fn len(&self) -> u64 {
        match self {
            Self::Bodies { positions, .. } => positions.len() as u64,
            Self::Plain { spans, .. } => spans.len() as u64,
            Self::Damaged { count, .. } => *count,
        }
    }

    /// Whether the chunk covers no receipt.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The receipt at a position in the chunk; `None` when it is damaged.
    pub fn receipt(&self, at: usize) -> Option<Vec<u8>> {
        match self {
            Self::Bodies { file, positions } => {
                let mut out = Vec::new();
                Bodies::parse(file).ok()?.reader().receipt(positions.start + at, &mut out).ok()?;
                Some(out)
            }
            Self::Plain { bytes, spans, .. } => Some(bytes[spans.get(at)?.clone()].to_vec()),
            Self::Damaged { .. } => None,
        }
    }
}

impl From<LogError> for WriteError {
    fn from(error: LogError) -> Self {
        Self::Evidence(error.into())
    }
}
