//! What is evaluated at a time: single definitions, or whole rules where definitions do not combine.

use crate::matrix::Pointer;
use cos_policy::engine::Target;
use cos_policy::outline::Outline;
use std::collections::BTreeSet;
use std::ops::Range;

/// The number of a unit.
pub(crate) type UnitId = u32;

/// One thing that is evaluated at a time.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) target: Target,
    /// The rule it contributes to.
    pub(crate) rule: u32,
    /// Its definitions: one, or all of the rule.
    pub(crate) definitions: Vec<u32>,
    /// What it reads below the input.
    pub(crate) inputs: Vec<Pointer>,
    /// The rules it reads.
    pub(crate) rules: Box<[u32]>,
    /// Its own bodies, those of the functions it calls, and those of the rules it reads under `with`: what is evaluated within it.
    pub(crate) bodies: BTreeSet<u32>,
}

impl Unit {
    fn of(outline: &Outline, target: Target, rule: u32, definitions: Vec<u32>) -> Self {
        let mut inputs = BTreeSet::new();
        let mut rules = BTreeSet::new();
        let mut bodies = BTreeSet::new();
        for definition in &definitions {
            let definition = &outline.definitions[*definition as usize];
            // A pointer of the outline is well-formed; the root would be safe for one that is not.
            let parsed = definition.reads.inputs.iter();
            inputs.extend(parsed.map(|text| text.parse().unwrap_or_else(|_| Pointer::root())));
            rules.extend(definition.reads.rules.iter().copied());
            bodies.extend(&definition.bodies);
            for within in definition.functions.iter().chain(&definition.reads.under_with) {
                for called in &outline.rules[*within as usize].definitions {
                    bodies.extend(&outline.definitions[*called as usize].bodies);
                }
            }
        }
        rules.remove(&rule);
        Self {
            target,
            rule,
            definitions,
            inputs: inputs.into_iter().collect(),
            rules: rules.into_iter().collect(),
            bodies,
        }
    }
}

/// The units of a policy.
#[derive(Debug)]
pub(crate) struct Units {
    pub(crate) all: Vec<Unit>,
    /// By rule.
    pub(crate) of_rule: Vec<Range<UnitId>>,
    /// By rule: the rules that it depends on, however indirectly, itself included.
    pub(crate) below: Vec<BTreeSet<u32>>,
}

impl Units {
    pub(crate) fn of(outline: &Outline) -> Self {
        let mut all = Vec::new();
        let mut of_rule = Vec::with_capacity(outline.rules.len());
        for (number, rule) in outline.rules.iter().enumerate() {
            let (first, number) = (all.len() as UnitId, number as u32);
            match rule.composition {
                _ if rule.is_function => {}
                Some(_) => all.extend(rule.definitions.iter().map(|definition| {
                    let target = Target::Definition(*definition);
                    Unit::of(outline, target, number, vec![*definition])
                })),
                None => {
                    let target = Target::Rule(number);
                    all.push(Unit::of(outline, target, number, rule.definitions.clone()));
                }
            }
            of_rule.push(first..all.len() as UnitId);
        }
        let mut units = Self { all, of_rule, below: Vec::new() };
        units.below = (0..outline.rules.len()).map(|rule| units.closure(rule as u32)).collect();
        units
    }

    fn closure(&self, rule: u32) -> BTreeSet<u32> {
        let mut seen = BTreeSet::new();
        let mut queue = vec![rule];
        while let Some(rule) = queue.pop() {
            if seen.insert(rule) {
                for unit in self.of_rule[rule as usize].clone() {
                    queue.extend(self.all[unit as usize].rules.iter());
                }
            }
        }
        seen
    }

    /// The units that a change to a definition changes: its own, those that call it, and those that read it under `with`, where its value
    /// is not the one they are given.
    pub(crate) fn changed_by(&self, outline: &Outline, definition: u32) -> Vec<UnitId> {
        let body = outline.definitions[definition as usize].bodies.first();
        let holds = |unit: &Unit| body.is_some_and(|body| unit.bodies.contains(body));
        (0..self.all.len() as UnitId).filter(|unit| holds(&self.all[*unit as usize])).collect()
    }
}
