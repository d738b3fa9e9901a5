//! Plain openssl: it verifies our signatures and time stamps, and it makes a time stamp that cos would not make.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::dsse::pae;
use cos_core::intoto::PAYLOAD_TYPE;
use cos_sign::sigstore::Mode;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::cases::{SEALED, World, script, signature, statement};

/// Stamps `signature` with the key of `world` at the present time, as a thief of the key would; answers with the stamps of a bundle.
pub(crate) fn stamp_now(world: &World, signature: Vec<u8>) -> Value {
    let (certificate, _) = certificates(world);
    let [data, query, reply] = ["late.sig", "late.tsq", "late.tsr"].map(|name| world.path(name));
    fs::write(&data, signature).unwrap();
    fs::write(world.path("serial"), "01\n").unwrap();
    let query_of = ["ts", "-query", "-sha256", "-cert", "-data"];
    run(Command::new("openssl").args(query_of).arg(&data).arg("-out").arg(&query));
    let stamp = Command::new("openssl")
        .args(["ts", "-reply", "-config"])
        .arg(script("stamp.cnf"))
        .arg("-queryfile")
        .arg(&query)
        .arg("-signer")
        .arg(&certificate)
        .arg("-inkey")
        .arg(private_key(world))
        .arg("-out")
        .arg(&reply)
        .env("SERIAL", world.path("serial"))
        .output()
        .unwrap();
    assert!(stamp.status.success(), "{}", String::from_utf8_lossy(&stamp.stderr));
    json!([{ "signedTimestamp": STANDARD.encode(fs::read(reply).unwrap()) }])
}

/// The file of the key that stamps the time.
pub(crate) fn private_key(world: &World) -> PathBuf {
    let entries = fs::read_dir(world.path("trust/keys")).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    paths.find(|path| path.to_string_lossy().contains("/tsa-")).unwrap()
}

/// The certificates of the time stamper and of its root, as PEM files.
pub(crate) fn certificates(world: &World) -> (PathBuf, PathBuf) {
    let root = world.keys.trust().sigstore().unwrap().json();
    let chain = &root["timestampAuthorities"][0]["certChain"]["certificates"];
    let write = |index: usize, name: &str| {
        let der = STANDARD.decode(chain[index]["rawBytes"].as_str().unwrap()).unwrap();
        let (from, to) = (world.path(&format!("{name}.der")), world.path(&format!("{name}.pem")));
        fs::write(&from, der).unwrap();
        run(Command::new("openssl")
            .args(["x509", "-inform", "DER", "-in"])
            .arg(&from)
            .arg("-out")
            .arg(&to));
        to
    };
    (write(0, "tsa"), write(1, "tsa-root"))
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What openssl says, and whether it is content.
fn ask(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said.into_owned())
}

#[test]
fn openssl_verifies_signatures_of_keys() {
    let (world, other) = (World::new("acme"), World::new("umbrella"));
    let bundle = world.seal(Mode::Key, &statement("1.9.0"));
    let sig = world.path("seal.sig");
    fs::write(&sig, signature(&bundle)).unwrap();
    let verify = |world: &World, release: &str| {
        let (key, message) = (world.path("key.pem"), world.path("seal.pae"));
        fs::write(&key, world.keys.trust().evidence_keys()[0].verifying_key.to_pem()).unwrap();
        fs::write(&message, pae(PAYLOAD_TYPE, &statement(release))).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.args(["dgst", "-sha256", "-verify"]).arg(key);
        ask(openssl.arg("-signature").arg(&sig).arg(message))
    };
    assert_eq!(verify(&world, "1.9.0"), (true, "Verified OK\n".into()));
    assert!(!verify(&world, "9.9.9").0);
    assert!(!verify(&other, "1.9.0").0);
}

#[test]
fn openssl_verifies_time_stamps() {
    let (world, other) = (World::new("acme"), World::new("umbrella"));
    let bundle = world.seal(Mode::Key, &statement("1.9.0"));
    let stamps = &bundle["verificationMaterial"]["timestampVerificationData"]["rfc3161Timestamps"];
    let token = STANDARD.decode(stamps[0]["signedTimestamp"].as_str().unwrap()).unwrap();
    let [reply, data, wrong] = ["seal.tsr", "seal.sig", "wrong.sig"].map(|name| world.path(name));
    fs::write(&reply, token).unwrap();
    fs::write(&data, signature(&bundle)).unwrap();
    fs::write(&wrong, signature(&world.seal(Mode::Key, &statement("1.8.0")))).unwrap();
    let verify = |world: &World, data: &PathBuf, at: i64| {
        let (leaf, root) = certificates(world);
        let mut openssl = Command::new("openssl");
        openssl.args(["ts", "-verify", "-in"]).arg(&reply).arg("-data").arg(data);
        openssl.arg("-CAfile").arg(root).arg("-untrusted").arg(leaf);
        ask(openssl.args(["-attime", &at.to_string()]))
    };
    let (good, said) = verify(&world, &data, SEALED.0);
    assert!(good && said.contains("Verification: OK"), "{said}");
    let ten_years = 10 * 365 * 86_400;
    for (wrong, fault) in [
        (verify(&world, &wrong, SEALED.0), "message imprint mismatch"),
        (verify(&other, &data, SEALED.0), "unable to get local issuer certificate"),
        (verify(&world, &data, SEALED.0 + ten_years), "certificate has expired"),
    ] {
        assert!(!wrong.0 && wrong.1.contains(fault), "{fault}: {}", wrong.1);
    }
}
