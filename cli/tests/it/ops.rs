//! The files in `ops`, judged by the programs that they are for: Prometheus of two major versions, Helm, nginx, Terraform, and the types and
//! schemas of Grafana and Kubernetes. None of them is trusted to be right because it parses.

mod alerts;
mod chart;
mod dashboard;
mod module;
mod monitored;
mod pod;
mod units;

use cos_core::yaml::{self, Limits};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

/// The major versions of Prometheus that everything has to work with.
const MAJORS: [u8; 2] = [2, 3];

/// A file of the repository.
fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(path)
}

fn text(path: &str) -> String {
    let path = file(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A YAML document as JSON.
#[track_caller]
fn yaml(text: &str) -> Value {
    let limits = Limits { max_bytes: 8 << 20, max_nodes: 200_000, ..Limits::default() };
    yaml::parse(text.as_bytes(), &limits)
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .to_json()
}

/// What a server answers in clear, head and body.
#[track_caller]
pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // Version 1.0 has no chunks.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// What a program printed, which must have succeeded.
#[track_caller]
fn ran(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{command:?}: {status}\n{stdout}{stderr}");
    stdout.into_owned()
}

/// What a program said as it failed, which it must have.
#[track_caller]
fn failed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let said = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    assert!(!status.success(), "{command:?} succeeds\n{said}");
    said.into_owned()
}

/// Whether a value has a type of `cli/tests/interop/types.ts`; what TypeScript says against it.
fn objections(kind: &str, value: &str) -> Option<String> {
    let home = cos_testkit::servers::place("ops");
    let dir = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(home.join("node_modules"), dir.path().join("node_modules")).unwrap();
    std::fs::copy(file("cli/tests/interop/types.ts"), dir.path().join("types.ts")).unwrap();
    let code =
        format!("import type {{ {kind} }} from \"./types\";\nexport const it: {kind} = {value};\n");
    std::fs::write(dir.path().join("it.ts"), code).unwrap();
    let mut tsc = Command::new("node");
    tsc.current_dir(dir.path())
        .arg("node_modules/typescript/bin/tsc")
        .args(["--noEmit", "--strict"]);
    tsc.args(["--skipLibCheck", "--preserveSymlinks", "--module", "esnext"]);
    tsc.args(["--moduleResolution", "bundler", "--target", "es2022", "it.ts"]);
    let output = tsc.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (!output.status.success()).then_some(said)
}
