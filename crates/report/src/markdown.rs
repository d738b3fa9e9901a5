//! The report as a GitHub step summary, and as the workflow commands that annotate lines of a pull request.
//!
//! GitHub cuts a summary at 1 MiB and shows about ten errors and ten warnings of a step, so both say the worst things first and
//! how many more there are. Texts of the report stand in `<code>` with every sign that Markdown reads written as an entity:
//! they can neither leave their table cell nor mention anybody.

use crate::error::ReportError;
use crate::model::{Conformance, Diff, Flip, Flow, Status};
use crate::ranking::{By, Gravity, groups};
use crate::text;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

mod annotations;
pub use annotations::annotations;

/// Rows of the longer tables.
const ROWS: usize = 10;
/// Flows that are shown in the grid of obligations.
const FLOWS: usize = 40;
/// Characters of one cell.
const CELL: usize = 160;

/// Writes the step summary.
pub fn summary(report: &Conformance) -> Result<String, ReportError> {
    let mut out = String::new();
    write(report, &mut out).map_err(|error| ReportError::render("Markdown", &error))?;
    Ok(out)
}

fn write(report: &Conformance, out: &mut String) -> fmt::Result {
    let summary = &report.summary;
    let (mark, verdict) = if report.passed { ("✅", "passed") } else { ("❌", "failed") };
    writeln!(out, "## {mark} Policy conformance {verdict}: {}\n", cell(&report.matrix.name))?;
    writeln!(
        out,
        "**{}** of {} covered · {} · {} failed · {} without a decision · {} quarantined\n",
        text::percent(summary.coverage_ratio),
        text::count(summary.privileged_flows, "privileged flow"),
        text::count(summary.scenarios, "scenario"),
        text::grouped(summary.failed),
        text::grouped(summary.errors),
        text::grouped(summary.quarantined),
    )?;
    gates(report, out)?;
    grid(report, out)?;
    failures(report, out)?;
    survivors(report, out)?;
    flips(report, out)?;
    deadlines(report, out)?;
    provenance(report, out)
}

fn gates(report: &Conformance, out: &mut String) -> fmt::Result {
    writeln!(out, "| Gate | | Found | Required |\n|---|---|---|---|")?;
    for gate in report.gates.iter().take(ROWS * 2) {
        let mark = if gate.passed { "✅ passed" } else { "❌ failed" };
        let (actual, required) = (cell(&gate.actual), cell(&gate.required));
        writeln!(out, "| {} | {mark} | {actual} | {required} |", plain(&gate.title))?;
    }
    writeln!(out)?;
    let details = report.gates.iter().filter(|gate| !gate.passed && !gate.details.is_empty());
    for gate in details.take(ROWS) {
        writeln!(out, "<details><summary>{}: why it failed</summary>\n", plain(&gate.title))?;
        for line in gate.details.iter().take(ROWS) {
            writeln!(out, "- {}", cell(line))?;
        }
        more(out, gate.details.len(), ROWS, "line")?;
        writeln!(out, "\n</details>\n")?;
    }
    Ok(())
}

fn grid(report: &Conformance, out: &mut String) -> fmt::Result {
    let open = |flow: &&Flow| {
        !flow.covered || flow.obligations.iter().any(|o| o.status == Status::Missing)
    };
    let flows: Vec<&Flow> =
        report.flows.iter().filter(|flow| flow.privileged).filter(open).collect();
    if flows.is_empty() {
        return Ok(());
    }
    writeln!(out, "### Privileged flows with something left to show\n")?;
    writeln!(out, "| Flow | Covered | O1 | O2 | O3 | O4 | O5 | O6 | O7 |")?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    for flow in flows.iter().take(FLOWS) {
        let covered = if flow.covered { "✅ yes" } else { "❌ no" };
        write!(out, "| {} | {covered} |", cell(&flow.id))?;
        for number in 1..=7 {
            let id = format!("O{number}");
            match flow.obligations.iter().find(|obligation| obligation.id == id) {
                Some(o) if o.status == Status::NotApplicable => write!(out, " – |")?,
                Some(o) if o.status == Status::Waived => write!(out, " waived |")?,
                Some(o) if o.status == Status::Met => write!(out, " ✓ |")?,
                Some(o) => write!(out, " ✗ {}/{} |", o.met, o.total)?,
                None => write!(out, " |")?,
            }
        }
        writeln!(out)?;
    }
    writeln!(out)?;
    more(out, flows.len(), FLOWS, "flow")
}

