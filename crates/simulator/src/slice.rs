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
        let mut queue = vec![shared.entrypoint()];
        while let Some(rule) = queue.pop() {
            if !seen.insert(rule) {
                continue;
            }
            for definition in shared.outline.rules[rule as usize].definitions.clone() {
                if slice.definition(shared, definition, input)? {
                    let known = &shared.outline.definitions[definition as usize];
                    queue.extend(&known.reads.rules);
                }
            }
        }
        Ok(slice)
    }

    /// Adds a definition, unless the guards of all its bodies fail.
    fn definition(
        &mut self,
        shared: &mut Shared<'_>,
        definition: u32,
        input: &str,
    ) -> Result<bool, EngineError> {
        let mut reached = false;
        for body in shared.outline.definitions[definition as usize].bodies.clone() {
            if shared.outline.bodies[body as usize].guarded {
                let target = Target::Guard(body);
                let request = Request { variant: Variant::Instrumented, target, input };
                shared.evaluations += 1;
                if shared.engine.evaluate(&request)?.outcome == Outcome::Undefined {
                    continue;
                }
            }
            reached = true;
            self.bodies.insert(body);
        }
        if reached {
            let known = &shared.outline.definitions[definition as usize];
            self.inputs.extend(known.reads.inputs.iter().cloned());
            for within in known.functions.iter().chain(&known.reads.under_with) {
                for called in &shared.outline.rules[*within as usize].definitions {
                    self.functions.extend(&shared.outline.definitions[*called as usize].bodies);
                }
            }
        }
        Ok(reached)
    }
}
