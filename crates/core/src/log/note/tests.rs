//! Notes and keys against published examples, an independent implementation, and every way to spell them otherwise.

use super::*;
use crate::log::fixtures::{BrokenSigner, TestSigner, key_name};
use proptest::prelude::*;
use signed_note::{StandardVerifier, VerifierList};

/// The example of c2sp.org/signed-note and golang.org/x/mod/sumdb/note.
const PETER_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                          then you don't know what your problem is.\n";
const PETER_LINE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/// A tree head of the Go checksum database and the key that is built into the go command.
const SUMDB_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const SUMDB_NOTE: &str = "go.sum database tree\n\
    3784599\n\
    7uvxIZ67TZygcq/AehTD8iHYt81Ih+Zl2Y7vXZbfszQ=\n\
    \n\
    — sum.golang.org Az3grn972wXskjQrsZhVGc93fTU2uOsmSTiId1Wn1lxDCup5z4ggl1/4gaUqOkMa6cMbYvjB7hn7yemNr7Zqanol/go=\n";

/// The first example of c2sp.org/signed-note, with an empty line in its text.
const QUASIMODO: &str = "Ognuno sta solo sul cuor della terra\n\
    trafitto da un raggio di sole:\n\
    \n\
    ed è subito sera.\n\
    \n\
    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn peter() -> String {
    format!("{PETER_TEXT}\n{PETER_LINE}")
}

fn key(vkey: &str) -> VerifierKey {
    vkey.parse().unwrap()
}

fn verified_by(note: &str, keys: &[VerifierKey]) -> Result<Vec<String>, LogError> {
    Ok(SignedNote::parse(note)?.verify(keys)?.iter().map(|verified| verified.key.id()).collect())
}

#[test]
fn published_notes_verify() {
    assert_eq!(verified_by(&peter(), &[key(PETER_KEY)]).unwrap(), ["PeterNeumann+c74f20a3"]);
    assert_eq!(verified_by(SUMDB_NOTE, &[key(SUMDB_KEY)]).unwrap(), ["sum.golang.org+033de0ae"]);
    for vkey in [PETER_KEY, SUMDB_KEY] {
        assert_eq!(key(vkey).to_string(), vkey);
        assert_eq!(key(vkey).kind(), KeyKind::Ed25519);
    }
    let changed = SUMDB_NOTE.replace("3784599", "3784598");
    let wrong = LogError::WrongSignature { key: "sum.golang.org+033de0ae".into() };
    assert_eq!(verified_by(&changed, &[key(SUMDB_KEY)]), Err(wrong));
}

#[test]
fn the_text_ends_at_the_last_empty_line() {
    let note = SignedNote::parse(QUASIMODO).unwrap();
    assert!(note.text().ends_with("sole:\n\ned è subito sera.\n"));
    assert_eq!(note.signatures().len(), 1);
    assert_eq!(note.signatures()[0].name, "quasimodo.example/salvatore");
    assert_eq!(note.signatures()[0].hash.to_string(), "367ba04b");
    assert_eq!(note.signatures()[0].payload.len(), 64);

    let signer = TestSigner::new(1);
    let trusted = [signer.verifier("acme/log-1", KeyKind::Ed25519)];
    for text in ["\n", "\n\n", "a\n\n", "\n\na\n\n\nb\n", "— acme/log-1 AAAA\n"] {
        let note = sign_note(text, &key_name("acme/log-1"), &signer).unwrap();
        assert_eq!(SignedNote::parse(&note).unwrap().text(), text);
        assert!(verified_by(&note, &trusted).is_ok());
    }
}

#[test]
fn unknown_signers_are_ignored_and_known_ones_must_be_right() {
    let (log, other) = (TestSigner::new(1), TestSigner::new(2));
    let (log_name, other_name) = (key_name("acme/log-1"), key_name("acme/log-2"));
    let log_key = log.verifier("acme/log-1", KeyKind::Ed25519);
    let other_key = other.verifier("acme/log-2", KeyKind::Ed25519);
    let note = sign_note("an act\n", &log_name, &log).unwrap();
    let both = add_signature(&note, &other_name, &other).unwrap();
    assert!(both.starts_with(&note));

    let one = ["acme/log-1+".to_owned() + &log_key.hash().to_string()];
    assert_eq!(verified_by(&both, std::slice::from_ref(&log_key)).unwrap(), one);
    assert_eq!(verified_by(&both, &[other_key.clone(), log_key.clone()]).unwrap().len(), 2);

    let error = verified_by(&note, std::slice::from_ref(&other_key)).unwrap_err();
    assert_eq!(error, LogError::NoTrustedSignature { signers: format!("`{}`", log_key.id()) });
    assert_eq!(error.code().as_str(), "COS-LOG-0003");
    assert!(matches!(verified_by(&both, &[]), Err(LogError::NoTrustedSignature { .. })));

    // Same name and key, other text: one wrong signature of a known key spoils the note, even beside a right one.
    let moved = both.replace("an act", "no act");
    let error = verified_by(&moved, std::slice::from_ref(&log_key)).unwrap_err();
    assert_eq!(error, LogError::WrongSignature { key: log_key.id() });
    let swapped = note.lines().last().unwrap().replace("acme/log-1", "acme/log-2");
    let spoilt = format!("{both}{swapped}\n");
    assert_eq!(
        verified_by(&spoilt, std::slice::from_ref(&log_key)).unwrap(),
        one,
        "an unknown pair of name and id"
    );
    let foreign = append(note, &log_name, log_key.hash(), &[7; 64]).unwrap();
    assert!(matches!(verified_by(&foreign, &[log_key]), Err(LogError::WrongSignature { .. })));
}

