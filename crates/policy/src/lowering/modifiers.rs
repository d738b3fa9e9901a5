//! `with` modifiers.
//!
//! OPA evaluates their values in front of the statement, and the statement is undefined where one of them is. The engine evaluates them
//! one after the other, the later under the earlier, and lets a value decide in place of an undefined one before it.

use super::{Negation, Renderer};
use crate::builtins;
use crate::syntax::ast::{Expr, ExprKind, Span, Statement, With};

/// The modifiers of a statement as they are written.
#[derive(Default)]
pub(super) struct Modifiers {
    /// Statements that give their values to variables.
    pub(super) before: Vec<String>,
    /// The values.
    pub(super) values: Vec<(Span, String)>,
    /// All of them, for other statements under the same modifiers.
    pub(super) text: String,
}

impl Modifiers {
    /// Writes a statement under the modifiers.
    pub(super) fn over(&self, statement: &str) -> String {
        if statement.starts_with("some ") {
            return statement.to_owned();
        }
        format!("{statement}{}", self.text)
    }
}

impl Renderer<'_> {
    pub(super) fn modifiers(&mut self, statement: &Statement) -> Modifiers {
        let mut modifiers = Modifiers::default();
        for one in &statement.with {
            let value = self.modifier(one, &mut modifiers.before);
            modifiers.text.extend([
                " with ",
                one.target.span.of(&self.module.text),
                " as ",
                &value,
            ]);
            modifiers.values.push((one.value.span, value));
        }
        modifiers
    }

    /// The value of a modifier.
    fn modifier(&mut self, with: &With, before: &mut Vec<String>) -> String {
        let is_function = replaces_function(with) && self.is_function(&with.value);
        if is_function || self.negation == Negation::AsWritten || self.is_defined(&with.value) {
            return self.expr(&with.value);
        }
        let name = self.temporary_name();
        let text = self.expr(&with.value);
        before.push(format!("{name} := ({text})"));
        name
    }

    /// Whether an expression has a value whatever else is replaced.
    fn is_defined(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut all = true;
                expr.for_each_child(&mut |child| all &= self.is_defined(child));
                all
            }
            ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => true,
            ExprKind::Var(name) => {
                !matches!(name.as_str(), "data" | "input") && !self.is_reference(name)
            }
            _ => false,
        }
    }

    /// Whether a value is the name of a function.
    fn is_function(&self, value: &Expr) -> bool {
        let Some(path) = value.path() else { return false };
        self.scope.function(&path).is_some() || builtins::arity(&path.join(".")).is_some()
    }
}

/// Whether a modifier may replace a function.
pub(super) fn replaces_function(with: &With) -> bool {
    !matches!(with.target.chain(), Some(("data" | "input", _)))
        || matches!(with.target.path().as_deref(), Some([data, ..]) if data == "data")
}
