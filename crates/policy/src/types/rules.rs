//! The rules of all modules by their paths: which read which, what is called, and which stand in one another's way.

use super::check::Fault;
use super::kind::{Key, Kind};
use super::read::Definition;
use super::safety::Arity;
use super::signatures::{DEPRECATED, Signatures};
use super::term::{Callee, Form, Root, Step, Term, What};
use super::words::{self, Words};
use std::collections::{BTreeMap, BTreeSet};

/// Definitions by the constant beginning of their paths.
#[derive(Default)]
struct Branch {
    here: Vec<usize>,
    below: BTreeMap<Key, Self>,
}

/// The definitions of a policy.
pub(super) struct Rules<'a> {
    signatures: &'a Signatures,
    /// How many arguments each takes.
    args: Vec<usize>,
    root: Branch,
}

impl<'a> Rules<'a> {
    pub(super) fn of(definitions: &[Definition], signatures: &'a Signatures) -> Self {
        let mut root = Branch::default();
        for (index, definition) in definitions.iter().enumerate() {
            let path = definition.path.iter().map_while(Term::constant);
            let branch = path.fold(&mut root, |at, key| at.below.entry(key).or_default());
            branch.here.push(index);
        }
        let args = definitions.iter().map(|definition| definition.args.len()).collect();
        Self { signatures, args, root }
    }

    fn exact(&self, path: &[Key]) -> Option<&Branch> {
        path.iter().try_fold(&self.root, |at, key| at.below.get(key))
    }

    /// Adds the definitions that a path below `data` may lead to.
    fn read(&self, path: &[Option<Key>], found: &mut BTreeSet<usize>) {
        let mut queue = vec![(&self.root, path)];
        while let Some((branch, path)) = queue.pop() {
            found.extend(&branch.here);
            match path.split_first() {
                Some((Some(key), rest)) => {
                    queue.extend(branch.below.get(key).map(|below| (below, rest)));
                }
                Some((None, rest)) => queue.extend(branch.below.values().map(|one| (one, rest))),
                None => queue.extend(branch.below.values().map(|one| (one, path))),
            }
        }
    }

