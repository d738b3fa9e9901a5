//! Suites: what comes over, what is left out, what is refused; and that the policy decides as gator says it does.

use super::super::gator::{import, names};
use super::*;
use crate::run;
use cos_policy::engine::InProcess;
use cos_policy::setup::ModuleText;

const SUITE: &str = r#"
kind: Suite
apiVersion: test.gatekeeper.sh/v1alpha1
tests:
- name: owner
  template: template.yaml
  constraint: constraint.yaml
  cases:
  - name: allowed
    object: good.yaml
    assertions:
    - violations: no
  - name: disallowed
    object: bad.yaml
    assertions:
    - violations: yes
    - violations: 1
    - message: "must .* owner"
    - violations: 0
      message: never
  - name: taken
    object: good.yaml
    inventory: [other.yaml]
    assertions:
    - violations: 1
      message: ^taken by
  - name: another-kind
    object: other.yaml
  - name: quiet
    object: good.yaml
    assertions: [{violations: no, message: owner}]
- name: later
  skip: true
- name: refused
  invalid: true
"#;

const TEMPLATE: &str = r#"
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: owner}
spec:
  crd: {spec: {names: {kind: Owner}}}
  targets:
  - target: admission.k8s.gatekeeper.sh
    code:
    - engine: K8sNativeValidation
      source: {}
    - engine: Rego
      source:
        rego: |
          package owner
          import data.lib.labels
          violation[{"msg": msg}] {
            wanted := input.parameters.labels[_]
            not labels.has(input.review.object, wanted)
            msg := sprintf("it must have an %v", [wanted])
          }
          violation[{"msg": msg}] {
            other := data.inventory.cluster["v1"].Namespace[_]
            other.metadata.labels.owner == input.review.object.metadata.labels.owner
            msg := sprintf("taken by %v", [other.metadata.name])
          }
        libs:
        - |
          package lib.labels
          has(object, label) { object.metadata.labels[label] }
"#;

const CONSTRAINT: &str = "
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Owner
metadata: {name: owner}
spec:
  match: {kinds: [{apiGroups: [''], kinds: [Pod]}], excludedNamespaces: [kube-*]}
  parameters: {labels: [owner]}
";

fn suite() -> Files {
    let pod = |labels: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: ns, labels: {labels}}}\n"
        )
    };
    files([
        ("a/suite.yaml", SUITE),
        ("a/template.yaml", TEMPLATE),
        ("a/constraint.yaml", CONSTRAINT),
        ("a/good.yaml", &pod("{owner: me}")),
        ("a/bad.yaml", &pod("{}")),
        (
            "a/other.yaml",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: theirs, labels: {owner: me}}\n",
        ),
    ])
}

/// Runs what was imported; the cases that do not pass.
pub(super) fn failing(imported: &Imported) -> Vec<String> {
    let matrix = matrix(imported);
    let files = imported.bundle.as_ref().unwrap();
    let texts = files.iter().map(|(name, bytes)| (name.as_str(), str::from_utf8(bytes).unwrap()));
    let bundle = cos_policy::bundle::Files::from_texts(texts).unwrap();
    let bundle = cos_policy::bundle::load(&bundle).unwrap();
    let modules = bundle.modules.into_iter().map(|module| ModuleText {
        name: module.name,
        text: module.text,
        rego_version: u8::from(module.rego_version == cos_policy::bundle::RegoVersion::V1),
    });
    let setup = run::setup(&matrix, modules.collect(), bundle.data, Vec::new());
    let mut engine = InProcess::load(setup).unwrap();
    let options = run::Options {
        filter: None,
        selected: None,
        repeated: None,
        mutate: run::MutateMode::Off,
        unchanged: None,
        today: "2026-01-01".parse().unwrap(),
        audit_every: 1,
        max_failures: 100,
    };
    let nobody = std::collections::BTreeSet::new();
    let run = run::run(&matrix, &nobody, &mut engine, &options, &mut crate::event::Nobody).unwrap();
    assert_eq!(run.cases.len(), matrix.cases.len());
    let shown = |failure: &crate::results::Failure| {
        format!("{}: {}, expected {}", failure.scenario, failure.decision, failure.expected)
    };
    run.failures.iter().map(shown).collect()
}

