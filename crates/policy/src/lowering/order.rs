//! That statements run in the order in which they stand, as in OPA.
//!
//! The engine takes each variable on either side of an assignment, and each index, for something that the statement may bind, and runs
//! what cannot bind anything first: `v := n; not input.o[v]` would look for some `v`. A variable that is only read is written `[v][0]`,
//! in which the engine sees no pattern.

use super::Renderer;
use crate::analysis::index_variables;
use crate::analysis::references::variables;
use crate::syntax::ast::{Expr, ExprKind, Op, Query, Statement, StatementKind};
use std::collections::BTreeSet;

/// A variable that is only read.
pub(super) fn read(name: &str) -> String {
    format!("[{name}][0]")
}

impl Renderer<'_> {
    /// Writes a statement, and notes what it binds.
    pub(super) fn next(&mut self, statement: &Statement) -> String {
        let text = self.statement(statement);
        let bound = self.binds(statement);
        self.bound.extend(bound);
        text
    }

    /// Notes what the statements of a query bind, for what is written outside of it and evaluated behind it.
    pub(super) fn behind(&mut self, query: &Query) {
        for statement in &query.statements {
            let bound = self.binds(statement);
            self.bound.extend(bound);
        }
    }

    /// The side of an assignment of which all variables are bound already.
    pub(super) fn given<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        let ExprKind::Binary { op, left, right } = &expr.kind else { return None };
        match op {
            Op::Assign => Some(right),
            Op::Unify if self.is_bound(right) => Some(right),
            Op::Unify if self.is_bound(left) => Some(left),
            _ => None,
        }
    }

    /// Writes an expression that binds nothing.
    pub(super) fn reading(&mut self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Array(_) | ExprKind::Object(_) => {
                let mut children = Vec::new();
                expr.for_each_child(&mut |child| children.push(child));
                let parts: Vec<_> =
                    children.into_iter().map(|child| (child.span, self.reading(child))).collect();
                self.rebuild(expr.span, &parts)
            }
            ExprKind::Var(name) if self.is_variable(name) => read(name),
            _ => self.expr(expr),
        }
    }

    pub(super) fn is_bound(&self, pattern: &Expr) -> bool {
        let mut names = BTreeSet::new();
        variables(pattern, &mut names);
        names.iter().all(|name| self.bound.contains(name) || !self.is_variable(name))
    }

    fn is_variable(&self, name: &str) -> bool {
        !matches!(name, "data" | "input" | "_") && !self.is_reference(name)
    }

    /// The variables that are bound behind a statement.
    fn binds(&self, statement: &Statement) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        match &statement.kind {
            StatementKind::Expr(expr) => {
                index_variables(expr, &mut names);
                match &expr.kind {
                    ExprKind::Binary { op: Op::Assign | Op::Unify, left, right }
                        if self.given(expr).is_some() =>
                    {
                        variables(left, &mut names);
                        variables(right, &mut names);
                    }
                    ExprKind::Call { args, .. } if self.has_output(expr) => {
                        for arg in args {
                            variables(arg, &mut names);
                        }
                    }
                    _ => {}
                }
            }
            StatementKind::SomeIn { key, value, .. } => {
                key.iter().chain([value]).for_each(|pattern| variables(pattern, &mut names));
            }
            StatementKind::Every { .. } | StatementKind::Not(_) | StatementKind::Some(_) => {}
        }
        names
    }
}
