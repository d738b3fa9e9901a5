//! The seam to whatever decides: load a policy, ask rules and parts of rules, change a condition and ask again.
//!
//! Two implementations: [`InProcess`] for policies that we ship, and `worker::Worker` for policies that somebody supplied, which run in
//! a process of their own under limits. Both pass the same suite.

mod error;
mod reading;

pub(crate) use error::problem;
pub use error::{EngineError, supported};

use crate::analysis::leaves::leaf_name;
use crate::analysis::{Analysis, analyse, hidden, refused};
use crate::lint::{self, Lint};
use crate::mutate::pool::{Policy, Pool};
use crate::mutate::{self, Mutant, Operator};
use crate::outline::Outline;
use crate::program::{
    Answer, Documents, Draft, Input, Instrumentation, Program, definition_name, guard_name,
};
use crate::setup::{Semantics, Setup};
use crate::syntax::Parsed;
use crate::types::mistyped;
use reading::{documents, no_entrypoint};
use serde::{Deserialize, Serialize};

/// A policy that can be asked.
pub trait Engine {
    /// What the policy consists of.
    fn outline(&self) -> &Outline;

    /// Asks for values; the answers come in the order of the requests. To ask for many at once costs less where the engine is elsewhere.
    fn evaluate_all(&mut self, requests: &[Request<'_>]) -> Result<Vec<Evaluation>, EngineError>;

    /// Asks for one value.
    fn evaluate(&mut self, request: &Request<'_>) -> Result<Evaluation, EngineError> {
        let mut answers = self.evaluate_all(std::slice::from_ref(request))?;
        answers.pop().ok_or_else(|| EngineError::Stopped("it did not answer".to_owned()))
    }

    /// Every change to the policy that mutation testing knows.
    fn mutants(&mut self) -> Result<Vec<Mutant>, EngineError>;

    /// Makes the mutant with this number the one that [`Variant::Mutant`] asks; `false` when the change does not compile, here or in OPA.
    fn select_mutant(&mut self, number: u32) -> Result<bool, EngineError>;

    /// What is dubious in the policy, in the order of the text.
    fn lints(&mut self) -> Result<Vec<Lint>, EngineError>;
}

/// A question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request<'a> {
    /// Which form of the policy.
    pub variant: Variant,
    /// What of it.
    pub target: Target,
    /// The input, as JSON text; no text is no input.
    pub input: &'a str,
}

/// A form of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// With probes, and definitions one by one.
    Instrumented,
    /// The mutant selected last, with probes.
    Mutant,
    /// As it stands, without probes: what the others are checked against.
    Reference,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// What one definition contributes; not in [`Variant::Reference`].
    Definition(u32),
    /// The same, with the values of rules passed in as `cos__rules` of the input, by number and canonical.
    Leaf(u32),
    /// Whether the guard of a body holds; not in [`Variant::Reference`].
    Guard(u32),
    /// The value of a rule.
    Rule(u32),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// What was found.
    pub outcome: Outcome,
    /// Bodies that were tried; empty without probes, as are the next two.
    pub tried: Vec<u32>,
    /// Bodies that held.
    pub fired: Vec<u32>,
    /// Bodies that were tried once without holding.
    pub failed: Vec<u32>,
}

/// The value of a rule, if it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The policy failed, with the engine's message.
    Error(String),
    /// No definition holds.
    Undefined,
    /// Canonical text, see `value`.
    Value(String),
}

/// The engine in this very process.
pub struct InProcess {
    modules: Vec<Parsed>,
    analysis: Analysis,
    setup: Setup,
    documents: Documents,
    reference: Program,
    instrumented: Program,
    mutants: Option<Vec<Mutant>>,
    /// The mutant that is asked.
    selected: Option<u32>,
    /// It and its neighbours.
    pool: Option<Pool>,
    /// The whole policy with what the selected mutant changes, once something is asked that the pool cannot tell.
    mutant: Option<Program>,
    /// All modules but one, ready for changes of that one.
    others: Option<(usize, Draft)>,
}

impl InProcess {
    /// Loads a policy.
    pub fn load(setup: Setup) -> Result<Self, EngineError> {
        let data = setup.data.to_string();
        Self::load_with(setup, &data)
    }

