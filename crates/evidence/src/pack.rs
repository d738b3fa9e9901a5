//! Audit packs: a sample of a ledger and everything needed to check it, in one text file.
//!
//! Lines of JSON: a header, one line a receipt, a last line with the count and the hash of all before it. The header holds, for each log,
//! the checkpoint, the decision of every entry (so that anyone can draw the sample again) and one shared inclusion proof; a
//! receipt's line says where it stands. `docs/guide/audit-pack.md` describes every member.
//!
//! A pack is as good as the nonce is unpredictable: an auditor keeps it secret until the checkpoint stands.

mod lines;
mod read;
mod write;

pub use read::verify;
pub use write::{Draft, Request, draw};

use crate::error::EvidenceError;
use serde::{Deserialize, Serialize};

/// The JSON Schema (2020-12) of a pack's lines.
pub const SCHEMA: &str = include_str!("../schemas/auditpack.v1.json");

const SCHEMA_ID: &str = "cos.auditpack/v1";
const OPENING: &[u8] = b"{\"schema\":\"cos.auditpack/v1\",";

/// Tells whether a file that begins like this is an audit pack.
pub fn is_pack(head: &[u8]) -> bool {
    head.starts_with(OPENING)
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    schema: String,
    method: String,
    /// Hexadecimal.
    nonce: String,
    requested: u64,
    profile: String,
    logs: Vec<HeaderLog>,
}

/// What the header says of one log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLog {
    origin: String,
    /// A signed note.
    checkpoint: String,
    /// Base64url of zstd of one byte an entry: the position of its decision in `allow`, `deny`, `override`.
    decisions: String,
    /// Base64url of the nodes of a multiproof for the drawn entries.
    proof: Vec<String>,
}

/// A line with a receipt, as it is written.
#[derive(Serialize)]
struct Entry<'a> {
    /// Position of the log in the header.
    log: usize,
    index: u64,
    /// Base64url of the leaf's hash.
    leaf: &'a str,
    sd_jwt: &'a str,
}

/// The last line.
#[derive(Serialize)]
struct End {
    end: EndBody,
}

#[derive(Serialize)]
struct EndBody {
    receipts: u64,
    /// SHA-256 of every byte before this line, in hexadecimal.
    sha256: String,
}

/// Reads an auditor's nonce: 16 to 64 bytes in lower-case hexadecimal.
pub fn parse_nonce(hex: &str) -> Result<Vec<u8>, EvidenceError> {
    let mut nonce = vec![0; hex.len() / 2];
    let fits = (16..=64).contains(&nonce.len()) && cos_core::digest::decode_hex(hex, &mut nonce);
    if fits { Ok(nonce) } else { Err(EvidenceError::Nonce) }
}

/// The nonce as packs and reports show it.
pub(crate) fn show_nonce(nonce: &[u8]) -> String {
    use std::fmt::Write as _;
    nonce.iter().fold(String::new(), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
