//! SPDX documents as generators write them, and as they should not.

use super::read;
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "dataLicense": "CC0-1.0",
        "name": "cos",
        "documentNamespace": "https://sbom.example/cos",
        "creationInfo": {"created": "2025-11-13T08:00:00Z", "creators": ["Tool: tests", "Person: Ana"]},
        "packages": [
            {
                "name": "cos", "SPDXID": "SPDXRef-cos", "versionInfo": "0.23.0",
                "downloadLocation": "NOASSERTION", "licenseDeclared": "Apache-2.0",
                "checksums": [{"algorithm": "SHA256", "checksumValue": "ab".repeat(32)}],
            },
            {"name": "serde", "SPDXID": "SPDXRef-serde", "downloadLocation": "https://crates.io/crates/serde"},
        ],
        "files": [{
            "fileName": "./cos", "SPDXID": "SPDXRef-file",
            "checksums": [{"algorithm": "SHA1", "checksumValue": "cd".repeat(20)}],
        }],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-cos"},
            {"spdxElementId": "SPDXRef-cos", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-serde"},
            {"spdxElementId": "SPDXRef-serde", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "NONE"},
        ],
    })
}

#[test]
fn roots_are_found_however_they_are_told() {
    let sbom = read(document().to_string().as_bytes()).unwrap();
    assert_eq!(sbom.roots.len(), 1);
    assert_eq!((&*sbom.roots[0].name, sbom.roots[0].sha256.len()), ("cos", 1));
    assert_eq!(sbom.packages[0].licence.as_deref(), Some("Apache-2.0"));
    let mut inverse = document();
    inverse["relationships"][0] = json!({
        "spdxElementId": "SPDXRef-cos", "relationshipType": "DESCRIBED_BY", "relatedSpdxElement": "SPDXRef-DOCUMENT",
    });
    assert_eq!(read(inverse.to_string().as_bytes()).unwrap().roots, sbom.roots);
    let mut old = document();
    old["relationships"].as_array_mut().unwrap().remove(0);
    assert_eq!(read(old.to_string().as_bytes()).unwrap().roots, []);
    old["documentDescribes"] = json!(["SPDXRef-cos"]);
    assert_eq!(read(old.to_string().as_bytes()).unwrap().roots, sbom.roots);
}

#[test]
fn every_encoding_in_use_is_read() {
    let text = document().to_string();
    let whole = read(text.as_bytes()).unwrap();
    let wide = |mark: [u8; 2], write: fn(u16) -> [u8; 2]| {
        let mut bytes = mark.to_vec();
        bytes.extend(text.encode_utf16().flat_map(write));
        bytes
    };
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        wide([0xff, 0xfe], u16::to_le_bytes),
        wide([0xfe, 0xff], u16::to_be_bytes),
    ] {
        assert_eq!(read(&bytes).unwrap(), whole);
    }
    for bytes in [
        &b"\xff\xfe\x00"[..],
        b"\xff\xfe\x00\xd8",
        b"\xff",
        b"",
        b"[]",
        b"{}",
        b"{\"a\":1,\"a\":1}",
    ] {
        assert!(read(bytes).is_err(), "{bytes:?}");
    }
}

#[test]
fn faults_are_told_by_field() {
    type Spoil = fn(&mut Value);
    let spoilt: &[(&str, Spoil)] = &[
        ("`spdxVersion`", |d| d["spdxVersion"] = "SPDX-9.9".into()),
        ("`SPDXID`", |d| d["SPDXID"] = "SPDXRef-Document".into()),
        ("`dataLicense`", |d| d["dataLicense"] = "MIT".into()),
        ("`name`", |d| d["name"] = "".into()),
        ("`documentNamespace`", |d| d["documentNamespace"] = "https://a/b#c".into()),
        ("`documentNamespace`", |d| d["documentNamespace"] = "somewhere".into()),
        ("`creationInfo.created`", |d| {
            d["creationInfo"]["created"] = "2025-11-13T08:00:00+01:00".into();
        }),
        ("`creationInfo.created`", |d| {
            d["creationInfo"]["created"] = "2025-13-13T08:00:00Z".into();
        }),
        ("`creationInfo.creators`", |d| d["creationInfo"]["creators"] = json!([])),
        ("`creationInfo.creators`", |d| d["creationInfo"]["creators"] = json!(["Ana"])),
        ("`packages[0].SPDXID`", |d| d["packages"][0]["SPDXID"] = "SPDXRef-a_b".into()),
        ("`packages[1].SPDXID`", |d| d["packages"][1]["SPDXID"] = "SPDXRef-cos".into()),
        ("`packages[1].name`", |d| d["packages"][1]["name"] = Value::Null),
        ("`packages[1].downloadLocation`", |d| {
            d["packages"][1]["downloadLocation"] = "here".into();
        }),
        ("`packages[0].checksums[0]`", |d| {
            d["packages"][0]["checksums"][0]["checksumValue"] = "AB".repeat(32).into();
        }),
        ("`packages[0].checksums[0]`", |d| {
            d["packages"][0]["checksums"][0]["algorithm"] = "SHA-256".into();
        }),
        ("`files[0].checksums`", |d| d["files"][0]["checksums"] = json!([])),
        ("`relationships[1].relatedSpdxElement`", |d| {
            d["relationships"][1]["relatedSpdxElement"] = "SPDXRef-x".into();
        }),
        ("`relationships[1].relationshipType`", |d| {
            d["relationships"][1]["relationshipType"] = "USES".into();
        }),
        ("`relationships[2].spdxElementId`", |d| {
            d["relationships"][2]["spdxElementId"] = "NONE".into();
        }),
        ("`documentDescribes[0]`", |d| d["documentDescribes"] = json!(["SPDXRef-x"])),
    ];
    for (field, spoil) in spoilt {
        let mut document = document();
        spoil(&mut document);
        let faults = read(document.to_string().as_bytes()).unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains(field)), "{field}: {faults:?}");
    }
}

#[test]
fn spdx_3_is_read_to_its_roots() {
    let document = json!({
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            {"type": "CreationInfo", "@id": "_:a", "created": "2025-11-13T08:00:00Z"},
            {"type": "SpdxDocument", "spdxId": "urn:doc", "name": "cos", "rootElement": ["urn:sbom"]},
            {"type": "software_Sbom", "spdxId": "urn:sbom", "rootElement": ["urn:cos"]},
            {
                "type": "software_Package", "spdxId": "urn:cos", "name": "cos", "software_packageVersion": "0.23.0",
                "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": "ab".repeat(32)}],
            },
        ],
    });
    let sbom = read(document.to_string().as_bytes()).unwrap();
    assert_eq!(
        (&*sbom.format, &*sbom.roots[0].name, sbom.roots[0].sha256.len()),
        ("SPDX-3.0.1", "cos", 1)
    );
    for (from, to) in
        [("urn:sbom", "urn:x"), ("\"SpdxDocument\"", "\"Other\""), ("rdf/3.0", "rdf/9.0")]
    {
        assert!(read(document.to_string().replacen(from, to, 1).as_bytes()).is_err(), "{from}");
    }
}
