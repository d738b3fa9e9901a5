//! Names of imports, written out where something below them is read.
//!
//! To the engine `facts.a` behind `import data.facts` is the value of all of `data.facts`, and of that the member `a`: it evaluates every rule of the
//! package for one of them. Of `data.facts.a` it evaluates that rule alone, as OPA does of either.

use super::{Negation, Renderer};
use crate::analysis::{dotted, references};
use crate::lint::walk::queries;
use crate::syntax::ast::{Expr, ExprKind, Rule};
use crate::syntax::normalise::KEYWORDS;

impl Renderer<'_> {
    /// Takes the variables of a rule, in comprehensions as well, for those that hide an import.
    pub(super) fn hide_imports(&mut self, rule: &Rule) {
        self.hiding.clone_from(&self.locals);
        for query in queries(rule) {
            self.hiding.append(&mut references::declared(query));
        }
    }

    /// What stands for the name of an import that a chain of constant names begins with.
    pub(super) fn written_out(&self, expr: &Expr) -> Option<String> {
        let base = match &expr.kind {
            ExprKind::Field { base, .. } => base,
            ExprKind::Index { base, index } if matches!(index.kind, ExprKind::Text(_)) => base,
            _ => return None,
        };
        let ExprKind::Var(name) = &base.kind else { return None };
        let free = self.negation == Negation::Hoisted && !self.hiding.contains(name);
        let mut imports = self.module.tree.imports.iter().filter(|_| free);
        let import = imports.find(|import| import.alias == *name)?;
        let (root, path) = import.path.split_first()?;
        let plain = !path.iter().any(|name| KEYWORDS.contains(&name.as_str()));
        (root == "data" && !path.is_empty() && plain).then(|| dotted(path))
    }
}
