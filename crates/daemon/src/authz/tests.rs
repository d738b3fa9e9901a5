//! Decisions as policies give them, and what receipts can bear of their words.

use super::*;
use serde_json::json;

#[test]
fn what_is_no_decision_allows_nothing() {
    for value in [
        json!(true),
        json!({}),
        json!({"allow": "yes"}),
        json!({"allow": true, "also": 1}),
        json!({"allow": true, "reasons": [{"rule": "r", "message": "m", "remedy": "r"}]}),
        json!({"allow": false, "reasons": [{"rule": "", "message": "m", "remedy": "r"}]}),
        json!({"allow": false, "reasons": "none"}),
    ] {
        assert!(Decision::read(value.clone()).is_err(), "{value}");
    }
    assert!(Decision::read(json!({"allow": true})).unwrap().allow);
}

#[test]
fn a_refusal_has_a_reason() {
    let decision = Decision::read(json!({"allow": false})).unwrap();
    assert_eq!(decision.reasons[0].rule, "cos.authz.decision");
}

#[test]
fn a_rule_of_any_name_fits_into_a_receipt() {
    assert_eq!(token("cos.authz.scope"), "cos.authz.scope");
    assert_eq!(token("kein Zugriff für ü"), "kein_Zugriff_f_r__");
    assert_eq!(token(&"x".repeat(100)).len(), LONGEST_RULE);
}
