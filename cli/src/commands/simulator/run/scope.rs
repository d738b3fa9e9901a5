//! How much of a matrix is run.

use super::Args;
use crate::commands::simulator::changed;
use crate::ctx::Ctx;
use cos_simulator::select::{Plan, Selection};
use std::collections::BTreeSet;

/// How much of the matrix is run.
pub(super) enum Scope<'a> {
    /// What changed scenarios can be.
    Changed(&'a Selection),
    /// All that the filter, if there is one, leaves.
    Everything,
}

impl<'a> Scope<'a> {
    /// Says on stderr what is selected, and why.
    pub(super) fn of(ctx: &Ctx<'_>, args: &Args, plan: &'a Plan, filtered: bool) -> Self {
        match plan {
            Plan::Changed(selection) if args.changed => {
                ctx.ui.status(&changed::summary(selection));
                Self::Changed(selection)
            }
            Plan::Full(reason) if args.changed => {
                let what = if filtered { "all that the filter leaves" } else { "everything" };
                ctx.ui.status(&format!("running {what}: {reason}"));
                Self::Everything
            }
            _ => Self::Everything,
        }
    }

    pub(super) fn selection(&self) -> Option<&'a Selection> {
        match self {
            Self::Changed(selection) => Some(selection),
            Self::Everything => None,
        }
    }

    pub(super) fn selected(&self) -> Option<&'a BTreeSet<String>> {
        self.selection().map(|selection| &selection.selected)
    }

    pub(super) fn is_partial(&self) -> bool {
        matches!(self, Self::Changed(_))
    }

    /// What a report calls it.
    pub(super) fn name(&self, filtered: bool, unsound: bool) -> &'static str {
        if filtered || (self.is_partial() && !unsound) { "changed" } else { "full" }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.selection().is_some_and(|selection| selection.needed() == 0)
    }
}
