//! Ledgers, receipts and keys for the tests of this folder.

use cos_core::base64url;
use cos_core::bodies::Bodies;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::ed25519::Sign;
use cos_core::ids::{Jti, Origin};
use cos_core::log::note::{KeyKind, VerifierKey};
use cos_ledger::{
    Entry, FsckReport, Ledger, LedgerError, LedgerOptions, LogSigner, Repair, Setup, fsck,
};
use cos_sign::{KeyName, SigningKey};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) fn origin(tenant: &str) -> Origin {
    format!("acme/eu-1/{tenant}").parse().unwrap()
}

pub(crate) fn log_key() -> SigningKey {
    let name: KeyName = "acme/log-1".parse().unwrap();
    SigningKey::from_seed(name, &[7; 32])
}

pub(crate) fn verifier() -> VerifierKey {
    let key = log_key();
    VerifierKey::new(key.name().to_note(), KeyKind::Ed25519, key.public_key()).unwrap()
}

/// Small groups and files, so that a few receipts meet every boundary.
pub(crate) fn small() -> LedgerOptions {
    LedgerOptions {
        seal_receipts: 16,
        publish_every: Duration::from_millis(5),
        ..LedgerOptions::default()
    }
}

pub(crate) fn setup(key: Arc<dyn Sign>, options: LedgerOptions) -> Setup {
    Setup {
        org: "acme".parse().unwrap(),
        signer: LogSigner { name: log_key().name().to_note(), key, earlier: Vec::new() },
        clock: Arc::new(FrozenClock(Timestamp(1_700_000_000))),
        command: "cos receipts append".into(),
        options,
    }
}

pub(crate) fn open(root: &Path, options: LedgerOptions) -> Result<Ledger, LedgerError> {
    Ledger::open(root, setup(Arc::new(log_key()), options))
}

pub(crate) fn jti(n: u64) -> Jti {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    Jti::from_parts(1_700_000_000_000 + n / 100, random)
}

/// The compact receipt `n` of a tenant; `body` tells receipts with the same id apart.
pub(crate) fn compact(tenant: &str, n: u64, body: &str) -> Vec<u8> {
    let payload = format!(r#"{{"jti":"{}","log":"{}","body":"{body}"}}"#, jti(n), origin(tenant));
    format!("{}.{}.c2ln~", base64url::encode(b"{}"), base64url::encode(payload.as_bytes())).into()
}

pub(crate) fn entry(tenant: &str, n: u64) -> Entry {
    Entry::new(jti(n), compact(tenant, n, "a")).unwrap()
}

/// The receipt `n` of tenant `a` with a body of `len` bytes.
pub(crate) fn long_entry(n: u64, len: usize) -> Entry {
    Entry::new(jti(n), compact("a", n, &"a".repeat(len))).unwrap()
}

pub(crate) fn log_dir(root: &Path, tenant: &str) -> PathBuf {
    root.join("eu-1").join(tenant)
}

pub(crate) fn check(root: &Path, repair: Repair) -> Result<FsckReport, LedgerError> {
    fsck(root, &|_| vec![verifier()], repair)
}

pub(crate) fn assert_clean(root: &Path) {
    let report = check(root, Repair::Nothing).unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings().collect::<Vec<_>>());
}

/// The receipts of a cleanly closed log, in order.
pub(crate) fn sealed(root: &Path, tenant: &str) -> Vec<Vec<u8>> {
    let bodies = log_dir(root, tenant).join("bodies");
    let mut receipts = Vec::new();
    for name in files(&bodies) {
        let bytes = fs::read(bodies.join(name)).unwrap();
        let parsed = Bodies::parse(&bytes).unwrap();
        assert_eq!(parsed.first_index(), receipts.len() as u64);
        let mut reader = parsed.reader();
        for position in 0..parsed.len() {
            let mut receipt = Vec::new();
            reader.receipt(position, &mut receipt).unwrap();
            receipts.push(receipt);
        }
    }
    receipts
}

/// The names of the files below `root`, sorted.
pub(crate) fn files(root: &Path) -> Vec<String> {
    fn walk(root: &Path, below: &Path, out: &mut Vec<String>) {
        for entry in fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                out.push(path.strip_prefix(root).unwrap().to_str().unwrap().into());
            }
        }
    }
    let mut out = Vec::new();
    walk(root, root, &mut out);
    out.sort();
    out
}

/// A directory in memory where there is such a place, for tests that write much and lose nothing by a power cut.
pub(crate) fn memory_dir() -> TempDir {
    TempDir::new_in("/dev/shm").or_else(|_| TempDir::new()).unwrap()
}

/// Copies a directory as it is at the moment, closed to others as a ledger must be.
pub(crate) fn copy(from: &Path, to: &Path) {
    DirBuilder::new().mode(0o700).recursive(true).create(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
