//! An engine that changes its mind is found out, in whatever order it is asked.

use super::*;
use crate::event::{Nobody, Outcome as Fate};
use crate::results::FailureKind;
use crate::run::{self, MutateMode};
use cos_policy::engine::{EngineError, Evaluation, InProcess};
use cos_policy::lint::Lint;
use cos_policy::mutate::Mutant;
use cos_policy::outline::Outline;
use cos_policy::setup::ModuleText;
use serde_json::json;
use std::collections::BTreeSet;

/// Says something else every third time it is asked about Bob.
struct Fickle {
    inner: InProcess,
    asked: u32,
}

impl Engine for Fickle {
    fn outline(&self) -> &Outline {
        self.inner.outline()
    }

    fn evaluate_all(&mut self, requests: &[Request<'_>]) -> Result<Vec<Evaluation>, EngineError> {
        let mut answers = self.inner.evaluate_all(requests)?;
        for (request, answer) in requests.iter().zip(&mut answers) {
            if request.variant == Variant::Reference && request.input.contains("bob") {
                self.asked += 1;
                if self.asked.is_multiple_of(3) {
                    let otherwise = "{\"allow\":true,\"reasons\":[]}";
                    answer.outcome = Outcome::Value(otherwise.to_owned());
                }
            }
        }
        Ok(answers)
    }

    fn mutants(&mut self) -> Result<Vec<Mutant>, EngineError> {
        self.inner.mutants()
    }

    fn select_mutant(&mut self, number: u32) -> Result<bool, EngineError> {
        self.inner.select_mutant(number)
    }

    fn lints(&mut self) -> Result<Vec<Lint>, EngineError> {
        self.inner.lints()
    }
}

fn run_with(quarantine: &str) -> crate::results::Run {
    let text = include_str!("../select/tests/matrix.yaml");
    let matrix = crate::matrix::parse(format!("{text}{quarantine}").as_bytes()).unwrap();
    let module = |name: &str, text: &str| ModuleText {
        name: name.to_owned(),
        text: text.to_owned(),
        rego_version: 1,
    };
    let modules = vec![
        module("authz.rego", include_str!("../select/tests/policy.rego")),
        module(
            "limits.rego",
            "package limits\n\nmost := {\"read\": 9, \"delete\": 2}\n\ndefault strict := false\n",
        ),
    ];
    let data = json!({"roles": {"ada": ["admin"]}});
    let setup = run::setup(&matrix, modules, data, Vec::new());
    let mut engine = Fickle { inner: InProcess::load(setup).unwrap(), asked: 0 };
    let options = Options {
        filter: None,
        selected: None,
        repeated: None,
        mutate: MutateMode::Off,
        unchanged: None,
        today: "2026-11-25".parse().unwrap(),
        audit_every: 0,
        max_failures: 1000,
    };
    let how = Repeat { times: 5, seed: 3 };
    let repeated = repeat(&matrix, &mut engine, &options, how).unwrap();
    let options = Options { repeated: Some(&repeated), ..options };
    run::run(&matrix, &BTreeSet::new(), &mut engine, &options, &mut Nobody).unwrap()
}

#[test]
fn what_is_decided_in_two_ways_is_flaky() {
    let run = run_with("");
    let counts = run.counts();
    assert!(counts.flaky > 0 && counts.failed == 0, "{counts:?}");
    assert!(!counts.is_clean());
    assert_eq!(run.failures.len() as u64, counts.flaky);
    for failure in &run.failures {
        assert_eq!(failure.kind, FailureKind::Flaky);
        // The matrix has the approver Bob in every input; so ids do not matter here.
        assert!(failure.expected.contains("in 5 more runs also as `allow`"), "{failure:?}");
    }
    let passed_and_flaky = run.flows.iter().flat_map(|flow| &flow.outcomes);
    assert!(passed_and_flaky.clone().any(|outcome| *outcome == Fate::Passed));
}

#[test]
fn a_quarantine_holds_what_is_flaky() {
    let run = run_with(
        "quarantine:\n  - {match: {flow: 'data.*'}, reason: clock, ticket: OPS-1, owner: sre, added: 2026-11-20, expires: 2026-12-01}\n",
    );
    let counts = run.counts();
    assert_eq!((counts.flaky, counts.passed), (0, 0), "{counts:?}");
    assert!(run.quarantine[0].failing > 0);
}
