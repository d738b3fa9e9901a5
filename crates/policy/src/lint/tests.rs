//! Tables: a policy, and what is dubious in it.

use super::{Level, Lint, LintRule};
use crate::engine::{Engine as _, EngineError, InProcess};
use crate::setup::{HttpStub, ModuleText, Setup};

fn setup(text: &str) -> Setup {
    Setup {
        modules: vec![ModuleText { name: "p.rego".into(), text: text.into(), rego_version: 1 }],
        data: serde_json::json!({
            "roles": {"a": {"admin": true}}, "users": {"u": {"roles": []}}, "l": [1, 2],
        }),
        entrypoint: "data.p.allow".into(),
        ..Setup::default()
    }
}

fn lints(setup: Setup) -> Vec<Lint> {
    let text = setup.modules[0].text.clone();
    let loaded = InProcess::load(setup);
    let mut engine = loaded.unwrap_or_else(|error| panic!("{error}\n{text}"));
    engine.lints().unwrap()
}

/// Rule and line of each lint but unreachable rules, which most of the table has.
fn brief(text: &str) -> Vec<(&'static str, u32)> {
    let all = lints(setup(text)).into_iter();
    all.map(|lint| (lint.rule.as_str(), lint.place.line)).collect()
}

/// What the negations of the table talk about. All that they name exists, or is missing on purpose.
const WORLD: &str = r#"package p

import data.oth
import data.oth as m

allow if t

f(x) := x

g(x) := x.y if x.y

h(x) if x == 1

k(x) := false if x == 1

obj := {"a": "b"}

rul := {"a": 1}

s contains "a"

s contains x if some x in input.more

undef_rule if input.never

"#;

