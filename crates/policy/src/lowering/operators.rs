//! Which operators are written as calls of `crate::operators`.

use super::Renderer;
use crate::syntax::ast::{Expr, ExprKind, Op};

impl Renderer<'_> {
    /// Writes an operator whose operands are written already.
    pub(super) fn operator(&self, expr: &Expr, operands: &[String]) -> Option<String> {
        let name = function(expr)?;
        let zero = if matches!(expr.kind, ExprKind::Minus(_)) { "0, " } else { "" };
        let operands = self.padded(expr.span, operands.join(", "));
        Some(format!("{name}({zero}{operands})"))
    }
}

/// The function that stands for an operator; `None` for what the engine does as OPA does.
pub(super) fn function(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Binary { op, left, right } => {
            let scalars = is_scalar(left) || is_scalar(right);
            match op {
                Op::Add => Some("cos_plus"),
                Op::Div => Some("cos_div"),
                Op::Intersection => Some("cos_and"),
                Op::Mod => Some("cos_rem"),
                Op::Mul => Some("cos_times"),
                Op::Sub => Some("cos_minus"),
                Op::Union => Some("cos_or"),
                Op::Ge if !scalars => Some("cos_ge"),
                Op::Gt if !scalars => Some("cos_gt"),
                Op::Le if !scalars => Some("cos_le"),
                Op::Lt if !scalars => Some("cos_lt"),
                _ => None,
            }
        }
        ExprKind::Member { key: None, .. } => Some("cos_in"),
        ExprKind::Member { .. } => Some("cos_in_key"),
        ExprKind::Minus(inner) if !matches!(inner.kind, ExprKind::Number) => Some("cos_minus"),
        _ => None,
    }
}

/// Whether the order of a value and any other is told by their types or by the engine as OPA tells it.
pub(super) fn is_scalar(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => true,
        ExprKind::Minus(inner) => matches!(inner.kind, ExprKind::Number),
        _ => false,
    }
}
