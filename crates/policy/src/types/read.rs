//! From a module to terms: what names mean, and which variable is which.

use super::kind::Key;
use super::safety;
use super::signatures::Signatures;
use super::term::{Callee, EQ, Form, Root, Step, Term, Var, Vars, What};
use super::terms::{Part, links};
use crate::analysis::references::{Names, variables};
use crate::syntax::Parsed;
use crate::syntax::ast::{
    Body, Expr, ExprKind, Op, Query, Rule, RuleKind, Statement, StatementKind,
};
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
    pub(super) frames: Vec<BTreeMap<String, Var>>,
    /// Names that are variables though rules are called so.
    pub(super) hiding: Vec<BTreeSet<String>>,
    /// Variables that nothing declares.
    pub(super) free: BTreeMap<String, Var>,
    next: Var,
    pub(super) spelled: BTreeMap<Var, String>,
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
        for name in args {
            self.declare(name);
        }
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

    pub(super) fn fresh(&mut self) -> Var {
        self.next += 1;
        self.next - 1
    }

    pub(super) fn named(&mut self, name: String) -> Var {
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

    /// The variable that a name stands for so far.
    fn known(&self, name: &str) -> Option<Var> {
        let declared = self.frames.iter().rev().find_map(|frame| frame.get(name));
        declared.or_else(|| self.free.get(name)).copied()
    }

    pub(super) fn statements(&mut self, query: &Query, steps: &mut Vec<Step>) {
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
                let mut vars: Vec<_> =
                    names.iter().map(|name| self.declare(name.clone())).collect();
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
    pub(super) fn query(&mut self, query: &Query) -> Vec<Step> {
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
        let mut read = Vars::new();
        safety::variables(&collection, safety::Skip::default(), &mut read);
        // What the collection has, too, is no variable of its own.
        let is_read = |this: &Self, name: &str| this.known(name).is_some_and(|v| read.contains(&v));
        for name in names {
            if !is_read(self, &name) {
                self.declare(name);
            }
        }
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
                for name in names {
                    self.declare(name);
                }
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
}

/// The variables that a query declares, with those inside of its `every`.
pub(super) fn declared(query: &Query) -> BTreeSet<String> {
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
