//! Rules that need their own value, directly or through others. OPA refuses a policy with any, and the engine would recurse until its
//! stack is full.
//!
//! Found as OPA finds them: what a reference can mean by its text is what it reads, whatever its indexes are at run time.

use super::references::{Path, Pattern, References};
use super::{Source, dotted, name_of};
use crate::place::Place;
use crate::syntax::Parsed;
use crate::syntax::ast::{ExprKind, Rule, RuleKind, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A rule that needs its own value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cycle {
    /// Where the first rule reads the second.
    pub(crate) place: Place,
    /// The paths of the rules; the first is the last again.
    pub(crate) path: Vec<String>,
}

/// Finds a cycle, if there is one.
pub(super) fn find(
    modules: &[Parsed],
    sources: &[Source],
    references: &[References],
) -> Option<Cycle> {
    let path = |source: &Source| {
        let module = &modules[source.module];
        path_of(&module.tree.package, &module.tree.rules[source.rule])
    };
    let paths: Vec<Path> = sources.iter().map(path).collect();
    let mut tree = Tree::default();
    for (definition, path) in paths.iter().enumerate() {
        tree.insert(path, definition);
    }
    let cycle = Search { tree: &tree, references, state: vec![State::New; paths.len()] }.run()?;
    let (first, read) = cycle[0];
    let module = &modules[sources[first].module];
    let mut path: Vec<String> =
        cycle.iter().map(|(definition, _)| dotted(&paths[*definition])).collect();
    path.push(path[0].clone());
    path.dedup();
    if path.len() == 1 {
        path.push(path[0].clone());
    }
    Some(Cycle { place: module.place(read.start), path })
}

/// Where a definition stands below `data`: with the key, where a definition gives one constant key a value.
fn path_of(package: &[String], rule: &Rule) -> Path {
    let (constant, dynamic) = name_of(&rule.name);
    let mut path = package.to_vec();
    path.extend(constant);
    if rule.kind == RuleKind::Object
        && dynamic == 0
        && let Some(ExprKind::Text(key)) = rule.key.as_ref().map(|key| &key.kind)
    {
        path.push(key.clone());
    }
    path
}

/// The definitions by their paths.
#[derive(Default)]
struct Tree {
    here: Vec<usize>,
    below: BTreeMap<String, Self>,
}

impl Tree {
    fn insert(&mut self, path: &[String], definition: usize) {
        let mut at = self;
        for name in path {
            at = at.below.entry(name.clone()).or_default();
        }
        at.here.push(definition);
    }

    /// What a pattern reads: the definitions it passes, and all below its end.
    fn read<'t>(&'t self, pattern: &[Option<String>], found: &mut BTreeSet<usize>) {
        let mut queue: Vec<(&'t Self, &[Option<String>])> = vec![(self, pattern)];
        while let Some((tree, pattern)) = queue.pop() {
            found.extend(&tree.here);
            match pattern.split_first() {
                None | Some((None, _)) => {
                    let rest = pattern.get(1..).unwrap_or_default();
                    queue.extend(tree.below.values().map(|below| (below, rest)));
                }
                Some((Some(name), rest)) => {
                    queue.extend(tree.below.get(name).map(|below| (below, rest)));
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    /// On the way from the definition where the search began.
    Open,
    /// Leads to no cycle.
    Done,
}

struct Search<'a> {
    tree: &'a Tree,
    references: &'a [References],
    state: Vec<State>,
}

/// A definition on the way, and what is left to follow from it.
struct Step {
    definition: usize,
    targets: Vec<(usize, Span)>,
    /// The reference that is being followed.
    read: Span,
}

impl Search<'_> {
    /// The definitions of the first cycle, each with its reference to the next.
    fn run(mut self) -> Option<Vec<(usize, Span)>> {
        for start in 0..self.state.len() {
            if self.state[start] == State::New
                && let Some(cycle) = self.from(start)
            {
                return Some(cycle);
            }
        }
        None
    }

    /// Depth first, with a stack of its own: a chain of rules may be long.
    fn from(&mut self, start: usize) -> Option<Vec<(usize, Span)>> {
        let mut way = vec![self.open(start)];
        while let Some(step) = way.last_mut() {
            let Some((target, span)) = step.targets.pop() else {
                self.state[step.definition] = State::Done;
                way.pop();
                continue;
            };
            step.read = span;
            match self.state[target] {
                State::Done => {}
                State::New => {
                    let next = self.open(target);
                    way.push(next);
                }
                State::Open => {
                    let begin = way.iter().position(|step| step.definition == target)?;
                    return Some(way[begin..].iter().map(|s| (s.definition, s.read)).collect());
                }
            }
        }
        None
    }

    fn open(&mut self, definition: usize) -> Step {
        self.state[definition] = State::Open;
        let mut targets = Vec::new();
        for (pattern, span) in &self.references[definition].patterns {
            let pattern: &Pattern = pattern;
            let mut found = BTreeSet::new();
            self.tree.read(pattern, &mut found);
            targets.extend(found.into_iter().map(|target| (target, *span)));
        }
        Step { definition, targets, read: Span { start: 0, end: 0 } }
    }
}
