//! The merge of CIDR blocks into the fewest that cover the same addresses.
//!
//! A block that touches no other keeps the form in which it was given.

use super::{Address, Network};

/// A run of addresses, and the block that it is as long as nothing was merged into it.
struct Run {
    first: Address,
    last: Address,
    block: Option<Network>,
}

/// Merges blocks that overlap or touch.
pub(super) fn merge(networks: Vec<Network>) -> Vec<Network> {
    let mut runs: Vec<Run> = networks
        .into_iter()
        .map(|block| Run { first: block.first(), last: block.last(), block: Some(block) })
        .collect();
    runs.sort_by_key(|run| (run.last, run.first));
    let mut merged: Vec<Run> = Vec::new();
    while let Some(run) = runs.pop() {
        match runs.last_mut() {
            Some(lower) if before(run.first) <= lower.last => {
                lower.first = lower.first.min(run.first);
                lower.last = run.last;
                lower.block = None;
            }
            _ => merged.push(run),
        }
    }
    merged.iter().flat_map(blocks).collect()
}

/// The address before another; the first of each family has none and stays.
fn before(address: Address) -> Address {
    if address.0 == 0 || address.0 == Address::MAPPED {
        return address;
    }
    Address(address.0 - 1)
}

/// The largest aligned blocks that make up a run.
fn blocks(run: &Run) -> Vec<Network> {
    if let Some(block) = run.block {
        return vec![block];
    }
    let mut blocks = Vec::new();
    let mut next = run.first.0;
    loop {
        let left = run.last.0 - next;
        let aligned = next.trailing_zeros().min(128);
        // `left + 1` addresses remain, which overflows when that is all of them.
        let fitting = left.checked_add(1).map_or(128, u128::ilog2);
        let bits = aligned.min(fitting);
        blocks.push(Network { address: Address(next), prefix: 128 - bits });
        let Some(step) = 1_u128.checked_shl(bits) else { return blocks };
        match next.checked_add(step) {
            Some(following) if following <= run.last.0 => next = following,
            _ => return blocks,
        }
    }
}
