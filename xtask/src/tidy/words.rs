//! Words that do not belong in the repository: unfinished work without an issue, and paths of somebody's machine.

use super::{Finding, Source};

/// Directories that exist on one machine only. Spelt in halves so that this file passes its own check.
const MACHINE_PATHS: &[[&str; 2]] = &[
    ["/ho", "me/"],
    ["/ro", "ot/"],
    ["/Us", "ers/"],
    ["/wo", "rk/"],
    ["/tmp/", "bash"],
    ["C:\\", "Users"],
];
const UNFINISHED: &[[&str; 2]] = &[["TO", "DO"], ["FIX", "ME"]];

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.iter().filter(|source| !is_foreign(&source.path)) {
        for (number, line) in source.text.lines().enumerate() {
            let place = (source.path.as_str(), number + 1);
            findings.extend(unfinished(place, line));
            findings.extend(machine_path(place, line));
        }
    }
    findings
}

/// Fuzz inputs may say anything.
fn is_foreign(path: &str) -> bool {
    path.starts_with("fuzz/corpus/")
}

fn unfinished((path, line): (&str, usize), text: &str) -> Option<Finding> {
    let is_bare = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
            !before.ends_with(part_of_word)
                && !after.starts_with(part_of_word)
                && !names_issue(after)
        })
    };
    let word = UNFINISHED.iter().map(|halves| halves.concat()).find(|word| is_bare(word))?;
    let remedy = format!("finish it, or write `{word}(#123)` with the issue's number");
    Some(Finding::error(path, line, format!("`{word}` without an issue"), remedy))
}

fn names_issue(text: &str) -> bool {
    let number = text.strip_prefix("(#").and_then(|rest| rest.split_once(')'));
    number.is_some_and(|(number, _)| number.parse::<u32>().is_ok())
}

fn machine_path((path, line): (&str, usize), text: &str) -> Option<Finding> {
    // A path starts where no name precedes it: `docs/work/` or `https://host/home/` names no machine.
    let starts_path =
        |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || "_.-)}>~*/".contains(c));
    let found = (MACHINE_PATHS.iter().map(|halves| halves.concat()))
        .find(|needle| text.match_indices(needle.as_str()).any(|(at, _)| starts_path(at)))?;
    let what = format!("`{found}` exists on one machine only");
    Some(Finding::error(
        path,
        line,
        what,
        "write a path relative to the repository or to a variable",
    ))
}
