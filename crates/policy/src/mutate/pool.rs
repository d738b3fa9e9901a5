//! Many changed definitions in one prepared engine.
//!
//! To prepare an engine costs milliseconds, however little was changed; to evaluate a definition costs microseconds. So the changed
//! definitions of many mutants go into one engine beside the policy as it stands, each under a name of its own. That engine answers the
//! questions that mutation testing asks most: what the changed definition contributes. What becomes of other definitions, which
//! call a changed function, takes an engine of its own.

use super::Mutant;
use crate::analysis::Analysis;
use crate::analysis::leaves::{header, numbers, of_rule};
use crate::analysis::references::Collector;
use crate::engine::Target;
use crate::lowering::{Form, PREFIX, Renderer, dynamic_tail};
use crate::program::{Answer, Documents, Draft, Input, Program, negation};
use crate::setup::{Semantics, Setup};
use crate::syntax::Parsed;
use crate::syntax::ast::Span;
use std::collections::BTreeMap;

/// How many mutants share an engine.
pub(crate) const SIZE: u32 = 512;

/// A module that an engine without the policy is asked about, to learn whether it takes what was added.
const CHECK: &str = "package cos__check\n\nholds = true { true }\n";

/// The changed definitions of some mutants, ready to be asked.
pub(crate) struct Pool {
    /// The first mutant of it.
    first: u32,
    /// Which of them are in it.
    held: Vec<bool>,
    /// Nothing where the engine does not take it.
    program: Option<Program>,
}

/// What a pool is made from.
pub(crate) struct Policy<'a> {
    pub(crate) modules: &'a [Parsed],
    pub(crate) analysis: &'a Analysis,
    pub(crate) setup: &'a Setup,
    pub(crate) documents: &'a Documents,
}

impl Pool {
    /// Makes the pool that mutant `number` belongs to; it may hold none.
    pub(crate) fn around(number: u32, mutants: &[Mutant], policy: &Policy<'_>) -> Self {
        let first = number - number % SIZE;
        let neighbours = mutants.iter().skip(first as usize).zip(first..first + SIZE);
        let (held, program) = fill(neighbours, policy).unzip();
        Self { first, held: held.unwrap_or_default(), program }
    }

    /// Whether `number` belongs to this pool, in it or not.
    pub(crate) fn spans(&self, number: u32) -> bool {
        (self.first..self.first + SIZE).contains(&number)
    }

    /// Whether the changed definition of a mutant is here.
    pub(crate) fn holds(&self, number: u32) -> bool {
        let at = number.checked_sub(self.first).map(|at| at as usize);
        at.and_then(|at| self.held.get(at)).is_some_and(|held| *held)
    }

    /// What the changed definition of a mutant that is here contributes; `None` where the question is about something else.
    pub(crate) fn ask(
        &mut self,
        number: u32,
        mutant: &Mutant,
        target: Target,
        package: &[String],
        input: Input<'_>,
    ) -> Option<Result<Answer, String>> {
        let name = match target {
            Target::Definition(own) if own == mutant.definition => copy_name(number),
            Target::Leaf(own) if own == mutant.definition => leaf_name(number),
            _ => return None,
        };
        let path: Vec<String> = package.iter().cloned().chain([name]).collect();
        let program = self.program.as_mut()?;
        Some(program.evaluate(&crate::analysis::dotted(&path), input))
    }
}

/// The policy with the changed definitions of `mutants`, and which of these are in it.
fn fill<'m>(
    mutants: impl Iterator<Item = (&'m Mutant, u32)>,
    policy: &Policy<'_>,
) -> Option<(Vec<bool>, Program)> {
    let writer = Writer { policy, numbers: numbers(&policy.analysis.outline) };
    let mut whole = Draft::new(policy.setup, policy.documents).ok()?;
    let mut alone = whole.clone();
    alone.add_text("check", false, CHECK.to_owned()).ok()?;
    let mut held = Vec::new();
    let mut added = vec![String::new(); policy.modules.len()];
    for (mutant, number) in mutants {
        let module = mutant.module as usize;
        let text = writer.write(mutant, number);
        let text = text.filter(|text| takes(&alone, &policy.modules[module], text));
        held.push(text.is_some());
        added[module] += &text.unwrap_or_default();
    }
    let semantics = policy.setup.semantics;
    for (index, module) in policy.modules.iter().enumerate() {
        whole.add_with(module, index, policy.analysis, semantics, &added[index]).ok()?;
    }
    Some((held, whole.finish()))
}

