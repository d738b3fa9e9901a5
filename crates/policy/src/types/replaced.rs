//! What `with` makes unknown: the document or rule that it replaces, and all rules that read it.

use super::kind::Key;
use super::read::Definition;
use super::rules::Rules;
use super::term::{Form, Root, Step, Term};
use super::tree::Node;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Who reads what, in a policy that replaces rules.
#[derive(Default)]
pub(super) struct Readers {
    /// For each definition: those that read it.
    of: Vec<Vec<usize>>,
    /// The constant beginnings of where the definitions stand.
    paths: Vec<Vec<Key>>,
    by_path: BTreeMap<Vec<Key>, Vec<usize>>,
    /// What replacing a path makes unknown.
    found: BTreeMap<Vec<Key>, Rc<Node>>,
}

impl Readers {
    pub(super) fn of(definitions: &[Definition], rules: &Rules<'_>) -> Self {
        let mut this = Self::default();
        if !definitions.iter().any(|one| one.body.iter().any(replaces_data)) {
            return this;
        }
        this.of = vec![Vec::new(); definitions.len()];
        for (index, definition) in definitions.iter().enumerate() {
            for read in rules.dependencies(definition) {
                this.of[read].push(index);
            }
            let path = super::beginning(definition);
            this.by_path.entry(path.clone()).or_default().push(index);
            this.paths.push(path);
        }
        this
    }

    /// What is unknown where the data at a path is replaced; a function is checked as it was.
    pub(super) fn replaced(&mut self, path: &[Term], is_function: bool) -> Rc<Node> {
        let path: Vec<Key> = path.iter().filter_map(Term::constant).collect();
        if let Some(found) = self.found.get(&path) {
            return found.clone();
        }
        let mut node = Node::default();
        if !is_function {
            node.replace(&path);
        }
        let below = self.by_path.range(path.clone()..);
        let below = below.take_while(|(own, _)| own.starts_with(&path));
        let mut queue: Vec<usize> =
            below.flat_map(|(_, all)| all).flat_map(|one| &self.of[*one]).copied().collect();
        let mut seen = vec![false; self.of.len()];
        while let Some(reader) = queue.pop() {
            if !std::mem::replace(&mut seen[reader], true) {
                node.replace(&self.paths[reader]);
                queue.extend(&self.of[reader]);
            }
        }
        let node = Rc::new(node);
        self.found.insert(path, node.clone());
        node
    }
}

/// Whether some modifier in a statement replaces data.
fn replaces_data(step: &Step) -> bool {
    let is_data = |target: &Term| matches!(target.form, Form::Ref(Root::Data, _));
    let mut found = step.with.iter().any(|(target, _)| is_data(target));
    step.for_each_body(&mut |body| found |= body.iter().any(replaces_data));
    found
}
