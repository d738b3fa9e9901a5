//! `cargo xtask fuzz`: libFuzzer on the stable toolchain, one program for each parser in `fuzz/src/bin`.
//!
//! The coverage flags are the ones `cargo fuzz` passes, without the address sanitizer: our code is safe Rust. The seeds in
//! `fuzz/corpus` are read only; what a run discovers stays under the target directory, where the next run finds it.

use crate::tools::{announce, cargo, output, program, root, step, target_dir};
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module \
                     -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
                     -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Promise P16: no input may take more.
const MEMORY_MIB: u32 = 512;
/// Larger than the largest receipt, 64 KiB. Matrices, bundles and what is imported may be larger; their limits have tests of their own.
const LONGEST_INPUT: u32 = 66_000;

/// Long enough to replay the corpus and take some thousand steps from it.
pub(crate) const SHORT: Request =
    Request { target: None, time: Duration::from_secs(5), finds: Finds::Leave };

/// What to fuzz and for how long.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// All targets when `None`.
    target: Option<String>,
    /// For each target.
    time: Duration,
    finds: Finds,
}

/// What becomes of inputs that reached new code.
#[derive(Debug, PartialEq, Eq)]
enum Finds {
    /// They stay under the target directory, where the next run finds them.
    Leave,
    /// As few as will do are added to the corpus in the repository.
    Keep,
}

impl Request {
    /// Reads `[TARGET] [--seconds N] [--keep]`.
    pub(crate) fn parse(words: &[&str]) -> Result<Self> {
        let mut request = Self { target: None, time: Duration::from_mins(1), finds: Finds::Leave };
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            if word == "--seconds" {
                let number = words.next().and_then(|number| number.parse().ok());
                let seconds = number.context("`--seconds` takes a whole number")?;
                request.time = Duration::from_secs(seconds);
            } else if word == "--keep" {
                request.finds = Finds::Keep;
            } else if word.starts_with('-') || request.target.is_some() {
                bail!("`cargo xtask fuzz` does not know `{word}`");
            } else {
                request.target = Some(word.to_owned());
            }
        }
        Ok(request)
    }
}

/// Builds all targets and runs the requested ones; the first that fails ends it.
pub(crate) fn run(request: &Request) -> Result<()> {
    let known = targets()?;
    let chosen: Vec<String> = match &request.target {
        Some(name) => known.iter().filter(|known| *known == name).cloned().collect(),
        None => known.clone(),
    };
    ensure!(!chosen.is_empty(), "no such fuzz target; there are {}", known.join(", "));

    let dir = target_dir()?.join("fuzz");
    let host = host()?;
    let mut format = cargo(&["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"]);
    step("format of the fuzz targets", &mut format)?;
    // With a target named, the flags reach our code and not the build scripts.
    let mut build =
        cargo(&["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    build.args(["--quiet", "--target", &host, "--target-dir"]).arg(&dir).env("RUSTFLAGS", FLAGS);
    step("fuzz targets", &mut build)?;
    for name in chosen {
        let binary = dir.join(&host).join("release").join(&name);
        let outcome = fuzz(&name, &binary, &dir, request.time)?;
        announce(&format!("fuzz {name}: {} runs, {} edges covered", outcome.runs, outcome.edges));
        if request.finds == Finds::Keep {
            keep(&name, &binary, &dir)?;
        }
    }
    Ok(())
}

/// The names of the fuzz targets, sorted.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in
        fs::read_dir(root().join("fuzz/src/bin")).context("cannot list the fuzz targets")?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn host() -> Result<String> {
    let version = output(program("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// Runs one target; its talk goes to a log that is shown only when it fails.
fn fuzz(name: &str, binary: &Path, dir: &Path, time: Duration) -> Result<Outcome> {
    let work = dir.join("corpus").join(name);
    let finds = dir.join("finds").join(name);
    fs::create_dir_all(&work)?;
    fs::create_dir_all(&finds)?;
    let log: PathBuf = dir.join(format!("{name}.log"));
    let mut command = program(binary);
    command
        .arg(format!("-max_total_time={}", time.as_secs()))
        .arg(format!("-rss_limit_mb={MEMORY_MIB}"))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .arg(format!("-artifact_prefix={}/", finds.display()))
        .args(["-timeout=10", "-print_final_stats=1"])
        .arg(&work)
        .arg(root().join("fuzz/corpus").join(name))
        // The panic's message says more than the frames of libFuzzer.
        .env("RUST_BACKTRACE", "0")
        .stderr(File::create(&log)?);
    let status = command.status().with_context(|| format!("cannot start fuzz target `{name}`"))?;
    let talk = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if !status.success() {
        let lines: Vec<&str> = talk.lines().collect();
        let tail = lines[lines.len().saturating_sub(40)..].join("\n");
        bail!(
            "fuzz target `{name}` failed; the input is in `{}`, and `{} FILE` runs it again\n{tail}",
            finds.display(),
            binary.display()
        );
    }
    Outcome::read(&talk).with_context(|| format!("fuzz target `{name}` gave no account of itself"))
}

/// Adds to the committed corpus the fewest finds that cover what it does not.
fn keep(name: &str, binary: &Path, dir: &Path) -> Result<()> {
    let corpus = root().join("fuzz/corpus").join(name);
    fs::create_dir_all(&corpus)?;
    let mut merge = program(binary);
    merge.args(["-set_cover_merge=1", "-use_counters=0", "-max_len=4096", "-verbosity=0"]);
    merge.arg(corpus).arg(dir.join("corpus").join(name));
    // libFuzzer reports every file; the difference is there for git to show.
    output(merge.env("RUST_BACKTRACE", "0")).map(drop)
}

/// What a run amounted to.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    runs: u64,
    edges: u64,
}

impl Outcome {
    /// Reads libFuzzer's talk; `None` when it ran blind, without coverage counters in the code under test.
    fn read(talk: &str) -> Option<Self> {
        let number_after = |line: &str, label: &str| -> Option<u64> {
            line.split_once(label)?.1.split_whitespace().next()?.parse().ok()
        };
        let last = |label| talk.lines().rev().find_map(|line| number_after(line, label));
        Some(Self { runs: last("stat::number_of_executed_units:")?, edges: last(" cov: ")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_name_a_target_and_a_time() {
        let parse = |words: &[&str]| Request::parse(words).ok();
        let request = |target: Option<&str>, seconds| {
            let target = target.map(str::to_owned);
            Some(Request { target, time: Duration::from_secs(seconds), finds: Finds::Leave })
        };
        assert_eq!(parse(&[]), request(None, 60));
        assert_eq!(parse(&["json", "--seconds", "5"]), request(Some("json"), 5));
        assert_eq!(parse(&["--seconds", "5"]), request(None, 5));
        assert_eq!(parse(&["json", "--keep"]).map(|request| request.finds), Some(Finds::Keep));
        assert_eq!(parse(&["--seconds"]), None);
        assert_eq!(parse(&["--second", "5"]), None);
        assert_eq!(parse(&["json", "note"]), None);
    }

    #[test]
    fn a_run_without_coverage_is_no_run() {
        let talk = "INFO: Loaded 1 modules\n#2 INITED cov: 17 ft: 18 corp: 1/1b\n\
                    #99 DONE   cov: 120 ft: 400\nstat::number_of_executed_units: 99\n";
        assert_eq!(Outcome::read(talk), Some(Outcome { runs: 99, edges: 120 }));
        assert_eq!(Outcome::read("stat::number_of_executed_units: 99\n"), None);
    }
}
