//! Links between documents, and mentions of documents in code, lead somewhere.

use super::{Finding, Source, has_extension};
use std::collections::BTreeSet;

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let paths: BTreeSet<&str> = tree.iter().map(|source| source.path.as_str()).collect();
    // Links to a folder lead to it as soon as there is a file in it.
    let exists = |path: &str| {
        paths.contains(path)
            || paths.range(path..).next().is_some_and(|next| next.starts_with(&format!("{path}/")))
    };
    let mut findings = Vec::new();
    for source in tree.iter().filter(|source| !source.path.starts_with("xtask/")) {
        for (number, line) in source.text.lines().enumerate() {
            let targets: Vec<String> = match source {
                markdown if has_extension(&markdown.path, "md") => {
                    links(line).filter_map(|to| resolve(&markdown.path, to)).collect()
                }
                rust if rust.is_rust() => mentions(line).map(str::to_owned).collect(),
                _ => Vec::new(),
            };
            for target in targets.iter().filter(|target| !exists(target)) {
                let what = format!("`{target}` does not exist");
                findings.push(Finding::error(
                    &source.path,
                    number + 1,
                    what,
                    "write it, or name what is meant",
                ));
            }
        }
    }
    findings
}

/// The targets of inline Markdown links.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The path in the tree that `link` leads to from the document at `from`; `None` when it leads elsewhere.
fn resolve(from: &str, link: &str) -> Option<String> {
    let link = link.split('#').next().unwrap_or_default();
    if link.is_empty() || link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Documents that a line of code names by their path from the root.
fn mentions(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("docs/").filter_map(|(at, _)| {
        let starts_here = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/');
        let end = line[at..].find(".md")? + at + ".md".len();
        let path = &line[at..end];
        let is_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c));
        (starts_here && is_path).then_some(path)
    })
}
