//! `cos simulator import` at each of its ends: what is written runs, and what is wrong is said all at once, with nothing written.

use crate::env::Env;
use insta::assert_snapshot;

const SUITE: &str = "kind: Suite
apiVersion: test.gatekeeper.sh/v1alpha1
tests:
- name: owner
  template: template.yaml
  constraint: samples/constraint.yaml
  cases:
  - name: allowed
    object: samples/good.yaml
    assertions:
    - violations: no
  - name: disallowed
    object: samples/bad.yaml
    assertions:
    - violations: yes
      message: must have an owner
- name: later
  skip: true
";

const TEMPLATE: &str = "apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: owner}
spec:
  crd: {spec: {names: {kind: Owner}}}
  targets:
  - target: admission.k8s.gatekeeper.sh
    rego: |
      package owner
      violation[{\"msg\": msg}] {
        wanted := input.parameters.labels[_]
        not input.review.object.metadata.labels[wanted]
        msg := sprintf(\"it must have an %v\", [wanted])
      }
";

const CONSTRAINT: &str = "apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Owner
metadata: {name: owner}
spec: {parameters: {labels: [owner]}}
";

const KYVERNO: &str = "apiVersion: cli.kyverno.io/v1alpha1
kind: Test
policies: [policy.yaml]
resources: [resources.yaml]
results:
- {policy: tags, rule: require, resources: [good], kind: Pod, result: pass}
- {policy: tags, rule: require, resources: [bad], kind: Pod, result: fail}
- {policy: tags, rule: set, resources: [good], kind: Pod, patchedResource: x.yaml, result: pass}
";

const RESOURCES: &str = "{apiVersion: v1, kind: Pod, metadata: {name: good, labels: {owner: me}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: bad}}
";

/// What a policy in Rego says of the same resources.
const KUBERNETES: &str = "package kubernetes

decision := {\"allow\": allow, \"reasons\": []}

default allow := false

allow if input.resource.metadata.labels.owner
";

const AUTHZ: &str = "package authz

default allow := false

allow if input.user == \"root\"
";

const AUTHZ_TEST: &str = "package authz_test

import data.authz

test_root if authz.allow with input as {\"user\": \"root\"}

test_other if authz.allow with input as {\"user\": \"other\"}
";

const RESULTS: &str = r#"[
  {"location": {"file": "authz_test.rego", "row": 5, "col": 1}, "package": "data.authz_test", "name": "test_root", "duration": 1},
  {"location": {"file": "authz_test.rego", "row": 7, "col": 1}, "package": "data.authz_test", "name": "test_other", "fail": true}
]"#;

const LOG: &str = r#"{"decision_id": "d1", "path": "authz/allow", "input": {"flow": "login", "user": "root"}, "result": true}
{"decision_id": "d2", "path": "authz/allow", "input": {"flow": "login", "user": "eve"}, "result": false}
{"decision_id": "d3", "path": "authz/allow", "input": {"flow": "login", "user": "root"}, "result": true}
{"decision_id": "d4", "path": "authz/allow", "erased": ["/input/user"], "input": {"flow": "login"}, "result": true}
{"decision_id": "d5", "path": "other/rule", "input": {}, "result": true}
{"level": "info", "msg": "Server initialized."}
"#;

const WHO: &str = "--name imported --owner sre --out m.yaml";
const GATOR: &str = "simulator import gator s/suite.yaml --bundle-out made";
const OF_KYVERNO: &str =
    "simulator import kyverno k/kyverno-test.yaml --entrypoint data.kubernetes.decision";
const OPA_TEST: &str =
    "simulator import opa-test results.json --bundle authz --unsigned --bundle-out made";
const OF_LOG: &str =
    "simulator import decision-log log.ndjson --entrypoint data.authz.allow --allow= ";

fn sources() -> Env {
    let env = Env::new();
    for folder in ["s/samples", "s/sub", "k", "kubernetes", "authz"] {
        std::fs::create_dir_all(env.path(folder)).unwrap();
    }
    let pod = |labels: &str| {
        format!("{{apiVersion: v1, kind: Pod, metadata: {{name: p, labels: {labels}}}}}\n")
    };
    env.write("s/suite.yaml", SUITE);
    env.write("s/template.yaml", TEMPLATE);
    env.write("s/samples/constraint.yaml", CONSTRAINT);
    env.write("s/samples/good.yaml", &pod("{owner: me}"));
    env.write("s/samples/bad.yaml", &pod("{}"));
    env.write("k/kyverno-test.yaml", KYVERNO);
    env.write("k/resources.yaml", RESOURCES);
    env.write("kubernetes/policy.rego", KUBERNETES);
    env.write("authz/authz.rego", AUTHZ);
    env.write("authz/authz_test.rego", AUTHZ_TEST);
    env.write("results.json", RESULTS);
    env.write("log.ndjson", LOG);
    env
}

/// Asserts that `cos` refuses with 3 and says all of `words`, and that nothing is left of it.
#[track_caller]
fn refused(env: &Env, args: &str, words: &[&str]) {
    let args = format!("{args} {WHO}");
    let run = env.cos(&args);
    assert_eq!(run.exit, 3, "cos {args}\n{}{}", run.stdout, run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "cos {args}\nlacks `{word}`:\n{}", run.stderr);
    }
    assert_eq!(run.stdout, "", "cos {args}");
    for name in ["m.yaml", "made"] {
        assert!(!env.path(name).exists(), "cos {args} left `{name}`");
    }
    let left = std::fs::read_dir(env.path(".")).unwrap();
    let left = left.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(left.filter(|name| name.contains(".tmp")).collect::<Vec<_>>(), [""; 0]);
}

/// Runs what was imported; the last line says how it ended.
#[track_caller]
fn passes(env: &Env, bundle: &str, last: &str) {
    let run = env.ok(&format!(
        "simulator run --matrix m.yaml --bundle {bundle} --unsigned --mutate off --min-coverage 0"
    ));
    assert_eq!(run.lines().last(), Some(last));
}

#[test]
fn a_gator_suite_runs() {
    let env = sources();
    assert_snapshot!("import_gator", env.shown(&format!("{GATOR} {WHO}")));
    passes(&env, "made", "✔ passed: 2 scenarios as expected");
    let again = env.cos(&format!("{GATOR} {WHO}"));
    assert_eq!((again.exit, again.stderr.contains("--force")), (3, true), "{}", again.stderr);
    let answer = env.ok(&format!("{GATOR} {WHO} --force --format json"));
    assert_snapshot!("import_gator_json", answer);
    let lines = env.ok(&format!("{GATOR} {WHO} --force --format jsonl"));
    assert_eq!(lines.lines().count(), 1, "{lines}");
}

/// `--force` replaces what an import wrote, and no other folder.
#[test]
fn force_spares_other_folders() {
    let env = sources();
    let over = GATOR.replace("--bundle-out made", "--bundle-out s --force");
    refused(&env, &over, &["`s`", "no import wrote this folder", "COS-IOE-0001"]);
    assert_eq!(env.read("s/suite.yaml"), SUITE);
    env.ok(&format!("{GATOR} {WHO}"));
    let inside = env.cos(&format!("{GATOR} --force {WHO}").replace("m.yaml", "made/m.yaml"));
    assert_eq!(inside.exit, 2, "{}", inside.stderr);
    assert!(env.path("made/cos/gator.rego").exists());
}

#[test]
fn a_suite_reaches_as_far_as_its_root() {
    let env = sources();
    let up = SUITE.replace("template.yaml", "../template.yaml").replace("samples", "../samples");
    env.write("s/sub/suite.yaml", &up);
    let sub = GATOR.replace("s/suite", "s/sub/suite");
    refused(&env, &sub, &["s/sub/suite.yaml:5", "leads out of what is imported", "COS-IMP-0003"]);
    refused(&env, &format!("{sub} --root k"), &["is not in the folder `k`", "COS-IMP-0003"]);
    env.ok(&format!("{sub} --root s {WHO}"));
    passes(&env, "made", "✔ passed: 2 scenarios as expected");
}

#[test]
fn wrong_suites_are_refused() {
    let env = sources();
    let with = |name: &str, text: &str| env.write(&format!("s/{name}.yaml"), text);
    let gator = |name: &str| GATOR.replace("s/suite", &format!("s/{name}"));
    refused(&env, &gator("none"), &["s/none.yaml", "COS-IOE-0001"]);
    refused(&env, &GATOR.replace("s/suite.yaml", "s"), &["`s`", "COS-IOE-0001"]);
    with("torn", "kind: Suite\n  tests: [\n");
    refused(&env, &gator("torn"), &["s/torn.yaml:2", "COS-IMP-0001"]);
    with("empty", "kind: Suite\napiVersion: test.gatekeeper.sh/v1alpha1\ntests: []\n");
    refused(&env, &gator("empty"), &["s/empty.yaml", "COS-IMP-0004"]);
    refused(&env, &gator("template"), &["s/template.yaml:1", "COS-IMP-0002"]);
    refused(&env, &gator("suite").replace("made", "no/made"), &["no/made", "COS-IOE-0001"]);
    with("wrong", &SUITE.replace("samples", "lost").replace("violations: no", "violations: any"));
    assert_snapshot!("import_gator_wrong", env.shown(&format!("{} {WHO}", gator("wrong"))));
    let json = env.cos(&format!("{} {WHO} --format json", gator("wrong")));
    let error: serde_json::Value = serde_json::from_str(&json.stderr).unwrap();
    assert_eq!(error["faults"].as_array().map(Vec::len), Some(4), "{error}");
}

#[test]
fn a_kyverno_test_runs() {
    let env = sources();
    assert_snapshot!("import_kyverno", env.shown(&format!("{OF_KYVERNO} {WHO}")));
    passes(&env, "kubernetes", "✔ passed: 2 scenarios as expected");
}

#[test]
fn wrong_kyverno_tests_are_refused() {
    let env = sources();
    let kyverno = |name: &str| OF_KYVERNO.replace("kyverno-test", name);
    let with = |text: &str| env.write("k/wrong.yaml", text);
    refused(&env, &kyverno("none"), &["k/none.yaml", "COS-IOE-0001"]);
    with("kind: ClusterPolicy\nspec: {}\n");
    refused(&env, &kyverno("wrong"), &["k/wrong.yaml:1", "not one Kyverno test", "COS-IMP-0002"]);
    with("results: [");
    refused(&env, &kyverno("wrong"), &["k/wrong.yaml:1", "COS-IMP-0001"]);
    with("kind: Test\nresults: []\n");
    refused(&env, &kyverno("wrong"), &["k/wrong.yaml", "COS-IMP-0004"]);
    with(&KYVERNO.replace("[good]", "[gone]").replace("result: fail", "result: denied"));
    assert_snapshot!("import_kyverno_wrong", env.shown(&format!("{} {WHO}", kyverno("wrong"))));
}

#[test]
fn a_report_of_opa_test_runs() {
    let env = sources();
    assert_snapshot!("import_opa_test", env.shown(&format!("{OPA_TEST} {WHO}")));
    passes(&env, "made", "✔ passed: 2 scenarios as expected");
}

#[test]
fn wrong_reports_are_refused() {
    let env = sources();
    let with = |text: &str| env.write("wrong.json", text);
    let wrong = OPA_TEST.replace("results", "wrong");
    refused(&env, &wrong, &["wrong.json", "COS-IOE-0001"]);
    with("[");
    refused(&env, &wrong, &["wrong.json:1", "COS-IMP-0001"]);
    with("{}");
    refused(&env, &wrong, &["wrong.json", "COS-IMP-0002"]);
    with("[]");
    refused(&env, &wrong, &["wrong.json", "COS-IMP-0004"]);
    with(&RESULTS.replace("test_root", "test_gone").replace("data.authz_test", "data.elsewhere"));
    refused(&env, &wrong, &["`wrong.json` has 2 faults", "authz_test.rego:5", "COS-IMP-0003"]);
    refused(&env, &OPA_TEST.replace("--bundle authz", "--bundle none"), &["none"]);
    let unsigned = env.cos(&format!("{} {WHO}", OPA_TEST.replace(" --unsigned", "")));
    assert_eq!(unsigned.exit, 4, "{}", unsigned.stderr);
}

#[test]
fn a_decision_log_runs() {
    let env = sources();
    assert_snapshot!("import_log", env.shown(&format!("{OF_LOG} {WHO}")));
    passes(&env, "authz", "✔ passed: 2 scenarios as expected");
    let piped = format!("{} {WHO} --force", OF_LOG.replace("log.ndjson", "-"));
    let piped = env.cos_with(&piped, LOG);
    assert!(piped.stderr.contains("stdin:4"), "{}", piped.stderr);
    let few = env.cos(&format!("{OF_LOG} {WHO} --force --most 1 --quiet"));
    assert!(few.stderr.contains("decisions beyond the first 1 inputs: 1"), "{}", few.stderr);
    assert!(!few.stderr.contains("hint:"), "{}", few.stderr);
    env.write("all.yaml", &env.read("m.yaml").replace("login", "logout"));
    let found = env.cos(&format!("{OF_LOG} {WHO} --force --inventory all.yaml"));
    let finding = "finding: log.ndjson:1: `input`: the flow `login` is in the log and not";
    assert!(found.stderr.contains(finding), "{}", found.stderr);
}

#[test]
fn wrong_logs_are_refused() {
    let env = sources();
    let wrong = OF_LOG.replace("log.", "wrong.");
    let with = |text: &str| env.write("wrong.ndjson", text);
    refused(&env, &wrong, &["wrong.ndjson", "COS-IOE-0001"]);
    with("{\"decision_id\": 1}\n{\n");
    refused(&env, &wrong, &["wrong.ndjson:1", "COS-IMP-0002", "wrong.ndjson:2", "COS-IMP-0001"]);
    with("");
    refused(&env, &wrong, &["wrong.ndjson", "COS-IMP-0004"]);
    let elsewhere = OF_LOG.replace("authz.allow", "authz.deny");
    refused(&env, &elsewhere, &["log.ndjson", "which is not `data.authz.deny`", "COS-IMP-0004"]);
    refused(&env, &format!("{OF_LOG} --inventory none.yaml"), &["none.yaml", "COS-IOE-0001"]);
    let bare = env.cos(&format!("{OF_LOG} {WHO} --flow flow"));
    assert_eq!((bare.exit, bare.stderr.contains("begin it with `/`")), (2, true));
}
