//! Receipts that are genuine, forged, misplaced and rotten, as a page shows them.

use super::*;
use cos_core::clock::FrozenClock;
use cos_ledger::{Entry, Ledger, LedgerOptions, LogSigner, Setup};
use cos_testkit::{TempDir, TestKeys, receipts};

/// A ledger with those receipts, under a checkpoint of the log's own key.
fn ledger(keys: &TestKeys, origin: &Origin, texts: &[String]) -> TempDir {
    let dir = TempDir::new().unwrap();
    let key = Arc::new(TestKeys::new(1).log);
    let setup = Setup {
        org: origin.org.clone(),
        signer: LogSigner { name: keys.log.name().to_note(), key, earlier: Vec::new() },
        clock: Arc::new(FrozenClock(cos_testkit::ISSUED)),
        command: "cos serve".to_owned(),
        options: LedgerOptions::default(),
    };
    let ledger = Ledger::open(&dir.path().join("ledger"), setup).unwrap();
    let writer = ledger.writer(origin).unwrap();
    for text in texts {
        let mut reader = Reader::default();
        let claims = reader.read(text.as_bytes()).unwrap().to_json();
        let jti = claims["jti"].as_str().unwrap().parse().unwrap();
        let entry = Entry::new(jti, text.clone().into_bytes()).unwrap();
        writer.submit(entry).unwrap().wait().unwrap();
    }
    writer.publish().unwrap();
    ledger.close().unwrap();
    dir
}

#[test]
fn what_is_said_of_a_receipt_is_what_verifying_it_says() {
    let (keys, stranger) = (TestKeys::new(1), TestKeys::new(2));
    let origin: Origin = "acme/eu-1/pilot-a".parse().unwrap();
    let mut texts = receipts(1, &keys, &origin, 3);
    texts.extend(receipts(2, &stranger, &origin, 1));
    let dir = ledger(&keys, &origin, &texts);
    let root = dir.path().join("ledger");
    let shown = read((&root, &keys.trust), &origin, 0..4).unwrap();
    let indexes: Vec<_> = shown.iter().map(|it| it.index).collect();
    assert_eq!(indexes, [3, 2, 1, 0]);
    // A key that nobody trusts signed the newest one, whatever its log says.
    let fault = shown[0].fault.as_ref().unwrap();
    assert!(fault.check == "signature" && fault.reason.contains("not a trusted"), "{fault:?}");
    assert!(shown[1..].iter().all(|it| it.fault.is_none()), "{:?}", shown[1].fault);
    // The badge belongs to the text and the proof of this very receipt.
    let (text, proof) = (texts[0].as_bytes(), shown[3].proof.as_str());
    assert_eq!(verify(&keys.trust, text, proof), None);
    let check = |text: &[u8], proof: &str| verify(&keys.trust, text, proof).map(|it| it.check);
    assert_eq!(check(text, &shown[2].proof).as_deref(), Some("inclusion"));
    assert_eq!(check(texts[1].as_bytes(), proof).as_deref(), Some("inclusion"));
    assert_eq!(check(b"", proof).as_deref(), Some("storage"));
    let at = texts[0].find('~').unwrap() - 10;
    let mut altered = texts[0].clone().into_bytes();
    altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
    assert_eq!(check(&altered, proof).as_deref(), Some("signature"));
    // And to the trust file: another one trusts another key.
    let shown = read((&root, &stranger.trust), &origin, 0..4).unwrap();
    assert!(shown.iter().all(|it| it.fault.is_some()));
}

#[test]
fn a_rotten_file_shows_and_the_other_receipts_do_too() {
    let keys = TestKeys::new(1);
    let origin: Origin = "acme/eu-1/pilot-a".parse().unwrap();
    let texts = receipts(1, &keys, &origin, 3);
    let dir = ledger(&keys, &origin, &texts);
    let log = dir.path().join("ledger/eu-1/pilot-a");
    // Without its tiles nobody can prove where a receipt stands.
    std::fs::remove_dir_all(log.join("tile")).unwrap();
    let shown = read((&dir.path().join("ledger"), &keys.trust), &origin, 0..3).unwrap();
    let faults: Vec<_> = shown.iter().map(|it| it.fault.as_ref().unwrap().check.as_str()).collect();
    assert_eq!(faults, ["inclusion"; 3]);
    assert!(shown.iter().all(|it| !it.jti.is_empty()), "what they say can be read");
}
