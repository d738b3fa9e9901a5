//! The seven obligations of a privileged flow: what must have been shown before it counts as covered.
//!
//! Only counted scenarios show anything: asserted, passing, not quarantined. A waiver makes a gap known and owned, not covered.
//!
//! | | shown when |
//! | --- | --- |
//! | O1, O2 | a counted scenario is allowed, one is denied |
//! | O3 | every constant reason in the slice is given and asserted by name |
//! | O4 | every body in the slice holds once and fails once |
//! | O5 | deleting and negating a condition is noticed, for 90 % of the conditions in the slice |
//! | O6 | without any field that the slice reads, or with null in it, nothing stays allowed |
//! | O7 | another tenant is denied, and another region |
//!
//! The slice of a flow is what can matter to it (`crate::slice`). Bodies of functions are shown by whatever flow calls them, and so
//! are conditions on what does not vary within a flow: no scenario of that flow could show them.

mod decisive;

use crate::matrix::{Obligation as Waivable, Waiver};
use crate::results::{Missing, Mutation, Obligation, ObligationKind, Status};
use crate::run::{Board, Ran};
use cos_policy::outline::{Composition, Outline};
use std::collections::BTreeSet;

/// Fills in the obligations of all privileged flows; returns for each waiver whether it was needed.
pub(crate) fn settle(board: &mut Board<'_, '_>, ran: &mut [Ran], mutation: &Mutation) -> Vec<bool> {
    let outline = &board.shared.outline;
    let reasons = reason_definitions(outline, board);
    let functions = Outcomes::of(board, ran.iter().flat_map(|ran| ran.counted.iter()));
    let mut used = vec![false; board.matrix.waivers.len()];
    for (index, flow) in board.matrix.flows.iter().enumerate() {
        if !board.inventory.contains(flow.id.as_str()) {
            continue;
        }
        let ran = &mut ran[index];
        let own = Outcomes::of(board, ran.counted.iter());
        let scope = Scope { outline, ran, own: &own, all: &functions, flow: index };
        let mut obligations = vec![
            scope.witness(ObligationKind::AllowWitness),
            scope.witness(ObligationKind::DenyWitness),
            scope.reasons(&reasons),
            scope.rule_outcomes(),
            decisive::conditions(&scope, mutation),
            scope.fail_closed(),
            scope.isolation(),
        ];
        for (waiver, used) in board.matrix.waivers.iter().zip(&mut used) {
            if waiver.flow == flow.id && waiver.expires >= board.options.today {
                *used |= waive(waiver, &mut obligations);
            }
        }
        ran.flow.obligations = obligations;
    }
    used
}

/// What is asked of one flow.
struct Scope<'a> {
    outline: &'a Outline,
    ran: &'a Ran,
    own: &'a Outcomes,
    all: &'a Outcomes,
    flow: usize,
}

/// Which bodies held and failed.
struct Outcomes {
    fired: BTreeSet<u32>,
    failed: BTreeSet<u32>,
}

impl Outcomes {
    fn of(board: &Board<'_, '_>, entries: impl Iterator<Item = u32>) -> Self {
        let mut outcomes = Self { fired: BTreeSet::new(), failed: BTreeSet::new() };
        for entry in entries {
            let entry = &board.shared.entries[entry as usize];
            outcomes.fired.extend(&entry.fired);
            outcomes.failed.extend(&entry.failed);
        }
        outcomes
    }
}

impl Scope<'_> {
    fn witness(&self, kind: ObligationKind) -> Obligation {
        let counts = &self.ran.flow.counts;
        let (shown, verb, what) = match kind {
            ObligationKind::AllowWitness => (counts.allowed, "allow", "allowed"),
            _ => (counts.denied, "deny", "denied"),
        };
        let missing = Missing::new(
            format!("no counted scenario is {what}"),
            format!(
                "expect `allow: {}` of a scenario that the policy must {verb}",
                verb == "allow"
            ),
        );
        obligation(kind, 1, if shown > 0 { Vec::new() } else { vec![missing] })
    }

    fn reasons(&self, reasons: &BTreeSet<u32>) -> Obligation {
        let mut names = BTreeSet::new();
        let mut missing = Vec::new();
        for body in &self.ran.slice.bodies {
            let number = self.outline.bodies[*body as usize].definition;
            let Some(name) = &self.outline.definitions[number as usize].constant_key else {
                continue;
            };
            if !reasons.contains(&number) || !names.insert(name.clone()) {
                continue;
            }
            if !self.ran.asserted_reasons.contains(name) {
                missing.push(Missing {
                    body: Some(*body),
                    ..Missing::new(
                        format!("reason `{name}` is never given and asserted by name"),
                        format!("expect `reasons: {{contains: [{name}]}}` where it must be given"),
                    )
                });
            }
        }
        obligation(ObligationKind::Reasons, names.len(), missing)
    }

    fn rule_outcomes(&self) -> Obligation {
        let mut total = 0;
        let mut missing = Vec::new();
        let own = self.ran.slice.bodies.iter().map(|body| (body, self.own));
        let functions = self.ran.slice.functions.iter().map(|body| (body, self.all));
        for (body, outcomes) in own.chain(functions) {
            let known = &self.outline.bodies[*body as usize];
            let definition = &self.outline.definitions[known.definition as usize];
            let rule = &self.outline.rules[definition.rule as usize].path;
            total += 1;
            if !outcomes.fired.contains(body) {
                missing.push(Missing {
                    body: Some(*body),
                    ..Missing::new(
                        format!("a body of `{rule}` never holds"),
                        "add a scenario in which all its conditions hold".to_owned(),
                    )
                });
            }
            if known.can_fail && !known.is_fixed {
                total += 1;
                if !outcomes.failed.contains(body) {
                    missing.push(Missing {
                        body: Some(*body),
                        ..Missing::new(
                            format!("a body of `{rule}` never fails"),
                            "add a scenario in which one of its conditions does not hold"
                                .to_owned(),
                        )
                    });
                }
            }
        }
        obligation(ObligationKind::RuleOutcomes, total, missing)
    }

    fn fail_closed(&self) -> Obligation {
        let fields = &self.ran.fail_closed;
        let missing = fields.iter().filter_map(|field| match &field.open {
            Some(scenario) => Some(Missing::new(
                format!("`{}` can be left out: still allowed in {scenario}", field.field),
                format!("make the policy refuse requests without `{}`", field.field),
            )),
            None if field.tried == 0 => Some(Missing::new(
                format!("`{}` is never left out of an allowed request", field.field),
                "add a counted scenario that is allowed".to_owned(),
            )),
            None => None,
        });
        obligation(ObligationKind::FailClosed, fields.len(), missing.collect())
    }

    fn isolation(&self) -> Obligation {
        let of = |count: u64, what: &str, key: &str| {
            (count == 0).then(|| {
                Missing::new(
                    format!("no counted scenario reaches into another {what} and is denied"),
                    format!("name the dimension value that does so under `isolation: {key}:`"),
                )
            })
        };
        let missing = [
            of(self.ran.cross_tenant, "tenant", "cross_tenant"),
            of(self.ran.out_of_region, "region", "out_of_region"),
        ];
        obligation(ObligationKind::Isolation, 2, missing.into_iter().flatten().collect())
    }
}

