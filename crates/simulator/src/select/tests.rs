//! Whatever changes in a policy: a scenario that decides otherwise is in the selection.

use super::*;
use crate::diff::{self, Class};
use crate::event::Nobody;
use crate::matrix::Date;
use crate::run::{self, MutateMode, Options};
use cos_policy::bundle::{self, Limits, RegoVersion};
use cos_policy::engine::{Engine as _, InProcess};
use cos_policy::setup::{ModuleText, Setup};
use proptest::test_runner::{Config as ProptestConfig, TestRunner};
use serde_json::json;
use std::cell::RefCell;
use std::path::Path;

const POLICY: &str = include_str!("tests/policy.rego");
const MATRIX: &str = include_str!("tests/matrix.yaml");

/// A policy with its matrix, run once as it stands.
struct Known {
    matrix: Matrix,
    setup: Setup,
    engine: RefCell<InProcess>,
    outline: Outline,
    run: Run,
    mutants: u32,
}

impl Known {
    fn of(matrix: &str, modules: Vec<ModuleText>, data: Value) -> Self {
        let matrix = crate::matrix::parse(matrix.as_bytes()).unwrap();
        let mut setup = run::setup(&matrix, modules, data, Vec::new());
        let mut engine = InProcess::load(setup.clone()).unwrap();
        // Mutants are edits of the text as it was normalised; so the old policy is that text, too.
        let mut seen = BTreeSet::new();
        for (number, mutant) in (0..).zip(engine.mutants().unwrap()) {
            if seen.insert(mutant.place.file.clone())
                && let Some((name, before, _)) = engine.mutant_source(number)
            {
                setup.modules.iter_mut().find(|module| module.name == name).unwrap().text = before;
            }
        }
        let mut engine = InProcess::load(setup.clone()).unwrap();
        let mutants = engine.mutants().unwrap().len() as u32;
        let run = run_all(&matrix, &mut engine, None).unwrap();
        let outline = engine.outline().clone();
        Self { outline, matrix, setup, run, mutants, engine: RefCell::new(engine) }
    }

    fn earlier(&self) -> Earlier<'_> {
        Earlier::of(&self.matrix, &self.outline, &self.setup.data, &self.run)
    }

    /// The policy with one change; `None` when the change is no policy.
    fn mutated(&self, number: u32) -> Option<Setup> {
        let (name, _, text) = self.engine.borrow_mut().mutant_source(number)?;
        let mut setup = self.setup.clone();
        setup.modules.iter_mut().find(|module| module.name == name).unwrap().text = text;
        Some(setup)
    }

    /// Asserts that no scenario outside of the selection decides otherwise; returns how many flips there are and how many are selected.
    fn assert_sound(&self, changed: Setup) -> Option<(usize, u64)> {
        let data = changed.data.clone();
        let mut after = InProcess::load(changed).ok()?;
        let outline = after.outline().clone();
        let present = Present { matrix: &self.matrix, outline: &outline, data: &data };
        let Plan::Changed(selection) = select(&self.earlier(), &present, 7).unwrap() else {
            panic!("a change of the policy is no reason to run everything")
        };
        let before = &mut *self.engine.borrow_mut();
        let flips = diff::diff(&self.matrix, before, &mut after, None).unwrap().flips;
        for flip in &flips {
            let is_selected = selection.selected.contains(&flip.scenario)
                && !selection.audited.contains(&flip.scenario);
            assert!(is_selected, "{flip:?}\n{:?}", selection.changes);
            assert!(flip.cause.is_some(), "{flip:?}");
        }
        Some((flips.len(), selection.needed()))
    }
}

fn run_all(
    matrix: &Matrix,
    engine: &mut InProcess,
    selected: Option<&BTreeSet<String>>,
) -> Result<Run, RunError> {
    let options = Options {
        filter: None,
        selected,
        repeated: None,
        mutate: MutateMode::Off,
        unchanged: None,
        today: "2026-11-25".parse::<Date>().unwrap(),
        audit_every: 0,
        max_failures: 10,
    };
    run::run(matrix, &BTreeSet::new(), engine, &options, &mut Nobody)
}

