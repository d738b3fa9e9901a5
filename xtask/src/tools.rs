//! Running other programs, and installing the ones the tests need.
//!
//! Nothing is installed behind the user's back: each install is announced, Debian packages only when running as root.

use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Instant;

/// The repository's root directory.
pub(crate) fn root() -> PathBuf {
    // Asked at run time: clones that share a target directory may share this executable too.
    let manifest =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().unwrap_or(&manifest).to_path_buf()
}

/// The directory that cargo builds into, as cargo itself resolves it.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let metadata = cargo_metadata(&["--no-deps"])?;
    let dir = metadata["target_directory"].as_str().context("cargo names no target directory")?;
    Ok(PathBuf::from(dir))
}

/// What `cargo metadata` says about the workspace.
pub(crate) fn cargo_metadata(options: &[&str]) -> Result<serde_json::Value> {
    let mut command = cargo(&["metadata", "--format-version", "1", "--locked"]);
    let text = output(command.args(options))?;
    serde_json::from_str(&text).context("`cargo metadata` printed no JSON")
}

/// A cargo command in the repository's root.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// A command in the repository's root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Announces a step with the seconds gone by since the first one.
pub(crate) fn announce(title: &str) {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    eprintln!("==> [{:4} s] {title}", START.elapsed().as_secs());
}

/// Announces and runs `command`, which must succeed; its output goes to ours.
pub(crate) fn step(title: &str, command: &mut Command) -> Result<()> {
    announce(&format!("{title}: {}", words(command)));
    let status = command.status().with_context(|| format!("cannot start {}", words(command)))?;
    ensure!(status.success(), "{title} failed ({status}): {}", words(command));
    Ok(())
}

/// Runs `command`, which must succeed, and returns what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let result = command.stdin(Stdio::null()).output();
    let result = result.with_context(|| format!("cannot start {}", words(command)))?;
    if !result.status.success() {
        let said = String::from_utf8_lossy(&result.stderr);
        bail!("{} failed ({}): {}", words(command), result.status, said.trim_end());
    }
    String::from_utf8(result.stdout).with_context(|| format!("{} printed no UTF-8", words(command)))
}

/// Tells whether `command` starts and succeeds; it prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn words(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// What the tests call, how to tell that it is there, and the Debian package that has it.
const DEBIAN: &[(&[&str], &str)] = &[
    (&["c++", "--version"], "g++"),
    (&["chromium", "--version"], "chromium"),
    (&["jq", "--version"], "jq"),
    (&["node", "--version"], "nodejs"),
    (&["npm", "--version"], "npm"),
    (&["openssl", "version"], "openssl"),
    (&["sh", "-c", "command -v initdb || ls /usr/lib/postgresql/*/bin/initdb"], "postgresql"),
    (&["python3", "--version"], "python3"),
    (&["python3", "-c", "import ensurepip, venv"], "python3-venv"),
    (&["strace", "--version"], "strace"),
    (&["strip", "--version"], "binutils"),
];

/// Installs the Debian packages that are missing, or says which command would.
pub(crate) fn install_debian_packages() -> Result<()> {
    let missing: Vec<&str> = (DEBIAN.iter())
        .filter(|(probe, _)| !succeeds(program(probe[0]).args(&probe[1..])))
        .map(|&(_, package)| package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    let apt = succeeds(program("apt-get").arg("--version"));
    ensure!(apt, "the tests need {packages}; install them, then run this again");
    let is_root = output(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    ensure!(
        is_root,
        "the tests need Debian packages: run `sudo apt-get install -y {packages}`, then this again"
    );
    step("package lists", program("apt-get").args(["update", "-qq"]))?;
    let mut install = program("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing);
    step("Debian packages", install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Installs cargo-nextest when it is missing.
pub(crate) fn install_nextest() -> Result<()> {
    if succeeds(&mut cargo(&["nextest", "--version"])) {
        return Ok(());
    }
    step("cargo-nextest (once)", &mut cargo(&["install", "--locked", "cargo-nextest"]))
}
