//! A bundle as a tar archive in zstd: the same bytes for the same bundle and the same version of zstd.

use super::{Fault, Unpacker, reopen};
use crate::bundle::area::Area;
use cos_objects::Key;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use tar::{Archive, Builder, EntryType, Header};

/// The largest window that is taken, as a power of two of bytes: what `zstd` itself takes unasked.
const MAX_WINDOW: u32 = 27;

pub(super) fn pack(area: &Area, files: &[(Key, u64)], out: &mut File) -> Result<(), Fault> {
    let mut encoder = zstd::Encoder::new(BufWriter::new(out), zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.include_checksum(true)?;
    let mut builder = Builder::new(encoder);
    for (path, length) in files {
        let mut header = header(*length);
        if header.set_path(path.as_str()).is_err() {
            builder.append_pax_extensions([("path", path.as_str().as_bytes())])?;
            header.set_path("long-name")?;
        }
        header.set_cksum();
        builder.append(&header, reopen(area, path)?.body)?;
    }
    let encoder = builder.into_inner()?;
    Ok(encoder.finish()?.flush()?)
}

fn header(length: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_size(length);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header
}

pub(super) fn unpack(file: File, unpacker: &mut Unpacker<'_>) -> Result<(), Fault> {
    let mut decoder = zstd::Decoder::new(BufReader::new(file))?.single_frame();
    decoder.window_log_max(MAX_WINDOW)?;
    // Headers and folders cost, too.
    let most = unpacker.bytes.saturating_mul(2);
    let mut archive = Archive::new(decoder.take(most));
    for entry in archive.entries()? {
        let entry = entry?;
        let path = entry.path_bytes().into_owned();
        match entry.header().entry_type() {
            EntryType::Regular => unpacker.file(&path, entry)?,
            EntryType::Directory => {}
            _ => {
                let shown = String::from_utf8_lossy(&path).escape_debug().to_string();
                let reason = format!("`{shown}` is neither a file nor a folder");
                return Err(Fault::Refused(reason));
            }
        }
    }
    // What follows the end of the archive is padding, and then nothing.
    let mut decoder = archive.into_inner().into_inner();
    let mut rest = [0; 4096];
    loop {
        let read = decoder.read(&mut rest)?;
        if read == 0 {
            break;
        }
        if rest[..read].iter().any(|&byte| byte != 0) {
            return Err(Fault::Refused("something follows the end of the archive".into()));
        }
    }
    let mut after = decoder.finish();
    if io::copy(&mut after, &mut io::sink())? > 0 {
        return Err(Fault::Refused("something follows the compressed data".into()));
    }
    Ok(())
}
