//! Software bills of materials: SPDX 2.2 and 2.3 in JSON, validated, and SPDX 3.0 as far as its roots.
//!
//! What is called valid here, other validators accept, too. How an SBOM is bound to an artifact matters most: a document that names no
//! digest of what it describes is about anything of that name.

mod spdx2;
mod spdx3;

use cos_core::digest::Digest;
use cos_core::json::{Tape, line_column};

/// An SBOM that is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sbom {
    /// `SPDX-2.3` and the like.
    pub format: String,
    /// Its name.
    pub name: String,
    /// What it is about: the elements that the document describes.
    pub roots: Vec<Element>,
    /// Every package, sorted by name and version.
    pub packages: Vec<Package>,
}

/// Something that an SBOM describes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its id in the document.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its version, where there is one.
    pub version: Option<String>,
    /// The SHA-256 digests that it is said to have.
    pub sha256: Vec<Digest>,
}

/// A package, for comparing SBOMs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version, where there is one.
    pub version: Option<String>,
    /// The licence that was declared, where one is named.
    pub licence: Option<String>,
}

/// The most faults that are told of a document.
const MOST: usize = 20;

/// Reads and validates an SBOM; all faults at once, each with the place it is at.
pub fn read(bytes: &[u8]) -> Result<Sbom, Vec<String>> {
    let text = utf8(bytes).map_err(|reason| vec![reason.to_owned()])?;
    // The strict reader refuses what others read in two ways: a key twice, a number too large.
    Tape::default().read(text.as_bytes(), 0).map_err(|error| {
        let (line, column) = line_column(text.as_bytes(), error.offset);
        vec![format!("line {line}, column {column}: {error}")]
    })?;
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| vec![error.to_string()])?;
    let mut sbom = if value.get("@graph").is_some() {
        spdx3::read(&value)?
    } else if value.get("spdxVersion").is_some() {
        spdx2::read(&value)?
    } else {
        let reason = "neither `spdxVersion` nor `@graph`: not SPDX in JSON";
        return Err(vec![reason.to_owned()]);
    };
    sbom.packages.sort();
    Ok(sbom)
}

/// Decodes UTF-8, and UTF-16 with a byte order mark, which some generators write.
fn utf8(bytes: &[u8]) -> Result<String, &'static str> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        let text = char::decode_utf16(units).collect::<Result<String, _>>();
        text.ok().filter(|_| bytes.len().is_multiple_of(2)).ok_or("damaged UTF-16")
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            std::str::from_utf8(rest).map(str::to_owned).map_err(|_| "not UTF-8")
        }
        _ => std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| "not UTF-8"),
    }
}

/// Collects faults, up to a number.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, fault: impl Into<String>) {
        if self.0.len() < MOST {
            self.0.push(fault.into());
        }
    }

    fn finish(self, sbom: Sbom) -> Result<Sbom, Vec<String>> {
        if self.0.is_empty() { Ok(sbom) } else { Err(self.0) }
    }
}

#[cfg(test)]
mod tests;