fn small() -> Known {
    let module = |name: &str, text: &str| ModuleText {
        name: name.to_owned(),
        text: text.to_owned(),
        rego_version: 1,
    };
    let limits =
        "package limits\n\nmost := {\"read\": 9, \"delete\": 2}\n\ndefault strict := false\n";
    let modules = vec![module("authz.rego", POLICY), module("limits.rego", limits)];
    Known::of(MATRIX, modules, json!({"roles": {"ada": ["admin"], "bob": ["viewer"]}, "other": 1}))
}

fn companyos() -> Known {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let (files, _) =
        bundle::read(&root.join("examples/policies/companyos"), &Limits::default()).unwrap();
    let bundle = bundle::load(&files).unwrap();
    let modules = bundle.modules.iter().map(|module| ModuleText {
        name: (*module.name).to_owned(),
        text: (*module.text).to_owned(),
        rego_version: u8::from(module.rego_version == RegoVersion::V1),
    });
    let matrix = std::fs::read_to_string(root.join("matrices/quick.yaml")).unwrap();
    Known::of(&matrix, modules.collect(), bundle.data.clone())
}

#[test]
fn every_mutant_of_a_small_policy_flips_only_what_is_selected() {
    let known = small();
    let total: u64 = known.run.flows.iter().map(|flow| flow.count as u64).sum();
    let (mut flipping, mut partial) = (0, 0);
    for number in 0..known.mutants {
        let Some(changed) = known.mutated(number) else { continue };
        if let Some((flips, needed)) = known.assert_sound(changed) {
            flipping += usize::from(flips > 0);
            partial += usize::from(needed < total);
        }
    }
    // The property is worth something only where decisions flip, and the selection only where it leaves something out.
    assert!(flipping > 15 && partial > 2, "{flipping} flip, {partial} are partial");
}

#[test]
fn mutants_of_the_example_flip_only_what_is_selected() {
    let known = companyos();
    let mut runner = TestRunner::new(ProptestConfig { cases: 8, ..ProptestConfig::default() });
    let property = |number| {
        known.mutated(number).and_then(|changed| known.assert_sound(changed));
        Ok(())
    };
    runner.run(&(0..known.mutants), property).unwrap();
}

#[test]
fn edits_that_no_mutant_makes_flip_only_what_is_selected() {
    let known = small();
    for (from, to) in [
        // What is read under `with` has its value there alone.
        ("input.by != \"eve\"", "input.by != \"bob\""),
        // A definition more, of a rule that has one and of one that has none.
        (
            "deny contains \"foreign\"",
            "deny contains \"late\" if input.late\n\ndeny contains \"foreign\"",
        ),
        ("default strict := false", "default strict := false\n\nstrict if input.by == \"ada\""),
        ("default strict := false", "default strict := true"),
        ("default allow := false", "default allow := true"),
        // The same tokens, with another meaning.
        ("import data.limits.most.read as ceiling", "import data.limits.most.delete as ceiling"),
        ("import input.by as who", "import input.owner as who"),
        // A function, and one that it calls.
        ("count(text) > 3", "count(text) > 4"),
        // A rule that is no longer there.
        ("deny contains \"foreign\" if input.region != \"eu\"", ""),
    ] {
        let mut changed = known.setup.clone();
        let mut found = false;
        for module in &mut changed.modules {
            found |= module.text.contains(from);
            module.text = module.text.replace(from, to);
        }
        assert!(found, "{from}");
        let (flips, _) = known.assert_sound(changed).unwrap();
        assert!(flips > 0, "{from} → {to} flips nothing");
    }
}

#[test]
fn documents_select_who_reads_them() {
    let known = small();
    let with = |pointer: &str, value: Value| {
        let mut changed = known.setup.clone();
        *changed.data.pointer_mut(pointer).unwrap() = value;
        known.assert_sound(changed).unwrap()
    };
    assert!(with("/roles/bob", json!(["admin"])).0 > 0);
    assert_eq!(with("/other", json!(2)), (0, 0));
}

