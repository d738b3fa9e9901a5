//! Lints on definitions as a whole: never reached, written twice, hiding a name, asking nothing.

use super::walk::queries;
use super::{Context, Level, Lint, LintRule, is_test};
use crate::analysis::references::variables;
use crate::place::Place;
use crate::syntax::Parsed;
use crate::syntax::ast::{Expr, ExprKind, Op, Rule, Statement, StatementKind};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn lint(context: &Context<'_>, found: &mut Vec<Lint>) {
    unreachable(context, found);
    duplicates(context, found);
    for source in context.analysis.sources.iter() {
        let module = &context.modules[source.module];
        let rule = &module.tree.rules[source.rule];
        shadows(module, rule, &context.analysis.globals[source.module], found);
        for query in queries(rule) {
            query.statements.iter().for_each(|one| always_true(module, one, found));
        }
    }
}

fn unreachable(context: &Context<'_>, found: &mut Vec<Lint>) {
    let outline = &context.analysis.outline;
    for rule in outline.rules.iter().filter(|rule| !rule.reached) {
        let Some(first) = rule.definitions.first() else { continue };
        let module = &context.modules[context.analysis.sources[*first as usize].module];
        let name = rule.path.rsplit('.').next().unwrap_or_default();
        if is_test(module) || name.starts_with("test_") || name.starts_with("todo_test_") {
            continue;
        }
        found.push(Lint {
            rule: LintRule::UnreachableRule,
            level: Level::Warning,
            message: format!("`{}` does not reach `{}`", context.setup.entrypoint, rule.path),
            place: outline.definitions[*first as usize].place.clone(),
            remedy: "use the rule or delete it".to_owned(),
        });
    }
}

fn duplicates(context: &Context<'_>, found: &mut Vec<Lint>) {
    let mut seen = BTreeMap::<(u32, &str), &Place>::new();
    for definition in &context.analysis.outline.definitions {
        let key = (definition.rule, definition.digest.as_str());
        let Some(first) = seen.get(&key) else {
            seen.insert(key, &definition.place);
            continue;
        };
        found.push(Lint {
            rule: LintRule::DuplicateDefinition,
            level: Level::Warning,
            message: format!("the same definition stands at {first}"),
            place: definition.place.clone(),
            remedy: "delete one of them, or say what was to differ".to_owned(),
        });
    }
}

fn shadows(module: &Parsed, rule: &Rule, globals: &BTreeSet<String>, found: &mut Vec<Lint>) {
    let mut declare = |names: BTreeSet<String>, at: u32| {
        for name in names.iter().filter(|name| globals.contains(*name)) {
            found.push(Lint {
                rule: LintRule::ShadowedInput,
                level: Level::Warning,
                message: format!("the variable `{name}` hides the rule or import of that name"),
                place: module.place(at),
                remedy: "give the variable another name".to_owned(),
            });
        }
    };
    let of = |pattern: &Expr| {
        let mut names = BTreeSet::new();
        variables(pattern, &mut names);
        names
    };
    for arg in &rule.args {
        declare(of(arg), arg.span.start);
    }
    for query in queries(rule) {
        for statement in &query.statements {
            let names = match &statement.kind {
                StatementKind::Every { names, .. } | StatementKind::Some(names) => {
                    names.iter().cloned().collect()
                }
                StatementKind::SomeIn { key, value, .. } => {
                    key.iter().chain([value]).flat_map(of).collect()
                }
                StatementKind::Expr(Expr {
                    kind: ExprKind::Binary { op: Op::Assign, left, .. },
                    ..
                }) => of(left),
                StatementKind::Expr(_) | StatementKind::Not(_) => continue,
            };
            declare(names, statement.span.start);
        }
    }
}

fn always_true(module: &Parsed, statement: &Statement, found: &mut Vec<Lint>) {
    let StatementKind::Expr(expr) = &statement.kind else { return };
    let text = |expr: &Expr| expr.span.of(&module.text).to_owned();
    let holds = match &expr.kind {
        ExprKind::Bool(value) => *value,
        ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => true,
        ExprKind::Binary { op: Op::Eq | Op::Ge | Op::Le, left, right } => {
            // Of a reference it also asks whether it is there.
            is_literal(left) && is_literal(right) && text(left) == text(right)
        }
        ExprKind::Binary { op: Op::Ne, left, right } => {
            is_literal(left) && is_literal(right) && text(left) != text(right)
        }
        _ => false,
    };
    if holds {
        found.push(Lint {
            rule: LintRule::AlwaysTrueCondition,
            level: Level::Note,
            message: format!("`{}` holds whatever the input", text(expr)),
            place: module.place(expr.span.start),
            remedy: "delete the condition, or say what it was to ask".to_owned(),
        });
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_))
}
