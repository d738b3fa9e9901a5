//! Single scenarios decided again, each by the policy as a whole: what an auditor does with a sample of a report.

use crate::decision::Decision;
use crate::expand::InputBuilder;
use crate::matrix::Matrix;
use cos_policy::engine::{Engine, EngineError, Request, Target, Variant};
use serde_json::Value;

/// A scenario by its place in the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// A case, by index.
    Case(usize),
    /// A row of a flow.
    Row {
        /// Index of the flow.
        flow: usize,
        /// A value for each of its dimensions.
        values: Vec<u16>,
    },
}

/// Decides a scenario by the policy as it stands.
pub fn decide(
    matrix: &Matrix,
    engine: &mut dyn Engine,
    scenario: &Scenario,
) -> Result<Decision, EngineError> {
    let input = match scenario {
        Scenario::Case(index) => Value::Object(matrix.cases[*index].input.clone()),
        Scenario::Row { flow, values } => InputBuilder::new(matrix, *flow).build(values),
    };
    let rule = engine.outline().entrypoint.expect("an engine without entry point does not load");
    let request = Request {
        variant: Variant::Reference,
        target: Target::Rule(rule),
        input: &input.to_string(),
    };
    let outcome = engine.evaluate(&request)?.outcome;
    Ok(Decision::of(&outcome, &matrix.decision))
}
