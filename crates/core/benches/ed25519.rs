//! The raw rate of signature checks, by both criteria and without any receipt around them.
//!
//! Everything else that verifies is judged against these figures of the same run.

use cos_core::ed25519::{PublicKey, Signature, VerifyingKey, verify_batch};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ed25519_dalek::{Signer as _, SigningKey};
use std::hint::black_box;

/// Bytes signed; about the signed part of a receipt with twelve disclosures.
const MESSAGE: usize = 1_400;
const BATCHES: [usize; 2] = [256, 1_024];

struct Sample {
    key: VerifyingKey,
    signed: Vec<(Vec<u8>, Signature)>,
}

fn sample(count: usize) -> Sample {
    let signer = SigningKey::from_bytes(&[7; 32]);
    let signed = (0..count).map(|number| {
        let mut message = vec![b'.'; MESSAGE];
        message[..8].copy_from_slice(&number.to_be_bytes());
        let signature = Signature(signer.sign(&message).to_bytes());
        (message, signature)
    });
    let key = VerifyingKey::new(PublicKey(signer.verifying_key().to_bytes()));
    Sample {
        key: key.expect("a key that signs is a point of large order"),
        signed: signed.collect(),
    }
}

fn strict(c: &mut Criterion) {
    let Sample { key, signed } = sample(256);
    let mut group = c.benchmark_group("ed25519");
    group.throughput(Throughput::Elements(signed.len() as u64));
    group.bench_function("strict", |b| {
        b.iter(|| {
            signed
                .iter()
                .all(|(message, signature)| key.verify_strict(black_box(message), signature))
        });
    });
    group.finish();
}

fn batch(c: &mut Criterion) {
    let mut group = c.benchmark_group("ed25519");
    for count in BATCHES {
        let Sample { key, signed } = sample(count);
        let keys = [key];
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(format!("batch-{count}"), |b| {
            b.iter(|| {
                let prepared = signed.iter().map(|(message, signature)| {
                    keys[0].prepare(0, black_box(message), signature).expect("it is canonical")
                });
                assert!(verify_batch(&keys, &prepared.collect::<Vec<_>>()));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, strict, batch);
criterion_main!(benches);
