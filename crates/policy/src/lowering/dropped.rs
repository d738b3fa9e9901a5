//! A fault of OPA that decides: it takes the body `not true` for `true` where the head holds something to compute.
//!
//! Its compiler puts what the head computes in place of a body that is `true` alone, and does not look at the negation. With
//! `import future.keywords` a negation is a body of its own, and stays.

use super::{Negation, Renderer};
use crate::syntax::ast::{Body, Expr, ExprKind, Rule, Span, StatementKind};

impl Renderer<'_> {
    /// The statement of a body that OPA drops.
    pub(super) fn drops(&self, rule: &Rule, body: &Body) -> Option<Span> {
        let [only] = &body.query.statements[..] else { return None };
        let StatementKind::Not(Expr { kind: ExprKind::Bool(true), .. }) = &only.kind else {
            return None;
        };
        let mut parts: Vec<&Expr> = body.value.iter().collect();
        if !body.is_else {
            parts.extend(rule.key.iter().chain(&rule.value));
            indexes(&rule.name, &mut parts);
        }
        let computed = parts.iter().any(|part| self.is_computed(part));
        let drops = self.negation == Negation::Hoisted && !self.module.negates_inside;
        (computed && drops).then_some(only.span)
    }

    fn is_computed(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut found = false;
                expr.for_each_child(&mut |child| found |= self.is_computed(child));
                found
            }
            ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => false,
            ExprKind::Minus(inner) => !inner.is_constant(),
            ExprKind::Var(name) => self.is_reference(name),
            _ => true,
        }
    }
}

/// What indexes the name of a rule.
fn indexes<'e>(name: &'e Expr, parts: &mut Vec<&'e Expr>) {
    if let ExprKind::Index { base, index } = &name.kind {
        parts.push(index);
        indexes(base, parts);
    } else if let ExprKind::Field { base, .. } = &name.kind {
        indexes(base, parts);
    }
}
