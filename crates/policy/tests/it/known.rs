//! Where cos refuses what OPA answers: the only way in which the two may differ.
//!
//! `docs/guide/policy-gaps.md` tells the same to people.

/// A class of refusals: the words that its message holds.
pub(crate) struct Refusal {
    pub(crate) name: &'static str,
    pub(crate) message: &'static str,
}

/// All classes. A refusal that is in none of them fails the test.
pub(crate) const KNOWN: &[Refusal] = &[];
