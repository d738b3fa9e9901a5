//! Programs of others that read what we write. `cargo xtask test` installs what they need; nothing is installed from here.

use serde_json::Value;
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop");

/// Runs the Python `script` of `tests/interop` with one argument over `stdin` and returns the lines it prints, each one JSON value.
///
/// # Panics
/// When Python's packages are not installed, or the script fails or prints something else.
pub(crate) fn run(script: &str, argument: &str, stdin: &str) -> Vec<Value> {
    let mut child = Command::new(home("").join("venv/bin/python"))
        .arg(Path::new(SCRIPTS).join(script))
        .arg(argument)
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

/// Has a `script` of `tests/interop`, in Python or for Node.js, look at `files`. Returns what it prints, or else all that it says about
/// why it refuses one.
///
/// # Panics
/// When its packages are not installed, or it neither accepts nor refuses.
pub(crate) fn judge(script: &str, files: &[PathBuf]) -> Result<String, String> {
    let home = home("report");
    let python = home.join("venv/bin/python");
    let is_python = Path::new(script).extension().is_some_and(|extension| extension == "py");
    let output = Command::new(if is_python { python } else { PathBuf::from("node") })
        .arg(Path::new(SCRIPTS).join(script))
        .args(files)
        .env("COS_INTEROP_DIR", home)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap_or_else(|error| panic!("cannot start `{script}`: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => Ok(said),
        Some(3) => Err(said + &complaint),
        _ => panic!("`{script}` ended with {}: {said}{complaint}", output.status),
    }
}

/// Where `cargo xtask test` put the packages; those for `part` are in a folder of that name.
fn home(part: &str) -> PathBuf {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("interop");
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside_the_build, PathBuf::from);
    let home = home.join(part);
    assert!(
        home.join("stamp").exists(),
        "the packages are not installed in `{}`: run `cargo xtask test` once",
        home.display()
    );
    home
}
