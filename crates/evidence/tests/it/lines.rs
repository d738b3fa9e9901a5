//! Files and streams with one receipt a line, with and without proofs of their own.

use crate::support::*;
use cos_core::log::leaf::Leaf;
use cos_core::log::proof::inclusion_proof;
use cos_core::log::tile::TileNodes;
use cos_core::log::tlog_proof::TlogProof;
use cos_core::receipt::{flattened, signed_part};
use cos_evidence::lines::LineChunks;
use cos_evidence::store::{Chunk, Store};
use cos_evidence::{EvidenceError, Level, Options, Report};
use std::io::{self, Read};

fn verify_lines(world: &World, text: &str, options: &Options<'_>) -> Report {
    cos_evidence::verify::lines("lines", text.as_bytes(), &world.keys.trust, options).unwrap()
}

fn at(level: Level) -> Options<'static> {
    Options { level: Some(level), ..options() }
}

/// The proof for a receipt, made from the ledger's tiles.
fn prove(world: &World, tenant: &str, index: u64) -> TlogProof {
    let logs = Store::open(&world.ledger()).unwrap().logs().unwrap();
    let log = logs.iter().find(|log| **log.origin() == origin(tenant)).unwrap();
    let checkpoint = log.checkpoint().unwrap().unwrap();
    let size = world.keys.trust.open_checkpoint(&checkpoint, &origin(tenant)).unwrap().size;
    let nodes = TileNodes::new(size, |id| log.tile(id));
    let hashes = inclusion_proof::<TileNodes<_>>(index, size, &nodes).unwrap();
    TlogProof { extra: None, index, hashes, checkpoint }
}

fn flattened(receipt: &str, proof: &TlogProof) -> String {
    flattened::write(receipt, Some(&proof.to_string())).unwrap() + "\n"
}

#[test]
fn flattened_receipts_bring_their_proof() {
    let world = World::new();
    let text: String = [0, 100, 255, 256, 279]
        .map(|index| flattened(&world.receipt(A, index), &prove(&world, A, index)))
        .concat();
    let text = text + &flattened(&world.receipt(B, 7), &prove(&world, B, 7));
    for options in [options(), at(Level::Signature), at(Level::Inclusion)] {
        let report = verify_lines(&world, &text, &options);
        assert!(report.is_clean(), "{:?}", report.failures);
        assert_eq!(level(&report, "inclusion"), (6, 0));
        assert_eq!(report.by_tenant["eu-1/pilot-b"].valid, 1);
    }
    for beyond in [Level::Consistency, Level::Witness] {
        let report = verify_lines(&world, &text, &at(beyond));
        assert_eq!(counts(&report), (0, 0, 6, 0));
    }
}

#[test]
fn a_wrong_proof_makes_a_genuine_receipt_invalid() {
    let world = World::new();
    let receipt = world.receipt(A, 20);
    let right = prove(&world, A, 20);
    let mut other_node = right.clone();
    other_node.hashes[3] = other_node.hashes[2];
    let cases = [
        (&receipt, prove(&world, A, 21)),
        (&receipt, prove(&world, B, 20)),
        (&world.receipt(A, 21), right.clone()),
        (&receipt, TlogProof { index: 21, ..right.clone() }),
        (&receipt, other_node),
        (&receipt, TlogProof { hashes: right.hashes[1..].to_vec(), ..right.clone() }),
        (
            &receipt,
            TlogProof {
                checkpoint: right.checkpoint.replace("\n280\n", "\n281\n"),
                ..right.clone()
            },
        ),
    ];
    for (number, (receipt, proof)) in cases.iter().enumerate() {
        let report = verify_lines(&world, &flattened(receipt, proof), &options());
        assert_eq!(counts(&report), (0, 1, 0, 0), "case {number}");
        assert_eq!(report.failures[0].check, "inclusion", "case {number}");
        assert_eq!(report.failures[0].jti, Some(jti(receipt)));
        // The signature is in order, and the report does not say otherwise.
        assert_eq!(level(&report, "signature"), (1, 0));
        assert_eq!(level(&report, "inclusion"), (0, 1));
    }
    let nonsense = flattened::write(&receipt, Some("not a proof")).unwrap();
    assert_eq!(counts(&verify_lines(&world, &nonsense, &options())), (0, 1, 0, 0));
}