    /// Loads a policy whose data is given as JSON text.
    pub(crate) fn load_with(setup: Setup, data: &str) -> Result<Self, EngineError> {
        let modules = reading::modules(&setup)?;
        let documents = documents(&modules, &setup, data)?;
        let analysis = analyse(&modules, &setup.entrypoint, &setup.fixed_inputs);
        if analysis.outline.entrypoint.is_none() {
            return Err(no_entrypoint(&analysis.outline, &setup.entrypoint));
        }
        if let Some((module, offset, name)) = hidden(&modules, &analysis) {
            let message =
                format!("the variable `{name}` hides the rule or import `{name}`; rename it");
            return Err(EngineError::Syntax { place: modules[module].place(offset), message });
        }
        if setup.semantics == Semantics::Opa
            && let Some(found) = refused(&modules, &analysis.globals)
        {
            let place = modules[found.module].place(found.offset);
            return Err(EngineError::Refused { place, message: found.message });
        }
        if let Some(cycle) = analysis.cycle {
            return Err(EngineError::Recursion { place: cycle.place, path: cycle.path });
        }
        if setup.semantics == Semantics::Opa
            && let Some(found) = mistyped(&modules, &analysis.names)
        {
            let (place, message) = (modules[found.module].place(found.offset), found.message);
            return Err(if found.is_unbound {
                EngineError::Refused { place, message }
            } else {
                EngineError::Types { place, message }
            });
        }
        let build = |instrumentation| {
            Program::build(&modules, &analysis, &setup, &documents, instrumentation)
                .map_err(EngineError::Compile)
        };
        let (reference, instrumented) =
            (build(Instrumentation::None)?, build(Instrumentation::Full)?);
        Ok(Self {
            modules,
            analysis,
            setup,
            documents,
            reference,
            instrumented,
            mutants: None,
            selected: None,
            pool: None,
            mutant: None,
            others: None,
        })
    }

    /// The path of what is asked for; `None` for a number that the outline does not have.
    fn path(&self, target: Target) -> Option<String> {
        let outline = &self.analysis.outline;
        let beside = |definition: u32, name: String| {
            let source = self.analysis.sources.get(definition as usize)?;
            let mut path = self.modules[source.module].tree.package.clone();
            path.push(name);
            Some(crate::analysis::dotted(&path))
        };
        match target {
            Target::Definition(number) => beside(number, definition_name(number)),
            Target::Leaf(number) => beside(number, leaf_name(number)),
            Target::Guard(body) => {
                beside(outline.bodies.get(body as usize)?.definition, guard_name(body))
            }
            Target::Rule(rule) => Some(outline.rules.get(rule as usize)?.path.clone()),
        }
    }

    /// The program with the module of that index as it now is and the others as they were.
    fn with_changed(&mut self, index: usize) -> Option<Program> {
        let analysis = mutate::reanalyse(&self.analysis, &self.modules, index)?;
        let semantics = self.setup.semantics;
        if self.others.as_ref().is_none_or(|(own, _)| *own != index) {
            let mut draft = Draft::new(&self.setup, &self.documents).ok()?;
            for (other, module) in self.modules.iter().enumerate().filter(|(at, _)| *at != index) {
                draft.add(module, other, &self.analysis, semantics, Instrumentation::Full).ok()?;
            }
            self.others = Some((index, draft));
        }
        let (_, others) = self.others.as_ref()?;
        let mut draft = others.clone();
        draft.add(&self.modules[index], index, &analysis, semantics, Instrumentation::Full).ok()?;
        Some(draft.finish())
    }

    /// Answers one request.
    fn ask(&mut self, request: &Request<'_>) -> Result<Evaluation, EngineError> {
        let holds_rules = matches!(request.target, Target::Leaf(_));
        let input = Input { json: request.input, holds_rules };
        let answer = self.answer(request.variant, request.target, input)?;
        Ok(Evaluation {
            outcome: match answer.value {
                Ok(Some(text)) => Outcome::Value(text),
                Ok(None) => Outcome::Undefined,
                Err(message) => Outcome::Error(message),
            },
            tried: answer.trace.tried,
            fired: answer.trace.fired,
            failed: answer.trace.failed,
        })
    }

