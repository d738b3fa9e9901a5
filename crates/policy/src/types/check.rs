//! Checks the statements of a rule, in order: what meets must be of types that have a value in common.

use super::bound::bounded;
use super::kind::{Function, Key, Kind};
use super::read::Definition;
use super::replaced::Readers;
use super::signatures::Signatures;
use super::term::{Callee, Closure, ClosureForm, Form, Root, Step, Term, Var, What};
use super::tree::Node;
use super::words::Words;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What OPA refuses, and where it stands.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: u32,
    pub(super) message: String,
}

/// Whether something is below `data`; it is below `input` otherwise.
pub(super) type IsData = bool;

/// Checks definitions, those first that others read.
pub(super) struct Checker {
    pub(super) signatures: Signatures,
    pub(super) tree: Node,
    /// The types of the variables, from the outside in.
    pub(super) scopes: Vec<HashMap<Var, Kind>>,
    /// What comprehensions were found to be, by their address; the bodies do not move while they are checked.
    closures: HashMap<usize, Kind>,
    /// What modifiers replace, from the outside in.
    pub(super) replaced: Vec<(IsData, Rc<Node>)>,
    readers: Readers,
    pub(super) words: Words,
}

impl Checker {
    pub(super) fn new(signatures: Signatures, readers: Readers) -> Self {
        Self {
            signatures,
            tree: Node::default(),
            scopes: Vec::new(),
            closures: HashMap::new(),
            replaced: Vec::new(),
            readers,
            words: Words::default(),
        }
    }

    /// Checks a definition and notes what it gives its rule.
    pub(super) fn definition(&mut self, definition: &Definition) -> Result<(), Fault> {
        self.closures.clear();
        self.words = Words { names: definition.names.clone() };
        self.scopes = vec![HashMap::new()];
        self.body(&definition.body)?;
        let kind = self.head(definition);
        let path = super::beginning(definition);
        let kind = bounded(self.nested(&definition.path[path.len()..], kind));
        if kind != Kind::Unknown {
            self.tree.insert(&path, &kind);
        }
        Ok(())
    }

    fn head(&mut self, definition: &Definition) -> Kind {
        if let Some(key) = &definition.key {
            let kind = self.kind(key);
            return if kind == Kind::Unknown { kind } else { Kind::set(kind) };
        }
        if !definition.args.is_empty() {
            definition.args.iter().for_each(|arg| self.assume(arg));
        }
        let result = definition.value.as_ref().map_or(Kind::Unknown, |value| self.kind(value));
        if definition.args.is_empty() {
            return result;
        }
        let args = definition.args.iter().map(|arg| self.kind(arg)).collect();
        Kind::Function(Rc::new(Function { args, more: Kind::Unknown, result }))
    }

    /// Arguments that nothing tells of can be anything.
    fn assume(&mut self, arg: &Term) {
        if let Form::Var(var) = arg.form
            && self.var(var) == Kind::Unknown
        {
            self.put(var, Kind::any());
        }
        arg.for_each_child(&mut |child| self.assume(child));
    }

