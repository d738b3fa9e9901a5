//! Checkpoints have one spelling and are only believed of the log that was asked about.

use super::*;
use crate::log::fixtures::{CT_ROOTS, TestSigner, hex, key_name};
use crate::log::note::KeyKind;
use proptest::prelude::*;

const EXAMPLE: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

#[test]
fn the_example_of_the_specification_round_trips() {
    let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.size, 20_852_163);
    assert_eq!(checkpoint.extensions, [""; 0]);
    assert_eq!(checkpoint.to_string(), EXAMPLE);

    let extended = format!("{EXAMPLE}one\n\u{2014} two\n");
    let checkpoint: Checkpoint = extended.parse().unwrap();
    assert_eq!(checkpoint.extensions, ["one", "— two"]);
    assert_eq!(checkpoint.to_string(), extended);
}

#[test]
fn other_spellings_are_refused() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let bad = [
        String::new(),
        "\n".into(),
        "\n\n\n".into(),
        "a\n1\n".into(),
        format!("\n1\n{root}\n"),
        format!("a\n\n{root}\n"),
        format!("a\n1\n{root}"),
        format!("a\n1\n{root}\n\n"),
        format!("a\n1\n{root}\n\nb\n"),
        format!("a\n1\n{root}\nb"),
        format!("a\n01\n{root}\n"),
        format!("a\n-1\n{root}\n"),
        format!("a\n+1\n{root}\n"),
        format!("a\n1 \n{root}\n"),
        format!("a\n0x1\n{root}\n"),
        format!("a\n18446744073709551616\n{root}\n"),
        format!("a\n1\n{}\n", &root[1..]),
        format!("a\n1\n{}\n", root.replace("2I=", "2J=")),
        format!("a\n1\n{}\n", root.replace('=', "")),
        format!("a\n1\n{}\n", root.replace('/', "_")),
        format!("a\n1\n {root}\n"),
        format!("a\r\n1\r\n{root}\r\n"),
        format!("a\t\n1\n{root}\n"),
        format!("{}\n1\n{root}\n", "a".repeat(note::MAX_BYTES)),
    ];
    for text in bad {
        assert!(matches!(text.parse::<Checkpoint>(), Err(LogError::Checkpoint(_))), "{text:?}");
    }
}

#[test]
fn a_checkpoint_is_opened_for_one_log_with_its_keys() {
    let (log, other) = (TestSigner::new(1), TestSigner::new(2));
    let keys = [log.verifier("acme/log-1", KeyKind::Ed25519)];
    let (ours, theirs) = (origin("acme/eu-1/pilot-a"), origin("acme/eu-1/pilot-b"));
    let checkpoint = Checkpoint::new(&ours, 8, hex(CT_ROOTS[7]));
    let note = checkpoint.sign(&key_name("acme/log-1"), &log).unwrap();

    let opened = open(&note, &keys, &ours).unwrap();
    assert_eq!(opened.checkpoint, checkpoint);
    assert_eq!(opened.signers, [&keys[0]]);

    let error = open(&note, &keys, &theirs).unwrap_err();
    assert_eq!(error.code().as_str(), "COS-LOG-0005");
    assert_eq!(
        error.to_string(),
        "the checkpoint is of log `acme/eu-1/pilot-a`, not of `acme/eu-1/pilot-b`"
    );
    let grown = note.replace("\n8\n", "\n9\n");
    assert_eq!(open(&grown, &keys, &ours).unwrap_err().code().as_str(), "COS-LOG-0004");
    let strange = checkpoint.sign(&key_name("acme/log-1"), &other).unwrap();
    assert_eq!(open(&strange, &keys, &ours).unwrap_err().code().as_str(), "COS-LOG-0003");
    let no_checkpoint = note::sign_note("an act\n", &key_name("acme/log-1"), &log).unwrap();
    assert_eq!(open(&no_checkpoint, &keys, &ours).unwrap_err().code().as_str(), "COS-LOG-0001");
    assert_eq!(open("", &keys, &ours).unwrap_err().code().as_str(), "COS-LOG-0001");
}

#[test]
fn every_flipped_bit_of_a_signed_checkpoint_is_refused() {
    let log = TestSigner::new(1);
    let keys = [log.verifier("acme/log-1", KeyKind::Ed25519)];
    let ours = origin("acme/eu-1/pilot-a");
    let note =
        Checkpoint::new(&ours, 8, hex(CT_ROOTS[7])).sign(&key_name("acme/log-1"), &log).unwrap();
    for bit in 0..note.len() * 8 {
        let mut bytes = note.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(open(&changed, &keys, &ours).is_err(), "bit {bit}: {changed:?}");
    }
}

#[test]
fn fields_that_are_not_one_line_are_not_signed() {
    let good: Checkpoint = EXAMPLE.parse().unwrap();
    let bad = [
        Checkpoint { origin: String::new(), ..good.clone() },
        Checkpoint { origin: "a\n9".into(), ..good.clone() },
        Checkpoint { extensions: vec![String::new()], ..good.clone() },
        Checkpoint { extensions: vec!["a\nb".into()], ..good.clone() },
        Checkpoint { extensions: vec!["a\tb".into()], ..good },
    ];
    for checkpoint in bad {
        let result = checkpoint.sign(&key_name("acme/log-1"), &TestSigner::new(1));
        assert!(matches!(result, Err(LogError::Checkpoint(_))), "{checkpoint:?}");
    }
}

proptest! {
    #[test]
    fn another_implementation_reads_and_writes_the_same(
        origin in "[a-z ./+é]{1,20}",
        size: u64,
        root: [u8; 32],
        extensions in prop::collection::vec("[a-z =—]{1,10}", 0..3),
    ) {
        let checkpoint = Checkpoint { origin, size, root: Digest(root), extensions };
        let text = checkpoint.to_string();
        prop_assert_eq!(text.parse(), Ok(checkpoint.clone()));
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
        prop_assert_eq!(theirs.origin(), checkpoint.origin);
        prop_assert_eq!(theirs.size(), size);
        prop_assert_eq!(theirs.hash().0, root);
        prop_assert_eq!(theirs.to_bytes(), text.as_bytes());
    }

    #[test]
    fn what_parses_prints_itself(text in "[a-b\n]{0,3}\n[0-9+]{1,3}\n[A-D]{42}[A-D=]{2}\n[a\n]{0,4}") {
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            prop_assert_eq!(checkpoint.to_string(), text);
        }
    }
}
