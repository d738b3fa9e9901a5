//! One log: its receipts against the tree that its checkpoint commits to.
//!
//! The tree's root is computed twice on the way: from the receipts, and from the level-0 hash tiles. If the tiles give the
//! checkpoint's root, they name the right leaf of every index, and a receipt that differs from its leaf is named exactly. If only the receipts give it, the tiles
//! are damaged and the receipts are not. If neither does, nothing in this log is proven.

use super::history::{History, Since};
use super::{Level, Options};
use crate::check::{Item, Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::pipeline;
use crate::report::{Failure, LogReport, MAX_FAILURES, Tally, Verdict, tenant};
use crate::store::{Chunk, LogStore};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::frontier::Frontier;
use cos_core::log::note::SignedNote;
use cos_core::log::tile::{FULL_WIDTH, TileId};
use cos_core::receipt::{Receipt, Verified};

/// Receipts handed to a worker at a time: enough for the merged batch to pay off, little enough to bound memory.
const CHUNK: usize = 512;
const NOT_PROVEN: Code = Code::new("COS-VER-0010");
const WITNESS: Code = Code::new("COS-VER-0013");

/// Verifies one log and adds what was found to `tally`.
pub(super) fn verify(
    store: &LogStore,
    keys: &Keys<'_>,
    since: &[Since],
    options: &Options<'_>,
    tally: &mut Tally,
) -> Result<(), EvidenceError> {
    let level = options.level.unwrap_or(Level::Consistency);
    let origin = store.origin();
    let tenant = tenant(origin);
    let witnessed = match level {
        Level::Witness => Witnessed::of(store, keys)?,
        _ => None,
    };
    let seen = witnessed.as_ref().map(|witnessed| witnessed.checkpoint.clone());
    let history = History::of(origin, since, options)?.and(seen);
    let Some(note) = store.checkpoint()? else {
        tally.fail_log(&tenant, "inclusion", NOT_PROVEN, "the log has published no checkpoint yet");
        tally.level("inclusion", 0, 0);
        history.report_lost(&tenant, tally);
        return Ok(());
    };
    let (checkpoint, is_signed) = match keys.trust.open_checkpoint(&note, origin) {
        Ok(checkpoint) => (checkpoint, true),
        Err(error) => {
            tally.fail_log(&tenant, "checkpoint", error.code(), error.to_string());
            match SignedNote::parse(&note).and_then(|note| note.text().parse()) {
                Ok(checkpoint) => (checkpoint, false),
                Err(_) => return Ok(()),
            }
        }
    };
    options.progress.expect(checkpoint.size);
    let mut scan = Scan::new(store, &tenant, &checkpoint, level, &history);
    let rules = Rules { keys, criterion: options.criterion, signatures: true };
    let mut notes = Vec::new();
    pipeline::ordered(
        options.threads,
        |hand_over| {
            notes =
                store.chunks(checkpoint.size, CHUNK, |first, chunk| hand_over((first, chunk)))?;
            Ok::<_, EvidenceError>(())
        },
        || {
            let mut worker = Worker::new(rules);
            move |(first, chunk)| Done::of(worker.check(Some(origin), first, &chunk), first, &chunk)
        },
        |done: Done| {
            options.progress.advance(done.items.len() as u64 + done.unlisted);
            scan.take(&done, tally);
            true
        },
    )?;
    tally.report.warnings.extend(notes.iter().map(|note| format!("{tenant}: {note}")));
    let proven = scan.finish(is_signed, tally);
    let consistent =
        level < Level::Consistency || (is_signed && scan.check_consistency(proven, tally));
    if options.level >= Some(Level::Consistency) && history.is_empty() {
        let text = "no checkpoint of this log was seen before, so there is nothing to compare with";
        tally.report.warnings.push(format!("{tenant}: {text}"));
    }
    let mut report = LogReport {
        origin: origin.to_string(),
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        witnesses: Vec::new(),
        witnessed: None,
    };
    if level >= Level::Witness {
        let (note, size) = match &witnessed {
            Some(older) if consistent => (&older.note, older.checkpoint.size),
            _ => (&note, checkpoint.size),
        };
        report.witnesses = check_witnesses(note, keys, &tenant, tally);
        report.witnessed = (!report.witnesses.is_empty()).then_some(size);
        let rest = checkpoint.size.saturating_sub(report.witnessed.unwrap_or(checkpoint.size));
        if rest > 0 {
            let text = format!(
                "{tenant}: the newest {rest} receipts are under no checkpoint that witnesses saw"
            );
            tally.report.warnings.push(text);
        }
    }
    tally.report.logs.push(report);
    if let Some(pins) = options
        .pins
        .as_ref()
        .filter(|_| level >= Level::Consistency && proven.is_some() && consistent)
    {
        pins.set(origin, &note)?;
    }
    Ok(())
}

/// An earlier checkpoint of the log that enough witnesses cosigned.
struct Witnessed {
    note: String,
    checkpoint: Checkpoint,
}

impl Witnessed {
    /// Reads the one that the log keeps; nothing where it proves nothing, or is the newest itself.
    fn of(store: &LogStore, keys: &Keys<'_>) -> Result<Option<Self>, EvidenceError> {
        let Some(note) = store.witnessed()? else { return Ok(None) };
        let signed = keys.trust.open_checkpoint(&note, store.origin());
        let quorum = keys.trust.quorum();
        let is_seen = SignedNote::parse(&note).is_ok_and(|note| quorum.check(&note).is_ok());
        Ok(signed.ok().filter(|_| is_seen).map(|checkpoint| Self { note, checkpoint }))
    }
}

/// Checks the quorum of cosignatures; returns who cosigned and when.
pub(crate) fn check_witnesses(
    note: &str,
    keys: &Keys<'_>,
    tenant: &str,
    tally: &mut Tally,
) -> Vec<String> {
    let quorum = keys.trust.quorum();
    if quorum.threshold == 0 {
        tally.fail_log(
            tenant,
            "witness",
            WITNESS,
            "the trust file asks for no witnesses; set `witnesses.quorum`",
        );
        tally.level("witness", 0, 1);
        return Vec::new();
    }
    match SignedNote::parse(note).and_then(|note| quorum.check(&note)) {
        Ok(witnesses) => {
            tally.level("witness", 1, 0);
            witnesses.into_iter().map(|(name, time)| format!("{name} at {time}")).collect()
        }
        Err(error) => {
            tally.fail_log(tenant, "witness", WITNESS, error.to_string());
            tally.level("witness", 0, 1);
            Vec::new()
        }
    }
}

/// A chunk's outcome.
struct Done {
    items: Vec<Item>,
    /// The index after the last item.
    next: u64,
    /// Receipts of the chunk beyond the items, all damaged, or all missing.
    unlisted: u64,
    missing: bool,
}

impl Done {
    fn of(items: Vec<Item>, first: u64, chunk: &Chunk) -> Self {
        let listed = items.len() as u64;
        let missing = matches!(chunk, Chunk::Damaged { missing: true, .. });
        Self { items, next: first + listed, unlisted: chunk.len() - listed, missing }
    }
}

/// Which of the two trees has the checkpoint's root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tree {
    Receipts,
    Tiles,
}

