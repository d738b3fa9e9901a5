//! Bundle archives: tar, usually in gzip, read strictly and written so that the same files give the same bytes.
//!
//! The iterator of the `tar` crate skips or bends what it does not like (`..` is skipped without an error, a FIFO becomes an empty
//! file, the last of two equal names wins, a missing end is not noticed), and other programs bend it otherwise. Here every block is
//! accounted for and anything unusual refuses the whole archive; `tar` only decodes the fields of a header.

use super::error::{ArchiveFault, BundleError, EntryFault};
use super::files::{Collector, Files, Limits, entry, normalise, too_large};
use flate2::bufread::GzDecoder;
use flate2::{Compression, GzBuilder};
use std::io::{self, Read, Write as _};
use tar::{EntryType, Header, PaxExtensions};

const BLOCK: usize = 512;
/// What a ratio is not yet asked of: short texts and zero padding compress very well.
const FREE_BYTES: u64 = 1 << 20;
/// Long names and pax records fit easily.
const MAX_EXTENSION: u64 = 64 << 10;
/// Names up to here fit the ordinary header.
const SHORT_NAME: usize = 100;

/// Reads a bundle from a gzip-compressed or plain tar archive.
pub fn read_archive(bytes: &[u8], limits: &Limits) -> Result<Files, BundleError> {
    if bytes.len() as u64 > limits.packed_bytes {
        return Err(too_large("the archive", format!("{} bytes", limits.packed_bytes)));
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return read_tar(Stream::new(bytes, limits.total_bytes, None), limits).map(|read| read.0);
    }
    let expanded = FREE_BYTES.max((bytes.len() as u64).saturating_mul(limits.ratio));
    let stream = Stream::new(GzDecoder::new(bytes), limits.total_bytes, Some(expanded));
    let (files, decoder) = read_tar(stream, limits)?;
    match decoder.into_inner() {
        [] => Ok(files),
        [0x1f, 0x8b, ..] => Err(BundleError::Archive(ArchiveFault::Members)),
        _ => Err(BundleError::Archive(ArchiveFault::Trailing)),
    }
}

fn read_tar<R: Read>(mut stream: Stream<R>, limits: &Limits) -> Result<(Files, R), BundleError> {
    let mut collector = Collector::new(limits);
    let mut long: Option<Vec<u8>> = None;
    while let Some(header) = stream.header()? {
        collector.count()?;
        let own = header.path_bytes();
        let size = header.entry_size().map_err(|_| BundleError::Archive(ArchiveFault::Header))?;
        let refuse = |fault| Err(entry(&own, fault));
        match header.entry_type() {
            kind @ (EntryType::Regular | EntryType::Directory) => {
                let long = long.take();
                if long.as_ref().is_some_and(|name| !needs_long(name)) {
                    return refuse(EntryFault::Renamed);
                }
                let raw = long.as_deref().unwrap_or(&own);
                if kind == EntryType::Regular {
                    let name = normalise(raw)?.to_owned();
                    collector.admit(&name, size)?;
                    collector.add(name, stream.content(size)?)?;
                } else {
                    normalise(
                        raw.strip_suffix(b"/").filter(|rest| !rest.is_empty()).unwrap_or(raw),
                    )?;
                    if size != 0 {
                        return refuse(EntryFault::Kind);
                    }
                }
            }
            kind @ (EntryType::GNULongName | EntryType::XHeader | EntryType::XGlobalHeader) => {
                if size > MAX_EXTENSION {
                    return refuse(EntryFault::LongName);
                }
                let content = stream.content(size)?;
                let name = match kind {
                    EntryType::GNULongName => {
                        Some(content.strip_suffix(b"\0").unwrap_or(&content).to_vec())
                    }
                    EntryType::XHeader => match pax_path(&content) {
                        Ok(path) => path,
                        Err(fault) => return refuse(fault),
                    },
                    _ if is_comment(&content) => continue,
                    _ => return refuse(EntryFault::Renamed),
                };
                if name.is_some() && long.is_some() {
                    return refuse(EntryFault::Renamed);
                }
                long = long.or(name);
            }
            EntryType::Link | EntryType::Symlink | EntryType::GNULongLink => {
                return refuse(EntryFault::Link);
            }
            _ => return refuse(EntryFault::Kind),
        }
    }
    if long.is_some() {
        return Err(BundleError::Archive(ArchiveFault::Truncated));
    }
    Ok((collector.finish()?, stream.drain()?))
}

/// Whether a name is one that the ordinary header cannot carry, so that an extension for it is no trick.
fn needs_long(name: &[u8]) -> bool {
    name.len() > SHORT_NAME - 1 || !name.is_ascii()
}

/// Returns the `path` of a pax header, and refuses one that holds more than a name and what nobody needs.
fn pax_path(content: &[u8]) -> Result<Option<Vec<u8>>, EntryFault> {
    const IDLE: [&str; 8] = ["atime", "comment", "ctime", "gid", "gname", "mtime", "uid", "uname"];
    let mut path = None;
    for record in PaxExtensions::new(content) {
        let record = record.map_err(|_| EntryFault::Renamed)?;
        match record.key().map_err(|_| EntryFault::Utf8)? {
            "path" if path.is_none() => path = Some(record.value_bytes().to_vec()),
            key if IDLE.contains(&key) => {}
            key if key.starts_with("SCHILY.xattr.") || key.starts_with("LIBARCHIVE.") => {}
            _ => return Err(EntryFault::Renamed),
        }
    }
    Ok(path)
}

