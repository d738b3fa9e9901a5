//! `cargo xtask test`: every check of the repository in one command, cheapest first.
//!
//! One profile and one feature set, so that nothing is compiled twice; nextest comes last, so that the output ends in
//! its summary.

use crate::{debs, fuzz, generate, interop, tidy, tools, wheels};
use anyhow::Result;
use std::path::PathBuf;

/// How much to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Full,
    /// No installs and no fuzz run.
    Quick,
}

/// Runs all checks and tests; the first that fails ends it.
pub(crate) fn run(extent: Extent) -> Result<()> {
    let interop_dir = match extent {
        Extent::Full => install()?,
        Extent::Quick => interop_dir()?,
    };
    tools::install_nextest()?;

    tools::step("format", &mut tools::cargo(&["fmt", "--all", "--check"]))?;
    tidy::run()?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    tools::step("lints", &mut tools::cargo(&clippy))?;
    // The build for auditors, which links no HTTP client.
    let offline = ["-p", "cos-cli", "--no-default-features", "--locked", "--", "-D", "warnings"];
    tools::step("lints offline", tools::cargo(&["clippy"]).args(offline))?;
    let mut doc = tools::cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    tools::step("documentation", doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    let doctest = ["test", "--doc", "--workspace", "--locked"];
    tools::step("documentation examples", &mut tools::cargo(&doctest))?;
    generate::run(generate::Mode::Check)?;
    if extent == Extent::Full {
        fuzz::run(&fuzz::SHORT)?;
    }
    let mut nextest = tools::cargo(&["nextest", "run", "--workspace", "--locked"]);
    // Backtraces would end up in the snapshots of what the user sees.
    nextest.env("RUST_BACKTRACE", "0").env("COS_INTEROP_DIR", interop_dir);
    tools::step("tests", &mut nextest)
}

/// Installs what the tests need, as far as it is not there, and says where.
pub(crate) fn install() -> Result<PathBuf> {
    let dir = interop_dir()?;
    tools::install_debian_packages()?;
    interop::install(&dir)?;
    interop::install_readers(&dir)?;
    interop::install_signers(&dir)?;
    interop::install_themes(&dir)?;
    interop::install_provider(&dir)?;
    interop::install_judges(&dir)?;
    interop::install_contract(&dir)?;
    debs::install(&dir)?;
    wheels::install(&dir, wheels::ALL)?;
    Ok(dir)
}

/// Where the tests look for the programs of others.
fn interop_dir() -> Result<PathBuf> {
    Ok(tools::target_dir()?.join("interop"))
}
