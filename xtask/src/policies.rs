//! Policy sets of others that the simulator is tested with: wheels that hold Rego and its tests, unpacked under the target
//! directory from a lock file with their hashes.
//!
//! Nothing of them is installed or run but the Rego. The tests look for what this module made.

use crate::tools::{program, root, step};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const LOCK: &str = "crates/simulator/tests/published/requirements.txt";
/// A Python that all of them say they run with; that is asked of metadata, not of Rego.
const WHEELS: [&str; 3] = ["--only-binary=:all:", "--python-version", "3.12"];

/// Makes `dir` hold `policies/` as the lock file says; does nothing when it already does. Uses the Python that
/// [`crate::interop::install`] put there.
pub(crate) fn install(dir: &Path) -> Result<()> {
    let lock = root().join(LOCK);
    let wanted = fs::read_to_string(&lock);
    let wanted = wanted.with_context(|| format!("cannot read `{}`", lock.display()))?;
    let policies = dir.join("policies");
    let stamp = policies.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    // The stamp goes first and comes back last, so that an interrupted install is never taken for a finished one.
    if policies.exists() {
        let cleared = fs::remove_dir_all(&policies);
        cleared.with_context(|| format!("cannot clear `{}`", policies.display()))?;
    }
    fs::create_dir_all(&policies)?;

    let python = dir.join("venv/bin/python");
    let mut pip = program(&python);
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--require-hashes"]).args(WHEELS);
    step("policies", pip.arg("--dest").arg(&policies).arg("--requirement").arg(&lock))?;
    for wheel in wheels(&policies)? {
        let mut unpack = program(&python);
        unpack.args(["-m", "zipfile", "--extract"]).arg(&wheel).arg(&policies);
        step("policies' files", &mut unpack)?;
        fs::remove_file(&wheel).with_context(|| format!("cannot remove `{}`", wheel.display()))?;
    }
    fs::write(&stamp, wanted).with_context(|| format!("cannot write `{}`", stamp.display()))
}

/// The wheels in `dir`.
fn wheels(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot list `{}`", dir.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let is_wheel = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "whl");
    Ok(paths.into_iter().filter(is_wheel).collect())
}
