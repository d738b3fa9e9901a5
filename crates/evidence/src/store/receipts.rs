//! Where a log's receipts lie: sealed in body files, or still in the write-ahead log.
//!
//! The write-ahead log is opened before the body files are listed. Whatever a writer seals in between is then found twice, and
//! never not at all; an open file stays readable after the writer has removed it.

use super::{Chunk, LogStore, RETRIES, names, read_at_most};
use crate::error::EvidenceError;
use cos_core::bodies::Bodies;
use cos_core::wal::{self, Wal};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// The longest file with receipts that is read, in bytes: a writer seals after some 20 MB.
const MAX_FILE: u64 = 256 << 20;

/// The most receipts of a gap that come in pieces of a chunk's size; a longer gap ends in one piece, however long it is.
const MAX_LISTED: u64 = 16_384;

const NO_FILE: &str = "no file holds it";

impl LogStore {
    /// Splits the receipts `0..size` into chunks of at most `chunk` receipts, in order, handing each to `take` until it returns `false`.
    /// Gaps and damage come as [`Chunk::Damaged`], so every index is covered exactly once.
    ///
    /// Returns what is damaged in files all of whose receipts could be read nevertheless.
    pub fn chunks(
        &self,
        size: u64,
        chunk: usize,
        take: impl FnMut(u64, Chunk) -> bool,
    ) -> Result<Vec<String>, EvidenceError> {
        let unsealed = self.open_wal()?;
        let mut feed = Feed { next: 0, size, chunk, take, blame: None, notes: Vec::new() };
        for file in self.body_files()? {
            if !feed.sealed(self, &file)? {
                return Ok(feed.notes);
            }
        }
        for (name, file) in unsealed {
            if !feed.unsealed(self, name, file)? {
                return Ok(feed.notes);
            }
        }
        feed.gap(size);
        feed.settle();
        Ok(feed.notes)
    }

    /// Reads some receipts by their indexes; what no whole file has is left out. Every file between the first and the last is read.
    pub fn receipts(
        &self,
        wanted: &BTreeSet<u64>,
    ) -> Result<BTreeMap<u64, Vec<u8>>, EvidenceError> {
        let mut found = BTreeMap::new();
        let (Some(&next), Some(&last)) = (wanted.first(), wanted.last()) else { return Ok(found) };
        let unsealed = self.open_wal()?;
        let take = |first: u64, chunk: Chunk| {
            for &index in wanted.range(first..first + chunk.len()) {
                found.extend(chunk.receipt((index - first) as usize).map(|text| (index, text)));
            }
            true
        };
        let notes = Vec::new();
        let mut feed = Feed { next, size: last + 1, chunk: 512, take, blame: None, notes };
        for file in self.body_files()? {
            feed.sealed(self, &file)?;
        }
        for (name, file) in unsealed {
            feed.unsealed(self, name, file)?;
        }
        Ok(found)
    }

    fn open_wal(&self) -> Result<Vec<(wal::FileName, File)>, EvidenceError> {
        let dir = self.dir.join("wal");
        let mut attempts = 0;
        loop {
            let listed = names(&dir)?;
            let newest = wal::newest(listed.iter().filter_map(|name| wal::FileName::parse(name)));
            let open = |name: wal::FileName| Ok((name, File::open(dir.join(name.to_string()))?));
            let opened: io::Result<Vec<_>> = newest.into_iter().map(open).collect();
            attempts += 1;
            match opened {
                // A writer sealed or replaced it since it was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound && attempts < RETRIES => {}
                outcome => return outcome.map_err(EvidenceError::io("open a file in", &dir)),
            }
        }
    }

