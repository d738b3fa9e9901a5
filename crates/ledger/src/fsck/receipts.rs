//! The stored receipts of a log in order, wherever they lie: sealed files first, then the WAL.

use super::Findings;
use crate::disk;
use crate::error::{Context as _, LedgerError};
use crate::layout::{BODIES, BodiesName, Layout, WAL};
use cos_core::bodies::Bodies;
use cos_core::ids::Origin;
use cos_core::wal::{FileName, Tail, Wal, newest};
use std::fs;

/// Where the receipts of a log are.
pub(super) struct Stored {
    layout: Layout,
    origin: Origin,
    bodies: Vec<BodiesName>,
    wal: Vec<(FileName, Vec<u8>)>,
    /// Receipts below this index are sealed.
    pub(super) sealed: u64,
    /// The index after the last receipt.
    pub(super) end: u64,
}

impl Stored {
    /// Finds the files and checks that they follow each other; what they hold is checked by [`Stored::visit`].
    pub(super) fn find(
        layout: &Layout,
        origin: &Origin,
        findings: &mut Findings,
    ) -> Result<Self, LedgerError> {
        let mut stored = Self {
            layout: layout.clone(),
            origin: origin.clone(),
            bodies: Vec::new(),
            wal: Vec::new(),
            sealed: 0,
            end: 0,
        };
        for name in BodiesName::sorted(&disk::names_if_any(&layout.bodies())?) {
            let path = format!("{BODIES}/{name}");
            if name.first < stored.sealed {
                findings.receipts(&path, name.first, "its receipts are in the file before it too");
                continue;
            }
            if name.first > stored.sealed {
                let reason =
                    format!("receipts {} to {} are missing", stored.sealed, name.first - 1);
                findings.receipts(BODIES, stored.sealed, reason);
            }
            stored.sealed = name.end();
            stored.bodies.push(name);
        }
        stored.end = stored.sealed;
        stored.find_wal(findings)?;
        Ok(stored)
    }

    fn find_wal(&mut self, findings: &mut Findings) -> Result<(), LedgerError> {
        let names = disk::names_if_any(&self.layout.wal())?;
        let names: Vec<_> = names.iter().filter_map(|name| FileName::parse(name)).collect();
        let counting = newest(names.iter().copied());
        for name in names.iter().filter(|name| !counting.contains(name)) {
            findings.left_over(&format!("{WAL}/{name}"), "a newer epoch has its receipts");
        }
        for (position, name) in counting.iter().enumerate() {
            let path = format!("{WAL}/{name}");
            let bytes = disk::read_uncached(&self.layout.root.join(&path))?;
            let wal = match Wal::parse(&bytes, &self.origin, *name) {
                Ok(wal) => wal,
                Err(error) => {
                    let reason = format!("{} at byte {}", error.reason, error.offset);
                    findings.receipts(&path, error.index, reason);
                    continue;
                }
            };
            if wal.first() > self.end {
                let reason = format!("receipts {} to {} are missing", self.end, wal.first() - 1);
                findings.receipts(WAL, self.end, reason);
            }
            match wal.tail() {
                Tail::Whole => {}
                Tail::Torn { at } if position + 1 == counting.len() => {
                    findings.left_over(&path, format!("it ends in a torn group at byte {at}"));
                }
                Tail::Torn { .. } => {
                    findings.receipts(&path, wal.end(), "it is torn, though another file follows");
                }
            }
            self.end = self.end.max(wal.end());
            self.wal.push((*name, bytes));
        }
        Ok(())
    }

    /// Calls `visit` with every index from 0 to `end` and the receipt stored there, or `None` where there is none that can be
    /// read; the reason is among the findings then.
    pub(super) fn visit(
        &self,
        end: u64,
        findings: &mut Findings,
        mut visit: impl FnMut(&mut Findings, u64, Option<&[u8]>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut next = 0;
        for &name in &self.bodies {
            for missing in next..name.first {
                visit(findings, missing, None)?;
            }
            self.visit_sealed(name, findings, &mut visit)?;
            next = name.end();
        }
        for (name, bytes) in &self.wal {
            // It was parsed when it was found.
            let Ok(wal) = Wal::parse(bytes, &self.origin, *name) else { continue };
            for missing in next..wal.first() {
                visit(findings, missing, None)?;
            }
            next = next.max(wal.first());
            let unseen = wal.receipts().iter().skip((next - wal.first()) as usize);
            for receipt in unseen {
                visit(findings, next, Some(receipt))?;
                next += 1;
            }
        }
        for missing in next..end {
            visit(findings, missing, None)?;
        }
        Ok(())
    }

    /// The path, below the log's directory, of the file that holds the receipt `index`.
    pub(super) fn path_of(&self, index: u64) -> String {
        let sealed = self.bodies.iter().find(|name| (name.first..name.end()).contains(&index));
        if let Some(name) = sealed {
            return format!("{BODIES}/{name}");
        }
        let unsealed = self.wal.iter().rfind(|(name, _)| name.first <= index);
        unsealed.map_or_else(|| WAL.into(), |(name, _)| format!("{WAL}/{name}"))
    }

    fn visit_sealed(
        &self,
        name: BodiesName,
        findings: &mut Findings,
        visit: &mut impl FnMut(&mut Findings, u64, Option<&[u8]>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let below = format!("{BODIES}/{name}");
        let path = self.layout.root.join(&below);
        let bytes = fs::read(&path).context("read", &path)?;
        let parsed = match Bodies::parse(&bytes) {
            Ok(bodies)
                if (bodies.first_index(), bodies.len() as u64) == (name.first, name.count) =>
            {
                Some(bodies)
            }
            Ok(_) => {
                findings.receipts(&below, name.first, "it holds other receipts than its name says");
                None
            }
            Err(error) => {
                findings.receipts(&below, name.first, error.to_string());
                None
            }
        };
        let mut reader = parsed.map(|bodies| bodies.reader());
        let mut receipt = Vec::new();
        for (position, index) in (name.first..name.end()).enumerate() {
            receipt.clear();
            let read = reader.as_mut().map(|reader| reader.receipt(position, &mut receipt));
            if let Some(Err(error)) = &read {
                findings.receipts(&below, index, error.to_string());
            }
            visit(findings, index, matches!(read, Some(Ok(()))).then_some(&receipt))?;
        }
        Ok(())
    }
}
