//! Patterns: `{"k": x} = input.o` holds in OPA for an object with no other key, in the engine for any that has `k`.

use super::{PREFIX, Renderer};
use crate::syntax::ast::{Expr, ExprKind, Op, Rule, Span, Statement, StatementKind};
use crate::{analysis::references, builtins};
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Renderer<'_> {
    /// What must stand in front of a statement and behind it for its patterns to be exact, and the replacement of a part of it.
    pub(super) fn exact(&mut self, statement: &Statement) -> Exact {
        let mut exact = Exact::default();
        if let StatementKind::Expr(expr) = &statement.kind {
            match &expr.kind {
                ExprKind::Binary { op: Op::Assign, left, right } => {
                    self.sides(left, right, &mut exact);
                }
                ExprKind::Binary { op: Op::Unify, left, right } => {
                    self.sides(left, right, &mut exact);
                    self.sides(right, left, &mut exact);
                }
                ExprKind::Call { args, .. } if has_output(expr) => {
                    let pattern = &args[args.len() - 1];
                    if holds_object(pattern) {
                        exact.replaced =
                            Some((pattern.span, self.matched(pattern, &mut exact.after)));
                    }
                }
                _ => {}
            }
        }
        exact
    }

    /// Compares a pattern with what it is unified with.
    fn sides(&mut self, pattern: &Expr, other: &Expr, exact: &mut Exact) {
        if !has_object(pattern) {
            return;
        }
        match (&pattern.kind, &other.kind) {
            (ExprKind::Array(items), ExprKind::Array(others)) => {
                for (item, other) in items.iter().zip(others) {
                    self.sides(item, other, exact);
                }
            }
            (ExprKind::Object(fields), ExprKind::Object(others)) => {
                let text = |expr: &Expr| expr.span.of(&self.module.text).to_owned();
                let pairs: Vec<_> = fields
                    .iter()
                    .filter_map(|(key, value)| {
                        let key = text(key);
                        let other = others.iter().find(|(other, _)| text(other) == key)?;
                        Some((value, &other.1))
                    })
                    .collect();
                for (value, other) in pairs {
                    self.sides(value, other, exact);
                }
            }
            _ if has_wildcard(other) => {
                // Each `_` would stand for another element.
                let name = self.temporary_name();
                let text = self.expr(other);
                let _ = write!(exact.before, "{name} := {text}; ");
                exact.replaced = Some((other.span, name.clone()));
                self.checks(pattern, &name, &mut exact.after);
            }
            _ => {
                let text = self.expr(other);
                self.checks(pattern, &text, &mut exact.after);
            }
        }
    }

    /// A variable in place of a pattern that declares its variables, which is matched behind it.
    pub(super) fn bound(&mut self, pattern: &Expr, after: &mut String) -> String {
        let mut names = BTreeSet::new();
        references::variables(pattern, &mut names);
        let names: Vec<_> = names.into_iter().collect();
        if !names.is_empty() {
            let _ = write!(after, "; some {}", names.join(", "));
        }
        self.matched(pattern, after)
    }

    /// The same for a pattern whose variables may be bound already, or be rules.
    fn matched(&mut self, pattern: &Expr, after: &mut String) -> String {
        let name = self.temporary_name();
        let mut constants = Vec::new();
        self.constants(pattern, &mut constants);
        let text = self.rebuild(pattern.span, &constants);
        let _ = write!(after, "; {text} = {name}");
        for (span, constant) in constants {
            let _ = write!(after, "; {constant} == {}", span.of(&self.module.text));
        }
        self.checks(pattern, &name, after);
        name
    }

    /// Variables in place of the objects in a pattern that are constant: the engine compares those as patterns, too.
    fn constants(&mut self, pattern: &Expr, out: &mut Vec<(Span, String)>) {
        match &pattern.kind {
            ExprKind::Object(_) if !has_object(pattern) => {
                out.push((pattern.span, self.temporary_name()));
            }
            ExprKind::Object(fields) => {
                for (_, value) in fields {
                    self.constants(value, out);
                }
            }
            ExprKind::Array(items) => items.iter().for_each(|item| self.constants(item, out)),
            _ => {}
        }
    }

    /// That objects have as many keys as their patterns.
    fn checks(&self, pattern: &Expr, path: &str, after: &mut String) {
        match &pattern.kind {
            ExprKind::Object(fields) => {
                let _ = write!(after, "; count({path}) == {}", fields.len());
                for (key, value) in fields.iter().filter(|(_, value)| has_object(value)) {
                    let key = key.span.of(&self.module.text);
                    self.checks(value, &format!("{path}[{key}]"), after);
                }
            }
            ExprKind::Array(items) => {
                for (index, item) in items.iter().enumerate().filter(|(_, item)| has_object(item)) {
                    self.checks(item, &format!("{path}[{index}]"), after);
                }
            }
            _ => {}
        }
    }

    /// The arguments of a function, and what its bodies begin with, where some of them are patterns of objects.
    pub(super) fn arguments(&mut self, rule: &Rule) -> (Vec<String>, String) {
        let mut first = String::new();
        let hoists = self.negation == super::Negation::Hoisted;
        let args = rule.args.iter().map(|arg| {
            if hoists && has_object(arg) {
                self.bound(arg, &mut first)
            } else {
                arg.span.of(&self.module.text).to_owned()
            }
        });
        let args = args.collect();
        (args, first.trim_start_matches("; ").to_owned())
    }

    pub(super) fn temporary_name(&mut self) -> String {
        self.temporaries += 1;
        format!("{PREFIX}n{}", self.temporaries)
    }
}

/// Additions to a statement.
#[derive(Default)]
pub(super) struct Exact {
    pub(super) before: String,
    pub(super) after: String,
    pub(super) replaced: Option<(Span, String)>,
}

/// Whether an object with variables stands in a pattern.
pub(super) fn has_object(pattern: &Expr) -> bool {
    match &pattern.kind {
        ExprKind::Object(fields) => {
            fields.iter().any(|(key, value)| has_variable(key) || has_variable(value))
        }
        ExprKind::Array(items) => items.iter().any(has_object),
        _ => false,
    }
}

/// Whether any object stands in a pattern.
pub(super) fn holds_object(pattern: &Expr) -> bool {
    match &pattern.kind {
        ExprKind::Object(_) => true,
        ExprKind::Array(items) => items.iter().any(holds_object),
        _ => false,
    }
}

fn has_variable(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Var(_));
    expr.for_each_child(&mut |child| found |= has_variable(child));
    found
}

pub(super) fn has_wildcard(expr: &Expr) -> bool {
    let mut found = matches!(&expr.kind, ExprKind::Var(name) if name == "_");
    expr.for_each_child(&mut |child| found |= has_wildcard(child));
    found
}

/// Whether it is a call of a builtin with one argument more than it takes: `walk(x, [path, value])`, `count(x, 2)`.
pub(super) fn has_output(expr: &Expr) -> bool {
    let ExprKind::Call { name, args } = &expr.kind else { return false };
    let arity = name.path().and_then(|path| builtins::arity(&path.join(".")));
    arity.is_some_and(|arity| args.len() == usize::from(arity) + 1)
}
