//! Gives references and comprehensions that are operands a statement of their own, which comes first.

use super::term::{Callee, EQ, Form, Step, Term, Var, What};

/// A body whose operands are variables, constants and collections of them; `next` is the next free variable.
pub(super) fn body(steps: Vec<Step>, next: &mut Var) -> Vec<Step> {
    let mut rewriter = Rewriter { next };
    rewriter.body(steps)
}

struct Rewriter<'a> {
    next: &'a mut Var,
}

impl Rewriter<'_> {
    fn body(&mut self, steps: Vec<Step>) -> Vec<Step> {
        let mut out = Vec::with_capacity(steps.len());
        for step in steps {
            self.step(step, &mut out);
        }
        out
    }

    fn step(&mut self, mut step: Step, out: &mut Vec<Step>) {
        let before = out.len();
        let is_pair = matches!(&step.what, What::Call(_, operands) if operands.len() == 2);
        match &mut step.what {
            What::Call(callee, operands) => {
                if callee.is("equal") && is_pair {
                    *callee = Callee::Builtin(EQ.into());
                }
                let keeps = callee.is(EQ) && is_pair;
                if callee.is(EQ) && !is_pair {
                    out.push(step);
                    return;
                }
                for operand in operands {
                    if keeps { self.kept(operand, out) } else { self.operand(operand, out) }
                }
            }
            What::Term(term) => self.kept(term, out),
            What::Every { domain, body, .. } => {
                self.operand(domain, out);
                *body = self.body(std::mem::take(body));
            }
            What::Not(body) => *body = self.body(std::mem::take(body)),
        }
        if !step.with.is_empty() {
            out[before..].iter_mut().for_each(|extra| extra.with.clone_from(&step.with));
        }
        out.push(step);
    }

    /// A reference or comprehension stays as a whole.
    fn kept(&mut self, term: &mut Term, out: &mut Vec<Step>) {
        match &mut term.form {
            Form::Ref(_, path) => path.iter_mut().for_each(|part| self.operand(part, out)),
            Form::Closure(closure) => closure.body = self.body(std::mem::take(&mut closure.body)),
            _ => self.operand(term, out),
        }
    }

    fn operand(&mut self, term: &mut Term, out: &mut Vec<Step>) {
        match &mut term.form {
            Form::Ref(_, path) => {
                for part in path {
                    self.operand(part, out);
                }
                self.bind(term, out);
            }
            Form::Closure(closure) => {
                closure.body = self.body(std::mem::take(&mut closure.body));
                self.bind(term, out);
            }
            Form::Array(items) | Form::Set(items) => {
                for item in items {
                    self.operand(item, out);
                }
            }
            Form::Object(fields) => fields.iter_mut().for_each(|(key, value)| {
                self.operand(key, out);
                self.operand(value, out);
            }),
            Form::Constant(_) | Form::Var(_) | Form::Call(..) | Form::Function(_) => {}
        }
    }

    fn bind(&mut self, term: &mut Term, out: &mut Vec<Step>) {
        let var = *self.next;
        *self.next += 1;
        let at = term.at;
        out.push(Step::binding(var, std::mem::replace(term, Term::var(at, var))));
    }
}
