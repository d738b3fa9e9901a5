//! Drawing a sample that its subject cannot choose and anyone can draw again.
//!
//! Every entry of a log gets a ticket, `SHA-256(seed ‖ index)` with `seed = SHA-256(nonce ‖ text of the checkpoint)`, or, in an evidence bundle, the
//! hexadecimal digits of its statement's digest; each stratum
//! (log × decision) gives its smallest tickets. The auditor's nonce must be unknown to the operator until the checkpoint stands. This is
//! the consistent sampling of election audits (Rivest, "Consistent sampling with replacement", 2018): drawing more later keeps
//! what was drawn before within a stratum. The arithmetic is ten lines in any language.

use cos_core::digest::Digest;
use cos_core::receipt::Decision;
use std::collections::BinaryHeap;

/// The name of the method in reports and packs.
pub const METHOD: &str = "smallest-ticket-sha256";

/// Each stratum gives at least this many, where it has them: 59 clean draws show a share of deviations of at most 5 % with
/// 95 % confidence.
const FLOOR: u64 = 59;

/// The entries of one log, or of one bundle, to draw from.
pub(crate) struct Frame<'a> {
    /// What stood before the nonce was known, and names the entries: the checkpoint's text, without signatures, or the digest of a bundle's statement.
    pub(crate) commitment: &'a str,
    /// The decision of every entry, as its position in [`Decision::ALL`].
    pub(crate) decisions: &'a [u8],
}

/// Draws `count` entries; returns the indexes for each frame, ascending.
pub(crate) fn draw(nonce: &[u8], frames: &[Frame<'_>], count: u64) -> Vec<Vec<u64>> {
    let sizes: Vec<u64> = frames.iter().flat_map(|frame| strata(frame.decisions)).collect();
    let shares = allocate(&sizes, count);
    let per_frame = shares.chunks(Decision::ALL.len());
    frames.iter().zip(per_frame).map(|(frame, shares)| smallest(nonce, frame, shares)).collect()
}

/// What the tickets are made with.
pub(crate) fn seed(nonce: &[u8], commitment: &str) -> Digest {
    Digest::of_parts(&[nonce, commitment.as_bytes()])
}

/// How many entries there are of each decision.
pub(crate) fn strata(decisions: &[u8]) -> [u64; Decision::ALL.len()] {
    let mut sizes = [0; Decision::ALL.len()];
    for &decision in decisions {
        if let Some(size) = sizes.get_mut(usize::from(decision)) {
            *size += 1;
        }
    }
    sizes
}

/// Divides `count` among strata: a floor for each, the rest in proportion to what is left, largest remainders first, ties to the
/// earlier stratum.
fn allocate(sizes: &[u64], count: u64) -> Vec<u64> {
    let total: u64 = sizes.iter().sum();
    let count = count.min(total);
    let strata = sizes.iter().filter(|&&size| size > 0).count().max(1) as u64;
    let floor = FLOOR.min(count / (2 * strata));
    let mut shares: Vec<u64> = sizes.iter().map(|&size| size.min(floor)).collect();
    let rest = count - shares.iter().sum::<u64>();
    let open: Vec<u64> = sizes.iter().zip(&shares).map(|(size, share)| size - share).collect();
    let all_open = u128::from(open.iter().sum::<u64>().max(1));
    let mut remainders: Vec<(u128, usize)> = Vec::new();
    for (at, &open) in open.iter().enumerate() {
        let exact = u128::from(open) * u128::from(rest);
        shares[at] += (exact / all_open) as u64;
        remainders.push((exact % all_open, at));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let missing = count - shares.iter().sum::<u64>();
    let grows = remainders.iter().map(|(_, at)| *at).filter(|&at| shares[at] < sizes[at]);
    for at in grows.take(missing as usize).collect::<Vec<_>>() {
        shares[at] += 1;
    }
    shares
}

fn smallest(nonce: &[u8], frame: &Frame<'_>, shares: &[u64]) -> Vec<u64> {
    let seed = seed(nonce, frame.commitment);
    let mut drawn: Vec<BinaryHeap<(Digest, u64)>> =
        shares.iter().map(|_| BinaryHeap::new()).collect();
    for (index, &decision) in (0_u64..).zip(frame.decisions) {
        let Some(heap) = drawn.get_mut(usize::from(decision)) else { continue };
        let room = heap.len() < shares[usize::from(decision)] as usize;
        if !room && heap.is_empty() {
            continue;
        }
        let ticket = Digest::of_parts(&[&seed.0, &index.to_be_bytes()]);
        if room {
            heap.push((ticket, index));
        } else if heap.peek().is_some_and(|largest| ticket < largest.0) {
            heap.pop();
            heap.push((ticket, index));
        }
    }
    let mut indexes: Vec<u64> = drawn.into_iter().flatten().map(|(_, index)| index).collect();
    indexes.sort_unstable();
    indexes
}

/// The largest share of deviations in the population that is compatible with what was seen, with 95 % confidence: the exact
/// (Clopper–Pearson) one-sided binomial bound. A sample that is the whole population leaves no doubt.
pub fn upper_bound_95(population: u64, drawn: u64, deviations: u64) -> f64 {
    if drawn == 0 {
        return 1.0;
    }
    let seen = deviations as f64 / drawn as f64;
    if drawn >= population || deviations >= drawn {
        return seen;
    }
    let (mut low, mut high) = (seen, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at_most(drawn, deviations, middle) > 0.05 { low = middle } else { high = middle }
    }
    high
}

/// The probability of at most `k` deviations among `n` draws when each deviates with probability `p`.
fn at_most(n: u64, k: u64, p: f64) -> f64 {
    let odds = p.ln() - (-p).ln_1p();
    let mut term = n as f64 * (-p).ln_1p();
    let mut sum = term.exp();
    for i in 1..=k {
        term += ((n - i + 1) as f64 / i as f64).ln() + odds;
        sum += term.exp();
    }
    sum
}

#[cfg(test)]
mod tests;
