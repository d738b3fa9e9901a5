//! Tables of results: rows become cases, and what only Kyverno can say becomes notes.

use super::super::kyverno;
use super::*;

const TEST: &str = "
apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: tags}
policies: [policy.yaml]
resources: [resources.yaml]
variables: values.yaml
results:
- {policy: tags, rule: require, resources: [good, ns/bad], kind: Pod, result: pass}
- {policy: tags, rule: latest, resource: bad, namespace: ns, kind: Pod, result: fail}
- {policy: tags, rule: latest, resources: [good], kind: Pod, result: skip}
- {policy: tags, rule: set, resources: [good], kind: Pod, patchedResource: x.yaml, result: pass}
- {policy: tags, kind: Pod, result: pass}
- {policy: vap, resources: [twice], kind: Pod, result: pass}
";

const RESOURCES: &str = "
apiVersion: v1
kind: Pod
metadata: {name: good}
spec: {priority: null}
---
apiVersion: v1
kind: Pod
metadata: {name: bad, namespace: ns}
---
kind: Pod
metadata: {name: twice}
---
kind: Pod
metadata: {name: twice, namespace: x}
";

fn import(test: &str) -> Result<Imported, Vec<ImportError>> {
    let files = files([("t/kyverno-test.yaml", test), ("t/resources.yaml", RESOURCES)]);
    kyverno::import(&files, "t/kyverno-test.yaml", "data.kubernetes.decision", &about())
}

#[test]
fn rows_become_cases() {
    let imported = import(TEST).unwrap();
    let matrix = matrix(&imported);
    assert_eq!(
        cases(&matrix),
        [
            "tags/require tags/require/good allow",
            "tags/require tags/require/ns/bad allow",
            "tags/latest tags/latest/bad deny",
        ]
    );
    assert_eq!(matrix.bundle.entrypoint, "data.kubernetes.decision");
    let input = &matrix.cases[0].input;
    assert_eq!(input["rule"], "require");
    assert!(input["resource"]["spec"].as_object().unwrap().contains_key("priority"));
    assert!(imported.bundle.is_none());
    let expected = [
        "LeftOut t/kyverno-test.yaml:5: `policies`: Kyverno's policies are not Rego and do not come over; write rules that decide the same",
        "LeftOut t/kyverno-test.yaml:7: `variables`: `variables` changes what Kyverno decides and does not come over",
        "LeftOut t/kyverno-test.yaml:11: `results[2].result`: a result `skip` neither allows nor denies",
        "LeftOut t/kyverno-test.yaml:12: `results[3].patchedResource`: what a policy changes or makes is no decision",
        "LeftOut t/kyverno-test.yaml:13: `results[4]`: a result without `resources` is about whatever the policy matches, which only Kyverno knows",
        "LeftOut t/kyverno-test.yaml:14: `results[5].resources[0]`: 2 resources are called `twice`",
    ];
    assert_eq!(notes(&imported), expected);
}

#[test]
fn what_is_no_test_is_refused() {
    let table = [
        ("results: [", "COS-IMP-0001 t/kyverno-test.yaml:1: not YAML"),
        ("kind: Policy\nresults: []\n", "COS-IMP-0002 t/kyverno-test.yaml:1: not one Kyverno test"),
        ("name: a\n", "COS-IMP-0002"),
        (
            "results: {}\n",
            "COS-IMP-0002 t/kyverno-test.yaml:1: `results`: expected a list, found a mapping",
        ),
        ("results: []\n", "COS-IMP-0004 t/kyverno-test.yaml: nothing in it can be imported"),
        (
            "resources: [gone.yaml]\nresults: []\n",
            "COS-IMP-0003 t/kyverno-test.yaml:1: `resources[0]`: there is no file",
        ),
        ("results: [{policy: p, resource: r, result: maybe}]\n", "`maybe` is no result"),
    ];
    for (text, message) in table {
        let found = faults(import(text)).join("\n");
        assert!(found.contains(message), "{text:?}: {found}");
    }
    let all = "resources: [resources.yaml]\nresults:\n- {policy: p, resource: a, result: pass}\n- {resource: b, result: pass}\n- {policy: p, resource: c, result: fail}\n";
    assert_eq!(
        faults(import(all)),
        [
            "COS-IMP-0003 t/kyverno-test.yaml:3: `results[0].resource`: there is no resource `a` in the files under `resources`",
            "COS-IMP-0002 t/kyverno-test.yaml:4: `results[1]`: `policy` is missing",
            "COS-IMP-0003 t/kyverno-test.yaml:5: `results[2].resource`: there is no resource `c` in the files under `resources`",
        ]
    );
}

#[test]
fn a_test_names_its_resources() {
    let named = kyverno::names("t/kyverno-test.yaml", TEST.as_bytes());
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["t/resources.yaml"]);
}
