//! Policies that nobody here wrote decide as their authors say: see `examples/policies/third-party`.

use crate::support::{options, repository, run_bundle};
use cos_simulator::event::Outcome;
use cos_simulator::import::{About, Imported, decision_log};
use cos_simulator::matrix;
use cos_simulator::run::MutateMode;
use std::fs;

const FOLDER: &str = "examples/policies/third-party";

fn imported(log: &str, entrypoint: &str, flow: &str) -> Imported {
    let about = About { name: "third-party".to_owned(), owner: "guild".to_owned() };
    let options = decision_log::Options {
        entrypoint,
        flow: flow.parse().unwrap(),
        allow: "".parse().unwrap(),
        reasons: "/reasons".parse().unwrap(),
        most: 100,
        inventory: None,
    };
    let bytes = fs::read(repository(FOLDER).join(log)).unwrap();
    decision_log::import((log, &bytes), &options, &about).unwrap()
}

/// Runs a matrix against the policy in `bundle`: how many cases there are, and which of them do not pass.
fn run(imported: &Imported, bundle: &str) -> (usize, Vec<String>) {
    let matrix = matrix::parse(imported.matrix.as_bytes()).unwrap();
    let run = run_bundle(&matrix, &format!("{FOLDER}/{bundle}"), &options(MutateMode::Off));
    assert!(run.cases.iter().all(|case| case.outcome != Outcome::NotSelected));
    let failures = run.failures.iter().map(|failure| failure.scenario.clone());
    (run.cases.len(), failures.collect())
}

#[test]
fn apparitor_decides_as_its_smoke_test_expects() {
    let log = "apparitor/decisions.ndjson";
    let imported = imported(log, "data.apparitor.authz.allow", "/action/name");
    assert_eq!(imported.notes, []);
    assert_eq!(run(&imported, "apparitor/opa"), (3, Vec::new()), "six decisions, three inputs");
}

#[test]
fn the_servers_of_the_tutorial_are_refused() {
    let imported = imported("regorus/decisions.ndjson", "data.example.allow", "/flow");
    assert_eq!(imported.notes, []);
    assert_eq!(run(&imported, "regorus/server"), (1, Vec::new()));
}

/// Files that are used by others' licence stay as they were published.
#[test]
fn every_folder_has_its_licence() {
    for name in ["apparitor", "regorus"] {
        assert!(repository(FOLDER).join(name).join("LICENSE").is_file(), "{name}");
    }
}
