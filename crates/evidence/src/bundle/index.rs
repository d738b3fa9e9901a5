//! Indexes: files that list other files, for roles with more of them than a statement may name.

use super::contents::{IndexInfo, IndexLine};
use cos_core::digest::Digest;
use cos_core::jcs;
use cos_core::log::frontier::Frontier;
use cos_core::log::merkle;

/// The longest index, in bytes: a million files with long names.
pub const MAX_BYTES: u64 = 1 << 30;

/// Writes an index of `lines`, which are sorted by path.
pub fn write(path: String, lines: &[IndexLine]) -> (Vec<u8>, IndexInfo) {
    let (mut text, mut tree) = (Vec::new(), Frontier::new());
    for line in lines {
        let value = serde_json::to_value(line).expect("its fields are text and whole numbers");
        let line = jcs::to_string(&value).expect("sizes of files are below 2^53");
        tree.push(merkle::leaf_hash(line.as_bytes()));
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
    }
    let info = IndexInfo {
        path,
        files: lines.len() as u64,
        bytes: lines.iter().map(|line| line.size).sum(),
        root: tree.root().to_string(),
    };
    (text, info)
}

/// Reads an index and holds it against what the statement says about it; the error says what is wrong.
pub fn read(text: &[u8], info: &IndexInfo) -> Result<Vec<(IndexLine, Digest)>, String> {
    let mut lines = Vec::new();
    for (number, line) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let failed = |reason: &str| format!("line {}: {reason}", number + 1);
        let text = line.strip_suffix(b"\n").ok_or_else(|| failed("has no end"))?;
        let line: IndexLine =
            serde_json::from_slice(text).map_err(|error| failed(&error.to_string()))?;
        let sha256 =
            Digest::from_hex(&line.sha256).ok_or_else(|| failed("`sha256` is no digest"))?;
        lines.push((line, sha256));
    }
    let plain: Vec<_> = lines.iter().map(|(line, _)| line.clone()).collect();
    if plain.windows(2).any(|pair| pair[0].path >= pair[1].path) {
        return Err(
            "the lines are not in the order of their paths, or one stands there twice".into()
        );
    }
    let (again, found) = write(info.path.clone(), &plain);
    if again != text {
        return Err("the lines are not in canonical form".into());
    }
    if found != *info {
        return Err("its count, bytes or root are not what the statement says".into());
    }
    Ok(lines)
}
