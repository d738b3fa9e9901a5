//! That lists are made in OPA's order.
//!
//! OPA lists objects before sets, the engine sets before objects. That shows where an array is made of the members of a set, or of what an
//! object has under keys that are sets and objects.

use super::operators::is_scalar;
use super::{Negation, Renderer};
use crate::syntax::ast::{Expr, ExprKind, Link};

/// The values of a collection, in OPA's order: a scalar is nothing to iterate in OPA and stops the engine.
const VALUES: &str = "cos_values";
/// The collection, where the engine's order is OPA's.
const ITEMS: &str = "cos_items";

/// How a collection is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    Keys,
    Values,
}

impl Through {
    /// Writes a collection that is gone through.
    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Keys => format!("{ITEMS}({text})"),
            Self::Values => format!("{VALUES}({text})"),
        }
    }
}

impl Renderer<'_> {
    /// How an expression goes through something whose order may show.
    pub(super) fn lists(&self, expr: &Expr) -> Option<Through> {
        let ExprKind::Index { base, index } = &expr.kind else { return None };
        let shows = self.makes_list && self.negation == Negation::Hoisted;
        if !shows || self.is_document(base) || !may_be_unordered(base, &self.module.text) {
            return None;
        }
        match &index.kind {
            ExprKind::Var(name) if name == "_" => Some(Through::Values),
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Var(_) => {
                (!self.is_bound(index)).then_some(Through::Keys)
            }
            _ => None,
        }
    }

    /// Whether something can only be JSON, in which there are no sets.
    fn is_document(&self, expr: &Expr) -> bool {
        let Some((root, links)) = expr.chain() else { return false };
        if self.locals.contains(root) {
            return false;
        }
        let Some(mut path) = self.scope.names.resolve(root) else { return false };
        let constant = links.iter().map_while(|link| match link {
            Link::Name(name) => Some((*name).to_owned()),
            Link::Expr(_) => None,
        });
        path.extend(constant);
        self.scope.is_document(&path)
    }
}

/// Whether it is no array for certain: a scalar is nothing to iterate, and sets and keys have an order.
pub(super) fn may_be_unordered(expr: &Expr, text: &str) -> bool {
    match &expr.kind {
        ExprKind::Array(_) => false,
        ExprKind::Object(fields) => !fields.iter().all(|(key, _)| is_scalar(key)),
        ExprKind::Comprehension { .. } => !expr.span.of(text).starts_with('['),
        ExprKind::Set(items) => items.len() > 1,
        _ => true,
    }
}