impl Missing {
    fn new(what: String, hint: String) -> Self {
        Self { what, body: None, condition: None, hint, waived: false }
    }
}

/// An obligation with nothing missing is met; one with nothing to show does not apply.
fn obligation(kind: ObligationKind, total: usize, missing: Vec<Missing>) -> Obligation {
    let status = match (total, missing.is_empty()) {
        (0, true) => Status::NotApplicable,
        (_, true) => Status::Met,
        (_, false) => Status::Missing,
    };
    let met = total.saturating_sub(missing.len()) as u64;
    Obligation { kind, status, met, total: total as u64, missing }
}

/// The definitions that add reasons: those below the rule that decides through sets alone, and those whose constants occur.
fn reason_definitions(outline: &Outline, board: &Board<'_, '_>) -> BTreeSet<u32> {
    let mut rules = BTreeSet::new();
    let is_set = |rule: &u32| outline.rules[*rule as usize].composition == Some(Composition::Set);
    let entry =
        outline.entrypoint.iter().flat_map(|rule| &outline.rules[*rule as usize].definitions);
    let mut queue: Vec<u32> = entry
        .flat_map(|definition| {
            outline.definitions[*definition as usize].reads.rules.iter().copied()
        })
        .filter(is_set)
        .collect();
    while let Some(rule) = queue.pop() {
        if rules.insert(rule) {
            for definition in &outline.rules[rule as usize].definitions {
                let definition = &outline.definitions[*definition as usize];
                if definition.constant_key.is_none() {
                    queue.extend(definition.reads.rules.iter().copied().filter(is_set));
                }
            }
        }
    }
    let occurring: BTreeSet<&str> = board.decisions.reasons().collect();
    let mut definitions = BTreeSet::new();
    for rule in &outline.rules {
        let keys = || rule.definitions.iter().map(|one| (one, &outline.definitions[*one as usize]));
        let occurs = rule.reached
            && keys()
                .any(|(_, one)| one.constant_key.as_deref().is_some_and(|k| occurring.contains(k)));
        let number = keys().next().map(|(_, one)| one.rule);
        if occurs || number.is_some_and(|number| rules.contains(&number)) {
            definitions.extend(keys().map(|(number, _)| *number));
        }
    }
    definitions
}

/// Whether a waiver is about something that is missing.
type Covers = Box<dyn Fn(&Missing) -> bool>;

/// Marks what a waiver covers; whether it covered anything.
fn waive(waiver: &Waiver, obligations: &mut [Obligation]) -> bool {
    let (kind, covers): (ObligationKind, Covers) = match &waiver.obligation {
        Waivable::AllowWitness => (ObligationKind::AllowWitness, Box::new(|_| true)),
        Waivable::DenyWitness => (ObligationKind::DenyWitness, Box::new(|_| true)),
        Waivable::DecisiveConditions => (ObligationKind::DecisiveConditions, Box::new(|_| true)),
        Waivable::Isolation => (ObligationKind::Isolation, Box::new(|_| true)),
        Waivable::RuleOutcomes => (ObligationKind::RuleOutcomes, Box::new(|_| true)),
        Waivable::FailClosed(field) => {
            let field = field.as_ref().map(|field| format!("`{field}`"));
            let covers = move |missing: &Missing| {
                field.as_ref().is_none_or(|field| missing.what.starts_with(field.as_str()))
            };
            (ObligationKind::FailClosed, Box::new(covers))
        }
        Waivable::Reasons(name) => {
            let name = name.as_ref().map(|name| format!("reason `{name}` "));
            let covers = move |missing: &Missing| {
                name.as_ref().is_none_or(|name| missing.what.starts_with(name.as_str()))
            };
            (ObligationKind::Reasons, Box::new(covers))
        }
        // Judged with the mutants.
        Waivable::Mutant(_) => return false,
    };
    let Some(own) = obligations.iter_mut().find(|own| own.kind == kind) else { return false };
    let mut covered = false;
    for missing in own.missing.iter_mut().filter(|missing| covers(missing)) {
        missing.waived = true;
        covered = true;
    }
    if covered && own.status == Status::Missing && own.missing.iter().all(|missing| missing.waived)
    {
        own.status = Status::Waived;
    }
    covered
}
