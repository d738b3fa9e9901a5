//! The process that the policy runs in: this test executable again, told by an argument to serve.
//!
//! The test runner prints to standard output, so a shell puts the pipe on another descriptor first. The argument is a second filter,
//! which matches no test.

use cos_policy::worker::{WorkerCommand, serve};
use std::fs::File;
use std::io::stdin;
use std::path::PathBuf;

const ROLE: &str = "serve-as-worker";

/// Where the shell puts the pipe.
const ANSWERS: &str = "/proc/self/fd/3";

pub(crate) fn command() -> WorkerCommand {
    let exe = std::env::current_exe().unwrap().into_os_string().into_string().unwrap();
    let script = r#"exec "$0" --exact child::worker "$1" --nocapture 3>&1 >/dev/null"#;
    WorkerCommand {
        program: PathBuf::from("/bin/sh"),
        args: vec!["-c".into(), script.into(), exe, ROLE.into()],
    }
}

/// The process itself; as a test it does nothing.
#[test]
fn worker() {
    if std::env::args().any(|arg| arg == ROLE) {
        let answers = File::options().write(true).open(ANSWERS).unwrap();
        serve(stdin(), answers).unwrap();
    }
}
