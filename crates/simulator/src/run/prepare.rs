//! From a matrix and a bundle to what the engine is given.

use crate::expand::InputBuilder;
use crate::matrix::{Inventory, Matrix, Semantics, pointer};
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

/// The privileged flows: those that the bundle's data lists, and those that the matrix adds.
pub fn inventory(matrix: &Matrix, data: &Value) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = matrix
        .flows
        .iter()
        .filter(|flow| flow.privileged)
        .map(|flow| flow.id.to_string())
        .collect();
    for source in &matrix.inventory {
        if let Inventory::Data(pointer) = source
            && let Some(Value::Object(flows)) = pointer.find(data)
        {
            let privileged = |flow: &Value| flow.get("privileged") == Some(&Value::Bool(true));
            all.extend(flows.iter().filter(|(_, flow)| privileged(flow)).map(|(id, _)| id.clone()));
        }
    }
    all
}
