//! A pack that is not what the auditor's nonce draws, or not what the log holds, is not taken for one that is.

use crate::support::*;
use cos_core::digest::Digest;
use cos_evidence::pack::{self, parse_nonce};
use cos_evidence::{EvidenceError, Report};
use serde_json::{Value, json};

/// A pack taken apart, to be put together again with a fitting last line: what a forger with the file in hand would do.
struct Pack {
    header: Value,
    entries: Vec<Value>,
}

impl Pack {
    fn read(bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        lines.pop().unwrap();
        Self { header: lines.remove(0), entries: lines }
    }

    fn write(&self) -> Vec<u8> {
        // Members in the order in which the format has them; `serde_json::Value` sorts by name.
        let header = ["schema", "method", "nonce", "requested", "profile", "logs"]
            .map(|name| format!("\"{name}\":{}", self.header[name]));
        let mut text = format!("{{{}}}\n", header.join(","));
        for entry in &self.entries {
            text += &entry.to_string();
            text.push('\n');
        }
        let end = json!({ "end": { "receipts": self.entries.len(), "sha256": Digest::of(text.as_bytes()).to_string() } });
        (text + &end.to_string() + "\n").into_bytes()
    }

    fn verify(&self, world: &World) -> Report {
        verify_pack(&self.write(), &world.keys.trust, &options()).unwrap()
    }
}

fn world() -> (World, Pack) {
    let world = World::new();
    let pack = Pack::read(&world.pack(50));
    assert!(pack.verify(&world).is_clean(), "putting a pack together anew changes nothing");
    (world, pack)
}

fn sample_failure(report: &Report) -> &str {
    assert!(!report.is_clean());
    let found = report.failures.iter().find(|failure| failure.check == "sample");
    &found.unwrap_or_else(|| panic!("{:?}", report.failures)).reason
}

#[test]
fn a_dropped_receipt_is_missed_and_counts_against_the_sample() {
    let (world, mut pack) = world();
    let dropped = pack.entries.remove(7);
    let report = pack.verify(&world);
    assert!(sample_failure(&report).contains(&format!("draws entry {}", dropped["index"])));
    let sample = report.sample.unwrap();
    assert_eq!(sample.drawn, 50);
    // Without it the shared proof of its log has a hole, so nothing of that log is shown.
    assert_eq!(
        sample.deviations,
        1 + indexes(&pack, dropped["log"].as_u64().unwrap()).len() as u64
    );
    pack.entries.clear();
    let sample = pack.verify(&world).sample.unwrap();
    assert_eq!((sample.drawn, sample.deviations), (50, 50));
    assert!(sample.upper_bound_95 > 0.99);
}

#[test]
fn a_receipt_that_the_nonce_does_not_draw_is_noticed() {
    let (world, pack) = world();
    let drawn: Vec<u64> = indexes(&pack, 0);
    let stranger = (0..280).find(|index| !drawn.contains(index)).unwrap();
    let entry = |index: u64| {
        let receipt = world.receipt(A, index);
        let digest = Digest::of(cos_core::receipt::signed_part(receipt.as_bytes()));
        let leaf = cos_core::log::leaf::Leaf::Receipt(digest).hash();
        json!({ "log": 0, "index": index, "leaf": cos_core::base64url::encode(&leaf.0), "sd_jwt": receipt })
    };
    // Added, or in the place of one that was drawn.
    for keep in [true, false] {
        let mut spoiled = Pack { header: pack.header.clone(), entries: pack.entries.clone() };
        if !keep {
            spoiled.entries.remove(3);
        }
        spoiled.entries.push(entry(stranger));
        spoiled.entries.sort_by_key(|entry| (entry["log"].as_u64(), entry["index"].as_u64()));
        let report = spoiled.verify(&world);
        let reason = sample_failure(&report);
        assert!(reason.contains(if keep { "holds entry" } else { "draws entry" }), "{reason}");
    }
}

