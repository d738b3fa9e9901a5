//! What differs between two bundles, and the same as Markdown for release notes.

use super::Verdict;
use crate::error::ReportError;
use crate::markdown::{cell, more, plain};
use serde::Serialize;
use std::fmt::{self, Write as _};

/// The `schema` of [`Diff`].
pub const SCHEMA_ID: &str = "cos.evidence-diff/v1";

/// Rows of a table in Markdown.
const ROWS: usize = 40;

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// [`SCHEMA_ID`].
    pub schema: &'static str,
    /// The bundle as it was.
    pub before: Side,
    /// The bundle as it is.
    pub after: Side,
    /// Whether the statement of the second names the first as the release before.
    pub continues: bool,
    /// The differences by what they are about, gravest first; sections without any are left out.
    pub sections: Vec<Section>,
}

/// One of the bundles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Where it lies.
    pub bundle: String,
    /// The version of the release.
    pub version: String,
    /// SHA-256 of the statement, in hexadecimal.
    pub statement: String,
    /// What verifying it came to; absent when nobody did.
    pub verdict: Option<Verdict>,
}

/// Differences about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// A word for programs.
    pub id: &'static str,
    /// A heading for people.
    pub title: &'static str,
    /// What differs.
    pub changes: Vec<Change>,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How grave it is.
    pub gravity: Gravity,
    /// What it is about.
    pub what: String,
    /// How it was; absent when it is new.
    pub before: Option<String>,
    /// How it is; absent when it is gone.
    pub after: Option<String>,
}

/// How grave a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    /// Less is shown than before.
    Regression,
    /// Somebody should know why.
    Notice,
    /// As is to be expected of another release.
    Plain,
}

impl Diff {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// How many differences are of that gravity.
    pub fn count(&self, gravity: Gravity) -> usize {
        let changes = self.sections.iter().flat_map(|section| &section.changes);
        changes.filter(|change| change.gravity == gravity).count()
    }
}

/// Writes it as Markdown.
pub fn markdown(diff: &Diff) -> Result<String, ReportError> {
    let mut out = String::new();
    write(diff, &mut out).map_err(|error| ReportError::render("Markdown", &error))?;
    Ok(out)
}

fn write(diff: &Diff, out: &mut String) -> fmt::Result {
    let (before, after) = (&diff.before, &diff.after);
    writeln!(out, "## Evidence: {} → {}\n", plain(&before.version), plain(&after.version))?;
    writeln!(out, "| | Bundle | Statement, SHA-256 | Verified |\n|---|---|---|---|")?;
    for (name, side) in [("Before", before), ("After", after)] {
        let (bundle, statement) = (cell(&side.bundle), cell(&side.statement));
        writeln!(out, "| {name} | {bundle} | {statement} | {} |", verdict(side.verdict))?;
    }
    writeln!(out)?;
    if !diff.continues {
        writeln!(out, "The second statement does not name the first as the release before.\n")?;
    }
    if diff.is_empty() {
        writeln!(out, "Nothing differs.")?;
    }
    for section in &diff.sections {
        writeln!(out, "### {}\n\n| | What | Before | After |\n|---|---|---|---|", section.title)?;
        for change in section.changes.iter().take(ROWS) {
            let value = |text: &Option<String>| text.as_deref().map_or("–".to_owned(), cell);
            let (was, is) = (value(&change.before), value(&change.after));
            writeln!(out, "| {} | {} | {was} | {is} |", mark(change.gravity), cell(&change.what))?;
        }
        writeln!(out)?;
        more(out, section.changes.len(), ROWS, "difference")?;
    }
    Ok(())
}

fn verdict(verdict: Option<Verdict>) -> String {
    match verdict {
        None => "no: nothing of this is verified".to_owned(),
        Some(Verdict::Verified) => "✅ verified".to_owned(),
        Some(verdict) => format!("❌ {}", verdict.as_str()),
    }
}

fn mark(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Regression => "❌ less",
        Gravity::Notice => "⚠️ look",
        Gravity::Plain => "",
    }
}