fn failures(report: &Conformance, out: &mut String) -> fmt::Result {
    let groups: Vec<_> = groups(&report.failures, By::Cause)
        .into_iter()
        .filter(|g| g.gravity != Gravity::Quarantined)
        .collect();
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(out, "### Worst failures\n")?;
    writeln!(out, "| What | Scenarios | Decided by | For example |\n|---|---:|---|---|")?;
    for group in groups.iter().take(ROWS) {
        let Some(first) = group.failures.first() else { continue };
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(&text::headline(first)),
            text::grouped(group.failures.len() as u64),
            cell(&text::decided_by(first).unwrap_or_default()),
            cell(&first.scenario),
        )?;
    }
    writeln!(out)?;
    more(out, groups.len(), ROWS, "cause")
}

fn survivors(report: &Conformance, out: &mut String) -> fmt::Result {
    let mutation = &report.mutation;
    if mutation.survivors.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Changes to the policy that no assertion noticed\n\n{} of {} noticed ({}).\n",
        text::grouped(mutation.killed),
        text::count(mutation.total, "change"),
        text::percent(mutation.score)
    )?;
    writeln!(
        out,
        "| Where | Change | Before | After | What would notice |\n|---|---|---|---|---|"
    )?;
    for survivor in mutation.survivors.iter().take(ROWS) {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            cell(&text::place(&survivor.place)),
            cell(&survivor.operator),
            cell(&survivor.before),
            cell(&survivor.after),
            cell(&survivor.hint)
        )?;
    }
    writeln!(out)?;
    more(out, mutation.survivors.len(), ROWS, "change")
}

fn flips(report: &Conformance, out: &mut String) -> fmt::Result {
    let Some(diff) = &report.diff else { return Ok(()) };
    writeln!(out, "### Decisions that differ from {}\n", cell(&diff.against))?;
    writeln!(
        out,
        "{} newly allowed · {} newly denied · {} with other reasons · {} new · {} gone · {} unchanged\n",
        text::grouped(diff.newly_allowed),
        text::grouped(diff.newly_denied),
        text::grouped(diff.reason_changed),
        text::grouped(diff.added),
        text::grouped(diff.gone),
        text::grouped(diff.unchanged),
    )?;
    if diff.flips.is_empty() {
        return Ok(());
    }
    writeln!(out, "| Change | Scenario | Before | After | Cause |\n|---|---|---|---|---|")?;
    for flip in diff.flips.iter().take(ROWS) {
        let said = |decision: &Option<_>| decision.as_ref().map(text::decision).unwrap_or_default();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            text::flip(flip.class),
            cell(&flip.scenario),
            cell(&said(&flip.before)),
            cell(&said(&flip.after)),
            cell(flip.cause.as_deref().unwrap_or_default())
        )?;
    }
    writeln!(out)?;
    more(out, diff.flips.len(), ROWS, "flip")
}

/// Writes two policies' differing decisions alone, as for a comment on a pull request: by class and cause, newly allowed first.
pub fn diff(diff: &Diff) -> Result<String, ReportError> {
    let mut out = String::new();
    write_diff(diff, &mut out).map_err(|error| ReportError::render("Markdown", &error))?;
    Ok(out)
}

