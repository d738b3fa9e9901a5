//! Appending, replaying, proving, closing and opening again.

use crate::support::*;
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::proof::verify_consistency;
use cos_ledger::{
    Appended, Entry, ErrorKind, LedgerError, Repair, checkpoint, prove, prove_growth, status,
    witnessed,
};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn receipts_get_indexes_in_order_and_keep_them() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let ledger = open(dir.path(), small()).unwrap();
        let log = ledger.writer(&origin("a")).unwrap();
        let tickets = log.submit_all((0..600).map(|n| entry("a", n)).collect()).unwrap();
        for (n, ticket) in tickets.iter().enumerate() {
            assert_eq!(ticket.wait().unwrap(), Appended { index: n as u64, replayed: round > 0 });
        }
        assert_eq!(log.publish().unwrap(), 600);
        ledger.close().unwrap();
        assert_clean(dir.path());
    }
    let receipts: Vec<_> = (0..600).map(|n| compact("a", n, "a")).collect();
    assert_eq!(sealed(dir.path(), "a"), receipts);
    let partial: Vec<_> = files(&log_dir(dir.path(), "a").join("tile"));
    assert_eq!(
        partial,
        [
            "0/000",
            "0/001",
            "0/002.p/88",
            "1/000.p/2",
            "entries/000",
            "entries/001",
            "entries/002.p/88"
        ]
    );
}

#[test]
fn the_same_id_with_another_body_is_refused_and_disclosures_do_not_make_another_body() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    let other = || Entry::new(jti(0), compact("a", 0, "b")).unwrap();
    let disclosed =
        || Entry::new(jti(0), [&compact("a", 0, "a")[..], b"WyJzIiwiYSIsMV0~"].concat()).unwrap();
    let check = |log: &cos_ledger::LogWriter| {
        let error = log.submit(other()).unwrap().wait().unwrap_err();
        assert!(matches!(error, LedgerError::Conflict { index: 0, .. }));
        assert_eq!((error.code().as_str(), error.kind()), ("COS-LED-0005", ErrorKind::Input));
        let replay = log.submit(disclosed()).unwrap().wait().unwrap();
        assert_eq!(replay, Appended { index: 0, replayed: true });
        assert_eq!(log.size(), 1);
    };
    log.submit(entry("a", 0)).unwrap().wait().unwrap();
    check(&log);
    log.publish().unwrap();
    drop((ledger, log));
    let ledger = open(dir.path(), small()).unwrap();
    check(&ledger.writer(&origin("a")).unwrap());
    ledger.close().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    check(&ledger.writer(&origin("a")).unwrap());
}

#[test]
fn what_is_no_receipt_of_this_log_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    let refused = |compact: &[u8]| Entry::new(jti(0), compact.to_vec()).unwrap_err().code();
    for bad in [b"".as_slice(), b"~", b"a.b.c", b"a.b.c~", b"..~", &vec![b'~'; 70_000]] {
        assert_eq!(refused(bad).as_str(), "COS-LED-0006");
    }
    assert_eq!(refused(&compact("a", 1, "a")).as_str(), "COS-LED-0006", "another id than it says");
    assert!(matches!(log.submit(entry("b", 0)), Err(LedgerError::Unacceptable(_))));
    let foreign = "evil/eu-1/a".parse().unwrap();
    assert!(matches!(ledger.writer(&foreign), Err(LedgerError::OtherLedger { .. })));
}

#[test]
fn a_proof_verifies_and_status_tells_the_state() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = open(dir.path(), small()).unwrap();
    let log = ledger.writer(&origin("a")).unwrap();
    for n in 0..300 {
        log.submit(entry("a", n)).unwrap().wait().unwrap();
    }
    log.publish().unwrap();
    let seen = status(dir.path()).unwrap();
    let holder = seen.logs[0].holder.as_ref().unwrap();
    assert_eq!((holder.pid, &*holder.command), (std::process::id(), "cos receipts append"));
    assert_eq!((seen.logs[0].receipts, seen.logs[0].published), (300, Some(300)));
    for index in [0, 17, 255, 256, 299] {
        let proof = prove(dir.path(), &origin("a"), index).unwrap();
        let signed = cos_core::digest::Digest::of(&signed_part(index));
        let leaf = cos_core::log::leaf::Leaf::Receipt(signed).hash();
        let text: cos_core::log::tlog_proof::TlogProof = proof.to_string().parse().unwrap();
        text.verify(&leaf, &[verifier()], &origin("a")).unwrap();
    }
    assert!(matches!(prove(dir.path(), &origin("a"), 300), Err(LedgerError::Unacceptable(_))));
    ledger.close().unwrap();
    let seen = status(dir.path()).unwrap();
    assert_eq!((seen.logs[0].sealed, seen.logs[0].disk.wal, &seen.logs[0].holder), (300, 0, &None));
}

