//! A policy inside the engine, ready to be asked.

mod extensions;

use crate::analysis::Analysis;
use crate::analysis::leaves::RULES;
use crate::lowering::{Form, Negation, PREFIX, Renderer, dynamic_tail};
use crate::numbers::{Known, Numbers, ReadError};
use crate::probes::{Probes, Trace};
use crate::refusal;
use crate::setup::{Semantics, Setup};
use crate::syntax::tokens::{TokenKind, tokens};
use crate::syntax::{MAX_COLUMNS, Parsed, ast};
use crate::value::canonical;
use regorus::{Engine, PolicyLengthConfig, Value};
use std::num::NonZeroUsize;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

/// Longest lowered module, in bytes and in lines.
const MAX_BYTES: NonZeroUsize = NonZeroUsize::new(16 << 20).expect("it is not zero");
const MAX_LINES: NonZeroUsize = NonZeroUsize::new(400_000).expect("it is not zero");

/// How a policy is written for the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Instrumentation {
    /// With probes, with single definitions and guards under names of their own.
    Full,
    /// Lowered and otherwise as it stands: the reference.
    None,
}

/// A prepared engine.
pub(crate) struct Program {
    engine: Engine,
    /// As it was before the first evaluation: an error leaves rules half evaluated, and the next answer would be wrong.
    fresh: Engine,
    probes: Probes,
    numbers: Numbers,
}

/// What came of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Canonical text; `None` for undefined.
    pub(crate) value: Result<Option<String>, String>,
    pub(crate) trace: Trace,
}

/// An engine that is being filled. Copies share what is in it already.
#[derive(Clone)]
pub(crate) struct Draft {
    engine: Engine,
    probes: Probes,
    numbers: Numbers,
}

/// The documents of a policy, and what is known of the numbers in it.
pub(crate) struct Documents {
    pub(crate) data: Value,
    pub(crate) numbers: Arc<Known>,
}

/// The input of an evaluation.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// JSON; empty for none.
    pub(crate) json: &'a str,
    /// Whether values of rules are passed in it.
    pub(crate) holds_rules: bool,
}

impl Draft {
    /// An engine with the data and the builtins, and no module.
    pub(crate) fn new(setup: &Setup, documents: &Documents) -> Result<Self, String> {
        let mut engine = Engine::new();
        // Errors inside functions, too; no builtin of ours returns one.
        engine.set_strict_builtin_errors(setup.semantics == Semantics::Opa);
        engine.set_gather_prints(true);
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col: MAX_COLUMNS,
            max_file_bytes: MAX_BYTES,
            max_lines: MAX_LINES,
        });
        engine.add_data(documents.data.clone()).map_err(|error| error.to_string())?;
        let probes = Probes::default();
        let numbers = Numbers::of(documents.numbers.clone());
        extensions::extend(&mut engine, setup, &probes, &numbers)?;
        Ok(Self { engine, probes, numbers })
    }

    /// Adds the module of that index.
    pub(crate) fn add(
        &mut self,
        module: &Parsed,
        index: usize,
        analysis: &Analysis,
        semantics: Semantics,
        instrumentation: Instrumentation,
    ) -> Result<(), String> {
        let text = lowered(module, index, analysis, semantics, instrumentation);
        self.add_text(&module.file, module.rego_v1, text)
    }

    /// Adds the module of that index in full, and in it more rules of the same package.
    pub(crate) fn add_with(
        &mut self,
        module: &Parsed,
        index: usize,
        analysis: &Analysis,
        semantics: Semantics,
        more: &str,
    ) -> Result<(), String> {
        let text = lowered(module, index, analysis, semantics, Instrumentation::Full);
        self.add_text(&module.file, module.rego_v1, text + more)
    }

    /// Adds a text that stands for the file.
    pub(crate) fn add_text(
        &mut self,
        file: &str,
        rego_v1: bool,
        text: String,
    ) -> Result<(), String> {
        self.engine.set_rego_v0(!rego_v1);
        let added = self.engine.add_policy(file.to_owned(), text);
        added.map(drop).map_err(|error| error.to_string())
    }

    pub(crate) fn finish(self) -> Program {
        Program {
            fresh: self.engine.clone(),
            engine: self.engine,
            probes: self.probes,
            numbers: self.numbers,
        }
    }
}

impl Program {
    /// Hands the modules to the engine. Fails with the engine's message.
    pub(crate) fn build(
        modules: &[Parsed],
        analysis: &Analysis,
        setup: &Setup,
        documents: &Documents,
        instrumentation: Instrumentation,
    ) -> Result<Self, String> {
        let mut draft = Draft::new(setup, documents)?;
        for (index, module) in modules.iter().enumerate() {
            draft.add(module, index, analysis, setup.semantics, instrumentation)?;
        }
        Ok(draft.finish())
    }

