//! What all flows share: the engine, what it answered, and the values seen.

use super::compose::compose;
use super::units::{UnitId, Units};
use cos_policy::engine::{Engine, EngineError, Evaluation, Outcome, Request, Target, Variant};
use cos_policy::outline::Outline;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// How many evaluations of a unit go through the rules it reads, and so tell which of them it looks at.
const PRECISE: usize = 32;

/// Hashes numbers of our own making; nobody outside chooses them.
pub(crate) type Numbers = foldhash::fast::FixedState;

/// The number of a value.
pub(crate) type ValueId = u32;

/// The number of an evaluation that was done.
pub(crate) type EntryId = u32;

/// Stands for the evaluation that is pending.
const PENDING: EntryId = EntryId::MAX;

/// How many questions are put at once.
const AT_ONCE: usize = 512;

/// Questions that are not put yet. They have to be, by [`Shared::ask_all`].
#[derive(Default)]
pub(super) struct Pending(Vec<Question>);

impl Pending {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// What is known of an evaluation.
pub(super) enum Known {
    Answered(EntryId),
    Pending,
    Unknown,
}

struct Question {
    unit: UnitId,
    key: Box<[u32]>,
    input: Arc<str>,
    /// With the values of the rules passed in.
    leaf: Option<(Target, String)>,
}

/// An evaluation that was done.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) unit: UnitId,
    pub(crate) value: ValueId,
    /// The class of the input, and the values of the rules read.
    pub(crate) key: Box<[u32]>,
    /// The input it was done for.
    pub(crate) input: Arc<str>,
    /// The rules that were looked at.
    pub(crate) reads: Box<[u32]>,
    /// Own bodies, and those of functions called.
    pub(crate) tried: Box<[u32]>,
    pub(crate) fired: Box<[u32]>,
    pub(crate) failed: Box<[u32]>,
}

/// Engine, answers and values.
pub(crate) struct Shared<'e> {
    pub(crate) engine: &'e mut dyn Engine,
    pub(crate) outline: Outline,
    pub(crate) units: Units,
    pub(crate) entries: Vec<Entry>,
    values: Vec<Outcome>,
    by_value: HashMap<Outcome, ValueId>,
    /// By unit: class of the input and values of the rules read, to the evaluation.
    answered: Vec<HashMap<Box<[u32]>, EntryId, Numbers>>,
    /// By unit: what it reads of the input, to a number.
    classes: Vec<HashMap<Box<str>, u32>>,
    /// By rule: values of its units, to the value of the rule.
    composed: Vec<HashMap<Box<[u32]>, ValueId, Numbers>>,
    /// How often the engine was asked.
    pub(crate) evaluations: u64,
}

impl<'e> Shared<'e> {
    pub(crate) fn new(engine: &'e mut dyn Engine) -> Self {
        let outline = engine.outline().clone();
        let units = Units::of(&outline);
        let (unit_count, rule_count) = (units.all.len(), outline.rules.len());
        Self {
            engine,
            outline,
            units,
            entries: Vec::new(),
            values: Vec::new(),
            by_value: HashMap::new(),
            answered: vec![HashMap::default(); unit_count],
            classes: vec![HashMap::new(); unit_count],
            composed: vec![HashMap::default(); rule_count],
            evaluations: 0,
        }
    }

    pub(crate) fn value(&self, id: ValueId) -> &Outcome {
        &self.values[id as usize]
    }

    pub(crate) fn intern(&mut self, outcome: Outcome) -> ValueId {
        if let Some(id) = self.by_value.get(&outcome) {
            return *id;
        }
        let id = self.values.len() as ValueId;
        self.values.push(outcome.clone());
        self.by_value.insert(outcome, id);
        id
    }

    /// The number of what a unit reads of an input.
    pub(super) fn class(&mut self, unit: UnitId, projection: String) -> u32 {
        let classes = &mut self.classes[unit as usize];
        let next = classes.len() as u32;
        *classes.entry(projection.into()).or_insert(next)
    }

    /// What is known of the evaluation of a unit.
    pub(super) fn known(&self, unit: UnitId, key: &[u32]) -> Known {
        match self.answered[unit as usize].get(key) {
            Some(&PENDING) => Known::Pending,
            Some(entry) => Known::Answered(*entry),
            None => Known::Unknown,
        }
    }

    /// Has a unit evaluated with the next questions.
    pub(super) fn expect(
        &mut self,
        unit: UnitId,
        key: &[u32],
        input: Arc<str>,
        pending: &mut Pending,
    ) {
        // The first evaluations tell which rules are looked at; where there are many, the values are passed in instead.
        let leaf = (self.answered[unit as usize].len() >= PRECISE)
            .then(|| self.leaf(unit, key, &input))
            .flatten();
        self.answered[unit as usize].insert(key.into(), PENDING);
        pending.0.push(Question { unit, key: key.into(), input, leaf });
    }

