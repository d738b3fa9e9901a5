//! What fuzz targets share: the properties of an acceptable receipt, a notary whose signatures nobody checks, and the trust
//! file for the few targets that do verify.
//!
//! A fuzzer that does not know the key never gets past a signature, so most targets leave it out.

use cos_core::ed25519::{PublicKey, Sign, SignError, Signature};
use cos_core::ids::Origin;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Criterion, Reader, Sdjwt, flattened, signed_part};
use cos_core::yaml::Position;
use cos_evidence::{Options, Report};
use cos_sign::Trust;
use cos_simulator::import::{About, Files, ImportError, Imported, Place};
use cos_simulator::matrix;
use cos_testkit::TestKeys;
use serde_json::Value;
use std::sync::LazyLock;

/// Signs with zeros.
pub struct Notary;

impl Sign for Notary {
    fn public_key(&self) -> PublicKey {
        PublicKey([0; 32])
    }

    fn sign(&self, _message: &[u8]) -> Result<Signature, SignError> {
        Ok(Signature([0; 64]))
    }
}

/// The log that receipts under test belong to.
pub fn origin() -> Origin {
    "acme/eu-1/pilot-a".parse().expect("it is an origin")
}

/// The trust file of the keys with which the seeds of targets that do verify were signed.
pub fn trust() -> &'static Trust {
    static KEYS: LazyLock<TestKeys> = LazyLock::new(|| TestKeys::new(1));
    &KEYS.trust
}

/// One thread, nothing remembered.
pub fn options() -> Options<'static> {
    let criterion = Criterion::Batch;
    Options { level: None, criterion, threads: 1, since: Vec::new(), pins: None, progress: &() }
}

/// Checks that every receipt of a report has exactly one verdict.
pub fn check_counts(report: &Report) {
    let counts = &report.counts;
    let verdicts = counts.valid + counts.invalid + counts.unverifiable + counts.withheld;
    assert_eq!(counts.total, verdicts);
    assert_eq!(counts.total, report.by_tenant.values().map(|counts| counts.total).sum::<u64>());
}

/// Checks what holds for every SD-JWT that was accepted, and what holds besides for a receipt.
pub fn check(sdjwt: &Sdjwt<'_>) {
    let mut again = signed_part(sdjwt.compact()).to_vec();
    again.push(b'~');
    for (disclosure, _) in sdjwt.disclosures() {
        again.extend_from_slice(disclosure);
        again.push(b'~');
    }
    assert_eq!(again, sdjwt.compact(), "an SD-JWT is its parts");
    assert_processed(&sdjwt.to_json());

    let compact = std::str::from_utf8(sdjwt.compact()).expect("an SD-JWT is ASCII");
    let json = flattened::write(compact, Some("a proof\n")).expect("its shape is known");
    let parsed = flattened::parse(json.as_bytes()).expect("what was written can be read");
    assert_eq!(parsed.compact, sdjwt.compact());
    assert_eq!(parsed.tlog_proof.as_deref(), Some("a proof\n"));

    let mut claims = ClaimsReader::default();
    let Ok(receipt) = claims.read(sdjwt) else { return };
    for profile in [Profile::Auditor, Profile::Tenant, Profile::Public] {
        let (mut copy, mut reader) = (Vec::new(), Reader::default());
        Selection::of(profile).disclose(sdjwt, &mut copy);
        let shown = reader.read(&copy).expect("a receipt shown in part is a receipt");
        let part = claims.read(&shown).expect("its claims are still in order");
        assert_eq!((part.digest, part.jti, part.iat), (receipt.digest, receipt.jti, receipt.iat));
        assert!(
            profile != Profile::Auditor || copy == sdjwt.compact(),
            "an auditor sees all there is"
        );
    }
}

/// No digest is left where a claim should be.
fn assert_processed(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(assert_processed),
        Value::Object(members) => {
            assert!(!members.contains_key("_sd") && !members.contains_key("..."));
            members.values().for_each(assert_processed);
        }
        _ => {}
    }
}

/// Tells whether a place that a reader of YAML names can be in the text.
pub fn is_inside(at: Position, bytes: &[u8]) -> bool {
    at.column >= 1
        && is_line(at.line, bytes)
        && at.line >= 1
        && at.column as usize <= bytes.len() + 1
}

/// Tells whether a line, or 0 for the text as a whole, can be in the text.
pub fn is_line(line: u32, bytes: &[u8]) -> bool {
    let breaks = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    line as usize <= breaks + 2
}

/// How the matrix of an import is called.
pub fn about() -> About {
    About { name: "imported".to_owned(), owner: "policy-guild".to_owned() }
}

/// Several files in one input: `first`, and the others after lines `=== NAME`.
pub fn files(first: &str, bytes: &[u8]) -> Files {
    let mut files = Files::from([(first.to_owned(), Vec::new())]);
    let mut name = first.to_owned();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_prefix(b"=== ") {
            Some(next) => {
                name = String::from_utf8_lossy(next).trim().to_owned();
                files.entry(name.clone()).or_default();
            }
            None => files.entry(name.clone()).or_default().extend_from_slice(line),
        }
    }
    files
}

/// Checks what holds for every import: a matrix or a reason, and places that can be in `files`, where they are in those.
#[inline] // Not to link a policy engine with the targets that import nothing.
pub fn check_import(imported: Result<Imported, Vec<ImportError>>, files: &Files) {
    let place = |place: &Place| {
        let bytes = files.get(&place.file);
        assert!(bytes.is_none_or(|bytes| is_line(place.line, bytes)), "{place}");
    };
    match imported {
        Ok(imported) => {
            matrix::parse(imported.matrix.as_bytes()).expect("what is imported is a matrix");
            imported.notes.iter().for_each(|note| place(&note.place));
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            errors.iter().for_each(|error| place(&error.place));
        }
    }
}