/// What the changed definition is called.
fn copy_name(number: u32) -> String {
    format!("{PREFIX}m{number}")
}

/// What it is called as a leaf.
fn leaf_name(number: u32) -> String {
    format!("{PREFIX}n{number}")
}

struct Writer<'a> {
    policy: &'a Policy<'a>,
    numbers: BTreeMap<String, u32>,
}

impl Writer<'_> {
    /// The changed definition, by itself and as a leaf; `None` where it is evaluated with its rule, or is no Rego.
    fn write(&self, mutant: &Mutant, number: u32) -> Option<String> {
        let Policy { modules, analysis, .. } = self.policy;
        let outline = &analysis.outline;
        let definition = &outline.definitions[mutant.definition as usize];
        let rule = &outline.rules[definition.rule as usize];
        if rule.composition.is_none() || rule.is_function {
            return None;
        }
        let original = &modules[mutant.module as usize];
        let changed = self.changed(mutant, original)?;
        let [rule] = changed.tree.rules.as_slice() else { return None };
        if !dynamic_tail(&rule.name, &changed.text).is_empty() {
            return None;
        }
        let bodies = &definition.bodies;
        let name = copy_name(number);
        let mut text = String::from("\n");
        text += &self.renderer(&changed, mutant).rule(rule, &Form::Copy { name: &name, bodies });
        text.push('\n');
        if definition.has_leaf {
            let names = &analysis.names[mutant.module as usize];
            let sites = Collector::rule(names, rule).sites;
            let name = leaf_name(number);
            let numbers = &self.numbers;
            let leaf = of_rule(outline, numbers, mutant.definition, &changed, rule, &sites, name)?;
            let leaf =
                Parsed::of_normalised(&changed.file, header(original) + &leaf, original.rego_v1);
            let leaf = leaf.ok()?;
            let [rule] = leaf.tree.rules.as_slice() else { return None };
            text += &self.renderer(&leaf, mutant).rule(rule, &Form::Probed { bodies });
            text.push('\n');
        }
        Some(text)
    }

    fn renderer<'r>(&'r self, module: &'r Parsed, mutant: &Mutant) -> Renderer<'r> {
        let scope = self.policy.analysis.scope(mutant.module as usize);
        Renderer::new(module, negation(self.semantics()), scope)
    }

    fn semantics(&self) -> Semantics {
        self.policy.setup.semantics
    }

    /// A module with nothing but the definition, as the mutant changes it.
    fn changed(&self, mutant: &Mutant, original: &Parsed) -> Option<Parsed> {
        let source = self.policy.analysis.sources[mutant.definition as usize];
        let span = original.tree.rules[source.rule].span;
        let within = span.start <= mutant.start && mutant.end <= span.end;
        let before = Span { start: span.start, end: mutant.start };
        let after = Span { start: mutant.end, end: span.end };
        within.then_some(())?;
        let mut text = header(original);
        text += before.of(&original.text);
        text += &mutant.replacement;
        text += after.of(&original.text);
        Parsed::of_normalised(&original.file, text, original.rego_v1).ok()
    }
}

/// Whether the engine takes a text: one unsafe variable would spoil the whole pool.
fn takes(alone: &Draft, module: &Parsed, text: &str) -> bool {
    let mut draft = alone.clone();
    if draft.add_text(&module.file, module.rego_v1, header(module) + text).is_err() {
        return false;
    }
    let input = Input { json: "", holds_rules: false };
    let answer = draft.finish().evaluate("data.cos__check.holds", input);
    answer.is_ok_and(|answer| answer.value == Ok(Some("true".to_owned())))
}
