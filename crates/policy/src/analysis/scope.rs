//! What the one who writes a module for the engine knows of the policy.

use super::name_of;
use super::references::{Names, Path};
use crate::lint::walk::queries;
use crate::syntax::Parsed;
use crate::syntax::ast::{Expr, ExprKind, Rule, RuleKind, With};
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// What is known of all modules. A change of a rule that keeps its name is taken to change nothing of it.
pub(crate) struct Known {
    /// How many arguments each function takes, by its full path.
    functions: BTreeMap<Path, usize>,
    /// The full paths of all rules, as far as they are constant.
    rules: BTreeSet<Path>,
    /// The rules that OPA takes for defined, though a part of their value may not be.
    uncertain: BTreeSet<Path>,
    /// Whether some modifier may put a set into the input or the data.
    sets_in_documents: bool,
}

impl Known {
    pub(super) fn of(modules: &[Parsed]) -> Self {
        let all = modules.iter().flat_map(|module| {
            module.tree.rules.iter().map(move |rule| (full_path(module, rule), rule))
        });
        let (mut functions, mut rules) = (BTreeMap::new(), BTreeSet::new());
        let mut uncertain = BTreeSet::new();
        for (path, rule) in all {
            let is_alone = !rules.contains(&path);
            if is_alone && seems_defined(rule) {
                uncertain.insert(path.clone());
            } else {
                uncertain.remove(&path);
            }
            if rule.kind == RuleKind::Function || !rule.args.is_empty() {
                functions.insert(path.clone(), rule.args.len());
            }
            rules.insert(path);
        }
        let sets_in_documents = modules.iter().any(replaces_by_sets);
        Self { functions, rules, uncertain, sets_in_documents }
    }
}

/// What is known in one module.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// First names of the rules and imports: a variable of such a name is a reference.
    pub(crate) globals: &'a BTreeSet<String>,
    pub(crate) names: &'a Names,
    pub(super) known: &'a Known,
}

impl Scope<'_> {
    /// How many arguments the function of the policy takes that a path means.
    pub(crate) fn function(&self, path: &[String]) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let mut full = self.names.resolve(first)?;
        full.extend(rest.iter().cloned());
        self.known.functions.get(&full).copied()
    }

    /// Whether OPA takes the rule that a path means for defined, and it may not be.
    pub(crate) fn seems_defined(&self, path: &[String]) -> bool {
        let Some(mut full) = self.names.resolve(&path[0]) else { return false };
        full.extend(path[1..].iter().cloned());
        self.known.uncertain.contains(&full)
    }

    /// Whether only JSON is at a full path and below it, in which there are no sets.
    pub(crate) fn is_document(&self, path: &[String]) -> bool {
        let rules = &self.known.rules;
        let below = rules.range(path.to_vec()..).next();
        let meets_rule = below.is_some_and(|rule| rule.starts_with(path))
            || (1..path.len()).any(|length| rules.contains(&path[..length]));
        !(self.known.sets_in_documents || path[0] == "data" && meets_rule)
    }
}

/// The path of a rule from `data`, as far as it is constant.
fn full_path(module: &Parsed, rule: &Rule) -> Path {
    let package = iter::once("data".to_owned()).chain(module.tree.package.iter().cloned());
    package.chain(name_of(&rule.name).0).collect()
}

/// Whether a definition is a literal, with parts that may be undefined, and no condition.
fn seems_defined(rule: &Rule) -> bool {
    let has_conditions = match &rule.bodies[..] {
        [] => false,
        [body] => body.is_else || body.query.statements.len() > 1,
        _ => true,
    };
    let is_literal = |value: &Expr| {
        matches!(value.kind, ExprKind::Array(_) | ExprKind::Object(_) | ExprKind::Set(_))
    };
    let parts = rule.value.as_ref().filter(|value| is_literal(value));
    rule.kind == RuleKind::Complete
        && !has_conditions
        && parts.is_some_and(|value| !value.is_constant())
}

/// Whether a modifier of a module may put a set into the input or the data.
fn replaces_by_sets(module: &Parsed) -> bool {
    let is_document = |with: &With| matches!(with.target.chain(), Some(("data" | "input", _)));
    module.tree.rules.iter().flat_map(queries).any(|query| {
        let mut all = query.statements.iter().flat_map(|statement| &statement.with);
        all.any(|with| is_document(with) && may_hold_sets(&with.value))
    })
}

fn may_hold_sets(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Bool(_) | ExprKind::Null | ExprKind::Number | ExprKind::Text(_) => false,
        ExprKind::Array(_) | ExprKind::Object(_) => {
            let mut found = false;
            expr.for_each_child(&mut |child| found |= may_hold_sets(child));
            found
        }
        _ => !matches!(expr.chain(), Some(("input", _))),
    }
}
