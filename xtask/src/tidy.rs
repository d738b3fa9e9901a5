//! `cargo xtask tidy`: the rules of the repository that no compiler checks.
//!
//! Every rule is a pure function from the text of the tree to findings, so that its tests need no files. All findings
//! are shown at once, each with a place and a remedy.

use crate::tools;
use anyhow::{Context, Result, ensure};
use std::fmt;
use std::fs;

mod boundaries;
mod dependencies;
mod links;
mod manifests;
mod modules;
mod pages;
mod toml;
mod words;

pub(crate) use pages::page_code;

/// A text file that git knows, or would add.
pub(crate) struct Source {
    /// Relative to the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }

    fn is_manifest(&self) -> bool {
        self.path == "Cargo.toml" || self.path.ends_with("/Cargo.toml")
    }

    /// Tests and benches may do what the product may not.
    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs")
            || self.path.split('/').any(|part| matches!(part, "tests" | "benches" | "fuzz"))
    }

    fn is_generated(&self) -> bool {
        self.text.lines().take(5).any(|line| line.contains("@generated"))
    }
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

/// Whether a finding fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Error,
    Warning,
}

/// One breach of a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    level: Level,
    path: String,
    /// From 1.
    line: usize,
    what: String,
    remedy: String,
}

impl Finding {
    fn error(path: &str, line: usize, what: String, remedy: impl Into<String>) -> Self {
        Self { level: Level::Error, path: path.to_owned(), line, what, remedy: remedy.into() }
    }

    fn warning(path: &str, line: usize, what: String, remedy: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(path, line, what, remedy) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        writeln!(f, "{level}: {}:{}: {}", self.path, self.line, self.what)?;
        write!(f, "  remedy: {}", self.remedy)
    }
}

/// Checks the whole tree and prints what is wrong with it; warnings do not fail.
pub(crate) fn run() -> Result<()> {
    tools::announce("tidy");
    let tree = read_tree()?;
    let metadata = tools::cargo_metadata(&[])?;
    tools::cargo_metadata(&["--manifest-path", "fuzz/Cargo.toml"]).context(
        "fuzz/Cargo.lock is stale: `cargo check --manifest-path fuzz/Cargo.toml` renews it",
    )?;
    let offline = ["tree", "--locked", "--package", "cos-cli", "--no-default-features"];
    let mut offline = tools::cargo(&offline);
    let offline = tools::output(offline.args(["--edges", "normal", "--prefix", "none"]))?;
    let mut findings = boundaries::check(&tree);
    findings.extend(boundaries::offline(&offline));
    findings.extend(dependencies::check(&tree, &dependencies::licences(&metadata)?));
    findings.extend(links::check(&tree));
    findings.extend(manifests::check(&tree));
    findings.extend(modules::check(&tree));
    findings.extend(pages::check(&tree));
    findings.extend(words::check(&tree));
    findings.sort();
    for finding in &findings {
        eprintln!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let warnings = findings.len() - errors;
    ensure!(errors == 0, "tidy found {errors} errors and {warnings} warnings");
    Ok(())
}

fn read_tree() -> Result<Vec<Source>> {
    let mut git = tools::program("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let paths = tools::output(&mut git).context("tidy reads the files that git knows")?;
    // A path that cannot be read was deleted but not yet committed; one that is not UTF-8 is no text.
    let read = |path: &str| {
        let text = fs::read_to_string(tools::root().join(path)).ok()?;
        Some(Source { path: path.to_owned(), text })
    };
    Ok(paths.split_terminator('\0').filter_map(read).collect())
}

#[cfg(test)]
mod tests;
