//! GitHub workflow commands: `::error file=…,line=…::…`, ten of each level, put together by rule, worst first.

use crate::model::{Conformance, FlipClass, Place, Survivor};
use crate::ranking::{By, Gravity, groups};
use crate::text;
use std::collections::BTreeMap;

/// How many annotations of one level GitHub shows for a step.
const SHOWN: usize = 10;
/// Characters of a message.
const MESSAGE: usize = 600;

struct Annotation<'a> {
    place: Option<&'a Place>,
    title: String,
    message: String,
}

/// Returns the commands, one for each line of standard output: errors first.
pub fn annotations(report: &Conformance) -> Vec<String> {
    let mut lines = said("error", errors(report));
    lines.extend(said("warning", warnings(report)));
    lines
}

fn errors(report: &Conformance) -> Vec<Annotation<'_>> {
    let mut errors = Vec::new();
    for group in groups(&report.failures, By::Rule) {
        let Some(first) = group.failures.first().filter(|_| group.gravity != Gravity::Quarantined)
        else {
            continue;
        };
        let title = match group.gravity {
            Gravity::WronglyAllowed => "wrongly allowed",
            Gravity::Undecided => "no decision",
            Gravity::Different | Gravity::Quarantined => "not as expected",
        };
        errors.push(Annotation {
            place: group.place,
            title: format!("{title}: {}", text::count(group.failures.len() as u64, "scenario")),
            message: format!(
                "For example: {}\n{}",
                text::headline(first),
                text::explanation(first)
            ),
        });
    }
    for flip in report.diff.iter().flat_map(|diff| &diff.flips) {
        if flip.class == FlipClass::NewlyAllowed && errors.len() < SHOWN * 2 {
            errors.push(Annotation {
                place: flip.place.as_ref(),
                title: "newly allowed".to_owned(),
                message: flip.scenario.clone(),
            });
        }
    }
    errors.extend(findings(report, "error"));
    for gate in report.gates.iter().filter(|gate| !gate.passed && gate.id != "assertions") {
        errors.push(Annotation {
            place: None,
            title: format!("gate {}", gate.title),
            message: format!(
                "{}, required {}\n{}",
                gate.actual,
                gate.required,
                gate.details.join("\n")
            ),
        });
    }
    errors
}

fn warnings(report: &Conformance) -> Vec<Annotation<'_>> {
    let mut by_rule: BTreeMap<&str, Vec<&Survivor>> = BTreeMap::new();
    for survivor in &report.mutation.survivors {
        by_rule.entry(&survivor.rule).or_default().push(survivor);
    }
    let mut by_rule: Vec<_> = by_rule.into_iter().collect();
    by_rule.sort_by_key(|(_, survivors)| std::cmp::Reverse(survivors.len()));
    let mut warnings = Vec::new();
    for (rule, survivors) in by_rule {
        let count = survivors.len() as u64;
        let lines = survivors
            .iter()
            .take(5)
            .map(|s| format!("{}: {} → {} ({})", s.place.line, s.before, s.after, s.hint));
        warnings.push(Annotation {
            place: survivors.first().map(|survivor| &survivor.place),
            title: format!("{} to {rule} unnoticed", text::count(count, "change")),
            message: lines.collect::<Vec<_>>().join("\n"),
        });
    }
    warnings.extend(findings(report, "warning"));
    for flow in report.flows.iter().filter(|flow| flow.privileged && !flow.covered) {
        let missing = flow.obligations.iter().flat_map(|obligation| &obligation.missing);
        let lines: Vec<_> =
            missing.clone().take(5).map(|m| format!("{} — {}", m.what, m.hint)).collect();
        warnings.push(Annotation {
            place: missing.clone().find_map(|missing| missing.place.as_ref()),
            title: format!("privileged flow {} is not covered", flow.id),
            message: lines.join("\n"),
        });
    }
    warnings
}

fn findings<'a>(report: &'a Conformance, level: &'a str) -> impl Iterator<Item = Annotation<'a>> {
    report.findings.iter().filter(move |finding| finding.level == level).map(|finding| Annotation {
        place: Some(&finding.place),
        title: finding.rule.clone(),
        message: format!("{}\n{}", finding.message, finding.remedy),
    })
}

fn said(level: &str, mut annotations: Vec<Annotation<'_>>) -> Vec<String> {
    let more = annotations.len().saturating_sub(SHOWN);
    annotations.truncate(SHOWN);
    if let Some(last) = annotations.last_mut().filter(|_| more > 0) {
        last.title = format!("{} (and {} more)", last.title, text::grouped(more as u64));
    }
    annotations.iter().map(|annotation| annotation.command(level)).collect()
}

impl Annotation<'_> {
    fn command(&self, level: &str) -> String {
        let mut properties = Vec::new();
        if let Some(place) = self.place {
            properties.push(format!("file={}", property(&place.file)));
            properties.push(format!("line={}", place.line.max(1)));
            properties.push(format!("col={}", place.column.max(1)));
        }
        properties.push(format!("title={}", property(&self.title)));
        format!("::{level} {}::{}", properties.join(","), data(self.message.trim(), MESSAGE))
    }
}

/// A message, as the runner unescapes it.
fn data(text: &str, longest: usize) -> String {
    let text = text::visible_within(text, longest);
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: colons and commas end it.
fn property(text: &str) -> String {
    data(text, 200).replace(':', "%3A").replace(',', "%2C")
}
