//! What reading, verifying, issuing and storing a receipt costs, beside the raw signature checks over the same bytes and
//! another implementation's verification of the same receipts. One core.
//!
//! Every receipt has all its disclosures, about 2.9 KB in compact form.

use cos_core::base64url;
use cos_core::bodies::{self, Bodies};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::ed25519::{
    Prepared, PublicKey, Sign, SignError, Signature, VerifyingKey, verify_batch,
};
use cos_core::ids::Origin;
use cos_core::log::leaf::Leaf;
use cos_core::receipt::claims::ClaimsReader;
use cos_core::receipt::event::EventReader;
use cos_core::receipt::issue::Issuer;
use cos_core::receipt::verify::{Checker, Keyring};
use cos_core::receipt::{Criterion, Reader, disclose, flattened};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput, criterion_group, criterion_main};
use ed25519_dalek::{Signer as _, SigningKey};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Value, json};
use std::hint::black_box;

const KID: &str = "acme/notary-1+00000000";
const NOW: Timestamp = Timestamp(1_762_214_400);
/// Receipts a batch, as the pipelines of `cos receipts verify` take them.
const COUNT: usize = 512;

struct Notary(SigningKey);

impl Sign for Notary {
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, message: &[u8]) -> Result<Signature, SignError> {
        Ok(Signature(self.0.sign(message).to_bytes()))
    }
}

fn notary() -> Notary {
    Notary(SigningKey::from_bytes(&[42; 32]))
}

fn verifying_key() -> VerifyingKey {
    VerifyingKey::new(notary().public_key()).expect("a key that signs is a point of large order")
}

fn origin() -> Origin {
    "acme/eu-1/pilot-a".parse().expect("it is an origin")
}

fn event(number: u32) -> String {
    let digest = Digest::of(&number.to_be_bytes()).to_string();
    let event = json!({
        "time": Timestamp(1_762_128_000 + i64::from(number)).to_string(),
        "flow": (["approval", "graph_3hop", "runbook_step"][number as usize % 3]),
        "action": "deploy.promote",
        "decision": "deny",
        "denial_code": "window_closed",
        "policy_bundle": { "digest": format!("sha256:{}", "ab".repeat(32)), "version": "1.9.0" },
        "price_catalog": format!("sha256:{}", "cd".repeat(32)),
        "actor": format!("user-{}@acme.example", number % 500),
        "resource": format!("service/checkout-{}", number % 90),
        "denial_reason": "the change window is closed until 06:00",
        "rationale": "scheduled \"canary\" ramp — step 2",
        "approvers": ["dana@acme.example", "lee@acme.example"],
        "input_digest": format!("sha256:{digest}"),
        "trace_id": &digest[..32],
        "ticket": format!("https://tickets.acme.example/OPS-{number}"),
        "cost": { "amount": "0.0042", "currency": "USD" },
        "client_ip": format!("203.0.113.{}", number % 256),
    });
    event.to_string()
}

fn issue_all(events: &[String], out: &mut Vec<Vec<u8>>) {
    let (notary, origin) = (notary(), origin());
    let mut issuer = Issuer::new(&notary, KID, &origin, NOW);
    let mut rng = ChaCha12Rng::seed_from_u64(1);
    let mut reader = EventReader::default();
    for event in events {
        let mut receipt = Vec::with_capacity(3_072);
        let event = reader.read(event.as_bytes()).expect("it is an event");
        issuer.issue(&event, &mut rng, &mut receipt).expect("the notary signs");
        out.push(receipt);
    }
}

fn receipts() -> Vec<Vec<u8>> {
    let events: Vec<String> = (0..COUNT as u32).map(event).collect();
    let mut receipts = Vec::new();
    issue_all(&events, &mut receipts);
    receipts
}

fn group(c: &mut criterion::Criterion) -> BenchmarkGroup<'_, WallTime> {
    let mut group = c.benchmark_group("receipts");
    group.throughput(Throughput::Elements(COUNT as u64));
    group
}

