//! What is dubious in a policy although it loads: conditions that fail open, rules that nothing reaches, calls whose answer the world decides.
//!
//! Everything here is told from the text, so it errs on the side of telling. What makes a policy unusable is refused when it is loaded;
//! [`Lint::of_refusal`] gives it the form of a lint, for a list that holds both.

mod builtins;
mod negation;
mod rules;
pub(crate) mod walk;

use crate::analysis::Analysis;
use crate::engine::EngineError;
use crate::place::Place;
use crate::setup::Setup;
use crate::syntax::Parsed;
use serde::{Deserialize, Serialize};

/// Something dubious.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lint {
    /// Which rule of ours found it.
    pub rule: LintRule,
    /// How grave it is.
    pub level: Level,
    /// What it is.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to do about it.
    pub remedy: String,
}

/// How grave a lint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The policy cannot be used.
    Error,
    /// The policy likely does not say what its author meant.
    Warning,
    /// Good to know.
    Note,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LintRule {
    /// A condition that holds whatever the input.
    AlwaysTrueCondition,
    /// A builtin that OPA deprecated.
    DeprecatedBuiltin,
    /// The same definition twice.
    DuplicateDefinition,
    /// A negation that is undefined, and its rule with it, when something is missing.
    FailOpenNegation,
    /// A rule that needs its own value.
    Recursion,
    /// A name that cos uses itself.
    ReservedName,
    /// A variable that hides a rule or an import.
    ShadowedInput,
    /// A builtin that asks the world.
    UnpinnedBuiltin,
    /// A rule that the entry point does not reach.
    UnreachableRule,
    /// A call that nothing answers: a run is refused where the entry point reaches it.
    UnsupportedBuiltin,
    /// A small input that makes a large value.
    Width,
}

impl LintRule {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlwaysTrueCondition => "always-true-condition",
            Self::DeprecatedBuiltin => "deprecated-builtin",
            Self::DuplicateDefinition => "duplicate-definition",
            Self::FailOpenNegation => "fail-open-negation",
            Self::Recursion => "recursion",
            Self::ReservedName => "reserved-name",
            Self::ShadowedInput => "shadowed-input",
            Self::UnpinnedBuiltin => "unpinned-builtin",
            Self::UnreachableRule => "unreachable-rule",
            Self::UnsupportedBuiltin => "unsupported-builtin",
            Self::Width => "width",
        }
    }
}

impl Lint {
    /// The lint that a refusal to load amounts to; `None` for errors of other kinds.
    pub fn of_refusal(error: &EngineError) -> Option<Self> {
        let (rule, place, message, remedy) = match error {
            EngineError::Recursion { place, path } => (
                LintRule::Recursion,
                place,
                format!("the rules need their own value: {}", path.join(" -> ")),
                "break the cycle",
            ),
            EngineError::ReservedName { place, name } => (
                LintRule::ReservedName,
                place,
                format!("cos adds `{name}` to policies itself"),
                "choose another name",
            ),
            _ => return None,
        };
        let place = place.clone();
        Some(Self { rule, level: Level::Error, message, place, remedy: remedy.to_owned() })
    }
}

/// Everything dubious, in the order of the text.
pub(crate) fn lint(modules: &[Parsed], analysis: &Analysis, setup: &Setup) -> Vec<Lint> {
    let context = Context { modules, analysis, setup };
    let mut found = Vec::new();
    rules::lint(&context, &mut found);
    builtins::lint(&context, &mut found);
    negation::lint(&context, &mut found);
    found
        .sort_by(|a: &Lint, b| (&a.place, a.rule, &a.message).cmp(&(&b.place, b.rule, &b.message)));
    found.dedup();
    found
}

/// What lints look at.
struct Context<'a> {
    modules: &'a [Parsed],
    analysis: &'a Analysis,
    setup: &'a Setup,
}

/// Whether a module holds tests, which no entry point reaches.
fn is_test(module: &Parsed) -> bool {
    module.file.ends_with("_test.rego")
        || module.tree.package.last().is_some_and(|last| last == "test" || last.ends_with("_test"))
}

#[cfg(test)]
mod tests;
