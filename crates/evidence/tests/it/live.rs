//! A ledger in use: whatever the writer does meanwhile, what a checkpoint commits to verifies.

use crate::support::*;
use cos_evidence::Options;
use cos_evidence::store::Store;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[test]
fn a_ledger_verifies_while_a_writer_appends_publishes_and_seals() {
    let world = World::empty();
    let receipts = world.receipts(A, 3000);
    let done = AtomicBool::new(false);
    let mut verified = 0;
    thread::scope(|scope| {
        scope.spawn(|| {
            // Every round opens, appends, publishes and seals, so that files come and go all the time.
            for round in receipts.chunks(60) {
                append(&world.ledger(), &world.keys.log, A, round, End::Sealed);
            }
            done.store(true, Ordering::Relaxed);
        });
        let pins = world.pins();
        while !done.load(Ordering::Relaxed) {
            let options = Options { pins: Some(pins.clone()), ..options() };
            let Ok(report) = verify(&world.ledger(), &world.keys.trust, &options) else { continue };
            if report.logs.is_empty() {
                continue;
            }
            assert!(report.is_clean(), "{:?}", report.failures.first());
            assert_eq!(report.warnings, Vec::<String>::new());
            verified += 1;
        }
    });
    assert!(verified >= 3, "{verified} verifications met the writer at work");
    assert_eq!(world.verify().counts.valid, 3000);
}

#[test]
fn a_snapshot_survives_sealing_between_checkpoint_and_receipts() {
    let world = World::empty();
    world.append(A, 0..300, End::Sealed);
    world.append(A, 300..420, End::Open);
    let logs = Store::open(&world.ledger()).unwrap().logs().unwrap();
    let mut seen = Vec::new();
    let notes = logs[0].chunks(420, 64, |first, chunk| {
        if first == 0 {
            // The write-ahead log goes, its receipts move, the tiles of this size make room for wider ones.
            world.append(A, 420..700, End::Sealed);
            assert!(files(&world.log(A).join("wal")).is_empty());
        }
        seen.extend((0..chunk.len()).map(|at| chunk.receipt(at as usize).unwrap()));
        true
    });
    assert_eq!(notes.unwrap(), Vec::<String>::new());
    assert!(
        seen.iter()
            .zip(world.receipts(A, 420))
            .all(|(found, receipt)| *found == receipt.into_bytes())
    );
    assert_eq!(seen.len(), 420);
    for size in [1, 255, 256, 300, 420, 700] {
        let id = cos_core::log::tile::TileId::holding(0, size - 1, size).unwrap();
        assert!(logs[0].tile(id).unwrap().len() >= 32 * usize::from(id.width), "{size}");
    }
}
