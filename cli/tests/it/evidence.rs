//! `cos evidence` as people use it: on the disk, on a real S3 server, interrupted, and with everything that can be typed wrong.

use crate::env::Env;
use cos_objects::s3::{BucketKind, Credentials, Options, S3};
use cos_objects::{Key, Prefix, Store as _};
use cos_testkit::servers::Server;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Instant;

/// At how many moments of its run the command is killed that writes to a server.
const MOMENTS: u32 = 10;

const POLICY: &str = "package tiny\n\nimport rego.v1\n\ndefault allow := false\n\nallow if input.admin\n\ndecision := {\"allow\": allow, \"reasons\": []}\n";

const MANIFEST: &str = "bundle:
  version: 0.23.0
  receipts_prefix: s3://evidence/pilot/*/2025-11-14/
  sbom: s3://artifacts/sbom/*-0.23.0.spdx.json
  policy_bundle: s3://policies/companyos/1.9.0.tgz
  other: s3://artifacts/large/
  artifacts: s3://artifacts/bin/cos
  contract: [{field: receipts_prefix}, {field: sbom}, {field: policy_bundle}]
";

pub(crate) const MAP: &str =
    "--map s3://evidence=evidence --map s3://artifacts=artifacts --map s3://policies=policies";
pub(crate) const VERIFY: &str = "--trust trust/trust.json";

/// What the bucket `name` holds, in the folder of that name.
pub(crate) fn sources() -> Env {
    let env = Env::new();
    for folder in [
        "policy",
        "policies/companyos",
        "evidence/pilot/acme/2025-11-14",
        "artifacts/sbom",
        "artifacts/bin",
        "artifacts/large",
    ] {
        std::fs::create_dir_all(env.path(folder)).unwrap();
    }
    env.ok("trust init --org acme --out trust");
    env.write("policy/tiny.rego", POLICY);
    env.ok("policy build policy --out policies/companyos/1.9.0.tgz --revision 1.9.0");
    env.ok("policy sign policies/companyos/1.9.0.tgz --keys trust --out signed.tgz");
    std::fs::rename(env.path("signed.tgz"), env.path("policies/companyos/1.9.0.tgz")).unwrap();
    let digest = sha256(&std::fs::read(env.path("policies/companyos/1.9.0.tgz")).unwrap());
    let events: String = crate::events::lines(20)
        .lines()
        .map(|line| {
            let mut event: serde_json::Value = serde_json::from_str(line).unwrap();
            event["policy_bundle"] =
                serde_json::json!({"digest": format!("sha256:{digest}"), "version": "1.9.0"});
            format!("{event}\n")
        })
        .collect();
    env.write("events.jsonl", &events);
    env.ok("receipts issue --in events.jsonl --tenant pilot-a --region eu-1 --keys trust --out evidence/pilot/acme/2025-11-14/r.sdjwt");
    env.write("artifacts/bin/cos", "released\n");
    let digest = sha256(b"released\n");
    env.write("artifacts/sbom/cos-0.23.0.spdx.json", &serde_json::json!({
        "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "dataLicense": "CC0-1.0", "name": "cos",
        "documentNamespace": "https://sbom.example/cos",
        "creationInfo": {"created": "2025-11-13T08:00:00Z", "creators": ["Tool: tests"]},
        "packages": [{
            "name": "cos", "SPDXID": "SPDXRef-cos", "versionInfo": "0.23.0", "downloadLocation": "NONE",
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest}],
        }],
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-cos"}],
    }).to_string());
    // Longer than a part of an upload.
    let noise: Vec<u8> =
        (0..1u32 << 16).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    std::fs::write(env.path("artifacts/large/dump.bin"), noise.repeat(160)).unwrap();
    env.write("manifest.yaml", MANIFEST);
    env
}

fn sha256(bytes: &[u8]) -> String {
    cos_core::digest::Digest::of(bytes).to_string()
}

pub(crate) fn identity(env: &Env, bundle: &str) -> String {
    let shown = env.ok(&format!("evidence show {bundle} --format json"));
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    shown["sha256"].as_str().unwrap().to_owned()
}