fn indexes(pack: &Pack, log: u64) -> Vec<u64> {
    let of_log = pack.entries.iter().filter(|entry| entry["log"] == log);
    of_log.map(|entry| entry["index"].as_u64().unwrap()).collect()
}

#[test]
fn order_repetition_nonce_and_count_are_bound_to_the_draw() {
    let (world, pack) = world();
    let change = |change: &dyn Fn(&mut Pack)| {
        let mut spoiled = Pack { header: pack.header.clone(), entries: pack.entries.clone() };
        change(&mut spoiled);
        spoiled.verify(&world)
    };
    assert!(sample_failure(&change(&|pack| pack.entries.swap(2, 3))).contains("out of order"));
    let doubled = change(&|pack| {
        let again = pack.entries[2].clone();
        pack.entries.insert(2, again);
    });
    assert!(sample_failure(&doubled).contains("repeated"));
    sample_failure(&change(&|pack| pack.header["nonce"] = "00".repeat(16).into()));
    sample_failure(&change(&|pack| pack.header["requested"] = 49.into()));
    sample_failure(&change(&|pack| pack.header["requested"] = i64::MAX.into()));
    // Another position in the log for the same receipt.
    sample_failure(&change(&|pack| {
        pack.entries[2]["index"] = (pack.entries[2]["index"].as_u64().unwrap() + 1).into();
    }));
}

#[test]
fn the_map_of_decisions_must_agree_with_the_receipts() {
    let (world, mut pack) = world();
    let packed = pack.header["logs"][0]["decisions"].as_str().unwrap().to_owned();
    let packed = cos_core::base64url::decode(packed.as_bytes()).unwrap();
    let mut decisions = zstd::bulk::decompress(&packed, 280).unwrap();
    let set = |pack: &mut Pack, decisions: &[u8]| {
        let packed = zstd::bulk::compress(decisions, 3).unwrap();
        pack.header["logs"][0]["decisions"] = cos_core::base64url::encode(&packed).into();
    };
    // All of them, so that every drawn receipt disagrees.
    let honest = decisions.clone();
    for decision in &mut decisions {
        *decision = (*decision + 1) % 3;
    }
    set(&mut pack, &decisions);
    let report = pack.verify(&world);
    assert!(
        sample_failure(&report).contains("decision") || sample_failure(&report).contains("draws")
    );
    assert!(report.sample.unwrap().deviations > 0);
    for wrong in [
        &honest[..279],
        &[honest.as_slice(), &[0]].concat(),
        &[vec![3], honest[1..].to_vec()].concat(),
    ] {
        set(&mut pack, wrong);
        let outcome = verify_pack(&pack.write(), &world.keys.trust, &options());
        assert!(matches!(outcome, Err(EvidenceError::Pack { line: 1, .. })), "{outcome:?}");
    }
}

#[test]
fn altered_proofs_leave_nothing_proven_and_altered_leaves_only_look_so() {
    let (world, mut pack) = world();
    let nodes = pack.header["logs"][1]["proof"].clone();
    let mut spoiled = nodes.as_array().unwrap().clone();
    spoiled.swap(0, 1);
    for wrong in [
        json!(spoiled),
        json!([]),
        json!([nodes.as_array().unwrap().as_slice(), &[nodes[0].clone()]].concat()),
    ] {
        pack.header["logs"][1]["proof"] = wrong;
        let report = pack.verify(&world);
        let (a, b) = (indexes(&pack, 0).len() as u64, indexes(&pack, 1).len() as u64);
        assert_eq!(counts(&report), (a, 0, b, 0));
        assert_eq!(report.sample.unwrap().deviations, b);
    }
    pack.header["logs"][1]["proof"] = nodes;

    // The receipt itself says what its leaf is; only the pack's word differs, and that the proof puts right.
    let leaf = pack.entries[4]["leaf"].clone();
    pack.entries[4]["leaf"] = pack.entries[5]["leaf"].clone();
    assert_eq!(counts(&pack.verify(&world)), (50, 0, 0, 0));
    // Beside a tampered receipt elsewhere, too.
    let text = pack.entries[9]["sd_jwt"].as_str().unwrap().replacen("eyJ", "eyK", 1);
    pack.entries[9]["sd_jwt"] = text.into();
    let report = pack.verify(&world);
    assert_eq!(counts(&report), (49, 1, 0, 0));
    assert_eq!(report.failures[0].index, pack.entries[9]["index"].as_u64());
    pack.entries[4]["leaf"] = leaf;
}

