//! A sample of a bundle's receipts: drawn with the auditor's nonce and the digest of the statement, so that neither side can choose it and
//! anyone can draw it again.
//!
//! Receipts are numbered from 0: the files that hold one receipt a line in the order of the statement, in each the lines that are not blank.
//! [`crate::sample`] says how the numbers are drawn; there is one frame, and a stratum for each decision. All receipts are read, for their
//! decisions and for the counts; the drawn ones are verified. Audit packs, which are samples themselves, and checkpoints are verified
//! as always.

use super::area::Area;
use super::error::BundleError;
use super::receipts::{Kind, Sniffed, Sum};
use crate::check::{Item, Keys, Rules, Worker};
use crate::lines::LineChunks;
use crate::pipeline;
use crate::report::{Tally, Verdict, tenant};
use crate::sample::{self, Frame};
use crate::store::Chunk;
use cos_core::digest::Digest;
use cos_core::receipt::{Criterion, Decision};
use cos_objects::Key;
use cos_sign::Trust;
use std::collections::BTreeMap;

/// What to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// How many receipts.
    pub count: u64,
    /// The auditor's nonce.
    pub nonce: Vec<u8>,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// What the tickets were made with.
    pub seed: Digest,
    /// How many receipts there are to draw from.
    pub population: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// How many of those do not hold.
    pub deviations: u64,
    /// The drawn lines of each file, from 1.
    pub files: BTreeMap<String, Vec<u64>>,
}

impl Sampled {
    /// With 95 % confidence at most this share of the population does not hold.
    pub fn upper_bound_95(&self) -> f64 {
        sample::upper_bound_95(self.population, self.drawn, self.deviations)
    }
}

/// The decision of a receipt that cannot be read: in no stratum, and a fault by itself.
const UNREADABLE: u8 = u8::MAX;

/// A file with one receipt a line, and the number of its first receipt.
struct File<'a> {
    path: &'a Key,
    first: u64,
}

/// Draws from `paths` and verifies what was drawn; everything is added to `sum`.
pub(super) fn verify(
    area: &Area,
    paths: &[Key],
    (trust, threads): (&Trust, usize),
    (draw, statement): (&Draw, &Digest),
    sum: &mut Sum<'_>,
) -> Result<Sampled, BundleError> {
    let keys = Keys::new(trust);
    let mut files = Vec::new();
    let mut decisions = Vec::new();
    for path in paths {
        let Some(object) = area.open(path)? else { continue };
        let sniffed = Sniffed::of(path, object.body)?;
        if sniffed.kind == Kind::Lines {
            files.push(File { path, first: decisions.len() as u64 });
            read(path, sniffed, (&keys, threads), &mut decisions, sum)?;
        } else {
            sum.add(path, sniffed.body)?;
        }
    }
    let commitment = statement.to_string();
    let frame = Frame { commitment: &commitment, decisions: &decisions };
    let drawn = sample::draw(&draw.nonce, &[frame], draw.count).pop().unwrap_or_default();
    let mut sampled = Sampled {
        seed: sample::seed(&draw.nonce, &commitment),
        population: decisions.len() as u64,
        drawn: drawn.len() as u64,
        deviations: 0,
        files: BTreeMap::new(),
    };
    let mut drawn = drawn.as_slice();
    let ends = files.iter().skip(1).map(|file| file.first).chain([decisions.len() as u64]);
    for (file, end) in files.iter().zip(ends) {
        let here;
        (here, drawn) = drawn.split_at(drawn.partition_point(|index| *index < end));
        if !here.is_empty() {
            check(area, file, here, (&keys, threads), sum, &mut sampled)?;
        }
    }
    Ok(sampled)
}

