//! The rule that two policies begin to differ in: values are compared from the leaves up, over what the decisions looked at.

use super::{Cause, Side};
use crate::decide::FlowDecider;
use cos_policy::engine::{EngineError, Outcome};
use cos_policy::outline::{Definition, Outline};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Evaluations that two decisions looked at.
type Looked = (Box<[u32]>, Box<[u32]>);

/// Finds causes, each once for all scenarios whose decisions looked at the same.
pub(super) struct Causes {
    /// Paths of rules whose definitions are not the same in both.
    changed: BTreeSet<String>,
    known: HashMap<Looked, Option<Cause>>,
}

/// A rule in both policies, or in one.
struct Rule {
    path: String,
    before: Option<u32>,
    after: Option<u32>,
}

impl Causes {
    pub(super) fn between(before: &Outline, after: &Outline) -> Self {
        let digests = |outline: &Outline| -> BTreeMap<String, Vec<String>> {
            let of = |numbers: &[u32]| {
                let all = numbers.iter().map(|one| &outline.definitions[*one as usize].digest);
                let mut all: Vec<String> = all.cloned().collect();
                all.sort();
                all
            };
            let rules = outline.rules.iter();
            rules.map(|rule| (rule.path.clone(), of(&rule.definitions))).collect()
        };
        let (old, new) = (digests(before), digests(after));
        let paths = old.keys().chain(new.keys());
        let changed = paths.filter(|path| old.get(*path) != new.get(*path)).cloned().collect();
        Self { changed, known: HashMap::new() }
    }

    /// The cause of a row's flip.
    pub(super) fn find(
        &mut self,
        before: &mut FlowDecider<'_, '_>,
        after: &mut FlowDecider<'_, '_>,
        row: &[u16],
    ) -> Result<Option<Cause>, EngineError> {
        let (old, new) = (looked(before, row)?, looked(after, row)?);
        let key = (old, new);
        if let Some(cause) = self.known.get(&key) {
            return Ok(cause.clone());
        }
        let cause = self.look(before, after, row, &key)?;
        self.known.insert(key, cause.clone());
        Ok(cause)
    }

    fn look(
        &self,
        before: &mut FlowDecider<'_, '_>,
        after: &mut FlowDecider<'_, '_>,
        row: &[u16],
        (old, new): &Looked,
    ) -> Result<Option<Cause>, EngineError> {
        let mut differing = Vec::new();
        for rule in rules(before, after, old, new) {
            let value = |decider: &mut FlowDecider<'_, '_>, rule: Option<u32>| {
                rule.map_or(Ok(Outcome::Undefined), |rule| value_of(decider, row, rule))
            };
            if !same(&value(before, rule.before)?, &value(after, rule.after)?) {
                differing.push(rule);
            }
        }
        // A rule that is in one policy only always differs: it is named when nothing else does.
        let common = differing.iter().any(|rule| rule.before.is_some() && rule.after.is_some());
        differing.retain(|rule| !common || (rule.before.is_some() && rule.after.is_some()));
        let below = |decider: &FlowDecider<'_, '_>, rule: Option<u32>| {
            rule.map(|rule| &decider.shared.units.below[rule as usize]).cloned().unwrap_or_default()
        };
        let lowest = differing.iter().find(|rule| {
            let (under_old, under_new) = (below(before, rule.before), below(after, rule.after));
            !differing.iter().any(|other| {
                other.path != rule.path
                    && (other.before.is_some_and(|one| under_old.contains(&one))
                        || other.after.is_some_and(|one| under_new.contains(&one)))
            })
        });
        Ok(lowest.and_then(|rule| self.name(before, after, rule, old, new)))
    }

