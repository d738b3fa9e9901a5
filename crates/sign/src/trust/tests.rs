//! A trust file means what it says, in one spelling, and anything else about it is refused by name.

mod file;
mod meaning;
mod refusals;
mod signers;

use super::*;
use crate::key::SigningKey;
use crate::name::KeyName;
use cos_core::clock::Timestamp;
use cos_core::ed25519::{PublicKey, Sign as _, VerifyingKey};
use cos_core::log::note::{KeyHash, KeyKind};
use std::collections::BTreeMap;

const START: Timestamp = Timestamp(1_767_225_600);
const LATER: Timestamp = Timestamp(START.0 + 86_400);

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name.parse().unwrap(), &[seed; 32])
}

fn trusted(key: &SigningKey) -> TrustedKey {
    TrustedKey {
        id: key.id().clone(),
        verifying_key: VerifyingKey::new(key.public_key()).unwrap(),
        not_before: START,
        not_after: None,
        retired: None,
    }
}

fn witness(name: &str, seed: u8) -> VerifierKey {
    let key = key("acme/witness-1", seed).public_key();
    VerifierKey::new(name.parse().unwrap(), KeyKind::Cosignature, key).unwrap()
}

/// Everything that a trust file can say, once: a retired and a present notary, two log keys, rules, witnesses.
fn sample() -> TrustFile {
    let [old, new] = [key("acme/notary-1", 1), key("acme/notary-2", 2)];
    let [log, pilot_log] = [key("acme/log-1", 3), key("acme/log-2", 4)];
    let logs =
        BTreeMap::from([(origin("acme/eu-1/pilot-a"), 25_000), (origin("acme/us-1/pilot-b"), 0)]);
    TrustFile {
        keys: vec![
            TrustedKey { retired: Some(Retired { at: LATER, logs }), ..trusted(&old) },
            TrustedKey {
                not_before: LATER,
                not_after: Some(Timestamp(LATER.0 + 1)),
                ..trusted(&new)
            },
            trusted(&log),
            trusted(&pilot_log),
        ],
        logs: vec![
            LogRule { origin: Origins::all("acme".parse().unwrap()), keys: vec![log.id().clone()] },
            LogRule {
                origin: Origins::from(origin("acme/eu-1/pilot-a")),
                keys: vec![log.id().clone(), pilot_log.id().clone()],
            },
        ],
        quorum: 1,
        witnesses: vec![witness("witness.example/north", 5), witness("witness.example/south", 6)],
        ..TrustFile::empty("acme".parse().unwrap())
    }
}
