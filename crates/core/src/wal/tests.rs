//! Round trips, and that neither damage nor a torn end is ever mistaken for the other.

use super::*;
use proptest::prelude::*;

const NAME: FileName = FileName { epoch: 7, first: 1000 };

fn origin(text: &str) -> Origin {
    text.parse().unwrap()
}

fn ours() -> Origin {
    origin("acme/eu-1/pilot-a")
}

/// The file with `groups`, and where each frame begins and the file ends.
fn file(origin: &Origin, name: FileName, groups: &[Vec<Vec<u8>>]) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::begin(origin, name, &mut bytes);
    let mut starts = vec![bytes.len()];
    for group in groups {
        encoder.frame(group.iter().map(Vec::as_slice), &mut bytes);
        starts.push(bytes.len());
    }
    (bytes, starts)
}

fn sample() -> Vec<Vec<Vec<u8>>> {
    let receipt = |n: usize, len: usize| format!("h.{n}.{}~", "s".repeat(len)).into_bytes();
    vec![
        vec![receipt(0, 40), receipt(1, 700)],
        vec![receipt(2, 10)],
        vec![receipt(3, 900), receipt(4, 0), receipt(5, 33)],
    ]
}

#[test]
fn a_file_reads_back_as_written() {
    let groups = sample();
    let (bytes, _) = file(&ours(), NAME, &groups);
    let wal = Wal::parse(&bytes, &ours(), NAME).unwrap();
    let flat: Vec<&[u8]> = groups.iter().flatten().map(Vec::as_slice).collect();
    assert_eq!(wal.receipts(), flat);
    assert_eq!((wal.first(), wal.end(), wal.tail()), (1000, 1006, Tail::Whole));
}

#[test]
fn any_flipped_bit_is_damage_and_never_a_torn_end() {
    let (bytes, starts) = file(&ours(), NAME, &sample());
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            let error = Wal::parse(&bad, &ours(), NAME).unwrap_err();
            let frame = starts.iter().rposition(|&start| start <= at);
            assert_eq!(error.offset, frame.map_or(0, |frame| starts[frame]), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn a_short_file_is_torn_and_keeps_what_was_whole() {
    let (bytes, starts) = file(&ours(), NAME, &sample());
    for len in 0..bytes.len() {
        let parsed = Wal::parse(&bytes[..len], &ours(), NAME);
        let Some(frame) = starts.iter().rposition(|&start| start <= len) else {
            assert_eq!(
                parsed.unwrap_err().offset,
                0,
                "a header is complete before the file has its name"
            );
            continue;
        };
        let wal = parsed.unwrap();
        let tail =
            if starts[frame] == len { Tail::Whole } else { Tail::Torn { at: starts[frame] } };
        assert_eq!(
            (wal.end(), wal.tail()),
            ([1000, 1002, 1003, 1006][frame], tail),
            "length {len}"
        );
    }
}

#[test]
fn sectors_never_written_are_a_torn_end_only_when_nothing_follows() {
    let (bytes, starts) = file(&ours(), NAME, &sample());
    let last = starts[starts.len() - 2];
    for sector in last / SECTOR + 1..bytes.len().div_ceil(SECTOR) {
        let mut torn = bytes.clone();
        torn[sector * SECTOR..].iter_mut().take(SECTOR).for_each(|byte| *byte = 0);
        assert_eq!(Wal::parse(&torn, &ours(), NAME).unwrap().tail(), Tail::Torn { at: last });
    }
    let mut grown = bytes.clone();
    grown.resize(bytes.len() + 4096, 0);
    assert_eq!(Wal::parse(&grown, &ours(), NAME).unwrap().tail(), Tail::Torn { at: bytes.len() });
    let mut hole = bytes;
    hole[512..1024].fill(0);
    assert!(Wal::parse(&hole, &ours(), NAME).is_err());
}

#[test]
fn frames_out_of_place_are_refused() {
    let (bytes, starts) = file(&ours(), NAME, &sample());
    let part = |n: usize| &bytes[starts[n]..starts[n + 1]];
    let head = &bytes[..starts[0]];
    let (other, _) = file(&origin("acme/eu-1/pilot-b"), NAME, &sample());
    let (older, _) = file(&ours(), FileName { epoch: 6, ..NAME }, &sample());
    for (what, parts) in [
        ("swapped", vec![head, part(1), part(0), part(2)]),
        ("doubled", vec![head, part(0), part(0), part(1), part(2)]),
        ("left out", vec![head, part(0), part(2)]),
        ("another log's", vec![head, &other[starts[0]..]]),
        ("another epoch's", vec![head, &older[starts[0]..]]),
        ("another log's file", vec![&other[..]]),
        ("another epoch's file", vec![&older[..]]),
    ] {
        assert!(Wal::parse(&parts.concat(), &ours(), NAME).is_err(), "{what}");
    }
}

#[test]
fn file_names_have_one_spelling_and_the_newest_epoch_counts() {
    assert_eq!(NAME.to_string(), "0000000007-00000000000000001000.wal");
    assert_eq!(FileName::parse(&NAME.to_string()), Some(NAME));
    for bad in [
        "7-1000.wal",
        "+000000007-00000000000000001000.wal",
        "0000000007-00000000000000001000.wal.tmp",
        ".wal",
        "",
    ] {
        assert_eq!(FileName::parse(bad), None, "{bad}");
    }
    let name = |epoch, first| FileName { epoch, first };
    assert_eq!(
        newest([name(2, 30), name(3, 20), name(3, 8), name(1, 0)]),
        [name(3, 8), name(3, 20)]
    );
    assert_eq!(newest([]), []);
}

proptest! {
    #[test]
    fn random_groups_round_trip(groups in prop::collection::vec(prop::collection::vec(prop::collection::vec(any::<u8>(), 0..600), 1..6), 0..6)) {
        let (bytes, _) = file(&ours(), NAME, &groups);
        let wal = Wal::parse(&bytes, &ours(), NAME).unwrap();
        let flat: Vec<&[u8]> = groups.iter().flatten().map(Vec::as_slice).collect();
        prop_assert_eq!(wal.receipts(), &flat[..]);
    }

    #[test]
    fn garbage_never_panics_and_never_yields_receipts(garbage in prop::collection::vec(any::<u8>(), 0..4096)) {
        let (mut bytes, starts) = file(&ours(), NAME, &[]);
        bytes.extend_from_slice(&garbage);
        if let Ok(wal) = Wal::parse(&bytes, &ours(), NAME) {
            prop_assert!(wal.receipts().is_empty());
            let torn = wal.tail() == Tail::Torn { at: starts[0] };
            prop_assert!(garbage.is_empty() || torn);
        }
    }
}
