//! Checking a pack: the draw is done again, every receipt verified, and all of them proven to stand in their logs.

use super::{Header, HeaderLog, SCHEMA_ID, parse_nonce};
use crate::check::{Fault, Item, Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::pipeline;
use crate::report::{LogReport, Report, SampleReport, Tally, Verdict, tenant};
use crate::sample::{self, Frame};
use crate::store::Chunk;
use crate::verify::{Level, Options, check_witnesses, compare_pin};
use cos_core::base64url;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::json::{Tape, Value};
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::log::proof::verify_multiproof;
use cos_core::receipt::Decision;
use cos_sign::Trust;
use sha2::{Digest as _, Sha256};
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;
use std::time::Instant;

/// The longest header and the longest other line that are read, in bytes.
const MAX_HEADER: u64 = 256 << 20;
const MAX_LINE: u64 = 256 << 10;
/// The most entries of one log whose decisions a pack may list; bounds what a small file can make us allocate.
const MAX_ENTRIES: u64 = 1 << 30;
const CHUNK: usize = 512;

const SAMPLE: Code = Code::new("COS-PCK-0004");
const ALTERED: Code = Code::new("COS-PCK-0005");
const NOT_PROVEN: Code = Code::new("COS-VER-0010");

/// Verifies an audit pack.
pub fn verify(
    name: &str,
    input: impl Read + Send,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    let started = Instant::now();
    let keys = Keys::new(trust);
    let mut tally = Tally::new(name, options.criterion.as_str());
    let mut lines = Lines { input: BufReader::with_capacity(1 << 18, input), hash: Sha256::new(), number: 0 };
    let header = lines.header()?;
    let nonce = parse_nonce(&header.nonce)?;
    let logs: Vec<Log> = header.logs.iter().map(|log| Log::open(log, trust)).collect::<Result<_, _>>()?;
    let frames: Vec<_> = logs.iter().map(Log::frame).collect();
    let drawn = sample::draw(&nonce, &frames, header.requested);
    options.progress.expect(drawn.iter().map(|indexes| indexes.len() as u64).sum());
    let rules = Rules { keys: &keys, criterion: options.criterion, signatures: true };
    let mut found: Vec<Vec<Found>> = logs.iter().map(|_| Vec::new()).collect();
    let mut end = None;
    pipeline::ordered::<_, _, EvidenceError, _>(
        options.threads,
        |hand_over| {
            end = lines.entries(&logs, hand_over)?;
            Ok(())
        },
        || {
            let mut worker = Worker::new(rules);
            let logs = &logs;
            move |piece: Piece| {
                let origin = &*logs[piece.log].origin;
                (piece.log, piece.leaves, worker.check(Some(origin), 0, &piece.chunk))
            }
        },
        |(log, leaves, items)| {
            options.progress.advance(items.len() as u64);
            found[log].extend(items.into_iter().zip(leaves).map(|(item, leaf)| Found { item, leaf }));
            true
        },
    )?;
    let mut deviations = 0;
    for ((log, found), drawn) in logs.iter().zip(found).zip(&drawn) {
        deviations += log.judge(found, drawn, &keys, options, &mut tally);
    }
    if end != Some(true) {
        let reason = "the last line does not fit what precedes it: the pack was cut short or altered";
        tally.fail_log("-", "pack", ALTERED, reason);
    }
    let population = logs.iter().map(|log| log.checkpoint.size).sum();
    let count = drawn.iter().map(|indexes| indexes.len() as u64).sum();
    tally.report.sample = Some(SampleReport {
        method: sample::METHOD,
        nonce: header.nonce,
        population,
        drawn: count,
        deviations,
        upper_bound_95: sample::upper_bound_95(population, count, deviations),
    });
    Ok(tally.finish(started.elapsed()))
}

struct Log {
    origin: Arc<Origin>,
    note: String,
    checkpoint: Checkpoint,
    decisions: Vec<u8>,
    proof: Vec<Digest>,
    /// Why the checkpoint is not to be trusted, if it is not.
    untrusted: Option<Fault>,
}

struct Found {
    item: Item,
    /// The leaf hash that the pack names.
    leaf: Digest,
}

struct Piece {
    log: usize,
    leaves: Vec<Digest>,
    chunk: Chunk,
}

fn fault(line: u64, reason: impl Into<String>) -> EvidenceError {
    EvidenceError::Pack { line, reason: reason.into() }
}

impl Log {
    fn open(log: &HeaderLog, trust: &Trust) -> Result<Self, EvidenceError> {
        let wrong = |reason: String| fault(1, format!("log `{}`: {reason}", log.origin.escape_debug()));
        let origin: Origin = log.origin.parse().map_err(|error| wrong(format!("{error}")))?;
        let (checkpoint, untrusted) = match trust.open_checkpoint(&log.checkpoint, &origin) {
            Ok(checkpoint) => (checkpoint, None),
            Err(error) => {
                let note = SignedNote::parse(&log.checkpoint).map_err(|error| wrong(error.to_string()))?;
                let checkpoint = note.text().parse().map_err(|error| wrong(format!("{error}")))?;
                (checkpoint, Some(Fault::new("checkpoint", error.code(), error.to_string())))
            }
        };
        let packed = base64url::decode(log.decisions.as_bytes()).ok_or_else(|| wrong("`decisions` is not base64url".into()))?;
        let size = usize::try_from(checkpoint.size.min(MAX_ENTRIES)).unwrap_or_default();
        let decisions = zstd::bulk::decompress(&packed, size).ok().filter(|list| list.len() as u64 == checkpoint.size);
        let known = |list: &Vec<u8>| list.iter().all(|&decision| usize::from(decision) < Decision::ALL.len());
        let decisions = decisions
            .filter(known)
            .ok_or_else(|| wrong("`decisions` does not name a decision for each entry of the checkpoint".into()))?;
        let node = |text: &String| base64url::decode_array(text.as_bytes()).map(Digest);
        let proof = log.proof.iter().map(node).collect::<Option<_>>();
        let proof = proof.ok_or_else(|| wrong("`proof` holds something else than hashes".into()))?;
        Ok(Self { origin: Arc::new(origin), note: log.checkpoint.clone(), checkpoint, decisions, proof, untrusted })
    }

    fn frame(&self) -> Frame<'_> {
        let text = SignedNote::parse(&self.note).map_or("", |note| note.text());
        Frame { checkpoint: text, decisions: &self.decisions }
    }

    /// Decides on everything that the pack holds of this log; returns the number of invalid receipts.
    fn judge(
        &self,
        mut found: Vec<Found>,
        drawn: &[u64],
        keys: &Keys<'_>,
        options: &Options<'_>,
        tally: &mut Tally,
    ) -> u64 {
        let tenant = tenant(&self.origin);
        let level = options.level.unwrap_or(Level::Consistency);
        let invalid_before = tally.report.counts.invalid;
        self.compare_with_draw(&found, drawn, &tenant, tally);
        if let Some(fault) = &self.untrusted {
            tally.fail_log(&tenant, fault.check, fault.code, fault.reason.clone());
        }
        let proven = level >= Level::Inclusion && self.untrusted.is_none() && self.prove(&mut found);
        for Found { item, leaf } in &found {
            let receipt = match &item.outcome {
                Ok(receipt) => receipt,
                Err(fault) => {
                    tally.fail_item(&tenant, item, fault);
                    continue;
                }
            };
            tally.level("signature", 1, 0);
            tally.level("disclosure", 1, 0);
            let verdict = if receipt.withheld { Verdict::Withheld } else { Verdict::Valid };
            if level < Level::Inclusion {
                tally.count(&tenant, verdict, 1);
                continue;
            }
            let listed = self.decisions.get(item.index as usize).map(|&at| Decision::ALL[usize::from(at)]);
            let fault = if item.leaf != Some(*leaf) && proven {
                let reason = "genuine, but not the receipt that the log committed to at this index";
                Some(Fault::new("inclusion", NOT_PROVEN, reason))
            } else if !proven {
                let reason = "the pack's proof does not lead to the root of a trusted checkpoint";
                Some(Fault::undecided("inclusion", NOT_PROVEN, reason))
            } else if listed != Some(receipt.decision) {
                let reason = format!("the pack lists another decision for this entry than `{}`", receipt.decision.as_str());
                Some(Fault::new("sample", SAMPLE, reason))
            } else {
                None
            };
            tally.level("inclusion", u64::from(fault.is_none()), u64::from(fault.is_some()));
            match fault {
                None => tally.count(&tenant, verdict, 1),
                Some(fault) => {
                    let verdict = if fault.undecided { Verdict::Unverifiable } else { Verdict::Invalid };
                    tally.count(&tenant, verdict, 1);
                    tally.list(&tenant, item, &fault);
                }
            }
        }
        let mut report = LogReport {
            origin: self.origin.to_string(),
            size: self.checkpoint.size,
            root: self.checkpoint.root.to_string(),
            witnesses: Vec::new(),
        };
        if level >= Level::Consistency && self.untrusted.is_none() {
            compare_pin(&self.origin, &self.checkpoint, options, tally);
        }
        if level >= Level::Witness {
            report.witnesses = check_witnesses(&self.note, keys, &tenant, tally);
        }
        tally.report.logs.push(report);
        tally.report.counts.invalid - invalid_before
    }

    /// The pack must hold exactly what the nonce draws, in order.
    fn compare_with_draw(&self, found: &[Found], drawn: &[u64], tenant: &str, tally: &mut Tally) {
        let indexes: Vec<u64> = found.iter().map(|found| found.item.index).collect();
        if indexes == drawn {
            return;
        }
        let missing = drawn.iter().find(|index| indexes.binary_search(index).is_err());
        let extra = indexes.iter().find(|index| drawn.binary_search(index).is_err());
        let reason = match (missing, extra) {
            (Some(index), _) => format!("the nonce draws entry {index}, which the pack does not hold"),
            (None, Some(index)) => format!("the pack holds entry {index}, which the nonce does not draw"),
            (None, None) => "the pack's receipts are out of order or repeated".into(),
        };
        tally.fail_log(tenant, "sample", SAMPLE, reason);
    }

    /// Checks the shared proof. Where the leaf hashes that the pack names do not fit it, those computed from the receipts may.
    fn prove(&self, found: &mut [Found]) -> bool {
        let holds = |leaves: Vec<(u64, Digest)>| {
            verify_multiproof(&leaves, self.checkpoint.size, &self.proof, &self.checkpoint.root).is_ok()
        };
        if holds(found.iter().map(|found| (found.item.index, found.leaf)).collect()) {
            return true;
        }
        let computed = |found: &Found| (found.item.index, found.item.leaf.unwrap_or(found.leaf));
        let fits = holds(found.iter().map(computed).collect());
        if fits {
            found.iter_mut().for_each(|found| found.leaf = computed(found).1);
        }
        fits
    }
}

