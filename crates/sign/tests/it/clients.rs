//! Clients of others accept what is right and refuse what is wrong, each fault for its own reason.

use cos_sign::sigstore::Mode;
use serde_json::{Value, json};
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cases::{self, Case, LAST, World, cases, script};

/// Has a script look at `cases`; `None` for those that it accepts.
pub(crate) fn ask(name: &str, cases: &[Case], world: &World) -> Vec<Option<String>> {
    let is_python = Path::new(name).extension().is_some_and(|extension| extension == "py");
    let python = home().join("venv/bin/python");
    let mut child = Command::new(if is_python { python } else { PathBuf::from("node") })
        .arg(script(name))
        .env("COS_INTEROP_DIR", home())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start `{name}`: {error}"));
    let mut input = child.stdin.take().unwrap();
    for case in cases {
        let line = json!({
            "bundle": case.bundle,
            "file": case.file,
            "config": case.config,
            "key": case.key,
            "san": world.identity.san,
            "issuer": world.identity.issuer,
            "until": LAST.to_string(),
        });
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "`{name}` ended with {}", output.status);
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Where `cargo xtask test` put the clients.
pub(crate) fn home() -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    let home = home.join("sign");
    assert!(
        home.join("stamp").exists(),
        "the packages are not installed in `{}`: run `cargo xtask test` once",
        home.display()
    );
    home
}

/// A case and a word of the refusal; no word where a client has no such notion and accepts it.
type Refusals = [(&'static str, &'static str)];

fn check(said: &[Option<String>], cases: &[Case], refusals: &Refusals) {
    assert_eq!(said.len(), cases.len());
    for (said, case) in said.iter().zip(cases) {
        let (_, word) = refusals.iter().find(|(name, _)| *name == case.name).unwrap();
        match said {
            None => assert_eq!(*word, "", "{} was accepted", case.name),
            Some(said) => assert!(!word.is_empty() && said.contains(word), "{}: {said}", case.name),
        }
    }
    assert_eq!(cases.len(), refusals.len());
}

fn ours(cases: &[Case]) -> Vec<Option<String>> {
    cases.iter().map(|case| cases::judge(case).err()).collect()
}

#[test]
fn a_certificate_counts_everywhere() {
    let (world, other) = (World::new("acme"), World::new("umbrella"));
    let cases = cases(&world, &other, Mode::Ca);
    check(
        &ours(&cases),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "COS-SEA-0009"),
            ("changed statement", "COS-SEA-0007"),
            ("time stamp of another signature", "COS-SEA-0009"),
            ("time stamp from too late", "COS-SEA-0011"),
            ("nothing proves when", "COS-SEA-0012"),
            ("no log entry", "COS-SEA-0012"),
            ("log entry of another signature", "COS-SEA-0010"),
        ],
    );
    check(
        &ask("sigstore_python.py", &cases, &world),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "CertValidationError"),
            ("changed statement", "invalid signature"),
            // It passes over a time stamp that is none, and takes the time from the log.
            ("time stamp of another signature", ""),
            ("time stamp from too late", "not valid at validation time"),
            ("nothing proves when", "expected exactly one log entry"),
            ("no log entry", "expected exactly one log entry"),
            ("log entry of another signature", "payload hash does not match"),
        ],
    );
    check(
        &ask("sigstore_js.mjs", &cases, &world),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "TIMESTAMP_ERROR"),
            ("changed statement", "TLOG_BODY_ERROR"),
            ("time stamp of another signature", "TIMESTAMP_ERROR"),
            ("time stamp from too late", "CERTIFICATE_ERROR"),
            ("nothing proves when", "TIMESTAMP_ERROR"),
            ("no log entry", "TIMESTAMP_ERROR"),
            ("log entry of another signature", "TLOG_BODY_ERROR"),
        ],
    );
}

#[test]
fn a_key_counts_everywhere() {
    let (world, other) = (World::new("acme"), World::new("umbrella"));
    let cases = cases(&world, &other, Mode::Key);
    check(
        &ours(&cases),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "COS-SEA-0005"),
            ("changed statement", "COS-SEA-0007"),
            ("time stamp of another signature", "COS-SEA-0009"),
            ("time stamp from too late", "COS-SEA-0014"),
            ("nothing proves when", "COS-SEA-0008"),
        ],
    );
    check(
        &ask("sigstore_js.mjs", &cases, &world),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "TIMESTAMP_ERROR"),
            ("changed statement", "SIGNATURE_ERROR"),
            ("time stamp of another signature", "TIMESTAMP_ERROR"),
            ("time stamp from too late", "PUBLIC_KEY_ERROR"),
            ("nothing proves when", "TIMESTAMP_ERROR"),
        ],
    );
    // It looks at the envelope alone, which has no time.
    check(
        &ask("sigstore_python.py", &cases, &world),
        &cases,
        &[
            ("good", ""),
            ("wrong file", "no subject"),
            ("wrong key", "Accepted signatures do not match"),
            ("changed statement", "Accepted signatures do not match"),
            ("time stamp of another signature", ""),
            ("time stamp from too late", ""),
            ("nothing proves when", ""),
        ],
    );
}

/// As a user types it.
#[test]
fn the_command_line_of_sigstore_python_takes_no_insecure_flag() {
    let (world, other) = (World::new("acme"), World::new("umbrella"));
    let cases = cases(&world, &other, Mode::Ca);
    let good = &cases[0];
    for (file, accepted) in [(world.path("a.txt"), true), (world.path("b.txt"), false)] {
        let output = Command::new(home().join("venv/bin/python"))
            .args(["-m", "sigstore", "--trust-config"])
            .arg(&good.config)
            .args(["verify", "identity", "--offline", "--bundle"])
            .arg(&good.bundle)
            .args(["--cert-identity", &world.identity.san])
            .args(["--cert-oidc-issuer", &world.identity.issuer])
            .arg(&file)
            .env("HOME", world.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), accepted, "{said}");
        assert!(said.contains(if accepted { "OK: " } else { "FAIL: " }), "{said}");
    }
}

/// The files that others take hold no secret and nothing of this machine.
#[test]
fn what_is_handed_out_is_public() {
    let world = World::new("acme");
    let root = world.keys.trust().sigstore().unwrap();
    for text in [root.to_json(), root.to_trust_config()] {
        let json: Value = serde_json::from_str(&text).unwrap();
        assert!(json.is_object());
        assert!(!text.contains("PRIVATE"));
    }
}
