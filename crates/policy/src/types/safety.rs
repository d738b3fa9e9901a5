//! The order in which OPA evaluates the statements of a body: each behind those that bind its variables.

use super::term::{Callee, Closure, Form, Root, Step, Term, Var, Vars, What};
use super::unify::unified;

/// What tells how many arguments a function takes.
pub(super) trait Arity {
    fn arity(&self, callee: &Callee) -> Option<usize>;
}

/// Which variables of a term count.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent kinds of places")]
pub(super) struct Skip {
    pub(super) roots: bool,
    pub(super) sets: bool,
    pub(super) keys: bool,
    /// Comprehensions; nothing else skips the bodies of `every`.
    pub(super) closures: bool,
}

const CLOSURES: Skip = Skip { roots: false, sets: false, keys: false, closures: true };

/// A variable that nothing binds, and the statement that has it.
#[derive(Debug)]
pub(super) struct Unsafe {
    pub(super) at: u32,
    pub(super) var: Var,
}

/// Adds the variables of a term.
pub(super) fn variables(term: &Term, skip: Skip, out: &mut Vars) {
    match &term.form {
        Form::Var(var) => {
            out.insert(*var);
        }
        Form::Ref(Root::Var(var), _) if !skip.roots => {
            out.insert(*var);
        }
        Form::Set(_) if skip.sets => return,
        Form::Object(fields) if skip.keys => {
            return fields.iter().for_each(|(_, value)| variables(value, skip, out));
        }
        Form::Closure(closure) if !skip.closures => inside(closure, out),
        _ => {}
    }
    term.for_each_child(&mut |child| variables(child, skip, out));
}

fn inside(closure: &Closure, out: &mut Vars) {
    closure.terms.iter().for_each(|term| variables(term, Skip::default(), out));
    closure.body.iter().for_each(|step| all_variables(step, out));
}

/// Adds all variables of a statement, those of comprehensions too.
fn all_variables(step: &Step, out: &mut Vars) {
    step.for_each_term(&mut |term| variables(term, Skip::default(), out));
    if let What::Every { key, value, .. } = &step.what {
        out.extend([*key, *value]);
    }
    step.body().iter().for_each(|step| all_variables(step, out));
}

/// Adds the variables of a statement outside of comprehensions.
pub(super) fn outer_variables(step: &Step, out: &mut Vars) {
    if let What::Every { domain, .. } = &step.what {
        return variables(domain, CLOSURES, out);
    }
    step.for_each_term(&mut |term| variables(term, CLOSURES, out));
}

/// Adds the variables inside of the comprehensions and bodies that a statement holds.
fn closed_variables(step: &Step, out: &mut Vars) {
    step.for_each_term(&mut |term| term.for_each_closure(&mut |closure| inside(closure, out)));
    step.body().iter().for_each(|step| all_variables(step, out));
}

/// The variables that a statement binds, given those that are bound.
pub(super) fn outputs(step: &Step, arity: &dyn Arity, bound: &Vars) -> Vars {
    let mut modified = Vars::new();
    for (target, value) in &step.with {
        variables(target, CLOSURES, &mut modified);
        variables(value, CLOSURES, &mut modified);
    }
    if step.is_negated || !modified.is_subset(bound) {
        return Vars::new();
    }
    let mut found = Vars::new();
    step.for_each_term(&mut |term| indexes(term, bound, &mut found));
    let What::Call(callee, operands) = &step.what else { return found };
    if step.is_equality() {
        if let [left, right] = operands.as_slice() {
            let mut known = bound.clone();
            known.extend(&found);
            found.extend(unified(&known, left, right));
        }
        return found.difference(bound).copied().collect();
    }
    let Some(inputs) = arity.arity(callee) else { return Vars::new() };
    if inputs >= operands.len() {
        return found;
    }
    let skip = Skip { roots: true, sets: true, keys: true, closures: true };
    let mut read = Vars::new();
    operands[..inputs].iter().for_each(|term| variables(term, skip, &mut read));
    if read.iter().any(|var| !found.contains(var) && !bound.contains(var)) {
        return Vars::new();
    }
    operands[inputs..].iter().for_each(|term| variables(term, skip, &mut found));
    found
}

/// Adds the variables that index something with a root that is bound.
fn indexes(term: &Term, bound: &Vars, out: &mut Vars) {
    match &term.form {
        Form::Closure(_) => return,
        Form::Ref(Root::Var(var), _) if !bound.contains(var) => return,
        Form::Ref(_, path) => {
            let skip = Skip { roots: true, ..Skip::default() };
            for part in path {
                variables(part, skip, out);
            }
        }
        _ => {}
    }
    term.for_each_child(&mut |child| indexes(child, bound, out));
}

