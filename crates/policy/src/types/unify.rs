//! Which variables an equality binds.

use super::safety::{Skip, variables};
use super::term::{Form, Root, Term, Var, Vars};
use std::collections::BTreeMap;

/// The variables that `left = right` binds, given those that are bound.
pub(super) fn unified(bound: &Vars, left: &Term, right: &Term) -> Vars {
    let mut unifier = Unifier { bound, found: Vars::new(), waiting: BTreeMap::new() };
    unifier.unify(left, right);
    unifier.found.difference(bound).copied().collect()
}

struct Unifier<'a> {
    bound: &'a Vars,
    found: Vars,
    /// What a variable waits for.
    waiting: BTreeMap<Var, Vars>,
}

impl Unifier<'_> {
    fn knows(&self, var: Var) -> bool {
        self.bound.contains(&var) || self.found.contains(&var)
    }

    fn mark(&mut self, var: Var) {
        self.found.insert(var);
        for other in self.waiting.remove(&var).unwrap_or_default() {
            self.mark(other);
        }
        let mut ready = Vec::new();
        for (other, needs) in &mut self.waiting {
            if needs.remove(&var) && needs.is_empty() {
                ready.push(*other);
            }
        }
        for other in ready {
            self.mark(other);
        }
    }

    fn inside(term: &Term) -> Vars {
        let mut found = Vars::new();
        let skip = Skip { roots: true, sets: false, keys: true, closures: true };
        variables(term, skip, &mut found);
        found
    }

    fn mark_all(&mut self, term: &Term) {
        for var in Self::inside(term) {
            self.mark(var);
        }
    }

    fn unify(&mut self, left: &Term, right: &Term) {
        match (&left.form, &right.form) {
            (Form::Var(one), Form::Var(other)) => self.both(*one, *other),
            (Form::Var(var), Form::Array(_) | Form::Object(_)) => self.pattern(*var, right),
            (Form::Array(_) | Form::Object(_), Form::Var(var)) => self.pattern(*var, left),
            (Form::Var(var), Form::Ref(root, _)) | (Form::Ref(root, _), Form::Var(var)) => {
                self.found_in(root, *var);
            }
            (Form::Var(var), _) | (_, Form::Var(var)) => self.mark(*var),
            (Form::Array(one), Form::Array(other)) => {
                self.elements(one, other);
            }
            (Form::Object(one), Form::Object(other)) => {
                self.fields(one, other);
            }
            // An object binds nothing from a comprehension on its right in OPA, but on its left.
            (Form::Array(_) | Form::Object(_), Form::Ref(..))
            | (Form::Array(_), Form::Closure(_)) => self.mark_all(left),
            (Form::Ref(..) | Form::Closure(_), Form::Array(_) | Form::Object(_)) => {
                self.mark_all(right);
            }
            _ => {}
        }
    }

    /// A reference binds what it is equal to, once its root is bound.
    fn found_in(&mut self, root: &Root, var: Var) {
        match root {
            Root::Var(root) if !self.knows(*root) => {}
            _ => self.mark(var),
        }
    }

    fn elements(&mut self, one: &[Term], other: &[Term]) {
        if one.len() != other.len() {
            return;
        }
        for (one, other) in one.iter().zip(other) {
            self.unify(one, other);
        }
    }

    fn fields(&mut self, one: &[(Term, Term)], other: &[(Term, Term)]) {
        if one.len() != other.len() {
            return;
        }
        for (key, value) in one {
            let Some(key) = key.constant() else { continue };
            let same = other.iter().find(|(other, _)| other.constant().as_ref() == Some(&key));
            if let Some((_, other)) = same {
                self.unify(value, other);
            }
        }
    }

    fn both(&mut self, one: Var, other: Var) {
        if self.knows(other) {
            self.mark(one);
        } else if self.knows(one) {
            self.mark(other);
        } else {
            self.waiting.entry(one).or_default().insert(other);
            self.waiting.entry(other).or_default().insert(one);
        }
    }

    fn pattern(&mut self, var: Var, pattern: &Term) {
        if self.knows(var) {
            return self.mark_all(pattern);
        }
        let open: Vec<_> = Self::inside(pattern).into_iter().filter(|v| !self.knows(*v)).collect();
        if open.is_empty() {
            self.mark(var);
        } else {
            self.waiting.entry(var).or_default().extend(open);
        }
    }
}
