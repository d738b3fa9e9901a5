//! What we take from others: licences, crates that are banned, versions below which they are, and how many they are.
//!
//! Advisory databases live on the network; this list is what the project knows, and works offline.

use super::toml::{Locked, locked};
use super::{Finding, Source};
use anyhow::{Context, Result};
use serde_json::Value;

/// SPDX licences that code in the product or its tests may have.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Packages whose licence is not in the list, each by a decision of its own.
const LICENCE_EXCEPTIONS: &[(&str, &str)] = &[("option-ext", "MPL-2.0")];

const BANNED: &[(&str, &str)] = &[
    ("async-tar", "it is unmaintained and misreads archives"),
    ("backoff", "it is unmaintained; a loop with a clock is enough"),
    ("rs_merkle", "it does not hash as RFC 6962; use `cos_core::log`"),
    ("serde_yml", "RUSTSEC-2025-0068: unsound; use `cos_core::yaml`"),
    ("tokio-tar", "CVE-2025-62518: unmaintained and misreads archives"),
];

/// The lowest version that lacks a known fault.
const FLOORS: &[(&str, [u64; 3])] = &[
    ("h2", [0, 4, 16]),
    ("jsonwebtoken", [10, 3, 0]),
    ("lru", [0, 18, 2]),
    ("quick-xml", [0, 41, 0]),
    ("rustls-webpki", [0, 103, 13]),
    ("tar", [0, 4, 46]),
    ("time", [0, 3, 47]),
    ("zip", [2, 3, 0]),
];

/// Versions below a floor that only tests and benches meet, and why they are there.
const BELOW_FLOOR: &[(&str, &str)] = &[
    // Under sd-jwt-rs, a peer in tests and benches; boundaries.rs keeps both out of the product.
    ("jsonwebtoken", "9.3.1"),
];

/// Packages in `Cargo.lock`, ours included: 470 with the Rego engine, bundles, reports, the S3 client and Sigstore's clients, a twentieth more, and
/// the four of the rate limiter, the five of the log, the one that takes sockets from systemd, the two of the allocator, and the
/// fifteen of OTLP, seven of which only other platforms or an older `rand` ask for.
const CEILING: usize = 542;

/// A package and its licence expression.
pub(super) struct Licence {
    package: String,
    expression: String,
}

/// Reads the licences out of `cargo metadata`.
pub(super) fn licences(metadata: &Value) -> Result<Vec<Licence>> {
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let licence =
        |p: &Value| Licence { package: text(&p["name"]), expression: text(&p["license"]) };
    Ok(packages.iter().map(licence).collect())
}

pub(super) fn check(tree: &[Source], licences: &[Licence]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for lock in tree.iter().filter(|source| source.path.ends_with("Cargo.lock")) {
        let packages = locked(&lock.text);
        findings.extend(packages.iter().filter_map(|package| version(&lock.path, package)));
    }
    let Some(lock) = tree.iter().find(|source| source.path == "Cargo.lock") else {
        return findings;
    };
    let packages = locked(&lock.text);
    findings.extend(ceiling(&lock.path, packages.len()));
    for Licence { package, expression } in licences {
        let excepted = LICENCE_EXCEPTIONS.contains(&(package, expression));
        if !excepted && !is_allowed(expression) {
            let line = packages
                .iter()
                .find(|locked| locked.name == package)
                .map_or(1, |locked| locked.line);
            let what = format!("`{package}` has the licence `{expression}`");
            let remedy = "do without it, or add an exception to xtask/src/tidy/dependencies.rs with a record in docs/adr";
            findings.push(Finding::error(&lock.path, line, what, remedy));
        }
    }
    findings
}

fn version(path: &str, package: &Locked<'_>) -> Option<Finding> {
    let &Locked { name, version, line } = package;
    if let Some((_, reason)) = BANNED.iter().find(|(banned, _)| *banned == name) {
        return Some(Finding::error(path, line, format!("`{name}` is banned"), *reason));
    }
    let (_, floor) = FLOORS.iter().find(|(floored, _)| *floored == name)?;
    if triple(version) >= *floor || BELOW_FLOOR.contains(&(name, version)) {
        return None;
    }
    let [major, minor, patch] = floor;
    let what = format!("`{name}` {version} has a known fault");
    Some(Finding::error(path, line, what, format!("raise it to at least {major}.{minor}.{patch}")))
}

fn triple(version: &str) -> [u64; 3] {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    let mut numbers = release.split('.').map(|part| part.parse().unwrap_or(0));
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}

fn ceiling(path: &str, count: usize) -> Option<Finding> {
    let what = format!("{count} packages, {CEILING} are allowed");
    let remedy = "here be dragons: find what the new dependency replaces, or raise CEILING in \
                  xtask/src/tidy/dependencies.rs and say why in the commit message";
    (count > CEILING).then(|| Finding::error(path, 1, what, remedy))
}

/// Evaluates an SPDX expression: every side of an `AND`, one side of an `OR`; `/` is the old spelling of `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    either(&mut words) && words.next().is_none()
}

type Words<'a, 'b> = &'a mut std::iter::Peekable<std::str::SplitWhitespace<'b>>;

fn either(words: Words<'_, '_>) -> bool {
    let mut allowed = both(words);
    while words.next_if_eq(&"OR").is_some() {
        // Read before judging: a short circuit would leave the rest of the expression unread.
        let other = both(words);
        allowed = allowed || other;
    }
    allowed
}

fn both(words: Words<'_, '_>) -> bool {
    let mut allowed = one(words);
    while words.next_if_eq(&"AND").is_some() {
        let other = one(words);
        allowed = allowed && other;
    }
    allowed
}

fn one(words: Words<'_, '_>) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let allowed = either(words);
        return words.next_if_eq(&")").is_some() && allowed;
    }
    let Some(licence) = words.next() else { return false };
    // An exception only grants more than the licence it follows.
    if words.next_if_eq(&"WITH").is_some() {
        words.next();
    }
    LICENCES.contains(&licence)
}
