//! OPA itself, as the tests of `crates/policy` ask it; `cargo xtask test` unpacks it, nothing is installed from here.

use super::repository;
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// Runs a script of `crates/policy/tests/oracle` over `stdin` and returns what it prints.
pub(crate) fn run(script: &str, stdin: &str) -> String {
    let home = home();
    let python = Some(home.join("venv/bin/python")).filter(|python| python.exists());
    let mut child = Command::new(python.unwrap_or_else(|| "python3".into()))
        .arg(repository("crates/policy/tests/oracle").join(script))
        .env("COS_INTEROP_DIR", &home)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = thread::scope(|scope| {
        // Written from a thread of its own: both pipes may fill up.
        scope.spawn(move || pipe.write_all(stdin.as_bytes()).unwrap());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "`{script}` ended with {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Where `cargo xtask test` put OPA and the policies of others.
pub(crate) fn home() -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from)
}
