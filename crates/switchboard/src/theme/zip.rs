//! A pack as a zip archive: stored in the order of names, without times, so that equal packs are equal archives.
//!
//! Reading is bounded by what comes out, not by what the archive says of itself, and refuses everything but plain files.

use super::fault::{Fault, codes, of_file};
use super::pack::{PackLimits, too_large};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

pub(super) fn pack(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    // Stored: what compression gives depends on the version of the library, and the bytes must not.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name.as_str(), options).expect("names are checked, files are small");
        writer.write_all(bytes).expect("memory takes every byte");
    }
    writer.finish().expect("memory takes every byte").into_inner()
}

pub(super) fn unpack(
    bytes: &[u8],
    limits: &PackLimits,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Fault>> {
    let wrong = |error: &dyn ToString| {
        let remedy = "pack it again, as `cos theme export` does";
        vec![of_file(codes::ARCHIVE, "", format!("no zip archive: {}", error.to_string()), remedy)]
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    if archive.len() > limits.files {
        let message = format!("more than {} files", limits.files);
        return Err(vec![of_file(
            codes::LIMIT,
            "",
            message,
            "leave out what the theme does not use",
        )]);
    }
    let most = limits.bytes.min(bytes.len().saturating_mul(limits.ratio));
    let (mut out, mut room) = (Vec::new(), most);
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(|error| wrong(&error))?;
        let name = String::from_utf8(member.name_raw().to_vec());
        let name = name.map_err(|_| wrong(&"a name is not UTF-8"))?;
        if member.is_dir() {
            continue;
        }
        if !member.is_file() || member.encrypted() {
            let message = "is no plain file";
            let remedy = "put the file itself into the archive";
            return Err(vec![of_file(codes::ARCHIVE, &name, message, remedy)]);
        }
        let mut content = Vec::new();
        let read = member.take(room as u64 + 1).read_to_end(&mut content);
        read.map_err(|error| wrong(&error))?;
        room = room.checked_sub(content.len()).ok_or_else(|| vec![too_large(limits)])?;
        out.push((name, content));
    }
    Ok(out)
}
