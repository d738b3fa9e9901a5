//! What filters select, that compiling changes nothing, and how faults are shown.

use super::*;
use crate::expand::{ScenarioId, rows};
use crate::matrix::parse;
use proptest::prelude::*;

const TEXT: &str = r#"
apiVersion: cos.dev/simulator/v1
kind: ScenarioMatrix
metadata: {name: m, owner: o}
bundle: {entrypoint: data.a}
dimensions: {mfa: ["on", "off", missing], tenant: [same, other]}
flows:
  - {id: tenant.delete, tags: [tenant, destructive]}
  - {id: tenant.read, dimensions: [tenant], tags: [tenant]}
  - {id: key.rotate}
cases:
  - {id: INC-1, flow: key.rotate, expect: {allow: false}, tags: [incident]}
"#;

fn matrix() -> Matrix {
    parse(TEXT.as_bytes()).unwrap()
}

/// The ids that a filter selects, without checksums, and the cases.
fn selected(text: &str) -> Vec<String> {
    let matrix = matrix();
    let filter: Filter = text.parse().unwrap();
    filter.check(&[&matrix]).unwrap();
    let mut found = Vec::new();
    for flow in 0..matrix.flows.len() {
        let compiled = filter.for_flow(&matrix, flow);
        let mut rows = rows(&matrix, flow).unwrap();
        let mut row = vec![0; rows.width()];
        while rows.next_into(&mut row) {
            if compiled.matches(&row) {
                let id = ScenarioId::of(&matrix, flow, &row).to_string();
                found.push(id.split('#').next().unwrap().to_owned());
            }
        }
    }
    let cases = (0..matrix.cases.len()).filter(|&case| filter.matches_case(&matrix, case));
    found.extend(cases.map(|case| matrix.cases[case].id.to_string()));
    found
}

#[test]
fn filters_select() {
    assert_eq!(
        selected("flow(tenant.*) & tag(destructive) & dim(mfa=off)"),
        ["tenant.delete{mfa=off,tenant=same}", "tenant.delete{mfa=off,tenant=other}"]
    );
    assert_eq!(
        selected("flow(tenant.*)&!dim(mfa=*)"),
        ["tenant.read{tenant=same}", "tenant.read{tenant=other}"]
    );
    assert_eq!(selected("case(INC-*)"), ["INC-1"]);
    assert_eq!(selected("tag(incident)"), ["INC-1"]);
    assert_eq!(
        selected("id(INC-1) | id(tenant.read{tenant=same}#*)"),
        ["tenant.read{tenant=same}", "INC-1"]
    );
    assert_eq!(selected("flow(key.rotate)").len(), 7, "its case too");
    assert_eq!(selected("!flow(*)"), Vec::<String>::new());
    assert_eq!(selected("flow(*)").len(), 15);
}

#[test]
fn not_binds_tighter_than_and_tighter_than_or() {
    let read = "flow(tenant.read)";
    let other = "dim( tenant = other )";
    let all = selected(&format!("case(*) | {read} & {other}"));
    assert_eq!(all, ["tenant.read{tenant=other}", "INC-1"]);
    assert_eq!(selected(&format!("(case(*) | {read}) & {other}")), ["tenant.read{tenant=other}"]);
    assert_eq!(selected(&format!("!{other} & {read}")), ["tenant.read{tenant=same}"]);
    assert_eq!(selected(&format!("!({other} & {read}) & {read}")), ["tenant.read{tenant=same}"]);
    assert_eq!(selected(&format!("!!{read}")).len(), 2);
}

#[test]
fn flows_are_settled_before_any_row() {
    let matrix = matrix();
    let constant =
        |text: &str, flow| text.parse::<Filter>().unwrap().for_flow(&matrix, flow).constant();
    assert_eq!(constant("flow(tenant.*) & dim(mfa=off)", 2), Some(false));
    assert_eq!(constant("flow(tenant.*) & dim(mfa=off)", 0), None);
    assert_eq!(constant("tag(tenant) | id(x)", 1), Some(true));
    assert_eq!(constant("!dim(mfa=off)", 1), Some(true));
}

#[test]
fn faults_show_where() {
    for (text, expected) in [
        (
            "",
            "filter, column 1: expected `flow(…)`, `tag(…)`, `dim(…=…)`, `id(…)` or `case(…)`\n\n^",
        ),
        (
            "flw(a)",
            "filter, column 1: no predicate is called `flw`; did you mean `flow`?\nflw(a)\n^^^",
        ),
        ("flow(a", "filter, column 5: this parenthesis is never closed\nflow(a\n    ^"),
        ("(flow(a)", "filter, column 1: this parenthesis is never closed\n(flow(a)\n^"),
        ("flow(a))", "filter, column 8: this parenthesis was never opened\nflow(a))\n       ^"),
        (
            "flow(a) flow(b)",
            "filter, column 9: expected `&`, `|` or the end\nflow(a) flow(b)\n        ^",
        ),
        ("dim(mfa)", "filter, column 5: write `dim(name=value)`\ndim(mfa)\n    ^^^"),
        (
            "tag( )",
            "filter, column 6: a pattern has 1 to 400 characters, printable ASCII without spaces\ntag( )\n     ^",
        ),
        (
            "tag(ü) & x",
            "filter, column 5: a pattern has 1 to 400 characters, printable ASCII without spaces\ntag(ü) & x\n    ^",
        ),
    ] {
        let error = text.parse::<Filter>().unwrap_err();
        assert_eq!(format!("{error}\n{}", error.context()), expected, "{text}");
    }
    let deep = "(".repeat(100);
    assert!(deep.parse::<Filter>().unwrap_err().message().contains("nested"));
    assert!("!".repeat(100).parse::<Filter>().unwrap_err().message().contains("nested"));
    assert!(" ".repeat(9_000).parse::<Filter>().unwrap_err().message().contains("longer"));
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    let matrix = matrix();
    for (text, expected) in [
        (
            "flow(*) & dim(mfaa=off)",
            "filter, column 15: no dimension is called `mfaa`; did you mean `mfa`?",
        ),
        (
            "dim(mfa = mising)",
            "filter, column 11: no value of dimension `mfa` is called `mising`; did you mean `missing`?",
        ),
        (
            "flow(tenant.delet)",
            "filter, column 6: no flow is called `tenant.delet`; did you mean `tenant.delete`?",
        ),
        (
            "tag(destructiv)",
            "filter, column 5: no tag is called `destructiv`; did you mean `destructive`?",
        ),
        ("!case(INC-11)", "filter, column 7: no case is called `INC-11`; did you mean `INC-1`?"),
    ] {
        let error = text.parse::<Filter>().unwrap().check(&[&matrix]).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert!("flow(nothing*)".parse::<Filter>().unwrap().check(&[&matrix]).is_ok());
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "flow(tenant.*)",
        "flow(key.rotate)",
        "tag(tenant)",
        "dim(mfa=off)",
        "dim(tenant=*)",
        "case(*)",
        "dim(mfa=m*)",
        "id(*mfa=on*)",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(4, 20, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} & {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}|{b})")),
            inner.prop_map(|a| format!("!{a}")),
        ]
    })
}

proptest! {
    #[test]
    fn negation_selects_the_others(text in expression()) {
        let (some, others) = (selected(&text), selected(&format!("!{text}")));
        prop_assert_eq!(some.len() + others.len(), 15);
        prop_assert!(some.iter().all(|id| !others.contains(id)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[a-z()!&|=*? ü\\t]{0,40}") {
        if let Err(error) = text.parse::<Filter>() {
            prop_assert!(error.context().lines().count() <= 2);
        }
    }
}
