//! Ledgers with receipts of two tenants, and short ways to verify them and to say what a report found.

use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::ids::Origin;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::{Criterion, Reader};
use cos_evidence::pack::{self, Request};
use cos_evidence::pins::Pins;
use cos_evidence::source::Source;
use cos_evidence::{EvidenceError, Options, Report};
use cos_ledger::{Entry, Ledger, LedgerOptions, LogSigner, Setup};
use cos_sign::{KeyName, SigningKey, Trust};
use cos_testkit::{TempDir, TestKeys};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The tenants of a [`World`].
pub(crate) const A: &str = "pilot-a";
pub(crate) const B: &str = "pilot-b";

/// What happens to a log's tail when its writer is gone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is sealed into a body file.
    Sealed,
    /// It stays in the write-ahead log.
    Open,
}

/// Keys, and a ledger in a directory of its own.
pub(crate) struct World {
    pub(crate) keys: TestKeys,
    pub(crate) dir: TempDir,
}

impl World {
    /// An empty ledger's place.
    pub(crate) fn empty() -> Self {
        Self { keys: TestKeys::new(1), dir: tempfile::tempdir().unwrap() }
    }

    /// 280 receipts of A in two body files and the write-ahead log, 90 of B in one body file.
    pub(crate) fn new() -> Self {
        let world = Self::empty();
        world.append(A, 0..100, End::Sealed);
        world.append(A, 100..210, End::Sealed);
        world.append(A, 210..280, End::Open);
        world.append(B, 0..90, End::Sealed);
        world
    }

    /// A few receipts in two logs, everything small: for tests that try every byte.
    pub(crate) fn small() -> Self {
        let world = Self::empty();
        world.append(A, 0..2, End::Sealed);
        world.append(A, 2..4, End::Open);
        world.append(B, 0..1, End::Sealed);
        world
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.dir.path().join("ledger")
    }

    pub(crate) fn log(&self, tenant: &str) -> PathBuf {
        self.ledger().join("eu-1").join(tenant)
    }

    /// The receipt that every world has at this index of a tenant's log.
    pub(crate) fn receipt(&self, tenant: &str, index: u64) -> String {
        self.receipts(tenant, index as usize + 1).pop().unwrap()
    }

    pub(crate) fn receipts(&self, tenant: &str, count: usize) -> Vec<String> {
        cos_testkit::receipts(7, &self.keys, &origin(tenant), count)
    }

    pub(crate) fn append(&self, tenant: &str, range: std::ops::Range<usize>, end: End) {
        let receipts = self.receipts(tenant, range.end);
        append(&self.ledger(), &self.keys.log, tenant, &receipts[range], end);
    }

    pub(crate) fn verify(&self) -> Report {
        self.verify_with(&options())
    }

    pub(crate) fn verify_with(&self, options: &Options<'_>) -> Report {
        verify(&self.ledger(), &self.keys.trust, options).unwrap()
    }

    pub(crate) fn pins(&self) -> Pins {
        Pins::new(self.dir.path().join("pins"))
    }

    /// Copies the ledger, so that it can be spoiled and compared.
    pub(crate) fn copy_to(&self, name: &str) -> PathBuf {
        let to = self.dir.path().join(name);
        copy(&self.ledger(), &to);
        to
    }

    /// Draws a sample from the ledger and writes the pack.
    pub(crate) fn pack(&self, count: u64) -> Vec<u8> {
        draw(&self.ledger(), &self.keys.trust, count).unwrap()
    }
}

pub(crate) const NONCE: [u8; 16] = *b"auditor's secret";

pub(crate) fn draw(ledger: &Path, trust: &Trust, count: u64) -> Result<Vec<u8>, EvidenceError> {
    use cos_core::receipt::disclose::{Profile, Selection};
    let profile = Profile::Auditor;
    let request = Request { nonce: &NONCE, count, profile, threads: 2, progress: &() };
    let mut out = Vec::new();
    pack::draw(ledger, trust, &request)?.write(&Selection::of(profile), &mut out)?;
    Ok(out)
}

pub(crate) fn origin(tenant: &str) -> Origin {
    format!("acme/eu-1/{tenant}").parse().unwrap()
}

pub(crate) fn append(ledger: &Path, key: &SigningKey, tenant: &str, receipts: &[String], end: End) {
    let ledger = open(ledger, key, &[]);
    let log = ledger.writer(&origin(tenant)).unwrap();
    let entries = receipts.iter().map(|text| entry(text)).collect();
    for ticket in log.submit_all(entries).unwrap() {
        ticket.wait().unwrap();
    }
    log.publish().unwrap();
    if end == End::Sealed {
        ledger.close().unwrap();
    }
}

