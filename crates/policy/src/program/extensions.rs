//! What the engine calls by name: probes, operators, template strings and all builtins.

use crate::builtins::{self, Context};
use crate::lowering::{FIRED, TRIED};
use crate::numbers::Numbers;
use crate::operators::OPERATORS;
use crate::probes::Probes;
use crate::setup::Setup;
use crate::syntax::normalise::TEMPLATE;
use regorus::{Engine, Value};
use std::sync::Arc;

/// Registers our builtins, the probes and template strings.
pub(super) fn extend(
    engine: &mut Engine,
    setup: &Setup,
    probes: &Probes,
    numbers: &Numbers,
) -> Result<(), String> {
    let mut add = |name: &str, arity: u8, call: Box<dyn regorus::Extension>| {
        engine.add_extension(name.to_owned(), arity, call).map_err(|error| error.to_string())
    };
    let table = probes.clone();
    add(
        TRIED,
        1,
        Box::new(move |args: Vec<Value>| {
            table.tried(number(&args));
            Ok(Value::Bool(true))
        }),
    )?;
    let table = probes.clone();
    add(
        FIRED,
        2,
        Box::new(move |mut args: Vec<Value>| {
            table.fired(number(&args));
            Ok(args.swap_remove(1))
        }),
    )?;
    let (table, known) = (probes.clone(), numbers.clone());
    let template = move |args: Vec<Value>| {
        Ok(crate::template::write(&known, &args).map_or_else(
            |error| {
                table.fatal(error.to_string());
                Value::Undefined
            },
            Value::from,
        ))
    };
    add(TEMPLATE, 1, Box::new(template))?;
    for operator in OPERATORS {
        let (table, known, apply) = (probes.clone(), numbers.clone(), operator.apply);
        let answer = move |args: Vec<Value>| {
            Ok(apply(&known, &args).unwrap_or_else(|error| {
                table.fatal(error.to_string());
                Value::Undefined
            }))
        };
        add(operator.name, operator.arity, Box::new(answer))?;
    }
    let context = Arc::new(context(setup, numbers));
    for builtin in builtins::all() {
        let (context, table, call) = (context.clone(), probes.clone(), builtin.call);
        let answer = move |args: Vec<Value>| Ok(answered(&table, call(&context, &args)));
        add(builtin.name, builtin.arity, Box::new(answer))?;
    }
    let operators: Vec<_> = OPERATORS.iter().map(|operator| operator.name).collect();
    for (name, arity) in builtins::others().filter(|(name, _)| !operators.contains(name)) {
        let table = probes.clone();
        let answer = move |args: Vec<Value>| Ok(answered(&table, builtins::other(name, &args)));
        add(name, arity, Box::new(answer))?;
    }
    Ok(())
}

/// The answer of a builtin. In OPA without strict builtin errors an expression that fails is undefined.
fn answered(probes: &Probes, outcome: builtins::Outcome) -> Value {
    outcome.unwrap_or_else(|error| {
        if error.differs_from_opa() {
            probes.fatal(error.to_string());
        }
        Value::Undefined
    })
}

fn number(args: &[Value]) -> u32 {
    args.first().and_then(|value| value.as_u32().ok()).unwrap_or_default()
}

fn context(setup: &Setup, numbers: &Numbers) -> Context {
    let stub = |stub: &crate::setup::HttpStub| builtins::HttpStub {
        method: stub.method.to_ascii_uppercase(),
        url: stub.url.clone(),
        response: Value::from_json_str(&stub.response.to_string()).unwrap_or(Value::Null),
    };
    Context {
        numbers: numbers.clone(),
        now_ns: setup.now_ns,
        seed: setup.seed,
        http: setup.http.iter().map(stub).collect(),
        addresses: setup.addresses.clone(),
        runtime: Value::new_object(),
    }
}