    /// Asks what is pending, and remembers the answers.
    pub(super) fn ask_all(&mut self, pending: &Pending) -> Result<(), EngineError> {
        for questions in pending.0.chunks(AT_ONCE) {
            let variant = Variant::Instrumented;
            let mut requests = Vec::with_capacity(questions.len());
            for question in questions {
                let (target, input) = match &question.leaf {
                    Some((target, text)) => (*target, text.as_str()),
                    None => (self.units.all[question.unit as usize].target, &*question.input),
                };
                requests.push(Request { variant, target, input });
            }
            let answers = self.engine.evaluate_all(&requests)?;
            self.evaluations += answers.len() as u64;
            for (question, answer) in questions.iter().zip(answers) {
                self.remember(question, answer);
            }
        }
        Ok(())
    }

    fn remember(&mut self, question: &Question, answer: Evaluation) {
        let value = self.intern(answer.outcome);
        let own = &self.units.all[question.unit as usize];
        let of = |body: &u32| self.outline.bodies[*body as usize].definition;
        let rule_of = |body: &u32| self.outline.definitions[of(body) as usize].rule;
        let mut reads: Vec<u32> =
            answer.tried.iter().map(rule_of).filter(|rule| own.rules.contains(rule)).collect();
        if question.leaf.is_some() {
            // Which of the values were looked at is not known: take all.
            reads.extend(own.rules.iter());
        }
        reads.sort_unstable();
        reads.dedup();
        let keep = |bodies: Vec<u32>| -> Box<[u32]> {
            bodies.into_iter().filter(|body| own.bodies.contains(body)).collect()
        };
        let entry = Entry {
            unit: question.unit,
            value,
            key: question.key.clone(),
            input: question.input.clone(),
            reads: reads.into(),
            tried: keep(answer.tried),
            fired: keep(answer.fired),
            failed: keep(answer.failed),
        };
        let id = self.entries.len() as EntryId;
        self.entries.push(entry);
        self.answered[question.unit as usize].insert(question.key.clone(), id);
    }

    /// The question for a unit with the values of the rules it reads passed in, where it can be put so.
    fn leaf(&self, unit: UnitId, key: &[u32], input: &str) -> Option<(Target, String)> {
        let own = &self.units.all[unit as usize];
        let Target::Definition(definition) = own.target else { return None };
        if !self.outline.definitions[definition as usize].has_leaf || own.rules.is_empty() {
            return None;
        }
        let mut text = String::with_capacity(input.len() + 256);
        text += "{\"cos__rules\":{";
        let mut first = true;
        for (rule, value) in own.rules.iter().zip(&key[1..]) {
            match &self.values[*value as usize] {
                Outcome::Error(_) => return None,
                Outcome::Undefined => {}
                Outcome::Value(canonical) => {
                    let comma = if std::mem::take(&mut first) { "" } else { "," };
                    let _ = write!(text, "{comma}\"{rule}\":{canonical}");
                }
            }
        }
        let rest = input.strip_prefix('{')?;
        text += if rest.starts_with('}') { "}" } else { "}," };
        text += rest;
        Some((Target::Leaf(definition), text))
    }

    /// Evaluates a unit of the mutant that is selected; nothing is remembered.
    pub(crate) fn ask_mutant(
        &mut self,
        unit: UnitId,
        key: &[u32],
        input: &str,
    ) -> Result<ValueId, EngineError> {
        self.evaluations += 1;
        let leaf = self.leaf(unit, key, input);
        let (target, input) = match &leaf {
            Some((target, text)) => (*target, text.as_str()),
            None => (self.units.all[unit as usize].target, input),
        };
        let request = Request { variant: Variant::Mutant, target, input };
        let answer = self.engine.evaluate(&request)?;
        Ok(self.intern(answer.outcome))
    }

    /// Evaluates the whole decision as the policy stands, without any of this.
    pub(crate) fn ask_reference(&mut self, input: &str) -> Result<Outcome, EngineError> {
        let rule = self.entrypoint();
        self.evaluations += 1;
        let request = Request { variant: Variant::Reference, target: Target::Rule(rule), input };
        Ok(self.engine.evaluate(&request)?.outcome)
    }

    /// The rule that decides.
    pub(crate) fn entrypoint(&self) -> u32 {
        self.outline.entrypoint.expect("an engine without entry point does not load")
    }

    /// What the values of a rule's units combine to.
    pub(super) fn compose(&mut self, rule: u32, parts: &[ValueId]) -> ValueId {
        if let Some(id) = self.composed[rule as usize].get(parts) {
            return *id;
        }
        let known = &self.outline.rules[rule as usize];
        let outcome = match known.composition {
            Some(composition) => {
                let values: Vec<&Outcome> =
                    parts.iter().map(|part| &self.values[*part as usize]).collect();
                compose(composition, known.default.as_deref(), &values)
            }
            // A rule that is evaluated as a whole has one unit.
            None => {
                parts.first().map_or(Outcome::Undefined, |part| self.values[*part as usize].clone())
            }
        };
        let id = self.intern(outcome);
        self.composed[rule as usize].insert(parts.into(), id);
        id
    }
}
