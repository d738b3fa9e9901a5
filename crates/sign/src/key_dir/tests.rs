//! The directory is made whole or not at all, gives out only keys that the trust file names, and rotates without losing any.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::Command;

use cos_core::clock::FrozenClock;
use cos_core::log::note::VerifierKey;
use tempfile::TempDir;

use super::*;
use crate::trust::{KeyVerdict, OutsidePeriod};
use cos_core::ed25519::Sign as _;

const START: Timestamp = Timestamp(1_767_225_600);
const LATER: Timestamp = Timestamp(START.0 + 86_400);

fn org() -> Org {
    "acme".parse().unwrap()
}

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

fn made(parent: &TempDir) -> KeyDir {
    KeyDir::create(&parent.path().join("trust"), org(), &FrozenClock(START)).unwrap()
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().mode() & 0o7777
}

fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for directory in [root.to_path_buf(), root.join(KEYS)] {
        for entry in std::fs::read_dir(directory).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                found.push((entry.path(), std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn code<T: std::fmt::Debug>(result: Result<T, KeyError>) -> &'static str {
    result.unwrap_err().code().as_str()
}

#[test]
fn makes_private_keys_and_a_public_trust_file() {
    let parent = TempDir::new().unwrap();
    let made = made(&parent);
    let root = parent.path().join("trust");
    assert_eq!(mode(&root.join("trust.json")), 0o644);
    assert_eq!(mode(&root.join("keys")), 0o700);
    for key in ["notary-1", "log-1", "report-1", "policy-1", "evidence-1"] {
        assert_eq!(mode(&root.join(format!("keys/{key}.pem"))), 0o600);
    }
    let stamper = std::fs::read_dir(root.join("keys")).unwrap().map(|entry| entry.unwrap().path());
    let stamper: Vec<_> = stamper.filter(|path| path.to_string_lossy().contains("/tsa-")).collect();
    assert_eq!(stamper.iter().map(|path| mode(path)).collect::<Vec<_>>(), [0o600]);
    assert_eq!(files(&root).len(), 7);

    let opened = KeyDir::open(&root).unwrap();
    assert_eq!(opened.trust(), made.trust());
    let (notary, log) = (opened.notary().unwrap(), opened.log().unwrap());
    assert_eq!(
        (notary.name().to_string(), log.name().to_string()),
        ("acme/notary-1".into(), "acme/log-1".into())
    );
    let trusted = opened.trust().notary(notary.id().as_str()).unwrap();
    assert_eq!(trusted.verifying_key.public_key(), notary.public_key());
    assert_eq!(trusted.not_before, START);
    assert!(opened.trust().notary(log.id().as_str()).is_none());
    let verifiers = opened.trust().log_keys(&origin("acme/eu-1/pilot-a"));
    assert_eq!(verifiers.iter().map(VerifierKey::id).collect::<Vec<_>>(), [log.id().to_string()]);
    assert!(opened.trust().log_keys(&origin("other/eu-1/pilot-a")).is_empty());
}

#[test]
fn openssl_reads_the_keys() {
    let parent = TempDir::new().unwrap();
    let made = made(&parent);
    let keys = [made.notary(), made.log(), made.report()];
    for key in keys.map(Result::unwrap) {
        let path = made.key_path(key.name());
        let run = Command::new("openssl")
            .arg("pkey")
            .arg("-in")
            .arg(path)
            .args(["-noout", "-text"])
            .output();
        let run = run.expect("openssl is installed");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert!(run.stdout.starts_with(b"ED25519 Private-Key:"));
    }
}

#[test]
fn refuses_to_touch_what_is_there() {
    let parent = TempDir::new().unwrap();
    let root = parent.path().join("trust");
    made(&parent);
    let before = files(&root);
    assert_eq!(code(KeyDir::create(&root, org(), &FrozenClock(LATER))), "COS-KEY-0005");
    assert_eq!(files(&root), before);

    std::fs::remove_file(root.join("trust.json")).unwrap();
    assert_eq!(code(KeyDir::create(&root, org(), &FrozenClock(LATER))), "COS-KEY-0005");
    assert_eq!(files(&root).len(), 6);
}

#[test]
fn leaves_nothing_behind_when_it_cannot_finish() {
    let parent = TempDir::new().unwrap();
    let root = parent.path().join("trust");
    // A directory in the place of the temporary file makes the last step fail.
    std::fs::create_dir_all(root.join("trust.json.tmp")).unwrap();
    assert_eq!(code(KeyDir::create(&root, org(), &FrozenClock(START))), "COS-KEY-0001");
    assert!(!root.join("keys").exists() && !root.join("trust.json").exists());
}

#[test]
fn refuses_a_time_that_has_no_text() {
    let parent = TempDir::new().unwrap();
    let root = parent.path().join("trust");
    let clock = FrozenClock(Timestamp(i64::MAX));
    assert_eq!(code(KeyDir::create(&root, org(), &clock)), "COS-TRU-0003");
    assert!(!root.join("keys").exists());
}

#[test]
fn a_second_key_takes_over_and_the_first_keeps_counting_below_its_index() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let root = parent.path().join("trust");
    let old = directory.notary().unwrap();
    let (pilot, other) = (origin("acme/eu-1/pilot-a"), origin("acme/eu-1/pilot-b"));
    let logs = BTreeMap::from([(pilot.clone(), 25_000)]);
    let new_id = directory.rotate(Purpose::Notary, &logs, LATER).unwrap();
    assert_eq!(new_id.name().to_string(), "acme/notary-2");

    let reopened = KeyDir::open(&root).unwrap();
    assert_eq!(reopened.trust(), directory.trust());
    let new = reopened.notary().unwrap();
    assert_eq!(new.id(), &new_id);
    assert_ne!(new.public_key(), old.public_key());
    assert_eq!(mode(&root.join("keys/notary-2.pem")), 0o600);
    assert_eq!(reopened.log().unwrap().name().number, 1);

    let trust = reopened.trust();
    let old = trust.notary(old.id().as_str()).unwrap();
    assert_eq!(old.accepts(START, Some((&pilot, 0))), KeyVerdict::Accepted);
    assert_eq!(old.accepts(START, Some((&pilot, 24_999))), KeyVerdict::Accepted);
    assert_eq!(
        old.accepts(START, Some((&pilot, 25_000))),
        KeyVerdict::RetiredBefore { limit: 25_000 }
    );
    assert_eq!(old.accepts(START, Some((&other, 0))), KeyVerdict::RetiredBefore { limit: 0 });
    assert_eq!(old.accepts(START, None), KeyVerdict::PositionUnknown);
    // The time in a receipt is the signer's word, so a late one is judged by position too.
    assert_eq!(old.accepts(Timestamp(LATER.0 + 9), Some((&pilot, 7))), KeyVerdict::Accepted);
    let new = trust.notary(new_id.as_str()).unwrap();
    assert_eq!(new.accepts(LATER, Some((&pilot, 25_000))), KeyVerdict::Accepted);
    assert_eq!(new.accepts(LATER, None), KeyVerdict::Accepted);
    assert_eq!(new.accepts(Timestamp(LATER.0 - 1), None), KeyVerdict::NotYetValid);
}

#[test]
fn a_new_log_key_signs_the_same_logs() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let first = directory.log().unwrap();
    let pilot = origin("acme/eu-1/pilot-a");
    let second =
        directory.rotate(Purpose::Log, &BTreeMap::from([(pilot.clone(), 10)]), LATER).unwrap();
    let third =
        directory.rotate(Purpose::Log, &BTreeMap::from([(pilot.clone(), 20)]), LATER).unwrap();
    let ids: Vec<_> = directory.trust().log_keys(&pilot).iter().map(VerifierKey::id).collect();
    assert_eq!(ids, [first.id().to_string(), second.to_string(), third.to_string()]);
    // The first key keeps the limit of its own rotation.
    let limits: Vec<_> = directory
        .trust()
        .keys(Purpose::Log)
        .map(|key| key.accepts_checkpoint(&pilot, 15))
        .collect();
    assert_eq!(
        limits,
        [KeyVerdict::RetiredBefore { limit: 10 }, KeyVerdict::Accepted, KeyVerdict::Accepted]
    );
}

