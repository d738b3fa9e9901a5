//! References: each step must be able to find something.

use super::check::{Checker, Fault};
use super::kind::Kind;
use super::term::{Form, Root, Term};
use super::tree::{Node, select};

impl Checker {
    /// What is known below a root, from what is replaced innermost to the rules.
    fn layers(&self, root: &Root) -> impl Iterator<Item = &Node> {
        let is_data = matches!(root, Root::Data);
        let replaced = self.replaced.iter().rev().filter(move |(of_data, _)| *of_data == is_data);
        let replaced = replaced.map(|(_, node)| &**node).filter(|node| !node.is_empty());
        replaced.chain(Some(&self.tree).filter(|tree| is_data && !tree.is_empty()))
    }

    /// The type of what a reference leads to.
    pub(super) fn referred(&self, root: &Root, path: &[Term]) -> Kind {
        match root {
            Root::Data | Root::Input => {
                let mut found = self.layers(root).filter_map(|layer| layer.find(path));
                found.next().unwrap_or_else(Kind::any)
            }
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
            Root::Data | Root::Input => self.document(term, root, path),
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
            Root::Term(_) => self.steps(term, Kind::any(), path, 0),
        }
    }

    /// A path below a root: through packages to a rule, or to a document.
    fn document(&mut self, term: &Term, root: &Root, path: &[Term]) -> Result<(), Fault> {
        for layer in 0..self.layers(root).count() {
            if let Some((kind, at)) = self.through(term, root, path, layer)? {
                return self.steps(term, kind, path, at);
            }
        }
        self.steps(term, Kind::any(), path, 0)
    }

    /// The type of the rule that a path leads to in a layer, and how many steps lead there; `None` for a document.
    fn through(
        &mut self,
        term: &Term,
        root: &Root,
        path: &[Term],
        layer: usize,
    ) -> Result<Option<(Kind, usize)>, Fault> {
        for (at, part) in path.iter().enumerate() {
            let Some(node) = self.node(root, &path[..at], layer) else { return Ok(None) };
            if let Some(kind) = node.whole() {
                return Ok(Some((kind.clone(), at)));
            }
            let (keys, leads) = (node.keys(), node.leads(part));
            let is_name = matches!(part.form, Form::Var(_)) || self.kind(part) == Kind::Text;
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
            if !leads {
                return Ok(None);
            }
        }
        let kind = self.node(root, path, layer).and_then(Node::whole).cloned();
        Ok(Some((kind.unwrap_or_else(Kind::any), path.len())))
    }

    fn node(&self, root: &Root, path: &[Term], layer: usize) -> Option<&Node> {
        let layer = self.layers(root).nth(layer)?;
        path.iter().try_fold(layer, |node, part| node.below(part))
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
                Form::Array(_) | Form::Object(_) | Form::Set(_)
                    if !self.fits(part, &keys, false) =>
                {
                    return Err(self.words.key(term, path, at, &self.kind(part), &keys));
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
