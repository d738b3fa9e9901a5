//! SBOMs and the tools of others: what syft generates is read, and what is called valid here, spdx-tools calls valid, too.

use cos_core::digest::Digest;
use cos_evidence::bundle::sbom;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn tool(name: &str) -> PathBuf {
    let dir = std::env::var_os("COS_INTEROP_DIR").expect("`cargo xtask test` sets COS_INTEROP_DIR");
    let path = Path::new(&dir).join(name);
    assert!(path.exists(), "`{}` is missing; `cargo xtask install` puts it there", path.display());
    path
}

/// What spdx-tools has to say about a document; empty when it is valid.
fn objections(path: &Path) -> String {
    let mut command = Command::new(tool("report/venv/bin/pyspdxtools"));
    let run = command.arg("-i").arg(path).output().unwrap();
    let said = [run.stdout, run.stderr].concat();
    if run.status.success() { String::new() } else { String::from_utf8_lossy(&said).into() }
}

#[test]
fn what_syft_writes_is_bound_to_its_artifact() {
    let dir = tempfile::tempdir().unwrap();
    let artifact = dir.path().join("released");
    let content = fs::read(std::env::current_exe().unwrap()).unwrap();
    fs::write(&artifact, &content).unwrap();
    let out = dir.path().join("released.spdx.json");
    let run = Command::new(tool("sbom/bin/syft"))
        .env("SYFT_CHECK_FOR_APP_UPDATE", "false")
        .env("HOME", dir.path())
        .arg(format!("file:{}", artifact.display()))
        .arg("-o")
        .arg(format!("spdx-json={}", out.display()))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let sbom = sbom::read(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(sbom.format, "SPDX-2.3");
    let digests: Vec<_> = sbom.roots.iter().flat_map(|root| &root.sha256).collect();
    assert_eq!(digests, [&Digest::of(&content)]);
    assert_eq!(objections(&out), "");
}

#[test]
fn what_is_valid_here_is_valid_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let base = json!({
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": "cos",
        "documentNamespace": "https://sbom.example/cos",
        "creationInfo": {"created": "2025-11-13T08:00:00Z", "creators": ["Tool: tests-1.0"]},
        "packages": [
            {
                "name": "cos", "SPDXID": "SPDXRef-cos", "versionInfo": "0.23.0", "filesAnalyzed": false,
                "downloadLocation": "NOASSERTION", "licenseDeclared": "Apache-2.0",
                "checksums": [{"algorithm": "SHA256", "checksumValue": "ab".repeat(32)}],
            },
            {
                "name": "serde", "SPDXID": "SPDXRef-serde", "filesAnalyzed": false,
                "downloadLocation": "https://crates.io/crates/serde",
            },
        ],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-cos"},
            {"spdxElementId": "SPDXRef-cos", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-serde"},
        ],
    });
    type Change = fn(&mut Value);
    let changes: &[(&str, Change)] = &[
        ("as it is", |_| {}),
        ("the inverse relationship", |d| {
            d["relationships"][0] = json!({
                "spdxElementId": "SPDXRef-cos", "relationshipType": "DESCRIBED_BY",
                "relatedSpdxElement": "SPDXRef-DOCUMENT",
            });
        }),
        ("the older field", |d| {
            d["relationships"].as_array_mut().unwrap().remove(0);
            d["documentDescribes"] = json!(["SPDXRef-cos"]);
        }),
        ("a file", |d| {
            d["files"] = json!([{
                "fileName": "./cos", "SPDXID": "SPDXRef-file",
                "checksums": [{"algorithm": "SHA1", "checksumValue": "cd".repeat(20)}],
            }]);
        }),
        ("version 2.2", |d| {
            d["spdxVersion"] = "SPDX-2.2".into();
            for package in d["packages"].as_array_mut().unwrap() {
                for field in ["licenseConcluded", "licenseDeclared", "copyrightText"] {
                    package[field] = "NOASSERTION".into();
                }
            }
        }),
        ("git and persons", |d| {
            d["packages"][1]["downloadLocation"] = "git+https://git.acme.org/serde@v1".into();
            d["creationInfo"]["creators"] =
                json!(["Person: Ana (ana@acme.example)", "Organization: Acme"]);
        }),
    ];
    for (number, (what, change)) in changes.iter().enumerate() {
        let mut document = base.clone();
        change(&mut document);
        let path = dir.path().join(format!("{number}.spdx.json"));
        fs::write(&path, document.to_string()).unwrap();
        assert!(sbom::read(document.to_string().as_bytes()).is_ok(), "{what}");
        assert_eq!(objections(&path), "", "{what}");
    }
}