/// The signatures alone, over the very bytes that the receipts have.
fn raw(c: &mut criterion::Criterion) {
    let mut reader = Reader::default();
    let signed: Vec<(Vec<u8>, Signature)> = receipts()
        .iter()
        .map(|receipt| {
            let sdjwt = reader.read(receipt).expect("it is a receipt");
            (sdjwt.signing_input().to_vec(), *sdjwt.signature())
        })
        .collect();
    let keys = [verifying_key()];
    let mut group = group(c);
    group.bench_function("raw-strict", |b| {
        b.iter(|| {
            assert!(signed.iter().all(|(text, signature)| keys[0].verify_strict(text, signature)));
        });
    });
    group.bench_function("raw-batch", |b| {
        b.iter(|| {
            let prepared =
                signed.iter().map(|(text, signature)| keys[0].prepare(0, text, signature));
            let prepared: Vec<Prepared> =
                prepared.collect::<Option<_>>().expect("they are canonical");
            assert!(verify_batch(&keys, &prepared));
        });
    });
}

/// Everything there is to check of a receipt: form, disclosures, claims, leaf hash, signature.
fn verify(c: &mut criterion::Criterion) {
    let receipts = receipts();
    let keyring: Keyring = [(KID.to_owned(), verifying_key())].into_iter().collect();
    let mut group = group(c);
    let (mut reader, mut claims) = (Reader::default(), ClaimsReader::default());
    group.bench_function("structure", |b| {
        b.iter(|| {
            for text in &receipts {
                let sdjwt = reader.read(text).expect("it is a receipt");
                let receipt = claims.read(&sdjwt).expect("its claims are in order");
                black_box(Leaf::Receipt(receipt.digest).hash());
            }
        });
    });
    for (name, criterion) in
        [("verify-batch", Criterion::Batch), ("verify-strict", Criterion::Strict)]
    {
        let mut checker = Checker::new(&keyring, criterion);
        group.bench_function(name, |b| {
            b.iter(|| {
                for text in &receipts {
                    let sdjwt = reader.read(text).expect("it is a receipt");
                    let receipt = claims.read(&sdjwt).expect("its claims are in order");
                    black_box(Leaf::Receipt(receipt.digest).hash());
                    checker.push(&sdjwt, receipt);
                }
                assert!(checker.finish().all(|outcome| outcome.is_ok()));
            });
        });
    }
}

/// The same receipts by sd-jwt-rs, which wants an `exp` that receipts do not have.
fn peer(c: &mut criterion::Criterion) {
    let key = notary();
    let with_exp = |receipt: &Vec<u8>| {
        let text = str::from_utf8(receipt).expect("receipts are text");
        let (jwt, disclosures) = text.split_once('~').expect("it is an SD-JWT");
        let [header, payload, _] = jwt.split('.').collect::<Vec<_>>()[..] else {
            unreachable!("a JWT has three parts")
        };
        let payload = base64url::decode(payload.as_bytes()).expect("it is base64url");
        let mut payload: Value = serde_json::from_slice(&payload).expect("it is JSON");
        payload["exp"] = json!(4_102_444_800_u64);
        let input = format!("{header}.{}", base64url::encode(payload.to_string().as_bytes()));
        let signature = base64url::encode(&key.0.sign(input.as_bytes()).to_bytes());
        format!("{input}.{signature}~{disclosures}")
    };
    let receipts: Vec<String> = receipts().iter().map(with_exp).collect();
    group(c).bench_function("sd-jwt-rs", |b| {
        b.iter(|| {
            for receipt in &receipts {
                let key = jsonwebtoken::DecodingKey::from_ed_der(&notary().public_key().0);
                let verified = sd_jwt_rs::SDJWTVerifier::new(
                    receipt.clone(),
                    Box::new(move |_, _| key.clone()),
                    None,
                    None,
                    sd_jwt_rs::SDJWTSerializationFormat::Compact,
                );
                black_box(verified.expect("it verifies").verified_claims);
            }
        });
    });
}

fn issue(c: &mut criterion::Criterion) {
    let events: Vec<String> = (0..COUNT as u32).map(event).collect();
    group(c).bench_function("issue", |b| {
        b.iter(|| {
            let mut out = Vec::with_capacity(COUNT);
            issue_all(&events, &mut out);
            out
        });
    });
}

