//! Small changes to a policy, each of which some assertion ought to notice.
//!
//! Changes are edits of the text, so that what is reported is what a person would see in a diff. The definitions and bodies of a
//! changed policy keep their numbers: a deleted definition is replaced by one that never holds.

mod operators;
pub(crate) mod pool;

use crate::analysis::Analysis;
use crate::outline::Outline;
use crate::place::Place;
use crate::syntax::Parsed;
use serde::{Deserialize, Serialize};

/// A change to a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mutant {
    /// Rule path, operator and a short hash of place and change: the same for the same change to the same text.
    pub id: String,
    /// What kind of change.
    pub operator: Operator,
    /// The definition it changes.
    pub definition: u32,
    /// The condition it changes or stands in.
    pub condition: Option<u32>,
    /// Where.
    pub place: Place,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    module: u32,
    start: u32,
    end: u32,
    replacement: String,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operator {
    /// `true` and `false` change places.
    Boolean,
    /// `<` becomes `<=`, `==` becomes `!=`, ….
    Comparison,
    /// The condition is gone.
    DeleteCondition,
    /// The definition is gone.
    DeleteRule,
    /// The condition holds when it did not, and the other way round.
    NegateCondition,
    /// A number grows by one.
    Integer,
}

impl Operator {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Comparison => "comparison",
            Self::DeleteCondition => "delete-condition",
            Self::DeleteRule => "delete-rule",
            Self::NegateCondition => "negate-condition",
            Self::Integer => "integer",
        }
    }

    /// Whether it counts for obligation O5, that every condition is decisive.
    pub fn is_decisive(self) -> bool {
        matches!(self, Self::DeleteCondition | Self::NegateCondition)
    }
}

/// Every change to the definitions that the entry point reaches, in the order of the text.
pub(crate) fn list(modules: &[Parsed], analysis: &Analysis) -> Vec<Mutant> {
    let mut out = Vec::new();
    for (definition, source) in analysis.sources.iter().enumerate() {
        let outline: &Outline = &analysis.outline;
        let rule = &outline.rules[outline.definitions[definition].rule as usize];
        if rule.reached {
            let module = &modules[source.module];
            let site = operators::Site {
                module,
                module_number: source.module as u32,
                rule: &module.tree.rules[source.rule],
                definition: definition as u32,
                path: &rule.path,
                outline,
            };
            site.mutants(&mut out);
        }
    }
    out
}

/// The module that a mutant changes, as changed; `None` when the change is no Rego.
pub(crate) fn apply(modules: &[Parsed], mutant: &Mutant) -> Option<(usize, Parsed)> {
    let index = mutant.module as usize;
    let module = modules.get(index)?;
    let mut text = module.text.clone();
    text.replace_range(mutant.start as usize..mutant.end as usize, &mutant.replacement);
    let changed = Parsed::of_normalised(&module.file, text, module.rego_v1).ok()?;
    Some((index, changed))
}

/// The analysis of the policy with one module changed; `None` when the definitions no longer correspond.
pub(crate) fn reanalyse(before: &Analysis, modules: &[Parsed], index: usize) -> Option<Analysis> {
    let same = modules[index].tree.rules.len() == before.bodies[index].len();
    same.then(|| crate::analysis::with_changed(before, modules, index))
}
