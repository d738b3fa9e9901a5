//! Expectations and invariants, as the file states them and as they hold for one flow.

use super::super::condition::Condition;
use super::super::error;
use super::super::fields;
use super::super::model::{Assertion, Expectation, Invariant, Outcome, Reasons};
use super::super::pointer::Pointer;
use super::dimensions::member;
use super::when::{Names, Slots, When};
use cos_core::yaml::spot::{Fields, Spot};

/// An expectation before it is bound to a flow.
pub(super) struct Stated<'a> {
    guard: Guard<'a>,
    assertion: Assertion,
    spot: Spot<'a>,
}

enum Guard<'a> {
    Else,
    When(When<'a>),
}

/// Reads one expectation of a list.
pub(super) fn stated<'a>(spot: &Spot<'a>, names: &Names<'_>) -> Option<Stated<'a>> {
    let fields = spot.fields(fields::EXPECT)?;
    let assertion = assertion(&fields);
    let guard = match (fields.find("when"), fields.find("else")) {
        (Some(when), None) => names.when(&when).map(Guard::When),
        (None, Some(other)) => match other.flag() {
            Some(true) => Some(Guard::Else),
            Some(false) => {
                other.malformed("write `else: true`, or a `when`");
                None
            }
            None => None,
        },
        (None, None) => {
            spot.refuse(error::WRONG_SHAPE, "`when` is missing; write `else: true` for all others");
            None
        }
        (Some(_), Some(other)) => {
            other.refuse(error::CONTRADICTION, "`else` beside `when`; leave one out");
            None
        }
    };
    Some(Stated { guard: guard?, assertion: assertion?, spot: spot.clone() })
}

/// Reads what a decision must be.
pub(super) fn assertion(fields: &Fields<'_>) -> Option<Assertion> {
    let fails = fields.find("error").map_or(Some(false), |spot| spot.flag());
    let reasons = fields.find("reasons").map_or_else(|| Some(Reasons::default()), |s| reasons(&s));
    let outcome = if fails == Some(true) {
        for key in ["allow", "reasons"] {
            if let Some(beside) = fields.find(key) {
                let message = format!("`{key}` beside `error: true`; a failure decides nothing");
                beside.refuse(error::CONTRADICTION, message);
            }
        }
        Some(Outcome::Error)
    } else {
        let decision = |allow| if allow { Outcome::Allow } else { Outcome::Deny };
        fields.need("allow").and_then(|spot| spot.flag()).map(decision)
    };
    fails?;
    Some(Assertion { outcome: outcome?, reasons: reasons? })
}

fn reasons(spot: &Spot<'_>) -> Option<Reasons> {
    let fields = spot.fields(fields::REASONS)?;
    let list = |key| fields.find(key).map(|spot| spot.texts());
    let exactly = list("exactly");
    let (contains, none_of) = (list("contains"), list("none_of"));
    if exactly.is_some() && (contains.is_some() || none_of.is_some()) {
        spot.refuse(error::CONTRADICTION, "`exactly` says it all; leave the other lists out");
    }
    let (contains, none_of) = (contains.unwrap_or_default(), none_of.unwrap_or_default());
    if let Some(both) = contains.iter().find(|reason| none_of.contains(reason)) {
        let shown = both.escape_debug();
        spot.refuse(error::CONTRADICTION, format!("`{shown}` both must and must not be there"));
    }
    Some(Reasons { contains, exactly, none_of })
}