#[test]
fn a_new_report_key_takes_over_and_the_first_keeps_counting_until_then() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let old = directory.report().unwrap();
    let logs = BTreeMap::from([(origin("acme/eu-1/pilot-a"), 10)]);
    let new = directory.rotate(Purpose::Report, &logs, LATER).unwrap();
    assert_eq!(directory.report().unwrap().id(), &new);
    let trust = directory.trust();
    let (old, new) = (trust.report(old.id().as_str()), trust.report(new.as_str()));
    let (old, new) = (old.unwrap(), new.unwrap());
    assert!(old.retired.as_ref().unwrap().logs.is_empty());
    let after = Timestamp(LATER.0 + 1);
    let retired = OutsidePeriod::Retired { at: LATER };
    assert_eq!([START, LATER].map(|at| old.accepts_document(at)), [Ok(()), Ok(())]);
    assert_eq!(old.accepts_document(after), Err(retired));
    assert_eq!(new.accepts_document(after), Ok(()));
    let early = OutsidePeriod::NotYetValid { first: LATER };
    assert_eq!(new.accepts_document(START), Err(early));
    assert_eq!(directory.policy().unwrap().id.name().to_string(), "acme/policy-1");
    assert!(trust.policy(old.id.as_str()).is_none());
}

#[test]
fn an_older_directory_gets_its_first_document_keys_by_rotation() {
    let parent = TempDir::new().unwrap();
    let directory = made(&parent);
    let mut file = directory.trust().file().clone();
    file.keys.retain(|key| !signs_documents(key.purpose()));
    file.policies.clear();
    std::fs::write(directory.trust_path(), file.to_json()).unwrap();
    let keys = parent.path().join("trust/keys");
    for purpose in [Purpose::Report, Purpose::Policy] {
        std::fs::remove_file(keys.join(format!("{purpose}-1.pem"))).unwrap();
    }
    let mut old = KeyDir::open(&parent.path().join("trust")).unwrap();
    assert_eq!((code(old.report()), code(old.policy())), ("COS-KEY-0007", "COS-KEY-0007"));
    for purpose in [Purpose::Report, Purpose::Policy] {
        let id = old.rotate(purpose, &BTreeMap::new(), LATER).unwrap();
        assert_eq!(id.name().to_string(), format!("acme/{purpose}-1"));
    }
    assert!(old.report().is_ok() && old.policy().is_ok());
}

