//! Tables: a module, and what is said of its types.

use super::{Mistyped, mistyped};
use crate::analysis::references::Names;
use crate::syntax::Parsed;
use std::collections::BTreeSet;
use std::fmt::Write as _;

fn found(texts: &[&str]) -> Option<(u32, String)> {
    let read = |text: &&str| Parsed::read("p.rego", text, true).unwrap();
    found_in(&texts.iter().map(read).collect::<Vec<_>>())
}

fn found_in(modules: &[Parsed]) -> Option<(u32, String)> {
    let names = |module: &Parsed| {
        let same = modules.iter().filter(|other| other.tree.package == module.tree.package);
        let rules = same.flat_map(|module| &module.tree.rules);
        let own: BTreeSet<_> = rules.filter_map(|rule| Some(rule.name.chain()?.0.into())).collect();
        Names::of(&module.tree, own)
    };
    let names: Vec<_> = modules.iter().map(names).collect();
    let Mistyped { module, offset, message, .. } = mistyped(modules, &names)?;
    let message = message.trim_start_matches("OPA does not load it: ").to_owned();
    Some((modules[module].place(offset).line, message))
}

#[test]
fn what_never_fits_is_named() {
    let cases = [
        ("p if 1 == \"a\"", "number is never equal to string; compare or assign another value"),
        (
            "p if count(true) == 1",
            "argument 1 of `count` must be any<string, array[any], object[any: any], set[any]>, and is boolean; pass another value",
        ),
        (
            "p := q + 1\nq := \"a\"",
            "the left side of `+` must be number, and is string; pass another value",
        ),
        (
            "p if q.a\nq := {\"b\": 1}",
            "`data.t.q` is object<\"b\": number>, which has no `\"a\"`; use another key",
        ),
        (
            "p if q.a\nq := 1",
            "`data.t.q` is number, which has no fields; refer to `data.t.q` itself",
        ),
        ("p if { x := [1]; x.a }", "`x` is array<number>, which has no `\"a\"`; use another key"),
        (
            "p if { x := \"a\"; q[x] }\nq := [1]",
            "the keys of `data.t.q` are number, and this one is string; use another key",
        ),
        ("p if { some x in 1; x }", "`…` is number, which has no fields; refer to `…` itself"),
        ("p if no.such(1)", "there is no function `no.such`; correct the name, or define it"),
        (
            "p if f(1, 2, 3)\nf(x) := x",
            "`data.t.f` takes 1 argument; it is called with more or fewer",
        ),
        ("p := x if x := print(1)", "`print` has no value; call it as a statement"),
        ("p := f\nf(x) := x", "`data.t.f` is a function and no value; call it"),
        ("p := any([true])", "`any` is deprecated, and no function of Rego v1; use another one"),
        (
            "p := 1\np contains 2",
            "the definitions of `data.t.p` are of several kinds; make all of them values, sets, objects or functions of as many arguments",
        ),
        (
            "p.q := 1\np.q.r := 2",
            "`data.t.p.q` is a rule, and has rules below it; give one of them another name",
        ),
        ("default p := 1\ndefault p := 2", "`data.t.p` has several defaults; keep one"),
        (
            "p if { x := [y | y := 1; y == \"a\"]; x }",
            "number is never equal to string; compare or assign another value",
        ),
        (
            "f(x) if startswith(x, \"a\")\np if f(1)",
            "argument 1 of `data.t.f` must be string, and is number; pass another value",
        ),
        ("p if { [1 | [1 | v == 1]; some v in [1]] }", "nothing binds `v`"),
    ];
    for (text, expected) in cases {
        let found = found(&[&format!("package t\n\n{text}\n")]);
        let message = found.map(|(_, message)| message).unwrap_or_default();
        assert_eq!(message, expected, "{text}");
    }
}

#[test]
fn what_may_fit_is_let_pass() {
    let cases = [
        "p if input.a == 1\nq if input.a == \"b\"",
        "p if data.documents.a == 1",
        "p if q == \"a\"\nq := 1 if input.x\nq := \"a\" if input.y",
        "p if q.a with data.t.q as {\"a\": 1}\nq := 1",
        "p if r == \"a\" with data.t.q as \"a\"\nr := q\nq := 1",
        "p if every x in [1] { x == \"a\" }",
        "f(x) := x\np if f(1) == \"a\"",
        "p[x] := y if some x, y in {\"a\": 1}\nq if p.b == 2",
    ];
    for text in cases {
        assert_eq!(found(&[&format!("package t\n\n{text}\n")]), None, "{text}");
    }
}

#[test]
fn rules_of_other_modules_are_known() {
    let one = "package a\n\nimport data.b.limit\n\nallow if {\n\tinput.n\n\tlimit == \"x\"\n}\n";
    let message = "number is never equal to string; compare or assign another value".to_owned();
    assert_eq!(found(&[one, "package b\n\nlimit := 2\n"]), Some((7, message)));
    assert_eq!(found(&[one, "package b\n\nlimit := input.limit\n"]), None);
}

#[test]
fn a_long_chain_of_rules() {
    let mut texts = vec!["package t\n\n".to_owned(); 10];
    for index in 0..2_000 {
        let read = if index == 0 { "true".to_owned() } else { format!("r{}.v >= 0", index - 1) };
        let body = format!("{read}; some x in input.l; startswith(x.name, \"a\"); not x.off");
        let value = format!("{{\"v\": {index}, \"l\": [1, \"a\"]}}");
        writeln!(texts[index / 200], "r{index} := {value} if {{ {body} }}").unwrap();
    }
    let read = |text: &String| Parsed::read("p.rego", text, true).unwrap();
    let modules: Vec<_> = texts.iter().map(read).collect();
    assert_eq!(found_in(&modules), None);
}

#[test]
fn types_do_not_grow_without_end() {
    let mut text = "package t\n\nr0 := [1]\n\n".to_owned();
    for index in 1..300 {
        let before = index - 1;
        writeln!(text, "r{index} := {{\"a\": r{before}, \"b\": [r{before}, r{before}]}}").unwrap();
    }
    text += "p if r299.a == r298\n";
    assert_eq!(found(&[&text]), None);
}
