//! The tests that the example policies have for `opa test` go on inside of cos.

use cos_policy::bundle::{self, Limits, RegoVersion};
use cos_policy::engine::InProcess;
use cos_policy::setup::ModuleText;
use cos_simulator::event::Nobody;
use cos_simulator::import::{About, Files, opa_test};
use cos_simulator::matrix;
use cos_simulator::run::{self, MutateMode, Options};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// What `opa test --format json` says when every test passes.
fn report(tests: &[bundle::Module]) -> Vec<Value> {
    let mut report = Vec::new();
    for module in tests {
        let package = format!("data.{}", module.package.join("."));
        for (row, line) in (1..).zip(module.text.lines()) {
            let name = line.split([' ', '[']).next().unwrap_or_default();
            if name.starts_with("test_") {
                let location = json!({"file": module.name, "row": row, "col": 1});
                report.push(json!({"location": location, "package": package, "name": name}));
            }
        }
    }
    report
}

#[test]
fn every_test_of_the_example_policies_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/policies/companyos");
    let files = bundle::read_directory(&folder, &Limits::default()).unwrap();
    let report = report(&bundle::load(&files).unwrap().tests);
    assert!(report.len() > 50, "{}", report.len());
    let given: Files =
        files.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    let about = About { name: "companyos".to_owned(), owner: "guild".to_owned() };
    let text = serde_json::to_vec(&report).unwrap();
    let imported = opa_test::import(("report.json", &text), &given, &about).unwrap();
    assert_eq!(imported.notes, []);
    let matrix = matrix::parse(imported.matrix.as_bytes()).unwrap();
    assert_eq!(matrix.cases.len(), report.len());

    let made = imported.bundle.unwrap();
    let texts = made.iter().map(|(name, bytes)| (name.as_str(), str::from_utf8(bytes).unwrap()));
    let made = bundle::load(&bundle::Files::from_texts(texts).unwrap()).unwrap();
    let modules = made.modules.into_iter().map(|module| ModuleText {
        name: module.name,
        text: module.text,
        rego_version: u8::from(module.rego_version == RegoVersion::V1),
    });
    let setup = run::setup(&matrix, modules.collect(), made.data, Vec::new());
    let mut engine = InProcess::load(setup).unwrap();
    let options = Options {
        filter: None,
        selected: None,
        repeated: None,
        mutate: MutateMode::Off,
        unchanged: None,
        today: "2026-01-01".parse().unwrap(),
        audit_every: 1,
        max_failures: 1_000,
    };
    let run = run::run(&matrix, &BTreeSet::new(), &mut engine, &options, &mut Nobody).unwrap();
    let failures: Vec<_> = run.failures.iter().map(|failure| &failure.scenario).collect();
    assert_eq!(failures, [""; 0], "of {}", report.len());
}
