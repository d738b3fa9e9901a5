//! A pack's lines, read one by one in bounded memory and handed on in pieces of one log each.

use super::{Header, SCHEMA_ID};
use crate::error::EvidenceError;
use crate::sample;
use crate::store::Chunk;
use cos_core::base64url;
use cos_core::digest::Digest;
use cos_core::json::{Tape, Value};
use sha2::{Digest as _, Sha256};
use std::io::{BufRead as _, BufReader, Read};
use std::sync::Arc;

/// The longest header and the longest other line that are read, in bytes.
const MAX_HEADER: u64 = 256 << 20;
const MAX_LINE: u64 = 256 << 10;
const CHUNK: usize = 512;

/// Receipts of one log that follow one another.
pub(super) struct Piece {
    pub(super) log: usize,
    /// The leaf hashes that the pack names.
    pub(super) leaves: Vec<Digest>,
    pub(super) chunk: Chunk,
}

pub(super) fn fault(line: u64, reason: impl Into<String>) -> EvidenceError {
    EvidenceError::Pack { line, reason: reason.into() }
}

/// The pack's lines, hashed on the way.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    hash: Sha256,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(1 << 18, input), hash: Sha256::new(), number: 0 }
    }

    /// Reads a line with its end; empty at the end of the file.
    fn next(&mut self, max: u64) -> Result<Vec<u8>, EvidenceError> {
        let mut line = Vec::new();
        let read = (&mut self.input).take(max + 1).read_until(b'\n', &mut line);
        read.map_err(EvidenceError::io("read", "the audit pack"))?;
        self.number += 1;
        if line.len() as u64 > max {
            return Err(fault(self.number, format!("longer than {max} bytes")));
        }
        Ok(line)
    }

    pub(super) fn header(&mut self) -> Result<Header, EvidenceError> {
        let line = self.next(MAX_HEADER)?;
        self.hash.update(&line);
        let strict = Tape::default().read(line.trim_ascii_end(), 0);
        strict.map_err(|error| fault(1, error.to_string()))?;
        let header: Header =
            serde_json::from_slice(&line).map_err(|error| fault(1, error.to_string()))?;
        match (header.schema == SCHEMA_ID, header.method == sample::METHOD) {
            (true, true) => Ok(header),
            (false, _) => Err(fault(1, "`schema` is not `cos.auditpack/v1`")),
            (true, false) => Err(fault(1, format!("`method` is not `{}`", sample::METHOD))),
        }
    }

    /// Hands the receipts over in pieces of one log each. Returns whether the last line fits, or `None` when there is none.
    pub(super) fn entries(
        &mut self,
        logs: usize,
        most: u64,
        hand_over: &mut dyn FnMut(Piece) -> bool,
    ) -> Result<Option<bool>, EvidenceError> {
        let mut tape = Tape::default();
        let mut pending: Option<Pending> = None;
        let mut count = 0_u64;
        loop {
            let line = self.next(MAX_LINE)?;
            let number = self.number;
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            if line.is_empty() {
                flush(&mut pending, hand_over);
                return Ok(None);
            }
            tape.clear();
            let root = tape.read(text, 0).map_err(|error| fault(number, error.to_string()))?;
            let object = tape.value(text, root);
            if let Some(end) = object.get("end") {
                flush(&mut pending, hand_over);
                let sha256 = Digest(self.hash.clone().finalize().into()).to_string();
                let fits = end.get("sha256").is_some_and(|text| text.is_string(&sha256))
                    && end.get("receipts").and_then(Value::integer) == i64::try_from(count).ok()
                    && object.members().count() == 1
                    && end.members().count() == 2
                    && line.ends_with(b"\n")
                    && self.next(MAX_LINE)?.is_empty();
                return Ok(Some(fits));
            }
            self.hash.update(&line);
            count += 1;
            if count > most {
                return Err(fault(number, "far more receipts than were asked for"));
            }
            let entry = Entry::read(object, logs).ok_or_else(|| {
                fault(
                    number,
                    "not `{\"log\", \"index\", \"leaf\", \"sd_jwt\"}` with a log of the header",
                )
            })?;
            if pending
                .as_ref()
                .is_some_and(|pending| pending.log != entry.log || pending.indexes.len() == CHUNK)
                && !flush(&mut pending, hand_over)
            {
                return Ok(None);
            }
            pending.get_or_insert_with(|| Pending::new(entry.log)).push(&entry);
        }
    }
}

struct Entry<'a> {
    log: usize,
    index: u64,
    leaf: Digest,
    sd_jwt: &'a [u8],
}

impl<'a> Entry<'a> {
    fn read(object: Value<'a>, logs: usize) -> Option<Self> {
        let number = |name| u64::try_from(object.get(name)?.integer()?).ok();
        let leaf = object.get("leaf")?.plain_string()?;
        let entry = Self {
            log: usize::try_from(number("log")?).ok()?,
            index: number("index")?,
            leaf: Digest(base64url::decode_array(leaf.as_bytes())?),
            sd_jwt: object.get("sd_jwt")?.plain_string()?.as_bytes(),
        };
        (object.members().count() == 4 && entry.log < logs).then_some(entry)
    }
}

struct Pending {
    log: usize,
    bytes: Vec<u8>,
    spans: Vec<std::ops::Range<usize>>,
    indexes: Vec<u64>,
    leaves: Vec<Digest>,
}

impl Pending {
    fn new(log: usize) -> Self {
        Self { log, bytes: Vec::new(), spans: Vec::new(), indexes: Vec::new(), leaves: Vec::new() }
    }

    fn push(&mut self, entry: &Entry<'_>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(entry.sd_jwt);
        self.spans.push(start..self.bytes.len());
        self.indexes.push(entry.index);
        self.leaves.push(entry.leaf);
    }
}

fn flush(pending: &mut Option<Pending>, hand_over: &mut dyn FnMut(Piece) -> bool) -> bool {
    let Some(Pending { log, bytes, spans, indexes, leaves }) = pending.take() else { return true };
    let chunk = Chunk::Plain { bytes: Arc::new(bytes), spans, indexes: Some(indexes) };
    hand_over(Piece { log, leaves, chunk })
}