    /// Evaluates a rule by its dotted path. Fails when the input is no JSON.
    pub(crate) fn evaluate(&mut self, path: &str, input: Input<'_>) -> Result<Answer, String> {
        self.numbers.forget();
        let mut value = match input.json {
            "" => Value::Undefined,
            json => match self.numbers.read(json) {
                Ok(value) => value,
                Err(ReadError::Json(message)) => return Err(message),
                Err(ReadError::Number(error)) => {
                    let value = Err(refusal::coded(error.to_string()));
                    return Ok(Answer { value, trace: Trace::default() });
                }
            },
        };
        if input.holds_rules {
            crate::value::restore_sets(&mut value, RULES);
        }
        self.engine.set_input(value);
        let engine = &mut self.engine;
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| ask(engine, path)));
        let (trace, fatal) = self.probes.take();
        let _ = self.engine.take_prints();
        let value = match (fatal, outcome) {
            (Some(message), _) => Err(refusal::coded(message)),
            (None, Ok(Ok(value))) => {
                canonical(&self.numbers, &value).map_err(|error| refusal::coded(error.to_string()))
            }
            (None, Ok(Err(error))) => Err(refusal::coded(first_line(&error))),
            (None, Err(_)) => Err("the engine panicked".to_owned()),
        };
        if value.is_err() {
            self.engine = self.fresh.clone();
        }
        Ok(Answer { value, trace })
    }
}

/// Evaluates a rule, or where the engine knows parts of it only, `p` of `p["a"] := 1`, the document at its path.
fn ask(engine: &mut Engine, path: &str) -> Result<Value, String> {
    match engine.eval_rule(path.to_owned()).map_err(|error| error.to_string()) {
        Err(error) if error.contains("not a valid rule path") => {
            let results = engine.eval_query(bracketed(path), false);
            let results = results.map_err(|error| error.to_string())?;
            let first = results.result.into_iter().next();
            let value = first.and_then(|one| one.expressions.into_iter().next());
            Ok(value.map_or(Value::Undefined, |one| one.value))
        }
        answer => answer,
    }
}

/// `data["a"]["if"]` for `data.a.if`: keywords cannot follow a dot.
fn bracketed(path: &str) -> String {
    let mut out = String::new();
    for (index, token) in tokens(path).iter().enumerate() {
        let name = token.kind == TokenKind::Name && index > 0;
        match token.text(path) {
            "." => {}
            word if name => out.extend(["[\"", word, "\"]"]),
            word => out += word,
        }
    }
    out
}

/// The message of an error of the engine without the excerpt in front of it.
fn first_line(error: &str) -> String {
    let message = error.rsplit_once("error: ").map_or(error, |(_, message)| message);
    message.trim().lines().next().unwrap_or("unknown error").to_owned()
}

/// The text of a module as the engine sees it.
fn lowered(
    module: &Parsed,
    index: usize,
    analysis: &Analysis,
    semantics: Semantics,
    instrumentation: Instrumentation,
) -> String {
    let mut renderer = Renderer::new(module, negation(semantics), analysis.scope(index));
    if instrumentation == Instrumentation::None {
        return renderer.module(None);
    }
    let mut text = renderer.module(Some(&analysis.bodies[index]));
    for (definition, source) in analysis.sources.iter().enumerate() {
        if source.module == index {
            let rule = &module.tree.rules[source.rule];
            copy(&mut text, module, rule, definition as u32, analysis, &mut renderer);
        }
    }
    // In the same text: the engine looks through all modules at every reference to data.
    if let Some(leaves) = analysis.leaves.get(index).and_then(Option::as_ref) {
        let scope = analysis.scope(index);
        let mut renderer = Renderer::new(&leaves.module, negation(semantics), scope);
        for (rule, definition) in leaves.module.tree.rules.iter().zip(&leaves.definitions) {
            let bodies = &analysis.outline.definitions[*definition as usize].bodies;
            text.push('\n');
            text += &renderer.rule(rule, &Form::Probed { bodies });
        }
    }
    text.push('\n');
    text
}

pub(crate) fn negation(semantics: Semantics) -> Negation {
    match semantics {
        Semantics::Opa => Negation::Hoisted,
        Semantics::Regorus => Negation::AsWritten,
    }
}

/// Appends a definition under a name of its own, and its guards.
fn copy(
    text: &mut String,
    module: &Parsed,
    rule: &ast::Rule,
    definition: u32,
    analysis: &Analysis,
    renderer: &mut Renderer<'_>,
) {
    let numbers = &analysis.outline.definitions[definition as usize].bodies;
    let composes = analysis.outline.rules
        [analysis.outline.definitions[definition as usize].rule as usize]
        .composition
        .is_some();
    if composes && dynamic_tail(&rule.name, &module.text).is_empty() {
        let name = definition_name(definition);
        text.push('\n');
        *text += &renderer.rule(rule, &Form::Copy { name: &name, bodies: numbers });
    }
    for (body, number) in rule.bodies.iter().zip(numbers) {
        if let Some(guard) = analysis.guards.get(number) {
            let statements: Vec<_> =
                guard.iter().map(|index| &body.query.statements[*index]).collect();
            text.push('\n');
            *text += &renderer.guard(rule, &guard_name(*number), &statements);
        }
    }
    text.push('\n');
}

/// What a single definition is called.
pub(crate) fn definition_name(definition: u32) -> String {
    format!("{PREFIX}d{definition}")
}

/// What the guard of a body is called.
pub(crate) fn guard_name(body: u32) -> String {
    format!("{PREFIX}g{body}")
}