    /// The definitions that one reads.
    pub(super) fn dependencies(&self, definition: &Definition) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let head = definition.args.iter().chain(&definition.key).chain(&definition.value);
        head.for_each(|term| self.term(term, &mut found));
        definition.body.iter().for_each(|step| self.step(step, &mut found));
        found
    }

    fn step(&self, step: &Step, found: &mut BTreeSet<usize>) {
        if let What::Call(Callee::Rule(path), _) = &step.what {
            let path: Vec<_> = path.iter().cloned().map(Some).collect();
            self.read(&path, found);
        }
        step.for_each_term(&mut |term| self.term(term, found));
        step.body().iter().for_each(|step| self.step(step, found));
    }

    fn term(&self, term: &Term, found: &mut BTreeSet<usize>) {
        match &term.form {
            Form::Ref(Root::Data, path) => {
                let path: Vec<_> = path.iter().map(Term::constant).collect();
                self.read(&path, found);
            }
            Form::Closure(closure) => {
                closure.terms.iter().for_each(|term| self.term(term, found));
                closure.body.iter().for_each(|step| self.step(step, found));
            }
            _ => {}
        }
        term.for_each_child(&mut |child| self.term(child, found));
    }

    /// Looks for calls of what is no function, or with another number of arguments.
    pub(super) fn calls(&self, steps: &[Step], rego_v1: bool) -> Result<(), Fault> {
        for step in steps {
            self.call(step, rego_v1)?;
            let mut result = Ok(());
            step.for_each_body(&mut |body| {
                if result.is_ok() {
                    result = self.calls(body, rego_v1);
                }
            });
            result?;
        }
        Ok(())
    }

    fn call(&self, step: &Step, rego_v1: bool) -> Result<(), Fault> {
        let fault = |message: String| Err(Fault { at: step.at, message });
        for (target, _) in &step.with {
            let document = matches!(target.form, Form::Ref(Root::Data | Root::Input, _));
            if !document && !matches!(target.form, Form::Function(_)) {
                let message =
                    "`with` replaces parts of `input` and `data`, and functions; this is none";
                return fault(message.to_owned());
            }
        }
        let What::Call(callee, operands) = &step.what else { return Ok(()) };
        let name = words::name(callee);
        if let Callee::Builtin(builtin) = callee
            && rego_v1
            && DEPRECATED.contains(&&**builtin)
        {
            return fault(format!(
                "`{name}` is deprecated, and no function of Rego v1; use another one"
            ));
        }
        let Some(arity) = self.arity(callee) else {
            if matches!(callee, Callee::Nothing) {
                return Ok(());
            }
            return fault(format!("there is no function `{name}`; correct the name, or define it"));
        };
        let has_value = match callee {
            Callee::Builtin(name) => {
                self.signatures.of(name).is_some_and(|one| one.result != Kind::Unknown)
            }
            _ => true,
        };
        if step.is_generated && !has_value {
            return fault(format!("`{name}` has no value; call it as a statement"));
        }
        let exact = operands.len() == arity + 1;
        let fits = if step.is_generated && !step.is_equality() {
            exact
        } else {
            exact || operands.len() == arity
        };
        if fits || callee.is("internal.print") || step.is_generated && step.is_equality() {
            return Ok(());
        }
        Err(Words::count(step.at, callee, arity))
    }

    /// Definitions that cannot stand beside one another: which, and why.
    pub(super) fn conflict(
        &self,
        definitions: &[Definition],
        packages: &BTreeSet<Vec<Key>>,
    ) -> Option<(usize, String)> {
        let mut queue = vec![(Vec::new(), &self.root)];
        while let Some((path, branch)) = queue.pop() {
            let own: Vec<_> =
                branch.here.iter().copied().filter(|one| !definitions[*one].is_else).collect();
            if let Some(first) = own.first()
                && let Some(message) = among(&own, definitions, branch, packages.contains(&path))
            {
                let name = words::name(&Callee::Rule(path));
                return Some((*first, message.replace("{}", &name)));
            }
            for (key, below) in branch.below.iter().rev() {
                queue.push((path.iter().cloned().chain([key.clone()]).collect(), below));
            }
        }
        None
    }
}

impl Arity for Rules<'_> {
    fn arity(&self, callee: &Callee) -> Option<usize> {
        match callee {
            Callee::Builtin(name) => Some(self.signatures.of(name)?.args.len()),
            Callee::Rule(path) => Some(self.args[*self.exact(path)?.here.first()?]),
            Callee::Nothing => None,
        }
    }
}

/// Why the definitions at one path cannot be; `{}` is the path.
fn among(
    own: &[usize],
    definitions: &[Definition],
    branch: &Branch,
    is_package: bool,
) -> Option<String> {
    let all = || own.iter().map(|one| &definitions[*one]);
    let is_constant = |one: &Definition| one.path.iter().all(Term::is_constant);
    let has_rules = branch.below.values().any(Branch::has_rules);
    if all().any(is_constant) && has_rules {
        return Some(
            "`{}` is a rule, and has rules below it; give one of them another name".to_owned(),
        );
    }
    let is_set = |one: &Definition| one.key.is_some();
    let arities: BTreeSet<_> = all().map(|one| one.args.len()).collect();
    let mixes = |test: &dyn Fn(&Definition) -> bool| all().any(test) && !all().all(test);
    let is_complete = |one: &Definition| !is_set(one) && is_constant(one);
    if arities.len() > 1 || mixes(&is_set) || mixes(&is_complete) {
        return Some(
            "the definitions of `{}` are of several kinds; make all of them values, sets, objects or functions of \
             as many arguments"
                .to_owned(),
        );
    }
    if all().filter(|one| one.is_default).count() > 1 {
        return Some("`{}` has several defaults; keep one".to_owned());
    }
    (is_package && all().any(is_constant))
        .then(|| "`{}` is a rule and a package; give one of them another name".to_owned())
}

impl Branch {
    fn has_rules(&self) -> bool {
        !self.here.is_empty() || self.below.values().any(Self::has_rules)
    }
}
