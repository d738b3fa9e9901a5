//! OPA's check of types: a policy in which something can never be, as a number that equals a text, does not load there.
//!
//! It works on the statements that OPA's compiler makes of a rule ([`term`]), since what is refused depends on them: [`read`] resolves names,
//! [`expand`] takes nested calls apart, [`safety`] puts statements into OPA's order, [`dynamic`] gives operands statements of their own,
//! and [`check`] goes through them with what is known of each variable. Rules are checked behind those that they read. Where cos cannot
//! tell what OPA thinks, a type is any.

mod bound;
mod check;
mod dynamic;
mod expand;
mod fit;
mod kind;
mod read;
mod refs;
mod replaced;
mod rules;
mod safety;
mod signatures;
mod term;
mod terms;
mod tree;
mod unify;
mod words;

use crate::analysis::references::Names;
use crate::syntax::Parsed;
use check::{Checker, Fault};
use kind::Key;
use read::{Definition, Reader};
use replaced::Readers;
use rules::Rules;
use safety::Unsafe;
use signatures::Signatures;
use std::collections::BTreeSet;
use term::{Term, Vars};

/// What OPA does not load.
#[derive(Debug)]
pub(crate) struct Mistyped {
    pub(crate) module: usize,
    pub(crate) offset: u32,
    pub(crate) message: String,
    /// Whether a variable is the reason, and not a type.
    pub(crate) is_unbound: bool,
}

impl Mistyped {
    fn of(module: usize, fault: &Fault) -> Self {
        let message = format!("OPA does not load it: {}", fault.message);
        Self { module, offset: fault.at, message, is_unbound: false }
    }

    fn unbound(definition: &Definition, found: &Unsafe) -> Self {
        let name = definition.names.get(&found.var).map_or("_", String::as_str);
        let message = format!("OPA does not load it: nothing binds `{name}`");
        Self { module: definition.module, offset: found.at, message, is_unbound: true }
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
    let paths = expand::Paths::of(&definitions);
    for definition in &mut definitions {
        expand::definition(definition, &paths);
    }
    let rules = Rules::of(&definitions, &signatures);
    let package =
        |module: &Parsed| module.tree.package.iter().map(|name| Key::text(name)).collect();
    let packages: BTreeSet<Vec<Key>> = modules.iter().map(package).collect();
    if let Some((definition, message)) = rules.conflict(&definitions, &packages) {
        let Definition { module, at, .. } = definitions[definition];
        return Some(Mistyped::of(module, &Fault { at, message }));
    }
    let called = |one: &Definition| {
        let fault = rules.calls(&one.body, modules[one.module].rego_v1).err()?;
        Some(Mistyped::of(one.module, &fault))
    };
    if let Some(found) = definitions.iter().find_map(called) {
        return Some(found);
    }
    let order = order(&definitions, &rules);
    for definition in &mut definitions {
        if let Err(found) = put_in_order(definition, &rules) {
            return Some(Mistyped::unbound(definition, &found));
        }
    }
    let readers = Readers::of(&definitions, &rules);
    let mut checker = Checker::new(Signatures::new(), readers);
    order.into_iter().find_map(|index| {
        let definition = &definitions[index];
        let fault = checker.definition(definition).err()?;
        Some(Mistyped::of(definition.module, &fault))
    })
}

/// Puts the statements of a definition in OPA's order.
fn put_in_order(definition: &mut Definition, rules: &Rules<'_>) -> Result<(), Unsafe> {
    let skip = safety::Skip::default();
    let (mut bound, mut body, mut head) = (Vars::new(), Vars::new(), Vars::new());
    definition.args.iter().for_each(|arg| safety::variables(arg, skip, &mut bound));
    definition.body.iter().for_each(|step| safety::outer_variables(step, &mut body));
    let parts = definition.path.iter().chain(&definition.key).chain(&definition.value);
    parts.for_each(|part| safety::variables(part, skip, &mut head));
    if let Some(var) = head.into_iter().find(|var| !bound.contains(var) && !body.contains(var)) {
        return Err(Unsafe { at: definition.at, var });
    }
    let body = safety::ordered(std::mem::take(&mut definition.body), rules, &bound)?;
    definition.body = dynamic::body(body, &mut definition.next);
    Ok(())
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

#[cfg(test)]
mod tests;
