//! A place of its own for each test: working directory, home, no colours, no terminal, no time of day in what is compared.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) struct Env {
    dir: tempfile::TempDir,
}

/// What a run of `cos` left behind.
#[must_use]
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Env {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With keys in `trust/`, ten events in `events.jsonl`, their receipts in `receipts.sdjwt`, and a ledger of them.
    pub(crate) fn with_ledger() -> Self {
        let env = Self::new();
        env.ok("trust init --org acme --out trust");
        env.write("events.jsonl", &crate::events::lines(10));
        env.ok("receipts issue --in events.jsonl --tenant pilot-a --region eu-1 --keys trust --out receipts.sdjwt");
        env.ok("receipts append receipts.sdjwt --ledger ledger");
        env
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cos"));
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.path("home"))
            // Credentials are not looked for in the network.
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("RUST_BACKTRACE", "0");
        command
    }

    /// Runs `cos` with arguments separated by spaces.
    pub(crate) fn cos(&self, args: &str) -> Run {
        self.cos_with(args, "")
    }

    pub(crate) fn cos_with(&self, args: &str, stdin: &str) -> Run {
        let words: Vec<String> = args.split_whitespace().map(str::to_owned).collect();
        self.cos_words(&words, stdin)
    }

    pub(crate) fn cos_words(&self, words: &[String], stdin: &str) -> Run {
        let mut child = self
            .command()
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = stdin.to_owned();
        // A command that does not read its input closes it; that is its right.
        let writer = std::thread::spawn(move || drop(input.write_all(text.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Run {
            exit: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `cos`, which must succeed.
    pub(crate) fn ok(&self, args: &str) -> String {
        let run = self.cos(args);
        assert_eq!(run.exit, 0, "cos {args}\n{}{}", run.stdout, run.stderr);
        run.stdout
    }

    /// A file that a run left, without what differs from run to run.
    pub(crate) fn shown_text(&self, name: &str) -> String {
        stable(&self.read(name), self.dir.path())
    }

    /// Runs `cos` and returns everything it left behind, without what differs from run to run.
    pub(crate) fn shown(&self, args: &str) -> String {
        self.shown_with(args, "")
    }

    pub(crate) fn shown_with(&self, args: &str, stdin: &str) -> String {
        let run = self.cos_with(args, stdin);
        let mut out = format!("$ cos {args}\nexit {}\n", run.exit);
        for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            if !text.is_empty() {
                write!(out, "--- {name}\n{}", stable(text, self.dir.path())).unwrap();
            }
        }
        out
    }
}

/// Replaces paths, key ids, digests, ids, times and rates.
fn stable(text: &str, dir: &Path) -> String {
    let real = dir.canonicalize().unwrap();
    let text =
        text.replace(real.to_str().unwrap(), "[DIR]").replace(dir.to_str().unwrap(), "[DIR]");
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        out.push_str(&words(line));
    }
    out
}

fn words(line: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in line.chars() {
        if c.is_ascii_alphanumeric() || "+.-_".contains(c) {
            word.push(c);
        } else {
            out.push_str(&redacted(&word));
            word.clear();
            out.push(c);
        }
    }
    out + &redacted(&word)
}

fn redacted(word: &str) -> String {
    let hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if let Some((name, _)) = word.split_once('+').filter(|(_, id)| id.len() == 8 && hex(id)) {
        return format!("{name}+[KEY]");
    }
    let is_ulid = word.len() == 26
        && word.starts_with("01")
        && word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let is_base64 = word.len() > 40 && word.bytes().any(|b| b.is_ascii_digit());
    match word {
        _ if word.len() == 64 && hex(word) => "[SHA256]".into(),
        _ if is_ulid => "[ULID]".into(),
        _ if is_base64 => "[BASE64]".into(),
        _ => word.to_owned(),
    }
}

/// Asserts the exit code and that stderr says all of `words`.
#[track_caller]
pub(crate) fn refused(env: &Env, args: &str, exit: i32, words: &[&str]) {
    let run = env.cos(args);
    assert_eq!(run.exit, exit, "cos {args}\n{}{}", run.stdout, run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "cos {args}\nlacks `{word}`:\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}
