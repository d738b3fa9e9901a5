//! Body files give back every byte, name the damaged receipt, and are small for our own receipts.

use super::*;
use crate::fixture;
use proptest::prelude::*;

fn read_all(file: &[u8]) -> Vec<Result<Vec<u8>, BodiesError>> {
    let bodies = Bodies::parse(file).unwrap();
    let mut reader = bodies.reader();
    (0..bodies.len())
        .map(|at| {
            let mut out = Vec::new();
            reader.receipt(at, &mut out).map(|()| out)
        })
        .collect()
}

fn round_trips(receipts: &[Vec<u8>]) -> Vec<u8> {
    let file = encode(7, &receipts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    assert_eq!(read_all(&file).into_iter().map(Result::unwrap).collect::<Vec<_>>(), receipts);
    file
}

#[test]
fn our_receipts_are_packed_and_small() {
    let receipts: Vec<_> = (0..1000).map(|number| fixture::receipt(number).into_bytes()).collect();
    let file = round_trips(&receipts);
    let raw: usize = receipts.iter().map(Vec::len).sum();
    let (stored, raw) = (file.len() / receipts.len(), raw / receipts.len());
    assert!(stored < 350, "{stored} bytes a receipt stored, {raw} raw");
}

#[test]
fn partial_copies_and_foreign_bytes_come_back_exactly() {
    let whole = fixture::receipt(3);
    let without_seed = |text: &str| {
        let cut = text[..text.len() - 1].rfind('~').unwrap();
        text[..=cut].to_owned()
    };
    let shuffled = {
        let (jwt, tail) = whole.split_once('~').unwrap();
        let mut parts: Vec<_> = tail.split_terminator('~').collect();
        parts.reverse();
        format!("{jwt}~{}~", parts.join("~"))
    };
    let odd_payload = r#"{"_sd":["",""],"x":"","approvers":[]}"#;
    let receipts = [
        without_seed(&whole),
        format!("{}~", whole.split_once('~').unwrap().0),
        shuffled,
        whole.clone(),
        fixture::sdjwt(&fixture::header(), odd_payload, &[]),
        fixture::sdjwt(&fixture::header(), "not json", &["!!".into()]),
        "x.y.z~".into(),
        "~".into(),
        String::new(),
        "\0".repeat(300),
    ];
    round_trips(&receipts.map(String::into_bytes));
}

#[test]
fn every_flipped_bit_is_noticed_and_harms_one_receipt_at_most() {
    let receipts: Vec<_> = (0..5).map(|number| fixture::receipt(number).into_bytes()).collect();
    let file = encode(100, &receipts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    for bit in 0..file.len() * 8 {
        let mut damaged = file.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let Ok(bodies) = Bodies::parse(&damaged) else { continue };
        let mut reader = bodies.reader();
        let bad: Vec<_> =
            (0..bodies.len()).filter(|&at| reader.receipt(at, &mut Vec::new()).is_err()).collect();
        assert_eq!(bad.len(), 1, "bit {bit}");
        let before = receipts_before(&file, bit / 8);
        assert_eq!(bad[0], before, "bit {bit}");
    }
}

/// How many records end at or before this byte.
fn receipts_before(file: &[u8], byte: usize) -> usize {
    let bodies = Bodies::parse(file).unwrap();
    let records = file.len() - bodies.records.len();
    (0..bodies.len()).filter(|&at| records + bodies.end(at) <= byte).count()
}

#[test]
fn every_truncation_is_refused() {
    let receipt = fixture::receipt(1);
    let file = encode(0, &[receipt.as_bytes(), receipt.as_bytes()]);
    for length in 0..file.len() {
        assert!(Bodies::parse(&file[..length]).is_err(), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_round_trip(receipts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..400), 0..80)) {
        round_trips(&receipts);
    }

    #[test]
    fn hostile_files_are_refused_quietly(mut file in prop::collection::vec(any::<u8>(), 0..600)) {
        let take = file.len().min(8);
        file[..take].copy_from_slice(&MAGIC[..take]);
        let _ = Bodies::parse(&file);
    }
}
