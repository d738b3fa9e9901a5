//! Each rule on the smallest tree that keeps it, and the smallest that breaks it.

use super::toml::{Entry, entries, locked};
use super::*;

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// Findings as `path:line: what`.
fn shown(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{}:{}: {}", f.path, f.line, f.what)).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_finding_names_place_and_remedy() {
    let finding = Finding::error("a.rs", 3, "it is wrong".to_owned(), "make it right");
    assert_eq!(finding.to_string(), "error: a.rs:3: it is wrong\n  remedy: make it right");
}

#[test]
fn manifests_are_read_with_lines() {
    let text = "[package]\nname = \"x\"\nversion.workspace = true\n\n[dependencies]\n# no = 1\na = \"1\"\n\
                b = { version = \"2\" }\n\n[dev-dependencies.c]\npath = \"..\"\n";
    let entry = |table, key, value, line| Entry { table, key, value, line };
    let expected = [
        entry("package", "name", "\"x\"", 2),
        entry("package", "version", "workspace = true", 3),
        entry("dependencies", "a", "\"1\"", 7),
        entry("dependencies", "b", "{ version = \"2\" }", 8),
        entry("dev-dependencies", "c", "", 10),
        entry("dev-dependencies.c", "path", "\"..\"", 11),
    ];
    assert_eq!(entries(text), expected);
}

