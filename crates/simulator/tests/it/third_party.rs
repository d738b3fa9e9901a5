//! Policies that nobody here wrote decide as their authors say: see `examples/policies/third-party`.

use cos_policy::bundle::{self, Limits, RegoVersion};
use cos_policy::engine::InProcess;
use cos_policy::setup::ModuleText;
use cos_simulator::event::{Nobody, Outcome};
use cos_simulator::import::{About, Imported, decision_log};
use cos_simulator::matrix;
use cos_simulator::run::{self, MutateMode, Options};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/policies/third-party").join(name)
}

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
    let bytes = fs::read(folder(log)).unwrap();
    decision_log::import((log, &bytes), &options, &about).unwrap()
}

/// Runs a matrix against the policy in `bundle`: how many cases there are, and which of them do not pass.
fn run(imported: &Imported, bundle: &str) -> (usize, Vec<String>) {
    let matrix = matrix::parse(imported.matrix.as_bytes()).unwrap();
    let files = bundle::read_directory(&folder(bundle), &Limits::default()).unwrap();
    let bundle = bundle::load(&files).unwrap();
    let modules = bundle.modules.into_iter().map(|module| ModuleText {
        name: module.name,
        text: module.text,
        rego_version: u8::from(module.rego_version == RegoVersion::V1),
    });
    let setup = run::setup(&matrix, modules.collect(), bundle.data, Vec::new());
    let mut engine = InProcess::load(setup).unwrap();
    let options = Options {
        filter: None,
        selected: None,
        repeated: None,
        mutate: MutateMode::Off,
        unchanged: None,
        today: "2026-01-01".parse().unwrap(),
        audit_every: 1,
        max_failures: 100,
    };
    let run = run::run(&matrix, &BTreeSet::new(), &mut engine, &options, &mut Nobody).unwrap();
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
        assert!(folder(name).join("LICENSE").is_file(), "{name}");
    }
}
