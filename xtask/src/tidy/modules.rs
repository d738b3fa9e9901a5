//! Every Rust file says what it is for, and none grows beyond what one can hold in mind.

use super::{Finding, Source};

/// What a file aims at, in lines.
const AIM: usize = 400;
/// What no file exceeds, tests and generated files apart.
const LIMIT: usize = 800;

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.iter().filter(|source| source.is_rust()) {
        if !source.text.starts_with("//! ") {
            let what = "the file does not say what it is for".to_owned();
            let remedy = "begin it with `//! ` and what it does and deliberately does not do";
            findings.push(Finding::error(&source.path, 1, what, remedy));
        }
        if source.is_test() || source.is_generated() {
            continue;
        }
        let lines = source.text.lines().count();
        let what = format!("{lines} lines; files aim at {AIM} and end at {LIMIT}");
        let remedy = "move one of its concerns to a module of its own";
        if lines > LIMIT {
            findings.push(Finding::error(&source.path, lines, what, remedy));
        } else if lines > AIM {
            findings.push(Finding::warning(&source.path, lines, what, remedy));
        }
    }
    findings
}
