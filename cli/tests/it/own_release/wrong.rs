//! One thing that is wrong at a time: a file, the key, the time. cos refuses it, and so does every client that can know.

use super::recipes::{
    OPENSSL, READER, Reader, Recipes, SECURESYSTEMSLIB, SIGSTORE_JS, SIGSTORE_PYTHON,
};
use super::{AGE, Release, VERSION, now};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_sign::sigstore::Sealer as _;
use cos_sign::{KeyDir, Trust};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Asserts that `cos evidence verify` fails, by the check `id`.
#[track_caller]
fn cos_refuses(release: &Release, bundle: &str, given: &str, id: &str) {
    let run = release.verify(bundle, given);
    assert_eq!(run.exit, 1, "{bundle}: {}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(&format!("✘ {id}")), "{bundle} lacks `{id}`:\n{}", run.stdout);
}

/// A file is another, and the sums that nobody signed say that it is right.
pub(super) fn file(release: &Release, recipes: &Recipes) {
    let sbom = format!("sbom/cos-{VERSION}.spdx.json");
    for (bundle, name) in [("signed", "other-file"), ("certified", "other-file-certified")] {
        let spoilt = release.spoilt(bundle, name);
        let before = fs::read_to_string(spoilt.join(&sbom)).unwrap();
        let after = before.replacen("syft", "sift", 1);
        fs::write(spoilt.join(&sbom), &after).unwrap();
        let sums = fs::read_to_string(spoilt.join("SHA256SUMS")).unwrap();
        let [before, after] = [before, after].map(|text| Digest::of(text.as_bytes()).to_string());
        assert!(sums.contains(&before));
        fs::write(spoilt.join("SHA256SUMS"), sums.replace(&before, &after)).unwrap();
        cos_refuses(release, name, "given", "files.digest");
    }
    let not_signed = format!("{sbom} is not what was signed");
    recipes.refuses((OPENSSL, &format!("{sbom}: FAILED")), release, "other-file", &READER);
    for (name, bundle) in [
        (SECURESYSTEMSLIB, "other-file"),
        (SIGSTORE_JS, "other-file"),
        (SIGSTORE_JS, "other-file-certified"),
    ] {
        recipes.refuses((name, &not_signed), release, bundle, &READER);
    }
    let asked = Reader { file: &sbom, ..READER };
    let bundle = "other-file-certified";
    recipes.refuses((SIGSTORE_PYTHON, "FAIL: "), release, bundle, &asked);
    // Receipts, which only their index names.
    let spoilt = release.spoilt("signed", "other-receipts");
    let receipts = spoilt.join("receipts/pilot-a.sdjwt");
    let text = fs::read_to_string(&receipts).unwrap();
    fs::write(&receipts, text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>())
        .unwrap();
    cos_refuses(release, "other-receipts", "given", "files.digest");
    let why = "receipts/pilot-a.sdjwt: FAILED";
    recipes.refuses((OPENSSL, why), release, "other-receipts", &READER);
}

/// The reader trusts somebody else.
pub(super) fn key(release: &Release, recipes: &Recipes) {
    release.env.ok("trust init --org umbrella --out umbrella --ca");
    release.give("umbrella", "others");
    let reader = Reader { given: "others", ..READER };
    cos_refuses(release, "signed", "others", "signature.valid");
    // The first that is not trusted is who stamped the time.
    cos_refuses(release, "certified", "others", "signature.time");
    for (recipe, bundle) in [
        ((OPENSSL, "Verification failure"), "signed"),
        ((SECURESYSTEMSLIB, "Accepted signatures do not match"), "signed"),
        ((SIGSTORE_PYTHON, "FAIL: VERIFY.md"), "certified"),
        ((SIGSTORE_JS, "TIMESTAMP_ERROR"), "signed"),
        ((SIGSTORE_JS, "TIMESTAMP_ERROR"), "certified"),
    ] {
        recipes.refuses(recipe, release, bundle, &reader);
    }
}

/// It was signed after the key had ended, or the stamp is another signature's, or the certificate had long expired when it was stamped.
pub(super) fn time(release: &Release, recipes: &Recipes) {
    let env = &release.env;
    // The key had ended.
    let ended = Timestamp(now().0 - 86_400);
    let mut file = Trust::read(&env.path("trust/trust.json")).unwrap().file().clone();
    file.evidence[0].not_after = Some(ended);
    fs::create_dir(env.path("ended")).unwrap();
    env.write("ended/trust.json", &file.check().unwrap().to_json());
    cos_refuses(release, "signed", "ended", "signature.time");
    let reader = Reader { until: &ended.to_string(), ..READER };
    recipes.refuses((SIGSTORE_JS, "PUBLIC_KEY_ERROR"), release, "signed", &reader);

    // The time is that of another signature.
    let spoilt = release.spoilt("signed", "borrowed");
    let statement = fs::read(spoilt.join("evidence.intoto.json")).unwrap();
    let keys = KeyDir::open(&env.path("trust")).unwrap();
    let other = keys.sealer().unwrap().seal(&statement, Timestamp(now().0 - 60)).unwrap();
    let other: Value = serde_json::from_slice(&other).unwrap();
    replace_stamps(&spoilt, &stamps(&other));
    cos_refuses(release, "borrowed", "given", "signature.time");
    let why = "message imprint mismatch";
    recipes.refuses((OPENSSL, why), release, "borrowed", &READER);
    recipes.refuses((SIGSTORE_JS, "TIMESTAMP_ERROR"), release, "borrowed", &READER);

    // The certificate was of use for minutes, long ago; who stole its key stamps now.
    let spoilt = release.spoilt("certified", "late");
    let early = Timestamp(now().0 - AGE + 86_400);
    let sealed = keys.ca_sealer().unwrap().seal(&statement, early).unwrap();
    fs::write(spoilt.join("evidence.sigstore.json"), &sealed).unwrap();
    assert_eq!(release.verify("late", "given").exit, 0);
    let sealed: Value = serde_json::from_slice(&sealed).unwrap();
    replace_stamps(&spoilt, &stamp_now(release, &signature(&sealed)));
    // What is at fault is the certificate: it did not hold at that time.
    cos_refuses(release, "late", "given", "signature.valid");
    for recipe in [(SIGSTORE_PYTHON, "FAIL: VERIFY.md"), (SIGSTORE_JS, "CERTIFICATE_ERROR")] {
        recipes.refuses(recipe, release, "late", &READER);
    }
}

fn stamps(bundle: &Value) -> Value {
    bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"].clone()
}

fn signature(bundle: &Value) -> Vec<u8> {
    STANDARD.decode(bundle["dsseEnvelope"]["signatures"][0]["sig"].as_str().unwrap()).unwrap()
}

fn replace_stamps(bundle: &Path, stamps: &Value) {
    let path = bundle.join("evidence.sigstore.json");
    let mut sealed: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    sealed["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"] =
        stamps.clone();
    fs::write(path, sealed.to_string()).unwrap();
}

/// Has openssl stamp a signature with the key of the release's own time stamper.
fn stamp_now(release: &Release, signature: &[u8]) -> Value {
    let env = &release.env;
    fs::write(env.path("late.sig"), signature).unwrap();
    env.write("serial", "01\n");
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/sign/tests/interop/stamp.cnf");
    let key = fs::read_dir(env.path("trust/keys")).unwrap().map(|entry| entry.unwrap().path());
    let key = key.into_iter().find(|path| path.to_string_lossy().contains("/tsa-")).unwrap();
    let script = format!(
        "jq -j '.timestampAuthorities[0].certChain.certificates[0].rawBytes' given/trusted-root.json | base64 -d | openssl x509 -inform DER -out tsa.pem
openssl ts -query -sha256 -cert -data late.sig -out late.tsq
openssl ts -reply -config '{config}' -queryfile late.tsq -signer tsa.pem -inkey '{}' -out late.tsr",
        key.display()
    );
    let output = Command::new("sh")
        .args(["-euc", &script])
        .current_dir(env.path(""))
        .env("SERIAL", env.path("serial"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    json!([{ "signedTimestamp": STANDARD.encode(fs::read(env.path("late.tsr")).unwrap()) }])
}