#[test]
fn what_is_unknown_or_edited_is_selected() {
    let known = small();
    let earlier = known.earlier();
    let edited = MATRIX.replace("red: {/region: us}", "red: {/region: uk}").replace(
        "{when: {by: bob}, allow: false",
        "{when: {by: bob}, allow: false, reasons: {contains: [role]}",
    );
    let edited = crate::matrix::parse(edited.as_bytes()).unwrap();
    let present = Present { matrix: &edited, outline: &known.outline, data: &known.setup.data };
    let Plan::Changed(selection) = select(&earlier, &present, 7).unwrap() else { panic!() };
    assert!(selection.changes.is_empty());
    let wanted = |id: &String| id.contains("by=bob") || id.contains("region=red");
    let needed = selection.selected.difference(&selection.audited);
    assert!(needed.clone().all(wanted), "{selection:?}");
    assert_eq!(selection.reasons.get("edited").copied(), Some(needed.count() as u64));
    let clock = MATRIX.replace("seed: 1", "seed: 2");
    let clock = crate::matrix::parse(clock.as_bytes()).unwrap();
    let present = Present { matrix: &clock, ..present };
    assert!(matches!(select(&earlier, &present, 7).unwrap(), Plan::Full(_)));
}

#[test]
fn a_flip_among_the_audited_shows_that_the_selection_is_wrong() {
    let known = small();
    let mut earlier = known.earlier();
    // A touch map that says nobody looked at anything.
    let nothing = vec![Vec::new(); known.run.touched.len()];
    earlier.sets = &nothing;
    let mut changed = known.setup.clone();
    changed.modules[0].text = changed.modules[0].text.replace("input.region != \"eu\"", "false");
    let mut engine = InProcess::load(changed).unwrap();
    let outline = engine.outline().clone();
    let present = Present { matrix: &known.matrix, outline: &outline, data: &known.setup.data };
    let errors = (0..40).filter(|seed| {
        let Plan::Changed(selection) = select(&earlier, &present, *seed).unwrap() else { panic!() };
        assert_eq!(selection.needed(), 0);
        let run = run_all(&known.matrix, &mut engine, Some(&selection.selected)).unwrap();
        match audit(&selection, &earlier, &known.matrix, &run) {
            Err(error) => error.code().as_str() == "COS-SIM-0008",
            Ok(()) => false,
        }
    });
    assert!(errors.count() > 0);
}

#[test]
fn causes_name_the_lowest_rule_and_the_definition() {
    let known = small();
    let cause = |from: &str, to: &str, class: Class| {
        let mut changed = known.setup.clone();
        changed.modules[0].text = changed.modules[0].text.replace(from, to);
        let mut before = InProcess::load(known.setup.clone()).unwrap();
        let mut after = InProcess::load(changed).unwrap();
        let diff = diff::diff(&known.matrix, &mut before, &mut after, None).unwrap();
        assert!(diff.count(class) > 0, "{from}: {:?}", diff.flips.first());
        let groups = diff.groups();
        let cause = groups.iter().find(|group| group.class == class).unwrap().cause.unwrap();
        let text = match cause.side {
            diff::Side::After => after.outline(),
            diff::Side::Before => before.outline(),
        };
        let own = text.definitions.iter().find(|one| one.place == cause.place).unwrap();
        format!("{} ({:?}): {}", cause.rule, cause.side, own.text)
    };
    assert_eq!(
        cause("input.region != \"eu\"", "input.region == \"mars\"", Class::NewlyAllowed),
        "data.authz.deny (After): deny contains \"foreign\" if input.region == \"mars\""
    );
    assert_eq!(
        cause("count(text) > 3", "count(text) > 30", Class::NewlyDenied),
        "data.authz.long (After): long(text) if count(text) > 30"
    );
    assert_eq!(
        cause("deny contains \"foreign\" if input.region != \"eu\"", "", Class::NewlyAllowed),
        "data.authz.deny (Before): deny contains \"foreign\" if input.region != \"eu\""
    );
}
