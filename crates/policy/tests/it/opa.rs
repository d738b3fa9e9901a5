//! OPA 1.20.2, run by the scripts of `tests/oracle` over lines of JSON.
//!
//! `cargo xtask test` unpacks it under the target directory; nothing is installed from here.

use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle");

/// Runs a script over `stdin` and returns what it prints.
///
/// # Panics
/// When OPA is not there, or the script fails.
pub(crate) fn run(script: &str, arguments: &[&str], stdin: &str) -> String {
    let home = home();
    let python = Some(home.join("venv/bin/python")).filter(|python| python.exists());
    let mut child = Command::new(python.unwrap_or_else(|| "python3".into()))
        .arg(Path::new(SCRIPTS).join(script))
        .args(arguments)
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
    String::from_utf8(output.stdout).expect("the script prints UTF-8")
}

/// Where `cargo xtask test` put the other implementations.
fn home() -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    assert!(
        home.join("opa").exists(),
        "the other implementations are not installed in `{}`: run `cargo xtask test` once",
        home.display()
    );
    home
}
