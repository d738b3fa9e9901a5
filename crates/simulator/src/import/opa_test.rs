//! An `opa test` suite: the report of `opa test --format json`, and the bundle with the tests that it is about.
//!
//! The tests go on as they are. They move into the policy, under names that do not end in `_test.rego`, and a generated module asks the one
//! that the input names: `allow` when it passes. Each package is a flow and each test, or each case of a parameterised one, a
//! case that must end as the report says. Such flows are never privileged: that a test passes says nothing about what the policy
//! allows, and covers nothing. A test of OPA's has no input of its own; here it finds the name of the test in `input.cos_test`.

use super::draft::{Case, Draft, Expect, Head, is_name, reference};
use super::{About, Files, ImportError, Imported, MISSING, NewFile, NoteKind, Place, Problems};
use super::{UNREADABLE, WRONG_SHAPE, finish};
use cos_policy::bundle::{self, Bundle, RegoVersion};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How deep cases of cases may nest.
const MOST_NESTED: usize = 8;

/// One entry of OPA's report.
#[derive(Debug, Deserialize)]
struct TestResult {
    location: Option<Location>,
    package: String,
    name: String,
    #[serde(default)]
    fail: bool,
    #[serde(default)]
    skip: bool,
    error: Option<Value>,
    #[serde(default)]
    sub_results: BTreeMap<String, SubResult>,
}

#[derive(Debug, Deserialize)]
struct Location {
    #[serde(default)]
    file: String,
    #[serde(default)]
    row: u32,
}

#[derive(Debug, Deserialize)]
struct SubResult {
    #[serde(default)]
    fail: bool,
    #[serde(default)]
    sub_results: BTreeMap<String, Self>,
}

/// Imports the report `report`, one of `files`, about the bundle that `bundle` holds.
pub fn import(
    report: (&str, &[u8]),
    bundle: &Files,
    about: &About,
) -> Result<Imported, Vec<ImportError>> {
    let (name, bytes) = report;
    let mut import = Import {
        report: name,
        problems: Problems::default(),
        draft: Draft::default(),
        asked: Vec::new(),
    };
    let results = import.read(bytes);
    let loaded = import.load(bundle);
    let mut files = None;
    if let (Some(results), Some(loaded)) = (results, loaded) {
        for result in results {
            import.result(&result, &loaded);
        }
        import.remark_time(&loaded);
        files = import.bundle(bundle, &loaded);
    }
    let Import { draft, problems, .. } = import;
    let head = Head {
        about,
        description: format!("imported from the report {name} of opa test"),
        entrypoint: "data.cos.opa_test.decision",
        allow: "/allow".to_owned(),
        reasons: "/reasons".to_owned(),
    };
    finish(name, draft.finish(&head), files, problems)
}

struct Import<'a> {
    report: &'a str,
    problems: Problems,
    draft: Draft,
    /// Tests by what cases call them, and what passes in Rego.
    asked: Vec<(String, String)>,
}

