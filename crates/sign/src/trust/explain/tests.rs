//! The words for an ordinary file, a rich one and an empty one.

use cos_core::ed25519::{Sign as _, VerifyingKey};
use cos_core::ids::Origin;
use cos_core::log::note::{KeyKind, VerifierKey};

use super::*;
use crate::key::SigningKey;
use crate::sigstore::fixtures::key_dir;
use crate::trust::{LogRule, TrustFile};

const START: Timestamp = Timestamp(1_767_225_600);
const LATER: Timestamp = Timestamp(START.0 + 86_400);

fn key(name: &str, seed: u8) -> TrustedKey {
    let key = SigningKey::from_seed(name.parse().unwrap(), &[seed; 32]);
    TrustedKey {
        id: key.id().clone(),
        verifying_key: VerifyingKey::new(key.public_key()).unwrap(),
        not_before: START,
        not_after: None,
        retired: None,
    }
}

fn retired(limits: &[(&str, u64)]) -> Retired {
    let logs = limits.iter().map(|(log, size)| (log.parse::<Origin>().unwrap(), *size));
    Retired { at: LATER, logs: logs.collect() }
}

fn words(file: &TrustFile, now: Timestamp) -> String {
    let sections = file.check().unwrap().explain(now);
    let lines = sections.into_iter().flat_map(|section| {
        std::iter::once(format!("# {}", section.heading)).chain(section.sentences)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn says_what_each_key_vouches_for() {
    let witness = SigningKey::from_seed("acme/witness-1".parse().unwrap(), &[9; 32]);
    let witness = VerifierKey::new(
        "w.example/north".parse().unwrap(),
        KeyKind::Cosignature,
        witness.public_key(),
    );
    let witness = witness.unwrap();
    let [all, region, tenant, one, idle] =
        ["acme/log-1", "acme/log-2", "acme/log-3", "acme/log-4", "acme/log-5"]
            .map(|name| key(name, name.as_bytes()[9]));
    let rule = |origin: &str, keys: &[&TrustedKey]| LogRule {
        origin: Origins::parse(origin).unwrap(),
        keys: keys.iter().map(|key| key.id.clone()).collect(),
    };
    let file = TrustFile {
        logs: vec![
            rule("acme/*/*", &[&all]),
            rule("acme/eu-1/*", &[&region]),
            rule("acme/*/pilot-a", &[&tenant]),
            rule("acme/eu-1/pilot-a", &[&one, &tenant]),
        ],
        keys: vec![
            TrustedKey {
                retired: Some(retired(&[
                    ("acme/eu-1/pilot-a", 25_000),
                    ("acme/eu-1/pilot-b", 7),
                    ("acme/eu-1/c", 0),
                ])),
                ..key("acme/notary-1", 1)
            },
            TrustedKey { retired: Some(retired(&[])), ..key("acme/notary-2", 2) },
            key("acme/notary-3", 3),
            TrustedKey { not_after: Some(LATER), ..key("acme/notary-4", 4) },
            TrustedKey { retired: Some(retired(&[("acme/eu-1/pilot-a", 25_000)])), ..all },
            region,
            tenant,
            one,
            idle,
        ],
        quorum: 1,
        witnesses: vec![witness.clone()],
        ..TrustFile::empty("acme".parse().unwrap())
    };
    let id = |number: usize| file.keys[number].id.to_string();
    let key_of = |number: usize| file.keys[number].verifier_key();
    let expected = format!(
        "# Receipts\n\
         `{}` signed receipts until it was retired on 2026-01-02T00:00:00Z; those still count below index 25000 of \
         `acme/eu-1/pilot-a`, below index 7 of `acme/eu-1/pilot-b`, and nowhere else.\n\
         `{}` signed receipts until it was retired on 2026-01-02T00:00:00Z; those still count in no log.\n\
         `{}` signs receipts since 2026-01-01T00:00:00Z, with no end date.\n\
         `{}` signs receipts from 2026-01-01T00:00:00Z until 2026-01-02T00:00:00Z.\n\
         # Checkpoints\n\
         `{}` signed the checkpoints of every log of `acme` until it was retired on 2026-01-02T00:00:00Z; those still count \
         up to size 25000 of `acme/eu-1/pilot-a`, and nowhere else.\n\
         `{}` signs the checkpoints of every log in region `eu-1` since 2026-01-01T00:00:00Z, with no end date; to mirrors and witnesses it is `{}`.\n\
         `{}` signs the checkpoints of every log of tenant `pilot-a`, the log `acme/eu-1/pilot-a` since 2026-01-01T00:00:00Z, \
         with no end date; to mirrors and witnesses it is `{}`.\n\
         `{}` signs the checkpoints of the log `acme/eu-1/pilot-a` since 2026-01-01T00:00:00Z, with no end date; to mirrors and witnesses it is `{}`.\n\
         `{}` signs the checkpoints of no log since 2026-01-01T00:00:00Z, with no end date; to mirrors and witnesses it is `{}`.\n\
         # Witnesses\n\
         A checkpoint counts as witnessed with 1 of 1 cosignatures.\n\
         `{}` is a witness.",
        id(0),
        id(1),
        id(2),
        id(3),
        id(4),
        id(5),
        key_of(5),
        id(6),
        key_of(6),
        id(7),
        key_of(7),
        id(8),
        key_of(8),
        witness.id()
    );
    assert_eq!(words(&file, START), expected);
}

#[test]
fn says_who_signs_documents_when_somebody_does() {
    let (_folder, keys) = key_dir();
    let file = TrustFile {
        keys: vec![
            TrustedKey { retired: Some(retired(&[])), ..key("acme/report-1", 1) },
            key("acme/report-2", 2),
        ],
        policies: vec![TrustedKey { not_before: START, ..keys.trust().policy_keys()[0].clone() }],
        ..TrustFile::empty("acme".parse().unwrap())
    };
    let text = words(&file, START);
    let id = |number: usize| file.keys[number].id.to_string();
    let expected = format!(
        "# Reports\n\
         `{}` signed reports until it was retired on 2026-01-02T00:00:00Z; those made until then still count.\n\
         `{}` signs reports since 2026-01-01T00:00:00Z, with no end date.\n\
         # Policies\n\
         `{}` signs policy bundles since 2026-01-01T00:00:00Z, with no end date.\n\
         # Witnesses\n",
        id(0),
        id(1),
        file.policies[0].id
    );
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn says_what_is_over_and_what_is_to_come() {
    let file = TrustFile {
        keys: vec![
            TrustedKey { not_after: Some(START), ..key("acme/notary-1", 1) },
            TrustedKey { not_before: LATER, ..key("acme/notary-2", 2) },
        ],
        ..TrustFile::empty("acme".parse().unwrap())
    };
    let text = words(&file, Timestamp(START.0 + 1));
    let [first, second] = [&file.keys[0].id, &file.keys[1].id];
    assert!(text.contains(&format!(
        "`{first}` signs receipts from 2026-01-01T00:00:00Z until 2026-01-01T00:00:00Z, which is past.\n\
         `{second}` signs receipts from 2026-01-02T00:00:00Z on, which is still to come.\n"
    )), "{text}");
}

#[test]
fn says_what_an_empty_file_means() {
    let file = TrustFile { ..TrustFile::empty("acme".parse().unwrap()) };
    assert_eq!(
        words(&file, START),
        "# Receipts\nNo key signs receipts: no receipt can be verified.\n\
         # Checkpoints\nNo key signs checkpoints: no log can be verified.\n\
         # Witnesses\nNo witness is required: that nobody was shown another log rests on the word of `acme` alone."
    );
}