/// A tree under construction, with its roots at the sizes that were asked for.
struct Growing {
    frontier: Frontier,
    /// `None` once a leaf was unknown.
    complete: bool,
    roots: Vec<Digest>,
}

impl Growing {
    fn new() -> Self {
        Self { frontier: Frontier::new(), complete: true, roots: Vec::new() }
    }

    fn push(&mut self, leaf: Option<Digest>) {
        match leaf {
            Some(leaf) if self.complete => self.frontier.push(leaf),
            _ => self.complete = false,
        }
    }

    fn note_root(&mut self) {
        self.roots.push(self.frontier.root());
    }
}

/// The collector's state for one log.
struct Scan<'a> {
    store: &'a LogStore,
    tenant: &'a str,
    checkpoint: &'a Checkpoint,
    level: Level,
    history: &'a History,
    receipts: Growing,
    tiles: Growing,
    tile: Vec<Digest>,
    /// Receipts that passed every check of their own.
    passed: u64,
    withheld: u64,
    /// Those beside them whose leaf differs from the tile's.
    differing: Differing,
}

/// Genuine receipts whose leaf is not the tile's; only the first are named, so that memory stays bounded.
#[derive(Default)]
struct Differing {
    count: u64,
    withheld: u64,
    named: Vec<(u64, Jti)>,
}

impl<'a> Scan<'a> {
    fn new(
        store: &'a LogStore,
        tenant: &'a str,
        checkpoint: &'a Checkpoint,
        level: Level,
        history: &'a History,
    ) -> Self {
        let (receipts, tiles) = (Growing::new(), Growing::new());
        let mut scan = Self {
            store,
            tenant,
            checkpoint,
            level,
            history,
            receipts,
            tiles,
            tile: Vec::new(),
            passed: 0,
            withheld: 0,
            differing: Differing::default(),
        };
        scan.note_roots(0);
        scan
    }

    fn take(&mut self, done: &Done, tally: &mut Tally) {
        for item in &done.items {
            let leaf = if self.level >= Level::Inclusion {
                self.grow(item.index, item.leaf)
            } else {
                None
            };
            match &item.outcome {
                Err(fault) => tally.fail_item(self.tenant, item, fault),
                Ok(receipt) => {
                    tally.see(receipt);
                    self.pass(item, receipt, leaf);
                }
            }
        }
        if done.unlisted > 0 {
            let verdict = if done.missing { Verdict::Unverifiable } else { Verdict::Invalid };
            tally.fail_unlisted(self.tenant, verdict, done.unlisted);
            // The tiles may still name the leaves; once they do not either, nothing can be computed any more.
            let mut unlisted = done.next..done.next.saturating_add(done.unlisted);
            while let Some(index) = unlisted.next().filter(|_| self.tiles.complete) {
                self.grow(index, None);
            }
        }
    }

