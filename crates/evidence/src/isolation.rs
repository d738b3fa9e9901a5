//! Reports of `cos isolation audit`: what it takes to believe one.

use crate::conformance::{NotSigned, verify_same};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_sign::Trust;
use cos_sign::statement::VerifiedStatement;
use serde_json::{Map, Value, json};

pub use cos_report::isolation::{Audit, FORMAT, read};

/// The JSON Schema of an audit.
pub const SCHEMA: &str = include_str!("../schemas/isolation-audit.v1.json");
/// The type of the predicate of a statement about one.
pub const PREDICATE_TYPE: &str = "https://companyos.example/cos/isolation-audit/v1";

/// What is said at a time about an audit of some bytes, which is called `name`.
pub fn statement(audit: &Audit, name: &str, bytes: &[u8], created: Timestamp) -> Statement {
    let result = if audit.outcome().is_ok() { "PASSED" } else { "FAILED" };
    let predicate = json!({
        "schema": FORMAT,
        "created": created.to_string(),
        "started": audit.started_at,
        "result": result,
        "server": audit.server,
        "region": audit.region,
        "tenants": audit.tenants,
        "probes": audit.probes,
    });
    let predicate = match predicate {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let subject = Subject { name: name.to_owned(), sha256: Digest::of(bytes), sha512: None };
    Statement { subjects: vec![subject], predicate_type: PREDICATE_TYPE.to_owned(), predicate }
}

/// Verifies that a report key of `trust` signed this very audit.
pub fn verify(
    audit: &Audit,
    bytes: &[u8],
    envelope: &[u8],
    trust: &Trust,
) -> Result<VerifiedStatement, NotSigned> {
    let own = |created| statement(audit, "", bytes, created);
    verify_same((bytes, &audit.started_at), envelope, trust, own)
}