#[test]
fn a_key_counts_once_and_only_for_its_own_kind() {
    let signer = TestSigner::new(1);
    let name = key_name("acme/log-1");
    let note = sign_note("an act\n", &name, &signer).unwrap();
    let twice = add_signature(&note, &name, &signer).unwrap();
    let log_key = signer.verifier("acme/log-1", KeyKind::Ed25519);
    assert_eq!(verified_by(&twice, &[log_key.clone(), log_key.clone()]).unwrap().len(), 1);

    let witness = signer.verifier("acme/log-1", KeyKind::Cosignature);
    assert_ne!(witness.hash(), log_key.hash());
    assert!(matches!(
        verified_by(&note, std::slice::from_ref(&witness)),
        Err(LogError::NoTrustedSignature { .. })
    ));
    let disguised = append(note, &name, witness.hash(), &[0; 72]).unwrap();
    assert!(matches!(verified_by(&disguised, &[witness]), Err(LogError::WrongSignature { .. })));
}

#[test]
fn malformed_notes_are_refused() {
    let good = peter();
    let line = PETER_LINE;
    let bad = [
        String::new(),
        "\n".into(),
        "\n\n".into(),
        PETER_TEXT.into(),
        format!("{PETER_TEXT}\n"),
        format!("{PETER_TEXT}{line}"),
        line.into(),
        format!("\n{line}"),
        good.trim_end().into(),
        format!("{good}\n"),
        format!("{good} "),
        format!("{good}\n\n"),
        good.replace('\n', "\r\n"),
        good.replace("cryptography", "crypto\tgraphy"),
        good.replace("cryptography", "crypto\0graphy"),
        good.replace("— ", "- "),
        good.replace("— ", "—"),
        good.replace("— ", "—  "),
        good.replace("— ", " — "),
        good.replace("— P", "— +P"),
        good.replace("— PeterNeumann", "— "),
        good.replace("Neumann ", "Neumann\u{a0} "),
        good.replace("Neumann ", "Neumann  "),
        good.replace("AM=\n", "AM=\n\n"),
        good.replace("AM=", "AM= "),
        good.replace("AM=", "AM"),
        good.replace("AM=", "AN="),
        good.replace("AM=", "AM=="),
        good.replace("AM=", "A-="),
        format!("{PETER_TEXT}\n— PeterNeumann\n"),
        format!("{PETER_TEXT}\n— PeterNeumann \n"),
        format!("{PETER_TEXT}\n— PeterNeumann {}\n", text::to_base64([1, 2, 3, 4])),
        format!("{PETER_TEXT}\n{}", line.repeat(MAX_SIGNATURES + 1)),
        format!("{}\n{line}", "x\n".repeat(MAX_BYTES / 2)),
    ];
    for note in bad {
        assert!(matches!(SignedNote::parse(&note), Err(LogError::Note(_))), "{note:?}");
    }
    SignedNote::parse(&format!("{PETER_TEXT}\n{}", line.repeat(MAX_SIGNATURES))).unwrap();
    let filler = "x".repeat(MAX_BYTES - line.len() - 2);
    SignedNote::parse(&format!("{filler}\n\n{line}")).unwrap();
    assert!(SignedNote::parse(&format!("{filler}x\n\n{line}")).is_err());
}