    /// The objects that the variable part of a path stands for.
    fn nested(&self, path: &[Term], kind: Kind) -> Kind {
        path.iter().rev().fold(kind, |value, part| match (self.kind(part), value) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => Kind::Unknown,
            (key, value) => Kind::object(Vec::new(), Some((key, value))),
        })
    }

    fn body(&mut self, steps: &[Step]) -> Result<(), Fault> {
        steps.iter().try_for_each(|step| {
            let depth = self.replaced.len();
            self.replace(step);
            self.closures_of(step)?;
            self.references_of(step)?;
            self.step(step)?;
            self.replaced.truncate(depth);
            Ok(())
        })
    }

    /// Makes unknown what the modifiers of a statement replace.
    fn replace(&mut self, step: &Step) {
        for (target, _) in &step.with {
            let Form::Ref(root, path) = &target.form else { continue };
            if step.with.iter().any(|(other, _)| holds(other, root, path)) {
                continue;
            }
            match root {
                Root::Data => {
                    let is_function = matches!(self.referred(root, path), Kind::Function(_));
                    self.replaced.push((true, self.readers.replaced(path, is_function)));
                }
                Root::Input => {
                    let mut node = Node::default();
                    node.replace(&path.iter().filter_map(Term::constant).collect::<Vec<_>>());
                    self.replaced.push((false, Rc::new(node)));
                }
                Root::Var(_) | Root::Term(_) => {}
            }
        }
    }

    fn closures_of(&mut self, step: &Step) -> Result<(), Fault> {
        let mut closures = Vec::new();
        step.for_each_term(&mut |term| term.for_each_closure(&mut |one| closures.push(one)));
        for closure in closures {
            self.closure(closure)?;
        }
        step.body().iter().try_for_each(|step| self.closures_of(step))
    }

    fn closure(&mut self, closure: &Closure) -> Result<(), Fault> {
        self.scopes.push(HashMap::new());
        self.body(&closure.body)?;
        let kinds: Vec<_> = closure.terms.iter().map(|term| self.kind(term)).collect();
        self.scopes.pop();
        let mut kinds = kinds.into_iter();
        let first = kinds.next().unwrap_or(Kind::Unknown);
        let kind = match closure.form {
            ClosureForm::Array => Kind::array(Vec::new(), first),
            ClosureForm::Set => Kind::set(first),
            ClosureForm::Object => {
                Kind::object(Vec::new(), Some((first, kinds.next().unwrap_or(Kind::Unknown))))
            }
        };
        self.closures.insert(std::ptr::from_ref(closure).addr(), kind);
        Ok(())
    }

    fn references_of(&mut self, step: &Step) -> Result<(), Fault> {
        step.operands().iter().try_for_each(|term| self.references(term))?;
        step.body().iter().try_for_each(|step| self.references_of(step))
    }

    fn references(&mut self, term: &Term) -> Result<(), Fault> {
        if let Form::Ref(root, path) = &term.form {
            self.reference(term, root, path)?;
        }
        let mut children = Vec::new();
        term.for_each_child(&mut |child| children.push(child));
        children.into_iter().try_for_each(|child| self.references(child))
    }

    fn step(&mut self, step: &Step) -> Result<(), Fault> {
        for (target, value) in &step.with {
            let (one, other) = (self.kind(target), self.kind(value));
            if let (Kind::Function(_), Kind::Function(_)) = (&one, &other)
                && !one.meets(&other)
            {
                let message =
                    "`with` replaces a function by one with other arguments; make them alike";
                return Err(Fault { at: target.at, message: message.to_owned() });
            }
        }
        let What::Call(callee, operands) = &step.what else { return Ok(()) };
        if step.is_equality() {
            return self.equality(step, operands);
        }
        let function = match callee {
            Callee::Builtin(name) => self.signatures.of(name),
            Callee::Rule(path) => {
                let constant = |key: &Key| Term { at: step.at, form: Form::Constant(key.clone()) };
                let path: Vec<_> = path.iter().map(constant).collect();
                match self.referred(&Root::Data, &path) {
                    Kind::Function(function) => Some(function),
                    // It has parts that are not known, or `with` replaces its package.
                    Kind::Any(of) if of.is_empty() => None,
                    Kind::Unknown => None,
                    _ => return Err(Words::no_function(step.at, callee)),
                }
            }
            Callee::Nothing => None,
        };
        function.map_or(Ok(()), |function| self.call(step, callee, operands, &function))
    }

    fn call(
        &mut self,
        step: &Step,
        callee: &Callee,
        operands: &[Term],
        function: &Function,
    ) -> Result<(), Fault> {
        let declared: Vec<_> = function.args.iter().collect();
        let result = Some(&function.result).filter(|result| **result != Kind::Unknown);
        let wanted: Vec<_> = declared.iter().copied().chain(result).collect();
        let varies = function.more != Kind::Unknown;
        if operands.len() < declared.len() || operands.len() > wanted.len() && !varies {
            return Err(Words::count(step.at, callee, declared.len()));
        }
        for (at, operand) in operands.iter().enumerate() {
            let want = wanted.get(at).copied().unwrap_or(&function.more).clone();
            if !self.fits(operand, &want, false) {
                let have = self.kind(operand);
                let is_output = at >= declared.len();
                return Err(Words::argument(step.at, callee, (at, is_output), &have, &want));
            }
        }
        Ok(())
    }

    fn equality(&mut self, step: &Step, operands: &[Term]) -> Result<(), Fault> {
        let [left, right] = operands else {
            return Err(Words::count(step.at, &Callee::Builtin("=".into()), 2));
        };
        let (one, other) = (self.kind(left), self.kind(right));
        if self.agree(left, &one, right, &other) {
            return Ok(());
        }
        Err(Words::unequal(step.at, &one, &other))
    }

    /// The type of a term, as far as it is known.
    pub(super) fn kind(&self, term: &Term) -> Kind {
        match &term.form {
            Form::Constant(key) => key.kind(),
            Form::Var(var) => self.var(*var),
            Form::Ref(root, path) => self.referred(root, path),
            Form::Array(items) => {
                let rest = if items.is_empty() { Kind::any() } else { Kind::Unknown };
                Kind::array(items.iter().map(|item| self.kind(item)).collect(), rest)
            }
            Form::Set(items) => match super::kind::join(items.iter().map(|item| self.kind(item))) {
                Kind::Unknown => Kind::set(Kind::any()),
                of => Kind::set(of),
            },
            Form::Object(fields) => self.object(fields),
            Form::Closure(closure) => {
                let found = self.closures.get(&std::ptr::from_ref(&**closure).addr());
                found.cloned().unwrap_or(Kind::Unknown)
            }
            Form::Call(..) => Kind::Unknown,
            Form::Function(_) => self.function(term),
        }
    }

    fn function(&self, term: &Term) -> Kind {
        match &term.form {
            Form::Function(Callee::Builtin(name)) => {
                self.signatures.of(name).map_or(Kind::Unknown, Kind::Function)
            }
            _ => Kind::Unknown,
        }
    }

    fn object(&self, fields: &[(Term, Term)]) -> Kind {
        let mut constant = BTreeMap::new();
        let mut rest: Option<(Kind, Kind)> = None;
        for (key, value) in fields {
            let kind = self.kind(value);
            if let Some(key) = key.constant() {
                constant.insert(key, kind);
                continue;
            }
            // OPA keeps one of them.
            let both = (self.kind(key), kind);
            rest = match rest {
                Some(other) if other != both => Some((Kind::any(), Kind::any())),
                _ => Some(both),
            };
        }
        if constant.is_empty() && rest.is_none() {
            rest = Some((Kind::any(), Kind::any()));
        }
        Kind::object(constant.into_iter().collect(), rest)
    }

    /// The type of a variable.
    pub(super) fn var(&self, var: Var) -> Kind {
        let found = self.scopes.iter().rev().find_map(|scope| scope.get(&var));
        found.cloned().unwrap_or(Kind::Unknown)
    }

    pub(super) fn put(&mut self, var: Var, kind: Kind) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(var, bounded(kind));
        }
    }
}

/// Whether a target of `with` replaces more than a path, and that with it.
fn holds(target: &Term, root: &Root, path: &[Term]) -> bool {
    let Form::Ref(own, above) = &target.form else { return false };
    let both = above.iter().zip(path);
    std::mem::discriminant(own) == std::mem::discriminant(root)
        && above.len() < path.len()
        && both.map(|(one, other)| (one.constant(), other.constant())).all(|(a, b)| a == b)
}