/// What artifacts without provenance fail by; the contract of the tests does not ask for it.
fn failing(env: &Env, bundle: &str) -> Vec<String> {
    let run = env.cos(&format!("evidence verify {bundle} {VERIFY} --format json"));
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let checks = found["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["outcome"] == "fail")
        .map(|check| check["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_release_is_sealed_copied_and_verified() {
    let env = sources();
    let plan = env.ok(&format!("evidence bundle -f manifest.yaml --dry-run {MAP}"));
    assert!(plan.contains("receipts/acme/2025-11-14/r.sdjwt"), "{plan}");
    let bundle = format!("evidence bundle -f manifest.yaml --keys trust {MAP}");
    env.ok(&format!("{bundle} --out one"));
    env.ok(&format!("{bundle} --out two.tar.zst"));
    env.ok("evidence copy two.tar.zst oci:three");
    env.ok("evidence copy oci:three four.zip");
    let first = identity(&env, "one");
    for other in ["two.tar.zst", "oci:three", "four.zip"] {
        assert_eq!(identity(&env, other), first, "{other}");
        assert_eq!(failing(&env, other), ["link.artifacts"], "{other}");
    }
    std::fs::write(env.path("one/sbom/cos-0.23.0.spdx.json"), "{}").unwrap();
    assert!(failing(&env, "one").contains(&"files.digest".to_owned()));
}

#[test]
fn what_is_typed_wrong_is_told() {
    let env = sources();
    let bundle = format!("evidence bundle -f manifest.yaml --keys trust {MAP} --out out");
    let refused = |args: &str, exit: i32, words: &[&str]| {
        let run = env.cos(args);
        let all = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.exit, exit, "{args}: {all}");
        for word in words {
            assert!(all.contains(word), "{args} lacks {word}: {all}");
        }
    };
    refused(&bundle.replace("-f manifest.yaml", "-f none.yaml"), 3, &["none.yaml", "COS-IOE-0001"]);
    refused(&bundle.replace("--keys trust", "--keys none"), 3, &["none", "COS-"]);
    refused(&bundle.replace("s3://artifacts=artifacts", "artifacts"), 2, &["s3://BUCKET=DIR"]);
    refused(&bundle.replace(" --out out", ""), 2, &["--out"]);
    env.write("wrong.yaml", &MANIFEST.replace("sbom:", "sbon:"));
    refused(
        &bundle.replace("manifest.yaml", "wrong.yaml"),
        3,
        &["wrong.yaml:4:3", "did you mean `sbom`", "COS-EVM-0001"],
    );
    env.write("wrong.yaml", &MANIFEST.replace("*-0.23.0.spdx", "*-0.24.0.spdx"));
    refused(
        &bundle.replace("manifest.yaml", "wrong.yaml"),
        3,
        &["nothing matches", "*-0.24.0.spdx", "COS-EVB-0001"],
    );
    env.write(
        "wrong.yaml",
        &format!(
            "{}  waivers: []\n",
            MANIFEST.replace("{field: sbom}", "{field: sbom, at_least: 2}")
        ),
    );
    refused(
        &bundle.replace("manifest.yaml", "wrong.yaml"),
        1,
        &["`sbom` has 1 of 2 files", "COS-EVB-0006"],
    );
    assert!(!env.path("out/evidence.sigstore.json").exists());
    refused("evidence verify out --trust trust", 3, &["COS-EVB-0008"]);
    refused("evidence verify none --trust trust", 3, &["none", "COS-OBJ-0013"]);
    refused("evidence verify none.zip --trust trust", 3, &["none.zip", "COS-IOE-0001"]);
    env.write("bad.zip", "PK");
    refused("evidence verify bad.zip --trust trust", 3, &["bad.zip", "COS-EVB-0009"]);
    refused("evidence verify manifest.yaml --trust trust", 3, &["manifest.yaml", "COS-OBJ-0013"]);
    env.ok(&bundle);
    refused("evidence verify out --trust none", 3, &["none", "COS-TRU-0011"]);
    refused("evidence verify out", 2, &["--trust"]);
    env.ok("trust init --org other --out stranger");
    refused(
        "evidence verify out --trust stranger",
        1,
        &["signature.valid", "not a trusted key", "untrusted"],
    );
    refused("evidence copy out out", 0, &[]);
    refused("evidence copy none x.zip", 3, &["COS-OBJ-0013"]);
    refused("evidence show none.tar.zst", 3, &["COS-IOE-0001"]);
    env.write("events.jsonl", "");
    refused(&format!("{bundle} --previous none"), 3, &["none", "COS-OBJ-0013"]);
    env.write("artifacts/sbom/cos-0.23.0.spdx.json", "{}");
    refused(&bundle, 4, &["another `sbom/cos-0.23.0.spdx.json`", "COS-EVB-0007"]);
}

/// To a real server, and killed at many moments: a second run makes the same bundle of it.
#[test]
fn a_bundle_on_s3_survives_its_death() {
    let server = Server::seaweed();
    let env = sources();
    // Several parts, so that an upload takes a while.
    let dump = std::fs::read(env.path("artifacts/large/dump.bin")).unwrap();
    std::fs::write(env.path("artifacts/large/dump.bin"), dump.repeat(3)).unwrap();
    let options = Options {
        endpoint: Some(server.endpoint()),
        region: Some("us-east-1".into()),
        credentials: Credentials::Given { id: Server::ID.into(), secret: Server::SECRET.into() },
        ..Options::default()
    };
    S3::open("bundles", &options).unwrap().make_bucket(BucketKind::Plain).unwrap();
    let aws = [
        ("AWS_ENDPOINT_URL", server.endpoint()),
        ("AWS_REGION", "us-east-1".into()),
        ("AWS_ACCESS_KEY_ID", Server::ID.into()),
        ("AWS_SECRET_ACCESS_KEY", Server::SECRET.into()),
    ];
    let command = |args: &str| {
        let mut command = env.command();
        command.args(args.split_whitespace()).envs(aws.clone());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let here = format!("evidence bundle -f manifest.yaml --keys trust {MAP} --out here");
    env.ok(&here);
    let first = identity(&env, "here");
    let target = "s3://bundles/release/0.23.0";
    let bundle = here.replace("here", target);
    let begun = Instant::now();
    assert!(command(&bundle).output().unwrap().status.success());
    let (whole, store) = (begun.elapsed(), S3::open("bundles", &options).unwrap());
    let all = Prefix::default();
    assert_eq!(store.unfinished(&all).unwrap(), [""; 0]);
    let mut orphans = 0;
    for moment in 1..=MOMENTS {
        let target = format!("s3://bundles/killed/{moment}");
        let bundle = here.replace("here", &target);
        let mut child = command(&bundle).spawn().unwrap();
        if moment % 2 == 0 {
            sleep(whole * moment / MOMENTS);
        } else {
            let is_over = |child: &mut Child| child.try_wait().unwrap().is_some();
            while store.unfinished(&all).unwrap().is_empty() && !is_over(&mut child) {}
        }
        let _ = child.kill();
        child.wait().unwrap();
        let left = store.unfinished(&all).unwrap();
        orphans += left.len();
        let done = command(&bundle).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(store.unfinished(&all).unwrap(), [""; 0], "{moment}: {left:?}");
        let statement = Key::new(format!("killed/{moment}/evidence.intoto.json")).unwrap();
        let statement = store.get(&statement, None).unwrap().bytes(1 << 20).unwrap();
        assert_eq!(sha256(&statement), first, "{moment}");
        if moment % 4 == 0 {
            let verify = format!("evidence verify {target} {VERIFY} --format json");
            let found = command(&verify).output().unwrap();
            let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
            assert_eq!(found["statement"].as_str().unwrap(), first, "{moment}");
            let checks = found["checks"].as_array().unwrap().iter();
            let failed: Vec<_> = checks.filter(|one| one["outcome"] == "fail").collect();
            assert_eq!(failed.len(), 1, "{moment}: {failed:?}");
        }
    }
    assert!(orphans > 0, "killed, but never during an upload");
    // Kept from the first moment, in a bucket that can; refused where nothing can be kept.
    S3::open("locked", &options).unwrap().make_bucket(BucketKind::Locking).unwrap();
    let kept = bundle.replace(target, "s3://locked/0.23.0") + " --retain 1d --mode governance";
    let kept = command(&kept).output().unwrap();
    assert!(kept.status.success(), "{}", String::from_utf8_lossy(&kept.stderr));
    let store = S3::open("locked", &options).unwrap();
    let key = Key::new("0.23.0/evidence.sigstore.json").unwrap();
    let version = store.head(&key).unwrap().version.unwrap();
    let protection = cos_objects::Retain::protection(&store, &key, &version).unwrap();
    assert!(protection.retention.is_some(), "{protection:?}");
    let nowhere = env.cos(&format!("{} --retain 1d", bundle.replace(target, "elsewhere")));
    assert!(nowhere.exit == 3 && nowhere.stderr.contains("COS-OBJ-0011"), "{}", nowhere.stderr);
    let copied = command(&format!("evidence copy {target} back.zip")).output().unwrap();
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    assert_eq!(failing(&env, "back.zip"), ["link.artifacts"]);
}
