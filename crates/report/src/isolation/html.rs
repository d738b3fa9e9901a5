//! An audit as one HTML page: findings first, then who asked for what, then what was asked for other regions.
//!
//! There is no script in it. The page is a view: what was signed is the JSON, whose digest it names.

use super::{Audit, Cell, Finding, Residency, Row};
use crate::error::ReportError;
use crate::page::Page;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use std::collections::BTreeMap;

const PAGE: Page = Page {
    template: include_str!("../../../../templates/isolation.html"),
    style: include_str!("../../../../templates/isolation.css"),
    script: None,
};

/// Findings, and rows of a table; what is beyond is counted.
const ROWS: usize = 500;

/// Where the page comes from.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// The name of the JSON; empty where none was kept.
    pub file: String,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// The key that signed it; absent where nobody did.
    pub signer: Option<String>,
    /// The program that wrote the page, and its version.
    pub tool: String,
}

/// Writes the page.
pub fn render(audit: &Audit, source: &Source) -> Result<String, ReportError> {
    PAGE.render(context! { view => Value::from(Serde(View::of(audit, source))) })
}

#[derive(Serialize)]
struct View<'a> {
    audit: &'a Audit,
    source: &'a Source,
    passed: bool,
    /// What it comes to, in a sentence.
    outcome: String,
    refusals: u64,
    findings: &'a [Finding],
    more_findings: usize,
    callers: Vec<&'a str>,
    grid: Vec<Line<'a>>,
    regions: Vec<&'a str>,
    residency: Vec<Tagged<'a>>,
    more_residency: usize,
    held: usize,
}

/// An operation, and a cell for each caller.
#[derive(Serialize)]
struct Line<'a> {
    row: &'a Row,
    cells: Vec<Option<&'a Cell>>,
}

/// An operation with data of one tag, and an answer for each region; several where it was asked for several times.
#[derive(Serialize)]
struct Tagged<'a> {
    operation: &'a str,
    tag: &'a str,
    cells: Vec<Option<&'a Residency>>,
}

impl<'a> View<'a> {
    fn of(audit: &'a Audit, source: &'a Source) -> Self {
        let outcome = audit.outcome();
        let callers = callers(audit);
        let regions = distinct(audit.residency.iter().map(|row| &*row.wanted));
        let mut residency = tagged(&audit.residency, &regions);
        let more_residency = residency.len().saturating_sub(ROWS);
        residency.truncate(ROWS);
        Self {
            audit,
            source,
            passed: outcome.is_ok(),
            outcome: outcome.unwrap_or_else(|reason| reason),
            refusals: audit.refusals(),
            findings: &audit.findings[..audit.findings.len().min(ROWS)],
            more_findings: audit.findings.len().saturating_sub(ROWS),
            grid: audit.routes.iter().take(ROWS).map(|row| line(row, &callers)).collect(),
            callers,
            regions,
            residency,
            more_residency,
            held: audit.residency.iter().filter(|row| row.refused).count(),
        }
    }
}

fn callers(audit: &Audit) -> Vec<&str> {
    distinct(audit.routes.iter().flat_map(|row| row.callers.iter().map(|cell| &*cell.caller)))
}

/// Each once, in the order in which they come.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for name in names {
        // A table with more columns is nothing that people read.
        if !seen.contains(&name) && seen.len() < 40 {
            seen.push(name);
        }
    }
    seen
}

fn line<'a>(row: &'a Row, callers: &[&str]) -> Line<'a> {
    let cell = |caller: &&str| row.callers.iter().find(|cell| cell.caller == **caller);
    Line { row, cells: callers.iter().map(cell).collect() }
}

/// The answers by operation and tag. Of several answers for one region the one that should not be is shown.
fn tagged<'a>(rows: &'a [Residency], regions: &[&str]) -> Vec<Tagged<'a>> {
    let mut places = BTreeMap::new();
    let mut all: Vec<Tagged<'a>> = Vec::new();
    for row in rows {
        let at = *places.entry((&*row.operation, &*row.tag)).or_insert_with(|| {
            let cells = vec![None; regions.len()];
            all.push(Tagged { operation: &row.operation, tag: &row.tag, cells });
            all.len() - 1
        });
        let Some(column) = regions.iter().position(|region| *region == row.wanted) else {
            continue;
        };
        let cell = &mut all[at].cells[column];
        if cell.is_none_or(|before: &Residency| before.refused) {
            *cell = Some(row);
        }
    }
    // What should not be stands where it is seen, and is not cut off.
    all.sort_by_key(|it| it.cells.iter().flatten().all(|cell| cell.refused));
    all
}
