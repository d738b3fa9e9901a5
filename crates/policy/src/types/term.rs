//! Rego as OPA's compiler sees it when it checks types: names resolved, one operation a statement.

use super::kind::Key;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A variable of a rule, by number.
pub(super) type Var = u32;

pub(super) type Vars = BTreeSet<Var>;

/// A term, and where it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) at: u32,
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A scalar.
    Constant(Key),
    Var(Var),
    /// A root, and what is looked up in it.
    Ref(Root, Vec<Term>),
    Array(Vec<Term>),
    Object(Vec<(Term, Term)>),
    Set(Vec<Term>),
    /// Inside of other terms until they are taken apart.
    Call(Callee, Vec<Term>),
    Closure(Box<Closure>),
    /// A function that is no call: what `with` replaces, or replaces it with.
    Function(Callee),
}

#[derive(Clone, Debug)]
pub(super) enum Root {
    Data,
    Input,
    Var(Var),
    /// Something else, until it is taken apart.
    Term(Box<Term>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Callee {
    Builtin(Rc<str>),
    /// The path below `data`.
    Rule(Vec<Key>),
    /// A variable, which cannot be called.
    Nothing,
}

/// A comprehension.
#[derive(Clone, Debug)]
pub(super) struct Closure {
    pub(super) form: ClosureForm,
    /// The element, or key and value.
    pub(super) terms: Vec<Term>,
    pub(super) body: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClosureForm {
    Array,
    Object,
    Set,
}

/// A statement.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) at: u32,
    pub(super) is_negated: bool,
    /// Whether it was taken out of another one.
    pub(super) is_generated: bool,
    pub(super) what: What,
    /// Targets and values.
    pub(super) with: Vec<(Term, Term)>,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Term(Term),
    Call(Callee, Vec<Term>),
    Every {
        key: Var,
        value: Var,
        domain: Term,
        body: Vec<Step>,
    },
    /// A negation that is kept apart.
    Not(Vec<Step>),
}

pub(super) const EQ: &str = "eq";

impl Callee {
    pub(super) fn is(&self, builtin: &str) -> bool {
        matches!(self, Self::Builtin(name) if **name == *builtin)
    }
}

impl Term {
    pub(super) fn var(at: u32, var: Var) -> Self {
        Self { at, form: Form::Var(var) }
    }

    /// The terms directly inside, but those of comprehensions.
    pub(super) fn for_each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.form {
            Form::Array(items) | Form::Set(items) | Form::Call(_, items) => {
                items.iter().for_each(visit);
            }
            Form::Object(fields) => fields.iter().for_each(|(key, value)| {
                visit(key);
                visit(value);
            }),
            Form::Ref(root, path) => {
                if let Root::Term(term) = root {
                    visit(term);
                }
                path.iter().for_each(visit);
            }
            Form::Constant(_) | Form::Var(_) | Form::Closure(_) | Form::Function(_) => {}
        }
    }

    /// The constant that it is, if it is one.
    pub(super) fn constant(&self) -> Option<Key> {
        match &self.form {
            Form::Constant(key) => Some(key.clone()),
            Form::Array(items) => Some(Key::List(constants(items)?)),
            Form::Set(items) => {
                let mut items = constants(items)?;
                items.sort();
                Some(Key::List(items))
            }
            Form::Object(fields) => {
                let both = |(key, value): &(Self, Self)| Some((key.constant()?, value.constant()?));
                Some(Key::Fields(fields.iter().map(both).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    pub(super) fn is_constant(&self) -> bool {
        self.constant().is_some()
    }

    pub(super) fn is_scalar(&self) -> bool {
        matches!(self.form, Form::Constant(_))
    }

    /// Whether it holds a reference or a comprehension.
    pub(super) fn needs_evaluation(&self) -> bool {
        if matches!(self.form, Form::Ref(..) | Form::Closure(_)) {
            return true;
        }
        let mut found = false;
        self.for_each_child(&mut |child| found |= child.needs_evaluation());
        found
    }

    /// The comprehensions in it that are in no other one.
    pub(super) fn for_each_closure<'a>(&'a self, visit: &mut dyn FnMut(&'a Closure)) {
        if let Form::Closure(closure) = &self.form {
            visit(closure);
        }
        self.for_each_child(&mut |child| child.for_each_closure(visit));
    }
}

fn constants(items: &[Term]) -> Option<Vec<Key>> {
    items.iter().map(Term::constant).collect()
}

impl Step {
    pub(super) fn of(at: u32, what: What) -> Self {
        Self { at, is_negated: false, is_generated: false, what, with: Vec::new() }
    }

    /// `left = right`.
    pub(super) fn equality(at: u32, left: Term, right: Term) -> Self {
        Self::of(at, What::Call(Callee::Builtin(EQ.into()), vec![left, right]))
    }

    /// `var = term`, made by the compiler.
    pub(super) fn binding(var: Var, term: Term) -> Self {
        let at = term.at;
        Self { is_generated: true, ..Self::equality(at, Term::var(at, var), term) }
    }

    pub(super) fn is_equality(&self) -> bool {
        matches!(&self.what, What::Call(callee, _) if callee.is(EQ))
    }

    /// The terms directly inside, without those of modifiers and of a body.
    pub(super) fn operands(&self) -> &[Term] {
        match &self.what {
            What::Term(term) => std::slice::from_ref(term),
            What::Call(_, operands) => operands,
            What::Every { domain, .. } => std::slice::from_ref(domain),
            What::Not(_) => &[],
        }
    }

    /// The statements of `every` and of a negation.
    pub(super) fn body(&self) -> &[Self] {
        match &self.what {
            What::Every { body, .. } | What::Not(body) => body,
            What::Term(_) | What::Call(..) => &[],
        }
    }

    /// Its terms, with those of modifiers.
    pub(super) fn for_each_term<'a>(&'a self, visit: &mut dyn FnMut(&'a Term)) {
        self.operands().iter().for_each(&mut *visit);
        for (target, value) in &self.with {
            visit(target);
            visit(value);
        }
    }

    /// The bodies that it holds: its own, and those of comprehensions that are in no other one.
    pub(super) fn for_each_body<'a>(&'a self, visit: &mut dyn FnMut(&'a [Self])) {
        self.for_each_term(&mut |term| term.for_each_closure(&mut |closure| visit(&closure.body)));
        visit(self.body());
    }
}
