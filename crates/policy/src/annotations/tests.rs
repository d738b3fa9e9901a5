//! What stands in front of packages and rules.

use super::{Scope, annotations};
use crate::engine::EngineError;
use crate::setup::ModuleText;
use serde_json::json;

fn read(text: &str) -> Result<Vec<super::Annotation>, EngineError> {
    annotations(&[ModuleText { name: "a.rego".into(), text: text.into(), rego_version: 1 }])
}

const POLICY: &str = r#"# METADATA
# title: Access
# custom:
#   privileged: true
package companyos.authz

# METADATA
# title: an import has none that counts
import data.companyos.flows

# A comment of no interest.

# METADATA
# scope: document
# title: Tenants
# custom:
#   privileged: true
#   flow: tenant.delete
# description: |
#   Two lines,
#     of which one is indented.
tenant.erase if input.a

# METADATA
# entrypoint: true
decision := {"allow": true}

text := `
# METADATA
# title: in a text
`

  # METADATA

last contains 1
"#;

#[test]
fn blocks_belong_to_what_follows() {
    let all = read(POLICY).unwrap();
    let seen: Vec<_> = all
        .iter()
        .map(|one| (one.scope, one.path.as_str(), one.title.as_deref(), one.place.line))
        .collect();
    assert_eq!(
        seen,
        [
            (Scope::Package, "data.companyos.authz", Some("Access"), 1),
            (Scope::Document, "data.companyos.authz.tenant.erase", Some("Tenants"), 13),
            (Scope::Document, "data.companyos.authz.decision", None, 24),
            (Scope::Rule, "data.companyos.authz.last", None, 33),
        ]
    );
    assert!(all[2].entrypoint && !all[1].entrypoint);
    let custom = json!({"privileged": true, "flow": "tenant.delete"});
    assert_eq!(json!(all[1].custom), custom);
}

#[test]
fn what_is_no_metadata_is_an_error() {
    for (block, words) in [
        ("# scope: everything", "there is no scope `everything`"),
        ("# scope: [rule]", "`scope` is no text"),
        ("# - a", "it is no mapping"),
        ("# custom: 1", "`custom` is no mapping"),
        ("# title: [", "a.rego:3:1: the metadata block cannot be read: "),
    ] {
        let error = read(&format!("package p\n\n# METADATA\n{block}\na := 1\n")).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.code().as_str(), "COS-POL-0025");
    }
    let error = read("package p\n\na := 1\n\n# METADATA\n# title: x\n").unwrap_err();
    assert!(error.to_string().ends_with("no rule stands behind it"), "{error}");
}