    /// The definition of a rule that makes the difference, or the function that it calls.
    fn name(
        &self,
        before: &FlowDecider<'_, '_>,
        after: &FlowDecider<'_, '_>,
        rule: &Rule,
        old: &[u32],
        new: &[u32],
    ) -> Option<Cause> {
        let (own, other) = (parts(before, rule.before, old), parts(after, rule.after, new));
        let lacks = |parts: &[(u32, Outcome)],
                     outline: &Outline,
                     from: &Outline,
                     number: u32,
                     value: &Outcome| {
            let digest = &from.definitions[number as usize].digest;
            !parts.iter().any(|(number, known)| {
                outline.definitions[*number as usize].digest == *digest && same(known, value)
            })
        };
        let (old_outline, new_outline) = (&before.shared.outline, &after.shared.outline);
        let added = other
            .iter()
            .filter(|(number, value)| lacks(&own, old_outline, new_outline, *number, value));
        let removed = own
            .iter()
            .filter(|(number, value)| lacks(&other, new_outline, old_outline, *number, value));
        let gives = |part: &&(u32, Outcome)| part.1 != Outcome::Undefined;
        // What holds on one side only tells more than what does not hold.
        let mut found =
            added.clone().filter(gives).map(|part| (Side::After, part.0)).collect::<Vec<_>>();
        found.extend(removed.clone().filter(gives).map(|part| (Side::Before, part.0)));
        let changed = |(side, number): &(Side, u32)| {
            let (outline, other) = match side {
                Side::After => (new_outline, old_outline),
                Side::Before => (old_outline, new_outline),
            };
            let digest = &outline.definitions[*number as usize].digest;
            !other.definitions.iter().any(|one| one.digest == *digest)
        };
        // The new text of a definition that holds no longer is what a reader wants to see.
        let rewritten = added.map(|part| (Side::After, part.0)).find(changed);
        let (side, number) = found
            .iter()
            .copied()
            .find(|one| one.0 == Side::After && changed(one))
            .or(rewritten)
            .or_else(|| found.iter().copied().find(changed))
            .or_else(|| found.first().copied())
            .or_else(|| {
                Some((
                    Side::After,
                    new_outline.rules[rule.after? as usize].definitions.first().copied()?,
                ))
            })
            .or_else(|| {
                Some((
                    Side::Before,
                    old_outline.rules[rule.before? as usize].definitions.first().copied()?,
                ))
            })?;
        let outline = if side == Side::After { new_outline } else { old_outline };
        let definition = &outline.definitions[number as usize];
        if !changed(&(side, number))
            && let Some(function) = self.function(outline, definition)
        {
            return Some(Cause {
                rule: outline.rules[function.rule as usize].path.clone(),
                place: function.place.clone(),
                side,
            });
        }
        Some(Cause { rule: rule.path.clone(), place: definition.place.clone(), side })
    }

    /// The first definition of a function that a definition calls and that is another one.
    fn function<'a>(&self, outline: &'a Outline, caller: &Definition) -> Option<&'a Definition> {
        caller.functions.iter().find_map(|function| {
            let rule = &outline.rules[*function as usize];
            let number = rule.definitions.first().filter(|_| self.changed.contains(&rule.path))?;
            Some(&outline.definitions[*number as usize])
        })
    }
}

fn looked(decider: &mut FlowDecider<'_, '_>, row: &[u16]) -> Result<Box<[u32]>, EngineError> {
    let mut entries = Vec::new();
    decider.walk(row, &mut |entry| entries.push(entry))?;
    Ok(entries.into())
}

/// The rules that either decision looked at, in the order of the new policy.
fn rules(
    before: &FlowDecider<'_, '_>,
    after: &FlowDecider<'_, '_>,
    old: &[u32],
    new: &[u32],
) -> Vec<Rule> {
    let seen = |decider: &FlowDecider<'_, '_>, entries: &[u32]| -> BTreeSet<u32> {
        let unit = |entry: &u32| decider.shared.entries[*entry as usize].unit;
        entries.iter().map(|entry| decider.shared.units.all[unit(entry) as usize].rule).collect()
    };
    let (old_rules, new_rules) = (&before.shared.outline, &after.shared.outline);
    let mut found: Vec<Rule> = seen(after, new)
        .into_iter()
        .map(|rule| {
            let path = new_rules.rules[rule as usize].path.clone();
            Rule { before: old_rules.rule(&path), after: Some(rule), path }
        })
        .collect();
    for rule in seen(before, old) {
        let path = &old_rules.rules[rule as usize].path;
        if !found.iter().any(|known| known.path == *path) {
            let after = new_rules.rule(path);
            found.push(Rule { before: Some(rule), after, path: path.clone() });
        }
    }
    found
}

/// The value of a rule for a row.
fn value_of(
    decider: &mut FlowDecider<'_, '_>,
    row: &[u16],
    rule: u32,
) -> Result<Outcome, EngineError> {
    if decider.shared.outline.rules[rule as usize].is_function {
        return Ok(Outcome::Undefined);
    }
    let value = decider.value_of(row, rule)?;
    Ok(decider.shared.value(value).clone())
}

/// What the definitions of a rule gave: number and value.
fn parts(decider: &FlowDecider<'_, '_>, rule: Option<u32>, entries: &[u32]) -> Vec<(u32, Outcome)> {
    let shared = &decider.shared;
    let own = entries.iter().filter_map(|entry| {
        let entry = &shared.entries[*entry as usize];
        let unit = &shared.units.all[entry.unit as usize];
        (Some(unit.rule) == rule).then(|| (unit, shared.value(entry.value).clone()))
    });
    own.flat_map(|(unit, value)| {
        unit.definitions.iter().map(move |number| (*number, value.clone()))
    })
    .collect()
}

/// Messages of failures name places, which move.
fn same(one: &Outcome, other: &Outcome) -> bool {
    matches!((one, other), (Outcome::Error(_), Outcome::Error(_))) || one == other
}
