//! Expansion is complete, distinct, within the exclusions, and named the same however the file is ordered.

mod inputs;

use super::*;
use crate::matrix::parse;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A matrix with one flow over dimensions of these sizes; `flow` are further fields of the flow.
fn matrix(sizes: &[usize], flow: &str) -> Matrix {
    let mut text = String::from(
        "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\nmetadata: {name: m, owner: o}\nbundle: {entrypoint: data.a}\ndimensions:\n",
    );
    for (dimension, &size) in sizes.iter().enumerate() {
        let values: Vec<_> = (0..size).map(|value| format!("v{value}")).collect();
        writeln!(text, "  d{dimension}: [{}]", values.join(", ")).unwrap();
    }
    if sizes.is_empty() {
        text = text.replace("dimensions:\n", "");
    }
    let comma = if flow.is_empty() { "" } else { ", " };
    writeln!(text, "flows: [{{id: f{comma}{flow}}}]").unwrap();
    parse(text.as_bytes()).unwrap()
}

fn all(matrix: &Matrix) -> Vec<Vec<u16>> {
    let mut rows = rows(matrix, 0).unwrap();
    let mut row = vec![0; rows.width()];
    let mut all = Vec::new();
    while rows.next_into(&mut row) {
        all.push(row.clone());
    }
    all
}

/// Every row there could be, by brute force.
fn product(sizes: &[usize]) -> Vec<Vec<u16>> {
    sizes.iter().fold(vec![Vec::new()], |rows, &size| {
        let longer = |row: Vec<u16>| (0..size as u16).map(move |v| [&row[..], &[v]].concat());
        rows.into_iter().flat_map(longer).collect()
    })
}

/// The combinations of `strength` slots with their values that `row` shows.
fn shown(row: &[u16], strength: usize) -> Vec<Vec<(usize, u16)>> {
    let mut found = vec![Vec::new()];
    for _ in 0..strength {
        let longer = |chosen: Vec<(usize, u16)>| {
            let from = chosen.last().map_or(0, |&(slot, _)| slot + 1);
            (from..row.len()).map(move |slot| [&chosen[..], &[(slot, row[slot])]].concat())
        };
        found = found.into_iter().flat_map(longer).collect();
    }
    found
}

#[test]
fn a_flow_without_dimensions_has_one_row() {
    for flow in [
        "",
        "expand: {mode: pairwise}",
        "expand: {mode: each}",
        "expand: {mode: explicit, rows: [{}]}",
    ] {
        let matrix = matrix(&[], flow);
        assert_eq!(all(&matrix), [Vec::<u16>::new()], "{flow}");
        assert_eq!(ScenarioId::of(&matrix, 0, &[]).to_string(), "f{}#7e2de008");
    }
}

#[test]
fn bounds_are_kept() {
    let many = matrix(&[10, 10, 10], "expand: {max: 999}");
    let error = rows(&many, 0).unwrap_err();
    assert_eq!(error, ExpandError::TooMany { flow: "f".parse().unwrap(), max: 999 });
    assert_eq!(error.code().as_str(), "COS-MTX-0008");
    let fewer = matrix(&[10, 10, 10], "expand: {max: 999}, exclude: [{d0: v1, d1: v1, d2: v1}]");
    assert_eq!(count(&fewer, 0), Ok(999));
    assert_eq!(total(&fewer), Ok(999));
    let huge = matrix(&[1000; 12], "");
    assert!(matches!(count(&huge, 0), Err(ExpandError::TooMany { .. })), "and that quickly");
    let huge = matrix(&[1000; 12], "expand: {t-wise: 6}");
    assert!(matches!(count(&huge, 0), Err(ExpandError::TooMany { .. })));
    let few = matrix(&[5, 5, 5], "expand: {mode: pairwise, max: 24}");
    assert!(matches!(count(&few, 0), Err(ExpandError::TooMany { .. })));
    for mode in ["cartesian", "pairwise", "each"] {
        let none = matrix(
            &[2, 2],
            &format!("expand: {{mode: {mode}}}, exclude: [{{d0: v0}}, {{d0: v1}}]"),
        );
        assert_eq!(
            rows(&none, 0)
                .map(|_| ())
                .or_else(|_| count(&none, 0).map(|_| ()))
                .unwrap_err()
                .code()
                .as_str(),
            "COS-MTX-0005"
        );
    }
}

#[test]
fn ten_dimensions_need_few_pairs() {
    let sizes = [11, 7, 3, 3, 2, 4, 2, 2, 3, 2];
    let matrix = matrix(&sizes, "expand: {mode: pairwise}");
    let rows = all(&matrix);
    assert!(rows.len() <= 85, "{}", rows.len());
    assert_eq!(rows, all(&matrix), "the same every time");
}

#[test]
fn explicit_rows_are_those_of_the_file() {
    let matrix =
        matrix(&[2, 3], "expand: {mode: explicit, rows: [{d1: v2, d0: v1}, {d0: v0, d1: v0}]}");
    assert_eq!(all(&matrix), [[1, 2], [0, 0]]);
    assert_eq!(count(&matrix, 0), Ok(2));
}

