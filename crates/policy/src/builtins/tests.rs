//! The tables of the builtins, and how a table is checked.
//!
//! Every expected value in the tables below this module is what the real OPA 1.20.2 answered (`crates/policy/tests/oracle/builtins.py`).

use std::collections::{BTreeMap, BTreeSet};

use crate::numbers::Numbers;
use regorus::Value;

use super::{BuiltinError, Context, HttpStub, OPA_BUILTINS, Outcome};

/// A call, its arguments and its answer: JSON in which `{"$set": [...]}` stands for a set, or `undefined`.
pub(super) type Row = (&'static str, &'static str, &'static str);

pub(super) fn context() -> Context {
    let response = Value::from_json_str(r#"{"status_code": 200, "body": {"ok": true}}"#).unwrap();
    Context {
        numbers: Numbers::default(),
        now_ns: 1_700_000_000_000_000_000,
        seed: 7,
        http: vec![HttpStub { method: "GET".into(), url: "https://a.example/x".into(), response }],
        addresses: BTreeMap::from([("a.example".to_owned(), vec!["192.0.2.1".to_owned()])]),
        runtime: Value::from_json_str(r#"{"version": "1.20.2"}"#).unwrap(),
    }
}

/// Calls a builtin with arguments in JSON.
pub(super) fn call(name: &str, args: &str) -> Outcome {
    let context = context();
    let args = with_sets(&context.numbers.read(args).unwrap());
    let Value::Array(args) = args else { panic!("arguments are an array") };
    let builtin = super::all().iter().find(|builtin| builtin.name == name).unwrap();
    (builtin.call)(&context, args.as_slice())
}

pub(super) fn assert_table(table: &[Row]) {
    for (name, args, expected) in table {
        match (call(name, args), *expected) {
            (Err(error), "undefined") => {
                assert!(!error.differs_from_opa(), "{name}{args}: {error}");
            }
            (Ok(answer), "undefined") => panic!("{name}{args} is {answer} and not undefined"),
            (Err(error), expected) => panic!("{name}{args}: {error}, and not {expected}"),
            (Ok(answer), expected) => {
                // regorus reads large integers of JSON as floats or not at all, so text counts first.
                if super::json::compact(&Numbers::default(), &answer).unwrap() != expected {
                    assert_eq!(plain(&answer), value(expected), "{name}{args}");
                }
            }
        }
    }
}

fn value(json: &str) -> Value {
    with_sets(&Numbers::default().read(json).unwrap())
}

fn with_sets(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::from(items.iter().map(with_sets).collect::<Vec<_>>()),
        Value::Object(items) => {
            if let Value::Array(members) = &value["$set"] {
                return Value::from(members.iter().map(with_sets).collect::<BTreeSet<_>>());
            }
            let pairs = items.iter().map(|(key, item)| (key.clone(), with_sets(item)));
            Value::from(pairs.collect::<BTreeMap<_, _>>())
        }
        other => other.clone(),
    }
}

/// The answer as JSON shows it, where a set is an array.
fn plain(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::from(items.iter().map(plain).collect::<Vec<_>>()),
        Value::Set(items) => Value::from(items.iter_sorted().map(plain).collect::<Vec<_>>()),
        Value::Object(items) => {
            let pairs = items.iter().map(|(key, item)| (key.clone(), plain(item)));
            Value::from(pairs.collect::<BTreeMap<_, _>>())
        }
        other => other.clone(),
    }
}

#[test]
fn names_are_unique_sorted_and_known_to_opa() {
    assert!(OPA_BUILTINS.is_sorted_by(|left, right| left.name < right.name));
    let names: BTreeSet<_> = super::all().iter().map(|builtin| builtin.name).collect();
    assert_eq!(names.len(), super::all().len());
    for builtin in super::all() {
        let opa = super::opa_builtin(builtin.name).unwrap();
        assert_eq!(builtin.arity, opa.arity, "{}", builtin.name);
    }
}

#[test]
fn arity_covers_ours_and_those_of_regorus() {
    assert_eq!(super::arity("crypto.sha256"), Some(1));
    assert_eq!(super::arity("concat"), Some(2));
    assert_eq!(super::arity("graphql.parse"), None);
    assert!(super::nondeterministic("http.send"));
    assert!(!super::nondeterministic("crypto.sha256"));
}

#[test]
fn what_opa_would_answer_is_not_called_undefined() {
    let refused = call("http.send", r#"[{"method": "get", "url": "https://b.example"}]"#);
    let error = refused.unwrap_err();
    assert!(error.differs_from_opa());
    assert_eq!(
        error.to_string(),
        "`http.send` of `GET https://b.example` has no stub; add one to the scenario"
    );
    assert!(!BuiltinError::invalid("x").differs_from_opa());
}