impl Import<'_> {
    fn place(&self) -> Place {
        Place { file: self.report.to_owned(), ..Place::default() }
    }

    fn read(&mut self, bytes: &[u8]) -> Option<Vec<Value>> {
        match serde_json::from_slice(bytes) {
            Ok(Value::Array(results)) => Some(results),
            Ok(_) => {
                let message = "not a report of `opa test --format json`, which is a list";
                self.problems.error(WRONG_SHAPE, self.place(), message);
                None
            }
            Err(error) => {
                let place = Place { line: error.line() as u32, ..self.place() };
                self.problems.error(UNREADABLE, place, format!("not JSON: {error}"));
                None
            }
        }
    }

    fn load(&mut self, files: &Files) -> Option<Bundle> {
        let mut texts = Vec::new();
        for (name, bytes) in files {
            if let Ok(text) = std::str::from_utf8(bytes) {
                texts.push((name.as_str(), text));
            } else {
                let place = Place { file: name.clone(), ..Place::default() };
                self.problems.left_out(place, "it is not text, and no part of the bundle");
            }
        }
        let loaded = bundle::Files::from_texts(texts).and_then(|files| bundle::load(&files));
        loaded
            .map_err(|error| self.problems.error(WRONG_SHAPE, self.place(), error.to_string()))
            .ok()
    }

    /// Tests ran when somebody ran them; here it is the time that the matrix says.
    fn remark_time(&mut self, bundle: &Bundle) {
        let mut modules = bundle.modules.iter().chain(&bundle.tests);
        let found = modules.find_map(|module| {
            let line = module.text.lines().position(|line| line.contains("time.now_ns"))?;
            Some((module.name.clone(), line as u32 + 1))
        });
        if let Some((file, line)) = found {
            let place = Place { file, line, field: String::new() };
            let message = "it asks for the time, which is 1970 unless the matrix has a `clock`";
            self.problems.note(NoteKind::Remark, place, message);
        }
    }

    fn result(&mut self, result: &Value, bundle: &Bundle) {
        let parsed: TestResult = match TestResult::deserialize(result) {
            Ok(parsed) => parsed,
            Err(error) => {
                let message = format!("an entry of the report is not a result of a test: {error}");
                self.problems.error(WRONG_SHAPE, self.place(), message);
                return;
            }
        };
        let place = parsed.location.as_ref().map_or_else(
            || self.place(),
            |at| Place { file: at.file.clone(), line: at.row, field: String::new() },
        );
        let place = Place { field: parsed.name.clone(), ..place };
        if parsed.skip {
            self.problems.left_out(place, "the test is skipped");
            return;
        }
        if let Some(error) = &parsed.error {
            self.problems.left_out(place, format!("the test could not be run: {error}"));
            return;
        }
        let Some(package) = bundle.tests.iter().find(|module| {
            let parts: Vec<&str> = module.package.iter().map(String::as_str).collect();
            reference(&parts) == parsed.package
        }) else {
            let message = format!(
                "no file of the bundle ends in `_test.rego` and has the package `{}`",
                parsed.package.escape_debug()
            );
            self.problems.error(MISSING, place, message);
            return;
        };
        let is_defined = package_defines(bundle, &package.package, &parsed.name);
        if !is_name(&parsed.name) || !is_defined {
            let message = format!(
                "the test files of `{}` have no rule `{}`",
                parsed.package.escape_debug(),
                parsed.name.escape_debug()
            );
            self.problems.error(MISSING, place, message);
            return;
        }
        let plain = parsed.package.strip_prefix("data.").unwrap_or(&parsed.package);
        let rule = format!("{}.{}", parsed.package, parsed.name);
        let test = Test { flow: self.draft.flow(plain), place };
        if parsed.sub_results.is_empty() {
            let name = format!("{plain}/{}", parsed.name);
            self.case(&test, name, rule, !parsed.fail);
        } else {
            let name = format!("{plain}/{}", parsed.name);
            self.cases(&test, &parsed.sub_results, (&name, &rule), MOST_NESTED);
        }
    }

    /// The cases of a parameterised test: its value is an object, with true for each that passes.
    fn cases(
        &mut self,
        test: &Test,
        results: &BTreeMap<String, SubResult>,
        (name, rule): (&str, &str),
        depth: usize,
    ) {
        for (key, result) in results {
            let name = format!("{name}[{key}]");
            let rule = format!("{rule}[{}]", Value::from(key.as_str()));
            if result.sub_results.is_empty() {
                self.case(test, name, rule, !result.fail);
            } else if depth == 0 {
                self.problems.left_out(test.place.clone(), format!("`{name}` nests too deep"));
            } else {
                self.cases(test, &result.sub_results, (&name, &rule), depth - 1);
            }
        }
    }

    fn case(&mut self, test: &Test, name: String, rule: String, passes: bool) {
        let mut input = Map::new();
        input.insert("cos_test".to_owned(), name.as_str().into());
        let expect = Expect { allow: passes, ..Expect::default() };
        let case = Case { name: &name, flow: &test.flow, input, expect, receipts: &[] };
        match self.draft.case(case) {
            Ok(()) if !passes => {
                let message =
                    format!("`{name}` failed, and the case expects that it goes on failing");
                self.problems.note(NoteKind::Finding, test.place.clone(), message);
            }
            Ok(()) => {}
            Err(why) => self.problems.left_out(test.place.clone(), format!("`{name}`: {why}")),
        }
        self.asked.push((name, rule));
    }

    /// The bundle with the tests in it.
    fn bundle(&mut self, files: &Files, loaded: &Bundle) -> Option<Vec<NewFile>> {
        let mut out: BTreeMap<String, Vec<u8>> = files.clone();
        out.retain(|_, bytes| std::str::from_utf8(bytes).is_ok());
        if out.remove(bundle::SIGNATURES).is_some() {
            let place = Place { file: bundle::SIGNATURES.to_owned(), ..Place::default() };
            self.problems
                .left_out(place, "the signature is not one of the new bundle; sign that one");
        }
        let mut versions = json!({});
        let number = |version| u8::from(version == RegoVersion::V1);
        for module in loaded.modules.iter().chain(&loaded.tests) {
            let mut name = module.name.clone();
            if let Some(stem) = module.name.strip_suffix("_test.rego") {
                name = format!("{stem}_test.cos.rego");
                let bytes = out.remove(&module.name)?;
                out.insert(name.clone(), bytes);
            }
            versions[format!("/{name}")] = number(module.rego_version).into();
        }
        versions["/cos/tests.rego"] = 1.into();
        let mut manifest: Value = match out.get(".manifest") {
            Some(bytes) => serde_json::from_slice(bytes).ok()?,
            None => json!({}),
        };
        manifest["file_rego_versions"] = versions;
        if let Some(Value::Array(roots)) = manifest.get_mut("roots")
            && !roots
                .iter()
                .any(|root| root.as_str().is_some_and(|root| root.trim_matches('/').is_empty()))
        {
            roots.push("cos/opa_test".into());
        }
        out.insert(".manifest".to_owned(), format!("{manifest:#}\n").into_bytes());
        out.insert("cos/tests.rego".to_owned(), self.adapter().into_bytes());
        Some(out.into_iter().collect())
    }

    /// The module that asks the test which the input names. A function, since a rule with a definition for each test has all of them
    /// evaluated for each case.
    fn adapter(&self) -> String {
        let mut text =
            "# Written by `cos simulator import`: whether the test that the input names passes.
package cos.opa_test

decision := {\"allow\": allowed, \"reasons\": [input.cos_test | not allowed]}

default allowed := false

allowed if passes(input.cos_test)
"
            .to_owned();
        for (name, rule) in &self.asked {
            let name = Value::from(name.as_str());
            // Writing to a string cannot fail.
            let _ = write!(text, "\npasses({name}) if {rule}\n");
        }
        text
    }
}

/// What the cases of a test share.
struct Test {
    flow: String,
    place: Place,
}

/// Whether some test file of the package has a rule of that name at the beginning of a line, as `opa fmt` writes it.
fn package_defines(bundle: &Bundle, package: &[String], name: &str) -> bool {
    let modules = bundle.tests.iter().filter(|module| module.package == package);
    modules.flat_map(|module| module.text.lines()).any(|line| {
        line.trim_start()
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    })
}
