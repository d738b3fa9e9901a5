//! References: each step must be able to find something.

use super::check::{Checker, Fault};
use super::kind::Kind;
use super::term::{Form, Root, Term};
use super::tree::{Step, select};

impl Checker {
    /// The type of what a reference leads to.
    pub(super) fn referred(&self, root: &Root, path: &[Term]) -> Kind {
        match root {
            Root::Input => Kind::any(),
            Root::Data => self.tree.find(path),
            Root::Var(var) => select(self.var(*var), path),
            Root::Term(_) => Kind::Unknown,
        }
    }

    pub(super) fn reference(
        &mut self,
        term: &Term,
        root: &Root,
        path: &[Term],
    ) -> Result<(), Fault> {
        if let Kind::Function(_) = self.referred(root, path) {
            return Err(self.words.function(term));
        }
        match root {
            Root::Data => self.data(term, path),
            Root::Var(var) => {
                let kind = match self.var(*var) {
                    Kind::Unknown => {
                        self.put(*var, Kind::any());
                        Kind::any()
                    }
                    kind => kind,
                };
                self.steps(term, kind, path, 0)
            }
            Root::Input | Root::Term(_) => self.steps(term, Kind::any(), path, 0),
        }
    }

    /// A path below `data`: through packages to a rule, or to a document.
    fn data(&mut self, term: &Term, path: &[Term]) -> Result<(), Fault> {
        let mut at = 0;
        loop {
            let Some(part) = path.get(at) else { return Ok(()) };
            let is_name = matches!(part.form, Form::Var(_)) || self.kind(part) == Kind::Text;
            let (keys, kind) = {
                let node = self.package(&path[..at]);
                let Some(node) = node else { return self.steps(term, Kind::any(), path, 0) };
                (node.keys(), match node.step(part) {
                    Step::Rule(kind) => Some(kind.clone()),
                    Step::Node(_) => None,
                    Step::Document => Some(Kind::Unknown),
                })
            };
            if at < 2 && !is_name {
                return Err(self.words.key(term, path, at, &self.kind(part), &Kind::Text));
            }
            if let Form::Var(var) = part.form {
                match self.var(var) {
                    Kind::Unknown => self.put(var, keys),
                    kind if kind.meets(&keys) => {}
                    kind => return Err(self.words.key(term, path, at, &kind, &keys)),
                }
            }
            match kind {
                Some(Kind::Unknown) => return self.steps(term, Kind::any(), path, 0),
                Some(kind) => return self.steps(term, kind, path, at + 1),
                None => at += 1,
            }
        }
    }

    fn package(&self, path: &[Term]) -> Option<&super::tree::Node> {
        path.iter().try_fold(&self.tree, |node, part| match node.step(part) {
            Step::Node(node) => Some(node),
            _ => None,
        })
    }

    /// The steps of a path from `at`, in a value of a type.
    fn steps(
        &mut self,
        term: &Term,
        mut kind: Kind,
        path: &[Term],
        at: usize,
    ) -> Result<(), Fault> {
        for (at, part) in path.iter().enumerate().skip(at) {
            let keys = kind.keys();
            if keys == Kind::Unknown {
                return Err(self.words.no_fields(term, path, at, &kind));
            }
            match &part.form {
                Form::Var(var) => match self.var(*var) {
                    Kind::Unknown => self.put(*var, keys),
                    own if own.meets(&keys) => {}
                    own => return Err(self.words.key(term, path, at, &own, &keys)),
                },
                Form::Array(_) | Form::Object(_) | Form::Set(_) => {
                    if !self.fits(part, &keys, false) {
                        return Err(self.words.key(term, path, at, &self.kind(part), &keys));
                    }
                }
                Form::Constant(key) => {
                    let child = kind.select(key);
                    if child == Kind::Unknown {
                        return Err(self.words.missing(term, path, at, &kind));
                    }
                    kind = child;
                    continue;
                }
                _ => {}
            }
            kind = kind.values();
        }
        Ok(())
    }
}
