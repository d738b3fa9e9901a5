//! Which crate may know which: the arrows of ARCHITECTURE.md, the crates that have one user, and what pure code may not
//! call.

use super::toml::entries;
use super::{Finding, Source};

/// A crate of ours, the folder it lives in, and whom it may depend on: in the product, and in tests besides.
struct Crate {
    folder: &'static str,
    name: &'static str,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
}

/// Arrows point up this table only.
const CRATES: &[Crate] = &[
    Crate { folder: "crates/core", name: "cos-core", uses: &[], tests_use: &[] },
    Crate {
        folder: "crates/sign",
        name: "cos-sign",
        uses: &["cos-core"],
        tests_use: &["cos-testkit"],
    },
    Crate {
        folder: "crates/ledger",
        name: "cos-ledger",
        uses: &["cos-core", "cos-sign"],
        tests_use: &["cos-testkit"],
    },
    Crate {
        folder: "crates/evidence",
        name: "cos-evidence",
        uses: &["cos-core", "cos-objects", "cos-report", "cos-sign"],
        tests_use: &["cos-ledger", "cos-testkit"],
    },
    Crate {
        folder: "crates/objects",
        name: "cos-objects",
        uses: &["cos-core"],
        tests_use: &["cos-testkit"],
    },
    Crate { folder: "crates/policy", name: "cos-policy", uses: &["cos-core"], tests_use: &[] },
    Crate { folder: "crates/report", name: "cos-report", uses: &["cos-core"], tests_use: &[] },
    Crate {
        folder: "crates/simulator",
        name: "cos-simulator",
        uses: &["cos-core", "cos-policy"],
        tests_use: &[],
    },
    Crate {
        folder: "crates/state",
        name: "cos-state",
        uses: &["cos-core"],
        tests_use: &["cos-testkit"],
    },
    Crate { folder: "crates/api", name: "cos-api", uses: &["cos-core"], tests_use: &[] },
    Crate {
        folder: "crates/daemon",
        name: "cos-daemon",
        uses: &[
            "cos-api",
            "cos-core",
            "cos-evidence",
            "cos-ledger",
            "cos-policy",
            "cos-sign",
            "cos-state",
            "cos-switchboard",
        ],
        tests_use: &["cos-testkit"],
    },
    Crate {
        folder: "crates/switchboard",
        name: "cos-switchboard",
        uses: &["cos-core"],
        tests_use: &[],
    },
    Crate {
        folder: "crates/testkit",
        name: "cos-testkit",
        uses: &["cos-core", "cos-sign", "cos-ledger", "cos-objects"],
        tests_use: &[],
    },
    Crate {
        folder: "cli",
        name: "cos-cli",
        uses: &[
            "cos-api",
            "cos-core",
            "cos-daemon",
            "cos-sign",
            "cos-ledger",
            "cos-evidence",
            "cos-objects",
            "cos-policy",
            "cos-report",
            "cos-simulator",
            "cos-switchboard",
        ],
        tests_use: &["cos-testkit"],
    },
    Crate { folder: "xtask", name: "xtask", uses: &[], tests_use: &[] },
];

