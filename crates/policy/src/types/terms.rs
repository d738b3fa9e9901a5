//! Terms of a module: what an expression is, and what its names mean.

use super::kind::Key;
use super::read::{Reader, declared};
use super::term::{Callee, Closure, ClosureForm, Form, Root, Step, Term};
use crate::analysis::{template, template_value};
use crate::syntax::ast::{Expr, ExprKind, Op, Query};
use crate::syntax::tokens;
use std::collections::BTreeMap;

impl Reader<'_> {
    /// `{v | v = expr}`: what is undefined, too, has a value.
    pub(super) fn captured(&mut self, expr: &Expr) -> Term {
        let at = expr.span.start;
        let var = self.fresh();
        let value = self.term(expr);
        let closure = Closure {
            form: ClosureForm::Set,
            terms: vec![Term::var(at, var)],
            body: vec![Step::equality(at, Term::var(at, var), value)],
        };
        Term { at, form: Form::Closure(Box::new(closure)) }
    }

    pub(super) fn term(&mut self, expr: &Expr) -> Term {
        Term { at: expr.span.start, form: self.form(expr) }
    }

    pub(super) fn terms(&mut self, exprs: &[Expr]) -> Vec<Term> {
        exprs.iter().map(|expr| self.term(expr)).collect()
    }

    fn form(&mut self, expr: &Expr) -> Form {
        if let Some(parts) = template(expr) {
            let part = |part| match template_value(part) {
                Some(value) => self.captured(value),
                None => self.term(part),
            };
            let list = parts.into_iter().map(part).collect();
            let list = Term { at: expr.span.start, form: Form::Array(list) };
            return Form::Call(Callee::Builtin("internal.template_string".into()), vec![list]);
        }
        match &expr.kind {
            ExprKind::Null => Form::Constant(Key::Null),
            ExprKind::Bool(value) => Form::Constant(Key::Bool(*value)),
            ExprKind::Number => Form::Constant(self.number(expr)),
            ExprKind::Text(text) => Form::Constant(Key::text(text)),
            ExprKind::Array(items) => Form::Array(self.terms(items)),
            ExprKind::Set(items) => Form::Set(self.terms(items)),
            ExprKind::Object(fields) => {
                let last = self.last_of_each_key(fields);
                let both = |(key, value): &&(Expr, Expr)| (self.term(key), self.term(value));
                Form::Object(last.iter().map(both).collect())
            }
            ExprKind::Binary { op, left, right } => {
                let operands = vec![self.term(left), self.term(right)];
                Form::Call(Callee::Builtin(operator(*op).into()), operands)
            }
            ExprKind::Minus(inner) => self.minus(expr, inner),
            ExprKind::Member { key, value, collection } => {
                let name = if key.is_some() { "internal.member_3" } else { "internal.member_2" };
                let operands = key.iter().chain([value, collection]);
                let operands = operands.map(|operand| self.term(operand)).collect();
                Form::Call(Callee::Builtin(name.into()), operands)
            }
            ExprKind::Call { name, args } => {
                let callee = self.callee(name);
                Form::Call(callee, self.terms(args))
            }
            ExprKind::Comprehension { terms, query } => self.closure(expr, terms, query),
            ExprKind::Var(_) | ExprKind::Index { .. } | ExprKind::Field { .. } => {
                self.reference(expr)
            }
        }
    }

    /// OPA keeps the last of several fields with the same key; `_` is another one each time.
    fn last_of_each_key<'e>(&self, fields: &'e [(Expr, Expr)]) -> Vec<&'e (Expr, Expr)> {
        let text = |key: &Expr| tokens::canonical(key.span.of(&self.module.text));
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for (index, (key, _)) in fields.iter().enumerate() {
            last.insert(text(key), index);
        }
        let stays = |(index, field): (usize, &'e (Expr, Expr))| {
            let text = text(&field.0);
            (last.get(&text) == Some(&index) || text.contains('_')).then_some(field)
        };
        fields.iter().enumerate().filter_map(stays).collect()
    }

    fn number(&self, expr: &Expr) -> Key {
        let text = expr.span.of(&self.module.text);
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
        Key::Number(text.into())
    }

    fn minus(&mut self, expr: &Expr, inner: &Expr) -> Form {
        if let ExprKind::Number = inner.kind {
            let Key::Number(text) = self.number(inner) else { return Form::Constant(Key::Null) };
            return Form::Constant(Key::Number(format!("-{text}").into()));
        }
        // The parser reads `-a == b` as `-(a == b)`, OPA as `(-a) == b`.
        if let ExprKind::Binary { op, left, right } = &inner.kind
            && left.span.start == inner.span.start
        {
            let left = Term { at: expr.span.start, form: self.minus(expr, left) };
            let operands = vec![left, self.term(right)];
            return Form::Call(Callee::Builtin(operator(*op).into()), operands);
        }
        let zero = Term { at: expr.span.start, form: Form::Constant(Key::Number("0".into())) };
        Form::Call(Callee::Builtin("minus".into()), vec![zero, self.term(inner)])
    }

    fn closure(&mut self, expr: &Expr, terms: &[Expr], query: &Query) -> Form {
        self.hiding.push(declared(query));
        self.frames.push(BTreeMap::new());
        let mut body = Vec::new();
        self.statements(query, &mut body);
        let own = self.terms(terms);
        self.frames.pop();
        self.hiding.pop();
        let text = expr.span.of(&self.module.text);
        let form = match (terms.len(), text.trim_start_matches(['(', ' ', '\t', '\n'])) {
            (2, _) => ClosureForm::Object,
            (_, text) if text.starts_with('[') => ClosureForm::Array,
            _ => ClosureForm::Set,
        };
        Form::Closure(Box::new(Closure { form, terms: own, body }))
    }

    pub(super) fn part(&mut self, part: Part<'_>) -> Term {
        match part {
            Part::Name(at, name) => Term { at, form: Form::Constant(Key::text(name)) },
            Part::Index(index) => self.term(index),
        }
    }

    fn reference(&mut self, expr: &Expr) -> Form {
        let mut parts = Vec::new();
        let base = links(expr, &mut parts);
        let path: Vec<_> = parts.into_iter().map(|part| self.part(part)).collect();
        let found = match &base.kind {
            ExprKind::Var(name) => self.variable(base.span.start, name),
            _ => self.form(base),
        };
        match found {
            found if path.is_empty() => found,
            Form::Ref(root, before) => Form::Ref(root, before.into_iter().chain(path).collect()),
            Form::Var(var) => Form::Ref(Root::Var(var), path),
            form => {
                let term = Term { at: base.span.start, form };
                Form::Ref(Root::Term(Box::new(term)), path)
            }
        }
    }

    /// What a name means: a variable, or a reference.
    fn variable(&mut self, at: u32, name: &str) -> Form {
        if name == "_" {
            return Form::Var(self.fresh());
        }
        if let Some(var) = self.frames.iter().rev().find_map(|frame| frame.get(name)) {
            return Form::Var(*var);
        }
        if let Some(path) = self.global(name) {
            let text = |name: &String| Term { at, form: Form::Constant(Key::text(name)) };
            let root = if path[0] == "input" { Root::Input } else { Root::Data };
            return Form::Ref(root, path[1..].iter().map(text).collect());
        }
        if let Some(var) = self.free.get(name) {
            return Form::Var(*var);
        }
        let var = self.named(name.to_owned());
        self.free.insert(name.to_owned(), var);
        Form::Var(var)
    }

    /// The path of a name that no variable hides.
    fn global(&self, name: &str) -> Option<Vec<String>> {
        let hidden = self.hiding.iter().any(|names| names.contains(name));
        self.names.resolve(name).filter(|_| !hidden)
    }

    pub(super) fn callee(&self, name: &Expr) -> Callee {
        let Some(path) = name.path() else { return Callee::Nothing };
        if self.frames.iter().any(|frame| frame.contains_key(&path[0])) {
            return Callee::Nothing;
        }
        match self.global(&path[0]) {
            Some(full) if full[0] == "data" => {
                let path = full[1..].iter().chain(&path[1..]);
                Callee::Rule(path.map(|name| Key::text(name)).collect())
            }
            Some(_) => Callee::Nothing,
            None => Callee::Builtin(path.join(".").into()),
        }
    }

    /// A function by its name, or another term: what modifiers have.
    pub(super) fn function_or_term(&mut self, expr: &Expr) -> Term {
        let builtin = match self.callee(expr) {
            Callee::Builtin(name) if self.signatures.knows(&name) => Some(name),
            _ => None,
        };
        match builtin {
            Some(name) => Term { at: expr.span.start, form: Form::Function(Callee::Builtin(name)) },
            None => self.term(expr),
        }
    }
}

/// One step of a reference.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Index(&'a Expr),
    Name(u32, &'a str),
}

/// What a reference begins with; its steps are put into `parts`.
pub(super) fn links<'e>(expr: &'e Expr, parts: &mut Vec<Part<'e>>) -> &'e Expr {
    let mut at = expr;
    loop {
        at = match &at.kind {
            ExprKind::Field { base, name } => {
                parts.push(Part::Name(at.span.start, name));
                base
            }
            ExprKind::Index { base, index } => {
                parts.push(Part::Index(index));
                base
            }
            _ => {
                parts.reverse();
                return at;
            }
        };
    }
}

fn operator(op: Op) -> &'static str {
    match op {
        Op::Add => "plus",
        Op::Assign => "assign",
        Op::Div => "div",
        Op::Eq => "equal",
        Op::Ge => "gte",
        Op::Gt => "gt",
        Op::Intersection => "and",
        Op::Le => "lte",
        Op::Lt => "lt",
        Op::Mod => "rem",
        Op::Mul => "mul",
        Op::Ne => "neq",
        Op::Sub => "minus",
        Op::Unify => "eq",
        Op::Union => "or",
    }
}