/// Whether a global pax header holds comments only, as the one that `git archive` writes.
fn is_comment(content: &[u8]) -> bool {
    PaxExtensions::new(content)
        .all(|record| record.is_ok_and(|record| record.key_bytes() == b"comment"))
}

/// The blocks of a tar archive, counted.
struct Stream<R> {
    source: R,
    read: u64,
    total: u64,
    expanded: Option<u64>,
}

impl<R: Read> Stream<R> {
    fn new(source: R, total: u64, expanded: Option<u64>) -> Self {
        // The headers and the padding of small files count too; they are bounded by the number of entries.
        Self { source, read: 0, total: total.saturating_add(16 << 20), expanded }
    }

    /// Reads until `buffer` is full or the source ends; returns how much was read.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, BundleError> {
        let wanted = self.read + buffer.len() as u64;
        if wanted > self.total {
            return Err(too_large("the archive, unpacked,", format!("{} bytes", self.total)));
        }
        if let Some(limit) = self.expanded.filter(|limit| wanted > *limit) {
            let limit = format!("{limit} bytes for its size");
            return Err(too_large("the archive, unpacked,", limit));
        }
        let mut filled = 0;
        while filled < buffer.len() {
            match self.source.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(BundleError::Archive(ArchiveFault::Truncated));
                }
                Err(_) => return Err(BundleError::Archive(ArchiveFault::Gzip)),
            }
        }
        self.read += filled as u64;
        Ok(filled)
    }

    fn exact(&mut self, buffer: &mut [u8]) -> Result<(), BundleError> {
        if self.fill(buffer)? == buffer.len() {
            Ok(())
        } else {
            Err(BundleError::Archive(ArchiveFault::Truncated))
        }
    }

    /// Reads the next header; `None` at the two empty blocks that end an archive.
    fn header(&mut self) -> Result<Option<Header>, BundleError> {
        let mut header = Header::new_old();
        let block = header.as_mut_bytes();
        let is_first = self.read == 0;
        let got = self.fill(block)?;
        let fault = match got {
            0 if is_first => ArchiveFault::Unknown,
            BLOCK if *block == [0; BLOCK] => {
                self.exact(block)?;
                if *block == [0; BLOCK] {
                    return Ok(None);
                }
                ArchiveFault::Header
            }
            BLOCK if header.cksum().ok() == Some(checksum(header.as_bytes())) => {
                return Ok(Some(header));
            }
            _ if is_first => ArchiveFault::Unknown,
            BLOCK => ArchiveFault::Header,
            _ => ArchiveFault::Truncated,
        };
        Err(BundleError::Archive(fault))
    }

    /// Reads what follows a header, and the padding after it.
    fn content(&mut self, size: u64) -> Result<Vec<u8>, BundleError> {
        let mut content = vec![0; size as usize];
        self.exact(&mut content)?;
        let mut padding = [0; BLOCK];
        self.exact(&mut padding[..(BLOCK - content.len() % BLOCK) % BLOCK])?;
        Ok(content)
    }

    /// Reads to the end, where only zeros may be.
    fn drain(mut self) -> Result<R, BundleError> {
        let mut block = [0; BLOCK];
        loop {
            let got = self.fill(&mut block)?;
            if block[..got].iter().any(|byte| *byte != 0) {
                return Err(BundleError::Archive(ArchiveFault::Trailing));
            }
            if got < BLOCK {
                return Ok(self.source);
            }
        }
    }
}

/// Sums the bytes of a header with the checksum field read as spaces.
fn checksum(block: &[u8; BLOCK]) -> u32 {
    let outside = block[..148].iter().chain(&block[156..]);
    outside.fold(8 * u32::from(b' '), |sum, byte| sum + u32::from(*byte))
}

impl Files {
    /// Writes the files as a gzip-compressed tar archive: sorted, without times and owners, the same bytes each time.
    pub fn to_archive(&self) -> Vec<u8> {
        let mut gzip =
            GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
        let mut put = |bytes: &[u8]| gzip.write_all(bytes).expect("a Vec takes every byte");
        for (name, bytes) in self.iter() {
            if needs_long(name.as_bytes()) {
                let record = pax_record("path", name);
                put_entry(&mut put, EntryType::XHeader, "pax", record.as_bytes());
                put_entry(&mut put, EntryType::Regular, "long", bytes);
            } else {
                put_entry(&mut put, EntryType::Regular, name, bytes);
            }
        }
        put(&[0; 2 * BLOCK]);
        gzip.finish().expect("a Vec takes every byte")
    }
}

fn put_entry(put: &mut impl FnMut(&[u8]), kind: EntryType, name: &str, bytes: &[u8]) {
    let mut header = Header::new_ustar();
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    put(header.as_bytes());
    put(bytes);
    put(&[0; BLOCK][..(BLOCK - bytes.len() % BLOCK) % BLOCK]);
}

/// A pax record counts itself, digits included.
fn pax_record(key: &str, value: &str) -> String {
    let body = format!(" {key}={value}\n");
    let mut length = body.len();
    while length != body.len() + length.to_string().len() {
        length = body.len() + length.to_string().len();
    }
    format!("{length}{body}")
}

#[cfg(test)]
mod tests;
