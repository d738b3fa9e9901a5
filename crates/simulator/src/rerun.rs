//! Single scenarios, found by their id and decided again by the policy as a whole: what an auditor does with a sample of a report.

use crate::decision::Decision;
use crate::expand::{InputBuilder, ScenarioId, ScenarioIdError};
use crate::matrix::{DimensionName, Matrix};
use cos_policy::engine::{Engine, EngineError, Request, Target, Variant};
use serde_json::Value;
use std::collections::BTreeMap;

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

/// An id that names nothing in a matrix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// It looks like a scenario, and is none.
    #[error(transparent)]
    Id(#[from] ScenarioIdError),
    /// There is no case, flow, dimension or value of that name.
    #[error("the matrix has no {what} `{name}`{}", nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// The nearest one there is.
        nearest: Option<String>,
    },
    /// The id does not name a value of every dimension of the flow.
    #[error("the id does not say which value `{0}` has; copy the id whole")]
    Lacks(DimensionName),
}

/// Finds a scenario by its id, with or without the checksum behind `#`, or a case by its name.
pub fn find(matrix: &Matrix, id: &str) -> Result<Scenario, FindError> {
    let unknown = |what, name: &str, all: Vec<&str>| FindError::Unknown {
        what,
        name: name.to_owned(),
        nearest: cos_core::suggest::nearest(name, all).map(str::to_owned),
    };
    if !id.contains('{') {
        let found = matrix.cases.iter().position(|case| case.id.as_str() == id);
        let names = || matrix.cases.iter().map(|case| case.id.as_str()).collect();
        return found.map(Scenario::Case).ok_or_else(|| unknown("case", id, names()));
    }
    if id.contains('#') {
        ScenarioId::parse(id)?;
    }
    let form = ScenarioIdError::Form;
    let named = id.rsplit_once('#').map_or(id, |(named, _)| named);
    let (name, values) =
        named.strip_suffix('}').and_then(|text| text.split_once('{')).ok_or(form)?;
    let flow = matrix.flows.iter().position(|flow| flow.id.as_str() == name);
    let flow = flow.ok_or_else(|| {
        unknown("flow", name, matrix.flows.iter().map(|flow| flow.id.as_str()).collect())
    })?;
    let mut given = BTreeMap::new();
    for pair in values.split(',').filter(|pair| !pair.is_empty()) {
        let (dimension, value) = pair.split_once('=').ok_or(form)?;
        given.insert(dimension, value);
    }
    let mut row = Vec::new();
    for dimension in &matrix.flows[flow].dimensions {
        let dimension = &matrix.dimensions[*dimension];
        let value = given
            .remove(dimension.name.as_str())
            .ok_or_else(|| FindError::Lacks(dimension.name.clone()))?;
        let names = || dimension.values.iter().map(|value| value.id.as_str()).collect();
        row.push(dimension.position(value).ok_or_else(|| unknown("value", value, names()))?);
    }
    match given.keys().next() {
        Some(name) => {
            let own = matrix.flows[flow].dimensions.iter();
            let names = own.map(|one| matrix.dimensions[*one].name.as_str()).collect();
            Err(unknown("dimension in that flow called", name, names))
        }
        None => Ok(Scenario::Row { flow, values: row }),
    }
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