fn copies(c: &mut criterion::Criterion) {
    let receipts = receipts();
    let mut reader = Reader::default();
    let selection = disclose::Selection::of(disclose::Profile::Tenant);
    let mut group = group(c);
    group.bench_function("disclose", |b| {
        let mut out = Vec::new();
        b.iter(|| {
            for text in &receipts {
                out.clear();
                selection.disclose(&reader.read(text).expect("it is a receipt"), &mut out);
                black_box(&out);
            }
        });
    });
    let flat: Vec<String> = receipts
        .iter()
        .map(|text| {
            flattened::write(str::from_utf8(text).expect("it is text"), None)
                .expect("it is a receipt")
        })
        .collect();
    group.bench_function("flattened-parse", |b| {
        b.iter(|| flat.iter().all(|text| black_box(flattened::parse(text.as_bytes())).is_ok()));
    });
}

fn store(c: &mut criterion::Criterion) {
    let receipts = receipts();
    let receipts: Vec<&[u8]> = receipts.iter().map(Vec::as_slice).collect();
    let file = bodies::encode(0, &receipts);
    let mut group = group(c);
    group.sample_size(20);
    group.bench_function("bodies-encode", |b| b.iter(|| bodies::encode(0, &receipts)));
    group.bench_function("bodies-decode", |b| {
        let mut out = Vec::new();
        b.iter(|| {
            let bodies = Bodies::parse(&file).expect("it is a body file");
            let mut reader = bodies.reader();
            for at in 0..bodies.len() {
                out.clear();
                reader.receipt(at, &mut out).expect("the record is whole");
            }
        });
    });
}

/// The worst that fits into 64 KiB, as `receipt/sdjwt/tests/hostile.rs` builds it: nanoseconds a byte must not be much more
/// than for an honest receipt.
fn hostile(c: &mut criterion::Criterion) {
    const SALT: &str = "oYN0ITiVpMtVXNkMBvXmRw";
    let encode = |text: &str| base64url::encode(text.as_bytes());
    let digest =
        |text: &String| format!("\"{}\"", base64url::encode(&Digest::of(text.as_bytes()).0));
    let build = |payload: String, disclosures: &[String]| {
        let header = json!({ "alg": "EdDSA", "kid": KID, "typ": cos_core::receipt::TYP });
        let signature = base64url::encode(&[0; 64]);
        let head = format!("{}.{}.{signature}", encode(&header.to_string()), encode(&payload));
        [&[head][..], disclosures, &[String::new()]].concat().join("~")
    };
    let named = |name: fn(usize) -> String, count: usize| -> Vec<String> {
        (0..count).map(|number| encode(&format!(r#"["{SALT}","{}",0]"#, name(number)))).collect()
    };
    let list = |texts: &[String]| texts.iter().map(digest).collect::<Vec<_>>().join(",");
    let many = named(|number| format!("{number:x}"), 590);
    let escaped = named(|number| format!(r"\n{number}"), 250);
    let visible: Vec<_> = (0..2_660).map(|number| format!(r#","\t{number}":0"#)).collect();
    let decoys: Vec<_> = (0..1_050).map(|number| number.to_string()).collect();
    let texts = [
        ("hostile-disclosures", build(format!(r#"{{"_sd":[{}]}}"#, list(&many)), &many)),
        (
            "hostile-names",
            build(format!(r#"{{"_sd":[{}]{}}}"#, list(&escaped), visible.concat()), &escaped),
        ),
        ("hostile-digests", build(format!(r#"{{"_sd":[{}]}}"#, list(&decoys)), &[])),
        ("hostile-values", build(format!(r#"{{"a":[{}0]}}"#, "0,".repeat(24_000)), &[])),
        ("honest", String::from_utf8(receipts().swap_remove(0)).expect("receipts are text")),
    ];
    let mut group = c.benchmark_group("reader");
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut reader = Reader::default();
        group.bench_function(*name, |b| {
            b.iter(|| assert!(reader.read(text.as_bytes()).is_ok()));
        });
    }
}

criterion_group!(benches, raw, verify, peer, issue, copies, store, hostile);
criterion_main!(benches);