#[test]
fn lock_files_are_read_with_lines() {
    let text = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\ndependencies = [\n \"b\",\n]\n\n\
                [[package]]\nname = \"b\"\nversion = \"0.1.0\"\n";
    let found: Vec<_> = locked(text).iter().map(|p| (p.name, p.version, p.line)).collect();
    assert_eq!(found, [("a", "1.2.3", 4), ("b", "0.1.0", 11)]);
}

#[test]
fn arrows_point_one_way() {
    let check = |path, text| shown(&boundaries::check(&[source(path, text)]));
    let sign = "crates/sign/Cargo.toml";
    assert_eq!(check(sign, "[dependencies]\ncos-core.workspace = true\n"), NONE);
    assert_eq!(
        check(sign, "[dependencies]\ncos-ledger.workspace = true\n"),
        ["crates/sign/Cargo.toml:2: `cos-sign` may not depend on `cos-ledger`"]
    );
    let evidence = "crates/evidence/Cargo.toml";
    assert_eq!(check(evidence, "[dev-dependencies]\ncos-ledger.workspace = true\n"), NONE);
    assert_eq!(
        check(evidence, "[dependencies.cos-ledger]\nworkspace = true\n"),
        ["crates/evidence/Cargo.toml:1: `cos-evidence` may not depend on `cos-ledger`"]
    );
    assert_eq!(
        check("crates/new/Cargo.toml", "[package]\n"),
        ["crates/new/Cargo.toml:1: `crates/new` is not in the table of crates"]
    );
}

#[test]
fn who_only_verifies_links_no_http_client() {
    let packages = "cos-cli v0.1.0\nhyperloop v1.0.0\naws-lc-rs v1.19.0\n";
    assert_eq!(shown(&boundaries::offline(packages)), NONE);
    let packages = format!("{packages}hyper v1.12.0\n");
    assert_eq!(
        shown(&boundaries::offline(&packages)),
        ["cli/Cargo.toml:1: `cos` without its default features links `hyper`"]
    );
}

#[test]
fn some_crates_have_one_user() {
    let check = |path, text| shown(&boundaries::check(&[source(path, text)]));
    assert_eq!(check("cli/Cargo.toml", "[dependencies]\nclap.workspace = true\n"), NONE);
    assert_eq!(
        check("crates/core/Cargo.toml", "[dependencies]\naws-lc-rs.workspace = true\n"),
        ["crates/core/Cargo.toml:2: `cos-core` may not depend on `aws-lc-rs`"]
    );
    assert_eq!(
        check("cli/Cargo.toml", "[dependencies]\nserde-saphyr.workspace = true\n"),
        ["cli/Cargo.toml:2: `cos-cli` may not depend on `serde-saphyr`"]
    );
}

#[test]
fn pure_code_does_no_io() {
    let check = |path, text| shown(&boundaries::check(&[source(path, text)]));
    let text = "//! No `std::fs` here.\nuse std::fs;\n";
    assert_eq!(
        check("crates/core/src/log.rs", text),
        ["crates/core/src/log.rs:2: pure code names `std::fs`"]
    );
    assert_eq!(check("crates/core/src/log/tests.rs", text), NONE);
    assert_eq!(check("crates/ledger/src/wal.rs", text), NONE);
}

#[test]
fn one_module_names_a_yaml_crate() {
    let check =
        |path| shown(&boundaries::check(&[source(path, "//! x\nuse serde_yaml::Value;\n")]));
    assert_eq!(check("crates/core/src/yaml.rs"), NONE);
    assert_eq!(check("crates/core/src/yaml/budget.rs"), NONE);
    assert_eq!(check("cli/src/main.rs"), ["cli/src/main.rs:2: `serde_yaml` outside `core::yaml`"]);
}

#[test]
fn licences_are_read_as_expressions() {
    let tree = [source("Cargo.lock", "[[package]]\nname = \"x\"\nversion = \"1.0.0\"\n")];
    let check = |expression: &str| {
        let metadata = serde_json::json!({ "packages": [{ "name": "x", "license": expression }] });
        dependencies::check(&tree, &dependencies::licences(&metadata).unwrap()).len()
    };
    for allowed in [
        "MIT",
        "MIT/GPL-3.0",
        "GPL-3.0 OR MIT",
        "ISC AND (Apache-2.0 OR GPL-2.0-only)",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert_eq!(check(allowed), 0, "{allowed}");
    }
    for refused in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND GPL-3.0", "(MIT", "MIT ISC", "MPL-2.0"]
    {
        assert_eq!(check(refused), 1, "{refused}");
    }
}

#[test]
fn banned_and_faulty_versions_are_named() {
    let check = |name: &str, version: &str| {
        let text = format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        shown(&dependencies::check(&[source("fuzz/Cargo.lock", &text)], &[]))
    };
    assert_eq!(check("serde_yml", "0.0.12"), ["fuzz/Cargo.lock:2: `serde_yml` is banned"]);
    assert_eq!(check("time", "0.3.46"), ["fuzz/Cargo.lock:2: `time` 0.3.46 has a known fault"]);
    assert_eq!(check("time", "0.3.47"), NONE);
    assert_eq!(check("zip", "10.0.0+x"), NONE);
}

#[test]
fn too_many_packages_are_too_many() {
    let text = |count| {
        (0..count).fold(String::new(), |text, n| {
            text + &format!("[[package]]\nname = \"p{n}\"\nversion = \"1.0.0\"\n")
        })
    };
    assert_eq!(dependencies::check(&[source("Cargo.lock", &text(9))], &[]), []);
    assert_eq!(dependencies::check(&[source("Cargo.lock", &text(1_000))], &[]).len(), 1);
}

#[test]
fn packages_inherit_from_the_workspace() {
    let good = "[package]\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                license.workspace = true\npublish.workspace = true\n[dependencies]\na.workspace = true\n\
                b = { workspace = true, features = [\"c\"] }\n[lints]\nworkspace = true\n";
    let check = |text: &str| shown(&manifests::check(&[source("cli/Cargo.toml", text)]));
    assert_eq!(check(good), NONE);
    assert_eq!(
        check(&good.replace("[lints]\nworkspace = true\n", "")),
        ["cli/Cargo.toml:1: the package has lints of its own"]
    );
    assert_eq!(
        check(&good.replace("a.workspace = true", "a = \"1\"")),
        ["cli/Cargo.toml:8: `a` is not taken from the workspace"]
    );
    assert_eq!(
        check(&good.replace("edition.workspace = true", "edition = \"2021\"")),
        ["cli/Cargo.toml:1: `edition` is not the workspace's"]
    );
}

#[test]
fn lock_files_name_no_address() {
    let text = "{\n  \"resolved\": \"https://example.org/x.tgz\",\n";
    let findings = manifests::check(&[source("a/package-lock.json", text)]);
    assert_eq!(shown(&findings), ["a/package-lock.json:2: the lock file names a download address"]);
}

#[test]
fn files_say_what_they_are_for_and_stay_small() {
    let check = |path, text: &str| modules::check(&[source(path, text)]);
    assert_eq!(check("a.rs", "//! For x.\n"), []);
    assert_eq!(
        shown(&check("a.rs", "// For x.\n")),
        ["a.rs:1: the file does not say what it is for"]
    );
    let lines = |count: usize| "//! x\n".to_owned() + &"\n".repeat(count - 1);
    assert_eq!(check("a.rs", &lines(400)), []);
    assert_eq!(check("a.rs", &lines(401))[0].level, Level::Warning);
    assert_eq!(check("a.rs", &lines(801))[0].level, Level::Error);
    assert_eq!(check("a/tests.rs", &lines(801)), []);
    assert_eq!(check("a.rs", &lines(801).replacen('x', "@generated", 1)), []);
}

#[test]
fn codes_and_pages_match_both_ways() {
    let page = "# COS-AAA-0001: x\n\n## What happened\n\n## Why it matters\n\n## What to do\n";
    let check = |code: &str, page_path: &str, page: &str| {
        shown(&pages::check(&[source("a.rs", code), source(page_path, page)]))
    };
    let raised = "Code::new(\"COS-AAA-0001\")\n";
    let path = "docs/errors/COS-AAA-0001.md";
    assert_eq!(check(raised, path, page), NONE);
    assert_eq!(
        check(raised, "docs/x.md", page),
        ["a.rs:1: the error code COS-AAA-0001 has no page"]
    );
    assert_eq!(
        check("// COS-AAA-0001\n", path, page),
        [format!("{path}:1: no code raises COS-AAA-0001")]
    );
    assert_eq!(
        check(raised, path, &page.replace(": x", ": ")),
        [format!("{path}:1: the page has no title")]
    );
    let short = page.replace("## Why it matters\n", "");
    assert!(check(raised, path, &short)[0].contains("the sections are"));
}

#[test]
fn unfinished_work_names_an_issue() {
    let word = ["TO", "DO"].concat();
    let check = |text: &str| words::check(&[source("a.rs", &text.replace("LATER", &word))]).len();
    assert_eq!(check("// LATER: more"), 1);
    assert_eq!(check("// LATER(#): more"), 1);
    assert_eq!(check("// LATER(me): more"), 1);
    assert_eq!(check("// LATER(#12): more"), 0);
    assert_eq!(check("let LATERS = MY_LATER;"), 0);
}

#[test]
fn machine_paths_stay_out() {
    let check = |text: &str| words::check(&[source("a.md", text)]).len();
    let home = ["/ho", "me/"].concat();
    assert_eq!(check(&format!("see `{home}someone/x`")), 1);
    assert_eq!(check(&format!("see docs{home}x and $HOME/x")), 0);
}

#[test]
fn links_lead_somewhere() {
    let check = |path: &str, text: &str| {
        let other = source("docs/guide/README.md", "");
        shown(&links::check(&[source(path, text), other]))
    };
    assert_eq!(
        check("README.md", "[a](docs/guide), [b](docs/guide/README.md#x), [c](https://d.org/e)"),
        NONE
    );
    assert_eq!(check("docs/adr/x.md", "[a](../guide/README.md) [b](#here) [c](x.md)"), NONE);
    assert_eq!(
        check("docs/adr/x.md", "\n[a](../guide/y.md)"),
        ["docs/adr/x.md:2: `docs/guide/y.md` does not exist"]
    );
    assert_eq!(check("a.rs", "//! See `docs/guide/README.md`."), NONE);
    assert_eq!(
        check("a.rs", "//! See docs/guide/y.md."),
        ["a.rs:1: `docs/guide/y.md` does not exist"]
    );
}
