//! npm's `oidc-provider`, at which people sign in; started for as long as a test runs.

use crate::servers;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// The provider, which ends when it is dropped.
#[derive(Debug)]
pub struct Provider {
    child: Child,
    /// Closing it ends the provider.
    _input: ChildStdin,
    /// Its address.
    pub url: String,
    /// When it began, in Unix seconds by its own clock.
    pub now: i64,
}

impl Provider {
    /// Starts one that sends people back to `redirect_uri`. `more` goes into its environment: `NOW`, in Unix seconds, where its clock is to stand;
    /// `CLIENT_SECRET` and `AUTH_METHOD` for a client that has a secret.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub fn start(redirect_uri: &str, more: &[(&str, &str)]) -> Self {
        let (script, installed) = ("../daemon/tests/interop/provider.mjs", servers::place("oidc"));
        let mut child = Command::new("node")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(script))
            .env("COS_INTEROP_DIR", installed.parent().expect("it is in the folder of all that"))
            .env("REDIRECT_URI", redirect_uri)
            .envs(more.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node is installed");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut line = String::new();
        let read = BufReader::new(output.expect("it is a pipe")).read_line(&mut line);
        read.expect("it says where it listens");
        let said: Value = serde_json::from_str(&line)
            .expect("`cargo xtask install` installs oidc-provider, and node runs it");
        let url = said["url"].as_str().expect("it has an address").to_owned();
        let now = said["now"].as_i64().expect("it has a clock");
        Self { child, _input: input.expect("it is a pipe"), url, now }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
