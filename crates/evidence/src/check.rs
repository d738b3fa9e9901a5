//! The checks of one receipt that need nothing but the receipt and the trust file, run on a worker thread over a chunk at a time.
//!
//! What needs its neighbours (is it in the tree that the checkpoint commits to?) is left to the collector, which sees the chunks in order.

use crate::store::Chunk;
use cos_core::bodies::Bodies;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use cos_core::log::leaf::Leaf;
use cos_core::log::tlog_proof::TlogProof;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::verify::{Checker, Keyring};
use cos_core::receipt::{Criterion, Decision, Reader, Receipt, ReceiptError, Verified, flattened};
use cos_sign::Trust;
use cos_sign::trust::{KeyVerdict, TrustedKey};
use std::sync::Arc;

/// The most items made of a chunk that is damaged as a whole.
const MAX_ITEMS: u64 = 4096;

const UNREADABLE: Code = Code::new("COS-VER-0004");

/// Why one receipt fails, or cannot be decided.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) check: &'static str,
    pub(crate) code: Code,
    pub(crate) reason: String,
    /// Whether something needed for a decision is missing, rather than wrong.
    pub(crate) undecided: bool,
}

impl Fault {
    pub(crate) fn new(check: &'static str, code: Code, reason: impl Into<String>) -> Self {
        Self { check, code, reason: reason.into(), undecided: false }
    }

    pub(crate) fn undecided(check: &'static str, code: Code, reason: impl Into<String>) -> Self {
        Self { undecided: true, ..Self::new(check, code, reason) }
    }
}

impl From<ReceiptError> for Fault {
    fn from(error: ReceiptError) -> Self {
        Self::new(error.check(), error.code(), error.to_string())
    }
}

/// What a worker found out about one receipt.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its index in the log, or its line number.
    pub(crate) index: u64,
    /// What could be read of it, whether or not it is genuine.
    pub(crate) jti: Option<Jti>,
    pub(crate) log: Option<Arc<Origin>>,
    pub(crate) decision: Option<Decision>,
    /// The hash of the log leaf that commits to it.
    pub(crate) leaf: Option<Digest>,
    /// Its position in the log when it brought a proof of its own that holds.
    pub(crate) proven: bool,
    pub(crate) outcome: Result<Verified<Receipt>, Fault>,
    /// What it says, where receipts are only read.
    pub(crate) unverified: Option<Box<Receipt>>,
}

/// What all workers share.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) keys: &'a Keys<'a>,
    pub(crate) criterion: Criterion,
    /// Whether signatures are checked, or receipts only read.
    pub(crate) signatures: bool,
}

/// The keys of a trust file, ready for use.
pub(crate) struct Keys<'a> {
    pub(crate) trust: &'a Trust,
    notaries: Vec<&'a TrustedKey>,
    /// In the order of `notaries`.
    ring: Keyring,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(trust: &'a Trust) -> Self {
        let notaries = trust.notary_keys();
        let ring = notaries
            .iter()
            .map(|key| (key.id.as_str().to_owned(), key.verifying_key.clone()))
            .collect();
        Self { trust, notaries, ring }
    }
}

/// A worker: buffers and the rules.
pub(crate) struct Worker<'a> {
    rules: Rules<'a>,
    reader: Reader,
    claims: ClaimsReader,
    checker: Checker<'a>,
    text: Vec<u8>,
}

/// An item whose signature is still with the checker.
struct Pending {
    item: usize,
    proof: Option<String>,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(rules: Rules<'a>) -> Self {
        Self {
            rules,
            reader: Reader::default(),
            claims: ClaimsReader::default(),
            checker: Checker::new(&rules.keys.ring, rules.criterion),
            text: Vec::new(),
        }
    }

    /// Checks a chunk of receipts of `log` (`None` for receipts met outside a log); the first has the index, or stands on the line, `first`.
    ///
    /// Of a chunk that is damaged as a whole only the first receipts come back.
    pub(crate) fn check(&mut self, log: Option<&Origin>, first: u64, chunk: &Chunk) -> Vec<Item> {
        let mut batch = Batch { log, next: first, items: Vec::new(), pending: Vec::new() };
        match chunk {
            Chunk::Bodies { file, positions } => {
                // The producer has parsed the file already, so this cannot fail.
                let mut bodies = Bodies::parse(file).ok().map(|bodies| bodies.reader());
                for position in positions.clone() {
                    let mut text = std::mem::take(&mut self.text);
                    text.clear();
                    match bodies.as_mut().map(|bodies| bodies.receipt(position, &mut text)) {
                        Some(Ok(())) => self.read(&text, None, &mut batch),
                        Some(Err(error)) => batch.damaged(error.code(), &error.to_string()),
                        None => {
                            batch.damaged(Code::new("COS-BOD-0001"), "the body file is damaged");
                        }
                    }
                    self.text = text;
                }
            }
            Chunk::Plain { bytes, spans, indexes } => {
                for (number, span) in spans.iter().enumerate() {
                    batch.next = indexes.as_ref().map_or(batch.next, |indexes| indexes[number]);
                    let text = &bytes[span.clone()];
                    // A ledger and a pack hold the compact form only.
                    if log.is_none() {
                        self.line(text, &mut batch);
                    } else {
                        self.read(text, None, &mut batch);
                    }
                }
            }
            Chunk::Damaged { count, missing, reason } => {
                let fault =
                    Fault { undecided: *missing, ..Fault::new("storage", UNREADABLE, &**reason) };
                (0..(*count).min(MAX_ITEMS)).for_each(|_| batch.push(Item::failed(fault.clone())));
            }
        }
        self.finish(batch)
    }

