//! What names a privileged flow.

use super::inventory;
use crate::matrix;
use cos_policy::annotations::annotations;
use cos_policy::setup::ModuleText;
use serde_json::json;

const POLICY: &str = r#"# METADATA
# custom: {privileged: false}
package companyos.authz

# METADATA
# entrypoint: true
decision := {"allow": true}

# METADATA
# custom:
#   privileged: true
#   flow: tenant.delete
erase if input.a

# METADATA
# custom:
#   privileged: true
#   flow: [key.rotate, key.export]
keys if input.b

# METADATA
# custom: {privileged: true}
deploy.start if input.c
"#;

fn listed(source: &str, policy: &str) -> Result<Vec<String>, String> {
    let text = format!(
        "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\nmetadata: {{name: a, owner: b}}\n\
         bundle: {{entrypoint: data.companyos.authz.decision}}\ninventory:\n  - {source}\n\
         dimensions:\n  role: [viewer]\n\
         flows:\n  - {{id: own, privileged: true, expect: [{{else: true, allow: true}}]}}\n"
    );
    let matrix = matrix::parse(text.as_bytes()).unwrap();
    let module = ModuleText { name: "a.rego".into(), text: policy.into(), rego_version: 1 };
    let blocks = annotations(&[module]).map_err(|error| error.to_string())?;
    let data = json!({"flows": {"x": {"privileged": true}, "y": {}}});
    let all = inventory(&matrix, &data, &blocks).map_err(|error| error.to_string())?;
    Ok(all.into_iter().collect())
}

#[test]
fn flows_are_named_by_data_and_by_metadata() {
    assert_eq!(listed("data: /flows/*", POLICY).unwrap(), ["own", "x"]);
    assert_eq!(
        listed("annotations: custom.privileged", POLICY).unwrap(),
        ["companyos.authz.deploy.start", "key.export", "key.rotate", "own", "tenant.delete"]
    );
    assert_eq!(
        listed("annotations: entrypoint", POLICY).unwrap(),
        ["companyos.authz.decision", "own"]
    );
    assert_eq!(listed("annotations: custom.other", POLICY).unwrap(), ["own"]);
}

#[test]
fn a_block_that_names_nothing_is_an_error() {
    let policy = POLICY.replace("flow: tenant.delete", "flow: 7");
    let error = listed("annotations: custom.privileged", &policy).unwrap_err();
    assert!(error.starts_with("a.rego:9:1: "), "{error}");
    assert!(error.contains("`custom.flow` is neither"), "{error}");
}