fn signed_part(n: u64) -> Vec<u8> {
    let mut compact = compact("a", n, "a");
    compact.pop();
    compact
}

#[test]
fn a_directory_open_to_others_or_of_somebody_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path(), small()).unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o750)).unwrap();
    let error = open(dir.path(), small()).unwrap_err();
    assert_eq!((error.code().as_str(), error.kind()), ("COS-LED-0008", ErrorKind::Refused));
    fs::set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
    for text in [
        r#"{"schema":"cos.ledger/v1","org":"other"}"#,
        r#"{"schema":"cos.ledger/v2","org":"acme"}"#,
        "{",
        "",
    ] {
        fs::write(dir.path().join("ledger.json"), text).unwrap();
        assert_eq!(
            open(dir.path(), small()).unwrap_err().code().as_str(),
            "COS-LED-0007",
            "{text}"
        );
    }
    fs::remove_file(dir.path().join("ledger.json")).unwrap();
    fs::write(dir.path().join("homework.txt"), "").unwrap();
    assert_eq!(open(dir.path(), small()).unwrap_err().code().as_str(), "COS-LED-0007");
    assert_eq!(check(dir.path(), Repair::Nothing).unwrap_err().code().as_str(), "COS-LED-0007");
}

#[test]
fn a_witnessed_checkpoint_is_kept_beside_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, name) = (open(dir.path(), small()).unwrap(), origin("a"));
    let log = ledger.writer(&name).unwrap();
    assert_eq!(witnessed(dir.path(), &name).unwrap(), None);
    let grow = |range: std::ops::Range<u64>| {
        let tickets = log.submit_all(range.map(|n| entry("a", n)).collect()).unwrap();
        for ticket in tickets {
            ticket.wait().unwrap();
        }
        log.publish().unwrap();
        checkpoint(dir.path(), &name).unwrap().unwrap()
    };
    let early = grow(0..300);
    log.keep_witnessed(&early.text).unwrap();
    let late = grow(300..777);
    assert_eq!(witnessed(dir.path(), &name).unwrap().as_ref(), Some(&early));
    let keys = [verifier()];
    for (index, size) in [(0, 300), (299, 300), (300, 777), (776, 777)] {
        let proof = prove(dir.path(), &name, index).unwrap();
        let signed = cos_core::digest::Digest::of(&signed_part(index));
        let leaf = cos_core::log::leaf::Leaf::Receipt(signed).hash();
        let proven = proof.verify(&leaf, &keys, &name).unwrap();
        assert_eq!(proven.checkpoint.size, size, "receipt {index}");
    }
    for (old, now) in [(&early, &late), (&early, &early), (&late, &late)] {
        let (old, now) = (&old.checkpoint, &now.checkpoint);
        let proof = prove_growth(dir.path(), &name, old.size, now).unwrap();
        verify_consistency(old.size, &old.root, now.size, &now.root, &proof).unwrap();
    }

    log.keep_witnessed(&late.text).unwrap();
    log.keep_witnessed(&early.text).unwrap();
    assert_eq!(
        witnessed(dir.path(), &name).unwrap().as_ref(),
        Some(&late),
        "an older one changes nothing"
    );
    let forged = |size, root| {
        let checkpoint = Checkpoint::new(&name, size, root);
        let text = checkpoint.sign(&log_key().name().to_note(), &log_key()).unwrap();
        log.keep_witnessed(&text).unwrap_err()
    };
    assert!(matches!(forged(777, early.checkpoint.root), LedgerError::Checkpoint { .. }));
    assert!(matches!(forged(778, late.checkpoint.root), LedgerError::Checkpoint { .. }));
    let of_another = late.text.replace("acme/eu-1/a", "acme/eu-1/b");
    assert!(matches!(log.keep_witnessed(&of_another), Err(LedgerError::Checkpoint { .. })));
    drop(log);
    ledger.close().unwrap();
    assert_clean(dir.path());
}