/// Binds a flow's own expectations, then the defaults that its dimensions can answer.
pub(super) fn bind(
    own: &[Stated<'_>],
    defaults: &[Stated<'_>],
    (slots, names): (&Slots, &Names<'_>),
) -> Vec<Expectation> {
    let mut bound: Vec<(&Stated<'_>, Expectation)> = Vec::new();
    for stated in own {
        let when = match &stated.guard {
            Guard::Else => Some(Condition::default()),
            Guard::When(when) => when.bind_own(slots, names),
        };
        let Some(when) = when else { continue };
        match bound.iter().find(|(_, earlier)| earlier.when.covers(&when)) {
            Some((earlier, expectation)) => {
                let first = earlier.spot.path();
                let message = if expectation.when.is_always() {
                    format!("can never match: `{first}` takes all others")
                } else {
                    format!("can never match: `{first}` matches all of it first")
                };
                stated.spot.refuse(error::CONTRADICTION, message);
            }
            None => bound.push((stated, stated.expectation(when))),
        }
    }
    let mut all: Vec<_> = bound.into_iter().map(|(_, expectation)| expectation).collect();
    for stated in defaults {
        let when = match &stated.guard {
            Guard::Else => Some(Condition::default()),
            Guard::When(when) => when.bind(slots),
        };
        if all.last().is_some_and(|last| last.when.is_always()) {
            break;
        }
        all.extend(when.map(|when| stated.expectation(when)));
    }
    all
}

impl Stated<'_> {
    fn expectation(&self, when: Condition) -> Expectation {
        Expectation { at: self.spot.at(), when, assertion: self.assertion.clone() }
    }
}

/// Notes expectations of a list that stand behind its `else`.
pub(super) fn check_order(list: &[Stated<'_>]) {
    let mut last = None;
    for stated in list {
        if let Some(last) = &last {
            let message = format!("can never match: `{last}` takes all others");
            stated.spot.refuse(error::CONTRADICTION, message);
        } else if matches!(stated.guard, Guard::Else) {
            last = Some(stated.spot.path());
        }
    }
}

/// An invariant before it is bound to a flow.
pub(super) enum Law<'a> {
    FailClosed(Vec<Pointer>),
    Monotone { keeps: Outcome, dimension: usize, from: u16, to: u16, spot: Spot<'a> },
}

/// Reads one invariant.
pub(super) fn law<'a>(spot: &Spot<'a>, names: &Names<'_>) -> Option<Law<'a>> {
    let fields = spot.fields(fields::INVARIANT)?;
    match (fields.find("monotone"), fields.find("fail_closed")) {
        (Some(keeps), None) => monotone(&fields, &keeps, names),
        (None, Some(fail_closed)) => {
            for key in ["in", "from", "to"] {
                if let Some(beside) = fields.find(key) {
                    let message = format!("`{key}` goes with `monotone`, not with `fail_closed`");
                    beside.refuse(error::CONTRADICTION, message);
                }
            }
            let items = fail_closed.items();
            let pointers = items.iter().filter_map(|item| member(item.text()?, item)).collect();
            Some(Law::FailClosed(pointers))
        }
        _ => {
            spot.refuse(error::WRONG_SHAPE, "write either `monotone` or `fail_closed`");
            None
        }
    }
}

fn monotone<'a>(fields: &Fields<'a>, keeps: &Spot<'a>, names: &Names<'_>) -> Option<Law<'a>> {
    let keeps = keeps.word(&[("allow", Outcome::Allow), ("deny", Outcome::Deny)]);
    let (within, from, to) = (fields.need("in"), fields.need("from"), fields.need("to"));
    let spot = within?;
    let dimension = names.dimension(&spot)?;
    let from = from.and_then(|spot| names.value(dimension, &spot));
    let end = to?;
    let to = names.value(dimension, &end);
    if from.is_some() && from == to {
        end.refuse(error::CONTRADICTION, "the same value as `from`");
    }
    Some(Law::Monotone { keeps: keeps?, dimension, from: from?, to: to?, spot })
}

/// Binds a flow's own invariants, then the defaults that its dimensions can answer.
pub(super) fn bind_laws(
    own: &[Law<'_>],
    defaults: &[Law<'_>],
    (slots, names): (&Slots, &Names<'_>),
) -> Vec<Invariant> {
    for law in own {
        if let Law::Monotone { dimension, spot, .. } = law
            && slots.of(*dimension).is_none()
        {
            names.foreign(*dimension, slots, (spot, None));
        }
    }
    let bound = |law: &Law<'_>| match law {
        Law::FailClosed(pointers) => Some(Invariant::FailClosed(pointers.clone())),
        Law::Monotone { keeps, dimension, from, to, .. } => Some(Invariant::Monotone {
            keeps: *keeps,
            slot: slots.of(*dimension)?,
            from: *from,
            to: *to,
        }),
    };
    own.iter().chain(defaults).filter_map(bound).collect()
}
