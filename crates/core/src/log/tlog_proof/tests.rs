//! A proof text round trips, has one spelling, and proves one entry of one log.

use super::*;
use crate::clock::Timestamp;
use crate::log::cosignature::{Quorum, cosign};
use crate::log::fixtures::{TestSigner, Tree, key_name};
use crate::log::note::KeyKind;
use crate::log::proof::{inclusion_proof, root_at};
use proptest::prelude::*;

fn origin() -> Origin {
    "acme/eu-1/pilot-a".parse().unwrap()
}

fn checkpoint(tree: &Tree, size: u64) -> String {
    let checkpoint = Checkpoint::new(&origin(), size, root_at(size, tree).unwrap());
    let signed = checkpoint.sign(&key_name("acme/log-1"), &TestSigner::new(1)).unwrap();
    cosign(&signed, &key_name("w.example/1"), &TestSigner::new(2), Timestamp(7)).unwrap()
}

fn keys() -> [VerifierKey; 1] {
    [TestSigner::new(1).verifier("acme/log-1", KeyKind::Ed25519)]
}

fn proof(tree: &Tree, index: u64, size: u64) -> TlogProof {
    let hashes = inclusion_proof(index, size, tree).unwrap();
    TlogProof { extra: None, index, hashes, checkpoint: checkpoint(tree, size) }
}

#[test]
fn a_proof_is_verified_with_the_entry_and_the_log_key_alone() {
    let tree = Tree::of_size(13);
    for index in 0..13 {
        let text = proof(&tree, index, 13).to_string();
        let parsed: TlogProof = text.parse().unwrap();
        assert_eq!(parsed.to_string(), text);
        let keys = keys();
        let opened = parsed.verify(&tree.leaf(index), &keys, &origin()).unwrap();
        assert_eq!(opened.checkpoint.size, 13);
        let quorum = Quorum {
            keys: vec![TestSigner::new(2).verifier("w.example/1", KeyKind::Cosignature)],
            threshold: 1,
        };
        assert_eq!(quorum.check(&SignedNote::parse(&parsed.checkpoint).unwrap()).unwrap().len(), 1);

        let other_leaf = tree.leaf((index + 1) % 13);
        let error = parsed.verify(&other_leaf, &keys, &origin()).unwrap_err();
        assert_eq!(error, LogError::Inclusion { index, size: 13 });
        let moved = TlogProof { index: (index + 1) % 13, ..parsed.clone() };
        assert!(moved.verify(&tree.leaf(index), &keys, &origin()).is_err());
        let other_log = "acme/eu-1/pilot-b".parse().unwrap();
        assert!(matches!(
            parsed.verify(&tree.leaf(index), &keys, &other_log),
            Err(LogError::OtherLog { .. })
        ));
    }
}

#[test]
fn the_text_is_that_of_the_specification() {
    let tree = Tree::of_size(2);
    let mut proof = proof(&tree, 0, 2);
    let hash = text::to_base64(tree.leaf(1));
    let note = checkpoint(&tree, 2);
    assert_eq!(proof.to_string(), format!("c2sp.org/tlog-proof@v1\nindex 0\n{hash}\n\n{note}"));
    proof.extra = Some(b"more".to_vec());
    assert_eq!(
        proof.to_string(),
        format!("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 0\n{hash}\n\n{note}")
    );
    assert_eq!(proof.to_string().parse(), Ok(proof.clone()));
    proof.extra = Some(Vec::new());
    assert_eq!(proof.to_string().parse(), Ok(TlogProof { extra: None, ..proof }));
}

#[test]
fn other_spellings_are_refused() {
    let tree = Tree::of_size(5);
    let good = proof(&tree, 3, 5).to_string();
    let hash = text::to_base64(tree.leaf(2));
    let index = "index 3\n";
    let bad = [
        String::new(),
        good.replace("@v1", "@v2"),
        good.replace("c2sp", "C2SP"),
        format!("\n{good}"),
        format!("{good}\n"),
        good.replace(index, ""),
        good.replace(index, "index  3\n"),
        good.replace(index, "index 03\n"),
        good.replace(index, "index 3 \n"),
        good.replace(index, "index -3\n"),
        good.replace(index, "Index 3\n"),
        good.replace(index, "index 18446744073709551616\n"),
        good.replace(index, "index 3\nindex 3\n"),
        good.replace(index, "index 3\nextra AAAA\n"),
        good.replace(index, "extra\nindex 3\n"),
        good.replace(index, "extra \nindex 3\n"),
        good.replace(index, "extra AAA\nindex 3\n"),
        good.replace(index, "extra AAB=\nindex 3\n"),
        good.replace(index, "extra AAAA\nextra AAAA\nindex 3\n"),
        good.replace(&hash, &hash[1..]),
        good.replace(&hash, &format!(" {hash}")),
        good.replace(&format!("{hash}\n"), "\n"),
        good.replace(&hash, &hash.replace('=', "")),
        good.replace('\n', "\r\n"),
        good.replacen("\n\n", "\n", 1),
        good.replacen("\n\n", "\n\n\n", 1),
        good.replace("— ", ""),
        good.replace("\n5\n", "\nfive\n"),
        good.replace(&hash, format!("{hash}\n").repeat(MAX_HASHES).trim_end()),
        good.replace(index, &format!("extra {}\nindex 3\n", "AAAA".repeat(MAX_BYTES / 4))),
    ];
    for text in bad {
        assert!(
            text.parse::<TlogProof>().is_err(),
            "{}",
            text.chars().take(400).collect::<String>()
        );
    }
}

#[test]
fn every_changed_character_is_refused() {
    let tree = Tree::of_size(5);
    let good = proof(&tree, 3, 5).to_string();
    let log_part = good.rfind("— w.example").unwrap();
    let keys = keys();
    for at in 0..log_part {
        let mut bytes = good.clone().into_bytes();
        bytes[at] ^= 1;
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        let believed = changed
            .parse::<TlogProof>()
            .and_then(|proof| proof.verify(&tree.leaf(3), &keys, &origin()).map(drop));
        assert!(believed.is_err(), "{changed}");
    }
}

proptest! {
    #[test]
    fn proofs_round_trip(
        extra in prop::option::of(prop::collection::vec(any::<u8>(), 1..100)),
        index: u64,
        hashes in prop::collection::vec(any::<[u8; 32]>().prop_map(Digest), 0..=MAX_HASHES),
    ) {
        let proof = TlogProof { extra, index, hashes, checkpoint: checkpoint(&Tree::of_size(1), 1) };
        prop_assert_eq!(proof.to_string().parse(), Ok(proof));
    }
}