#[test]
fn rotation_survives_what_an_interrupted_one_left() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let root = parent.path().join("trust");
    std::fs::write(root.join("keys/notary-2.pem"), "left over").unwrap();
    std::fs::write(root.join("trust.json.tmp"), "half").unwrap();
    let id = directory.rotate(Purpose::Notary, &BTreeMap::new(), LATER).unwrap();
    assert_eq!(id.name().number, 3);
    assert_eq!(std::fs::read(root.join("keys/notary-2.pem")).unwrap(), b"left over");
    assert!(!root.join("trust.json.tmp").exists());
    assert_eq!(KeyDir::open(&root).unwrap().notary().unwrap().id(), &id);
}

#[test]
fn numbers_run_out_without_a_panic() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let mut file = directory.trust().file().clone();
    let name = KeyName { org: org(), purpose: Purpose::Notary, number: u32::MAX };
    file.keys.push(trusted(&SigningKey::from_seed(name, &[9; 32]), START));
    std::fs::write(directory.trust_path(), file.to_json()).unwrap();
    assert_eq!(code(directory.rotate(Purpose::Notary, &BTreeMap::new(), LATER)), "COS-KEY-0005");
}

#[test]
fn a_failed_rotation_changes_nothing() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let root = parent.path().join("trust");
    let before = files(&root);
    let foreign = BTreeMap::from([(origin("other/eu-1/pilot-a"), 1)]);
    assert_eq!(code(directory.rotate(Purpose::Notary, &foreign, LATER)), "COS-TRU-0003");
    assert_eq!(code(directory.rotate(Purpose::Witness, &BTreeMap::new(), LATER)), "COS-KEY-0007");
    let lock = directory.lock().unwrap();
    assert_eq!(code(directory.rotate(Purpose::Notary, &BTreeMap::new(), LATER)), "COS-KEY-0011");
    drop(lock);
    assert_eq!(files(&root), before);
    assert_eq!(directory.notary().unwrap().name().number, 1);
}

