//! Every package takes its lints, versions and shared facts from the workspace, and no lock file names a download
//! address.

use super::toml::{Entry, entries};
use super::{Finding, Source};

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree {
        let is_member = source.is_manifest()
            && source.path != "Cargo.toml"
            && !source.path.starts_with("fuzz/");
        if is_member {
            findings.extend(member(source));
        }
        if source.path.ends_with("package-lock.json") {
            findings.extend(addresses(source));
        }
    }
    findings
}

fn member(manifest: &Source) -> Vec<Finding> {
    let entries = entries(&manifest.text);
    let inherits = |table, key, value| {
        entries.iter().any(|entry| entry.table == table && entry.key == key && entry.value == value)
    };
    let mut findings = Vec::new();
    if !inherits("lints", "workspace", "true") {
        let what = "the package has lints of its own".to_owned();
        findings.push(Finding::error(
            &manifest.path,
            1,
            what,
            "write `[lints]` and `workspace = true`",
        ));
    }
    for key in ["version", "edition", "rust-version", "license", "publish"] {
        if !inherits("package", key, "workspace = true") {
            let what = format!("`{key}` is not the workspace's");
            findings.push(Finding::error(
                &manifest.path,
                1,
                what,
                format!("write `{key}.workspace = true`"),
            ));
        }
    }
    findings.extend(entries.iter().filter(|entry| is_own_version(entry)).map(|entry| {
        let what = format!("`{}` is not taken from the workspace", entry.key);
        let remedy =
            format!("name it in the root manifest, and here `{}.workspace = true`", entry.key);
        Finding::error(&manifest.path, entry.line, what, remedy)
    }));
    findings
}

fn is_own_version(entry: &Entry<'_>) -> bool {
    entry.table.ends_with("dependencies") && !entry.value.contains("workspace = true")
}

/// Registries differ between readers; the digests beside the names pin the content.
fn addresses(lock: &Source) -> Vec<Finding> {
    let lines = lock.text.lines().enumerate().filter(|(_, line)| line.contains("\"resolved\""));
    let finding = |(number, _)| {
        let what = "the lock file names a download address".to_owned();
        Finding::error(
            &lock.path,
            number + 1,
            what,
            "delete the line; `integrity` pins the content",
        )
    };
    lines.map(finding).collect()
}
