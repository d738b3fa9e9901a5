//! Failing scenarios put together by deciding rule and expectation, worst first.
//!
//! Viewers show a handful of annotations for a run; thousands of failures usually have one cause. Counts are those of the
//! failures that the report carries in full.

use crate::model::{Failure, Place};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How bad a failure is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Allowed, and nothing says that it should be.
    WronglyAllowed,
    /// No decision.
    Undecided,
    /// Any other difference.
    Different,
    /// Known, and quarantined.
    Quarantined,
}

/// What failures of one group have in common, besides gravity, rule and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Kind and expectation.
    Cause,
    /// Nothing.
    Rule,
}

/// Failures with one cause.
#[derive(Debug)]
pub struct Group<'a> {
    pub gravity: Gravity,
    pub rule: Option<&'a str>,
    pub place: Option<&'a Place>,
    /// Of the first failure, as is `expected`.
    pub kind: &'a str,
    pub expected: &'a str,
    /// In the order of the report; never empty.
    pub failures: Vec<&'a Failure>,
}

impl Group<'_> {
    /// Returns the flows of the group, each once.
    pub fn flows(&self) -> Vec<&str> {
        let mut flows: Vec<&str> = self.failures.iter().map(|f| f.flow.as_str()).collect();
        flows.sort_unstable();
        flows.dedup();
        flows
    }
}

/// Says how bad `failure` is.
pub fn gravity(failure: &Failure) -> Gravity {
    match failure.actual.allow {
        _ if failure.quarantined => Gravity::Quarantined,
        Some(true) if !failure.expected.starts_with("allow") => Gravity::WronglyAllowed,
        None => Gravity::Undecided,
        _ => Gravity::Different,
    }
}

/// Puts `failures` together: worst first, then largest first.
pub fn groups(failures: &[Failure], by: By) -> Vec<Group<'_>> {
    let mut by_cause: BTreeMap<_, Vec<&Failure>> = BTreeMap::new();
    for failure in failures {
        let place = failure.place.as_ref().map(|at| (at.file.as_str(), at.line, at.column));
        let detail = (by == By::Cause).then_some((&failure.kind, &failure.expected));
        let cause = (gravity(failure), place, &failure.rule, detail);
        by_cause.entry(cause).or_default().push(failure);
    }
    let mut groups: Vec<_> = by_cause
        .into_iter()
        .filter_map(|((gravity, _, rule, _), failures)| {
            let first = failures.first()?;
            Some(Group {
                gravity,
                rule: rule.as_deref(),
                place: first.place.as_ref(),
                kind: &first.kind,
                expected: &first.expected,
                failures,
            })
        })
        .collect();
    // Stable: equal groups stay in the order of their causes.
    groups.sort_by_key(|group| (group.gravity, Reverse(group.failures.len())));
    groups
}
