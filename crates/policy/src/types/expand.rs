//! Takes nested operations apart: what stands inside of a call becomes a statement of its own in front of it.
//!
//! `f(g(x)) == 1` is `g(x, a); f(a, b); b == 1` afterwards.

use super::kind::Key;
use super::read::Definition;
use super::term::{Callee, Closure, Form, Root, Step, Term, Var, What};
use std::collections::BTreeSet;

/// The paths of all rules, and of those that are functions.
pub(super) struct Paths {
    rules: BTreeSet<Vec<Key>>,
    functions: BTreeSet<Vec<Key>>,
}

impl Paths {
    pub(super) fn of(definitions: &[Definition]) -> Self {
        let functions = definitions.iter().filter(|one| !one.args.is_empty());
        Self {
            functions: functions.map(super::beginning).collect(),
            rules: definitions.iter().map(super::beginning).collect(),
        }
    }

    fn is_function(&self, term: &Term) -> bool {
        matches!(term.form, Form::Function(_))
            || path_of(term).is_some_and(|path| self.functions.contains(&path))
    }

    /// Whether there is a rule at a path or below.
    fn holds(&self, term: &Term) -> bool {
        path_of(term).is_some_and(|path| {
            self.rules.range(path.clone()..).next().is_some_and(|own| own.starts_with(&path))
        })
    }
}

/// The path below `data` that a term is.
fn path_of(term: &Term) -> Option<Vec<Key>> {
    match &term.form {
        Form::Ref(Root::Data, path) => path.iter().map(Term::constant).collect(),
        _ => None,
    }
}

/// Takes apart the body and the head of a definition.
pub(super) fn definition(definition: &mut Definition, paths: &Paths) {
    let mut expander = Expander { next: definition.next, paths };
    let mut steps = std::mem::take(&mut definition.body);
    for arg in &mut definition.args {
        expander.term(arg, &mut steps);
    }
    for part in definition.key.iter_mut().chain(&mut definition.value) {
        expander.term(part, &mut steps);
    }
    let mut body = expander.body(steps);
    let head = definition.key.iter_mut().chain(&mut definition.value);
    for part in head.chain(&mut definition.args) {
        expander.bind(part, &mut body);
    }
    definition.body = body;
    definition.next = expander.next;
}

struct Expander<'a> {
    next: Var,
    paths: &'a Paths,
}

impl Expander<'_> {
    fn fresh(&mut self) -> Var {
        self.next += 1;
        self.next - 1
    }

    /// Gives a term that must be evaluated a statement of its own.
    fn bind(&mut self, term: &mut Term, steps: &mut Vec<Step>) {
        if term.needs_evaluation() {
            let var = self.fresh();
            let at = term.at;
            steps.push(Step::binding(var, std::mem::replace(term, Term::var(at, var))));
        }
    }

    fn body(&mut self, steps: Vec<Step>) -> Vec<Step> {
        let mut out = Vec::with_capacity(steps.len());
        for step in steps {
            self.step(step, &mut out);
        }
        out
    }

    fn step(&mut self, mut step: Step, out: &mut Vec<Step>) {
        for (target, value) in &mut step.with {
            self.term(value, out);
            let stays = self.paths.is_function(value)
                || self.paths.is_function(target) && self.paths.holds(value);
            if !stays {
                self.bind(value, out);
            }
        }
        let before = out.len();
        match &mut step.what {
            What::Term(term) => self.term(term, out),
            What::Call(_, operands) => operands.iter_mut().for_each(|term| self.term(term, out)),
            What::Every { domain, body, .. } => {
                self.term(domain, out);
                let var = self.fresh();
                let at = domain.at;
                let whole = std::mem::replace(domain, Term::var(at, var));
                out.push(Step::binding(var, whole));
                *body = self.body(std::mem::take(body));
            }
            What::Not(body) => *body = self.body(std::mem::take(body)),
        }
        if !step.with.is_empty() {
            out[before..].iter_mut().for_each(|extra| extra.with.clone_from(&step.with));
        }
        out.push(step);
    }

    fn term(&mut self, term: &mut Term, out: &mut Vec<Step>) {
        let at = term.at;
        match &mut term.form {
            Form::Array(items) | Form::Set(items) => {
                for item in items {
                    self.term(item, out);
                }
            }
            Form::Object(fields) => fields.iter_mut().for_each(|(key, value)| {
                self.term(key, out);
                self.term(value, out);
            }),
            Form::Ref(root, path) => {
                self.root(root, out);
                for part in path {
                    self.term(part, out);
                }
            }
            Form::Closure(closure) => self.closure(closure),
            Form::Call(callee, operands) => {
                for operand in operands.iter_mut() {
                    self.term(operand, out);
                }
                let callee = std::mem::replace(callee, Callee::Nothing);
                let mut operands = std::mem::take(operands);
                let var = self.fresh();
                operands.push(Term::var(at, var));
                let what = What::Call(callee, operands);
                out.push(Step { is_generated: true, ..Step::of(at, what) });
                term.form = Form::Var(var);
            }
            Form::Constant(_) | Form::Var(_) | Form::Function(_) => {}
        }
    }

    /// Something else than a variable in front of a path becomes one.
    fn root(&mut self, root: &mut Root, out: &mut Vec<Step>) {
        let Root::Term(term) = root else { return };
        self.term(term, out);
        if let Form::Var(var) = term.form {
            *root = Root::Var(var);
            return;
        }
        let var = self.fresh();
        let at = term.at;
        out.push(Step::binding(var, std::mem::replace(&mut **term, Term::var(at, var))));
        *root = Root::Var(var);
    }

    fn closure(&mut self, closure: &mut Closure) {
        let mut steps = std::mem::take(&mut closure.body);
        for term in &mut closure.terms {
            self.term(term, &mut steps);
        }
        let mut body = self.body(steps);
        for term in &mut closure.terms {
            self.bind(term, &mut body);
        }
        closure.body = body;
    }
}
