//! Showing a receipt in part: the signed part and a choice of its disclosures, concatenated. No key, no hash, no new signature.

use super::Sdjwt;
use super::claims::{EVENT_CLAIMS, SALT_SEED};
use std::collections::BTreeSet;

/// For whom a copy is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Everything that the receipt at hand discloses.
    Auditor,
    /// Everything but what concerns only the platform: `client_ip`, `cost`, `trace_id`.
    Tenant,
    /// Nothing about persons, resources or money: only `input_digest`.
    Public,
}

impl Profile {
    /// Returns the name by which people choose the profile.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Tenant => "tenant",
            Self::Public => "public",
        }
    }
}

/// Which claims a copy shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    claims: BTreeSet<&'static str>,
    /// Whether the copy is complete and so may show the seed of its salts; with it, withheld claims could be guessed at.
    complete: bool,
}

/// A name that is not a claim that can be withheld.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is not a claim that can be withheld; these are: {}", .0.escape_debug(), withholdable().collect::<Vec<_>>().join(", "))]
pub struct UnknownClaim(pub String);

/// The claims that can be withheld.
pub fn withholdable() -> impl Iterator<Item = &'static str> {
    (EVENT_CLAIMS.iter().filter(|claim| claim.withholdable).map(|claim| claim.name))
        .chain(["approvers"])
}

impl Selection {
    /// The claims of a profile.
    pub fn of(profile: Profile) -> Self {
        let keeps = |claim: &&str| match profile {
            Profile::Auditor => true,
            Profile::Tenant => !["client_ip", "cost", "trace_id"].contains(claim),
            Profile::Public => *claim == "input_digest",
        };
        Self {
            claims: withholdable().filter(keeps).collect(),
            complete: profile == Profile::Auditor,
        }
    }

    /// Adds a claim by name.
    pub fn add(&mut self, name: &str) -> Result<(), UnknownClaim> {
        let claim =
            withholdable().find(|claim| *claim == name).ok_or_else(|| UnknownClaim(name.into()))?;
        self.claims.insert(claim);
        Ok(())
    }

    /// The names of the claims, in order.
    pub fn claims(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.claims.iter().copied()
    }

    /// Appends the copy of `receipt` that shows only the selected claims to `out`, in compact form.
    pub fn disclose(&self, receipt: &Sdjwt<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(super::signed_part(receipt.compact()));
        out.push(b'~');
        for (text, claim) in receipt.claim_disclosures() {
            let claim = claim.plain_string();
            if claim.is_some_and(|claim| {
                self.claims.contains(claim) || (self.complete && claim == SALT_SEED)
            }) {
                out.extend_from_slice(text);
                out.push(b'~');
            }
        }
    }
}

#[cfg(test)]
mod tests;
