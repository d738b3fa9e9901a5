//! `net.cidr_*` over IPv4 and IPv6 as Go's `net` package reads them.
//!
//! An IPv4 address and its IPv6-mapped form are one address, IPv4 and IPv6 networks never contain each other, and no name is resolved here (that is
//! `pinned`).

mod merge;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};

use regorus::Value;

use super::operands::{members, operand, string};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("net.cidr_contains", 2, contains),
    builtin("net.cidr_contains_matches", 2, contains_matches),
    builtin("net.cidr_expand", 1, expand),
    builtin("net.cidr_intersects", 2, intersects),
    builtin("net.cidr_is_valid", 1, is_valid),
    builtin("net.cidr_merge", 1, merge_all),
    builtin("net.cidr_overlap", 2, contains),
];

const MAX_ADDRESSES: usize = 65_536;
const MAX_MATCHES: usize = 1_000_000;

/// An address; IPv4 in its mapped form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Address(u128);

impl Address {
    const MAPPED: u128 = 0xffff << 32;

    fn parse(text: &str) -> Option<Self> {
        Some(match text.parse().ok()? {
            IpAddr::V4(address) => Self(address.to_ipv6_mapped().to_bits()),
            IpAddr::V6(address) => Self(address.to_bits()),
        })
    }

    fn is_v4(self) -> bool {
        self.0 >> 32 == Self::MAPPED >> 32
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ipv6Addr::from_bits(self.0).to_canonical().fmt(f)
    }
}

/// A block of addresses. The length of the prefix counts from the top of the mapped form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    /// Not masked when it comes from a bare address, which is how OPA prints it.
    address: Address,
    prefix: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Self, BuiltinError> {
        Self::read(text)
            .ok_or_else(|| BuiltinError::invalid(format!("`{text}` is not a CIDR block")))
    }

    fn read(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        if length.is_empty() || !length.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let length: u32 = length.parse().ok()?;
        let (bits, offset) = if address.contains(':') { (128, 0) } else { (32, 96) };
        if length > bits {
            return None;
        }
        let prefix = length + offset;
        let Address(address) = Address::parse(address)?;
        Some(Self { address: Address(address & Self::mask(prefix)), prefix })
    }

    fn mask(prefix: u32) -> u128 {
        u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
    }

    fn first(self) -> Address {
        Address(self.address.0 & Self::mask(self.prefix))
    }

    fn last(self) -> Address {
        Address(self.address.0 | !Self::mask(self.prefix))
    }

    fn contains(self, address: Address) -> bool {
        self.address.is_v4() == address.is_v4()
            && address.0 & Self::mask(self.prefix) == self.first().0
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let offset = if self.address.is_v4() { 96 } else { 0 };
        write!(f, "{}/{}", self.address, self.prefix.saturating_sub(offset))
    }
}

fn contains(_: &Context, args: &[Value]) -> Outcome {
    block_contains(string(args, 1)?, string(args, 2)?).map(Value::Bool)
}

fn block_contains(block: &str, inner: &str) -> Result<bool, BuiltinError> {
    let block = Network::parse(block)?;
    if let Some(address) = Address::parse(inner) {
        return Ok(block.contains(address));
    }
    let inner = Network::parse(inner)?;
    Ok(block.contains(inner.first()) && block.contains(inner.last()))
}

fn intersects(_: &Context, args: &[Value]) -> Outcome {
    let (left, right) = (Network::parse(string(args, 1)?)?, Network::parse(string(args, 2)?)?);
    Ok(Value::Bool(left.contains(right.first()) || right.contains(left.first())))
}

fn is_valid(_: &Context, args: &[Value]) -> Outcome {
    let valid = match operand(args, 1)? {
        Value::String(text) => Network::read(text).is_some(),
        _ => false,
    };
    Ok(Value::Bool(valid))
}

fn expand(_: &Context, args: &[Value]) -> Outcome {
    let network = Network::parse(string(args, 1)?)?;
    let (first, last) = (network.first().0, network.last().0);
    if last - first >= MAX_ADDRESSES as u128 {
        return Err(BuiltinError::TooLarge {
            builtin: "net.cidr_expand",
            limit: MAX_ADDRESSES,
            unit: "addresses",
        });
    }
    let addresses: BTreeSet<Value> =
        (first..=last).map(|address| Value::from(Address(address).to_string())).collect();
    Ok(Value::from(addresses))
}

fn contains_matches(_: &Context, args: &[Value]) -> Outcome {
    let blocks = candidates(operand(args, 1)?)?;
    if blocks.is_empty() {
        // OPA does not look at the second operand then.
        return Ok(Value::new_set());
    }
    let inner = candidates(operand(args, 2)?)?;
    if blocks.len().saturating_mul(inner.len()) > MAX_MATCHES {
        return Err(BuiltinError::TooLarge {
            builtin: "net.cidr_contains_matches",
            limit: MAX_MATCHES,
            unit: "comparisons",
        });
    }
    let mut matches = BTreeSet::new();
    for (block, block_index) in &blocks {
        for (address, address_index) in &inner {
            let pair = [(*block).clone(), (*address).clone()];
            if block_contains(string(&pair, 1)?, string(&pair, 2)?)? {
                matches.insert(Value::from(vec![block_index.clone(), address_index.clone()]));
            }
        }
    }
    Ok(Value::from(matches))
}

/// The blocks of an operand, each with the index that stands for it in the answer. Another type has none.
fn candidates(operand: &Value) -> Result<Vec<(&Value, Value)>, BuiltinError> {
    match operand {
        Value::String(_) => Ok(vec![(operand, operand.clone())]),
        Value::Array(items) => {
            let indexed = items.iter().enumerate();
            indexed.map(|(index, item)| Ok((candidate(item)?, Value::from(index)))).collect()
        }
        Value::Set(items) => {
            items.iter_sorted().map(|item| Ok((candidate(item)?, item.clone()))).collect()
        }
        Value::Object(items) => {
            items.iter_sorted().map(|(key, item)| Ok((candidate(item)?, key.clone()))).collect()
        }
        _ => Ok(Vec::new()),
    }
}

fn candidate(item: &Value) -> Result<&Value, BuiltinError> {
    let block = match item {
        Value::String(_) => Some(item),
        Value::Array(items) => items.first(),
        _ => None,
    };
    block.ok_or_else(|| BuiltinError::invalid("an element must be a string or a non-empty array"))
}

fn merge_all(_: &Context, args: &[Value]) -> Outcome {
    let networks = members(args, 1)?.into_iter().map(address_or_block);
    let merged = merge::merge(networks.collect::<Result<_, _>>()?);
    let blocks: BTreeSet<Value> =
        merged.into_iter().map(|network| Value::from(network.to_string())).collect();
    Ok(Value::from(blocks))
}

/// A bare IPv4 address stands for the block of its historical class, as in Go's `DefaultMask`; a bare IPv6 address for none.
fn address_or_block(item: &Value) -> Result<Network, BuiltinError> {
    let Value::String(text) = item else {
        return Err(BuiltinError::invalid("an element must be a string"));
    };
    let Some(address) = Address::parse(text) else { return Network::parse(text) };
    if !address.is_v4() {
        return Err(BuiltinError::invalid("an IPv6 element needs a prefix length"));
    }
    let class = match (address.0 >> 24) & 0xff {
        0..128 => 8,
        128..192 => 16,
        _ => 24,
    };
    Ok(Network { address, prefix: 96 + class })
}

#[cfg(test)]
mod tests;
