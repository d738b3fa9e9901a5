//! Lints on calls of builtins: what the world decides, what a small input makes large, what OPA deprecated.

use super::walk::expressions;
use super::{Context, Level, Lint, LintRule};
use crate::engine::problem;
use crate::outline::CallProblemKind;
use crate::syntax::Parsed;
use crate::syntax::ast::{Expr, ExprKind};

/// Comprehensions in one another that are too many: the work is the product of what each goes through.
const MAX_NESTING: u32 = 3;

pub(super) fn lint(context: &Context<'_>, found: &mut Vec<Lint>) {
    unpinned(context, found);
    unsupported(context, found);
    for source in context.analysis.sources.iter() {
        let module = &context.modules[source.module];
        let rule = &module.tree.rules[source.rule];
        expressions(rule, &mut |expr, depth| match &expr.kind {
            ExprKind::Call { name, args } => {
                let Some(name) = name.path().map(|path| path.join(".")) else { return };
                wide_call(module, expr, &name, args, found);
                deprecated(module, expr, &name, found);
            }
            ExprKind::Comprehension { .. } if depth + 1 == MAX_NESTING => found.push(Lint {
                rule: LintRule::Width,
                level: Level::Warning,
                message: format!("{MAX_NESTING} comprehensions stand in one another"),
                place: module.place(expr.span.start),
                remedy: "make rules of the inner ones, so that each is computed once".to_owned(),
            }),
            _ => {}
        });
    }
}

fn unpinned(context: &Context<'_>, found: &mut Vec<Lint>) {
    let setup = context.setup;
    for used in &context.analysis.outline.nondeterministic {
        let (level, answer, remedy) = match used.name.as_str() {
            "http.send" if setup.http.is_empty() => {
                (Level::Warning, "a service, and no stub does", "add stubs to the scenario")
            }
            "http.send" => {
                (Level::Note, "the stubs of the scenario", "cover every request with a stub")
            }
            "net.lookup_ip_addr" if setup.addresses.is_empty() => {
                (Level::Warning, "the network, and no stub does", "add addresses to the scenario")
            }
            "net.lookup_ip_addr" => {
                (Level::Note, "the addresses of the scenario", "cover every name with addresses")
            }
            "opa.runtime" => (
                Level::Warning,
                "the configuration of OPA's process, which is empty here",
                "read settings from data",
            ),
            "rand.intn" | "uuid.rfc4122" => {
                (Level::Note, "the seed of the matrix", "pass the value in as input")
            }
            _ => (Level::Note, "the clock of the matrix", "cover the moments that matter"),
        };
        found.push(Lint {
            rule: LintRule::UnpinnedBuiltin,
            level,
            message: format!("what `{}` answers is decided by {answer}", used.name),
            place: used.place.clone(),
            remedy: remedy.to_owned(),
        });
    }
}

/// Every call that a run is refused for, not only the first.
fn unsupported(context: &Context<'_>, found: &mut Vec<Lint>) {
    let outline = &context.analysis.outline;
    let reached: Vec<_> = outline.reached_problems().collect();
    for one in &outline.problems {
        let level = if reached.contains(&one) { Level::Error } else { Level::Note };
        let unreached =
            if level == Level::Note { "; the entry point does not reach it" } else { "" };
        let remedy = match one.kind {
            CallProblemKind::Unknown => "correct the name, or add the module that defines it",
            CallProblemKind::Unsupported => "decide without it, or pass its answer in as input",
        };
        found.push(Lint {
            rule: LintRule::UnsupportedBuiltin,
            level,
            message: format!("{}{unreached}", problem(one)),
            place: one.place.clone(),
            remedy: remedy.to_owned(),
        });
    }
}

fn wide_call(module: &Parsed, call: &Expr, name: &str, args: &[Expr], found: &mut Vec<Lint>) {
    let (operands, what) = match name {
        "numbers.range" | "numbers.range_step" => (args, "makes as many numbers as it is told"),
        "net.cidr_expand" => (args, "makes every address of a network"),
        "sprintf" => (args.get(..1).unwrap_or(args), "pads to any width that its format names"),
        "regex.match"
        | "regex.split"
        | "regex.find_n"
        | "regex.find_all_string_submatch_n"
        | "regex.template_match"
        | "re_match" => (args.get(..1).unwrap_or(args), "compiles any pattern"),
        "regex.replace" => (args.get(1..2).unwrap_or(args), "compiles any pattern"),
        _ => return,
    };
    if operands.iter().all(is_constant) {
        return;
    }
    found.push(Lint {
        rule: LintRule::Width,
        level: Level::Warning,
        message: format!("`{name}` {what}, and here the input may tell it"),
        place: module.place(call.span.start),
        remedy: "give it a constant, or check the value first".to_owned(),
    });
}

/// Whether the policy and its data alone decide.
fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => true,
        ExprKind::Field { .. } | ExprKind::Index { .. } => {
            expr.path().is_some_and(|path| path[0] == "data")
        }
        ExprKind::Array(_) | ExprKind::Set(_) | ExprKind::Object(_) | ExprKind::Minus(_) => {
            let mut constant = true;
            expr.for_each_child(&mut |child| constant &= is_constant(child));
            constant
        }
        _ => false,
    }
}

fn deprecated(module: &Parsed, call: &Expr, name: &str, found: &mut Vec<Lint>) {
    let remedy = match name {
        "all" => "write `every`",
        "any" => "write `some … in`",
        "cast_array" | "cast_boolean" | "cast_null" | "cast_object" | "cast_set"
        | "cast_string" => "ask with `is_array` and the like",
        "net.cidr_overlap" => "call `net.cidr_contains`",
        "re_match" => "call `regex.match`",
        "set_diff" => "write `-` between the sets",
        _ => return,
    };
    found.push(Lint {
        rule: LintRule::DeprecatedBuiltin,
        level: Level::Note,
        message: format!("`{name}` is deprecated, and gone from Rego v1"),
        place: module.place(call.span.start),
        remedy: remedy.to_owned(),
    });
}