    /// The body files in the order of their first indexes.
    fn body_files(&self) -> Result<Vec<BodyFile>, EvidenceError> {
        let listed = names(&self.dir.join("bodies"))?;
        let mut files: Vec<_> = listed.into_iter().filter_map(BodyFile::parse).collect();
        files.sort_unstable();
        Ok(files)
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct BodyFile {
    first: u64,
    end: u64,
    name: String,
}

impl BodyFile {
    /// Takes `<first:020>-<count>.bodies` and no other spelling.
    fn parse(name: String) -> Option<Self> {
        let (first, count) = name.strip_suffix(".bodies")?.split_once('-')?;
        let (first, count): (u64, u64) = (first.parse().ok()?, count.parse().ok()?);
        let end = first.checked_add(count)?;
        (name == format!("{first:020}-{count}.bodies")).then_some(Self { first, end, name })
    }
}

/// Receipts on their way to the caller, in order.
struct Feed<T> {
    /// The index that comes next.
    next: u64,
    size: u64,
    chunk: usize,
    take: T,
    /// The damaged file that receipts from `next` on may turn out to lack.
    blame: Option<Blame>,
    notes: Vec<String>,
}

struct Blame {
    reason: Arc<str>,
    /// The index after the last receipt that the file can have held.
    until: u64,
    used: bool,
}

impl<T: FnMut(u64, Chunk) -> bool> Feed<T> {
    fn sealed(&mut self, log: &LogStore, file: &BodyFile) -> Result<bool, EvidenceError> {
        if file.first >= self.size || file.end <= self.next {
            return Ok(true);
        }
        if !self.gap(file.first) {
            return Ok(false);
        }
        let path = log.dir.join("bodies").join(&file.name);
        let opened = File::open(&path).map_err(EvidenceError::io("open", &path))?;
        let bytes = read_at_most(MAX_FILE, opened).map_err(EvidenceError::io("read", &path))?;
        let bytes = Arc::new(bytes);
        let end = file.end.min(self.size);
        let held = Bodies::parse(&bytes).map(|held| (held.first_index(), held.len() as u64));
        match held {
            Ok((first, count))
                if (first, first.checked_add(count)) == (file.first, Some(file.end)) =>
            {
                Ok(self.pieces(end, |from, to| Chunk::Bodies {
                    file: Arc::clone(&bytes),
                    positions: (from - first) as usize..(to - first) as usize,
                }))
            }
            // Another file may hold them all the same.
            Ok(_) => Ok(self.blame(
                format!("`{}` holds other receipts than its name says", file.name),
                file.end,
            )),
            Err(error) => Ok(self.blame(format!("`{}`: {error}", file.name), file.end)),
        }
    }

    fn unsealed(
        &mut self,
        log: &LogStore,
        name: wal::FileName,
        file: File,
    ) -> Result<bool, EvidenceError> {
        if self.next >= self.size {
            return Ok(true);
        }
        let path = || log.dir.join("wal").join(name.to_string());
        let bytes = read_at_most(MAX_FILE, file)
            .map_err(|error| EvidenceError::io("read", path())(error))?;
        let bytes = Arc::new(bytes);
        let base = bytes.as_ptr().addr();
        // The receipts borrow from `bytes`, so their places there follow from the addresses.
        let place = |receipt: &[u8]| {
            let start = receipt.as_ptr().addr() - base;
            start..start + receipt.len()
        };
        let held: Vec<(u64, Range<usize>)> = match Wal::parse(&bytes, &log.origin, name) {
            Ok(wal) => {
                let indexed = (wal.first()..).zip(wal.receipts());
                indexed.map(|(index, receipt)| (index, place(receipt))).collect()
            }
            Err(error) => {
                self.blame(format!("`{name}`: {error}"), u64::MAX);
                let found = wal::salvage(&bytes, &log.origin, name);
                found.into_iter().map(|(index, receipt)| (index, place(receipt))).collect()
            }
        };
        let mut held = held.as_slice();
        while let Some(&(index, _)) = held.first().filter(|(index, _)| *index < self.size) {
            if index < self.next {
                held = &held[1..];
                continue;
            }
            if !self.gap(index) {
                return Ok(false);
            }
            let run = held
                .iter()
                .zip(index..self.size)
                .take_while(|(held, expected)| held.0 == *expected)
                .count();
            let (these, rest) = held.split_at(run);
            let whole = self.pieces(index + run as u64, |from, to| Chunk::Plain {
                bytes: Arc::clone(&bytes),
                spans: these[(from - index) as usize..(to - index) as usize]
                    .iter()
                    .map(|(_, span)| span.clone())
                    .collect(),
                indexes: None,
            });
            if !whole {
                return Ok(false);
            }
            held = rest;
        }
        Ok(true)
    }

    /// Remembers a damaged file; its receipts may be found elsewhere, or lack.
    fn blame(&mut self, reason: String, until: u64) -> bool {
        self.settle();
        self.blame = Some(Blame { reason: reason.into(), until, used: false });
        true
    }

    /// Forgets the damaged file; where no receipt lacks for it, it is worth a note.
    fn settle(&mut self) {
        if let Some(blame) = self.blame.take().filter(|blame| !blame.used) {
            self.notes.push(blame.reason.to_string());
        }
    }

    /// Hands over what lies between `next` and `end`.
    fn pieces(&mut self, end: u64, chunk: impl Fn(u64, u64) -> Chunk) -> bool {
        while self.next < end {
            let (from, to) = (self.next, end.min(self.next + self.chunk as u64));
            self.next = to;
            if !(self.take)(from, chunk(from, to)) {
                return false;
            }
        }
        true
    }

    /// Hands over the receipts before `end` as damaged, or missing when no damaged file explains it.
    fn gap(&mut self, end: u64) -> bool {
        let end = end.min(self.size);
        if end <= self.next {
            return true;
        }
        let next = self.next;
        let blamed = self.blame.as_mut().filter(|blame| next < blame.until);
        let missing = blamed.is_none();
        let reason = blamed.map_or_else(
            || NO_FILE.into(),
            |blame| {
                blame.used = true;
                Arc::clone(&blame.reason)
            },
        );
        let damaged = |count| Chunk::Damaged { count, missing, reason: Arc::clone(&reason) };
        if !self.pieces(end.min(next.saturating_add(MAX_LISTED)), |from, to| damaged(to - from)) {
            return false;
        }
        let rest = end - self.next;
        let from = std::mem::replace(&mut self.next, end);
        rest == 0 || (self.take)(from, damaged(rest))
    }
}
