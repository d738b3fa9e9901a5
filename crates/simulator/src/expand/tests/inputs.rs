//! Patches apply in the order of the flow's dimensions, and a field can be taken out of the result.

use super::super::*;
use crate::matrix::{Pointer, parse};
use serde_json::json;

const TEXT: &str = r#"
apiVersion: cos.dev/simulator/v1
kind: ScenarioMatrix
metadata: {name: m, owner: o}
bundle: {entrypoint: data.a}
input: {user: {id: u1}, list: [1, 2]}
dimensions:
  role: [viewer, {id: none, remove: [/user/role]}]
  who: {admin: {/user/role: admin, /user/id: u2}, gone: {remove: [/user]}, same: {}}
  deep: {set: {/a/b~1c/d: 1}, "null": {/a: null}}
flows:
  - {id: f}
  - {id: g, dimensions: [who, role, deep]}
"#;

fn pointer(text: &str) -> Pointer {
    text.parse().unwrap()
}

#[test]
fn patches_apply_in_the_order_of_the_dimensions() {
    let matrix = parse(TEXT.as_bytes()).unwrap();
    let f = InputBuilder::new(&matrix, 0);
    assert_eq!(
        f.build(&[0, 0, 0]),
        json!({"user": {"id": "u2", "role": "admin"}, "list": [1, 2], "role": "viewer", "a": {"b/c": {"d": 1}}})
    );
    assert_eq!(f.build(&[1, 1, 1]), json!({"list": [1, 2], "a": null}));
    assert_eq!(f.build(&[1, 0, 1])["user"]["role"], "admin", "`who` comes after `role`");
    let g = InputBuilder::new(&matrix, 1);
    assert_eq!(g.build(&[0, 1, 1])["user"], json!({"id": "u2"}), "`role` comes after `who`");
}

#[test]
fn sweeps_take_one_field() {
    let matrix = parse(TEXT.as_bytes()).unwrap();
    let builder = InputBuilder::new(&matrix, 0);
    let row = [0, 2, 1];
    let missing = |text: &str| builder.build_with(&row, Sweep::Missing(&pointer(text)));
    let null = |text: &str| builder.build_with(&row, Sweep::Null(&pointer(text)));
    assert_eq!(missing("/user/id")["user"], json!({}));
    assert_eq!(missing("/list/0")["list"], json!([2]));
    assert_eq!(null("/user")["user"], json!(null));
    assert_eq!(null("/user/mfa")["user"], json!({"id": "u1", "mfa": null}));
    assert_eq!(null("/list/1")["list"], json!([1, null]));
    for nowhere in ["/none/x", "/list/7", "/list/x", "/role/x", ""] {
        assert_eq!(missing(nowhere), builder.build(&row), "{nowhere}");
        assert_eq!(null(nowhere), builder.build(&row), "{nowhere}");
    }
}

#[test]
fn footprints_are_known() {
    let matrix = parse(TEXT.as_bytes()).unwrap();
    let builder = InputBuilder::new(&matrix, 0);
    assert_eq!(builder.touched(0), [pointer("/role"), pointer("/user/role")]);
    assert_eq!(builder.touched(1), [pointer("/user"), pointer("/user/id"), pointer("/user/role")]);
}
