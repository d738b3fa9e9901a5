//! Why a scenario is decided as it is: which definitions were looked at, what became of their bodies, and which one a wrong decision
//! is about.

use crate::decide::{FlowDecider, FlowTables, OneInput, Shared};
use crate::decision::{Decision, describe};
use crate::expand::InputBuilder;
use crate::matrix::{Assertion, Matrix, Outcome};
use crate::rerun::Scenario;
use crate::run::{RunError, differs};
use cos_policy::engine::Engine;
use cos_policy::outline::Outline;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A scenario, decided and explained. Numbers are those of the engine's outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What the policy was given.
    pub input: Value,
    /// What it decided.
    pub decision: Decision,
    /// What was expected, in words, and whether that is it.
    pub expected: Option<(String, bool)>,
    /// The definitions that were looked at, in the order of the text, with what they gave; `None` for functions and what gave nothing.
    pub definitions: Vec<(u32, Option<String>)>,
    /// Their bodies, and what became of each.
    pub bodies: BTreeMap<u32, BodyFate>,
    /// The definition that decided otherwise than expected.
    pub culprit: Option<u32>,
}

/// What became of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFate {
    /// It was tried and did not hold.
    Failed,
    /// It held.
    Held,
    /// It held for some arguments or values, and for others not.
    Both,
    /// It was not tried.
    NotTried,
}

/// Decides a scenario and says why.
pub fn scenario(
    matrix: &Matrix,
    engine: &mut dyn Engine,
    scenario: &Scenario,
) -> Result<Explained, RunError> {
    let (input, assertion) = match scenario {
        Scenario::Case(index) => {
            let case = &matrix.cases[*index];
            (Value::Object(case.input.clone()), Some(&case.expect))
        }
        Scenario::Row { flow, values } => {
            let expectation = matrix.flows[*flow].expectation(values);
            let mut input = InputBuilder::new(matrix, *flow).build(values);
            input.sort_all_objects();
            (input, expectation.map(|(_, one)| &one.assertion))
        }
    };
    let mut shared = Shared::new(engine);
    let inputs = OneInput(input.clone());
    let mut tables = FlowTables::new(&shared, &inputs);
    let mut decider = FlowDecider::new(&mut shared, &mut tables, &inputs);
    let value = decider.decide(&[0])?;
    let mut entries = Vec::new();
    decider.walk(&[0], &mut |entry| entries.push(entry))?;
    let outcome = shared.value(value).clone();
    let reference = shared.ask_reference(&input.to_string())?;
    differs("this one", &outcome, &reference)?;
    let decision = Decision::of(&outcome, &matrix.decision);
    let (definitions, bodies) = looked_at(&shared, &entries);
    let holds = assertion.map(|assertion| decision.satisfies(assertion));
    let outline = &shared.outline;
    Ok(Explained {
        input,
        expected: assertion.map(describe).zip(holds),
        culprit: assertion
            .filter(|_| holds == Some(false))
            .and_then(|assertion| deciding(outline, assertion, &decision)),
        decision,
        definitions,
        bodies,
    })
}

type LookedAt = (Vec<(u32, Option<String>)>, BTreeMap<u32, BodyFate>);

fn looked_at(shared: &Shared<'_>, entries: &[u32]) -> LookedAt {
    let outline = &shared.outline;
    let mut definitions = BTreeMap::<u32, Option<String>>::new();
    let mut tried = BTreeSet::<u32>::new();
    let (mut fired, mut failed) = (tried.clone(), tried.clone());
    for entry in entries {
        let entry = &shared.entries[*entry as usize];
        let unit = &shared.units.all[entry.unit as usize];
        for number in &unit.definitions {
            let value = match shared.value(entry.value) {
                cos_policy::engine::Outcome::Value(text) => Some(text.clone()),
                cos_policy::engine::Outcome::Error(message) => Some(format!("error: {message}")),
                cos_policy::engine::Outcome::Undefined => None,
            };
            definitions.insert(*number, value);
        }
        tried.extend(&entry.tried);
        fired.extend(&entry.fired);
        failed.extend(&entry.failed);
    }
    for body in &tried {
        definitions.entry(outline.bodies[*body as usize].definition).or_default();
    }
    let all = definitions.keys().flat_map(|one| &outline.definitions[*one as usize].bodies);
    let fate = |body: &u32| match (fired.contains(body), failed.contains(body)) {
        (true, true) => BodyFate::Both,
        (true, false) => BodyFate::Held,
        (false, true) => BodyFate::Failed,
        (false, false) => BodyFate::NotTried,
    };
    let bodies = all.map(|body| (*body, fate(body))).collect();
    (definitions.into_iter().collect(), bodies)
}

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
