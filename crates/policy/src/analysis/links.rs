//! From names to rules: which rules and functions a definition reads, what the entry point reaches, what cannot be answered.

use super::references::{Path, References};
use super::{Source, dotted, pointer};
use crate::builtins;
use crate::outline::{BuiltinUse, CallProblem, CallProblemKind, Outline};
use crate::syntax::Parsed;
use crate::syntax::normalise::TEMPLATE;
use std::collections::{BTreeMap, BTreeSet};

/// Fills in what every definition reads.
pub(super) fn resolve(
    outline: &mut Outline,
    modules: &[Parsed],
    sources: &[Source],
    references: &[References],
) {
    let paths: BTreeMap<String, u32> =
        outline.rules.iter().enumerate().map(|(n, rule)| (rule.path.clone(), n as u32)).collect();
    let index = Index { paths };
    let direct: Vec<Direct> = references.iter().map(|found| index.direct(outline, found)).collect();
    calls(outline, modules, sources, references, &index);
    let functions = close(outline, &direct);
    let reads = direct.iter().zip(&functions).map(|(own, called)| {
        let mut all = own.clone();
        for function in called {
            for definition in &outline.rules[*function as usize].definitions {
                all.absorb(&direct[*definition as usize]);
            }
        }
        all
    });
    let reads: Vec<Direct> = reads.collect();
    // What is read under `with` counts as read directly, with all that it reads in turn: its value is another one there.
    for definition in 0..outline.definitions.len() {
        let mut all = reads[definition].clone();
        let mut seen = BTreeSet::new();
        let mut queue: Vec<u32> = all.under_with.iter().copied().collect();
        while let Some(rule) = queue.pop() {
            if !seen.insert(rule) {
                continue;
            }
            for inner in &outline.rules[rule as usize].definitions {
                let inner = &reads[*inner as usize];
                all.inputs.extend(inner.inputs.iter().cloned());
                all.data.extend(inner.data.iter().cloned());
                queue.extend(inner.rules.iter().chain(&inner.under_with).copied());
            }
            for inner in &outline.rules[rule as usize].definitions {
                queue.extend(&functions[*inner as usize]);
            }
        }
        let own = &mut outline.definitions[definition];
        own.functions = functions[definition].iter().copied().collect();
        own.reads.inputs = covering(&all.inputs).iter().map(|path| pointer(path)).collect();
        own.reads.data = covering(&all.data).iter().map(|path| pointer(path)).collect();
        own.reads.rules = all.rules.iter().copied().collect();
        own.reads.under_with = seen.into_iter().collect();
    }
}

/// What one definition reads, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Direct {
    inputs: BTreeSet<Path>,
    data: BTreeSet<Path>,
    rules: BTreeSet<u32>,
    under_with: BTreeSet<u32>,
    functions: BTreeSet<u32>,
}

impl Direct {
    fn absorb(&mut self, other: &Self) {
        self.inputs.extend(other.inputs.iter().cloned());
        self.data.extend(other.data.iter().cloned());
        self.rules.extend(&other.rules);
        self.under_with.extend(&other.under_with);
    }
}

struct Index {
    paths: BTreeMap<String, u32>,
}

impl Index {
    fn direct(&self, outline: &Outline, found: &References) -> Direct {
        let mut direct = Direct { inputs: found.inputs.clone(), ..Direct::default() };
        for path in &found.data {
            let rules = self.rules(path);
            if rules.is_empty() {
                direct.data.insert(path.clone());
            }
            // A document can lie beside rules below a path.
            if self.exact(path).is_none() {
                direct.data.insert(path.clone());
            }
            direct.rules.extend(rules);
        }
        direct.rules.retain(|rule| !outline.rules[*rule as usize].is_function);
        for path in &found.data_under_with {
            direct.under_with.extend(self.rules(path));
            direct.data.insert(path.clone());
        }
        for path in found.calls.keys() {
            direct.functions.extend(self.function(path));
        }
        for path in &found.calls_under_with {
            direct.under_with.extend(self.function(path));
        }
        direct
    }

    /// The function that a call names.
    fn function(&self, call: &[String]) -> Option<u32> {
        let (root, path) = call.split_first()?;
        (root == "data").then(|| self.paths.get(&dotted(path)).copied())?
    }

    fn exact(&self, path: &[String]) -> Option<u32> {
        (1..=path.len()).rev().find_map(|end| self.paths.get(&dotted(&path[..end])).copied())
    }

    /// The rules whose value a path reads: the rule it goes through, or all below it.
    fn rules(&self, path: &[String]) -> Vec<u32> {
        if let Some(rule) = self.exact(path) {
            return vec![rule];
        }
        let prefix = dotted(path);
        let below = |name: &str| {
            name.strip_prefix(&prefix).is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        self.paths.iter().filter(|(name, _)| below(name)).map(|(_, rule)| *rule).collect()
    }
}

/// The functions each definition calls, through other functions too.
fn close(outline: &Outline, direct: &[Direct]) -> Vec<BTreeSet<u32>> {
    let closure = |own: &Direct| {
        let mut seen = BTreeSet::new();
        let mut queue: Vec<u32> = own.functions.iter().copied().collect();
        while let Some(function) = queue.pop() {
            if seen.insert(function) {
                for definition in &outline.rules[function as usize].definitions {
                    queue.extend(&direct[*definition as usize].functions);
                }
            }
        }
        seen
    };
    direct.iter().map(closure).collect()
}

/// Finds calls that nothing answers, and builtins that need a pin.
fn calls(
    outline: &mut Outline,
    modules: &[Parsed],
    sources: &[Source],
    references: &[References],
    index: &Index,
) {
    for (definition, found) in references.iter().enumerate() {
        let module = &modules[sources[definition].module];
        for (call, span) in &found.calls {
            let place = module.place(span.start);
            let definition = definition as u32;
            if call.first().is_some_and(|root| root == "data") {
                if index.function(call).is_none() {
                    let name = dotted(&call[1..]);
                    let kind = CallProblemKind::Unknown;
                    outline.problems.push(CallProblem { name, place, definition, kind });
                }
                continue;
            }
            let name = call.join(".");
            if name == TEMPLATE {
                // What a template string is written as.
                continue;
            }
            if builtins::arity(&name).is_none() {
                let known = builtins::opa_builtin(&name).is_some();
                let kind =
                    if known { CallProblemKind::Unsupported } else { CallProblemKind::Unknown };
                outline.problems.push(CallProblem { name, place, definition, kind });
            } else if builtins::nondeterministic(&name) {
                outline.nondeterministic.push(BuiltinUse { name, place, definition });
            }
        }
    }
}

/// Marks what the entry point reaches.
pub(super) fn reach(outline: &mut Outline) {
    let mut queue: Vec<u32> = outline.entrypoint.into_iter().collect();
    while let Some(rule) = queue.pop() {
        if std::mem::replace(&mut outline.rules[rule as usize].reached, true) {
            continue;
        }
        for definition in &outline.rules[rule as usize].definitions {
            let definition = &outline.definitions[*definition as usize];
            let reads = &definition.reads;
            queue.extend(reads.rules.iter().chain(&reads.under_with).chain(&definition.functions));
        }
    }
}

/// The shortest paths of a set: `a` covers `a/b`.
fn covering(paths: &BTreeSet<Path>) -> Vec<Path> {
    let mut kept: Vec<Path> = Vec::new();
    for path in paths {
        // Sorted, so that a prefix comes before what it covers.
        if !kept.iter().any(|shorter| path.starts_with(shorter)) {
            kept.push(path.clone());
        }
    }
    kept
}