#[test]
fn a_genuine_receipt_in_the_place_of_a_drawn_one_is_named() {
    let (world, mut pack) = world();
    let index = pack.entries[6]["index"].as_u64().unwrap();
    pack.entries[6]["sd_jwt"] = world.receipt(A, (index + 1) % 280).into();
    let report = pack.verify(&world);
    assert_eq!(counts(&report), (49, 1, 0, 0));
    assert_eq!(named(&report), [(A.into(), index, "inclusion")]);
    pack.entries[6]["sd_jwt"] = world.receipt(B, 3).into();
    assert_eq!(named(&pack.verify(&world)), [(A.into(), index, "log")]);
}

#[test]
fn a_receipt_swapped_in_the_ledger_comes_into_the_pack_with_the_leaf_of_the_log() {
    let world = World::new();
    let pack = Pack::read(&world.pack(50));
    let victim = indexes(&pack, 0)[0];
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let file = std::fs::read(&path).unwrap();
    let bodies = cos_core::bodies::Bodies::parse(&file).unwrap();
    let mut receipts: Vec<Vec<u8>> =
        world.receipts(A, bodies.len()).into_iter().map(Into::into).collect();
    let decision = |at: u64| world.receipt(A, at);
    assert!(victim < 100, "the first of the drawn lies in the first file");
    // Any other receipt with the same decision, so that the draw stays what it was.
    let same = |at: &u64| {
        *at != victim && visible_decision(&decision(*at)) == visible_decision(&decision(victim))
    };
    let other = (100..280).find(same).unwrap();
    receipts[victim as usize] = world.receipt(A, other).into_bytes();
    let receipts: Vec<_> = receipts.iter().map(Vec::as_slice).collect();
    std::fs::write(&path, cos_core::bodies::encode(0, &receipts)).unwrap();
    let report = verify_pack(&world.pack(50), &world.keys.trust, &options()).unwrap();
    assert_eq!(counts(&report), (49, 1, 0, 0));
    assert_eq!(named(&report), [(A.into(), victim, "inclusion")]);
}

fn visible_decision(receipt: &str) -> String {
    let payload = receipt.split('.').nth(1).unwrap();
    let payload: Value =
        serde_json::from_slice(&cos_core::base64url::decode(payload.as_bytes()).unwrap()).unwrap();
    payload["decision"].as_str().unwrap().to_owned()
}

#[test]
fn a_checkpoint_of_another_log_or_key_vouches_for_nothing() {
    let (world, pack) = world();
    let other = pack.header["logs"][1]["checkpoint"].clone();
    let mut crossed = Pack { header: pack.header.clone(), entries: pack.entries.clone() };
    crossed.header["logs"][0]["checkpoint"] = other;
    let report = crossed.verify(&world);
    let a = indexes(&pack, 0).len() as u64;
    assert_eq!(counts(&report), (50 - a, 0, a, 0));
    assert_eq!(log_failures(&report), ["checkpoint", "sample"]);
    assert_eq!(report.sample, None);

    let stranger = world.dir.path().join("stranger");
    append(&stranger, &log_key(3), A, &world.receipts(A, 280), End::Sealed);
    let forged = std::fs::read_to_string(stranger.join("eu-1").join(A).join("checkpoint")).unwrap();
    crossed.header["logs"][0]["checkpoint"] = forged.into();
    let report = crossed.verify(&world);
    assert_eq!(report.by_tenant["eu-1/pilot-a"].valid, 0);
    assert_eq!(log_failures(&report), ["checkpoint", "sample"]);
}

