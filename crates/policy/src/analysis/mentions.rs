//! Which variables expressions and statements mention, read and introduce, as OPA's compiler tells them apart.

use super::checks::Names;
use super::references::variables;
use crate::syntax::ast::{Expr, ExprKind, Op, Query, Statement, StatementKind};

/// Whether it is a call, or an operator.
pub(super) fn is_operation(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Binary { .. }
            | ExprKind::Call { .. }
            | ExprKind::Member { .. }
            | ExprKind::Minus(_)
    )
}

/// The variables of an expression, but for those in calls and comprehensions.
pub(super) fn outside_calls(expr: &Expr, out: &mut Vec<(u32, String)>) {
    match &expr.kind {
        ExprKind::Var(name) => out.push((expr.span.start, name.clone())),
        ExprKind::Comprehension { .. } => {}
        _ if is_operation(expr) => {}
        _ => expr.for_each_child(&mut |child| outside_calls(child, out)),
    }
}

/// The variables of an expression, but for the names of functions and those in comprehensions.
pub(super) fn free_variables(expr: &Expr, out: &mut Vec<(u32, String)>) {
    match &expr.kind {
        ExprKind::Var(name) => out.push((expr.span.start, name.clone())),
        ExprKind::Comprehension { .. } => {}
        ExprKind::Call { args, .. } => args.iter().for_each(|arg| free_variables(arg, out)),
        _ => expr.for_each_child(&mut |child| free_variables(child, out)),
    }
}

/// Adds the variables that a statement introduces.
pub(super) fn introduces(statement: &Statement, out: &mut Names) {
    match &statement.kind {
        StatementKind::Expr(Expr {
            kind: ExprKind::Binary { op: Op::Assign, left, .. }, ..
        }) => variables(left, out),
        StatementKind::Some(names) => out.extend(names.iter().cloned()),
        StatementKind::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|pattern| variables(pattern, out));
        }
        _ => {}
    }
}

/// The variables that a statement reads by itself, not in a query inside it.
pub(super) fn reads(statement: &Statement) -> impl Iterator<Item = String> {
    let mut all = Vec::new();
    match &statement.kind {
        StatementKind::Expr(Expr {
            kind: ExprKind::Binary { op: Op::Assign, right, .. }, ..
        }) => free_variables(right, &mut all),
        StatementKind::Every { domain: expr, .. }
        | StatementKind::Expr(expr)
        | StatementKind::Not(expr)
        | StatementKind::SomeIn { collection: expr, .. } => free_variables(expr, &mut all),
        StatementKind::Some(_) => {}
    }
    statement.with.iter().for_each(|with| free_variables(&with.value, &mut all));
    all.into_iter().map(|(_, name)| name)
}

/// Adds the variables that an expression mentions, wherever in it; not those that `:=` declares.
pub(super) fn mentioned(expr: &Expr, out: &mut Names) {
    match &expr.kind {
        ExprKind::Var(name) => {
            out.insert(name.clone());
        }
        ExprKind::Binary { op: Op::Assign, right, .. } => mentioned(right, out),
        ExprKind::Comprehension { terms, query } => {
            for term in terms {
                mentioned(term, out);
            }
            query_mentions(query, out);
        }
        _ => expr.for_each_child(&mut |child| mentioned(child, out)),
    }
}

pub(super) fn query_mentions(query: &Query, out: &mut Names) {
    query.statements.iter().for_each(|statement| statement_mentions(statement, out));
}

pub(super) fn statement_mentions(statement: &Statement, out: &mut Names) {
    match &statement.kind {
        StatementKind::Every { domain, query, .. } => {
            mentioned(domain, out);
            query_mentions(query, out);
        }
        StatementKind::Expr(expr) | StatementKind::Not(expr) => mentioned(expr, out),
        StatementKind::Some(_) => {}
        StatementKind::SomeIn { collection, .. } => mentioned(collection, out),
    }
    statement.with.iter().for_each(|with| mentioned(&with.value, out));
}

/// Adds what a statement declares.
pub(super) fn declared(statement: &Statement, out: &mut Names) {
    match &statement.kind {
        StatementKind::Expr(Expr {
            kind: ExprKind::Binary { op: Op::Assign, left, .. }, ..
        }) => {
            mentioned(left, out);
        }
        StatementKind::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|pattern| mentioned(pattern, out));
        }
        _ => {}
    }
}
