//! What the reader takes, what it refuses and where, and that the schema says the same.

mod edit;
mod faults;
mod schema;

use super::*;
use proptest::prelude::*;
use serde_json::json;

const SAMPLE: &str = include_str!("tests/sample.yaml");

fn sample() -> Matrix {
    parse(SAMPLE.as_bytes()).unwrap()
}

/// The smallest matrix, with `more` behind it.
fn small(more: &str) -> String {
    format!(
        "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\nmetadata: {{name: m, owner: o}}\nbundle: {{entrypoint: data.a.b}}\n{more}"
    )
}

#[test]
fn reads_the_format_of_the_design() {
    let matrix = sample();
    assert_eq!(matrix.metadata.name, "privileged");
    assert_eq!(matrix.clock, Some(Instant(1_794_675_600_000_000_000)));
    let [data, annotations] = &matrix.inventory[..] else { panic!() };
    assert_eq!(*data, Inventory::Data("/flows".parse().unwrap()));
    assert_eq!(*annotations, Inventory::Annotations(vec!["custom".into(), "privileged".into()]));
    assert_eq!(matrix.fixtures.http, ["fixtures/http/*.yaml"]);
    let flow = &matrix.flows[0];
    assert_eq!(flow.dimensions, [0, 1, 2, 3]);
    assert_eq!(json!(flow.input), json!({"flow": "tenant.delete", "user": "u1"}));
    assert_eq!(flow.expect.len(), 4);
    assert_eq!(flow.invariants.len(), 2);
    assert!(flow.cross_tenant.is_some() && flow.out_of_region.is_none());
    let role = &matrix.dimensions[0];
    assert_eq!(role.position("admin"), Some(3));
    assert_eq!(role.values[0].patches, [Patch::Set("/role".parse().unwrap(), json!("viewer"))]);
    let case = &matrix.cases[0];
    assert_eq!(json!(case.input), json!({"flow": "tenant.delete", "user": "u9"}));
    assert_eq!(case.expect.outcome, Outcome::Deny);
    assert_eq!(matrix.quarantine[0].expires.to_string(), "2026-11-24");
    assert_eq!(matrix.waivers[0].obligation, Obligation::AllowWitness);
    assert_eq!(matrix.max_scenarios, MAX_SCENARIOS);
}

#[test]
fn the_decision_may_be_the_whole_result() {
    let text =
        small("decision: {allow: \"\"}\nflows: [{id: f, expect: [{else: true, allow: true}]}]\n");
    let matrix = parse(text.as_bytes()).unwrap();
    assert!(matrix.decision.allow.is_root() && !matrix.decision.reasons.is_root());
}

#[test]
fn cases_of_a_flow_without_an_input_keep_their_nulls() {
    let case = "cases: [{id: c, flow: f, input: {a: {b: null}}, expect: {allow: false}}]\n";
    let flow = |input: &str| small(&format!("flows: [{{id: f, input: {input}}}]\n{case}"));
    let input = |text: String| json!(parse(text.as_bytes()).unwrap().cases[0].input);
    assert_eq!(input(flow("{}")), json!({"a": {"b": null}}));
    assert_eq!(input(flow("{a: {b: 1, c: 2}}")), json!({"a": {"c": 2}}));
}

#[test]
fn a_flow_may_have_cases_alone() {
    let text = small("flows: [{id: f, expand: {mode: explicit, rows: []}}]\n");
    let matrix = parse(text.as_bytes()).unwrap();
    assert_eq!(crate::expand::total(&matrix), Ok(0));
}

#[test]
fn the_first_expectation_that_matches_counts() {
    let matrix = sample();
    let flow = &matrix.flows[0];
    let row = |role, tenant, mfa, approvals| {
        let (index, expectation) = flow.expectation(&[role, tenant, mfa, approvals]).unwrap();
        (index, expectation.assertion.outcome)
    };
    assert_eq!(row(3, 1, 0, 2), (0, Outcome::Deny), "another tenant, whoever it is");
    assert_eq!(row(3, 0, 1, 2), (1, Outcome::Deny));
    assert_eq!(row(3, 0, 0, 2), (2, Outcome::Allow));
    assert_eq!(row(1, 0, 0, 2), (3, Outcome::Deny));
    assert!(flow.excludes(&[0, 0, 0, 2]) && !flow.excludes(&[1, 0, 0, 2]));
}

