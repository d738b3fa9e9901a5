//! Whose a file is.

use super::{MixedPacks, Request};
use crate::bundle::error::BundleError;
use crate::bundle::receipts::{self, Kind, MAX_CHECKPOINT, Sniffed};
use crate::bundle::role::Role;
use crate::check::{Item, Keys, Rules, Worker};
use crate::lines::LineChunks;
use crate::pack;
use crate::report::tenant;
use crate::store::Chunk;
use cos_core::ids::Origin;
use cos_core::receipt::Criterion;
use cos_objects::Key;
use std::collections::BTreeSet;
use std::io::{Read, Write};

/// What is kept of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Every byte.
    All,
    /// Not even its name.
    Nothing,
    /// The lines of the tenant.
    Some,
}

/// Reads files for whose they are.
pub(super) struct Reader<'a> {
    request: &'a Request<'a>,
    keys: Keys<'a>,
    /// Whose part is made, as `<region>/<tenant>`.
    mine: BTreeSet<String>,
    /// The names of all other tenants of the bundle.
    others: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(request: &'a Request<'a>, mine: BTreeSet<String>) -> Self {
        let own = |name: &String| name.split_once('/').map(|(_, own)| own.to_owned());
        let known = request.contents.receipts.iter().flat_map(|receipts| receipts.tenants());
        let mut others: BTreeSet<_> = known.filter_map(own).collect();
        mine.iter().filter_map(own).for_each(|name| {
            others.remove(&name);
        });
        Self { request, keys: Keys::new(request.trust), mine, others }
    }

    /// Whether a path or an address names another tenant: as a segment, or as a word between dots, underscores and equals signs.
    pub(super) fn names_another(&self, path: &str) -> bool {
        let mut words = path.split(['/', '.', '_', '=', ',', ':', '@', '*']);
        words.any(|word| self.others.contains(word))
    }

    /// What is kept of a file.
    pub(super) fn part(&self, role: Role, path: &Key, uri: &str) -> Result<Part, BundleError> {
        let is_receipts = role == Role::Receipts;
        if self.request.without.contains(&role) {
            return Ok(Part::Nothing);
        }
        let named = self.names_another(path.as_str()) || self.names_another(uri);
        if named && !is_receipts {
            return Ok(Part::Nothing);
        }
        let changed = || BundleError::Changed { uri: path.to_string() };
        let object = self.request.from.open(path)?.ok_or_else(changed)?;
        let Sniffed { kind, body } = Sniffed::of(path, object.body)?;
        match kind {
            Kind::Checkpoint if is_receipts => self.checkpoint(path, body),
            Kind::Pack => self.pack(path, body),
            Kind::Lines if is_receipts => self.lines(path, body),
            // Receipts may lie anywhere.
            Kind::Lines if holds_receipts(path, body)? => {
                let object = self.request.from.open(path)?.ok_or_else(changed)?;
                self.lines(path, object.body)
            }
            Kind::Checkpoint | Kind::Empty | Kind::Lines => Ok(Part::All),
        }
    }

    fn checkpoint(&self, path: &Key, body: impl Read) -> Result<Part, BundleError> {
        let mut text = String::new();
        let read = body.take(MAX_CHECKPOINT).read_to_string(&mut text);
        read.map_err(BundleError::io("read", path.as_str()))?;
        let origin = text.lines().next().unwrap_or_default().parse::<Origin>();
        let origin = origin.map_err(|error| BundleError::Whose {
            path: path.to_string(),
            line: 1,
            reason: error.to_string(),
        })?;
        Ok(if self.mine.contains(&tenant(&origin)) { Part::All } else { Part::Nothing })
    }

    fn pack(&self, path: &Key, body: Box<dyn Read + Send>) -> Result<Part, BundleError> {
        let options = receipts::options(self.request.threads, None, &());
        let report = pack::verify(path.as_str(), body, self.request.trust, &options)?;
        if let Some(failure) = report.failures.first() {
            return Err(BundleError::Receipts {
                path: path.to_string(),
                reason: failure.reason.clone(),
            });
        }
        let logs = report.logs.iter().filter_map(|log| log.origin.parse::<Origin>().ok());
        let whose = logs.map(|log| tenant(&log)).chain(report.by_tenant.keys().cloned());
        let (mine, others): (Vec<_>, Vec<_>) = whose.partition(|name| self.mine.contains(name));
        match (mine.is_empty(), others.is_empty(), self.request.mixed_packs) {
            (true, ..) | (.., false, MixedPacks::LeaveOut) => Ok(Part::Nothing),
            (_, true, _) => Ok(Part::All),
            (.., MixedPacks::Refuse) => Err(BundleError::MixedPack { path: path.to_string() }),
        }
    }

    fn lines(&self, path: &Key, body: impl Read) -> Result<Part, BundleError> {
        let (mut mine, mut others) = (false, false);
        self.each(path, body, |is_mine, _| {
            *(if is_mine { &mut mine } else { &mut others }) = true;
            Ok(())
        })?;
        Ok(match (mine, others) {
            (true, true) => Part::Some,
            (true, false) => Part::All,
            (false, _) => Part::Nothing,
        })
    }

    /// Writes the lines of the tenant to `out`.
    pub(super) fn cut(
        &self,
        path: &Key,
        body: impl Read,
        out: &mut impl Write,
    ) -> Result<(), BundleError> {
        self.each(path, body, |is_mine, receipt| {
            if !is_mine {
                return Ok(());
            }
            let written = out.write_all(receipt).and_then(|()| out.write_all(b"\n"));
            written.map_err(BundleError::io("write", "a temporary file"))
        })
    }

    /// Hands every receipt over, and whether it is the tenant's; one that cannot be read may be anybody's, so it stops the work.
    fn each(
        &self,
        path: &Key,
        body: impl Read,
        mut take: impl FnMut(bool, &[u8]) -> Result<(), BundleError>,
    ) -> Result<(), BundleError> {
        let rules = Rules { keys: &self.keys, criterion: Criterion::Batch, signatures: false };
        let mut worker = Worker::new(rules);
        let mut outcome = Ok(());
        let each = LineChunks::new(body).each(|first, chunk| {
            let items = worker.check(None, first, &chunk);
            outcome = items.iter().enumerate().try_for_each(|(at, item)| {
                let text = chunk.receipt(at).unwrap_or_default();
                take(self.is_mine(path, item)?, &text)
            });
            outcome.is_ok()
        });
        each.map_err(BundleError::io("read", path.as_str()))?;
        outcome
    }

    fn is_mine(&self, path: &Key, item: &Item) -> Result<bool, BundleError> {
        match (&item.unverified, &item.log, &item.outcome) {
            (Some(_), Some(log), _) => Ok(self.mine.contains(&tenant(log))),
            (.., outcome) => Err(BundleError::Whose {
                path: path.to_string(),
                line: item.index,
                reason: outcome
                    .as_ref()
                    .err()
                    .map_or_else(String::new, |fault| fault.reason.clone()),
            }),
        }
    }
}

/// Whether the first line of a file is a receipt.
fn holds_receipts(path: &Key, body: impl Read) -> Result<bool, BundleError> {
    let mut found = false;
    let each = LineChunks::new(body).each(|_, chunk| {
        let Chunk::Plain { bytes, spans, .. } = &chunk else { return false };
        let first = spans.first().map(|span| &bytes[span.clone()]).unwrap_or_default();
        // Compact receipts begin with the header of a JWS, flattened ones with a member of theirs.
        found = first.starts_with(b"eyJ") || cos_core::receipt::flattened::parse(first).is_ok();
        false
    });
    each.map_err(BundleError::io("read", path.as_str()))?;
    Ok(found)
}
