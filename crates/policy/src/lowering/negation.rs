//! What OPA takes out of a `not`, found by experiment (tests/oracle/README.md has the table).
//!
//! `not E` becomes one assignment for each operand of E that can be undefined, then `not` over what is left. A reference that stands alone
//! or on one side of `==` stays inside, only its indexes go; a call that stands alone stays, its arguments go; below that,
//! everything goes. In a module with `import future.keywords` nothing goes but the values of `with`.

use super::modifiers::{Modifiers, replaces_function};
use super::patterns::Exact;
use super::{Renderer, order};
use crate::syntax::ast::{Expr, ExprKind, Link, Op, Statement, StatementKind};

/// A part that stands in front of the `not`.
pub(super) struct Hoisted<'e> {
    expr: &'e Expr,
    /// The assignment that takes its place.
    text: String,
}

impl Renderer<'_> {
    /// Writes a negated statement.
    pub(super) fn negated(&mut self, statement: &Statement, expr: &Expr) -> String {
        if matches!(&expr.kind, ExprKind::Call { name, .. } if is_print(name)) {
            // OPA takes it out of the policy, with what it prints.
            return (!self.module.negates_inside).to_string();
        }
        if self.dropped == Some(statement.span) {
            return "true".to_owned();
        }
        let modifiers = self.modifiers(statement);
        if self.module.negates_inside {
            return self.inside(expr, &modifiers);
        }
        let with = &modifiers.text;
        let mut hoisted = Vec::new();
        let found = self.found(expr, &mut hoisted);
        let rest = match &found {
            Some(found) => found.clone(),
            None => self.outermost(expr, &mut hoisted),
        };
        let mut out: String = modifiers.before.iter().map(|one| format!("{one}; ")).collect();
        for Hoisted { text, .. } in hoisted {
            out.extend([&text, with.as_str(), "; "]);
        }
        if found.is_some() || statement.with.iter().any(replaces_function) {
            // The engine's `not` is undefined here where what it negates is.
            return out + &format!("[true | {rest}{with}] == []");
        }
        out + &format!("not {rest}{with}")
    }

    /// A negation that nothing leaves: of a body with one statement.
    fn inside(&mut self, expr: &Expr, modifiers: &Modifiers) -> String {
        let mut parts = Vec::new();
        let Exact { before, after, .. } = self.holding(expr, &mut parts);
        let text = self.rebuild(expr.span, &parts);
        let all = before.into_iter().chain([text]).chain(after);
        let all: Vec<_> = all.map(|one| modifiers.over(&one)).collect();
        let mut out = modifiers.before.clone();
        out.push(format!("[true | {}] == []", all.join("; ")));
        out.join("; ")
    }

    /// What is negated, where it is a call that finds many things or says what it is to find: nothing is bound here, so that it is
    /// an equality.
    fn found<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> Option<String> {
        let ExprKind::Call { name, args } = &expr.kind else { return None };
        let has_output = self.has_output(expr);
        if !has_output && !self.is_walk(expr) {
            return None;
        }
        let mut texts: Vec<_> = args.iter().map(|arg| self.operand(arg, hoisted)).collect();
        let expected = if has_output { texts.pop() } else { None };
        let found = self.call(expr, name, &texts);
        Some(expected.map_or_else(|| found.clone(), |expected| format!("{found} == {expected}")))
    }

    /// What goes in front of a negated statement: parts read without its `with` modifiers, and parts read under them.
    pub(crate) fn hoisted<'e>(
        &mut self,
        statement: &'e Statement,
    ) -> (Vec<&'e Expr>, Vec<&'e Expr>) {
        let (mut before, mut hoisted) = (Vec::new(), Vec::new());
        if let StatementKind::Not(expr) = &statement.kind {
            for with in &statement.with {
                self.operand(&with.value, &mut before);
            }
            if !self.module.negates_inside {
                self.outermost(expr, &mut hoisted);
            }
        }
        let parts = |all: Vec<Hoisted<'e>>| all.into_iter().map(|one| one.expr).collect();
        (parts(before), parts(hoisted))
    }

    /// The expression right behind `not`.
    fn outermost<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> String {
        match &expr.kind {
            ExprKind::Binary { op: Op::Eq | Op::Unify, left, right } => {
                let parts = [left, right].map(|side| (side.span, self.side(side, hoisted)));
                self.rebuild(expr.span, &parts)
            }
            ExprKind::Call { name, args } if is_equality(name) && args.len() == 2 => {
                let parts: Vec<_> =
                    args.iter().map(|side| (side.span, self.side(side, hoisted))).collect();
                self.rebuild(expr.span, &parts)
            }
            ExprKind::Call { args, .. } => {
                let parts: Vec<_> =
                    args.iter().map(|arg| (arg.span, self.operand(arg, hoisted))).collect();
                self.rebuild(expr.span, &parts)
            }
            ExprKind::Binary { .. } | ExprKind::Member { .. } | ExprKind::Minus(_) => {
                let mut children = Vec::new();
                expr.for_each_child(&mut |child| children.push(child));
                let parts: Vec<_> = children
                    .into_iter()
                    .map(|child| (child.span, self.operand(child, hoisted)))
                    .collect();
                self.combined(expr, &parts)
            }
            _ => self.side(expr, hoisted),
        }
    }

    /// A term that stands alone, or one side of an equality.
    fn side<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> String {
        match &expr.kind {
            ExprKind::Call { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Member { .. }
            | ExprKind::Minus(_) => self.temporary(expr, hoisted),
            ExprKind::Field { .. } | ExprKind::Index { .. } => self.reference(expr, hoisted),
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                self.operand(expr, hoisted)
            }
            _ => self.expr(expr),
        }
    }

    /// A reference that stays; its indexes, and a call or literal that it begins with, go.
    fn reference<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> String {
        match &expr.kind {
            ExprKind::Field { base, .. } => {
                let out = self.written_out(expr);
                let base_text = out.unwrap_or_else(|| self.reference(base, hoisted));
                self.rebuild(expr.span, &[(base.span, base_text)])
            }
            ExprKind::Index { base, index } => {
                let out = self.written_out(expr);
                let base_text = out.unwrap_or_else(|| self.reference(base, hoisted));
                let index_text = match &index.kind {
                    ExprKind::Var(name) if !self.is_reference(name) => order::read(name),
                    _ => self.operand(index, hoisted),
                };
                self.rebuild(expr.span, &[(base.span, base_text), (index.span, index_text)])
            }
            ExprKind::Var(name) => name.clone(),
            ExprKind::Comprehension { .. } => self.expr(expr),
            _ => self.temporary(expr, hoisted),
        }
    }

    /// An operand: everything that can be undefined goes.
    fn operand<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> String {
        match &expr.kind {
            ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => {
                expr.span.of(&self.module.text).to_owned()
            }
            ExprKind::Comprehension { .. } => self.expr(expr),
            ExprKind::Var(name) if !self.is_reference(name) => name.clone(),
            ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_) => {
                let mut children = Vec::new();
                expr.for_each_child(&mut |child| children.push(child));
                let parts: Vec<_> = children
                    .into_iter()
                    .map(|child| (child.span, self.operand(child, hoisted)))
                    .collect();
                self.rebuild(expr.span, &parts)
            }
            _ => self.temporary(expr, hoisted),
        }
    }

    fn temporary<'e>(&mut self, expr: &'e Expr, hoisted: &mut Vec<Hoisted<'e>>) -> String {
        let name = self.temporary_name();
        let text = self.expr(expr);
        let infix = matches!(expr.kind, ExprKind::Binary { .. } | ExprKind::Member { .. });
        let text = if infix { format!("{name} := ({text})") } else { format!("{name} := {text}") };
        hoisted.push(Hoisted { expr, text });
        name
    }

    /// Whether a lone name is a rule or an import, and no variable.
    pub(super) fn is_reference(&self, name: &str) -> bool {
        self.scope.globals.contains(name) && !self.locals.contains(name)
    }
}

fn is_print(name: &Expr) -> bool {
    matches!(&name.kind, ExprKind::Var(name) if name == "print")
}

fn is_equality(name: &Expr) -> bool {
    match name.chain() {
        Some((root, links)) => {
            matches!(root, "eq" | "equal")
                && !links.iter().any(|link| matches!(link, Link::Name(_)))
        }
        None => false,
    }
}
