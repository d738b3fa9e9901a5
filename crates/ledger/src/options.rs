//! The limits of a ledger's writers.

use std::time::Duration;

/// How much a log's writer holds, how often it publishes and when it seals. The defaults suit one machine with a few logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerOptions {
    /// Receipts that may wait to be committed.
    pub queue_receipts: usize,
    /// Bytes of receipts that may wait to be committed; the last receipt may exceed it.
    pub queue_bytes: usize,
    /// Receipts that one sync makes durable at most.
    pub group_receipts: usize,
    /// Bytes of receipts that one sync makes durable at most, unless one receipt alone has more.
    pub group_bytes: usize,
    /// Receipts that may be durable without being published; a slower integrator holds the committer back.
    pub unpublished_receipts: u64,
    /// Time between two checkpoints while receipts arrive.
    pub publish_every: Duration,
    /// Receipts in a WAL file from which on it is sealed, unless the one before it is still being sealed.
    pub seal_receipts: u64,
    /// Bytes of a WAL file from which on it is sealed at once.
    pub wal_bytes: u64,
}

impl LedgerOptions {
    /// Raises limits of nothing, with which a writer could never do anything, to one.
    pub(crate) fn usable(self) -> Self {
        Self {
            queue_receipts: self.queue_receipts.max(1),
            queue_bytes: self.queue_bytes.max(1),
            group_receipts: self.group_receipts.max(1),
            unpublished_receipts: self.unpublished_receipts.max(1),
            ..self
        }
    }
}

impl Default for LedgerOptions {
    fn default() -> Self {
        Self {
            queue_receipts: 8192,
            queue_bytes: 32 << 20,
            group_receipts: 4096,
            group_bytes: 4 << 20,
            unpublished_receipts: 128 * 1024,
            publish_every: Duration::from_millis(500),
            seal_receipts: 4096,
            wal_bytes: 16 << 20,
        }
    }
}
