//! From a module to terms: what names mean, and which variable is which.

use super::kind::Key;
use super::signatures::Signatures;
use super::term::{Callee, Closure, ClosureForm, EQ, Form, Root, Step, Term, Var, What};
use crate::analysis::references::{Names, variables};
use crate::analysis::{template, template_value};
use crate::syntax::Parsed;
use crate::syntax::tokens;
use crate::syntax::ast::{Body, Expr, ExprKind, Op, Query, Rule, RuleKind, Statement, StatementKind};
use std::collections::{BTreeMap, BTreeSet};

/// A definition of a rule, or an `else` of one.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) module: usize,
    pub(super) at: u32,
    /// Below `data`; the parts that are not constant are variables.
    pub(super) path: Vec<Term>,
    pub(super) args: Vec<Term>,
    /// The element of a set.
    pub(super) key: Option<Term>,
    /// What is missing for a set.
    pub(super) value: Option<Term>,
    pub(super) is_default: bool,
    pub(super) is_else: bool,
    pub(super) body: Vec<Step>,
    /// The next variable that is free.
    pub(super) next: Var,
    /// What the variables are called in the text.
    pub(super) names: BTreeMap<Var, String>,
}

/// Reads the rules of one module.
pub(super) struct Reader<'a> {
    pub(super) index: usize,
    pub(super) module: &'a Parsed,
    pub(super) names: &'a Names,
    pub(super) signatures: &'a Signatures,
    /// Variables that are declared, from the outside in.
    frames: Vec<BTreeMap<String, Var>>,
    /// Names that are variables though rules are called so.
    hiding: Vec<BTreeSet<String>>,
    /// Variables that nothing declares.
    free: BTreeMap<String, Var>,
    next: Var,
    spelled: BTreeMap<Var, String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        index: usize,
        module: &'a Parsed,
        names: &'a Names,
        signatures: &'a Signatures,
    ) -> Self {
        Self {
            index,
            module,
            names,
            signatures,
            frames: Vec::new(),
            hiding: Vec::new(),
            free: BTreeMap::new(),
            next: 0,
            spelled: BTreeMap::new(),
        }
    }

    /// The definition, and one for each `else`.
    pub(super) fn rule(&mut self, rule: &Rule, found: &mut Vec<Definition>) {
        if rule.bodies.is_empty() {
            return found.extend(self.definition(rule, None));
        }
        for body in &rule.bodies {
            found.extend(self.definition(rule, Some(body)));
        }
    }

    fn definition(&mut self, rule: &Rule, body: Option<&Body>) -> Option<Definition> {
        self.free.clear();
        self.spelled.clear();
        self.next = 0;
        self.frames = vec![BTreeMap::new()];
        let mut args = BTreeSet::new();
        rule.args.iter().for_each(|arg| variables(arg, &mut args));
        self.hiding = vec![args.clone()];
        args.into_iter().for_each(|name| {
            self.declare(name);
        });
        let is_else = body.is_some_and(|body| body.is_else);
        let args = rule.args.iter().map(|arg| self.term(arg)).collect();
        let at = rule.span.start;
        let mut steps = Vec::new();
        if let Some(body) = body {
            self.hiding.push(declared(&body.query));
            self.statements(&body.query, &mut steps);
        }
        if steps.is_empty() {
            steps.push(Step::of(at, What::Term(truth(at))));
        }
        let path = self.path(rule, &mut steps)?;
        let is_set = rule.kind == RuleKind::Set;
        let key = if is_set { rule.key.as_ref().map(|key| self.term(key)) } else { None };
        let value = match body {
            Some(body) if is_else => body.value.as_ref(),
            _ => rule.value.as_ref(),
        };
        let value = if is_set { None } else { Some(value.map_or(truth(at), |v| self.term(v))) };
        Some(Definition {
            module: self.index,
            at,
            path,
            args,
            key,
            value,
            is_default: rule.kind == RuleKind::Default,
            is_else,
            body: steps,
            next: self.next,
            names: std::mem::take(&mut self.spelled),
        })
    }

    /// Where a rule stands below `data`; what is no scalar becomes a variable that the body binds.
    fn path(&mut self, rule: &Rule, steps: &mut Vec<Step>) -> Option<Vec<Term>> {
        let at = rule.span.start;
        let text = |name: &str| Term { at, form: Form::Constant(Key::text(name)) };
        let mut path: Vec<_> = self.module.tree.package.iter().map(|name| text(name)).collect();
        let mut parts = Vec::new();
        let root = links(&rule.name, &mut parts);
        let ExprKind::Var(name) = &root.kind else { return None };
        path.push(text(name));
        let key = rule.key.as_ref().filter(|_| rule.kind == RuleKind::Object);
        let parts = parts.into_iter().chain(key.map(Part::Index));
        for part in parts {
            let term = self.part(part);
            path.push(if term.is_scalar() || matches!(term.form, Form::Var(_)) {
                term
            } else {
                let var = self.fresh();
                steps.push(Step::binding(var, term));
                Term::var(at, var)
            });
        }
        Some(path)
    }

    fn fresh(&mut self) -> Var {
        self.next += 1;
        self.next - 1
    }

    fn named(&mut self, name: String) -> Var {
        let var = self.fresh();
        self.spelled.insert(var, name);
        var
    }

    /// Declares a variable in the innermost query.
    fn declare(&mut self, name: String) -> Var {
        let var = self.named(name.clone());
        if let Some(frame) = self.frames.last_mut()
            && name != "_"
        {
            frame.insert(name, var);
        }
        var
    }

    fn statements(&mut self, query: &Query, steps: &mut Vec<Step>) {
        for statement in &query.statements {
            let before = steps.len();
            self.statement(statement, steps);
            if steps.len() > before
                && let Some(step) = steps.last_mut()
                && step.with.is_empty()
            {
                step.with = self.modifiers(statement);
            }
        }
        if steps.is_empty() {
            let at = query.span.start;
            steps.push(Step::of(at, What::Term(truth(at))));
        }
    }

    fn modifiers(&mut self, statement: &Statement) -> Vec<(Term, Term)> {
        let both = |with: &crate::syntax::ast::With| {
            (self.function_or_term(&with.target), self.function_or_term(&with.value))
        };
        statement.with.iter().map(both).collect()
    }

    fn statement(&mut self, statement: &Statement, steps: &mut Vec<Step>) {
        let at = statement.span.start;
        match &statement.kind {
            StatementKind::Expr(expr) => {
                let what = match self.negated_body(expr) {
                    Some(query) => What::Not(self.query(query)),
                    None => self.what(expr),
                };
                steps.push(Step::of(at, what));
            }
            StatementKind::Not(expr) if self.module.negates_inside => {
                let what = self.what(expr);
                steps.push(Step::of(at, What::Not(vec![Step::of(at, what)])));
            }
            StatementKind::Not(expr) => {
                let what = self.what(expr);
                steps.push(Step { is_negated: true, ..Step::of(at, what) });
            }
            StatementKind::Some(names) => names.iter().for_each(|name| {
                self.declare(name.clone());
            }),
            StatementKind::SomeIn { key, value, collection } => {
                let what = self.member(key.as_ref(), value, collection);
                steps.push(Step::of(at, what));
            }
            StatementKind::Every { names, domain, query } => {
                let domain = self.term(domain);
                self.hiding.push(names.iter().cloned().collect());
                self.frames.push(BTreeMap::new());
                let mut vars: Vec<_> = names.iter().map(|name| self.declare(name.clone())).collect();
                let value = vars.pop().unwrap_or_default();
                let key = vars.pop().unwrap_or_else(|| self.fresh());
                let mut body = Vec::new();
                self.statements(query, &mut body);
                self.frames.pop();
                self.hiding.pop();
                steps.push(Step::of(at, What::Every { key, value, domain, body }));
            }
        }
    }

    /// What `normalise` makes of `not { … }`.
    fn negated_body<'e>(&self, expr: &'e Expr) -> Option<&'e Query> {
        let ExprKind::Binary { op: Op::Eq, left, right } = &expr.kind else { return None };
        let ExprKind::Comprehension { query, .. } = &left.kind else { return None };
        let text = |expr: &Expr| expr.span.of(&self.module.text);
        let is_negation = text(left).starts_with("[true |") && text(right) == "[]";
        (self.module.negates_inside && is_negation).then_some(query)
    }

    /// The statements of a query inside of another one.
    fn query(&mut self, query: &Query) -> Vec<Step> {
        self.hiding.push(declared(query));
        self.frames.push(BTreeMap::new());
        let mut body = Vec::new();
        self.statements(query, &mut body);
        self.frames.pop();
        self.hiding.pop();
        body
    }

    /// `some key, value in collection` is `value = collection[key]`.
    fn member(&mut self, key: Option<&Expr>, value: &Expr, collection: &Expr) -> What {
        let at = collection.span.start;
        let collection = self.term(collection);
        let mut names = BTreeSet::new();
        key.into_iter().chain([value]).for_each(|pattern| variables(pattern, &mut names));
        names.into_iter().for_each(|name| {
            self.declare(name);
        });
        let value = self.term(value);
        let key = match key {
            Some(key) => self.term(key),
            None => Term::var(at, self.fresh()),
        };
        let element = match collection.form {
            Form::Ref(root, mut path) => {
                path.push(key);
                Form::Ref(root, path)
            }
            Form::Var(var) => Form::Ref(Root::Var(var), vec![key]),
            _ => Form::Ref(Root::Term(Box::new(collection)), vec![key]),
        };
        Step::equality(at, value, Term { at, form: element }).what
    }

    /// What an expression says as a statement: a call has no value there.
    fn what(&mut self, expr: &Expr) -> What {
        let term = match &expr.kind {
            ExprKind::Binary { op: Op::Assign, left, right } => {
                let right = self.term(right);
                let mut names = BTreeSet::new();
                variables(left, &mut names);
                names.into_iter().for_each(|name| {
                    self.declare(name);
                });
                let left = self.term(left);
                return What::Call(Callee::Builtin(EQ.into()), vec![left, right]);
            }
            ExprKind::Call { name, args } if self.callee(name).is("print") => {
                let captured = args.iter().map(|arg| self.captured(arg)).collect();
                let list = Term { at: expr.span.start, form: Form::Array(captured) };
                return What::Call(Callee::Builtin("internal.print".into()), vec![list]);
            }
            _ => self.term(expr),
        };
        match term.form {
            Form::Call(callee, operands) => What::Call(callee, operands),
            _ => What::Term(term),
        }
    }

    /// `{v | v = expr}`: what is undefined, too, has a value.
    fn captured(&mut self, expr: &Expr) -> Term {
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

    fn term(&mut self, expr: &Expr) -> Term {
        Term { at: expr.span.start, form: self.form(expr) }
    }

    fn terms(&mut self, exprs: &[Expr]) -> Vec<Term> {
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
                let name =
                    if key.is_some() { "internal.member_3" } else { "internal.member_2" };
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

    fn part(&mut self, part: Part<'_>) -> Term {
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

    fn callee(&self, name: &Expr) -> Callee {
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
    fn function_or_term(&mut self, expr: &Expr) -> Term {
        let builtin = match self.callee(expr) {
            Callee::Builtin(name) if self.signatures.knows(&name) => Some(name),
            _ => None,
        };
        match builtin {
            Some(name) => {
                Term { at: expr.span.start, form: Form::Function(Callee::Builtin(name)) }
            }
            None => self.term(expr),
        }
    }
}

/// One step of a reference.
#[derive(Clone, Copy)]
enum Part<'a> {
    Index(&'a Expr),
    Name(u32, &'a str),
}

/// What a reference begins with; its steps are put into `parts`.
fn links<'e>(expr: &'e Expr, parts: &mut Vec<Part<'e>>) -> &'e Expr {
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

/// The variables that a query declares, with those inside of its `every`.
fn declared(query: &Query) -> BTreeSet<String> {
    let mut names = crate::analysis::references::declared(query);
    for statement in &query.statements {
        if let StatementKind::Every { query, .. } = &statement.kind {
            names.append(&mut declared(query));
        }
    }
    names
}

fn truth(at: u32) -> Term {
    Term { at, form: Form::Constant(Key::Bool(true)) }
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
