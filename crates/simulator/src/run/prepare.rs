//! From a matrix and a bundle to what the engine is given.

use crate::expand::InputBuilder;
use crate::matrix::{Inventory, Matrix, Semantics, pointer};
use cos_policy::annotations::Annotation;
use cos_policy::engine::EngineError;
use cos_policy::setup::{HttpStub, ModuleText, Semantics as EngineSemantics, Setup};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the engine is given for a matrix.
pub fn setup(matrix: &Matrix, modules: Vec<ModuleText>, data: Value, http: Vec<HttpStub>) -> Setup {
    Setup {
        modules,
        data,
        numbers: Vec::new(),
        entrypoint: matrix.bundle.entrypoint.clone(),
        semantics: match matrix.bundle.semantics {
            Semantics::Opa => EngineSemantics::Opa,
            Semantics::Regorus => EngineSemantics::Regorus,
        },
        fixed_inputs: fixed_inputs(matrix),
        now_ns: matrix.clock.map_or(0, |clock| clock.0),
        seed: matrix.seed,
        http,
        addresses: BTreeMap::new(),
    }
}

/// JSON pointers below the input that flows set and no dimension touches.
pub fn fixed_inputs(matrix: &Matrix) -> Vec<String> {
    let mut fixed = BTreeSet::new();
    for flow in &matrix.flows {
        leaves(&Value::Object(flow.input.clone()), String::new(), &mut fixed);
    }
    for index in 0..matrix.flows.len() {
        let builder = InputBuilder::new(matrix, index);
        for slot in 0..matrix.flows[index].dimensions.len() {
            for touched in builder.touched(slot) {
                fixed.retain(|leaf| {
                    leaf.parse().is_ok_and(|leaf| !pointer::overlaps(touched, &leaf))
                });
            }
        }
    }
    fixed.into_iter().collect()
}

fn leaves(value: &Value, at: String, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(value, format!("{at}/{name}"), out);
            }
        }
        _ => {
            out.insert(at);
        }
    }
}

/// The privileged flows: those that the bundle's data and the metadata of its rules list, and those that the matrix adds.
pub fn inventory(
    matrix: &Matrix,
    data: &Value,
    annotations: &[Annotation],
) -> Result<BTreeSet<String>, EngineError> {
    let mut all: BTreeSet<String> = matrix
        .flows
        .iter()
        .filter(|flow| flow.privileged)
        .map(|flow| flow.id.to_string())
        .collect();
    for source in &matrix.inventory {
        match source {
            Inventory::Annotations(path) => {
                for annotation in annotations.iter().filter(|one| says_true(one, path)) {
                    all.extend(named(annotation)?);
                }
            }
            Inventory::Data(pointer) => {
                let Some(Value::Object(flows)) = pointer.find(data) else { continue };
                let privileged = |flow: &Value| flow.get("privileged") == Some(&Value::Bool(true));
                let flows = flows.iter().filter(|(_, flow)| privileged(flow));
                all.extend(flows.map(|(id, _)| id.clone()));
            }
        }
    }
    Ok(all)
}

/// Whether a block has `true` at a path: `custom.privileged`, or `entrypoint`.
fn says_true(annotation: &Annotation, path: &[String]) -> bool {
    let Some((first, rest)) = path.split_first() else { return false };
    if first == "entrypoint" {
        return rest.is_empty() && annotation.entrypoint;
    }
    let Some((name, rest)) = rest.split_first().filter(|_| first == "custom") else { return false };
    let found = rest.iter().try_fold(annotation.custom.get(name), |at, name| Some(at?.get(name)));
    found.flatten() == Some(&Value::Bool(true))
}

/// The flows that a block stands for: `custom.flow`, or its rule or package without `data.`.
fn named(annotation: &Annotation) -> Result<Vec<String>, EngineError> {
    let fault = || EngineError::Metadata {
        place: annotation.place.clone(),
        message: "`custom.flow` is neither a text nor a list of texts".to_owned(),
    };
    match annotation.custom.get("flow") {
        None => {
            let path = annotation.path.strip_prefix("data.").unwrap_or(&annotation.path);
            Ok(vec![path.to_owned()])
        }
        Some(Value::String(flow)) => Ok(vec![flow.clone()]),
        Some(Value::Array(flows)) => {
            let text = |flow: &Value| flow.as_str().map(str::to_owned).ok_or_else(fault);
            flows.iter().map(text).collect()
        }
        Some(_) => Err(fault()),
    }
}

#[cfg(test)]
mod tests;