/// The statements of a body, and whether the negation in it fails open. `x`, where it is used, is bound in front.
const NEGATIONS: &[(&[&str], bool)] = &[
    (&["not input.a", "not input.a.b", r#"not input["a"]"#, "not (input.a)"], false),
    (&["not input.l[0].x", "not data.nope.x", "not data.p.undef", "not undef_rule"], false),
    (&["not oth.m.zz", "not m.zz", r#"not data.roles["zz"].admin"#], false),
    (&[r#"x := "a"; not data.roles[x].admin"#, r#"not s["q"]"#, r#"not s[["q"]]"#], false),
    (&["not data.roles[input.u]", "not data.roles[input.u].admin"], true),
    (&["not input.a.b[input.c]", "not input[input.c]", "not rul[input.x]"], true),
    (&["not s[input.x]", "not data.roles[undef_rule]", "not data.roles[lower(input.u)]"], true),
    (&["not s[[input.a]]", r#"not s[{"k": input.a}]"#, "not s[{input.a}]"], true),
    (&["not data.roles[[x | x := input.u]]"], false),
    (&["x := obj; not x[input.q]"], true),
    (&["not input.a == 1", "not 1 == input.a", "not input.a = 1"], false),
    (&["not input.a == input.b", "not (input.a == 1)", "not (input.a) == 1"], false),
    (&["not data.p.undef_rule == true", r#"not input.a == data.roles["zz"]"#], false),
    (&[r#"not input.a == {"k": "x"}"#, "not [1] == input.a"], false),
    (&[r#"not input.a == lower("B")"#, "not input.a == f(2)"], false),
    (&["not data.roles[input.u] == 1", "not data.roles[input.u].admin == true"], true),
    (&["not input.a == data.roles[input.u]", "not g({}) == 1", "not 1 == g({})"], true),
    (&["not g({}) = 1", "not h(2) == true", "not input.a == lower(input.b)"], true),
    (&["not (input.a == 1) == true"], true),
    (&["not input.a != 1", "not input.a < 1", "not input.a <= 1", "not input.a > 1"], true),
    (&["not input.a >= 1", "not input.a + 1", "not input.a + 1 == 2"], true),
    (&["not 1 == 1 + input.a", "not -input.a == 1", "not input.a | input.b"], true),
    (&["not input.a & {1}", r#"not "x" in input.a"#, "not input.a in [1, 2]"], true),
    (&["not input.k, 1 in obj", r#"not "x" in [input.b]"#], true),
    (&[r#"not "admin" in data.users[input.u].roles"#], true),
    (&["not 3 in data.l"], false),
    (&[r#"not startswith(input.foo, "a")"#, "not f(input.a)", "not count(input.a) > 0"], true),
    (&["not is_null(input.a)", r#"not object.get(input.a, "b", false)"#], true),
    (
        &[r#"not object.get(input, "b", false)"#, r#"not f(object.get(input, ["a", "b"], 0))"#],
        false,
    ),
    (&["not g({})", "not h(2)", "not k(1)"], false),
    (&["not f(undef_rule)", "not f(g({}))", r#"not startswith(lower(input.a), "x")"#], true),
    (&["not f([input.a])", r#"not f({"x": input.a})"#], true),
    (&["not f(obj).b", r#"not split("a b", " ")[5]"#, r#"not json.unmarshal("{}").b"#], false),
    (&["not f(input.a).b", r#"not split(input.a, " ")[0]"#, r#"not f({"a": 1})[input.k]"#], true),
    (&["not [1, 2][input.i]", r#"not {"a": 1}[input.k]"#], true),
    (&["not [input.a] == [1]", "not [input.a]", "not {input.a}"], true),
    (&[r#"not {"k": input.a} == {"k": 1}"#, "not {input.a} = {1}"], true),
    (&["not [f(input.a)] == [1]", "not input.a == [input.b]"], true),
    (&["not [x | x := input.a] == [1]", "not {x | x := input.a} == {1}"], false),
    (&["not count([x | x := input.a]) == 1", "not [x | x := input.a][0]"], false),
    (&["not [v | v := input.a][input.z]", "not f([v | v := input.a][0])"], true),
    (&[r#"x := [1 | not startswith(input.a, "x")]; x"#], true),
    (&["x := [1 | not input.a]; x", "x := [1 | not input.a == 1]; x"], false),
    (&[r#"not count([1 | not startswith(input.a, "x")]) == 1"#], true),
    (&[r#"every v in [1, 2] { v; not startswith(input.a, "x") }"#], true),
    (&["every v in [1, 2] { v; not input.a }", "every v in [1] { v; not input.a == v }"], false),
    (&["not input.a with input as {}"], false),
    (&[r#"not startswith(input.a, "x") with input as {}"#], true),
    (&[r#"not startswith(input.a, "x") with input as {"a": "y"}"#], false),
    (&["not undef_rule with input.never as input.q"], true),
    (&["not input.a with input.a as lower(input.q)"], true),
    (&[r#"not data.roles[input.u] with input.u as "zz""#], false),
    (&[r#"not $"a{input.a}" == "ab""#], false),
    (&["not f(input.a) with input.a as false", "not f(false)", "not k(1)", "not false"], false),
    (&["not f(null)", "not null", "not 0", r#"not """#, "not []"], false),
    (&["x := input.a; not x"], false),
    (&[r#"not walk(input.a, [["x"], 1])"#, "not count(input.a, 2)"], true),
    (&[r#"not walk({"x": 1}, [["x"], 2])"#, "not count([1], 2)"], false),
    // Not in OPA's table: the body needs the operand anyhow, or the operand is always there.
    (&[r#"input.a; not startswith(input.a, "x")"#, "input.a.b == 1; not f(input.a)"], false),
    (&["not f(s)", "not f(obj.a)", "not f(data.l)", "not f(data.roles.a.admin)"], false),
    (&["not f(data.nope)", "some x in input.l; not f(x.y)"], true),
];

#[test]
fn negations() {
    let lines = WORLD.lines().count() as u32;
    let mut wrong = Vec::new();
    for (bodies, fails_open) in NEGATIONS {
        for body in *bodies {
            let text = format!("{WORLD}t if {{\n\t{}\n}}\n", body.replace("; ", "\n\t"));
            let found: Vec<_> = brief(&text)
                .into_iter()
                .filter(|(rule, line)| *rule == "fail-open-negation" && *line > lines)
                .collect();
            if found.len() != usize::from(*fails_open) {
                wrong.push((body, fails_open, found));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_negation_says_what_to_write() {
    let text = "package p\n\nallow if {\n\tnot denied\n}\n\ndenied if {\n\tnot startswith(input.user.name, \"x\")\n}\n";
    let [lint] = &lints(setup(text))[..] else { panic!() };
    assert_eq!((lint.rule, lint.level), (LintRule::FailOpenNegation, Level::Warning));
    assert_eq!(
        lint.message,
        "where `input.user.name` is undefined, so is `not startswith(input.user.name, \"x\")`, and the rule does not apply"
    );
    assert!(lint.remedy.starts_with("write `object.get(input, [\"user\",\"name\"], …)`"));
    let regorus = Setup { semantics: crate::setup::Semantics::Regorus, ..setup(text) };
    assert_eq!(lints(regorus), []);
}

#[test]
fn everything_else() {
    let table: &[(&str, &[(&str, u32)])] = &[
        ("allow := true", &[]),
        (
            "allow if input.a\n\nb if input.b\n\nc if b",
            &[("unreachable-rule", 5), ("unreachable-rule", 7)],
        ),
        ("allow if input.a\n\ntest_allow if allow", &[]),
        ("allow if time.now_ns() > 1", &[("unpinned-builtin", 3)]),
        ("allow if rand.intn(\"a\", 2) == 1", &[("unpinned-builtin", 3)]),
        ("allow if opa.runtime().env", &[("unpinned-builtin", 3)]),
        (
            "allow if http.send({\"method\": \"get\", \"url\": \"x\"}).body",
            &[("unpinned-builtin", 3)],
        ),
        ("allow if numbers.range(1, input.n)", &[("width", 3)]),
        ("allow if numbers.range(1, 10)", &[]),
        ("allow if numbers.range(1, data.l)", &[]),
        ("allow if net.cidr_expand(input.net)", &[("width", 3)]),
        ("allow if sprintf(input.format, [1])", &[("width", 3)]),
        ("allow if sprintf(\"%d\", [input.a])", &[]),
        ("allow if regex.match(input.pattern, \"a\")", &[("width", 3)]),
        ("allow if regex.match(`^a$`, input.a)", &[]),
        ("allow if regex.replace(input.a, \"b\", \"c\")", &[]),
        ("allow if regex.replace(\"a\", input.b, \"c\")", &[("width", 3)]),
        ("allow if {\n\tx := [1 | y := [1 | z := [1 | input.a]; z]; y]\n\tx\n}", &[("width", 4)]),
        ("allow if {\n\tinput.a\n\ttrue\n}", &[("always-true-condition", 5)]),
        ("allow if 1 == 1", &[("always-true-condition", 3)]),
        ("allow if input.a == input.a", &[]),
        ("allow if input.a\n\nallow if  input.a # again", &[("duplicate-definition", 5)]),
        (
            "allow if {\n\tb := input.a\n\tb\n}\n\nb := 1",
            &[("shadowed-input", 4), ("unreachable-rule", 8)],
        ),
        ("allow if f(1)\n\nf(allow) if allow", &[("shadowed-input", 5)]),
        ("allow if {\n\tsome allow in input.l\n\tallow\n}", &[("shadowed-input", 4)]),
    ];
    for (text, expected) in table {
        assert_eq!(brief(&format!("package p\n\n{text}\n")), *expected, "{text}");
    }
}

#[test]
fn stubs_and_old_builtins() {
    let http = "package p\n\nallow if http.send({\"method\": \"get\", \"url\": \"x\"}).body\n";
    let stub = HttpStub { method: "GET".into(), url: "x".into(), response: serde_json::json!({}) };
    let levels = |setup| lints(setup).into_iter().map(|lint| lint.level).collect::<Vec<_>>();
    assert_eq!(levels(setup(http)), [Level::Warning]);
    assert_eq!(levels(Setup { http: vec![stub], ..setup(http) }), [Level::Note]);

    let mut old = setup("package p\n\nallow {\n\tre_match(`a`, input.a)\n\tany([input.b])\n}\n");
    old.modules[0].rego_version = 0;
    let found: Vec<_> = lints(old).into_iter().map(|lint| (lint.rule, lint.place.line)).collect();
    assert_eq!(found, [(LintRule::DeprecatedBuiltin, 4), (LintRule::DeprecatedBuiltin, 5)]);

    let mut tests = setup("package p\n\nallow if input.a\n");
    tests.modules.push(ModuleText {
        name: "p_test.rego".into(),
        text: "package p_test\n\nhelper := 1\n".into(),
        rego_version: 1,
    });
    assert_eq!(lints(tests), []);
}

/// OPA 1.20.2 answers the same ones with `rego_recursion_error`, through the wheel.
#[test]
fn recursion() {
    let table: &[(&str, Option<&str>)] = &[
        ("allow if allow", Some("data.p.allow -> data.p.allow")),
        ("allow if b\n\nb if not allow", Some("data.p.allow -> data.p.b -> data.p.allow")),
        ("allow if f(1)\n\nf(x) if f(x)", Some("data.p.f -> data.p.f")),
        ("allow if count([1 | allow]) == 1", Some("data.p.allow -> data.p.allow")),
        ("allow if data.p[input.x]", Some("data.p.allow -> data.p.allow")),
        ("allow if data[input.x].allow", Some("data.p.allow -> data.p.allow")),
        ("allow if data.p == 1", Some("data.p.allow -> data.p.allow")),
        (
            "allow if {\n\tinput.a\n} else := b if {\n\tinput.c\n}\n\nb := allow if {\n\tinput.x\n}",
            Some("data.p.allow -> data.p.b -> data.p.allow"),
        ),
        ("allow if count(data) > 1", Some("data.p.allow -> data.p.allow")),
        ("allow if data[input.x].deny", None),
        ("allow if data.q[input.x]", None),
        ("allow if p.b\n\np.a := 1\n\np.b := p.a", None),
        ("allow if m.b\n\nm[\"a\"] := 1\n\nm[\"b\"] := m.a", None),
        ("allow if m.b\n\nm[x] := m[1] if some x in [1]", Some("data.p.m -> data.p.m")),
        ("allow if {\n\tallow := 1\n\tallow == 1\n}", None),
        ("allow if {\n\tsome data_x in input.l\n\tdata_x.allow\n}", None),
    ];
    for (text, expected) in table {
        let loaded = InProcess::load(setup(&format!("package p\n\n{text}\n")));
        let found = match loaded {
            Ok(_) => None,
            Err(EngineError::Recursion { path, .. }) => Some(path.join(" -> ")),
            Err(other) => panic!("{text}: {other}"),
        };
        assert_eq!(found.as_deref(), *expected, "{text}");
    }
}

#[test]
fn reserved_names() {
    let table = [
        ("allow if cos_tried(1)", Some("cos_tried")),
        ("allow if cos_fired(1, true)", Some("cos_fired")),
        ("cos__d0 := 1\n\nallow := true", Some("cos__d0")),
        ("allow if data.p.cos__d0", Some("cos__d0")),
        ("allow if data.q[\"cos__d0\"]", Some("cos__d0")),
        ("allow if $\"{cos__v}\" == \"\"", Some("cos__v")),
        ("allow if { some cos__x in input.a; cos__x }", Some("cos__x")),
        ("allow if input.cos_tried", None),
        ("allow if input.a == \"cos__d0\" # cos__d0", None),
        ("allow if $\"a{input.a}\" == \"\"", None),
    ];
    for (text, expected) in table {
        let error = InProcess::load(setup(&format!("package p\n\n{text}\n"))).err();
        let name = error.as_ref().map(|error| match error {
            EngineError::ReservedName { name, place } => {
                assert_eq!(place.line, 3);
                name.as_str()
            }
            other => panic!("{text}: {other}"),
        });
        assert_eq!(name, expected, "{text}");
        let lint = error.as_ref().and_then(Lint::of_refusal);
        assert_eq!(lint.map(|lint| lint.rule), expected.map(|_| LintRule::ReservedName));
    }
}

#[test]
fn every_call_that_nothing_answers() {
    let text = "package p\n\nallow if {\n\tgraphql.is_valid(input.q, input.s)\n}\n\nother if graphql.parse(input.q, input.s)\n\nother if allow\n";
    let all = lints(setup(text));
    let found = all.iter().filter(|one| one.rule == LintRule::UnsupportedBuiltin);
    let found: Vec<_> =
        found.map(|one| (one.level, one.place.line, one.message.as_str())).collect();
    assert_eq!(
        found,
        [
            (Level::Error, 4, "cos does not have OPA's `graphql.is_valid`"),
            (
                Level::Note,
                7,
                "cos does not have OPA's `graphql.parse`; the entry point does not reach it"
            ),
        ]
    );
}
