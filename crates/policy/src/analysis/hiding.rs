//! Variables that hide a rule or an import in a way that the engine does not see.

use super::Analysis;
use crate::syntax::Parsed;
use crate::syntax::ast::{Expr, ExprKind, Query, Statement, StatementKind};
use std::collections::BTreeSet;

/// The first variable of a `some` or an `every` that has the name of a rule or an import: its module, where it stands, and the name.
///
/// The engine reads `input.l[x]` behind `some x` as the element at the value of the rule `x`.
pub(crate) fn hidden(modules: &[Parsed], analysis: &Analysis) -> Option<(usize, u32, String)> {
    modules.iter().enumerate().find_map(|(index, module)| {
        let search = Search { globals: &analysis.globals[index] };
        let mut rules = module.tree.rules.iter();
        let (offset, name) = rules.find_map(|rule| {
            let parts = rule.args.iter().chain(&rule.key).chain(&rule.value);
            let parts = parts.chain(rule.bodies.iter().filter_map(|body| body.value.as_ref()));
            let mut parts = parts.filter_map(|part| search.expr(part));
            parts.next().or_else(|| rule.bodies.iter().find_map(|body| search.query(&body.query)))
        })?;
        Some((index, offset, name))
    })
}

struct Search<'a> {
    globals: &'a BTreeSet<String>,
}

impl Search<'_> {
    fn query(&self, query: &Query) -> Option<(u32, String)> {
        query.statements.iter().find_map(|statement| self.statement(statement))
    }

    fn statement(&self, statement: &Statement) -> Option<(u32, String)> {
        let declared = |names: &[String]| {
            let name = names.iter().find(|name| self.globals.contains(*name))?;
            Some((statement.span.start, name.clone()))
        };
        let found = match &statement.kind {
            StatementKind::Every { names, domain, query } => {
                declared(names).or_else(|| self.expr(domain)).or_else(|| self.query(query))
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => self.expr(expr),
            StatementKind::Some(names) => declared(names),
            StatementKind::SomeIn { collection, .. } => self.expr(collection),
        };
        found.or_else(|| statement.with.iter().find_map(|with| self.expr(&with.value)))
    }

    fn expr(&self, expr: &Expr) -> Option<(u32, String)> {
        let mut found = match &expr.kind {
            ExprKind::Comprehension { query, .. } => self.query(query),
            _ => None,
        };
        expr.for_each_child(&mut |child| {
            if found.is_none() {
                found = self.expr(child);
            }
        });
        found
    }
}
