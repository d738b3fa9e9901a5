//! The Python reference `sd-jwt` and npm's `@sd-jwt/core`, run as programs over lines of JSON.
//!
//! `cargo xtask test` installs them under the target directory; nothing is installed from here.

use serde_json::{Value, json};
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop");

/// Runs `script` of `tests/interop` over `stdin` and returns the lines it prints, each one JSON value.
///
/// # Panics
/// When the implementations are not installed, or the script fails or prints something else.
pub(crate) fn run(script: &str, stdin: &str) -> Vec<Value> {
    let home = home();
    let interpreter = match Path::new(script).extension().and_then(|extension| extension.to_str()) {
        Some("py") => home.join("venv/bin/python"),
        Some("mjs") => PathBuf::from("node"),
        _ => panic!("`{script}` is neither Python nor JavaScript"),
    };
    let mut child = Command::new(interpreter)
        .arg(Path::new(SCRIPTS).join(script))
        .env("COS_INTEROP_DIR", &home)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start `{script}`: {error}"));
    let mut pipe = child.stdin.take().expect("standard input is piped");
    let output = thread::scope(|scope| {
        // Written from a thread of its own: both pipes may fill up.
        scope.spawn(move || {
            pipe.write_all(stdin.as_bytes()).expect("the script reads all its input");
        });
        child.wait_with_output().expect("the script ends")
    });
    assert!(output.status.success(), "`{script}` ended with {}", output.status);
    let text = String::from_utf8(output.stdout).expect("the script prints UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("the script prints JSON")).collect()
}

/// Where `cargo xtask test` put the other implementations.
fn home() -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    assert!(
        home.join("stamp").exists(),
        "the other implementations are not installed in `{}`: run `cargo xtask test` once",
        home.display()
    );
    home
}

/// Lines of JSON, as the scripts read them.
pub(crate) fn lines<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    let lines: Vec<_> = values.into_iter().map(|value| format!("{value}\n")).collect();
    lines.concat()
}

/// SD-JWTs issued by `script`, round the samples of `tests/interop/samples.json`: each with `sd_jwt`, `public_key` and the
/// `claims` that must come out.
pub(crate) fn issued(script: &str, count: usize) -> Vec<Value> {
    let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"; // RFC 8032 §7.1, test 1
    let request = json!({ "count": count, "seed": seed, "kid": "acme/notary-1+00000000" });
    run(script, &request.to_string())
}

#[test]
fn the_other_implementations_agree_with_each_other() {
    for issuer in ["issue.py", "issue.mjs"] {
        let issued = issued(issuer, 8);
        assert_eq!(issued.len(), 8);
        for verifier in ["verify.py", "verify.mjs"] {
            let answers = run(verifier, &lines(&issued));
            for (answer, sample) in answers.iter().zip(&issued) {
                assert_eq!(answer["claims"], sample["claims"], "{issuer}, {verifier}: {answer}");
            }
            assert_eq!(answers.len(), issued.len());
        }
    }
}

#[test]
fn the_other_implementations_refuse_strange_keys_and_forgeries() {
    let sample = &issued("issue.py", 1)[0];
    let text = sample["sd_jwt"].as_str().expect("an SD-JWT is text");
    let strange_key = "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"; // RFC 8032 §7.1, test 2
    let (jwt, _) = text.split_once('~').expect("an SD-JWT has disclosures");
    let (signed, signature) = jwt.rsplit_once('.').expect("a JWS has a signature");
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{signed}.{other}{}~", &signature[1..]);
    let input = [
        json!({ "sd_jwt": text, "public_key": strange_key }),
        json!({ "sd_jwt": forged, "public_key": sample["public_key"] }),
        json!({ "sd_jwt": "not an SD-JWT", "public_key": sample["public_key"] }),
    ];
    for verifier in ["verify.py", "verify.mjs"] {
        for answer in run(verifier, &lines(&input)) {
            assert_eq!(answer["ok"], false, "{verifier}: {answer}");
        }
    }
}