fn write_diff(diff: &Diff, out: &mut String) -> fmt::Result {
    let changed = diff.newly_allowed + diff.newly_denied + diff.reason_changed;
    let mark = match (diff.newly_allowed, changed + diff.added + diff.gone) {
        (0, 0) => "✅",
        (0, _) => "⚠️",
        _ => "❌",
    };
    writeln!(out, "## {mark} {}\n", text::count(changed, "decision") + " changed")?;
    writeln!(
        out,
        "Against {}: **{} newly allowed** · {} newly denied · {} with other reasons · {} new · {} gone · {} unchanged\n",
        cell(&diff.against),
        text::grouped(diff.newly_allowed),
        text::grouped(diff.newly_denied),
        text::grouped(diff.reason_changed),
        text::grouped(diff.added),
        text::grouped(diff.gone),
        text::grouped(diff.unchanged),
    )?;
    let mut groups = BTreeMap::<_, Vec<&Flip>>::new();
    for flip in &diff.flips {
        let place = flip.place.as_ref().map(text::place);
        groups.entry((flip.class, flip.cause.clone(), place)).or_default().push(flip);
    }
    if groups.is_empty() {
        return Ok(());
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|((class, ..), flips)| (*class, Reverse(flips.len())));
    writeln!(out, "| Change | Scenarios | Cause | For example | Before | After |")?;
    writeln!(out, "|---|---:|---|---|---|---|")?;
    for ((class, cause, place), flips) in groups.iter().take(ROWS * 2) {
        let Some(first) = flips.first() else { continue };
        let said = |decision: &Option<_>| decision.as_ref().map(text::decision).unwrap_or_default();
        let place = place.as_ref().map(|place| format!(" {}", cell(place))).unwrap_or_default();
        writeln!(
            out,
            "| {} | {} | {}{place} | {} | {} | {} |",
            text::flip(*class),
            text::grouped(flips.len() as u64),
            cell(cause.as_deref().unwrap_or_default()),
            cell(&first.scenario),
            cell(&said(&first.before)),
            cell(&said(&first.after)),
        )?;
    }
    writeln!(out)?;
    more(out, groups.len(), ROWS * 2, "cause")
}

fn deadlines(report: &Conformance, out: &mut String) -> fmt::Result {
    if report.quarantine.is_empty() && report.waivers.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "### Exceptions\n\n| Kind | For | Answers | Until | Reason |\n|---|---|---|---|---|"
    )?;
    let until = |date: &str, expired: bool| {
        let expired = if expired { " ❌ expired" } else { "" };
        format!("{}{expired}", cell(date))
    };
    for entry in report.quarantine.iter().take(ROWS) {
        let until = until(&entry.expires, entry.expired);
        let (matches, owner, reason) =
            (cell(&entry.matches), cell(&entry.owner), cell(&entry.reason));
        writeln!(out, "| quarantine | {matches} | {owner} | {until} | {reason} |")?;
    }
    for waiver in report.waivers.iter().take(ROWS) {
        let until = until(&waiver.expires, waiver.expired);
        let what = cell(&format!("{}: {}", waiver.flow, waiver.obligation));
        let (approver, reason) = (cell(&waiver.approver), cell(&waiver.reason));
        writeln!(out, "| waiver | {what} | {approver} | {until} | {reason} |")?;
    }
    writeln!(out)
}

fn provenance(report: &Conformance, out: &mut String) -> fmt::Result {
    let from = &report.provenance;
    writeln!(out, "<details><summary>Provenance</summary>\n\n| | |\n|---|---|")?;
    for (name, value) in [
        ("Bundle", format!("{} {}", from.bundle.name, from.bundle.revision)),
        ("Bundle, SHA-256", from.bundle.digest.clone()),
        ("Signature", from.bundle.signature.clone()),
        ("Matrix, SHA-256", from.matrix_digest.clone()),
        (
            "Engine",
            format!("{} {}, semantics {}", from.engine, from.engine_version, from.semantics),
        ),
        ("Tool", format!("{} {}", from.tool, from.tool_version)),
        ("Selection", from.selection.clone()),
        ("Created", from.created.clone()),
    ] {
        writeln!(out, "| {name} | {} |", cell(&value))?;
    }
    writeln!(out, "\n</details>")
}

pub(crate) fn more(out: &mut String, all: usize, shown: usize, noun: &str) -> fmt::Result {
    match all.checked_sub(shown) {
        None | Some(0) => Ok(()),
        Some(more) => {
            writeln!(out, "… and {} more.\n", text::count(more as u64, noun))
        }
    }
}

/// A text of the report as code.
pub(crate) fn cell(text: &str) -> String {
    if text.trim().is_empty() { String::new() } else { format!("<code>{}</code>", plain(text)) }
}

/// A text of the report with everything escaped that Markdown or HTML reads.
pub(crate) fn plain(text: &str) -> String {
    let text = text::visible_within(text, CELL);
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c {
            // `www.` alone makes a link.
            '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("&#46;"),
            '-' | ',' | '.' | '/' | '=' => out.push(c),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