/// Reads every receipt of a file; one that cannot be read is a fault, for a sample must not be able to avoid it.
fn read(
    path: &Key,
    file: Sniffed,
    (keys, threads): (&Keys<'_>, usize),
    decisions: &mut Vec<u8>,
    sum: &mut Sum<'_>,
) -> Result<(), BundleError> {
    let rules = Rules { keys, criterion: Criterion::Batch, signatures: false };
    let mut tally = Tally::new(path.as_str(), Criterion::Batch.as_str());
    let mut chunks = LineChunks::new(file.body);
    pipeline::ordered(
        threads,
        |hand_over| {
            let each = chunks.each(|first, chunk| hand_over((first, chunk)));
            each.map_err(BundleError::io("read", path.as_str()))
        },
        || {
            let mut worker = Worker::new(rules);
            move |(first, chunk)| worker.check(None, first, &chunk)
        },
        |items: Vec<Item>| {
            for item in &items {
                decisions.push(note(item, &mut tally));
            }
            true
        },
    )?;
    sum.take_read(path, &tally.finish(std::time::Duration::ZERO));
    Ok(())
}

/// Counts a receipt that was read; answers with its decision.
fn note(item: &Item, tally: &mut Tally) -> u8 {
    let tenant = item.log.as_ref().map_or_else(|| "-".into(), |log| tenant(log));
    match (&item.unverified, &item.outcome) {
        (Some(receipt), _) => {
            tally.see(receipt);
            tally.count(&tenant, Verdict::Valid, 1);
            let decision = Decision::ALL.iter().position(|known| *known == receipt.decision);
            decision.map_or(UNREADABLE, |at| at as u8)
        }
        (None, Err(fault)) => {
            tally.fail_item(&tenant, item, fault);
            UNREADABLE
        }
        (None, Ok(_)) => unreachable!("without signatures nothing is genuine"),
    }
}

/// Verifies the receipts of `file` with the numbers `drawn`, ascending.
fn check(
    area: &Area,
    file: &File<'_>,
    drawn: &[u64],
    (keys, threads): (&Keys<'_>, usize),
    sum: &mut Sum<'_>,
    sampled: &mut Sampled,
) -> Result<(), BundleError> {
    let path = file.path;
    let changed = || BundleError::Changed { uri: path.to_string() };
    let object = area.open(path)?.ok_or_else(changed)?;
    let rules = Rules { keys, criterion: Criterion::Batch, signatures: true };
    let mut tally = Tally::new(path.as_str(), Criterion::Batch.as_str());
    let mut chunks = LineChunks::new(object.body);
    let (mut next, mut wanted) = (file.first, drawn.iter().peekable());
    let lines = sampled.files.entry(path.to_string()).or_default();
    pipeline::ordered(
        threads,
        |hand_over| {
            let each = chunks.each(|line, chunk| {
                let end = next + chunk.len();
                let here = std::iter::from_fn(|| wanted.next_if(|index| **index < end));
                let positions: Vec<_> = here.map(|index| (index - next) as usize).collect();
                next = end;
                lines.extend(positions.iter().map(|at| line + *at as u64));
                positions.is_empty() || hand_over(pick(chunk, line, &positions))
            });
            each.map_err(BundleError::io("read", path.as_str()))
        },
        || {
            let mut worker = Worker::new(rules);
            move |chunk| worker.check(None, 0, &chunk)
        },
        |items: Vec<Item>| {
            tally.take_lines(&items, None);
            true
        },
    )?;
    let report = tally.finish(std::time::Duration::ZERO);
    if report.counts.total != drawn.len() as u64 {
        return Err(changed());
    }
    sampled.deviations += report.counts.invalid + report.counts.unverifiable;
    sum.take_drawn(path, &report);
    Ok(())
}

/// The receipts at `positions` of a chunk whose first line is `line`.
fn pick(chunk: Chunk, line: u64, positions: &[usize]) -> Chunk {
    match chunk {
        Chunk::Plain { bytes, spans, .. } => Chunk::Plain {
            bytes,
            spans: positions.iter().filter_map(|at| spans.get(*at).cloned()).collect(),
            indexes: Some(positions.iter().map(|at| line + *at as u64).collect()),
        },
        other => other,
    }
}
