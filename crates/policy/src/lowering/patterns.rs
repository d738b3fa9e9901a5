//! Patterns: `{"k": x} = input.o` holds in OPA for an object with no other key, in the engine for any that has `k`.

use super::{PREFIX, Renderer, order};
use crate::analysis::references;
use crate::syntax::ast::{Expr, ExprKind, Op, Rule, Span};
use std::collections::BTreeSet;

impl Renderer<'_> {
    /// What must stand in front of a statement and behind it for its patterns to be exact, and the replacement of a part of it.
    pub(super) fn exact(&mut self, expr: &Expr) -> Exact {
        let mut exact = Exact::default();
        if let Some(text) = self.unified(expr, &mut exact.after) {
            exact.replaced = Some((expr.span, text));
            return exact;
        }
        match &expr.kind {
            ExprKind::Binary { op: Op::Assign, left, right } => {
                self.sides(left, right, &mut exact);
            }
            ExprKind::Binary { op: Op::Unify, left, right } => {
                self.sides(left, right, &mut exact);
                self.sides(right, left, &mut exact);
            }
            _ => {}
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
            _ if self.iterates(other) => {
                // Each `_` would stand for another element.
                let name = self.temporary_name();
                let text = self.expr(other);
                exact.before.push(format!("{name} := {text}"));
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
    pub(super) fn bound(&mut self, pattern: &Expr, after: &mut Vec<String>) -> String {
        let mut names = BTreeSet::new();
        references::variables(pattern, &mut names);
        let names: Vec<_> = names.into_iter().collect();
        if !names.is_empty() {
            after.push(format!("some {}", names.join(", ")));
        }
        self.matched(pattern, after)
    }

    /// The same for a pattern whose variables may be bound already, or be rules.
    pub(super) fn matched(&mut self, pattern: &Expr, after: &mut Vec<String>) -> String {
        let name = self.temporary_name();
        let mut constants = Vec::new();
        self.constants(pattern, &mut constants);
        let text = self.rebuild(pattern.span, &constants);
        after.push(format!("{text} = {}", order::read(&name)));
        for (span, constant) in constants {
            after.push(format!("{constant} == {}", span.of(&self.module.text)));
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
    fn checks(&self, pattern: &Expr, path: &str, after: &mut Vec<String>) {
        match &pattern.kind {
            ExprKind::Object(fields) => {
                after.push(format!("count({path}) == {}", fields.len()));
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
        let mut first = Vec::new();
        let hoists = self.negation == super::Negation::Hoisted;
        let args = rule.args.iter().map(|arg| {
            if hoists && has_object(arg) {
                self.bound(arg, &mut first)
            } else {
                arg.span.of(&self.module.text).to_owned()
            }
        });
        let args = args.collect();
        (args, first.join("; "))
    }

    pub(super) fn temporary_name(&mut self) -> String {
        self.temporaries += 1;
        format!("{PREFIX}n{}", self.temporaries)
    }
}

/// Additions to a statement.
#[derive(Default)]
pub(super) struct Exact {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
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

fn has_variable(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Var(_));
    expr.for_each_child(&mut |child| found |= has_variable(child));
    found
}