#[test]
fn rotation_begins_from_the_file_not_from_memory() {
    let parent = TempDir::new().unwrap();
    let mut one = made(&parent);
    let mut two = KeyDir::open(&parent.path().join("trust")).unwrap();
    one.rotate(Purpose::Notary, &BTreeMap::new(), LATER).unwrap();
    let id = two.rotate(Purpose::Notary, &BTreeMap::new(), LATER).unwrap();
    assert_eq!(id.name().number, 3);
    assert_eq!(two.trust().notary_keys().len(), 3);
    assert_eq!(two.trust().notary_keys().iter().filter(|key| key.retired.is_none()).count(), 1);
}

#[test]
fn a_clock_that_was_set_back_does_not_stop_a_rotation() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let id =
        directory.rotate(Purpose::Notary, &BTreeMap::new(), Timestamp(START.0 - 3600)).unwrap();
    assert_eq!(directory.trust().notary(id.as_str()).unwrap().not_before, START);
}

#[test]
fn a_key_file_must_be_the_one_that_the_trust_file_names() {
    let parent = TempDir::new().unwrap();
    let directory = made(&parent);
    let keys = parent.path().join("trust/keys");
    std::fs::copy(keys.join("log-1.pem"), keys.join("notary-1.pem")).unwrap();
    let error = directory.notary().unwrap_err();
    assert_eq!(error.code().as_str(), "COS-KEY-0006");
    assert!(error.to_string().contains(directory.trust().notary_keys()[0].id.as_str()), "{error}");
    assert!(directory.log().is_ok());

    std::fs::remove_file(keys.join("notary-1.pem")).unwrap();
    assert_eq!(code(directory.notary()), "COS-KEY-0001");
    std::fs::set_permissions(keys.join("log-1.pem"), std::fs::Permissions::from_mode(0o644))
        .unwrap();
    assert_eq!(code(directory.log()), "COS-KEY-0002");
}

#[test]
fn opening_names_the_file_that_is_wrong() {
    let parent = TempDir::new().unwrap();
    let root = parent.path().join("trust");
    assert_eq!(code(KeyDir::open(&root)), "COS-TRU-0011");
    made(&parent);
    std::fs::write(root.join("trust.json"), "{").unwrap();
    let error = KeyDir::open(&root).unwrap_err();
    let path = root.join("trust.json");
    assert_eq!(
        error.to_string(),
        format!("`{}`, line 1, column 2: unexpected end", path.display())
    );
}

/// The files of the keys whose names begin with `kind`.
fn authority(root: &Path, kind: &str) -> PathBuf {
    let entries = std::fs::read_dir(root.join("keys")).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    paths.find(|path| path.file_name().unwrap().to_str().unwrap().starts_with(kind)).unwrap()
}

#[test]
fn keys_of_evidence_are_as_private_as_the_others() {
    let parent = TempDir::new().unwrap();
    let mut keys = made(&parent);
    let root = parent.path().join("trust");
    keys.add_ca(&crate::sigstore::Identity::of_org(&org()), LATER).unwrap();
    for kind in ["tsa-", "ca-", "ct-", "tlog-"] {
        assert_eq!(mode(&authority(&root, kind)), 0o600, "{kind}");
    }
    assert_eq!(mode(&root.join("ca.json")), 0o600);
    assert_eq!(mode(&root.join("log")), 0o700);

    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let evidence = root.join("keys/evidence-1.pem");
    for path in [evidence.clone(), authority(&root, "tsa-")] {
        open(&path, 0o640);
        assert_eq!(code(keys.sealer().map(drop)), "COS-KEY-0002");
        open(&path, 0o600);
    }
    for kind in ["tsa-", "ca-", "ct-", "tlog-"] {
        let path = authority(&root, kind);
        open(&path, 0o604);
        assert_eq!(code(keys.ca_sealer().map(drop)), "COS-KEY-0002", "{kind}");
        open(&path, 0o600);
    }
    // A key in the place of another.
    let good = std::fs::read(&evidence).unwrap();
    std::fs::copy(authority(&root, "tsa-"), &evidence).unwrap();
    assert_eq!(code(keys.sealer().map(drop)), "COS-KEY-0006");
    std::fs::copy(root.join("keys/report-1.pem"), &evidence).unwrap();
    assert_eq!(code(keys.sealer().map(drop)), "COS-KEY-0004");
    std::fs::copy(&evidence, root.join("keys/report-1.pem")).unwrap();
    std::fs::write(&evidence, &good).unwrap();
    std::fs::copy(&evidence, authority(&root, "tsa-")).unwrap();
    assert_eq!(code(keys.sealer().map(drop)), "COS-KEY-0003");
    std::fs::write(root.join("ca.json"), "{}").unwrap();
    assert_eq!(code(keys.ca_sealer().map(drop)), "COS-KEY-0003");
}

