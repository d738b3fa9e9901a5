//! Ed25519 keys and signatures as plain bytes, and the seam through which something signs.
//!
//! Private keys never enter this crate: `cos-sign` holds them and implements [`Sign`].
//!
//! Two criteria, never mixed without saying so: [`VerifyingKey::verify_strict`] is the cofactorless check that refuses points of
//! small order, one signature at a time; [`verify_batch`] is RFC 8032's own cofactored equation with canonical encodings,
//! evaluated for many signatures at once. Neither accepts anything from someone who lacks the private key; they may differ only on
//! signatures that the key's holder crafted on purpose (Chalkias et al., "Taming the many EdDSAs", 2020).

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use sha2::{Digest as _, Sha256, Sha512};
use std::fmt;
use std::iter;

/// An Ed25519 public key (RFC 8032, 32 bytes), not yet known to be a point on the curve.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// An Ed25519 signature (RFC 8032, `R || S`, 64 bytes).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The signer could not produce a signature; nothing unsigned may pass (promise P13).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signer for `{key}` failed: {reason}")]
pub struct SignError {
    /// The name of the key that was to sign.
    pub key: String,
    /// What the signer said.
    pub reason: String,
}

/// Something that signs with one Ed25519 key.
pub trait Sign: Send + Sync {
    /// The public half of the key.
    fn public_key(&self) -> PublicKey;

    /// Signs `message` (pure Ed25519, no prehash).
    fn sign(&self, message: &[u8]) -> Result<Signature, SignError>;
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", crate::base64url::encode(&self.0))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({})", crate::base64url::encode(&self.0))
    }
}

/// A public key that decodes to a point of large order, ready to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyingKey {
    minus_a: EdwardsPoint,
    strict: ed25519_dalek::VerifyingKey,
}

/// A signature taken apart for [`verify_batch`]: everything but the curve arithmetic is done.
#[derive(Clone, Debug)]
pub struct Prepared {
    key: usize,
    r: CompressedEdwardsY,
    s: Scalar,
    k: Scalar,
}

impl VerifyingKey {
    /// Decodes a public key; `None` when it is not canonical, not on the curve, or of small order.
    pub fn new(key: PublicKey) -> Option<Self> {
        let strict = ed25519_dalek::VerifyingKey::from_bytes(&key.0).ok()?;
        if !is_canonical(&key.0) || strict.is_weak() {
            return None;
        }
        let minus_a = -CompressedEdwardsY(key.0).decompress()?;
        Some(Self { minus_a, strict })
    }

    /// Returns the encoded key.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.strict.to_bytes())
    }

    /// Verifies one signature under the criterion `rfc8032-strict`.
    pub fn verify_strict(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.strict.verify_strict(message, &signature).is_ok()
    }

    /// Hashes `message` and decodes the scalars for [`verify_batch`]; `None` when the signature cannot be valid because
    /// `S` or `R` is not in canonical form. `key` is this key's position in the slice that `verify_batch` will be given.
    pub fn prepare(&self, key: usize, message: &[u8], signature: &Signature) -> Option<Prepared> {
        let (r, s) = signature.0.split_first_chunk::<32>()?;
        let s: Scalar = Option::from(Scalar::from_canonical_bytes(s.try_into().ok()?))?;
        if !is_canonical(r) {
            return None;
        }
        let mut hash = Sha512::new();
        hash.update(r);
        hash.update(self.strict.as_bytes());
        hash.update(message);
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        Some(Prepared { key, r: CompressedEdwardsY(*r), s, k })
    }
}

/// Tells whether every signature in `batch` is valid under the criterion `rfc8032-batch`.
///
/// Checks `8·(Σ zᵢsᵢ·B − Σ zᵢ·Rᵢ − Σⱼ(Σ zᵢkᵢ)·Aⱼ) = 0`, one term per key however many signatures it made. The 128-bit `zᵢ` are
/// derived from the whole batch, so no signature can be chosen to cancel another (probability at most 2⁻¹²⁸).
/// An empty batch is valid.
///
/// # Panics
/// When a [`Prepared`] names a key outside `keys`.
pub fn verify_batch(keys: &[VerifyingKey], batch: &[Prepared]) -> bool {
    let mut transcript = Sha256::new();
    for item in batch {
        transcript.update(item.k.as_bytes());
        transcript.update(item.s.as_bytes());
    }
    let seed = transcript.finalize();
    let mut base = Scalar::ZERO;
    let mut per_key = vec![Scalar::ZERO; keys.len()];
    let mut weights = Vec::with_capacity(batch.len());
    for (number, item) in batch.iter().enumerate() {
        let z = weight(&seed, number as u64);
        base += z * item.s;
        per_key[item.key] += z * item.k;
        weights.push(-z);
    }
    let scalars = weights.iter().chain(&per_key).chain(iter::once(&base));
    let points = (batch.iter().map(|item| item.r.decompress()))
        .chain(keys.iter().map(|key| Some(key.minus_a)))
        .chain(iter::once(Some(curve25519_dalek::constants::ED25519_BASEPOINT_POINT)));
    EdwardsPoint::optional_multiscalar_mul(scalars, points)
        .is_some_and(|sum| sum.mul_by_cofactor().is_identity())
}

/// Returns the positions of the invalid signatures in `batch`, in order, by bisection: one bad signature among `n` costs about
/// `log₂ n` further batches. Uses the criterion `rfc8032-batch` throughout.
pub fn invalid_in_batch(keys: &[VerifyingKey], batch: &[Prepared]) -> Vec<usize> {
    let mut invalid = Vec::new();
    let mut pending = vec![(0, batch)];
    while let Some((start, part)) = pending.pop() {
        if verify_batch(keys, part) {
            continue;
        }
        if part.len() == 1 {
            invalid.push(start);
            continue;
        }
        let (left, right) = part.split_at(part.len() / 2);
        pending.push((start + left.len(), right));
        pending.push((start, left));
    }
    invalid
}

fn weight(seed: &[u8], number: u64) -> Scalar {
    let hash = Sha256::new().chain_update(seed).chain_update(number.to_le_bytes()).finalize();
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&hash[..16]);
    Scalar::from_bytes_mod_order(bytes)
}

/// RFC 8032 §5.1.3 refuses `y ≥ p` and a sign bit on `x = 0`; the curve library decodes both.
fn is_canonical(point: &[u8; 32]) -> bool {
    let y_top = point[31] & 0x7f;
    let middle = &point[1..31];
    let all = |value: u8| middle.iter().all(|&b| b == value);
    let y_too_large = y_top == 0x7f && all(0xff) && point[0] >= 0xed;
    let y_is_one = y_top == 0 && all(0) && point[0] == 1;
    let y_is_minus_one = y_top == 0x7f && all(0xff) && point[0] == 0xec;
    !y_too_large && !(point[31] & 0x80 != 0 && (y_is_one || y_is_minus_one))
}

#[cfg(test)]
mod tests;
