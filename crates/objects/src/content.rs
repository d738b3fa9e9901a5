//! Content on its way in and out: its length and SHA-256 are known, and checked while it passes.

use crate::error::ObjectError;
use crate::key::Key;
use cos_core::digest::Digest;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek as _};

/// What is to be stored. It is read once, from front to back; drivers keep no more of it than they need to send a part again.
pub struct Content<'a> {
    source: Box<dyn Read + 'a>,
    length: u64,
    sha256: Digest,
}

impl<'a> Content<'a> {
    /// Content that stands in memory.
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Self { source: Box::new(bytes), length: bytes.len() as u64, sha256: Digest::of(bytes) }
    }

    /// Content that is read from `source`. A source that gives something else than `length` bytes with the digest `sha256` is an
    /// error, and nothing is stored.
    pub fn new(source: impl Read + 'a, length: u64, sha256: Digest) -> Self {
        Self { source: Box::new(source), length, sha256 }
    }

    /// A whole file. It is read twice, first for its digest: whoever knows that already calls [`Self::new`].
    pub fn file(mut file: File) -> io::Result<Content<'static>> {
        let mut hasher = Hasher::default();
        io::copy(&mut file, &mut hasher)?;
        file.rewind()?;
        let (length, sha256) = hasher.finish();
        Ok(Content { source: Box::new(file), length, sha256 })
    }

    /// How long it is, in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Its SHA-256.
    pub fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Begins to read it, for `key`.
    pub(crate) fn begin(self, key: &'a Key) -> Incoming<'a> {
        Incoming {
            source: self.source,
            length: self.length,
            sha256: self.sha256,
            seen: Hasher::default(),
            key,
        }
    }
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes with SHA-256 {}", self.length, self.sha256)
    }
}

/// Content that is being read.
pub(crate) struct Incoming<'a> {
    source: Box<dyn Read + 'a>,
    pub(crate) length: u64,
    pub(crate) sha256: Digest,
    seen: Hasher,
    key: &'a Key,
}

impl Incoming<'_> {
    /// Fills `buffer` with the next bytes, fewer than `size` only at the end, which is then checked.
    pub(crate) fn chunk(&mut self, buffer: &mut Vec<u8>, size: usize) -> Result<(), ObjectError> {
        buffer.clear();
        let read = (&mut self.source).take(size as u64).read_to_end(buffer);
        read.map_err(|error| self.fault(format!("it cannot be read: {error}")))?;
        self.seen.add(buffer);
        if self.seen.length > self.length {
            return Err(self.fault(format!("it is longer than {} bytes", self.length)));
        }
        if buffer.len() < size { self.check() } else { Ok(()) }
    }

    /// Checks that all of it was read and is what it was said to be.
    pub(crate) fn check(&mut self) -> Result<(), ObjectError> {
        let (length, sha256) = std::mem::take(&mut self.seen).finish();
        if length != self.length {
            return Err(self.fault(format!("{length} bytes, not {}", self.length)));
        }
        if sha256 != self.sha256 {
            return Err(self.fault(format!("its SHA-256 is {sha256}, not {}", self.sha256)));
        }
        Ok(())
    }

    /// All of it, checked.
    pub(crate) fn whole(mut self) -> Result<Vec<u8>, ObjectError> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(0).min(1 << 20));
        // One byte more than announced tells the end.
        let size = usize::try_from(self.length).unwrap_or(usize::MAX).saturating_add(1);
        self.chunk(&mut bytes, size)?;
        Ok(bytes)
    }

    fn fault(&self, reason: String) -> ObjectError {
        ObjectError::Content { key: self.key.clone(), reason }
    }
}

/// Counts and hashes what passes.
#[derive(Default)]
pub(crate) struct Hasher {
    sha256: Sha256,
    pub(crate) length: u64,
}

impl Hasher {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.length += bytes.len() as u64;
    }

    pub(crate) fn finish(self) -> (u64, Digest) {
        (self.length, Digest(self.sha256.finalize().into()))
    }
}

impl io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Content that comes back: its last read fails unless all of it came, unchanged.
pub(crate) struct Outgoing<R> {
    source: R,
    name: String,
    length: u64,
    sha256: Option<Digest>,
    seen: Hasher,
}

impl<R: Read> Outgoing<R> {
    pub(crate) fn new(source: R, key: &Key, length: u64, sha256: Option<Digest>) -> Self {
        Self { source, name: key.as_str().into(), length, sha256, seen: Hasher::default() }
    }

    fn check(&mut self) -> Result<(), ObjectError> {
        let (length, sha256) = std::mem::take(&mut self.seen).finish();
        let fault = |reason| Err(ObjectError::Damaged { name: self.name.clone(), reason });
        if length != self.length {
            return fault(format!("{length} of {} bytes came", self.length));
        }
        match self.sha256 {
            Some(expected) if expected != sha256 => {
                fault(format!("its SHA-256 is {sha256}, not {expected}"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for Outgoing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let read = self.source.read(buffer)?;
        self.seen.add(&buffer[..read]);
        if self.seen.length > self.length {
            let reason = format!("more than {} bytes came", self.length);
            return Err(io::Error::other(ObjectError::Damaged { name: self.name.clone(), reason }));
        }
        if read == 0 {
            self.check().map_err(io::Error::other)?;
            // A reader that asks again is told the end again.
            (self.length, self.sha256) = (0, None);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