#[test]
fn bare_values_are_named_by_their_text() {
    let text = small(
        "dimensions: {n: [1, true, null, 1.5, t-1]}\nflows: [{id: f, expect: [{when: {n: [1, null]}, allow: true}]}]\n",
    );
    let matrix = parse(text.as_bytes()).unwrap();
    let ids: Vec<_> = matrix.dimensions[0].values.iter().map(|value| value.id.as_str()).collect();
    assert_eq!(ids, ["1", "true", "null", "1.5", "t-1"]);
    let set = |value| Patch::Set("/n".parse().unwrap(), value);
    assert_eq!(matrix.dimensions[0].values[2].patches, [set(json!(null))]);
    assert!(matrix.flows[0].expectation(&[2]).is_some());
    assert!(matrix.flows[0].expectation(&[1]).is_none());
}

#[test]
fn selectors_mean_rows_and_cases() {
    let matrix = sample();
    let mut selector = matrix.quarantine[0].matches.clone();
    assert_eq!(selector.rows(&matrix, 0), None);
    assert!(selector.rows(&matrix, 1).is_some_and(|rows| rows.is_always()));
    assert!(!selector.fits_case(&matrix, 0));
    selector = Selector { id: Some("INC-*".parse().unwrap()), ..Selector::default() };
    assert!(selector.fits_case(&matrix, 0) && !selector.fits_id("tenant.delete{}#00000000"));
    let values = vec![("mfa".parse().unwrap(), vec!["off".parse().unwrap()])];
    selector = Selector { values, ..Selector::default() };
    let rows = selector.rows(&matrix, 1).unwrap();
    assert!(rows.matches(&[1, 0]) && !rows.matches(&[0, 0]) && !selector.fits_case(&matrix, 0));
}

proptest! {
    /// Whatever is cut out of a file, doubled or replaced, it is read or refused with a place in it.
    #[test]
    fn damaged_files_are_read_or_refused(
        (from, len) in (0..SAMPLE.len(), 0..40_usize),
        what in prop::sample::select(vec!["", "x", "[]", "{}", "null", "- 1\n", ": ", "/", "\n"]),
    ) {
        let to = (from + len).min(SAMPLE.len());
        let text = [&SAMPLE[..from], what, &SAMPLE[to..]].concat();
        match parse(text.as_bytes()) {
            Ok(matrix) => {
                for flow in 0..matrix.flows.len() {
                    let _ = crate::expand::count(&matrix, flow);
                }
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                let lines = text.lines().count() as u32 + 1;
                prop_assert!(errors.iter().all(|e| (1..=lines).contains(&e.at.line)));
            }
        }
    }
}

#[test]
fn defaults_follow_where_the_flow_can_answer_them() {
    let text = small(
        "dimensions: {a: [x, z], b: [x, z]}\n\
         defaults:\n  dimensions: [a]\n  expand: {mode: each, max: 7}\n  exclude: [{b: x}]\n  invariants: [{fail_closed: [/u]}, {monotone: deny, in: b, from: x, to: z}]\n  expect: [{when: {b: x}, allow: true}, {else: true, allow: false}]\n\
         flows:\n  - {id: f}\n  - {id: g, dimensions: [b, a], expand: {t-wise: 3}, expect: [{when: {a: x}, allow: true}]}\n  - {id: h, expect: [{else: true, error: true}]}\n",
    );
    let matrix = parse(text.as_bytes()).unwrap();
    let [f, g, h] = &matrix.flows[..] else { panic!() };
    assert_eq!((f.dimensions.len(), f.exclude.len(), f.expect.len()), (1, 0, 1));
    assert_eq!((f.invariants.len(), f.expand.mode.clone(), f.expand.max), (1, Mode::Each, Some(7)));
    assert_eq!((g.dimensions.clone(), g.exclude.len(), g.expect.len()), (vec![1, 0], 1, 3));
    assert_eq!((g.invariants.len(), g.expand.mode.clone()), (2, Mode::Wise(3)));
    assert_eq!(h.expect.len(), 1, "its own `else` takes all");
    assert_eq!(h.expect[0].assertion.outcome, Outcome::Error);
    assert_eq!(matrix.decision.allow.to_string(), "/allow");
    assert_eq!(matrix.decision.reasons.to_string(), "/reasons");
}