/// Opens a ledger whose checkpoints `key` signs; `earlier` signed those before.
pub(crate) fn open(root: &Path, key: &SigningKey, earlier: &[&SigningKey]) -> Ledger {
    let again = again(key);
    let earlier = earlier.iter().map(|key| {
        use cos_core::ed25519::Sign as _;
        use cos_core::log::note::{KeyKind, VerifierKey};
        VerifierKey::new(key.name().to_note(), KeyKind::Ed25519, key.public_key()).unwrap()
    });
    let signer = LogSigner {
        name: again.name().to_note(),
        earlier: earlier.collect(),
        key: Arc::new(again),
    };
    let setup = Setup {
        org: "acme".parse().unwrap(),
        signer,
        clock: Arc::new(FrozenClock(Timestamp(1_800_000_000))),
        command: "tests of cos-evidence".into(),
        options: LedgerOptions::default(),
    };
    Ledger::open(root, setup).unwrap()
}

/// Keys cannot be cloned; those of the tests can be made again.
fn again(key: &SigningKey) -> SigningKey {
    use cos_core::ed25519::Sign as _;
    let candidates = (1..=2).map(TestKeys::new).map(|keys| keys.log);
    let strangers = (1..=3).map(log_key);
    candidates
        .chain(strangers)
        .find(|candidate| candidate.public_key() == key.public_key())
        .expect("a key of the tests")
}

/// Log keys beside those of [`TestKeys`].
pub(crate) fn log_key(number: u32) -> SigningKey {
    let name: KeyName = format!("acme/log-{number}").parse().unwrap();
    SigningKey::from_seed(name, &[number as u8 + 100; 32])
}

pub(crate) fn entry(receipt: &str) -> Entry {
    Entry::new(jti(receipt).parse().unwrap(), receipt.as_bytes().to_vec()).unwrap()
}

pub(crate) fn jti(receipt: &str) -> String {
    let mut reader = Reader::default();
    let sdjwt = reader.read(receipt.as_bytes()).unwrap();
    ClaimsReader::default().read(&sdjwt).unwrap().jti.to_string()
}

pub(crate) fn options() -> Options<'static> {
    Options {
        level: None,
        criterion: Criterion::Batch,
        threads: 2,
        since: Vec::new(),
        pins: None,
        progress: &(),
    }
}

pub(crate) fn verify(
    path: &Path,
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    cos_evidence::verify::verify("source", &Source::detect(path)?, trust, options)
}

/// Verifies an audit pack in memory.
pub(crate) fn verify_pack(
    pack: &[u8],
    trust: &Trust,
    options: &Options<'_>,
) -> Result<Report, EvidenceError> {
    pack::verify("pack", pack, trust, options)
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// The files below `dir`, in order.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The only file in a directory of a log that has exactly one, or the `at`th.
pub(crate) fn nth_file(dir: &Path, at: usize) -> PathBuf {
    files(dir).swap_remove(at)
}

/// The receipts that a report names, as (tenant, index, check), sorted.
pub(crate) fn named(report: &Report) -> Vec<(String, u64, &'static str)> {
    let named = report.failures.iter().filter_map(|failure| {
        let tenant = failure.tenant.as_deref().unwrap_or("-");
        Some((tenant.trim_start_matches("eu-1/").to_owned(), failure.index?, failure.check))
    });
    let mut named: Vec<_> = named.collect();
    named.sort();
    named
}

/// The checks of whole logs that failed.
pub(crate) fn log_failures(report: &Report) -> Vec<&'static str> {
    let whole = report.failures.iter().filter(|failure| failure.index.is_none());
    whole.map(|failure| failure.check).collect()
}

/// (valid, invalid, unverifiable, withheld), after checking that they add up.
pub(crate) fn counts(report: &Report) -> (u64, u64, u64, u64) {
    let sum = |counts: &cos_evidence::report::Counts| {
        assert_eq!(
            counts.total,
            counts.valid + counts.invalid + counts.unverifiable + counts.withheld
        );
        counts.total
    };
    let total: u64 = report.by_tenant.values().map(sum).sum();
    assert_eq!(total, sum(&report.counts));
    let found = report.counts;
    (found.valid, found.invalid, found.unverifiable, found.withheld)
}

/// A level's (passed, failed).
pub(crate) fn level(report: &Report, level: &str) -> (u64, u64) {
    report.levels.get(level).map_or((0, 0), |counts| (counts.passed, counts.failed))
}

/// Flips bits of the byte at a position of a file.
pub(crate) fn flip(path: &Path, at: usize, bits: u8) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= bits;
    fs::write(path, bytes).unwrap();
}
