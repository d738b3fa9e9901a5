//! What coverage viewers draw: for each file of the policy its rules and its lines, with how often they were tried.
//!
//! A rule is a function that is hit when it fires, and a branch with two ways: it fires, or it is tried and fails. A line is
//! hit when a rule that stands on it was tried. Line coverage is no gate, the obligations
//! are; it shows where to look.

use crate::model::{Conformance, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// No definition of a rule is longer; what claims to be is cut.
const LONGEST_RULE: u32 = 2_000;

/// A file of the policy.
#[derive(Debug, Default)]
pub(crate) struct File<'a> {
    /// Sorted by place.
    pub(crate) rules: Vec<&'a Rule>,
    /// Line to how often it was tried.
    pub(crate) lines: BTreeMap<u32, u64>,
}

impl File<'_> {
    pub(crate) fn lines_hit(&self) -> usize {
        self.lines.values().filter(|hits| **hits > 0).count()
    }

    pub(crate) fn branches_hit(&self) -> usize {
        self.rules.iter().map(|rule| ways_hit(rule)).sum()
    }

    /// Names of the rules in order; the line is added where a rule has several definitions in the file.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let repeated: BTreeSet<&str> = (self.rules.iter())
            .map(|rule| rule.path.as_str())
            .filter(|path| !seen.insert(*path))
            .collect();
        let name = |rule: &&Rule| {
            if repeated.contains(rule.path.as_str()) {
                format!("{}:{}", rule.path, rule.place.line)
            } else {
                rule.path.clone()
            }
        };
        self.rules.iter().map(name).collect()
    }
}

/// How many of its two ways a rule went.
pub(crate) fn ways_hit(rule: &Rule) -> usize {
    usize::from(rule.fired > 0) + usize::from(rule.failed > 0)
}

/// Puts the rules of the report together by file.
pub(crate) fn files(report: &Conformance) -> BTreeMap<&str, File<'_>> {
    let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
    for rule in &report.rules {
        let file = files.entry(&rule.place.file).or_default();
        file.rules.push(rule);
        let first = rule.place.line.max(1);
        let last = rule.end_line.clamp(first, first.saturating_add(LONGEST_RULE));
        for line in first..=last {
            let hits = file.lines.entry(line).or_default();
            *hits = (*hits).max(rule.tried);
        }
    }
    for file in files.values_mut() {
        file.rules.sort_by_key(|rule| (rule.place.line, rule.place.column));
    }
    files
}
