//! Rows have names instead of indexes, and an id that does not depend on the order of dimensions.

use crate::model::{Column, Decision, Dimension, Scenarios};

fn scenarios() -> Scenarios {
    let column = |values: &[u32]| Column::encode(values).unwrap();
    let dimension = |name: &str, values: &[&str]| Dimension {
        name: name.into(),
        values: values.iter().map(|&value| value.into()).collect(),
    };
    Scenarios {
        rows: 3,
        dimensions: vec![dimension("tenant", &["same", "other"]), dimension("mfa", &["on"])],
        flow_names: vec!["deploy".into(), "rotate".into()],
        case_names: vec!["INC-1".into()],
        decisions: vec![Decision { allow: Some(false), reasons: vec!["r".into()], error: None }],
        expectations: vec!["deny".into()],
        flow: column(&[0, 1, 1]),
        case: column(&[0, 0, 1]),
        values: vec![column(&[2, 0, 0]), column(&[1, 0, 1])],
        decision: column(&[0, 0, 0]),
        expectation: column(&[1, 0, 1]),
        outcome: column(&[0, 5, 3]),
        quarantine: column(&[0, 0, 1]),
    }
}

#[test]
fn rows_have_names_and_ids() {
    let scenarios = scenarios();
    let ids: Vec<String> = scenarios.iter().map(|row| row.id()).collect();
    assert_eq!(ids, ["deploy{mfa=on,tenant=other}", "rotate{}", "INC-1"]);
    let row = scenarios.row(2).unwrap();
    assert_eq!((row.flow, row.case, row.outcome), ("rotate", Some("INC-1"), "quarantined"));
    assert_eq!((row.expectation, row.quarantine), (Some("deny"), Some(0)));
    assert_eq!(row.decision.reasons, ["r"]);
    assert_eq!(scenarios.row(1).unwrap().expectation, None);
    assert_eq!(scenarios.row(3), None);
}

#[test]
fn ids_do_not_depend_on_the_order_of_dimensions() {
    let mut turned = scenarios();
    turned.dimensions.reverse();
    turned.values.reverse();
    for (row, turned) in scenarios().iter().zip(turned.iter()) {
        assert_eq!(row, turned);
    }
}

#[test]
fn wrong_indexes_make_no_row() {
    let mut wrong = scenarios();
    wrong.flow_names.pop();
    assert_eq!(wrong.row(1), None);
    assert!(wrong.check(1).is_err());
    let mut wrong = scenarios();
    wrong.values[0].digits.pop();
    assert_eq!(wrong.row(2), None);
    assert!(scenarios().check(0).is_err());
    scenarios().check(1).unwrap();
}