#[test]
fn ids_are_read_back() {
    let matrix = matrix(&[2, 3], "dimensions: [d1, d0]");
    let id = ScenarioId::of(&matrix, 0, &[2, 1]);
    let text = id.to_string();
    assert!(text.starts_with("f{d0=v1,d1=v2}#"), "{text}");
    assert_eq!(ScenarioId::parse(&text), Ok(id));
    let wrong = |text: &str| ScenarioId::parse(text).unwrap_err();
    assert_eq!(wrong(&text.replace("v1", "v0")), ScenarioIdError::Checksum);
    for bad in [
        "",
        "f",
        "f{}",
        "f{d0=v1}#",
        "f{d1=v2,d0=v1}#00000000",
        "f{d0}#00000000",
        "{}#00000000",
        &text.to_uppercase(),
    ] {
        assert_eq!(wrong(bad), ScenarioIdError::Form, "{bad}");
    }
}

#[test]
fn ids_do_not_depend_on_the_order_of_the_file() {
    let head = "apiVersion: cos.dev/simulator/v1\nkind: ScenarioMatrix\nmetadata: {name: m, owner: o}\nbundle: {entrypoint: data.a}\n";
    let one = "dimensions: {a: [p, q], b: {r: {}, s: {/x: 1}}}\nflows: [{id: f}]\n";
    let two =
        "flows: [{id: f, dimensions: [b, a]}]\ndimensions: {b: {s: {/x: 1}, r: {}}, a: [q, p]}\n";
    let ids = |text: &str| -> BTreeSet<String> {
        let matrix = parse(format!("{head}{text}").as_bytes()).unwrap();
        let writer = IdWriter::new(&matrix, 0);
        let mut id = String::new();
        let each = |row: &Vec<u16>| {
            writer.write(row, &mut id);
            assert_eq!(id, ScenarioId::of(&matrix, 0, row).to_string());
            id.clone()
        };
        all(&matrix).iter().map(each).collect()
    };
    assert_eq!(ids(one), ids(two));
    assert_eq!(ids(one).len(), 4);
}

/// Slots, each with the values that are excluded together.
type Exclusion = Vec<(usize, Vec<usize>)>;

/// Sizes of dimensions, and exclusions as values of some of them.
fn shape() -> impl Strategy<Value = (Vec<usize>, Vec<Exclusion>)> {
    prop::collection::vec(1..5_usize, 1..5).prop_flat_map(|sizes| {
        let values = |slot: usize, size| {
            prop::collection::btree_set(0..size, 1..=size)
                .prop_map(move |values| (slot, values.into_iter().collect::<Vec<_>>()))
        };
        let clauses: Vec<_> = sizes.iter().enumerate().map(|(s, &n)| values(s, n)).collect();
        let len = sizes.len();
        let exclusion = (clauses, prop::sample::subsequence((0..len).collect::<Vec<_>>(), 1..=len))
            .prop_map(|(clauses, slots)| slots.into_iter().map(|s| clauses[s].clone()).collect());
        (Just(sizes), prop::collection::vec(exclusion, 0..4))
    })
}

fn exclude(exclusions: &[Exclusion]) -> String {
    let clause = |(slot, values): &(usize, Vec<usize>)| {
        let values: Vec<_> = values.iter().map(|value| format!("v{value}")).collect();
        format!("d{slot}: [{}]", values.join(", "))
    };
    let each = |clauses: &Exclusion| {
        format!("{{{}}}", clauses.iter().map(clause).collect::<Vec<_>>().join(", "))
    };
    format!("exclude: [{}]", exclusions.iter().map(each).collect::<Vec<_>>().join(", "))
}

proptest! {
    #[test]
    fn the_product_is_all_that_is_not_excluded((sizes, exclusions) in shape()) {
        let matrix = matrix(&sizes, &exclude(&exclusions));
        let allowed: Vec<_> =
            product(&sizes).into_iter().filter(|row| !matrix.flows[0].excludes(row)).collect();
        if allowed.is_empty() {
            let none = ExpandError::NoRows { flow: "f".parse().unwrap() };
            prop_assert_eq!(&rows(&matrix, 0).unwrap_err(), &none);
            prop_assert_eq!(count(&matrix, 0), Err(none));
        } else {
            prop_assert_eq!(count(&matrix, 0), Ok(allowed.len() as u64));
            let ids: BTreeSet<_> =
                allowed.iter().map(|row| ScenarioId::of(&matrix, 0, row)).collect();
            prop_assert_eq!(ids.len(), allowed.len());
            prop_assert_eq!(all(&matrix), allowed);
        }
    }

    #[test]
    fn covering_rows_show_every_possible_combination(
        (sizes, exclusions) in shape(),
        strength in 1..4_usize,
    ) {
        let flow = format!("expand: {{t-wise: {strength}}}, {}", exclude(&exclusions));
        let matrix = matrix(&sizes, &flow);
        let strength = strength.min(sizes.len());
        let allowed = product(&sizes).into_iter().filter(|row| !matrix.flows[0].excludes(row));
        let wanted: BTreeSet<_> = allowed.flat_map(|row| shown(&row, strength)).collect();
        if wanted.is_empty() {
            prop_assert!(rows(&matrix, 0).is_err());
            return Ok(());
        }
        let rows = all(&matrix);
        let found: BTreeSet<_> = rows.iter().flat_map(|row| shown(row, strength)).collect();
        prop_assert_eq!(found, wanted);
        prop_assert!(rows.iter().all(|row| !matrix.flows[0].excludes(row)));
        prop_assert_eq!(rows.iter().collect::<BTreeSet<_>>().len(), rows.len());
    }

    #[test]
    fn ids_never_make_the_reader_panic(text in "[a-z{}#=,0-9]{0,40}") {
        if let Ok(id) = ScenarioId::parse(&text) {
            prop_assert_eq!(id.to_string(), text);
        }
    }
}