#[test]
fn nothing_malformed_is_signed() {
    let (name, signer) = (key_name("acme/log-1"), TestSigner::new(1));
    for text in ["", "no end", "tab\t\n", "\r\n"] {
        assert!(matches!(sign_note(text, &name, &signer), Err(LogError::Note(_))), "{text:?}");
    }
    assert!(sign_note(&"x\n".repeat(MAX_BYTES / 2), &name, &signer).is_err());
    let mut note = sign_note("an act\n", &name, &signer).unwrap();
    for _ in 1..MAX_SIGNATURES {
        note = add_signature(&note, &name, &signer).unwrap();
    }
    assert!(add_signature(&note, &name, &signer).is_err());
    for result in
        [sign_note("an act\n", &name, &BrokenSigner), add_signature(&note, &name, &BrokenSigner)]
    {
        assert_eq!(result.unwrap_err().code().as_str(), "COS-LOG-0012");
    }
}

#[test]
fn key_names_are_words() {
    for good in ["a", "acme/log-1", "example.com/log42", "ü", &"n".repeat(255)] {
        assert_eq!(good.parse::<KeyName>().unwrap().as_str(), good);
    }
    for bad in [
        "",
        " ",
        "a b",
        "a+b",
        "a\n",
        "a\u{a0}b",
        "a\u{2003}b",
        "a\u{7f}b",
        "a\u{85}",
        &"n".repeat(256),
    ] {
        assert!(matches!(bad.parse::<KeyName>(), Err(LogError::KeyName(_))), "{bad:?}");
    }
}

#[test]
fn a_verifier_key_has_one_spelling_and_its_own_id() {
    let bad = [
        String::new(),
        "PeterNeumann".into(),
        PETER_KEY.replace("c74f20a3", "c74f20a4"),
        PETER_KEY.replace("c74f20a3", "C74F20A3"),
        PETER_KEY.replace("c74f20a3", "c74f20a"),
        PETER_KEY.replace("c74f20a3", "0c74f20a3"),
        PETER_KEY.replace("PeterNeumann", "PeterNewman"),
        PETER_KEY.replace("PeterNeumann", "Peter Neumann"),
        PETER_KEY.replace("PeterNeumann", ""),
        PETER_KEY.replace("10TW", "10TX"),
        PETER_KEY.replace("10TW", "10T="),
        PETER_KEY.replace("10TW", ""),
        format!("{PETER_KEY}\n"),
        format!("{PETER_KEY}AAAA"),
        // An unassigned kind and one that we do not support.
        PETER_KEY.replace("+ARpc", "+AxpC"),
        PETER_KEY.replace("+ARpc", "+BhpC"),
    ];
    for vkey in bad {
        let error = vkey.parse::<VerifierKey>().unwrap_err();
        assert_eq!(error.code().as_str(), "COS-LOG-0002", "{vkey}");
    }
    // The identity element: any signature with R = S = 0 would verify under it without the strict criterion.
    let mut identity = [0; 32];
    identity[0] = 1;
    let weak =
        VerifierKey::new(key_name("weak"), KeyKind::Ed25519, crate::ed25519::PublicKey(identity));
    assert!(matches!(weak, Err(LogError::VerifierKey { .. })));
    for kind in [KeyKind::Ed25519, KeyKind::Cosignature] {
        let key = TestSigner::new(3).verifier("acme/witness-1", kind);
        assert_eq!(key.to_string().parse::<VerifierKey>(), Ok(key));
    }
}

#[test]
fn another_implementation_verifies_our_notes() {
    let signer = TestSigner::new(5);
    let note = sign_note("an act\n\nof two parts\n", &key_name("acme/log-1"), &signer).unwrap();
    let vkey = signer.verifier("acme/log-1", KeyKind::Ed25519).to_string();
    let verifiers = VerifierList::new(vec![Box::new(StandardVerifier::new(&vkey).unwrap())]);
    let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let (verified, unverified) = theirs.verify(&verifiers).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
}

proptest! {
    #[test]
    fn another_implementation_parses_what_we_parse(
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[\n —+=aA é\u{a0}]|\n\n|— |\r"), 0..4),
        cut: bool,
    ) {
        let mut note = peter();
        for (at, insert) in edits {
            let starts: Vec<usize> = note.char_indices().map(|(start, _)| start).collect();
            let start = *at.get(&starts);
            if cut {
                note.remove(start);
            }
            note.insert_str(start, &insert);
        }
        match (SignedNote::parse(&note), signed_note::Note::from_bytes(note.as_bytes())) {
            (Ok(ours), Ok(theirs)) => {
                prop_assert_eq!(ours.text().as_bytes(), theirs.text());
                let known = [key(PETER_KEY)];
                let verifiers = VerifierList::new(vec![Box::new(StandardVerifier::new(PETER_KEY).unwrap())]);
                prop_assert_eq!(ours.verify(&known).is_ok(), theirs.verify(&verifiers).is_ok());
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => prop_assert!(false, "{:?}: ours {:?}, theirs {:?}", note, ours, theirs),
        }
    }
}
