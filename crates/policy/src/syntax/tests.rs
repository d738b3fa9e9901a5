//! What cannot be seen from outside: spans, forms rewritten before parsing, places in errors.

use super::Parsed;
use super::ast::{Expr, ExprKind, Query, Span, Statement, StatementKind};
use super::normalise::normalise;
use super::tokens::{TokenKind, tokens};

const CASES: &str = include_str!("../../tests/oracle/cases.jsonl");

/// All spans of a module, in the order of the tree.
#[derive(Default)]
struct Spans {
    expressions: Vec<Span>,
    queries: Vec<Vec<Span>>,
}

impl Spans {
    fn of(parsed: &Parsed) -> Self {
        let mut spans = Self::default();
        for rule in &parsed.tree.rules {
            rule.value.iter().for_each(|value| spans.expr(value));
            for body in &rule.bodies {
                body.value.iter().for_each(|value| spans.expr(value));
                spans.query(&body.query);
            }
        }
        spans
    }

    fn query(&mut self, query: &Query) {
        self.queries.push(query.statements.iter().map(|one| one.span).collect());
        query.statements.iter().for_each(|one| self.statement(one));
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Every { domain, query, .. } => {
                self.expr(domain);
                self.query(query);
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) if is_assignment(expr) => {
                expr.for_each_child(&mut |child| self.expr(child));
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => self.expr(expr),
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { collection, .. } => self.expr(collection),
        }
        statement.with.iter().for_each(|with| self.expr(&with.value));
    }

    fn expr(&mut self, expr: &Expr) {
        self.expressions.push(expr.span);
        if let ExprKind::Comprehension { query, .. } = &expr.kind {
            self.query(query);
        }
        // The name of a call is no expression of its own.
        match &expr.kind {
            ExprKind::Call { args, .. } => args.iter().for_each(|arg| self.expr(arg)),
            _ => expr.for_each_child(&mut |child| self.expr(child)),
        }
    }
}

fn is_assignment(expr: &Expr) -> bool {
    use super::ast::Op;
    matches!(&expr.kind, ExprKind::Binary { op: Op::Assign | Op::Unify, .. })
}

fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for token in tokens(text) {
        match (token.kind, token.text(text)) {
            (TokenKind::Open, word) => open.push(word.to_owned()),
            (TokenKind::Close, word) => {
                let pair = open.pop().unwrap_or_default() + word;
                if !matches!(pair.as_str(), "()" | "[]" | "{}") {
                    return false;
                }
            }
            _ => {}
        }
    }
    open.is_empty()
}

fn check(name: &str, text: &str, rego_v1: bool) {
    let Ok(parsed) = Parsed::read("case.rego", text, rego_v1) else { return };
    let spans = Spans::of(&parsed);
    for span in &spans.expressions {
        let part = span.of(&parsed.text);
        assert!(is_balanced(part), "{name}: `{part}` in\n{}", parsed.text);
        let keywords = "import future.keywords.every\nimport future.keywords.in\n";
        let imports = if parsed.text.contains("future.keywords") { keywords } else { "" };
        let module = format!("package t\n{imports}x := ({part}\n)\n");
        let read = Parsed::read("part.rego", &module, parsed.rego_v1);
        assert!(read.is_ok(), "{name}: `{part}`: {}", read.unwrap_err());
    }
    for query in &spans.queries {
        let ordered = query.windows(2).all(|two| two[0].end <= two[1].start);
        assert!(ordered, "{name}: {query:?} in\n{}", parsed.text);
    }
}

#[test]
fn every_span_holds_its_whole_construct() {
    for line in CASES.lines().skip(1) {
        let Ok(case) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let name = case["name"].as_str().unwrap_or_default();
        let rego_v1 = case["rego_version"] != "v0";
        match &case["modules"] {
            serde_json::Value::String(text) => check(name, text, rego_v1),
            modules => modules
                .as_object()
                .unwrap()
                .values()
                .for_each(|text| check(name, text.as_str().unwrap(), rego_v1)),
        }
    }
}

#[test]
fn spans_hold_whatever_the_layout() {
    let texts = [
        "package t\n\nx := {\"a\": 1,\n\t\"b\": {\"c\": [1, \"d\"]}, # c }\n\t\"e\": \"}\"}\n",
        "\u{feff}package t\r\n\r\nx if {\r\n\tinput.a\t==\t\"b\"\r\n\tnot (input.c)\r\n}\r\n",
        "package t\n\nx := y if {\n\ty := ((1 + 2) * (3)) # (\n\t(y == 9)\n} else := (4) if (true)\n",
        "package t\n\nf(a,\n\t[b, _]) := sprintf(\"%v\", [\n\ta, # first\n\tb\n]) if a[\"x\"][b].y == set()\n",
        "package t\n\nx := {\n\t{\"a\": [1]}: 1,\n\t[2, 3]: {},\n\t{4}: [\n\t{}, 5]}\n",
        "package t\n\nx contains `raw }` if { some k, v in {\"a\": 1}; k == \"a\"; v in {1, 2} }\n",
    ];
    for text in texts {
        assert!(Parsed::read("a.rego", text, true).is_ok(), "{text}");
        check("layout", text, true);
    }
}

#[test]
fn forms_are_rewritten_in_place() {
    let table = [
        ("x if {\n\ty := input.a\n\t(y == 1)\n}", "x if {\n\ty := input.a\n\t;(y == 1)\n}"),
        ("x := input.if.a", "x := input[\"if\"].a"),
        ("x if { a } { b }", "x if { a }  x if { b }"),
        ("f(\"x\", _)\ny := 1", "f(\"x\", _) := true\ny := 1"),
        ("x := f(1)\ny := g(2)", "x := f(1)\ny := g(2)"),
        ("x if every k, v in {\"a\": 1} { v }", "x if every k, v in {\"a\": 1} { v }"),
        ("x := $\"a{1e3}\"", "x := cos_template([\"a\", [cos__v | cos__v := \"1e3\"], \"\"])"),
        ("x := {\"a\": 1}\ny := 2", "x := {\"a\": 1}\ny := 2"),
    ];
    for (source, expected) in table {
        assert_eq!(normalise(source, true), expected, "{source}");
    }
}

#[test]
fn imports_of_operators_are_refused() {
    for (keyword, value, refused) in [
        ("", "1", false),
        ("", "input.or", false),
        ("", "or", true),
        (".not", "or", false),
        (".and", "1", true),
        (".or", "1", true),
        (".in", "1", false),
    ] {
        let text = format!("package t\n\nimport future.keywords{keyword}\n\nx := {value}\n");
        let read = Parsed::read("a.rego", &text, true);
        assert_eq!(read.is_err(), refused, "{keyword} {value}");
        if let Err(error) = read {
            assert_eq!((error.place.line, error.place.column), (3, 1));
        }
    }
}