    fn line(&mut self, line: &[u8], batch: &mut Batch<'_>) {
        if line.first() != Some(&b'{') {
            return self.read(line, None, batch);
        }
        match flattened::parse(line) {
            Ok(flat) => self.read(&flat.compact, flat.tlog_proof, batch),
            Err(error) => batch.push(Item::failed(error.into())),
        }
    }

    fn read(&mut self, compact: &[u8], proof: Option<String>, batch: &mut Batch<'_>) {
        let sdjwt = match self.reader.read(compact) {
            Ok(sdjwt) => sdjwt,
            Err(error) => return batch.push(Item::failed(error.into())),
        };
        let receipt = match self.claims.read(&sdjwt) {
            Ok(receipt) => receipt,
            Err(error) => return batch.push(Item::failed(error.into())),
        };
        let mut item = Item::failed(Fault::undecided(
            "signature",
            Code::new("COS-VER-0005"),
            "the signature was not checked",
        ));
        item.jti = Some(receipt.jti);
        item.log = Some(Arc::clone(&receipt.log));
        item.decision = Some(receipt.decision);
        item.leaf = Some(Leaf::Receipt(receipt.digest).hash());
        if let Some(log) = batch.log.filter(|log| **log != *receipt.log) {
            let reason = format!("issued for the log `{}`, but found in `{log}`", receipt.log);
            item.outcome = Err(Fault::new("log", Code::new("COS-VER-0006"), reason));
        } else if self.rules.signatures {
            batch.pending.push(Pending { item: batch.items.len(), proof });
            self.checker.push(&sdjwt, receipt);
        } else {
            item.unverified = Some(Box::new(receipt));
        }
        batch.push(item);
    }

    fn finish(&mut self, mut batch: Batch<'_>) -> Vec<Item> {
        for (pending, outcome) in batch.pending.iter().zip(self.checker.finish()) {
            let item = &mut batch.items[pending.item];
            item.outcome = outcome.map_err(Fault::from).and_then(|receipt| {
                let proven = self.rules.proven(&receipt, pending.proof.as_deref())?;
                item.proven = proven.is_some();
                let position = batch
                    .log
                    .map(|log| (log, item.index))
                    .or(proven.map(|index| (&*receipt.log, index)));
                self.rules.key(&receipt, receipt.iat, position)?;
                Ok(receipt)
            });
        }
        batch.items
    }
}

impl Rules<'_> {
    /// Checks the proof that a receipt brought along; returns its index.
    fn proven(
        &self,
        receipt: &Verified<Receipt>,
        proof: Option<&str>,
    ) -> Result<Option<u64>, Fault> {
        let Some(proof) = proof else { return Ok(None) };
        let fault = |error: cos_core::log::LogError| {
            Fault::new("inclusion", error.code(), error.to_string())
        };
        let proof: TlogProof = proof.parse().map_err(fault)?;
        let trust = self.keys.trust;
        let opened = trust.open_checkpoint(&proof.checkpoint, &receipt.log);
        opened.map_err(|error| Fault::new("inclusion", error.code(), error.to_string()))?;
        let keys = trust.log_keys(&receipt.log);
        let leaf = Leaf::Receipt(receipt.digest).hash();
        proof.verify(&leaf, &keys, &receipt.log).map_err(fault)?;
        Ok(Some(proof.index))
    }

    /// Checks that the key may have signed this receipt at this place.
    fn key(
        &self,
        receipt: &Verified<Receipt>,
        iat: Timestamp,
        position: Option<(&Origin, u64)>,
    ) -> Result<(), Fault> {
        let key = self.keys.notaries[receipt.key()];
        let id = key.id.as_str();
        let code = Code::new("COS-VER-0007");
        match key.accepts(iat, position) {
            KeyVerdict::Accepted => Ok(()),
            KeyVerdict::Expired => Err(Fault::new(
                "key",
                code,
                format!("issued at {iat}, after the last day of `{id}`"),
            )),
            KeyVerdict::NotYetValid => Err(Fault::new(
                "key",
                code,
                format!("issued at {iat}, before the first day of `{id}`"),
            )),
            KeyVerdict::RetiredBefore { limit } => Err(Fault::new(
                "key",
                code,
                format!("`{id}` was retired at index {limit} of this log"),
            )),
            KeyVerdict::PositionUnknown => Err(Fault::undecided(
                "key",
                Code::new("COS-VER-0008"),
                format!(
                    "`{id}` is retired, and without the receipt's place in its log nobody can tell whether it still counts"
                ),
            )),
        }
    }
}

struct Batch<'l> {
    log: Option<&'l Origin>,
    next: u64,
    items: Vec<Item>,
    pending: Vec<Pending>,
}

impl Batch<'_> {
    fn push(&mut self, mut item: Item) {
        item.index = self.next;
        self.next += 1;
        self.items.push(item);
    }

    fn damaged(&mut self, code: Code, reason: &str) {
        self.push(Item::failed(Fault::new("storage", code, reason)));
    }
}

impl Item {
    fn failed(fault: Fault) -> Self {
        Self {
            index: 0,
            jti: None,
            log: None,
            decision: None,
            leaf: None,
            proven: false,
            outcome: Err(fault),
            unverified: None,
        }
    }
}
