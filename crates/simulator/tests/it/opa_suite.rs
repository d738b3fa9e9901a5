//! The tests that the example policies have for `opa test` go on inside of cos.

use crate::support::{files, modules, options, run};
use cos_policy::bundle;
use cos_simulator::import::{About, Files, opa_test};
use cos_simulator::matrix;
use cos_simulator::run::MutateMode;
use serde_json::{Value, json};

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
    let files = files("examples/policies/companyos");
    let report = report(&bundle::load(&files).unwrap().tests);
    assert!(report.len() > 50, "{}", report.len());
    let given: Files =
        files.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    let about = About { name: "companyos".to_owned(), owner: "guild".to_owned() };
    let text = serde_json::to_vec(&report).unwrap();
    let imported = opa_test::import(("report.json", &text), &given, &about).unwrap();
    let notes: Vec<_> = imported.notes.iter().map(ToString::to_string).collect();
    let time = "it asks for the time, which is 1970 unless the matrix has a `clock`";
    assert_eq!(notes, [format!("companyos/facts.rego:13: {time}")]);
    let matrix = matrix::parse(imported.matrix.as_bytes()).unwrap();
    assert_eq!(matrix.cases.len(), report.len());

    let made = imported.bundle.unwrap();
    let texts = made.iter().map(|(name, bytes)| (name.as_str(), str::from_utf8(bytes).unwrap()));
    let made = bundle::load(&bundle::Files::from_texts(texts).unwrap()).unwrap();
    let run = run(&matrix, modules(&made), made.data, &options(MutateMode::Off)).unwrap();
    let failures: Vec<_> = run.failures.iter().map(|failure| &failure.scenario).collect();
    assert_eq!(failures, [""; 0], "of {}", report.len());
}
