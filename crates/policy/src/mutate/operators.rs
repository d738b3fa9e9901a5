//! The changes to one definition.

use super::{Mutant, Operator};
use crate::analysis::can_fail;
use crate::outline::Outline;
use crate::syntax::Parsed;
use crate::syntax::ast::{
    Body, Expr, ExprKind, Op, Rule, RuleKind, Span, Statement, StatementKind,
};
use cos_core::digest::Digest;

/// Where changes are looked for.
pub(super) struct Site<'a> {
    pub(super) module: &'a Parsed,
    pub(super) module_number: u32,
    pub(super) rule: &'a Rule,
    pub(super) definition: u32,
    pub(super) path: &'a str,
    pub(super) outline: &'a Outline,
}

impl Site<'_> {
    pub(super) fn mutants(&self, out: &mut Vec<Mutant>) {
        self.delete_rule(out);
        for value in self.rule.value.iter().chain(&self.rule.key) {
            self.constants(value, None, out);
        }
        let numbers = &self.outline.definitions[self.definition as usize].bodies;
        for (body, number) in self.rule.bodies.iter().zip(numbers) {
            body.value.iter().for_each(|value| self.constants(value, None, out));
            self.body(body, *number, out);
        }
    }

    fn body(&self, body: &Body, number: u32, out: &mut Vec<Mutant>) {
        let mut conditions = self.outline.bodies[number as usize].conditions.iter();
        for statement in &body.query.statements {
            let condition = can_fail(statement).then(|| conditions.next().copied()).flatten();
            if condition.is_some() {
                self.delete(statement, condition, out);
                self.negate(statement, condition, out);
            }
            self.inside(statement, condition, out);
        }
    }

    fn delete_rule(&self, out: &mut Vec<Mutant>) {
        let Some(body) = self.rule.bodies.first() else { return };
        let first = body.query.statements.first().map_or(body.query.span, |first| first.span);
        // A body that never holds: the definition keeps its number and its place.
        let at = Span { start: first.start, end: first.start };
        let braced = body.query.span.of(&self.module.text).starts_with('{');
        if self.rule.bodies.len() == 1 && braced {
            let head = self.rule.span.of(&self.module.text);
            let before = head.lines().next().unwrap_or_default().to_owned();
            let edit = Edit { span: at, replacement: "false; ".to_owned() };
            out.push(self.mutant(Operator::DeleteRule, None, edit, before, String::new()));
        } else if self.rule.bodies.len() == 1 {
            let before = self.rule.span.of(&self.module.text).to_owned();
            let edit = Edit { span: body.query.span, replacement: "false".to_owned() };
            out.push(self.mutant(Operator::DeleteRule, None, edit, before, String::new()));
        }
    }

    fn delete(&self, statement: &Statement, condition: Option<u32>, out: &mut Vec<Mutant>) {
        let edit = Edit { span: statement.span, replacement: "true".to_owned() };
        let before = statement.span.of(&self.module.text).to_owned();
        out.push(self.mutant(Operator::DeleteCondition, condition, edit, before, String::new()));
    }

    fn negate(&self, statement: &Statement, condition: Option<u32>, out: &mut Vec<Mutant>) {
        let text = statement.span.of(&self.module.text);
        let replacement = match &statement.kind {
            StatementKind::Not(expr) => {
                let keep = Span { start: expr.span.start, end: statement.span.end };
                let keep = keep.of(&self.module.text);
                // `not (a == b)`: the span of the operand lies inside the parentheses.
                if text.trim_start_matches("not").trim_start().starts_with('(') {
                    text.trim_start_matches("not").trim_start().to_owned()
                } else {
                    keep.to_owned()
                }
            }
            StatementKind::Expr(expr) if is_closed(expr) => format!("not {text}"),
            _ => return,
        };
        let edit = Edit { span: statement.span, replacement: replacement.clone() };
        out.push(self.mutant(
            Operator::NegateCondition,
            condition,
            edit,
            text.to_owned(),
            replacement,
        ));
    }

    /// Changes inside a statement.
    fn inside(&self, statement: &Statement, condition: Option<u32>, out: &mut Vec<Mutant>) {
        match &statement.kind {
            StatementKind::Every { domain, query, .. } => {
                self.expr(domain, true, condition, out);
                for inner in &query.statements {
                    self.inside(inner, condition, out);
                }
            }
            StatementKind::Expr(expr) | StatementKind::Not(expr) => {
                self.expr(expr, true, condition, out);
            }
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { collection, .. } => {
                self.expr(collection, false, condition, out);
            }
        }
    }

    fn expr(&self, expr: &Expr, outermost: bool, condition: Option<u32>, out: &mut Vec<Mutant>) {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if op.compares() => {
                self.comparison(*op, left, right, outermost, condition, out);
            }
            ExprKind::Comprehension { query, .. } => {
                for statement in &query.statements {
                    self.inside(statement, condition, out);
                }
            }
            ExprKind::Bool(_) | ExprKind::Number => self.constants(expr, condition, out),
            _ => {}
        }
        expr.for_each_child(&mut |child| self.expr(child, false, condition, out));
    }

    fn comparison(
        &self,
        op: Op,
        left: &Expr,
        right: &Expr,
        outermost: bool,
        condition: Option<u32>,
        out: &mut Vec<Mutant>,
    ) {
        let other = match op {
            Op::Ge => Op::Gt,
            Op::Gt => Op::Ge,
            Op::Le => Op::Lt,
            Op::Lt => Op::Le,
            // Of a whole condition, this is its negation.
            Op::Eq if !outermost => Op::Ne,
            Op::Ne if !outermost => Op::Eq,
            _ => return,
        };
        let between = Span { start: left.span.end, end: right.span.start };
        let Some(at) = between.of(&self.module.text).find(op.text()) else { return };
        let start = between.start + at as u32;
        let span = Span { start, end: start + op.text().len() as u32 };
        let (whole, edit) =
            (left.span.hull(right.span), Edit { span, replacement: other.text().to_owned() });
        let before = whole.of(&self.module.text).to_owned();
        let after = self.changed(whole, &edit);
        out.push(self.mutant(Operator::Comparison, condition, edit, before, after));
    }

    fn constants(&self, expr: &Expr, condition: Option<u32>, out: &mut Vec<Mutant>) {
        let text = expr.span.of(&self.module.text);
        let (operator, replacement) = match &expr.kind {
            ExprKind::Bool(value) => (Operator::Boolean, (!value).to_string()),
            ExprKind::Number => match text.parse::<i64>().ok().and_then(|n| n.checked_add(1)) {
                Some(next) => (Operator::Integer, next.to_string()),
                None => return,
            },
            // A complete rule without a body is a constant; its value is what others test.
            _ if self.rule.kind == RuleKind::Complete => {
                return expr.for_each_child(&mut |child| self.constants(child, condition, out));
            }
            _ => return,
        };
        let edit = Edit { span: expr.span, replacement: replacement.clone() };
        out.push(self.mutant(operator, condition, edit, text.to_owned(), replacement));
    }

    fn changed(&self, whole: Span, edit: &Edit) -> String {
        let before = Span { start: whole.start, end: edit.span.start };
        let after = Span { start: edit.span.end, end: whole.end };
        let text = &self.module.text;
        format!("{}{}{}", before.of(text), edit.replacement, after.of(text))
    }

    fn mutant(
        &self,
        operator: Operator,
        condition: Option<u32>,
        edit: Edit,
        before: String,
        after: String,
    ) -> Mutant {
        // By what stands there, not by line: ids survive changes elsewhere in the file.
        let within = edit.span.start - self.rule.span.start.min(edit.span.start);
        let digest = &self.outline.definitions[self.definition as usize].digest;
        let change = format!("{digest}\n{within}\n{before}\n{}", edit.replacement);
        let hash = Digest::of(change.as_bytes()).to_string();
        Mutant {
            id: format!("{}:{}:{}", self.path, operator.as_str(), &hash[..8]),
            operator,
            definition: self.definition,
            condition,
            place: self.module.place(edit.span.start),
            before,
            after,
            module: self.module_number,
            start: edit.span.start,
            end: edit.span.end,
            replacement: edit.replacement,
        }
    }
}

struct Edit {
    span: Span,
    replacement: String,
}

/// Whether an expression gives no variable a value, so that its negation is safe.
fn is_closed(expr: &Expr) -> bool {
    let mut closed = true;
    visit(expr, &mut |part| {
        closed &= match &part.kind {
            ExprKind::Var(name) => name != "_",
            ExprKind::Binary { op, .. } => *op != Op::Unify && *op != Op::Assign,
            _ => true,
        };
    });
    closed
}

fn visit<'a>(expr: &'a Expr, f: &mut dyn FnMut(&'a Expr)) {
    f(expr);
    expr.for_each_child(&mut |child| visit(child, f));
}
