//! Which variables expressions and statements mention, read and introduce, as OPA's compiler tells them apart.

use super::checks::Names;
use super::references::variables;
use crate::lowering::PREFIX;
use crate::syntax::ast::{Expr, ExprKind, Op, Query, Statement, StatementKind};
use crate::syntax::normalise::TEMPLATE;

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

/// Adds the variables that index something.
pub(crate) fn index_variables(expr: &Expr, out: &mut Names) {
    if let ExprKind::Index { index, .. } = &expr.kind {
        variables(index, out);
    }
    expr.for_each_child(&mut |child| index_variables(child, out));
}

/// Adds the variables that stand anywhere in an index.
pub(super) fn mentioned_in_indexes(expr: &Expr, out: &mut Names) {
    if let ExprKind::Index { index, .. } = &expr.kind {
        mentioned(index, out);
    }
    expr.for_each_child(&mut |child| mentioned_in_indexes(child, out));
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
    gather(expr, Within::Templates, out);
}

pub(super) fn query_mentions(query: &Query, out: &mut Names) {
    query.statements.iter().for_each(|statement| statement_mentions(statement, out));
}

pub(super) fn statement_mentions(statement: &Statement, out: &mut Names) {
    gather_statement(statement, Within::Templates, out);
}

/// Adds the variables that a statement may bind.
pub(super) fn may_bind(statement: &Statement, out: &mut Names) {
    gather_statement(statement, Within::Code, out);
}

/// Where variables are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Not in template strings, which bind nothing.
    Code,
    Templates,
}

fn gather(expr: &Expr, within: Within, out: &mut Names) {
    match &expr.kind {
        ExprKind::Var(name) => {
            out.insert(name.clone());
        }
        ExprKind::Binary { op: Op::Assign, right, .. } => gather(right, within, out),
        ExprKind::Comprehension { terms, query } => {
            for term in terms {
                gather(term, within, out);
            }
            let statements = query.statements.iter();
            statements.for_each(|statement| gather_statement(statement, within, out));
        }
        _ if within == Within::Code && template(expr).is_some() => {}
        _ => expr.for_each_child(&mut |child| gather(child, within, out)),
    }
}

fn gather_statement(statement: &Statement, within: Within, out: &mut Names) {
    match &statement.kind {
        StatementKind::Every { domain, query, .. } => {
            gather(domain, within, out);
            query.statements.iter().for_each(|inner| gather_statement(inner, within, out));
        }
        StatementKind::Expr(expr) | StatementKind::Not(expr) => gather(expr, within, out),
        StatementKind::Some(_) => {}
        StatementKind::SomeIn { collection, .. } => gather(collection, within, out),
    }
    statement.with.iter().for_each(|with| gather(&with.value, within, out));
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

/// The expressions of a template string, in the form that `syntax::normalise` gave them.
pub(crate) fn template(expr: &Expr) -> Option<Vec<&Expr>> {
    let ExprKind::Call { name, args } = &expr.kind else { return None };
    let (ExprKind::Var(name), [Expr { kind: ExprKind::Array(parts), .. }]) =
        (&name.kind, &args[..])
    else {
        return None;
    };
    let is_value = |part: &&Expr| matches!(part.kind, ExprKind::Comprehension { .. });
    (name == TEMPLATE).then(|| parts.iter().filter(is_value).collect())
}

/// The expression of a part of a template string, where it is one.
pub(crate) fn template_value(part: &Expr) -> Option<&Expr> {
    let ExprKind::Comprehension { terms, query } = &part.kind else { return None };
    let is_ours =
        |term: &Expr| matches!(&term.kind, ExprKind::Var(name) if name.starts_with(PREFIX));
    if !terms.iter().all(is_ours) {
        return None;
    }
    let [Statement { kind: StatementKind::Expr(statement), .. }] = &query.statements[..] else {
        return None;
    };
    let ExprKind::Binary { right, .. } = &statement.kind else { return None };
    Some(right)
}
