//! Reading receipts for a ledger: only genuine ones come through, in order, with their bytes.

use crate::check::{Keys, Rules, Worker};
use crate::error::EvidenceError;
use crate::lines::LineChunks;
use crate::pipeline;
use cos_core::code::Code;
use cos_core::receipt::{Criterion, Receipt, Verified, flattened};
use cos_sign::Trust;
use std::io::Read;

/// A receipt that passed every check that needs no log.
pub struct Admitted {
    /// The line it stands on, from 1.
    pub line: u64,
    /// What it is.
    pub receipt: Verified<Receipt>,
    /// The whole text in compact form.
    pub compact: Vec<u8>,
}

/// A line that is no genuine receipt.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Its number, from 1.
    pub line: u64,
    /// The stable code.
    pub code: Code,
    /// What is wrong with it.
    pub reason: String,
}

/// Reads one receipt a line, checks each, lets `make` prepare it on a worker thread, and hands the results to `take` in order until
/// that returns `false`.
pub fn admit<T: Send>(
    name: &str,
    input: impl Read + Send,
    trust: &Trust,
    threads: usize,
    make: impl Fn(Admitted) -> T + Sync,
    mut take: impl FnMut(Vec<Result<T, Rejected>>) -> bool,
) -> Result<(), EvidenceError> {
    let keys = Keys::new(trust);
    let rules = Rules { keys: &keys, criterion: Criterion::Batch, signatures: true };
    let mut chunks = LineChunks::new(input);
    pipeline::ordered(
        threads,
        |hand_over| {
            let each = chunks.each(|first, chunk| hand_over((first, chunk)));
            each.map_err(EvidenceError::io("read", name))
        },
        || {
            let mut worker = Worker::new(rules);
            let make = &make;
            move |(first, chunk)| {
                let items = worker.check(None, first, &chunk);
                let admitted = items.into_iter().enumerate().map(|(at, item)| {
                    let line = item.index;
                    match item.outcome {
                        Ok(receipt) => {
                            let text = chunk.receipt(at).unwrap_or_default();
                            let compact = if text.first() == Some(&b'{') {
                                flattened::parse(&text).map(|flat| flat.compact).unwrap_or_default()
                            } else {
                                text
                            };
                            Ok(make(Admitted { line, receipt, compact }))
                        }
                        Err(fault) => {
                            Err(Rejected { line, code: fault.code, reason: fault.reason })
                        }
                    }
                });
                admitted.collect()
            }
        },
        |results: Vec<_>| take(results),
    )
}
