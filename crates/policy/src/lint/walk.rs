//! Every query and every expression of a definition, the inner ones too.

use crate::syntax::ast::{Expr, ExprKind, Query, Rule, Statement, StatementKind};

/// Called with an expression and the number of comprehensions around it.
pub(super) type Visit<'v, 'a> = &'v mut dyn FnMut(&'a Expr, u32);

/// Visits the expressions of a definition, outer ones first.
pub(super) fn expressions<'a>(rule: &'a Rule, visit: Visit<'_, 'a>) {
    for part in rule.args.iter().chain(&rule.key).chain(&rule.value) {
        expression(part, 0, visit);
    }
    for body in &rule.bodies {
        body.value.iter().for_each(|value| expression(value, 0, visit));
        in_query(&body.query, 0, visit);
    }
}

/// Visits an expression and all below it.
pub(super) fn expression<'a>(expr: &'a Expr, depth: u32, visit: Visit<'_, 'a>) {
    visit(expr, depth);
    if let ExprKind::Comprehension { query, .. } = &expr.kind {
        expr.for_each_child(&mut |child| expression(child, depth + 1, visit));
        in_query(query, depth + 1, visit);
    } else {
        expr.for_each_child(&mut |child| expression(child, depth, visit));
    }
}

fn in_query<'a>(query: &'a Query, depth: u32, visit: Visit<'_, 'a>) {
    for statement in &query.statements {
        for part in parts(statement) {
            expression(part, depth, visit);
        }
        if let StatementKind::Every { query, .. } = &statement.kind {
            in_query(query, depth, visit);
        }
    }
}

/// Every query of a definition, the inner ones behind those around them.
pub(crate) fn queries(rule: &Rule) -> Vec<&Query> {
    let mut found: Vec<&Query> = Vec::new();
    let parts = rule.key.iter().chain(&rule.value);
    let values = rule.bodies.iter().filter_map(|body| body.value.as_ref());
    parts.chain(values).for_each(|part| comprehensions(part, &mut found));
    found.extend(rule.bodies.iter().map(|body| &body.query));
    let mut at = 0;
    while let Some(query) = found.get(at).copied() {
        at += 1;
        for statement in &query.statements {
            parts_of(statement, &mut found);
        }
    }
    found
}

fn parts_of<'a>(statement: &'a Statement, found: &mut Vec<&'a Query>) {
    if let StatementKind::Every { query, .. } = &statement.kind {
        found.push(query);
    }
    for part in parts(statement) {
        comprehensions(part, found);
    }
}

/// The queries of the outermost comprehensions in an expression, and of those in their terms.
fn comprehensions<'a>(expr: &'a Expr, found: &mut Vec<&'a Query>) {
    if let ExprKind::Comprehension { query, .. } = &expr.kind {
        found.push(query);
    }
    expr.for_each_child(&mut |child| comprehensions(child, found));
}

/// The expressions that stand in a statement itself.
pub(super) fn parts(statement: &Statement) -> Vec<&Expr> {
    let mut parts: Vec<&Expr> = match &statement.kind {
        StatementKind::Every { domain, .. } => vec![domain],
        StatementKind::Expr(expr) | StatementKind::Not(expr) => vec![expr],
        StatementKind::Some(_) => Vec::new(),
        StatementKind::SomeIn { key, value, collection } => {
            key.iter().chain([value, collection]).collect()
        }
    };
    parts.extend(statement.with.iter().map(|with| &with.value));
    parts
}
