//! Both criteria agree on honest signatures and on every tampered one; they differ only where the literature says so.

use super::*;
use ed25519_dalek::{Signer as _, SigningKey};

fn signer(seed: u8) -> (SigningKey, VerifyingKey) {
    let secret = SigningKey::from_bytes(&[seed; 32]);
    let key = VerifyingKey::new(PublicKey(secret.verifying_key().to_bytes())).unwrap();
    (secret, key)
}

fn batch_of(secrets: &[SigningKey], keys: &[VerifyingKey], count: usize) -> Vec<Prepared> {
    (0..count)
        .map(|i| {
            let (key, message) = (i % keys.len(), format!("message {i}"));
            let signature = Signature(secrets[key].sign(message.as_bytes()).to_bytes());
            keys[key].prepare(key, message.as_bytes(), &signature).unwrap()
        })
        .collect()
}

#[test]
fn batch_accepts_honest_signatures_of_several_keys() {
    let (secrets, keys): (Vec<_>, Vec<_>) = (1..4).map(signer).unzip();
    for count in [0, 1, 2, 3, 64, 257] {
        assert!(verify_batch(&keys, &batch_of(&secrets, &keys, count)), "{count}");
    }
}

#[test]
fn bisection_names_exactly_the_bad_ones() {
    let (secrets, keys): (Vec<_>, Vec<_>) = (1..3).map(signer).unzip();
    let mut batch = batch_of(&secrets, &keys, 100);
    let bad = [0, 17, 18, 63, 99];
    for i in bad {
        batch[i].s += Scalar::ONE;
    }
    assert_eq!(invalid_in_batch(&keys, &batch), bad);
}

#[test]
fn every_flipped_bit_is_refused_by_both_criteria() {
    let (secret, key) = signer(9);
    let message = *b"an act";
    let good = secret.sign(&message).to_bytes();
    for bit in 0..good.len() * 8 {
        let mut bytes = good;
        bytes[bit / 8] ^= 1 << (bit % 8);
        let signature = Signature(bytes);
        assert!(!key.verify_strict(&message, &signature), "strict accepted bit {bit}");
        let accepted = key
            .prepare(0, &message, &signature)
            .is_some_and(|p| verify_batch(std::slice::from_ref(&key), &[p]));
        assert!(!accepted, "batch accepted bit {bit}");
    }
}

/// A signature whose R carries a point of order 8: the key's holder can make one, the cofactored equation accepts it and the
/// strict one refuses it.
#[test]
fn criteria_differ_only_on_crafted_torsion() {
    let secret = SigningKey::from_bytes(&[3; 32]);
    let key = VerifyingKey::new(PublicKey(secret.verifying_key().to_bytes())).unwrap();
    let torsion = curve25519_dalek::constants::EIGHT_TORSION[1];
    let nonce = Scalar::from(12_345_u64);
    let r = (EdwardsPoint::mul_base(&nonce) + torsion).compress();
    let message = b"crafted";
    let mut probe = [0; 64];
    probe[..32].copy_from_slice(r.as_bytes());
    let k = key.prepare(0, message, &Signature(probe)).unwrap().k;
    let s = nonce + k * secret.to_scalar();
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(r.as_bytes());
    bytes[32..].copy_from_slice(s.as_bytes());
    let signature = Signature(bytes);
    let prepared = key.prepare(0, message, &signature).unwrap();
    assert!(verify_batch(std::slice::from_ref(&key), &[prepared]));
    assert!(!key.verify_strict(message, &signature));
}

#[test]
fn refuses_small_order_and_non_canonical_keys() {
    for point in curve25519_dalek::constants::EIGHT_TORSION {
        assert!(VerifyingKey::new(PublicKey(point.compress().to_bytes())).is_none());
    }
    let mut y_is_p = [0xff; 32];
    (y_is_p[0], y_is_p[31]) = (0xed, 0x7f);
    assert!(VerifyingKey::new(PublicKey(y_is_p)).is_none());
    assert!(!is_canonical(&y_is_p));
}