#[test]
fn objects_are_merged_and_null_takes_away() {
    let text = small(
        "input: {a: {b: 1, c: 2}, d: 3}\nflows: [{id: f, input: {a: {b: null, e: {g: null}}, d: [1]}}]\n",
    );
    let matrix = parse(text.as_bytes()).unwrap();
    assert_eq!(json!(matrix.flows[0].input), json!({"a": {"c": 2, "e": {}}, "d": [1]}));
}

#[test]
fn pointers_are_those_of_rfc_6901() {
    for good in ["", "/", "/a", "/a~1b/~0c", "//", "/ü"] {
        assert_eq!(good.parse::<Pointer>().unwrap().to_string(), good);
    }
    for bad in ["a", "a/b", "/~", "/a~2", "#/a", "/a~"] {
        assert!(bad.parse::<Pointer>().is_err(), "{bad}");
    }
    let value = json!({"a": [{"b": 1}], "m~n": 8, "a/b": 9});
    let find = |text: &str| text.parse::<Pointer>().unwrap().find(&value).cloned();
    assert_eq!(find("/a/0/b"), Some(json!(1)));
    assert_eq!(find("/m~0n"), Some(json!(8)));
    assert_eq!(find("/a~1b"), Some(json!(9)));
    for absent in ["/a/00", "/a/1", "/a/-", "/a/+0", "/x", "/a/0/b/c"] {
        assert_eq!(find(absent), None, "{absent}");
    }
    let overlap = |a: &str, b: &str| pointer::overlaps(&a.parse().unwrap(), &b.parse().unwrap());
    assert!(overlap("/a", "/a/b") && overlap("/a/b", "/a") && overlap("", "/x"));
    assert!(!overlap("/a", "/ab") && !overlap("/a/b", "/a/c"));
}

#[test]
fn days_and_moments_are_those_of_rfc_3339() {
    let day = |text: &str| text.parse::<Date>();
    assert_eq!(day("2028-02-29").unwrap().to_string(), "2028-02-29");
    assert_eq!(day("2026-11-24").unwrap().days_since(day("2026-11-10").unwrap()), 14);
    for bad in ["2026-02-29", "2026-1-01", "26-01-01", "2026-01-01T", "2026-13-01", ""] {
        assert!(day(bad).is_err(), "{bad}");
    }
    let moment = |text: &str| text.parse::<Instant>().map(|instant| instant.0);
    assert_eq!(moment("1970-01-01T00:00:00.000000001Z"), Ok(1));
    assert_eq!(moment("1969-12-31T23:59:59.5Z"), Ok(-500_000_000));
    assert_eq!(moment("1970-01-01T01:00:00.25+01:00"), Ok(250_000_000));
    for bad in ["2026-01-01T00:00:00", "2026-01-01T00:00:00.0000000001Z", "9999-01-01T00:00:00Z"] {
        assert!(moment(bad).is_err(), "{bad}");
    }
}

#[test]
fn globs_match_whole_names() {
    let fits = |pattern: &str, text: &str| pattern.parse::<Glob>().unwrap().matches(text);
    for (pattern, text) in
        [("a", "a"), ("*", ""), ("a*", "a"), ("*.x", "a.x.x"), ("a?c", "abc"), ("*a*b*", "xxaxbx")]
    {
        assert!(fits(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in [("a", "ab"), ("a?", "a"), ("*b", "ba"), ("a*b*c", "acb"), ("?", "")] {
        assert!(!fits(pattern, text), "{pattern} {text}");
    }
    assert!(!fits(&"*a".repeat(150), &"a".repeat(100)), "and that quickly");
}

#[test]
fn conditions_cover_what_they_match() {
    let condition = |clauses: &[(usize, &[u16])]| {
        Condition::new(clauses.iter().map(|&(slot, v)| (slot, condition::Values::of(v))))
    };
    let wide = condition(&[(1, &[0, 2, 70])]);
    let narrow = condition(&[(0, &[1]), (1, &[70])]);
    assert!(wide.covers(&narrow) && !narrow.covers(&wide));
    assert!(condition(&[]).covers(&wide) && !wide.covers(&condition(&[])));
    assert!(wide.matches(&[9, 70]) && !wide.matches(&[9, 1]) && !wide.matches(&[9, 6]));
}