#[test]
fn a_suite_becomes_a_matrix_and_a_bundle() {
    let imported = import(&suite(), "a/suite.yaml", &about()).unwrap();
    let matrix = matrix(&imported);
    assert_eq!(
        cases(&matrix),
        [
            "owner owner/allowed allow",
            "owner owner/disallowed deny",
            "owner owner/taken deny",
            "owner owner/another-kind allow",
        ]
    );
    let case = &matrix.cases[1];
    let contains = ["violations like \"\": 1", "violations like \"must .* owner\""];
    assert_eq!(case.expect.reasons.contains, contains);
    assert_eq!(case.expect.reasons.none_of, ["violations like \"never\""]);
    assert_eq!(case.input["review"]["kind"]["kind"], "Pod");
    assert!(case.input["review"]["oldObject"].is_null(), "null stays null");
    assert_eq!(case.input["review"]["namespace"], "ns");
    let names: Vec<_> = imported.bundle.iter().flatten().map(|(name, _)| name.as_str()).collect();
    let modules = ["templates/lib/labels.rego", "templates/owner.rego"];
    assert_eq!(names, [&[".manifest", "cos/gator.rego"][..], &modules].concat());
    assert_eq!(
        notes(&imported),
        [
            "LeftOut a/template.yaml:10: `spec.targets[0].code[0]`: the code for the engine `K8sNativeValidation` is not Rego",
            "Remark a/suite.yaml:27: `tests[0].cases[3]`: `owner/another-kind`: the constraint does not match the object, so no policy is asked",
            "LeftOut a/suite.yaml:29: `tests[0].cases[4]`: `owner/quiet` says only which messages must not be there; a case says whether it is allowed",
            "LeftOut a/suite.yaml:32: `tests[1]`: `later`: the test is skipped",
            "LeftOut a/suite.yaml:34: `tests[2]`: `refused`: that a template or constraint is refused is nothing a policy decides",
        ]
    );
}

#[test]
fn the_policy_decides_as_gator_says() {
    let imported = import(&suite(), "a/suite.yaml", &about()).unwrap();
    assert_eq!(failing(&imported), [""; 0]);
}

#[test]
fn faults_come_all_at_once_with_their_places() {
    let mut broken = suite();
    let text = SUITE.replace("good.yaml", "gone.yaml").replace("violations: 0", "violations: many");
    broken.insert("a/suite.yaml".to_owned(), text.into_bytes());
    assert_eq!(
        faults(import(&broken, "a/suite.yaml", &about())),
        [
            "COS-IMP-0003 a/suite.yaml:10: `tests[0].cases[0].object`: there is no file `gone.yaml`",
            "COS-IMP-0002 a/suite.yaml:19: `tests[0].cases[1].assertions[3].violations`: write `yes`, `no` or how many violations there are",
            "COS-IMP-0003 a/suite.yaml:22: `tests[0].cases[2].object`: there is no file `gone.yaml`",
            "COS-IMP-0003 a/suite.yaml:30: `tests[0].cases[4].object`: there is no file `gone.yaml`",
        ]
    );
}

#[test]
fn a_faulty_test_hides_no_fault_of_its_cases() {
    let mut broken = suite();
    let text = SUITE.replace("constraint.yaml", "gone.yaml").replace("bad.yaml", "lost.yaml");
    broken.insert("a/suite.yaml".to_owned(), text.into_bytes());
    assert_eq!(
        faults(import(&broken, "a/suite.yaml", &about())),
        [
            "COS-IMP-0003 a/suite.yaml:7: `tests[0].constraint`: there is no file `gone.yaml`",
            "COS-IMP-0003 a/suite.yaml:14: `tests[0].cases[1].object`: there is no file `lost.yaml`",
        ]
    );
}

#[test]
fn a_suite_names_its_files() {
    let suite = suite();
    let named = names("a/suite.yaml", &suite["a/suite.yaml"]);
    assert_eq!(
        named.into_iter().collect::<Vec<_>>(),
        suite.keys().filter(|name| *name != "a/suite.yaml").cloned().collect::<Vec<_>>()
    );
    let up = SUITE.replace("good.yaml", "../../etc/passwd").replace("bad.yaml", "../b.yaml");
    let named = names("a/suite.yaml", up.as_bytes());
    assert!(
        named.contains("b.yaml") && !named.iter().any(|name| name.contains("passwd")),
        "{named:?}"
    );
    assert!(names("a/suite.yaml", b"kind: [").is_empty());
}

#[test]
fn what_is_no_suite_is_refused() {
    let with = |name: &str, text: &str| {
        let mut files = suite();
        files.insert(name.to_owned(), text.as_bytes().to_vec());
        faults(import(&files, "a/suite.yaml", &about())).join("\n")
    };
    let table = [
        ("a/suite.yaml", "kind: Pod\n", "COS-IMP-0002 a/suite.yaml:1: not one gator suite"),
        ("a/suite.yaml", "kind: [", "COS-IMP-0001 a/suite.yaml:1: not YAML"),
        (
            "a/template.yaml",
            "kind: Pod\n",
            "COS-IMP-0002 a/template.yaml:1: not a `ConstraintTemplate`",
        ),
        (
            "a/constraint.yaml",
            "kind: Other\n",
            "the constraint is a `Other`, and the template makes `Owner`",
        ),
        ("a/bad.yaml", "a: 1\n---\nb: 2\n", "`a/bad.yaml` holds 2 documents; gator wants one"),
        ("a/bad.yaml", "name: on\n", "COS-IMP-0001 a/bad.yaml:1: `on`, a boolean to some readers"),
        ("a/bad.yaml", "kind: Pod\n", "an object has an `apiVersion`"),
    ];
    for (name, text, message) in table {
        let found = with(name, text);
        assert!(found.contains(message), "{name} {text:?}: {found}");
    }
    let up = SUITE.replace("good.yaml", "../../etc/passwd");
    assert!(with("a/suite.yaml", &up).contains("leads out of what is imported"));
    let skipped = "kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\nskip: true\n";
    assert!(with("a/suite.yaml", skipped).contains("COS-IMP-0004"));
}
