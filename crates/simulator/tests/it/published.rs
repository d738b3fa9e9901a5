//! Policy sets that others published with tests: every test ends inside of cos as it ends in OPA itself.
//!
//! OPA reads what was published. cos reads the same but for what it refuses, which is written here: see [`Set`].

use crate::support::{modules, opa, options, run};
use cos_policy::bundle;
use cos_simulator::import::{About, Files, opa_test};
use cos_simulator::matrix;
use cos_simulator::run::MutateMode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, str};

/// A published set.
struct Set {
    /// Folders below the place where `cargo xtask test` unpacks them.
    folders: &'static [&'static str],
    /// Folders whose tests take minutes: each of a hundred of them asks for all of a policy of a thousand lines.
    without: &'static [&'static str],
    /// How many tests are left; of rules with one name and package the first counts, as they are one rule.
    tests: usize,
}

struct Module {
    name: String,
    package: String,
    text: String,
}

impl Module {
    fn is_test(&self) -> bool {
        self.name.ends_with("_test.rego")
    }
}

#[test]
fn scubagoggles() {
    Set {
        folders: &["scubagoggles/rego", "scubagoggles/Testing/Unit/Rego"],
        without: &["Rego/commoncontrols/", "Rego/drive/", "Rego/gmail/"],
        tests: 106,
    }
    .check();
}

#[test]
fn aicertify() {
    Set { folders: &["aicertify/opa_policies"], without: &[], tests: 843 }.check();
}

impl Set {
    fn check(&self) {
        let mut all = Vec::new();
        for folder in self.folders {
            read(&opa::home().join("policies").join(folder), folder, &mut all);
        }
        all.retain(|one| !self.without.iter().any(|folder| one.name.contains(folder)));
        // Small bundles: every case is also decided by its policy as a whole.
        let tests = all.iter().filter(|one| one.is_test());
        let groups: Vec<_> = tests.map(|test| closure(&all, test)).collect();
        let reports = reports(&groups);
        let mut tests = 0;
        for (group, report) in groups.iter().zip(&reports) {
            let found = differences(group, report);
            assert_eq!(found, [""; 0], "{}", group[0].name);
            tests += report.len();
        }
        assert_eq!(tests, self.tests);
    }
}

/// The tests of a bundle that do not end as the report says.
fn differences(group: &[&Module], report: &[Value]) -> Vec<String> {
    let files = group.iter().map(|one| (one.name.clone(), one.text.clone().into_bytes()));
    let files: Files = files.collect();
    let about = About { name: "published".to_owned(), owner: "guild".to_owned() };
    let text = serde_json::to_vec(report).unwrap();
    let imported = opa_test::import(("report.json", &text), &files, &about).unwrap();
    // OPA's tests ask what time it is, and some expect that it is not 1970.
    let text = format!("clock: \"2026-01-01T00:00:00Z\"\n{}", imported.matrix);
    let matrix = matrix::parse(text.as_bytes()).unwrap();
    assert_eq!(matrix.cases.len(), report.len(), "{:?}", imported.notes);
    let made = imported.bundle.unwrap();
    let texts = made.iter().map(|(name, text)| (name.as_str(), str::from_utf8(text).unwrap()));
    let made = bundle::load(&bundle::Files::from_texts(texts).unwrap()).unwrap();
    let run = run(&matrix, modules(&made), made.data, &options(MutateMode::Off));
    let run = run.unwrap_or_else(|error| panic!("{}: {error}", group[0].package));
    run.failures.iter().map(|failure| failure.scenario.clone()).collect()
}

/// The Rego below a folder.
fn read(folder: &Path, name: &str, all: &mut Vec<Module>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| {
        panic!("`{}`: {error}; run `cargo xtask test` once", folder.display())
    });
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{name}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &name, all);
        } else if path.extension().is_some_and(|extension| extension == "rego") {
            let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
            let package = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
            let package = package.trim().to_owned();
            all.push(Module { name, package, text });
        }
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
}

/// A test, and the policies of its package and of all packages that they mention.
fn closure<'m>(all: &'m [Module], test: &'m Module) -> Vec<&'m Module> {
    let mut wanted = BTreeSet::from([test.package.as_str()]);
    loop {
        let within = |module: &&Module| {
            module.name == test.name
                || !module.is_test() && wanted.contains(module.package.as_str())
        };
        let texts: Vec<_> = all.iter().filter(within).map(|module| &module.text).collect();
        let mentioned = |other: &&Module| {
            let name = format!("data.{}", other.package);
            let follows = |text: &str, at: usize| {
                let rest = &text[at + name.len()..];
                !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            };
            texts.iter().any(|text| text.match_indices(&name).any(|(at, _)| follows(text, at)))
        };
        let more: BTreeSet<_> =
            all.iter().filter(mentioned).map(|other| other.package.as_str()).collect();
        if more.is_subset(&wanted) {
            break;
        }
        wanted.extend(more);
    }
    let policies = all.iter().filter(|one| !one.is_test() && wanted.contains(one.package.as_str()));
    [test].into_iter().chain(policies).collect()
}

/// For each bundle, what `opa test --format json` says of it: OPA itself is asked whether the tests pass.
fn reports(groups: &[Vec<&Module>]) -> Vec<Vec<Value>> {
    let tests: Vec<Vec<Value>> = groups.iter().map(|group| listed(group)).collect();
    let mut lines = String::new();
    for (group, tests) in groups.iter().zip(&tests) {
        let modules: BTreeMap<_, _> = group.iter().map(|one| (&one.name, &one.text)).collect();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let passes = tests
            .iter()
            .map(|test| format!("[1 | {}.{}]", text(&test["package"]), text(&test["name"])));
        let query = format!("[{}]", passes.collect::<Vec<_>>().join(", "));
        lines += &json!({"modules": modules, "query": query}).to_string();
        lines.push('\n');
    }
    let answers = opa::run("oracle.py", &lines);
    let mut reports = Vec::new();
    for (mut tests, answer) in tests.into_iter().zip(answers.lines()) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let passed = answer["value"].as_array().unwrap_or_else(|| panic!("OPA: {answer}"));
        for (test, passed) in tests.iter_mut().zip(passed) {
            test["fail"] = passed.as_array().unwrap().is_empty().into();
        }
        reports.push(tests);
    }
    reports
}

/// The tests of a bundle, in the form of a report that says nothing yet.
fn listed(group: &[&Module]) -> Vec<Value> {
    let mut listed = Vec::new();
    let mut seen = BTreeSet::new();
    for module in group.iter().filter(|module| module.is_test()) {
        let package = format!("data.{}", module.package);
        for (row, line) in (1..).zip(module.text.lines()) {
            let end = line.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(line.len());
            let name = &line[..end];
            if name.starts_with("test_") && seen.insert(name) {
                let location = json!({"file": module.name, "row": row, "col": 1});
                listed.push(json!({"location": location, "package": package, "name": name}));
            }
        }
    }
    listed
}