#[test]
fn a_log_stands_in_a_pack_once() {
    let (world, mut pack) = world();
    let a = pack.header["logs"][0].clone();
    let b = pack.header["logs"][1].clone();
    for logs in [json!([a, a]), json!([b, a])] {
        pack.header["logs"] = logs;
        let outcome = verify_pack(&pack.write(), &world.keys.trust, &options());
        assert!(matches!(outcome, Err(EvidenceError::Pack { line: 1, .. })), "{outcome:?}");
    }
}

#[test]
fn a_small_file_cannot_ask_for_much_memory() {
    let (world, mut pack) = world();
    let zeros = zstd::bulk::compress(&vec![0; 1 << 24], 19).unwrap();
    pack.header["logs"][0]["decisions"] = cos_core::base64url::encode(&zeros).into();
    let outcome = verify_pack(&pack.write(), &world.keys.trust, &options());
    assert!(matches!(outcome, Err(EvidenceError::Pack { line: 1, .. })));
    // Nor by naming a size that nobody signed.
    let note =
        pack.header["logs"][0]["checkpoint"].as_str().unwrap().replace("\n280\n", "\n999999999\n");
    pack.header["logs"][0]["checkpoint"] = note.into();
    assert_eq!(log_failures(&pack.verify(&world)), ["checkpoint", "sample"]);
    // Nor by holding more than was drawn.
    let (_, mut pack) = self::world();
    let entry = pack.entries[0].clone();
    pack.entries.extend(std::iter::repeat_n(entry, 10_001));
    let outcome = verify_pack(&pack.write(), &world.keys.trust, &options());
    assert!(
        matches!(outcome, Err(EvidenceError::Pack { .. })),
        "{:?}",
        outcome.map(|report| report.counts)
    );
}

#[test]
fn edges_of_population_and_nonce() {
    let world = World::new();
    let everything = verify_pack(&world.pack(1_000_000), &world.keys.trust, &options()).unwrap();
    assert_eq!(counts(&everything), (370, 0, 0, 0));
    let sample = everything.sample.unwrap();
    assert_eq!((sample.drawn, sample.upper_bound_95), (370, 0.0));
    let nothing = verify_pack(&world.pack(0), &world.keys.trust, &options()).unwrap();
    assert!(nothing.is_clean());
    assert!(nothing.sample.unwrap().upper_bound_95 > 0.99);

    let empty = World::empty();
    drop(open(&empty.ledger(), &empty.keys.log, &[]));
    let report = verify_pack(&empty.pack(10), &empty.keys.trust, &options()).unwrap();
    assert_eq!((report.counts.total, report.sample.unwrap().population), (0, 0));
    empty.append(A, 0..0, End::Sealed);
    assert!(verify_pack(&empty.pack(10), &empty.keys.trust, &options()).is_ok());

    for wrong in [
        "",
        "00",
        &"0".repeat(31),
        &"0".repeat(30),
        &"g".repeat(32),
        &"A0".repeat(16),
        &"0".repeat(130),
    ] {
        assert!(matches!(parse_nonce(wrong), Err(EvidenceError::Nonce)), "{wrong}");
    }
    assert_eq!(parse_nonce(&"0f".repeat(16)).unwrap(), [15; 16]);
    assert_eq!(parse_nonce(&"0f".repeat(64)).unwrap().len(), 64);
}

#[test]
fn a_ledger_that_cannot_be_read_whole_gives_no_sample() {
    let world = World::new();
    let path = nth_file(&world.log(A).join("bodies"), 0);
    let length = std::fs::metadata(&path).unwrap().len() as usize;
    flip(&path, length - 1, 1);
    let outcome = draw(&world.ledger(), &world.keys.trust, 10);
    assert!(
        matches!(&outcome, Err(EvidenceError::Sample(reason)) if reason.contains("99")),
        "{outcome:?}"
    );
    assert!(pack::is_pack(&World::small().pack(1)));
}