#[test]
fn without_a_proof_inclusion_is_unverifiable() {
    let world = World::empty();
    let plain = world.receipts(A, 3).join("\n");
    let flat = flattened::write(&world.receipt(A, 3), None).unwrap();
    let text = format!("{plain}\n{flat}\n");
    assert_eq!(counts(&verify_lines(&world, &text, &options())), (4, 0, 0, 0));
    let report = verify_lines(&world, &text, &at(Level::Inclusion));
    assert_eq!(counts(&report), (0, 0, 4, 0));
    assert_eq!(level(&report, "signature"), (4, 0));
    assert_eq!(level(&report, "inclusion"), (0, 4));
    assert!(
        report
            .failures
            .iter()
            .all(|failure| failure.check == "inclusion" && failure.code == "COS-VER-0009")
    );
    // Whoever gives an earlier checkpoint asks for more than a file of receipts can show.
    let world = World::new();
    let since = vec![world.log(A).join("checkpoint")];
    let report = verify_lines(&world, &text, &Options { since, ..options() });
    assert_eq!(counts(&report), (0, 0, 4, 0));
}

#[test]
fn k_tampered_lines_are_exactly_k_invalid_ones() {
    use rand_core::Rng as _;
    let world = World::empty();
    let receipts = world.receipts(A, 700);
    let mut rng = cos_testkit::rng(5);
    for k in [1, 3, 20, 150] {
        let mut lines: Vec<Vec<u8>> =
            receipts.iter().map(|receipt| receipt.clone().into_bytes()).collect();
        let mut touched: Vec<usize> =
            (0..k).map(|_| rng.next_u32() as usize % lines.len()).collect();
        touched.sort_unstable();
        touched.dedup();
        for &line in &touched {
            let text = &mut lines[line];
            let at = rng.next_u32() as usize % text.len();
            // Never a line end: that would be another line, not another receipt.
            text[at] = if text[at] == b'x' { b'y' } else { b'x' };
        }
        let text = lines.join(&b'\n');
        for options in [
            options(),
            Options { criterion: cos_core::receipt::Criterion::Strict, threads: 8, ..options() },
        ] {
            let report =
                cos_evidence::verify::lines("lines", &text[..], &world.keys.trust, &options)
                    .unwrap();
            let named: Vec<_> =
                report.failures.iter().map(|failure| failure.index.unwrap() as usize - 1).collect();
            assert_eq!(named, touched);
            assert_eq!(report.counts.valid, (lines.len() - touched.len()) as u64);
        }
    }
}

#[test]
fn flattened_text_in_a_log_is_no_receipt_of_it() {
    let world = World::empty();
    world.append(A, 0..3, End::Sealed);
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let receipts = world.receipts(A, 3);
    let flat = flattened::write(&receipts[1], None).unwrap();
    std::fs::write(
        &path,
        cos_core::bodies::encode(
            0,
            &[receipts[0].as_bytes(), flat.as_bytes(), receipts[2].as_bytes()],
        ),
    )
    .unwrap();
    assert_eq!(named(&world.verify()), [(A.into(), 1, "format")]);
    let leaf = |text: &str| {
        Leaf::Receipt(cos_core::digest::Digest::of(signed_part(text.as_bytes()))).hash()
    };
    assert_ne!(leaf(&flat), leaf(&receipts[1]));
}

/// Repeats a text without end, and counts what was read.
struct Endless<'a> {
    text: &'a [u8],
    read: u64,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for byte in &mut *buffer {
            *byte = self.text[self.read as usize % self.text.len()];
            self.read += 1;
        }
        Ok(buffer.len())
    }
}

#[test]
fn endless_input_comes_in_chunks_of_bounded_size() {
    let world = World::empty();
    let line = world.receipt(A, 0) + "\n";
    let mut taken = 0;
    let mut input = Endless { text: line.as_bytes(), read: 0 };
    let chunks = LineChunks::new(&mut input).each(|_, chunk| {
        let Chunk::Plain { bytes, spans, .. } = chunk else { panic!("nothing is damaged") };
        assert!(bytes.len() < 2 << 20 && spans.len() <= 512);
        taken += spans.len();
        taken < 5_000
    });
    chunks.unwrap();
    assert!(
        input.read < 5_000 * line.len() as u64 + (4 << 20),
        "no more is read than is asked for"
    );

    // A line without end is one failure, however long it is.
    let endless = Read::take(Endless { text: b"x", read: 0 }, 64 << 20);
    let report =
        cos_evidence::verify::lines("lines", endless, &world.keys.trust, &options()).unwrap();
    assert_eq!(counts(&report), (0, 1, 0, 0));
}

#[test]
fn a_stream_that_breaks_is_an_error() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable is out"))
        }
    }
    let world = World::empty();
    let outcome = cos_evidence::verify::lines("lines", Breaks, &world.keys.trust, &options());
    assert!(matches!(outcome, Err(EvidenceError::Io { .. })), "{outcome:?}");
}
