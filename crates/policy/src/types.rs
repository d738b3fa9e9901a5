//! OPA's check of types: a policy in which something can never be, as a number that equals a text, does not load there.
//!
//! It works on the statements that OPA's compiler makes of a rule ([`term`]), since what is refused depends on them: [`read`] resolves names,
//! [`expand`] takes nested calls apart, [`safety`] puts statements into OPA's order, [`dynamic`] gives operands statements of their own,
//! and [`check`] goes through them with what is known of each variable. Rules are checked behind those that they read. Where cos cannot
//! tell what OPA thinks, a type is any.

mod check;
mod dynamic;
mod expand;
mod fit;
mod kind;
mod read;
mod refs;
mod rules;
mod safety;
mod signatures;
mod term;
mod tree;
mod unify;
mod words;

use crate::analysis::references::Names;
use crate::syntax::Parsed;
use check::{Checker, Fault};
use kind::Key;
use read::{Definition, Reader};
use rules::Rules;
use signatures::Signatures;
use std::collections::BTreeSet;
use term::{Term, Vars};

/// What OPA does not load for its types.
#[derive(Debug)]
pub(crate) struct Mistyped {
    pub(crate) module: usize,
    pub(crate) offset: u32,
    pub(crate) message: String,
}

impl Mistyped {
    fn of(module: usize, fault: Fault) -> Self {
        let message = format!("OPA does not load it: {}", fault.message);
        Self { module, offset: fault.at, message }
    }
}

/// The first thing in the modules whose types do not fit; `names` is what names mean in each.
pub(crate) fn mistyped(modules: &[Parsed], names: &[Names]) -> Option<Mistyped> {
    let signatures = Signatures::new();
    let mut definitions = Vec::new();
    for (index, (module, names)) in modules.iter().zip(names).enumerate() {
        let mut reader = Reader::new(index, module, names, &signatures);
        module.tree.rules.iter().for_each(|rule| reader.rule(rule, &mut definitions));
    }
    definitions.iter_mut().for_each(expand::definition);
    let rules = Rules::of(&definitions, &signatures);
    let package = |module: &Parsed| module.tree.package.iter().map(|name| Key::text(name)).collect();
    let packages: BTreeSet<Vec<Key>> = modules.iter().map(package).collect();
    if let Some((definition, message)) = rules.conflict(&definitions, &packages) {
        let Definition { module, at, .. } = definitions[definition];
        return Some(Mistyped::of(module, Fault { at, message }));
    }
    let called = |one: &Definition| {
        let fault = rules.calls(&one.body, modules[one.module].rego_v1).err()?;
        Some(Mistyped::of(one.module, fault))
    };
    if let Some(found) = definitions.iter().find_map(called) {
        return Some(found);
    }
    let order = order(&definitions, &rules);
    let is_safe = definitions.iter_mut().map(|definition| put_in_order(definition, &rules));
    let is_safe: Vec<bool> = is_safe.collect();
    let mut checker = Checker::new(Signatures::new());
    for index in order {
        let definition = &definitions[index];
        if !is_safe[index] {
            checker.forget(definition);
        } else if let Err(fault) = checker.definition(definition) {
            return Some(Mistyped::of(definition.module, fault));
        }
    }
    None
}

/// Puts the statements of a definition in OPA's order; `false` when there is none.
fn put_in_order(definition: &mut Definition, rules: &Rules<'_>) -> bool {
    let mut bound = Vars::new();
    let skip = safety::Skip::default();
    definition.args.iter().for_each(|arg| safety::variables(arg, skip, &mut bound));
    match safety::ordered(std::mem::take(&mut definition.body), rules, &bound) {
        Ok(body) => {
            definition.body = dynamic::body(body, &mut definition.next);
            true
        }
        Err(_) => false,
    }
}

/// The definitions, each behind those that it reads. Depth first with a stack of its own: a chain of rules may be long.
fn order(definitions: &[Definition], rules: &Rules<'_>) -> Vec<usize> {
    let mut order = Vec::with_capacity(definitions.len());
    let mut seen = vec![false; definitions.len()];
    for start in 0..definitions.len() {
        let mut way = Vec::new();
        if !std::mem::replace(&mut seen[start], true) {
            way.push((start, rules.dependencies(&definitions[start])));
        }
        while let Some((definition, waiting)) = way.last_mut() {
            match waiting.pop_first() {
                Some(next) if std::mem::replace(&mut seen[next], true) => {}
                Some(next) => way.push((next, rules.dependencies(&definitions[next]))),
                None => {
                    order.push(*definition);
                    way.pop();
                }
            }
        }
    }
    order
}

/// The constant beginning of where a definition stands.
fn beginning(definition: &Definition) -> Vec<Key> {
    definition.path.iter().map_while(Term::constant).collect()
}
