//! Answers of OPA 1.20.2 to calls of the `net` family.

use super::super::tests::assert_table;

#[test]
fn answers_as_opa() {
    assert_table(&[]);
}

#[test]
fn large_blocks_are_not_expanded() {
    let refused = super::super::tests::call("net.cidr_expand", r#"["10.0.0.0/15"]"#).unwrap_err();
    assert!(refused.differs_from_opa());
    assert!(super::super::tests::call("net.cidr_expand", r#"["10.0.0.0/16"]"#).is_ok());
}
