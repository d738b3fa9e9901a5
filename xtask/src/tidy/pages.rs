//! Error codes and their pages in `docs/errors/` match in both directions, and every page answers the same questions.

use super::{Finding, Source, has_extension};
use std::collections::BTreeSet;

const SECTIONS: [&str; 3] = ["## What happened", "## Why it matters", "## What to do"];

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let pages: Vec<(&str, &Source)> =
        tree.iter().filter_map(|s| Some((page_code(&s.path)?, s))).collect();
    let known: BTreeSet<&str> = pages.iter().map(|(code, _)| *code).collect();
    let (mut used, mut missing) = (BTreeSet::new(), BTreeSet::new());
    let mut findings = Vec::new();
    for source in tree.iter().filter(|source| may_raise(source)) {
        for (number, line) in source.text.lines().enumerate() {
            for code in codes(line) {
                // A code in prose needs a page too, but only code that can raise it keeps the page.
                if line.contains(&format!("\"{code}\"")) {
                    used.insert(code);
                }
                // One finding a code, where it first stands.
                if !known.contains(code) && missing.insert(code) {
                    let what = format!("the error code {code} has no page");
                    let remedy = format!("write docs/errors/{code}.md");
                    findings.push(Finding::error(&source.path, number + 1, what, remedy));
                }
            }
        }
    }
    for (code, page) in pages {
        if !used.contains(code) {
            let remedy = "delete the page, or raise the code; a code is never used again for another meaning";
            findings.push(Finding::error(&page.path, 1, format!("no code raises {code}"), remedy));
        }
        findings.extend(shape(code, page));
    }
    findings
}

/// xtask talks about codes and raises none.
fn may_raise(source: &Source) -> bool {
    source.is_rust()
        && !source.is_test()
        && !source.is_generated()
        && !source.path.starts_with("xtask/")
}

/// The code that the page at `path` explains.
pub(crate) fn page_code(path: &str) -> Option<&str> {
    let name = path.strip_prefix("docs/errors/")?;
    let code = name.strip_suffix(".md").filter(|_| has_extension(name, "md"))?;
    (codes(code).next() == Some(code)).then_some(code)
}

/// Every `COS-AAA-NNNN` in `text`.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("COS-").filter_map(|(at, _)| {
        let code = text.get(at..at + 12)?;
        let b = code.as_bytes();
        let fits = b[4..7].iter().all(u8::is_ascii_uppercase)
            && b[7] == b'-'
            && b[8..].iter().all(u8::is_ascii_digit);
        fits.then_some(code)
    })
}

fn shape(code: &str, page: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    let title = format!("# {code}: ");
    if !page.text.starts_with(&title)
        || page.text.lines().next().is_some_and(|line| line.len() == title.len())
    {
        let remedy = format!("make the first line `{title}<short name>`");
        findings.push(Finding::error(&page.path, 1, "the page has no title".to_owned(), remedy));
    }
    let headings: Vec<&str> = page.text.lines().filter(|line| line.starts_with("## ")).collect();
    if headings != SECTIONS {
        let what = format!("the sections are {headings:?}");
        findings.push(Finding::error(
            &page.path,
            1,
            what,
            format!("have exactly {SECTIONS:?}, in this order"),
        ));
    }
    findings
}
