//! Verdicts on a release, its differences and its parts: `cos evidence verify`, `explain`, `diff` and `disclose` at each of their ends.

use crate::env::{Env, refused};
use crate::{events, simulator};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::dsse;
use cos_core::ed25519::{Sign as _, VerifyingKey};
use cos_core::intoto::PAYLOAD_TYPE;
use cos_sign::key_dir::Algorithm;
use cos_sign::trust::{Builder, BuilderSigner, Pattern};
use cos_sign::{KeyDir, KeyName, Purpose, SigningKey, Trust};
use insta::assert_snapshot;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MANIFEST: &str = r#"bundle:
  version: 0.23.0
  receipts_prefix: in/receipts/
  conformance_report: in/reports/conformance.json
  sbom: in/sbom/*.spdx.json
  attestations: in/slsa/*.intoto.jsonl
  policy_bundle: in/policies/1.9.0.tgz
  isolation: in/isolation/
  release_notes: in/notes.md
  artifacts: in/artifacts/*
  contract:
    - {field: receipts_prefix, at_least: 3, because: one file for each tenant and one for both}
    - {field: conformance_report}
    - {field: sbom}
    - {field: attestations}
    - {field: policy_bundle}
    - {id: isolation-of-tenants, field: isolation, at_least: 2}
    - {field: slo}
  waivers:
    - {requirement: slo, by: lee@acme.example, why: no export before the pilot}
"#;

pub(crate) const POLICY_KEY: &str = "--policy-key p256.pub --policy-alg ES256";
const VERIFY: &str = "evidence verify out --trust trust/trust.json";
const NONCE: &str = "00112233445566778899aabbccddeeff";

macro_rules! shown {
    ($name:expr, $text:expr) => {
        insta::with_settings!({filters => vec![
            (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[WHEN]"),
            (r"\d+ bytes", "[BYTES] bytes"),
            (r"&#43;[0-9a-f]{8}", "+[KEY]"),
        ]}, { assert_snapshot!($name, $text) })
    };
}

/// Everything that a bundle is made of; nothing is bundled yet.
fn inputs() -> Env {
    let env = Env::new();
    let keys =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/policy/src/bundle/signature/fixtures");
    for key in ["p256.pem", "p256.pub"] {
        fs::copy(Path::new(keys).join(key), env.path(key)).unwrap();
    }
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(env.path("p256.pem"), private).unwrap();
    for folder in [
        "receipts",
        "reports",
        "sbom",
        "slsa",
        "policies",
        "artifacts",
        "isolation/pilot-a",
        "isolation/pilot-b",
    ] {
        fs::create_dir_all(env.path("in").join(folder)).unwrap();
    }
    env.ok("trust init --org acme --out trust");
    receipts(&env);
    policy(&env);
    env.write("in/artifacts/app.tar", "the release\n");
    env.write("in/notes.md", "# Notes\n");
    for tenant in ["pilot-a", "pilot-b"] {
        let text = format!("{{\"isolated\": \"{tenant}\", \"canary\": \"isolation-{tenant}\"}}");
        env.write(&format!("in/isolation/{tenant}/result.json"), &text);
    }
    let digest = Digest::of(b"the release\n");
    env.write("in/sbom/app-0.23.0.spdx.json", &sbom(&digest, "Apache-2.0").to_string());
    provenance(&env, &digest);
    env.write("m.yaml", MANIFEST);
    env
}

pub(crate) fn bundle() -> Env {
    let env = inputs();
    env.ok("evidence bundle -f m.yaml -o out --keys trust");
    env
}

/// Ten receipts of each of two tenants: a file for each, and one that mixes others of both.
fn receipts(env: &Env) {
    let mut mixed = String::new();
    for tenant in ["pilot-a", "pilot-b"] {
        for (file, from) in [("own", 0), ("more", 10)] {
            let lines = (from..from + 10).map(|number| {
                let mut event = events::event(number);
                event["rationale"] = format!("canary-{tenant}-{number}").into();
                format!("{event}\n")
            });
            env.write("events.jsonl", &lines.collect::<String>());
            env.ok(&format!("receipts issue --in events.jsonl --tenant {tenant} --region eu-1 --keys trust --out {tenant}-{file}.sdjwt"));
        }
        fs::copy(
            env.path(&format!("{tenant}-own.sdjwt")),
            env.path(&format!("in/receipts/{tenant}.sdjwt")),
        )
        .unwrap();
        mixed += &env.read(&format!("{tenant}-more.sdjwt"));
    }
    env.write("in/receipts/mixed.sdjwt", &mixed);
}

/// A signed policy bundle, and a signed report about it.
fn policy(env: &Env) {
    fs::create_dir(env.path("policy")).unwrap();
    env.write("policy/tiny.rego", simulator::POLICY);
    env.write("matrix.yaml", simulator::MATRIX);
    env.ok("policy build policy --out plain.tgz --revision 1.9.0");
    env.ok("policy sign plain.tgz --key p256.pem --alg ES256 --out in/policies/1.9.0.tgz");
    env.ok("simulator run --matrix matrix.yaml --bundle in/policies/1.9.0.tgz --verification-key p256.pub --alg ES256 --report in/reports/conformance.json --sign trust");
}

fn sbom(digest: &Digest, licence: &str) -> Value {
    json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "app",
        "documentNamespace": "https://acme.example/spdx/app-0.23.0",
        "creationInfo": {"created": "2025-11-14T00:00:00Z", "creators": ["Tool: test"]},
        "packages": [{
            "name": "app.tar", "SPDXID": "SPDXRef-app", "versionInfo": "0.23.0", "downloadLocation": "NOASSERTION",
            "licenseDeclared": licence, "checksums": [{"algorithm": "SHA256", "checksumValue": digest.to_string()}],
        }],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relatedSpdxElement": "SPDXRef-app", "relationshipType": "DESCRIBES"}],
    })
}

/// Provenance by a builder whom the trust file then names.
fn provenance(env: &Env, digest: &Digest) {
    let name = KeyName { org: "acme".parse().unwrap(), purpose: Purpose::Report, number: 9 };
    let key = SigningKey::from_seed(name, &[7; 32]);
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "app.tar", "digest": {"sha256": digest.to_string()}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "https://acme.example/build/v1",
                "externalParameters": {"source": "git+https://git.example/acme/app@refs/tags/v0.23.0"},
            },
            "runDetails": {"builder": {"id": "https://build.example/acme"}},
        },
    });
    let signed = dsse::sign(PAYLOAD_TYPE, statement.to_string().as_bytes(), &[("builder", &key)]);
    env.write("in/slsa/app-0.23.0.intoto.jsonl", &(signed.unwrap() + "\n"));
    let path = env.path("trust/trust.json");
    let mut file = Trust::read(&path).unwrap().file().clone();
    file.builders.push(Builder {
        id: "https://build.example/acme".into(),
        signer: BuilderSigner::Key {
            hint: "builder".into(),
            key: Box::new(VerifyingKey::new(key.public_key()).unwrap().into()),
        },
        max_level: 2,
        sources: vec![Pattern::Prefix("git+https://git.example/acme/".into())],
        build_types: vec!["https://acme.example/build/v1".into()],
    });
    fs::write(path, file.check().unwrap().to_json()).unwrap();
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path);
        }
    }
    all
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn verify_says_who_when_what_and_what_not() {
    let env = bundle();
    let verify = format!("{VERIFY} {POLICY_KEY}");
    shown!("evidence_verify", env.shown(&verify));
    shown!("evidence_verify_fast", env.shown(&format!("{verify} --level fast")));
    let lines = env.ok(&format!("{verify} --format jsonl"));
    assert!(lines.lines().all(|line| value(line).is_object()), "{lines}");
    shown!("evidence_verify_no_policy_key", env.shown(VERIFY));
    fs::remove_file(env.path("out/sbom/app-0.23.0.spdx.json")).unwrap();
    env.write("out/release-notes/notes.md", "# Other\n");
    shown!("evidence_verify_changed", env.shown(&verify));
    env.ok("trust init --org acme --out stranger");
    shown!("evidence_verify_stranger", env.shown("evidence verify out --trust stranger"));
}

#[test]
fn a_sample_is_verified_and_can_be_drawn_again() {
    let env = bundle();
    let verify = format!("{VERIFY} {POLICY_KEY} --level sample=8 --nonce {NONCE}");
    shown!("evidence_sample", env.shown(&verify).replace(&digest(&env), "[SHA256]"));
    let found = value(&env.ok(&format!("{verify} --format json")));
    let sample = &found["sample"];
    assert_eq!((&sample["drawn"], &sample["population"]), (&json!(8), &json!(40)));
    // The arithmetic again, from the documentation of the sample alone: one stratum for each decision, smallest tickets first.
    let commitment = found["statement"].as_str().unwrap();
    let nonce = (0..16).map(|at| u8::from_str_radix(&NONCE[at * 2..at * 2 + 2], 16).unwrap());
    let nonce: Vec<u8> = nonce.collect();
    let seed = Digest::of_parts(&[&nonce, commitment.as_bytes()]);
    assert_eq!(sample["seed"], seed.to_string());
    let numbered: Vec<(String, u64, bool)> = ["mixed.sdjwt", "pilot-a.sdjwt", "pilot-b.sdjwt"]
        .into_iter()
        .flat_map(|file| {
            let lines = env.read(&format!("out/receipts/{file}")).lines().count() as u64;
            (1..=lines).map(move |line| (format!("receipts/{file}"), line, line % 5 == 0))
        })
        .collect();
    let mut tickets: Vec<_> = (0_u64..)
        .zip(&numbered)
        .map(|(index, one)| (Digest::of_parts(&[&seed.0, &index.to_be_bytes()]), one))
        .collect();
    tickets.sort();
    let drawn: BTreeSet<(String, u64, bool)> = sample["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| {
            let path = file["path"].as_str().unwrap().to_owned();
            let lines = file["lines"].as_array().unwrap().clone();
            lines.into_iter().map(move |line| {
                let line = line.as_u64().unwrap();
                (path.clone(), line, line % 5 == 0)
            })
        })
        .collect();
    for denied in [false, true] {
        let of = |one: &&(String, u64, bool)| one.2 == denied;
        let count = drawn.iter().filter(of).count();
        let smallest: BTreeSet<_> =
            tickets.iter().map(|(_, one)| *one).filter(of).take(count).cloned().collect();
        assert_eq!(smallest, drawn.iter().filter(of).cloned().collect(), "denied: {denied}");
    }
    refused(&env, &format!("{VERIFY} --level sample=8"), 2, &["--nonce", "COS-EVB-0011"]);
    refused(&env, &format!("{VERIFY} --nonce {NONCE}"), 2, &["sample=N", "COS-EVB-0011"]);
    refused(&env, &format!("{VERIFY} --level sample=8 --nonce 00"), 3, &["COS-PCK-0002"]);
    refused(&env, &format!("{VERIFY} --level sample=0 --nonce {NONCE}"), 2, &["at least 1"]);
    refused(&env, &format!("{VERIFY} --level most"), 2, &["sample=N"]);
}

fn digest(env: &Env) -> String {
    Digest::of(&fs::read(env.path("out/evidence.intoto.json")).unwrap()).to_string()
}

#[test]
fn a_drawn_receipt_that_was_forged_is_named() {
    let env = inputs();
    let own = env.read("in/receipts/pilot-a.sdjwt");
    env.ok("trust init --org acme --out forger");
    env.ok("receipts issue --in events.jsonl --tenant pilot-a --region eu-1 --keys forger --out forged.sdjwt");
    env.write("in/receipts/pilot-a.sdjwt", &(own + &env.read("forged.sdjwt")));
    // Whoever seals it believes the forger, and its reader does not.
    refused(&env, "evidence bundle -f m.yaml -o out --keys trust", 1, &["COS-EVB-0010"]);
    env.ok("evidence bundle -f m.yaml -o part-of-out --keys trust --map s3://x=in --dry-run");
}

#[test]
fn reports_have_the_form_of_their_names() {
    let env = bundle();
    let verify = format!("{VERIFY} {POLICY_KEY}");
    env.ok(&format!("{verify} --report r.json --report r.sarif --report r.xml --report r.html"));
    let (report, sarif) = (value(&env.read("r.json")), value(&env.read("r.sarif")));
    assert_eq!(report["schema"], "cos.evidence-verify/v1");
    assert_eq!(report["verdict"], "verified");
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["properties"]["verdict"], "verified");
    assert!(env.read("r.xml").contains("<testsuites"));
    let page = env.read("r.html");
    assert!(page.contains("Verified.") && page.contains("What is not proven"), "{page}");
    assert!(!page.contains("<script") && page.contains("default-src 'none'"));
    env.ok(&format!("{verify} --report page.txt --report-format html"));
    assert_eq!(env.read("page.txt").lines().next(), Some("<!doctype html>"));
    refused(&env, &format!("{verify} --report r.txt"), 2, &["r.txt", "COS-EVB-0011"]);
    let two = format!("{verify} --report a.json --report b.json --report-format html");
    refused(&env, &two, 2, &["one `--report`", "COS-EVB-0011"]);
    assert_eq!(value(&env.ok("schema evidence-verify"))["title"], "cos evidence verify, version 1");
}

#[test]
fn explain_draws_the_chain() {
    let env = bundle();
    let trust = format!("--trust trust {POLICY_KEY}");
    for (name, about) in [
        ("evidence_explain_sbom", "sbom"),
        ("evidence_explain_receipts", "receipts_prefix"),
        ("evidence_explain_waived", "slo"),
        ("evidence_explain_check", "slsa.signed"),
        ("evidence_explain_not_made", "link.period"),
    ] {
        shown!(name, env.shown(&format!("evidence explain out {about} {trust}")));
    }
    refused(
        &env,
        &format!("evidence explain out sbmo {trust}"),
        3,
        &["did you mean `sbom`", "COS-EVB-0012"],
    );
    refused(
        &env,
        &format!("evidence explain out slsa.singed {trust}"),
        3,
        &["did you mean `slsa.signed`"],
    );
    fs::remove_file(env.path("out/sbom/app-0.23.0.spdx.json")).unwrap();
    shown!("evidence_explain_missing", env.shown(&format!("evidence explain out sbom {trust}")));
    env.ok("trust init --org acme --out stranger");
    shown!("evidence_explain_stranger", env.shown("evidence explain out sbom --trust stranger"));
    let run = env.cos(&format!("evidence explain out sbom {trust} --format json"));
    assert_eq!((run.exit, &value(&run.stdout)["whole"]), (1, &json!(false)));
}

#[test]
fn diff_tells_the_gravest_first() {
    let env = bundle();
    let other = MANIFEST
        .replace("version: 0.23.0", "version: 0.24.0")
        .replace("    - {field: attestations}\n", "")
        .replace("at_least: 3, ", "at_least: 2, ")
        .replace("  isolation: in/isolation/\n", "")
        .replace("waivers:\n", "waivers:\n    - {requirement: isolation-of-tenants, by: dana@acme.example, why: later}\n");
    env.write("m2.yaml", &other);
    env.write("in/artifacts/app.tar", "another release\n");
    let sbom = sbom(&Digest::of(b"another release\n"), "LicenseRef-unknown");
    env.write("in/sbom/app-0.23.0.spdx.json", &sbom.to_string());
    fs::remove_file(env.path("in/receipts/pilot-b.sdjwt")).unwrap();
    another_key(&env);
    env.ok("evidence bundle -f m2.yaml -o new.zip --keys trust --previous out");
    shown!("evidence_diff", env.shown("evidence diff out new.zip --markdown notes.md"));
    shown!("evidence_diff_markdown", env.shown_text("notes.md"));
    let printed = env.ok("evidence diff out new.zip --format markdown");
    assert_eq!(printed, env.read("notes.md"));
    // What has no such form says so, and does nothing.
    let other = env.cos("evidence copy out third --format markdown");
    assert_eq!((other.exit, env.path("third").exists()), (2, false), "{}", other.stderr);
    let archive = env.cos("evidence copy out third.tar.gz");
    assert_eq!((archive.exit, env.path("third.tar.gz").exists()), (3, false), "{}", archive.stderr);
    let trusted = format!("evidence diff out new.zip --trust trust {POLICY_KEY}");
    shown!("evidence_diff_trusted", env.shown(&trusted));
    assert_eq!(env.cos("evidence diff out new.zip --exit-code").exit, 1);
    env.ok("evidence copy out same.tar.zst");
    env.ok("evidence diff out same.tar.zst --exit-code");
    let diff = value(&env.ok("evidence diff out new.zip --format json"));
    assert_eq!(diff["schema"], "cos.evidence-diff/v1");
    assert_eq!((&diff["continues"], &diff["before"]["verdict"]), (&json!(true), &json!(null)));
    let lines = env.ok("evidence diff out new.zip --format jsonl");
    assert!(lines.lines().all(|line| value(line).is_object()));
    refused(&env, "evidence diff out none", 3, &["none"]);
}

/// Adds a key for evidence, beside the one that goes on being valid.
fn another_key(env: &Env) {
    let mut keys = KeyDir::open(&env.path("trust")).unwrap();
    keys.rotate_evidence(Algorithm::P256, Timestamp(0)).unwrap();
    let mut file = keys.trust().file().clone();
    file.evidence.iter_mut().for_each(|key| key.retired = None);
    fs::write(env.path("trust/trust.json"), file.check().unwrap().to_json()).unwrap();
}

#[test]
fn a_part_holds_nothing_of_others() {
    let env = bundle();
    shown!(
        "evidence_disclose",
        env.shown("evidence disclose out --tenant eu-1/pilot-a -o part --keys trust")
    );
    shown!(
        "evidence_verify_part",
        env.shown(&format!("evidence verify part --trust trust {POLICY_KEY}"))
    );
    let contents = value(&env.ok("evidence show part --format json"))["contents"].clone();
    assert_eq!(
        contents["disclosed_from"],
        json!({"statement": digest(&env), "tenant": "eu-1/pilot-a"})
    );
    assert_eq!(contents["receipts"]["files"]["tenants"], json!({"eu-1/pilot-a": 20}));
    let all: Vec<u8> =
        files(&env.path("part")).iter().flat_map(|file| fs::read(file).unwrap()).collect();
    let all = String::from_utf8_lossy(&all);
    // Every part of every receipt of the other tenant but the header, which all of a notary's share.
    for file in ["pilot-b-own.sdjwt", "pilot-b-more.sdjwt"] {
        for line in env.read(file).lines() {
            let segments: Vec<_> = line.split(['.', '~']).filter(|text| text.len() > 20).collect();
            assert!(segments.len() > 4, "{line}");
            for segment in &segments[1..] {
                assert!(!all.contains(segment), "{segment} of {file}");
            }
        }
    }
    assert!(
        !all.contains("isolation-pilot-b") && !all.contains("pilot-b"),
        "another tenant is named"
    );
    for line in env.read("pilot-a-own.sdjwt").lines().chain(env.read("pilot-a-more.sdjwt").lines())
    {
        assert!(all.contains(line), "a receipt is missing");
    }
    env.ok(
        "evidence disclose out --tenant pilot-b -o b.zip --keys trust --without isolation --quiet",
    );
    env.ok(&format!("evidence verify b.zip --trust trust {POLICY_KEY}"));
    refused(
        &env,
        "evidence disclose out --tenant pilot-c -o c --keys trust",
        3,
        &["did you mean `pilot-a`", "COS-EVB-0013"],
    );
    assert!(!env.path("c").exists(), "nothing is begun for nobody");
    env.write("out/release-notes/notes.md", "# Other\n");
    refused(
        &env,
        "evidence disclose out --tenant pilot-a -o d --keys trust",
        1,
        &["files.digest", "COS-EVB-0016"],
    );
}

#[test]
fn packs_of_several_tenants_are_not_cut() {
    let env = inputs();
    for tenant in ["pilot-a", "pilot-b"] {
        env.ok(&format!("receipts append {tenant}-own.sdjwt --ledger ledger"));
        let alone = format!("receipts append {tenant}-own.sdjwt --ledger ledger-{tenant}");
        env.ok(&alone);
        env.ok(&format!("receipts sample ledger-{tenant} --count 4 --nonce {NONCE} --out in/receipts/{tenant}.auditpack"));
    }
    env.ok(&format!(
        "receipts sample ledger --count 4 --nonce {NONCE} --out in/receipts/both.auditpack"
    ));
    // Receipts may lie anywhere.
    fs::create_dir(env.path("in/other")).unwrap();
    fs::copy(env.path("in/receipts/mixed.sdjwt"), env.path("in/other/copy.txt")).unwrap();
    env.write("m.yaml", &MANIFEST.replace("  isolation:", "  other: in/other/\n  isolation:"));
    env.ok("evidence bundle -f m.yaml -o out --keys trust");
    let disclose = "evidence disclose out --tenant pilot-a -o part --keys trust";
    refused(&env, disclose, 3, &["both.auditpack", "--without-mixed-packs", "COS-EVB-0014"]);
    let part = value(&env.ok(&format!("{disclose} --without-mixed-packs --format json")));
    assert_eq!(part["cut"], json!(["other/copy.txt", "receipts/mixed.sdjwt"]));
    env.ok(&format!("evidence verify part --trust trust {POLICY_KEY}"));
    assert!(env.path("part/receipts/pilot-a.auditpack").exists());
    assert!(!env.path("part/receipts/pilot-b.auditpack").exists());
    let sampled =
        format!("evidence verify out --trust trust {POLICY_KEY} --level sample=5 --nonce {NONCE}");
    assert_eq!(value(&env.ok(&format!("{sampled} --format json")))["sample"]["population"], 40);
}

#[test]
fn summaries_are_signed_in_two_forms() {
    let env = bundle();
    let verify = format!("{VERIFY} {POLICY_KEY} --vsa v.json --vsa v.sigstore.json --keys trust");
    env.ok(&verify);
    let (envelope, bundle) = (value(&env.read("v.json")), value(&env.read("v.sigstore.json")));
    assert_eq!(bundle["dsseEnvelope"], envelope);
    let payload = envelope["payload"].as_str().unwrap();
    env.write("payload.b64", payload);
    let decoded =
        Command::new("base64").args(["-d"]).arg(env.path("payload.b64")).output().unwrap().stdout;
    let statement = value(std::str::from_utf8(&decoded).unwrap());
    assert_eq!(statement["predicateType"], "https://slsa.dev/verification_summary/v1");
    assert_eq!(statement["subject"][0]["name"], "app.tar");
    let predicate = &statement["predicate"];
    assert_eq!(predicate["verificationResult"], "PASSED");
    assert_eq!(predicate["verifiedLevels"], json!(["SLSA_BUILD_LEVEL_2", "COS_EVIDENCE_VERIFIED"]));
    assert_eq!(predicate["resourceUri"], "urn:cos:release:0.23.0");
    // A summary is no evidence, though the same key signed it.
    fs::copy(env.path("v.sigstore.json"), env.path("out/evidence.sigstore.json")).unwrap();
    let run = env.cos(&format!("{verify} --resource-uri pkg:generic/app@0.23.0 --format json"));
    assert_eq!((run.exit, &value(&run.stdout)["verdict"]), (1, &json!("failed")), "{}", run.stderr);
    refused(&env, &format!("{verify} --level fast"), 2, &["--level full", "COS-EVB-0011"]);
    refused(&env, &format!("{VERIFY} --vsa v.json"), 2, &["--keys"]);
    refused(&env, &format!("{verify} --resource-uri app"), 2, &["not a URI"]);
}
