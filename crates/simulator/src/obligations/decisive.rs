//! O5: conditions that decide. A condition is decisive when deleting it is noticed, and negating it.

use super::{Missing, Scope, obligation};
use crate::results::{Fate, MutantRun, Mutation, Obligation, ObligationKind, Status};
use std::collections::BTreeMap;

/// How many of the conditions of a slice must be decisive.
const ENOUGH: f64 = 0.9;

/// Whether the conditions of a flow's slice decide.
pub(super) fn conditions(scope: &Scope<'_>, mutation: &Mutation) -> Obligation {
    let mut changes = BTreeMap::<u32, Vec<&MutantRun>>::new();
    for run in &mutation.mutants {
        if let Some(condition) = run.mutant.condition.filter(|_| run.mutant.operator.is_decisive())
        {
            changes.entry(condition).or_default().push(run);
        }
    }
    let (mut total, mut missing) = (0, Vec::new());
    let own = scope.ran.slice.bodies.iter().map(|body| (body, true));
    let functions = scope.ran.slice.functions.iter().map(|body| (body, false));
    for (body, is_own) in own.chain(functions) {
        for condition in &scope.outline.bodies[*body as usize].conditions {
            let tried = changes.get(condition).into_iter().flatten();
            let tried: Vec<_> =
                tried.filter(|run| matches!(run.fate, Fate::Killed | Fate::Survived)).collect();
            if tried.is_empty() {
                continue;
            }
            total += 1;
            let is_fixed = scope.outline.conditions[*condition as usize].is_fixed;
            let noticed = |run: &&&MutantRun| {
                let here = run.killed_in.contains(&scope.flow);
                if is_own && !is_fixed { here } else { run.fate == Fate::Killed }
            };
            let Some(unnoticed) = tried.iter().find(|run| !noticed(run)) else { continue };
            let known = &scope.outline.conditions[*condition as usize];
            missing.push(Missing {
                body: Some(*body),
                condition: Some(*condition),
                ..Missing::new(
                    format!("nothing in this flow depends on `{}`", known.text),
                    unnoticed.hint.clone(),
                )
            });
        }
    }
    if mutation.mutants.is_empty() {
        let hint = "run with `--mutate all`".to_owned();
        let missing = vec![Missing::new("no change to the policy was tried".to_owned(), hint)];
        return obligation(ObligationKind::DecisiveConditions, 1, missing);
    }
    let shown = total - missing.len();
    let mut own = obligation(ObligationKind::DecisiveConditions, total, missing);
    if total > 0 && shown as f64 >= ENOUGH * total as f64 {
        own.status = Status::Met;
    }
    own
}
