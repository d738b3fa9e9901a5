//! The part of a policy that a flow can reach: bodies whose conditions on the flow alone hold, and what they read.

use crate::decide::Shared;
use cos_policy::engine::{EngineError, Outcome, Request, Target, Variant};
use std::collections::BTreeSet;

/// What a flow can reach.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slice {
    /// Bodies of rules.
    pub(crate) bodies: BTreeSet<u32>,
    /// Bodies of functions that some of these call, and of rules that they read under `with`; what is asked of them is asked over all
    /// flows.
    pub(crate) functions: BTreeSet<u32>,
    /// JSON pointers below the input that they read.
    pub(crate) inputs: BTreeSet<String>,
}

impl Slice {
    /// Finds the slice of a flow by its input before anything varies.
    pub(crate) fn of(shared: &mut Shared<'_>, input: &str) -> Result<Self, EngineError> {
        let mut slice = Self::default();
        let mut seen = BTreeSet::new();
        let mut next = vec![shared.entrypoint()];
        while !next.is_empty() {
            next.retain(|rule| seen.insert(*rule));
            let definitions = |rule: &u32| shared.outline.rules[*rule as usize].definitions.clone();
            let definitions: Vec<u32> = next.iter().flat_map(definitions).collect();
            let closed = closed(shared, &definitions, input)?;
            next.clear();
            for definition in definitions {
                if slice.definition(shared, definition, &closed) {
                    let known = &shared.outline.definitions[definition as usize];
                    next.extend(&known.reads.rules);
                }
            }
        }
        Ok(slice)
    }

    /// Adds a definition, unless the guards of all its bodies fail.
    fn definition(&mut self, shared: &Shared<'_>, definition: u32, closed: &BTreeSet<u32>) -> bool {
        let known = &shared.outline.definitions[definition as usize];
        let open: Vec<u32> =
            known.bodies.iter().copied().filter(|body| !closed.contains(body)).collect();
        if open.is_empty() {
            return false;
        }
        self.bodies.extend(open);
        self.inputs.extend(known.reads.inputs.iter().cloned());
        for within in known.functions.iter().chain(&known.reads.under_with) {
            for called in &shared.outline.rules[*within as usize].definitions {
                self.functions.extend(&shared.outline.definitions[*called as usize].bodies);
            }
        }
        true
    }
}

/// The bodies of some definitions whose guards fail.
fn closed(
    shared: &mut Shared<'_>,
    definitions: &[u32],
    input: &str,
) -> Result<BTreeSet<u32>, EngineError> {
    let bodies =
        definitions.iter().flat_map(|one| &shared.outline.definitions[*one as usize].bodies);
    let guarded = |body: &u32| shared.outline.bodies[*body as usize].guarded;
    let guarded: Vec<u32> = bodies.copied().filter(guarded).collect();
    let guard = |body: &u32| {
        let (variant, target) = (Variant::Instrumented, Target::Guard(*body));
        Request { variant, target, input }
    };
    let requests: Vec<_> = guarded.iter().map(guard).collect();
    shared.evaluations += requests.len() as u64;
    let answers = shared.engine.evaluate_all(&requests)?;
    let fails = guarded.into_iter().zip(answers);
    let fails = fails.filter(|(_, answer)| answer.outcome == Outcome::Undefined);
    Ok(fails.map(|(body, _)| body).collect())
}
