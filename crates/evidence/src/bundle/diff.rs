//! What differs between two bundles: who signed and who built first, then what is shown less, then everything else.
//!
//! Each bundle is read into [`Facts`], verified or not; comparing is pure. Nothing is believed here that a verification does not find:
//! where a bundle was not verified, the result says so.

mod compare;
mod facts;

pub use facts::Facts;

use super::result::verdict;
use cos_report::evidence::diff::{Diff, SCHEMA_ID, Section, Side};

/// Compares two bundles.
pub fn diff(before: &Facts, after: &Facts) -> Diff {
    let sections = compare::sections(before, after);
    Diff {
        schema: SCHEMA_ID,
        before: side(before),
        after: side(after),
        continues: after.contents.previous.as_deref() == Some(&*before.statement),
        sections: sections
            .into_iter()
            .filter(|section: &Section| !section.changes.is_empty())
            .collect(),
    }
}

fn side(facts: &Facts) -> Side {
    Side {
        bundle: facts.place.clone(),
        version: facts.contents.version.clone(),
        statement: facts.statement.clone(),
        verdict: facts.verdict.map(verdict),
    }
}

#[cfg(test)]
mod tests;
