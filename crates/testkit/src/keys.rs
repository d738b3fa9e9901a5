//! Keys that everybody knows, with the trust file that lists them.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use cos_core::ed25519::{Sign as _, VerifyingKey};
use cos_core::ids::Org;
use cos_core::log::note::{KeyKind, VerifierKey};
use cos_sign::trust::{LogRule, Origins, TrustFile, TrustedKey};
use cos_sign::{KeyName, Purpose, SigningKey, Trust};

use crate::START;

/// The keys of the organisation `acme`: a notary, a log, witnesses, all from one seed.
#[derive(Debug)]
pub struct TestKeys {
    /// Signs receipts.
    pub notary: SigningKey,
    /// Signs the checkpoints of every log of `acme`.
    pub log: SigningKey,
    /// Cosign checkpoints; named `witness-1.example.com` and so on in the trust file.
    pub witnesses: Vec<SigningKey>,
    /// Lists the public halves, valid from [`START`] on.
    pub trust: Trust,
    seed: u64,
}

impl TestKeys {
    /// Makes a notary and a log key, and no witness.
    pub fn new(seed: u64) -> Self {
        Self::with_witnesses(seed, 0, 0)
    }

    /// Makes `count` witnesses as well, `quorum` of which must cosign a checkpoint.
    ///
    /// # Panics
    /// When `quorum` is greater than `count`.
    pub fn with_witnesses(seed: u64, count: u32, quorum: u64) -> Self {
        let key = |purpose, number| {
            SigningKey::from_seed(name(purpose, number), &secret(seed, purpose, number))
        };
        let (notary, log) = (key(Purpose::Notary, 1), key(Purpose::Log, 1));
        let witnesses: Vec<_> = (1..=count).map(|number| key(Purpose::Witness, number)).collect();
        let file = TrustFile {
            keys: vec![trusted(&notary), trusted(&log)],
            logs: vec![LogRule { origin: Origins::all(org()), keys: vec![log.id().clone()] }],
            quorum,
            witnesses: witnesses.iter().map(witness).collect(),
            ..TrustFile::empty(org())
        };
        let trust = file.check().expect("the quorum is not greater than the number of witnesses");
        Self { notary, log, witnesses, trust, seed }
    }

    /// Writes notary, log and trust file as `cos trust init` would, for [`cos_sign::KeyDir::open`] to read.
    ///
    /// `root` is created where it does not exist.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        let keys = root.join("keys");
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&keys)?;
        for purpose in [Purpose::Notary, Purpose::Log] {
            let path = keys.join(format!("{purpose}-1.pem"));
            let mut file =
                std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            io::Write::write_all(&mut file, pem(&secret(self.seed, purpose, 1)).as_bytes())?;
        }
        std::fs::write(root.join("trust.json"), self.trust.to_json())
    }
}

/// The name under which the trust file knows a witness.
fn witness(key: &SigningKey) -> VerifierKey {
    let name = format!("witness-{}.example.com", key.name().number);
    let name = name.parse().expect("it has neither spaces nor `+`");
    VerifierKey::new(name, KeyKind::Cosignature, key.public_key())
        .expect("it belongs to a private key")
}

fn trusted(key: &SigningKey) -> TrustedKey {
    TrustedKey {
        id: key.id().clone(),
        verifying_key: VerifyingKey::new(key.public_key()).expect("it belongs to a private key"),
        not_before: START,
        not_after: None,
        retired: None,
    }
}

fn org() -> Org {
    "acme".parse().expect("it is a label")
}

fn name(purpose: Purpose, number: u32) -> KeyName {
    KeyName { org: org(), purpose, number }
}

fn secret(seed: u64, purpose: Purpose, number: u32) -> [u8; 32] {
    Digest::of(format!("test key {purpose}-{number} of seed {seed}").as_bytes()).0
}

/// PKCS#8 of an Ed25519 key (RFC 8410 §7); `cos-sign` writes it too, but never out of a key that it holds.
fn pem(secret: &[u8; 32]) -> String {
    let prefix = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let body = STANDARD.encode([&prefix[..], secret].concat());
    format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
}

#[cfg(test)]
mod tests;