    /// Evaluates.
    fn answer(
        &mut self,
        variant: Variant,
        target: Target,
        input: Input<'_>,
    ) -> Result<Answer, EngineError> {
        let no_json = |error| EngineError::Input(format!("the input is no JSON: {error}"));
        let missing = || EngineError::Input(format!("the policy has no {target:?}"));
        let path = self.path(target).ok_or_else(missing)?;
        let program = match variant {
            Variant::Instrumented => &mut self.instrumented,
            Variant::Reference => &mut self.reference,
            Variant::Mutant => {
                if let Some(answer) = self.pooled(target, input) {
                    return answer.map_err(no_json);
                }
                let none = || EngineError::Input("no mutant is selected".to_owned());
                self.mutant_alone().ok_or_else(none)?
            }
        };
        program.evaluate(&path, input).map_err(no_json)
    }

    /// What the pool knows of the selected mutant.
    fn pooled(&mut self, target: Target, input: Input<'_>) -> Option<Result<Answer, String>> {
        let number = self.selected?;
        let pool = self.pool.as_mut().filter(|pool| pool.holds(number))?;
        let mutant = self.mutants.as_ref()?.get(number as usize)?;
        let source = self.analysis.sources.get(mutant.definition as usize)?;
        let package = &self.modules[source.module].tree.package;
        pool.ask(number, mutant, target, package, input)
    }

    /// The policy as the selected mutant has it; `None` when it does not compile.
    fn mutant_alone(&mut self) -> Option<&mut Program> {
        if self.mutant.is_none() {
            let mutant = self.mutants.as_ref()?.get(self.selected? as usize)?;
            let (index, changed) = mutate::apply(&self.modules, mutant)?;
            let original = std::mem::replace(&mut self.modules[index], changed);
            self.mutant = self.with_changed(index);
            self.modules[index] = original;
        }
        self.mutant.as_mut()
    }

    /// Whether the types of a mutant fit and all of its variables are bound: what OPA does not load, nobody can run by mistake. The text that
    /// stands for a deleted definition is none of the policy's.
    fn loads_in_opa(&mut self, number: u32) -> bool {
        let mutant = self.mutants.as_ref().and_then(|all| all.get(number as usize));
        let Some(mutant) = mutant else { return false };
        if self.setup.semantics != Semantics::Opa || mutant.operator == Operator::DeleteRule {
            return true;
        }
        let Some((index, changed)) = mutate::apply(&self.modules, mutant) else { return false };
        let original = std::mem::replace(&mut self.modules[index], changed);
        let found = mistyped(&self.modules, &self.analysis.names);
        self.modules[index] = original;
        found.is_none()
    }

    /// The module that a mutant changes, as text: its name, and what stands in it before and after.
    pub fn mutant_source(&mut self, number: u32) -> Option<(String, String, String)> {
        let mutant = self.list_mutants().get(number as usize)?.clone();
        let (index, changed) = mutate::apply(&self.modules, &mutant)?;
        let before = &self.modules[index];
        Some((before.file.clone(), before.text.clone(), changed.text))
    }

    fn list_mutants(&mut self) -> &[Mutant] {
        self.mutants.get_or_insert_with(|| mutate::list(&self.modules, &self.analysis))
    }
}

impl Engine for InProcess {
    fn outline(&self) -> &Outline {
        &self.analysis.outline
    }

    fn evaluate_all(&mut self, requests: &[Request<'_>]) -> Result<Vec<Evaluation>, EngineError> {
        requests.iter().map(|request| self.ask(request)).collect()
    }

    fn mutants(&mut self) -> Result<Vec<Mutant>, EngineError> {
        Ok(self.list_mutants().to_vec())
    }

    fn select_mutant(&mut self, number: u32) -> Result<bool, EngineError> {
        if self.list_mutants().get(number as usize).is_none() {
            return Err(EngineError::Input(format!("there is no mutant {number}")));
        }
        self.selected = Some(number);
        self.mutant = None;
        if !self.loads_in_opa(number) {
            return Ok(false);
        }
        if self.pool.as_ref().is_none_or(|pool| !pool.spans(number)) {
            let policy = Policy {
                modules: &self.modules,
                analysis: &self.analysis,
                setup: &self.setup,
                documents: &self.documents,
            };
            let mutants = self.mutants.as_deref().unwrap_or_default();
            self.pool = Some(Pool::around(number, mutants, &policy));
        }
        let held = self.pool.as_ref().is_some_and(|pool| pool.holds(number));
        Ok(held || self.mutant_alone().is_some())
    }

    fn lints(&mut self) -> Result<Vec<Lint>, EngineError> {
        Ok(lint::lint(&self.modules, &self.analysis, &self.setup))
    }
}
