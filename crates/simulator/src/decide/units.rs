//! What is evaluated at a time: single definitions, or whole rules where definitions do not combine.

use crate::matrix::Pointer;
use cos_policy::engine::Target;
use cos_policy::outline::Outline;
use std::collections::BTreeSet;

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
    pub(crate) rules: Vec<u32>,
    /// Its own bodies and those of the functions it calls.
    pub(crate) bodies: BTreeSet<u32>,
}

/// The units of a policy.
#[derive(Debug)]
pub(crate) struct Units {
    pub(crate) all: Vec<Unit>,
    /// By rule.
    pub(crate) of_rule: Vec<Vec<UnitId>>,
    /// By rule: the rules that it depends on, however indirectly, itself included.
    pub(crate) below: Vec<BTreeSet<u32>>,
}

impl Units {
    pub(crate) fn of(outline: &Outline) -> Self {
        let mut units = Self {
            all: Vec::new(),
            of_rule: vec![Vec::new(); outline.rules.len()],
            below: Vec::new(),
        };
        for (number, rule) in outline.rules.iter().enumerate() {
            if rule.is_function {
                continue;
            }
            let number = number as u32;
            match rule.composition {
                Some(_) => {
                    for definition in &rule.definitions {
                        let target = Target::Definition(*definition);
                        units.add(outline, target, number, vec![*definition]);
                    }
                }
                None => units.add(outline, Target::Rule(number), number, rule.definitions.clone()),
            }
        }
        units.below = (0..outline.rules.len()).map(|rule| units.closure(rule as u32)).collect();
        units
    }

    fn add(&mut self, outline: &Outline, target: Target, rule: u32, definitions: Vec<u32>) {
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
            for function in &definition.functions {
                for called in &outline.rules[*function as usize].definitions {
                    bodies.extend(&outline.definitions[*called as usize].bodies);
                }
            }
        }
        rules.remove(&rule);
        self.of_rule[rule as usize].push(self.all.len() as UnitId);
        self.all.push(Unit {
            target,
            rule,
            definitions,
            inputs: inputs.into_iter().collect(),
            rules: rules.into_iter().collect(),
            bodies,
        });
    }

    fn closure(&self, rule: u32) -> BTreeSet<u32> {
        let mut seen = BTreeSet::new();
        let mut queue = vec![rule];
        while let Some(rule) = queue.pop() {
            if seen.insert(rule) {
                for unit in &self.of_rule[rule as usize] {
                    queue.extend(&self.all[*unit as usize].rules);
                }
            }
        }
        seen
    }

    /// The units that a change to a definition changes: its own, or those that call it.
    pub(crate) fn changed_by(&self, outline: &Outline, definition: u32) -> Vec<UnitId> {
        let body = outline.definitions[definition as usize].bodies.first();
        let holds = |unit: &Unit| body.is_some_and(|body| unit.bodies.contains(body));
        (0..self.all.len() as UnitId).filter(|unit| holds(&self.all[*unit as usize])).collect()
    }
}