#[test]
fn a_directory_from_before_there_was_evidence_gets_it_by_rotation() {
    let parent = TempDir::new().unwrap();
    let mut keys = made(&parent);
    let root = parent.path().join("trust");
    let mut file = keys.trust().file().clone();
    (file.evidence, file.sigstore) = (Vec::new(), None);
    std::fs::write(root.join("trust.json"), file.to_json()).unwrap();
    std::fs::remove_file(root.join("keys/evidence-1.pem")).unwrap();
    std::fs::remove_file(authority(&root, "tsa-")).unwrap();
    keys = KeyDir::open(&root).unwrap();
    assert_eq!(code(keys.sealer().map(drop)), "COS-KEY-0007");
    let id = keys.rotate(Purpose::Evidence, &BTreeMap::new(), LATER).unwrap();
    assert_eq!(id.name().to_string(), "acme/evidence-1");
    keys.sealer().unwrap();
    assert_eq!(code(keys.ca_sealer().map(drop)), "COS-KEY-0012");

    // The time stamper stays when the key is replaced, and a number is never used again.
    let stamper = authority(&root, "tsa-");
    let id = keys.rotate(Purpose::Evidence, &BTreeMap::new(), LATER).unwrap();
    assert_eq!(id.name().to_string(), "acme/evidence-2");
    assert_eq!(authority(&root, "tsa-"), stamper);
    assert_eq!(
        keys.trust().file().sigstore.as_ref().unwrap().json()["timestampAuthorities"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_new_policy_key_takes_over_and_the_first_keeps_counting_until_then() {
    let parent = TempDir::new().unwrap();
    let mut directory = made(&parent);
    let old = directory.policy().unwrap();
    let new = directory.rotate(Purpose::Policy, &BTreeMap::new(), LATER).unwrap();
    assert_eq!(new.name().to_string(), "acme/policy-2");
    assert_eq!(directory.policy().unwrap().id, new);
    let written = std::fs::read(directory.key_path(old.id.name())).unwrap();
    assert_eq!(*old.pem, written);

    let trust = directory.trust();
    assert_eq!(trust.to_json(), std::fs::read_to_string(directory.trust_path()).unwrap());
    let [old, new] = [&old.id, &new].map(|id| trust.policy(id.as_str()).unwrap());
    assert_eq!(old.accepts_document(LATER), Ok(()));
    let after = Timestamp(LATER.0 + 1);
    assert_eq!(old.accepts_document(after), Err(OutsidePeriod::Retired { at: LATER }));
    assert_eq!(new.accepts_document(after), Ok(()));
    assert_eq!((old.last_document(), new.last_document()), (Some(LATER), None));
    assert!(trust.evidence(new.id.as_str()).is_none());
}

#[test]
fn a_policy_key_that_is_not_the_listed_one_does_not_sign() {
    let parent = TempDir::new().unwrap();
    let directory = made(&parent);
    let path = directory.key_path(directory.policy().unwrap().id.name());
    std::fs::copy(parent.path().join("trust/keys/evidence-1.pem"), &path).unwrap();
    assert_eq!(code(directory.policy()), "COS-KEY-0006");
    std::fs::copy(parent.path().join("trust/keys/notary-1.pem"), &path).unwrap();
    assert_eq!(code(directory.policy()), "COS-KEY-0004");
}
