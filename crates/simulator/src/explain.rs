//! Which definition a wrong decision is about.

use crate::decision::Decision;
use crate::matrix::{Assertion, Outcome};
use cos_policy::outline::Outline;

/// The definition that decided otherwise than expected, as far as reasons tell: the one that adds an unexpected reason, the one
/// that ought to have added a missing one, or else the rule that decides.
pub(crate) fn deciding(
    outline: &Outline,
    assertion: &Assertion,
    decision: &Decision,
) -> Option<u32> {
    let reasons = &assertion.reasons;
    let named = reasons.contains.iter().chain(reasons.exactly.iter().flatten());
    let missing = named.clone().filter(|name| !decision.reasons.contains(name));
    let forbidden = decision.reasons.iter().filter(|name| reasons.none_of.contains(name));
    let surplus = decision.reasons.iter().filter(|name| {
        let listed = reasons.exactly.as_ref().is_some_and(|exactly| !exactly.contains(name));
        listed || (assertion.outcome == Outcome::Allow && !named.clone().any(|own| own == *name))
    });
    let mut suspects = forbidden.chain(surplus).chain(missing);
    suspects.find_map(|name| adding(outline, name)).or_else(|| {
        let entry = outline.entrypoint?;
        outline.rules[entry as usize].definitions.first().copied()
    })
}

/// The definition that adds a constant to a set.
pub(crate) fn adding(outline: &Outline, key: &str) -> Option<u32> {
    let adds = |definition: &cos_policy::outline::Definition| {
        definition.constant_key.as_deref() == Some(key)
    };
    outline.definitions.iter().position(adds).map(|index| index as u32)
}
