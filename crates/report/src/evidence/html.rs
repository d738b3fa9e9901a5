//! A verification as one HTML page for an auditor: who signed, when and by whose clock, a tree of what holds, and what is not proven.
//!
//! There is no script in it, and nothing for one to do: the tree opens and closes by itself, and is open on paper.

use super::{Check, File, Outcome, Standing, Verification};
use crate::error::ReportError;
use crate::page::Page;
use crate::text;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

const PAGE: Page = Page {
    template: include_str!("../../../../templates/evidence.html"),
    style: include_str!("../../../../templates/evidence.css"),
    script: None,
};

/// Rows of a table, and checks of a part; what is beyond is counted.
const ROWS: usize = 500;
/// Files of which the drawn receipts are shown.
const DRAWN: usize = 50;

/// Failures told beside the verdict.
const WHY: usize = 8;

/// Writes the page.
pub fn render(found: &Verification) -> Result<String, ReportError> {
    PAGE.render(context! { view => Value::from(Serde(View::of(found))) })
}

#[derive(Serialize)]
struct View<'a> {
    found: &'a Verification,
    release: Option<&'a super::Release>,
    verdict: &'static str,
    sentence: &'static str,
    /// A class of the style sheet.
    state: &'static str,
    title: String,
    passed: u64,
    warned: u64,
    failed: u64,
    skipped: u64,
    /// The first checks that failed, which a reader should not have to look for.
    why: Vec<&'a Check>,
    more_why: usize,
    parts: Vec<PartView<'a>>,
    contract: Vec<Row<'a>>,
    files: Vec<FileRow<'a>>,
    more_files: u64,
    drawn: Vec<Lines<'a>>,
    more_drawn: usize,
}

#[derive(Serialize)]
struct PartView<'a> {
    id: &'a str,
    title: &'static str,
    mark: Mark,
    open: bool,
    summary: String,
    checks: Vec<CheckView<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct CheckView<'a> {
    check: &'a Check,
    mark: Mark,
}

/// A sign, the word for it, and a class of the style sheet: colour never says something alone.
#[derive(Clone, Copy, Serialize)]
struct Mark {
    sign: &'static str,
    word: &'static str,
    state: &'static str,
}

#[derive(Serialize)]
struct Row<'a> {
    requirement: &'a super::Requirement,
    mark: Mark,
}

#[derive(Serialize)]
struct FileRow<'a> {
    file: &'a File,
    size: String,
    mark: Mark,
}

#[derive(Serialize)]
struct Lines<'a> {
    path: &'a str,
    lines: String,
}

impl<'a> View<'a> {
    fn of(found: &'a Verification) -> Self {
        let release = found.release.as_ref();
        let title =
            release.map_or_else(|| found.bundle.clone(), |it| format!("Release {}", it.version));
        let files = release.map_or(&[][..], |release| &release.files);
        let indexed = release.map_or(0, |release| release.indexed);
        let drawn = found.sample.as_ref().map_or(&[][..], |sample| &sample.files);
        Self {
            found,
            release,
            verdict: found.verdict.as_str(),
            sentence: found.verdict.sentence(),
            state: match found.verdict {
                super::Verdict::Verified => "met",
                super::Verdict::Incomplete => "waived",
                super::Verdict::Failed | super::Verdict::Untrusted => "missing",
            },
            title,
            passed: found.count(Outcome::Pass),
            warned: found.count(Outcome::Warn),
            failed: found.count(Outcome::Fail),
            skipped: found.count(Outcome::Skip),
            more_why: (found.count(Outcome::Fail) as usize).saturating_sub(WHY),
            why: failed(found).take(WHY).collect(),
            parts: found.parts().iter().map(PartView::of).collect(),
            contract: release.map_or_else(Vec::new, contract),
            files: files.iter().take(ROWS).map(FileRow::of).collect(),
            more_files: files.len().saturating_sub(ROWS) as u64 + indexed,
            drawn: drawn.iter().take(DRAWN).map(lines).collect(),
            more_drawn: drawn.len().saturating_sub(DRAWN),
        }
    }
}

impl<'a> PartView<'a> {
    fn of(part: &super::Part<'a>) -> Self {
        let mut checks: Vec<_> = part
            .checks
            .iter()
            .map(|&check| CheckView { check, mark: mark(check.outcome) })
            .collect();
        // What went wrong must not be cut off.
        checks.sort_by_key(|view| std::cmp::Reverse(gravity(view.check.outcome)));
        let more = checks.len().saturating_sub(ROWS);
        checks.truncate(ROWS);
        Self {
            id: part.id,
            title: part.title,
            mark: mark(part.outcome),
            open: part.outcome != Outcome::Pass,
            summary: summary(&part.checks),
            checks,
            more,
        }
    }
}

/// Failures first, then warnings; the others stay as they ran.
fn gravity(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Fail => 2,
        Outcome::Warn => 1,
        Outcome::Pass | Outcome::Skip => 0,
    }
}

fn failed(found: &Verification) -> impl Iterator<Item = &Check> {
    found.checks.iter().filter(|check| check.outcome == Outcome::Fail)
}

fn summary(checks: &[&Check]) -> String {
    let count = |outcome| checks.iter().filter(|check| check.outcome == outcome).count() as u64;
    let words = [
        (Outcome::Fail, "failed"),
        (Outcome::Warn, "with a warning"),
        (Outcome::Pass, "passed"),
        (Outcome::Skip, "not made"),
    ];
    let told: Vec<_> = words
        .into_iter()
        .filter(|(outcome, _)| count(*outcome) > 0)
        .map(|(outcome, word)| format!("{} {word}", text::grouped(count(outcome))))
        .collect();
    told.join(", ")
}

fn mark(outcome: Outcome) -> Mark {
    let (sign, word, state) = match outcome {
        Outcome::Pass => ("✔", "holds", "met"),
        Outcome::Skip => ("–", "not made", "none"),
        Outcome::Warn => ("!", "warning", "waived"),
        Outcome::Fail => ("✖", "does not hold", "missing"),
    };
    Mark { sign, word, state }
}

fn contract(release: &super::Release) -> Vec<Row<'_>> {
    release.contract.iter().map(row).collect()
}

fn row(requirement: &super::Requirement) -> Row<'_> {
    let (sign, word, state) = match requirement.standing {
        Standing::Satisfied => ("✔", "satisfied", "met"),
        Standing::Waived => ("◷", "waived", "waived"),
        Standing::Missing => ("✖", "missing", "missing"),
    };
    Row { requirement, mark: Mark { sign, word, state } }
}

impl<'a> FileRow<'a> {
    fn of(file: &'a File) -> Self {
        let size = file.size.map_or_else(|| "–".to_owned(), text::grouped);
        Self { file, size, mark: mark(file.outcome) }
    }
}

fn lines(drawn: &super::Drawn) -> Lines<'_> {
    let lines: Vec<_> = drawn.lines.iter().map(u64::to_string).collect();
    Lines { path: &drawn.path, lines: lines.join(", ") }
}
