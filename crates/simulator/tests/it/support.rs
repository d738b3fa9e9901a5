//! What the tests of whole matrices share: bundles of the repository, and how they are run.

pub(crate) mod opa;

use cos_policy::bundle::{self, Bundle, Files, Limits, RegoVersion};
use cos_policy::engine::InProcess;
use cos_policy::setup::ModuleText;
use cos_simulator::event::Nobody;
use cos_simulator::matrix::{self, Matrix};
use cos_simulator::results::Run;
use cos_simulator::run::{self, MutateMode, Options, RunError};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A path of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The files of a bundle directory of the repository.
pub(crate) fn files(path: &str) -> Files {
    bundle::read_directory(&repository(path), &Limits::default()).unwrap()
}

/// A matrix of the repository.
pub(crate) fn matrix(path: &str) -> Matrix {
    matrix::parse(&fs::read(repository(path)).unwrap()).unwrap()
}

/// Modules as the engine takes them.
pub(crate) fn modules(bundle: &Bundle) -> Vec<ModuleText> {
    let module = |module: &bundle::Module| ModuleText {
        name: module.name.clone(),
        text: module.text.clone(),
        rego_version: u8::from(module.rego_version == RegoVersion::V1),
    };
    bundle.modules.iter().map(module).collect()
}

/// Options that ask the policy as a whole about every scenario.
pub(crate) fn options(mutate: MutateMode) -> Options<'static> {
    Options {
        filter: None,
        selected: None,
        repeated: None,
        mutate,
        unchanged: None,
        today: "2026-01-01".parse().unwrap(),
        audit_every: 1,
        max_failures: 1_000,
    }
}

/// Runs a matrix.
pub(crate) fn run(
    matrix: &Matrix,
    modules: Vec<ModuleText>,
    data: Value,
    options: &Options<'_>,
) -> Result<Run, RunError> {
    let inventory = run::inventory(matrix, &data, &[]).unwrap();
    let setup = run::setup(matrix, modules, data, Vec::new());
    let mut engine = InProcess::load(setup)?;
    run::run(matrix, &inventory, &mut engine, options, &mut Nobody)
}

/// Runs a matrix against the policy in a directory of the repository.
pub(crate) fn run_bundle(matrix: &Matrix, path: &str, options: &Options<'_>) -> Run {
    let bundle = bundle::load(&files(path)).unwrap();
    run(matrix, modules(&bundle), bundle.data, options).unwrap()
}