/// A body in OPA's order, given what is bound around it.
pub(super) fn ordered(
    body: Vec<Step>,
    arity: &dyn Arity,
    globals: &Vars,
) -> Result<Vec<Step>, Unsafe> {
    let mut order = Order::of(&body, globals);
    while order.pass(&body, arity) {}
    if let Some((at, var)) = order.missing(&body) {
        return Err(Unsafe { at, var });
    }
    let mut steps: Vec<_> = body.into_iter().map(Some).collect();
    let mut globals = globals.clone();
    let mut out: Vec<Step> = Vec::with_capacity(steps.len());
    for index in order.placed {
        let Some(mut step) = steps[index].take() else { continue };
        if let Some(before) = out.last() {
            outer_variables(before, &mut globals);
        }
        within(&mut step, arity, &mut globals)?;
        out.push(step);
    }
    Ok(out)
}

struct Order<'a> {
    globals: &'a Vars,
    all: Vars,
    bound: Vars,
    /// For each statement: what it needs, and what its comprehensions mention.
    needs: Vec<Vars>,
    closed: Vec<Vars>,
    placed: Vec<usize>,
    is_placed: Vec<bool>,
}

impl<'a> Order<'a> {
    fn of(body: &[Step], globals: &'a Vars) -> Self {
        let mut needs = vec![Vars::new(); body.len()];
        let mut all = Vars::new();
        for (step, needs) in body.iter().zip(&mut needs) {
            outer_variables(step, needs);
            all.extend(&*needs);
            needs.retain(|var| !globals.contains(var));
        }
        let closed = body.iter().map(|step| {
            let mut closed = Vars::new();
            closed_variables(step, &mut closed);
            closed.retain(|var| all.contains(var) && !globals.contains(var));
            closed
        });
        let closed = closed.collect();
        let bound = all.intersection(globals).copied().collect();
        let is_placed = vec![false; body.len()];
        Self { globals, all, bound, needs, closed, placed: Vec::new(), is_placed }
    }

    /// Places what can be; whether anything was.
    fn pass(&mut self, body: &[Step], arity: &dyn Arity) -> bool {
        let before = self.placed.len();
        for (index, step) in body.iter().enumerate() {
            if self.is_placed[index] {
                continue;
            }
            let outputs = outputs(step, arity, &self.bound);
            if !self.closed[index].is_empty() {
                if self.closed[index] == outputs {
                    continue;
                }
                self.needs[index].clone_from(&self.closed[index]);
            }
            let bound = &self.bound;
            self.needs[index].retain(|var| !outputs.contains(var) && !bound.contains(var));
            if self.needs[index].is_empty() {
                self.is_placed[index] = true;
                self.placed.push(index);
                self.bound.extend(outputs);
            }
        }
        debug_assert!(
            self.bound.iter().all(|var| self.all.contains(var) || self.globals.contains(var))
        );
        self.placed.len() > before
    }

    fn missing(&self, body: &[Step]) -> Option<(u32, Var)> {
        let left = (0..body.len()).find(|index| !self.is_placed[*index])?;
        let var = self.needs[left].first().or_else(|| self.closed[left].first())?;
        Some((body[left].at, *var))
    }
}

/// Orders the bodies that a statement holds.
fn within(step: &mut Step, arity: &dyn Arity, globals: &mut Vars) -> Result<(), Unsafe> {
    let at = step.at;
    if let What::Every { key, value, domain, body } = &mut step.what {
        closures(domain, at, arity, globals)?;
        globals.extend([*key, *value]);
        *body = ordered(std::mem::take(body), arity, globals)?;
        return Ok(());
    }
    match &mut step.what {
        What::Term(term) => closures(term, at, arity, globals)?,
        What::Call(_, operands) => {
            for operand in operands {
                closures(operand, at, arity, globals)?;
            }
        }
        What::Not(body) => *body = ordered(std::mem::take(body), arity, globals)?,
        What::Every { .. } => {}
    }
    for (_, value) in &mut step.with {
        closures(value, at, arity, globals)?;
    }
    Ok(())
}

fn closures(term: &mut Term, at: u32, arity: &dyn Arity, globals: &Vars) -> Result<(), Unsafe> {
    match &mut term.form {
        Form::Closure(closure) => {
            let (mut own, mut bound) = (Vars::new(), globals.clone());
            closure.terms.iter().for_each(|term| variables(term, Skip::default(), &mut own));
            closure.body.iter().for_each(|step| outer_variables(step, &mut bound));
            if let Some(var) = own.difference(&bound).next() {
                return Err(Unsafe { at, var: *var });
            }
            closure.body = ordered(std::mem::take(&mut closure.body), arity, globals)?;
        }
        Form::Array(items) | Form::Set(items) | Form::Ref(_, items) => {
            for item in items {
                closures(item, at, arity, globals)?;
            }
        }
        Form::Object(fields) => {
            for (key, value) in fields {
                closures(key, at, arity, globals)?;
                closures(value, at, arity, globals)?;
            }
        }
        Form::Constant(_) | Form::Var(_) | Form::Call(..) | Form::Function(_) => {}
    }
    Ok(())
}
