//! Checking a pack: the draw is done again, every receipt verified, and all of them proven to stand in their logs.

use super::lines::{Lines, Piece, fault};
use super::{HeaderLog, parse_nonce};
use crate::check::{Fault, Item, Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::pipeline;
use crate::report::{LogReport, Report, SampleReport, Tally, Verdict, tenant};
use crate::sample::{self, Frame};
use crate::verify::{History, Level, Options, check_witnesses, read_since, report_vanished};
use cos_core::base64url;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Origin;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::log::proof::verify_multiproof;
use cos_core::receipt::Decision;
use cos_sign::Trust;
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;
use std::time::Instant;

/// The most entries of one log whose decisions a pack may list; bounds what a small file can make us allocate.
const MAX_ENTRIES: u64 = 1 << 30;
/// Receipts beyond those drawn that are still looked at; bounds what a pack can make us remember.
const MAX_EXTRA: u64 = 10_000;
/// The most receipts that are looked at when the sample cannot be drawn again.
const MAX_UNDRAWN: u64 = 1_000_000;

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
    let mut lines = Lines::new(input);
    let header = lines.header()?;
    let nonce = parse_nonce(&header.nonce)?;
    let since = read_since(&options.since)?;
    let logs: Vec<Log> =
        header.logs.iter().map(|log| Log::open(log, trust)).collect::<Result<_, _>>()?;
    if !logs.is_sorted_by(|a, b| a.origin < b.origin) {
        return Err(fault(1, "`logs` is not in the order of the origins, each of them once"));
    }
    report_vanished(&since, logs.iter().map(|log| &*log.origin), &mut tally);
    let frames: Vec<_> = logs.iter().map(Log::frame).collect();
    // Every log has its part in the draw, so it takes them all to do it again.
    let redrawn = logs.iter().all(|log| log.untrusted.is_none());
    let drawn = if redrawn {
        sample::draw(&nonce, &frames, header.requested)
    } else {
        vec![Vec::new(); logs.len()]
    };
    let count: u64 = drawn.iter().map(|indexes| indexes.len() as u64).sum();
    let most = MAX_EXTRA + if redrawn { count } else { header.requested.min(MAX_UNDRAWN) };
    options.progress.expect(count);
    let rules = Rules { keys: &keys, criterion: options.criterion, signatures: true };
    let mut found: Vec<Vec<Found>> = logs.iter().map(|_| Vec::new()).collect();
    let mut end = None;
    pipeline::ordered::<_, _, EvidenceError, _>(
        options.threads,
        |hand_over| {
            end = lines.entries(logs.len(), most, hand_over)?;
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
            found[log]
                .extend(items.into_iter().zip(leaves).map(|(item, leaf)| Found { item, leaf }));
            true
        },
    )?;
    let mut genuine = 0;
    for ((log, found), drawn) in logs.iter().zip(found).zip(&drawn) {
        let history = History::of(&log.origin, &since, options)?;
        if redrawn {
            compare_with_draw(&found, drawn, &tenant(&log.origin), &mut tally);
        }
        genuine += log.judge(found, drawn, &keys, &history, options, &mut tally);
    }
    if !redrawn {
        let reason = "cannot be drawn again without a trusted checkpoint of every log";
        tally.fail_log("-", "sample", SAMPLE, reason);
    }
    if end != Some(true) {
        let reason =
            "the last line does not fit what precedes it: the pack was cut short or altered";
        tally.fail_log("-", "pack", ALTERED, reason);
    }
    let population = frames.iter().map(|frame| frame.decisions.len() as u64).sum();
    let deviations = count - genuine;
    tally.report.sample = redrawn.then(|| SampleReport {
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

impl Log {
    fn open(log: &HeaderLog, trust: &Trust) -> Result<Self, EvidenceError> {
        let wrong =
            |reason: String| fault(1, format!("log `{}`: {reason}", log.origin.escape_debug()));
        let origin: Origin = log.origin.parse().map_err(|error| wrong(format!("{error}")))?;
        let (checkpoint, untrusted) = match trust.open_checkpoint(&log.checkpoint, &origin) {
            Ok(checkpoint) => (checkpoint, None),
            Err(error) => {
                let note =
                    SignedNote::parse(&log.checkpoint).map_err(|error| wrong(error.to_string()))?;
                let checkpoint = note.text().parse().map_err(|error| wrong(format!("{error}")))?;
                (checkpoint, Some(Fault::new("checkpoint", error.code(), error.to_string())))
            }
        };
        // Who vouches for no size gets nothing unpacked, and nothing drawn.
        let decisions = match untrusted {
            Some(_) => Vec::new(),
            None => decisions(&log.decisions, checkpoint.size).ok_or_else(|| {
                wrong(
                    "`decisions` does not name a decision for each entry of the checkpoint".into(),
                )
            })?,
        };
        let node = |text: &String| base64url::decode_array(text.as_bytes()).map(Digest);
        let proof = log.proof.iter().map(node).collect::<Option<_>>();
        let proof =
            proof.ok_or_else(|| wrong("`proof` holds something else than hashes".into()))?;
        Ok(Self {
            origin: Arc::new(origin),
            note: log.checkpoint.clone(),
            checkpoint,
            decisions,
            proof,
            untrusted,
        })
    }

    fn frame(&self) -> Frame<'_> {
        let text = SignedNote::parse(&self.note).map_or("", |note| note.text());
        Frame { commitment: text, decisions: &self.decisions }
    }

    /// Decides on everything that the pack holds of this log; returns how many of the drawn receipts are genuine.
    fn judge(
        &self,
        mut found: Vec<Found>,
        drawn: &[u64],
        keys: &Keys<'_>,
        history: &History,
        options: &Options<'_>,
        tally: &mut Tally,
    ) -> u64 {
        let tenant = tenant(&self.origin);
        let level = options.level.unwrap_or(Level::Consistency);
        let mut genuine = BTreeSet::new();
        if let Some(fault) = &self.untrusted {
            tally.fail_log(&tenant, fault.check, fault.code, fault.reason.clone());
        }
        let proven =
            level >= Level::Inclusion && self.untrusted.is_none() && self.prove(&mut found);
        for Found { item, leaf } in &found {
            let receipt = match &item.outcome {
                Ok(receipt) => receipt,
                Err(fault) => {
                    tally.fail_item(&tenant, item, fault);
                    continue;
                }
            };
            tally.see(receipt);
            tally.level("signature", 1, 0);
            tally.level("disclosure", 1, 0);
            let verdict = if receipt.withheld { Verdict::Withheld } else { Verdict::Valid };
            if level < Level::Inclusion {
                tally.count(&tenant, verdict, 1);
                genuine.insert(item.index);
                continue;
            }
            let listed =
                self.decisions.get(item.index as usize).map(|&at| Decision::ALL[usize::from(at)]);
            let fault = if item.leaf != Some(*leaf) && proven {
                let reason = "genuine, but not the receipt that the log committed to at this index";
                Some(Fault::new("inclusion", NOT_PROVEN, reason))
            } else if !proven {
                let reason = "the pack's proof does not lead to the root of a trusted checkpoint";
                Some(Fault::undecided("inclusion", NOT_PROVEN, reason))
            } else if listed != Some(receipt.decision) {
                let reason = format!(
                    "the pack lists another decision for this entry than `{}`",
                    receipt.decision.as_str()
                );
                Some(Fault::new("sample", SAMPLE, reason))
            } else {
                None
            };
            tally.level("inclusion", u64::from(fault.is_none()), u64::from(fault.is_some()));
            match fault {
                None => {
                    tally.count(&tenant, verdict, 1);
                    genuine.insert(item.index);
                }
                Some(fault) => {
                    let verdict =
                        if fault.undecided { Verdict::Unverifiable } else { Verdict::Invalid };
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
            witnessed: None,
        };
        if level >= Level::Consistency && self.untrusted.is_none() {
            history.compare_alone(&self.checkpoint, options.level, &tenant, tally);
        }
        if level >= Level::Witness {
            report.witnesses = check_witnesses(&self.note, keys, &tenant, tally);
            report.witnessed = (!report.witnesses.is_empty()).then_some(report.size);
        }
        tally.report.logs.push(report);
        drawn.iter().filter(|index| genuine.contains(index)).count() as u64
    }

    /// Checks the shared proof. Where the leaf hashes that the pack names do not fit it, those of the receipts that pass on their
    /// own may.
    fn prove(&self, found: &mut [Found]) -> bool {
        let holds = |leaves: Vec<(u64, Digest)>| {
            verify_multiproof(&leaves, self.checkpoint.size, &self.proof, &self.checkpoint.root)
                .is_ok()
        };
        if holds(found.iter().map(|found| (found.item.index, found.leaf)).collect()) {
            return true;
        }
        let computed = |found: &Found| {
            let leaf = found.item.leaf.filter(|_| found.item.outcome.is_ok());
            (found.item.index, leaf.unwrap_or(found.leaf))
        };
        let fits = holds(found.iter().map(computed).collect());
        if fits {
            for found in found.iter_mut() {
                found.leaf = computed(found).1;
            }
        }
        fits
    }
}

/// The pack must hold exactly what the nonce draws, in order.
fn compare_with_draw(found: &[Found], drawn: &[u64], tenant: &str, tally: &mut Tally) {
    let mut held: Vec<u64> = found.iter().map(|found| found.item.index).collect();
    if held == drawn {
        return;
    }
    held.sort_unstable();
    let missing = drawn.iter().find(|index| held.binary_search(index).is_err());
    let extra = held.iter().find(|index| drawn.binary_search(index).is_err());
    let reason = match (missing, extra) {
        (Some(index), _) => format!("the nonce draws entry {index}, which the pack does not hold"),
        (None, Some(index)) => {
            format!("the pack holds entry {index}, which the nonce does not draw")
        }
        (None, None) => "the pack's receipts are out of order or repeated".into(),
    };
    tally.fail_log(tenant, "sample", SAMPLE, reason);
}

/// Unpacks the decisions of `size` entries.
fn decisions(packed: &str, size: u64) -> Option<Vec<u8>> {
    let packed = base64url::decode(packed.as_bytes())?;
    let room = usize::try_from(size).ok().filter(|_| size <= MAX_ENTRIES)?;
    let decisions = zstd::bulk::decompress(&packed, room).ok()?;
    let known = |&decision: &u8| usize::from(decision) < Decision::ALL.len();
    (decisions.len() == room && decisions.iter().all(known)).then_some(decisions)
}