    /// Adds a leaf to both trees and returns the tile's.
    fn grow(&mut self, index: u64, leaf: Option<Digest>) -> Option<Digest> {
        let within = (index % u64::from(FULL_WIDTH)) as usize;
        if within == 0 {
            self.tile = self.read_tile(index).unwrap_or_default();
        }
        let tile = self.tile.get(within).copied();
        self.tiles.push(tile);
        self.receipts.push(leaf.or(tile));
        self.note_roots(index + 1);
        tile
    }

    fn note_roots(&mut self, size: u64) {
        while self.history.size(self.receipts.roots.len()) == Some(size) {
            self.receipts.note_root();
            self.tiles.note_root();
        }
    }

    /// A tile that cannot be read is a tile without hashes; the receipts decide then.
    fn read_tile(&self, index: u64) -> Option<Vec<Digest>> {
        let id = TileId::holding(0, index, self.checkpoint.size)?;
        let bytes = self.store.tile(id).ok()?;
        let width = (bytes.len() / 32) as u16;
        TileId { width, ..id }.decode(&bytes).ok()
    }

    fn pass(&mut self, item: &Item, receipt: &Verified<Receipt>, tile: Option<Digest>) {
        if tile.is_some() && tile != item.leaf {
            self.differing.count += 1;
            self.differing.withheld += u64::from(receipt.withheld);
            if self.differing.named.len() < MAX_FAILURES {
                self.differing.named.push((item.index, receipt.jti));
            }
            return;
        }
        self.passed += 1;
        self.withheld += u64::from(receipt.withheld);
    }

    /// Decides what the trees say about the receipts that passed on their own; returns the tree that has the checkpoint's root.
    fn finish(&mut self, is_signed: bool, tally: &mut Tally) -> Option<Tree> {
        let differing = self.differing.count;
        let passed = self.passed + differing;
        tally.level("signature", passed, 0);
        tally.level("disclosure", passed, 0);
        let has_root = |tree: &Growing| {
            let frontier = &tree.frontier;
            tree.complete
                && frontier.size() == self.checkpoint.size
                && frontier.root() == self.checkpoint.root
        };
        let tree = match (has_root(&self.tiles), has_root(&self.receipts)) {
            _ if self.level < Level::Inclusion || !is_signed => None,
            (true, _) => Some(Tree::Tiles),
            (false, true) => Some(Tree::Receipts),
            (false, false) => None,
        };
        if self.level < Level::Inclusion {
            self.count_passed(true, tally);
            return None;
        }
        match tree {
            Some(Tree::Tiles) => {
                tally.level("inclusion", self.passed, differing);
                self.count_passed(false, tally);
                self.fail_differing(tally);
            }
            Some(Tree::Receipts) => {
                tally.level("inclusion", passed, 0);
                self.count_passed(true, tally);
                let text = "hash tiles are damaged, the receipts are not; `cos ledger fsck --repair` writes them anew";
                tally.report.warnings.push(format!("{}: {text}", self.tenant));
            }
            None => {
                tally.level("inclusion", 0, passed);
                tally.count(self.tenant, Verdict::Unverifiable, passed);
                if is_signed {
                    let reason = format!(
                        "neither the receipts nor the tiles give the root of the checkpoint of size {}",
                        self.checkpoint.size
                    );
                    tally.fail_log(self.tenant, "inclusion", NOT_PROVEN, reason);
                }
            }
        }
        tree
    }

    /// Counts the receipts that passed; with those that differ from their tile where that does not matter.
    fn count_passed(&self, with_differing: bool, tally: &mut Tally) {
        let (mut passed, mut withheld) = (self.passed, self.withheld);
        if with_differing {
            passed += self.differing.count;
            withheld += self.differing.withheld;
        }
        tally.count(self.tenant, Verdict::Withheld, withheld);
        tally.count(self.tenant, Verdict::Valid, passed - withheld);
    }

    fn fail_differing(&self, tally: &mut Tally) {
        tally.count(self.tenant, Verdict::Invalid, self.differing.count);
        for (index, jti) in &self.differing.named {
            tally.fail(Failure {
                index: Some(*index),
                jti: Some(jti.to_string()),
                tenant: Some(self.tenant.to_owned()),
                check: "inclusion",
                code: NOT_PROVEN.to_string(),
                reason: "genuine, but not the receipt that the log committed to at this index"
                    .into(),
            });
        }
        tally.report.failures_omitted += self.differing.count - self.differing.named.len() as u64;
    }

    /// Compares with what was seen earlier; `false` when the log does not continue it.
    fn check_consistency(&self, proven: Option<Tree>, tally: &mut Tally) -> bool {
        let roots = proven.map(|tree| match tree {
            Tree::Receipts => self.receipts.roots.as_slice(),
            Tree::Tiles => self.tiles.roots.as_slice(),
        });
        self.history.compare(self.checkpoint, roots, self.tenant, tally)
    }
}