/// Foreign crates that only the named folders may depend on, so that a choice stays in one place; tests may use them
/// anywhere.
const OWNED: &[(&str, &[&str])] = &[
    ("aws-config", &["crates/objects"]),
    ("aws-lc-rs", &["crates/daemon", "crates/policy", "crates/sign", "crates/state"]),
    ("axum", &["crates/daemon"]),
    ("aws-sdk-s3", &["crates/objects"]),
    ("cms", &["crates/sign"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy-table", &["cli"]),
    ("const-oid", &["crates/sign"]),
    ("der", &["crates/sign"]),
    ("flate2", &["crates/policy", "crates/report", "crates/switchboard"]),
    ("getrandom", &["cli", "crates/daemon", "crates/objects", "crates/sign", "crates/state"]),
    ("hyper", &["crates/daemon"]),
    ("hyper-util", &["crates/daemon"]),
    ("indicatif", &["cli"]),
    ("jsonwebtoken", &[]),
    ("listenfd", &["crates/daemon"]),
    ("md-5", &["crates/policy"]),
    ("minijinja", &["crates/daemon", "crates/report", "crates/switchboard"]),
    ("quick-junit", &["crates/report"]),
    ("quick-xml", &["crates/switchboard"]),
    ("redb", &["crates/ledger"]),
    ("reqwest", &["crates/api", "crates/daemon"]),
    ("regorus", &["crates/policy"]),
    (
        "rustix",
        &[
            "cli",
            "crates/daemon",
            "crates/evidence",
            "crates/ledger",
            "crates/objects",
            "crates/policy",
            "crates/sign",
            "crates/testkit",
        ],
    ),
    ("rustls", &["crates/api", "crates/daemon"]),
    ("sd-jwt-rs", &[]),
    ("sigstore-oidc", &["crates/sign"]),
    ("sigstore-sign", &["crates/sign"]),
    ("sigstore-trust-root", &["crates/sign"]),
    ("sigstore-tsa", &["crates/sign"]),
    ("sigstore-types", &["crates/sign"]),
    ("sigstore-verify", &["crates/sign"]),
    ("sqlx", &["crates/state"]),
    ("tar", &["crates/evidence", "crates/policy"]),
    ("tokio", &["crates/daemon", "crates/objects", "crates/sign", "crates/state"]),
    ("tokio-rustls", &["crates/daemon"]),
    ("x509-cert", &["crates/daemon", "crates/sign"]),
    ("zip", &["crates/evidence", "crates/switchboard"]),
];

/// Folders whose code takes bytes, time and randomness from its caller, and what such code may not name.
const PURE: &[&str] =
    &["crates/core/src/", "crates/report/src/", "crates/simulator/src/", "crates/switchboard/src/"];
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::process",
    "std::thread",
    "SystemTime",
    "TcpListener",
    "TcpStream",
    "ToSocketAddrs",
    "UdpSocket",
    "getrandom",
    "tokio",
];

/// What speaks to the network, and is in no `cos` built without its default features.
const NETWORK: &[&str] =
    &["aws-config", "aws-sdk-s3", "axum", "hyper", "reqwest", "rustls", "sqlx", "tokio"];

/// YAML crates, which only `core::yaml` may name.
const YAML: &[&str] =
    &["libyaml", "saphyr", "serde_norway", "serde_saphyr", "serde_yaml", "serde_yml", "yaml_rust"];
const YAML_HOME: &str = "crates/core/src/yaml";

pub(super) fn check(tree: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree {
        if source.is_manifest() {
            findings.extend(dependencies(source));
        } else if source.is_rust() && !source.path.starts_with("xtask/") {
            findings.extend(names(source));
        }
    }
    findings
}

/// Checks what the offline `cos` links: one package a line, name first.
pub(super) fn offline(packages: &str) -> Vec<Finding> {
    let names = packages.lines().filter_map(|line| line.split(' ').next());
    let linked = names.filter(|name| NETWORK.contains(name));
    let finding = |name: &str| {
        let what = format!("`cos` without its default features links `{name}`");
        let remedy =
            "put what needs it behind the feature `s3`: who only verifies links no HTTP client";
        Finding::error("cli/Cargo.toml", 1, what, remedy)
    };
    linked.map(finding).collect()
}

fn dependencies(manifest: &Source) -> Vec<Finding> {
    let folder = manifest.path.trim_end_matches("Cargo.toml").trim_end_matches('/');
    if folder.is_empty() || folder == "fuzz" {
        return Vec::new();
    }
    let Some(own) = CRATES.iter().find(|known| known.folder == folder) else {
        let what = format!("`{folder}` is not in the table of crates");
        let remedy =
            "add it to xtask/src/tidy/boundaries.rs and ARCHITECTURE.md, with a record in docs/adr";
        return vec![Finding::error(&manifest.path, 1, what, remedy)];
    };
    entries(&manifest.text)
        .into_iter()
        .filter(|entry| entry.table.ends_with("dependencies"))
        .filter_map(|entry| {
            let what = format!("`{}` may not depend on `{}`", own.name, entry.key);
            let remedy = refusal(own, entry.key, entry.table.ends_with("dev-dependencies"))?;
            Some(Finding::error(&manifest.path, entry.line, what, remedy))
        })
        .collect()
}

/// Why `own` may not depend on `name`, as what to do instead; `None` when it may.
fn refusal(own: &Crate, name: &str, in_tests: bool) -> Option<String> {
    if CRATES.iter().any(|known| known.name == name) {
        let allowed = own.uses.contains(&name) || in_tests && own.tests_use.contains(&name);
        let remedy = "arrows point one way: move the code, or pass what is needed as a value";
        return (!allowed).then(|| remedy.to_owned());
    }
    if is_yaml(name) {
        return (own.name != "cos-core").then(|| "read YAML through `cos_core::yaml`".to_owned());
    }
    let (_, owners) = OWNED.iter().find(|(owned, _)| *owned == name)?;
    match owners {
        _ if in_tests || owners.contains(&own.folder) => None,
        [] => Some("it is for tests only".to_owned()),
        owners => Some(format!("go through what {} offers", owners.join(", "))),
    }
}

fn names(source: &Source) -> Vec<Finding> {
    let pure = PURE.iter().any(|folder| source.path.starts_with(folder)) && !source.is_test();
    let mut findings = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if let Some(name) = IMPURE.iter().find(|name| pure && line.contains(**name)) {
            let what = format!("pure code names `{name}`");
            let remedy =
                "take the bytes, the `Clock` or the random number generator as an argument";
            findings.push(Finding::error(&source.path, number + 1, what, remedy));
        }
        if let Some(name) =
            YAML.iter().find(|name| line.contains(**name) && !source.path.starts_with(YAML_HOME))
        {
            let what = format!("`{name}` outside `core::yaml`");
            findings.push(Finding::error(&source.path, number + 1, what, "call `cos_core::yaml`"));
        }
    }
    findings
}

fn is_yaml(dependency: &str) -> bool {
    let name = dependency.replace('-', "_");
    YAML.iter().any(|yaml| name.contains(yaml))
}