/// The pack's lines, hashed on the way.
struct Lines<R> {
    input: BufReader<R>,
    hash: Sha256,
    number: u64,
}

impl<R: Read> Lines<R> {
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

    fn header(&mut self) -> Result<Header, EvidenceError> {
        let line = self.next(MAX_HEADER)?;
        self.hash.update(&line);
        let strict = Tape::default().read(line.trim_ascii_end(), 0);
        strict.map_err(|error| fault(1, error.to_string()))?;
        let header: Header = serde_json::from_slice(&line).map_err(|error| fault(1, error.to_string()))?;
        match (header.schema == SCHEMA_ID, header.method == sample::METHOD) {
            (true, true) => Ok(header),
            (false, _) => Err(fault(1, "`schema` is not `cos.auditpack/v1`")),
            (true, false) => Err(fault(1, format!("`method` is not `{}`", sample::METHOD))),
        }
    }

    /// Hands the receipts over in pieces of one log each. Returns whether the last line fits, or `None` when there is none.
    fn entries(
        &mut self,
        logs: &[Log],
        hand_over: &mut dyn FnMut(Piece) -> bool,
    ) -> Result<Option<bool>, EvidenceError> {
        let mut tape = Tape::default();
        let mut pending: Option<Pending> = None;
        let mut count = 0;
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
                    && end.get("receipts").and_then(Value::integer) == Some(count)
                    && object.members().count() == 1
                    && end.members().count() == 2
                    && line.ends_with(b"\n")
                    && self.next(MAX_LINE)?.is_empty();
                return Ok(Some(fits));
            }
            self.hash.update(&line);
            count += 1;
            let entry = Entry::read(object, logs.len()).ok_or_else(|| {
                fault(number, "not `{\"log\", \"index\", \"leaf\", \"sd_jwt\"}` with a log of the header")
            })?;
            if pending.as_ref().is_some_and(|pending| pending.log != entry.log || pending.indexes.len() == CHUNK)
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
