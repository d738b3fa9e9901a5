//! Calls as relations: `walk`, which finds many things, and calls that say what they are to find, `count(x, 2)`.
//!
//! OPA compiles `f(a, b)` of a function with one argument to `b = f(a)`, in the place where it stands. The engine runs such a call
//! after all statements that need nothing from it, so that lists come out in another order, and knows `walk` in this form alone.

use super::{Negation, Renderer};
use crate::analysis::dotted;
use crate::builtins;
use crate::syntax::ast::{Expr, ExprKind, Span};

/// Finds all that `walk` finds, as an array in OPA's order.
const WALK: &str = "cos_walk";

impl Renderer<'_> {
    /// Whether it is a call with one argument more than the function takes.
    pub(super) fn has_output(&self, expr: &Expr) -> bool {
        let ExprKind::Call { name, args } = &expr.kind else { return false };
        let Some(path) = name.path() else { return false };
        let arity = match self.scope.function(&path) {
            Some(arity) => Some(arity),
            None if self.scope.globals.contains(&path[0]) => None,
            None => builtins::arity(&path.join(".")).map(usize::from),
        };
        arity.is_some_and(|arity| args.len() == arity + 1)
    }

    /// Whether it is a call of OPA's `walk` that is to be written anew.
    pub(super) fn is_walk(&self, expr: &Expr) -> bool {
        self.is_named_walk(expr) && !self.scope.globals.contains("walk")
    }

    /// Whether it is a call of `walk`, of OPA or of the policy: the engine takes both for the first.
    pub(super) fn is_named_walk(&self, expr: &Expr) -> bool {
        let ExprKind::Call { name, .. } = &expr.kind else { return false };
        let is_named = matches!(&name.kind, ExprKind::Var(name) if name == "walk");
        is_named && self.negation == Negation::Hoisted
    }

    /// Whether an expression has several values.
    pub(super) fn iterates(&self, expr: &Expr) -> bool {
        let mut found =
            matches!(&expr.kind, ExprKind::Var(name) if name == "_") || self.is_walk(expr);
        expr.for_each_child(&mut |child| found |= self.iterates(child));
        found
    }

    /// A call of which the arguments are written already, without the one that says what is to be found.
    pub(super) fn call(&self, call: &Expr, name: &Expr, args: &[String]) -> String {
        if self.is_walk(call) {
            return format!("{WALK}({})[_]", args.join(", "));
        }
        let own = self.scope.names.resolve("walk").filter(|_| self.is_named_walk(call));
        let own = own.map(|path| dotted(&path[1..]));
        let name = own.unwrap_or_else(|| name.span.of(&self.module.text).to_owned());
        format!("{name}({})", args.join(", "))
    }

    /// The statement that a call with an output stands for, and what follows it.
    pub(super) fn unified(&mut self, call: &Expr, after: &mut Vec<String>) -> Option<String> {
        let ExprKind::Call { name, args } = &call.kind else { return None };
        let (pattern, args) = args.split_last().filter(|_| self.has_output(call))?;
        let args: Vec<_> = args.iter().map(|arg| self.expr(arg)).collect();
        let text = self.call(call, name, &args);
        let found = self.matched(pattern, after);
        Some(self.padded(call.span, format!("{found} := {text}")))
    }

    /// A text with as many lines as what it stands for: what follows must stay on its line.
    pub(super) fn padded(&self, span: Span, mut text: String) -> String {
        let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
        let missing = lines(span.of(&self.module.text)).saturating_sub(lines(&text));
        text.extend(std::iter::repeat_n('\n', missing));
        text
    }
}
