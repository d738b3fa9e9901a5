//! Receipt ids: that none is in the log twice, and that the index knows each.
//!
//! An index that names every receipt's own position proves that no id occurs twice. Where it does not, or is no use at all, the
//! ids themselves are compared, as many at a time as fit into bounded memory.

use super::receipts::Stored;
use super::{Findings, Severity, code};
use crate::entry::jti_of;
use crate::error::LedgerError;
use crate::index::{Covered, View};
use crate::layout::{CACHE, INDEX, Layout};
use cos_core::digest::Digest;
use cos_core::ids::{Jti, Origin};
use std::collections::HashMap;

/// Ids compared at a time without an index: about 200 MiB.
const IDS_AT_ONCE: u64 = 4 << 20;

/// The check of the ids of one log.
pub(super) struct IdCheck {
    index: Option<(View, Covered)>,
    /// The receipts that the index does not cover.
    recent: HashMap<Jti, u64>,
    /// The index disagrees with the receipts: compare the ids themselves.
    doubtful: bool,
}

impl IdCheck {
    pub(super) fn begin(
        layout: &Layout,
        origin: &Origin,
        end: u64,
        findings: &mut Findings,
    ) -> Self {
        let path = layout.index();
        let index = match View::read_only(&path, origin) {
            Ok(Some((view, covered))) if covered.size <= end => Some((view, covered)),
            Ok(Some((_, covered))) => {
                let reason = format!("it covers {} receipts of {end}", covered.size);
                findings.derived(&index_path(), None, reason);
                None
            }
            // A log that was never closed has an index that its next opening settles.
            Ok(None) => {
                findings.left_over(&index_path(), "it was open when the writer ended");
                None
            }
            Err(_) if !path.exists() => {
                findings.derived(&index_path(), None, "it is missing");
                None
            }
            Err(error) => {
                findings.derived(&index_path(), None, error.to_string());
                None
            }
        };
        let doubtful = index.is_none();
        Self { index, recent: HashMap::new(), doubtful }
    }

    /// The log size that the index is said to cover.
    pub(super) fn covered(&self) -> Option<u64> {
        self.index.as_ref().map(|(_, covered)| covered.size)
    }

    pub(super) fn see(
        &mut self,
        index: u64,
        receipt: &[u8],
        stored: &Stored,
        findings: &mut Findings,
    ) {
        let Some(jti) = jti_of(receipt) else {
            findings.receipts(&stored.path_of(index), index, "its payload has no receipt id");
            return;
        };
        let Some((view, covered)) = &self.index else { return };
        let expected = if index < covered.size { Some(index) } else { None };
        match view.get(jti) {
            Ok(found) if found == expected => {}
            Ok(found) => {
                let found = found.map_or("none".into(), |found| found.to_string());
                let reason = format!("it has {found} for receipt `{jti}`, which is at {index}");
                findings.derived(&index_path(), Some(index), reason);
                self.doubtful = true;
            }
            Err(error) => {
                findings.derived(&index_path(), Some(index), error.to_string());
                self.index = None;
                self.doubtful = true;
                return;
            }
        }
        if expected.is_none() && self.recent.insert(jti, index).is_some() {
            self.doubtful = true;
        }
    }

    /// Ends the check; tells whether the index is to be rebuilt.
    pub(super) fn finish(
        self,
        stored: &Stored,
        root_at: impl Fn(u64) -> Option<Digest>,
        findings: &mut Findings,
    ) -> Result<bool, LedgerError> {
        if let Some((view, covered)) = &self.index {
            if root_at(covered.size).is_some_and(|root| root != covered.root) {
                findings.derived(&index_path(), None, "it was made for another state of the log");
            }
            match view.len() {
                Ok(len) if len == covered.size => {}
                Ok(len) => {
                    let reason = format!("it has {len} ids for {} receipts", covered.size);
                    findings.derived(&index_path(), None, reason);
                }
                Err(error) => findings.derived(&index_path(), None, error.to_string()),
            }
        }
        if self.doubtful {
            compare_ids(stored, findings)?;
        }
        let path = findings.below.join(index_path());
        Ok(findings.kept.iter().any(|finding| finding.path == path))
    }
}

/// Compares the ids of all receipts, in as many passes as memory asks for.
fn compare_ids(stored: &Stored, findings: &mut Findings) -> Result<(), LedgerError> {
    let passes = stored.end.div_ceil(IDS_AT_ONCE);
    for pass in 0..passes {
        let mut seen: HashMap<Jti, u64> = HashMap::new();
        // What cannot be read was found before.
        let mut known = Findings { below: findings.below.clone(), kept: Vec::new(), further: 0 };
        stored.visit(stored.end, &mut known, |_, index, receipt| {
            let Some(jti) = receipt.and_then(jti_of) else { return Ok(()) };
            // The last bytes of a ULID are random.
            let bytes = jti.0;
            let share = u64::from(u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]));
            if share % passes == pass
                && let Some(first) = seen.insert(jti, index)
            {
                let reason = format!("receipt `{jti}` is at index {first} as well");
                let path = stored.path_of(index);
                findings.add(Severity::Damage, code::DUPLICATE, &path, Some(index), reason);
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn index_path() -> String {
    format!("{CACHE}/{INDEX}")
}
