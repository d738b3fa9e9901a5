//! A bundle as a zip archive, for whoever has nothing else to open one with.

use super::{Fault, Unpacker, reopen};
use crate::bundle::area::Area;
use cos_objects::Key;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Beyond this size, in bytes, a member needs the fields of zip64.
const LARGE: u64 = u32::MAX as u64;

pub(super) fn pack(area: &Area, files: &[(Key, u64)], out: &mut File) -> Result<(), Fault> {
    let mut writer = ZipWriter::new(BufWriter::new(out));
    for (path, length) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(*length >= LARGE);
        writer.start_file(path.as_str(), options).map_err(io::Error::from)?;
        io::copy(&mut reopen(area, path)?.body, &mut writer)?;
    }
    let mut out = writer.finish().map_err(io::Error::from)?;
    Ok(out.flush()?)
}

pub(super) fn unpack(file: File, unpacker: &mut Unpacker<'_>) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(io::Error::from)?;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(io::Error::from)?;
        let path = member.name_raw().to_vec();
        if member.is_dir() {
            continue;
        }
        if !member.is_file() || member.encrypted() {
            let shown = String::from_utf8_lossy(&path).escape_debug().to_string();
            return Err(Fault::Refused(format!("`{shown}` is no plain file")));
        }
        unpacker.file(&path, member)?;
    }
    Ok(())
}
