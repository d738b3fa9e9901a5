//! Constraint templates: their Rego, and the bundle that it goes into.

use super::super::draft::reference;
use super::super::source::Spot;
use super::super::{NewFile, NoteKind, Problems, WRONG_SHAPE};
use cos_policy::bundle::{self, Files};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const TARGET: &str = "admission.k8s.gatekeeper.sh";

/// What does not depend on templates: violations to a decision, and messages to what cases ask for.
const ADAPTER: &str = r#"# Written by `cos simulator import`: turns the violations of Gatekeeper templates into one decision.
package cos.gator

decision := {"allow": count(violations) == 0, "reasons": reasons}

reasons contains violation.msg if some violation in violations

reasons contains text if {
	some pattern in input.asked
	like(pattern) > 0
	text := sprintf("violations like \"%s\"", [pattern])
}

reasons contains text if {
	some pattern in input.asked
	like(pattern) > 0
	text := sprintf("violations like \"%s\": %d", [pattern, like(pattern)])
}

like(pattern) := count(found) if {
	found := [violation | some violation in violations; regex.match(pattern, violation.msg)]
}
"#;

/// What is taken of a template.
#[derive(Debug, PartialEq)]
pub(super) struct Template {
    /// The kind of its constraints.
    pub(super) kind: String,
    /// Its Rego, then that of its libraries.
    modules: Vec<Module>,
}

#[derive(Debug, PartialEq)]
struct Module {
    package: Vec<String>,
    text: String,
    version: u8,
}

impl Template {
    /// Reads a template.
    pub(super) fn read(spot: &Spot<'_>, problems: &mut Problems) -> Option<Self> {
        if spot.need_text("kind", problems)? != "ConstraintTemplate" {
            problems.error(WRONG_SHAPE, spot.place(), "not a `ConstraintTemplate`");
            return None;
        }
        let kind = spot.below(&["spec", "crd", "spec", "names", "kind"]);
        let Some(kind) = kind.and_then(|kind| kind.node.as_str()) else {
            problems.error(WRONG_SHAPE, spot.place(), "`spec.crd.spec.names.kind` is missing");
            return None;
        };
        let spec = spot.find("spec")?;
        let targets = spec.list("targets", problems);
        let is_ours = |target: &&Spot<'_>| {
            target.find("target").and_then(|target| target.node.as_str()) == Some(TARGET)
        };
        let Some(target) = targets.iter().find(is_ours) else {
            problems.error(WRONG_SHAPE, spot.place(), format!("no target `{TARGET}`"));
            return None;
        };
        let (source, version) = rego(target, problems)?;
        let mut modules = vec![module(&source.need("rego", problems)?, version, problems)];
        for lib in source.list("libs", problems) {
            modules.push(module(&lib, version, problems));
        }
        let modules: Option<Vec<_>> = modules.into_iter().collect();
        Some(Self { kind: kind.to_owned(), modules: modules? })
    }
}

/// Where the Rego of a target stands, and its version.
fn rego<'n>(target: &Spot<'n>, problems: &mut Problems) -> Option<(Spot<'n>, u8)> {
    let mut found = target.find("rego").map(|_| (target.clone(), 0));
    for code in target.list("code", problems) {
        let engine = code.find("engine").and_then(|engine| engine.node.as_str());
        let source = code.find("source");
        match (engine, source) {
            (Some("Rego"), Some(source)) => {
                let version = source.find("version").and_then(|version| version.node.as_str());
                found = Some((source, u8::from(version == Some("v1"))));
            }
            (engine, _) => {
                let engine = engine.unwrap_or("unknown").escape_debug();
                let message = format!("the code for the engine `{engine}` is not Rego");
                problems.note(NoteKind::LeftOut, code.place(), message);
            }
        }
    }
    if found.is_none() {
        let message = "the template has no Rego; cos runs no CEL";
        problems.left_out(target.place(), message);
    }
    found
}

fn module(spot: &Spot<'_>, version: u8, problems: &mut Problems) -> Option<Module> {
    let text = spot.text(problems)?;
    let loaded = Files::from_texts([("module.rego", text)]).and_then(|files| bundle::load(&files));
    match loaded {
        Ok(mut loaded) if loaded.modules.len() == 1 => {
            let package = loaded.modules.remove(0).package;
            Some(Module { package, text: text.to_owned(), version })
        }
        Ok(_) => None,
        Err(error) => {
            problems.error(WRONG_SHAPE, spot.place(), error.to_string());
            None
        }
    }
}

/// The templates of a suite.
#[derive(Debug, Default)]
pub(super) struct Policy {
    templates: BTreeMap<String, Template>,
}

impl Policy {
    /// Adds a template; fails where it and another one cannot share a bundle.
    pub(super) fn add(&mut self, template: Template) -> Result<(), String> {
        if let Some(known) = self.templates.get(&template.kind) {
            return if *known == template {
                Ok(())
            } else {
                Err(format!("another template of the suite makes `{}`, too", template.kind))
            };
        }
        let all = || self.templates.values().flat_map(|known| &known.modules);
        for module in &template.modules {
            if all().any(|known| known.package == module.package && known != module) {
                let package = module.package.join(".");
                return Err(format!(
                    "another template has the package `{package}` with another text"
                ));
            }
        }
        self.templates.insert(template.kind.clone(), template);
        Ok(())
    }

    /// The files of the bundle.
    pub(super) fn bundle(&self) -> Vec<NewFile> {
        let mut adapter = ADAPTER.to_owned();
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut versions = BTreeMap::new();
        let mut written: Vec<&Module> = Vec::new();
        for (number, (kind, template)) in self.templates.iter().enumerate() {
            for module in &template.modules {
                if written.contains(&module) {
                    continue;
                }
                written.push(module);
                let package = module.package.join("/").replace(' ', "-");
                let mut name = format!("templates/{package}.rego");
                if files.contains_key(&name) {
                    name = format!("templates/{package}.{}.rego", written.len());
                }
                if module.version == 0 {
                    versions.insert(format!("/{name}"), 0);
                }
                files.insert(name, module.text.clone().into_bytes());
            }
            let package: Vec<&str> =
                template.modules[0].package.iter().map(String::as_str).collect();
            let rule = reference(&[&package[..], &["violation"]].concat());
            let kind = Value::from(kind.as_str());
            // Gatekeeper gives every case an inventory of its own.
            let reads = template.modules.iter().any(|module| module.text.contains("inventory"));
            let with = if reads { " with data.inventory as input.inventory" } else { "" };
            // Writing to a string cannot fail.
            let _ = write!(
                adapter,
                "\nfound_{number} := found if found := {rule}{with}\n\nviolations contains violation if {{\n\tinput.matched\n\tinput.template == {kind}\n\tsome violation in found_{number}\n}}\n"
            );
        }
        files.insert("cos/gator.rego".to_owned(), adapter.into_bytes());
        let manifest = json!({"rego_version": 1, "file_rego_versions": versions});
        files.insert(".manifest".to_owned(), format!("{manifest:#}\n").into_bytes());
        files.into_iter().collect()
    }
}
