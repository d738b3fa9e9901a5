//! `cos demo`: a server with two tenants and the life of their receipts, a policy that is put to the test, a release that is sealed: in a
//! minute, with the code of the commands.

mod events;
mod files;
mod release;
mod served;
mod simulation;
mod steps;

use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render, bytes, grouped};
use cos_core::code::Code;
use cos_daemon::Installation;
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use steps::Demo;

const EXAMPLES: &str = "Examples:
  cos demo
  cos demo --receipts 5000 --out somewhere";

/// Show in a minute what receipts are worth, how a policy is put to the test, and a release sealed.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory to make; one that an earlier demo made is replaced.
    #[arg(long, value_name = "DIR", default_value = "cos-demo")]
    out: PathBuf,
    /// How many receipts, for two tenants together.
    #[arg(long, value_name = "N", default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(100..=5_000_000))]
    receipts: u64,
}

/// Says that a directory was made by the demo and may be replaced by it.
const MARKER: &str = "MADE-BY-COS-DEMO";

/// Runs every step and tells what it took.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    prepare(&args.out)?;
    let mut summary =
        Summary { out: args.out.display().to_string(), steps: Vec::new(), facts: Vec::new() };
    let mut demo = Demo { ctx, dir: &args.out, receipts: args.receipts, served: None };
    let mut step = |name: &'static str, work: &mut dyn FnMut() -> Result<Outcome, CommandError>| {
        ctx.ui.status(&format!("… {name}"));
        let started = Instant::now();
        let outcome = work()?;
        let elapsed = started.elapsed();
        summary.facts.extend(outcome.fact.iter().map(|fact| (name, fact.clone())));
        summary.steps.push(Step { name, outcome, elapsed });
        Ok::<_, CommandError>(())
    };
    step("make a data directory with keys and one trust file", &mut || {
        let outcome = demo.trust()?;
        mark(&args.out)?;
        Ok(outcome)
    })?;
    step("pack and sign a policy", &mut || demo.policy())?;
    step("make events of two pilot tenants", &mut || demo.events())?;
    step("start a server with both tenants", &mut || demo.serve())?;
    step("give one its partner's brand", &mut || demo.brand())?;
    step("report the events, get a receipt for each", &mut || demo.report())?;
    step("ask one tenant's credentials for the other's data", &mut || demo.isolate())?;
    step("verify every one of them", &mut || demo.verify())?;
    step("write the receipts of both tenants out", &mut || demo.export())?;
    step("draw a sample and verify it from one file", &mut || demo.sample())?;
    step("disclose one receipt to the public", &mut || demo.disclose())?;
    step("flip one byte and find it", &mut || demo.tamper())?;
    step("simulate every privileged flow, and every change to the policy", &mut || {
        demo.simulate()
    })?;
    step("weaken one rule and catch it", &mut || demo.weaken())?;
    step("lay out a release with its evidence", &mut || demo.release())?;
    step("seal the evidence in one bundle, and verify it", &mut || demo.bundle())?;
    step("alter the bundle and catch it", &mut || demo.alter())?;
    Ok(Answer::done(summary))
}

fn prepare(dir: &Path) -> Result<(), CommandError> {
    if dir.join(MARKER).is_file() {
        // What a demo left half made is no data directory, and nobody serves it.
        if let Ok(installation) = Installation::open(dir) {
            installation.check_unused()?;
        }
        fs::remove_dir_all(dir).map_err(|error| CommandError::io("replace", dir, &error))?;
    }
    if dir.symlink_metadata().is_ok() {
        let message = format!("`{}` exists and was not made by `cos demo`", dir.display());
        return Err(CommandError::new(Exit::Input, Code::new("COS-CLI-0009"), message)
            .hint("choose another directory with `--out`"));
    }
    Ok(())
}

/// Says of the directory, once it is a data directory, that a demo made it.
fn mark(dir: &Path) -> Result<(), CommandError> {
    let text = "`cos demo` made this directory and replaces it when it runs again.\n";
    let path = dir.join(MARKER);
    fs::write(&path, text).map_err(|error| CommandError::io("write", &path, &error))
}

/// What a step did.
struct Outcome {
    /// How many receipts or scenarios it handled, where that says something about its speed.
    count: Option<u64>,
    fact: Option<String>,
}

struct Step {
    name: &'static str,
    outcome: Outcome,
    elapsed: Duration,
}

struct Summary {
    out: String,
    steps: Vec<Step>,
    facts: Vec<(&'static str, String)>,
}

impl Step {
    fn rate(&self) -> Option<u64> {
        self.outcome.count.map(|count| (count as f64 / self.elapsed.as_secs_f64().max(1e-9)) as u64)
    }
}

impl Render for Summary {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for (_, fact) in &self.facts {
            out.good(fact)?;
        }
        let rows = self.steps.iter().map(|step| {
            let number = |number: Option<u64>| number.map_or_else(String::new, grouped);
            let seconds = format!("{:.2} s", step.elapsed.as_secs_f64());
            vec![step.name.to_owned(), number(step.outcome.count), seconds, number(step.rate())]
        });
        out.line("")?;
        out.table(&["step", "number", "time", "a second"], &rows.collect::<Vec<_>>(), true)?;
        out.line("")?;
        out.heading("Try next")?;
        let dir = &self.out;
        for command in [
            format!(
                "cos receipts verify {dir}/ledger --trust {dir}/trust/trust.json --pins {dir}/auditor-pins"
            ),
            format!("cos receipts verify {dir}/sample.auditpack --trust {dir}/trust/trust.json"),
            format!(
                "cos receipts verify {dir}/tampered-ledger --trust {dir}/trust/trust.json --no-pin"
            ),
            format!("cos receipts show {dir}/public.sdjwt"),
            format!("cos trust show {dir}/trust/trust.json"),
            format!("cos ledger status {dir}/ledger"),
            format!("cos serve --data {dir}"),
            format!("cos login --server http://127.0.0.1:7070 --token-file {dir}/operator.token"),
            format!("cos report verify {dir}/conformance.json --trust {dir}/trust/trust.json"),
            format!("cos simulator verify {dir}/conformance.json --sample 500"),
            format!("cos evidence verify {dir}/release --trust {dir}/trust/trust.json"),
            format!(
                "cos evidence bundle -f {dir}/manifest.yaml -o {dir}/release.zip --keys {dir}/trust --map s3://evidence={dir}/evidence --map s3://artifacts={dir}/artifacts --map s3://policies={dir}/policies"
            ),
            format!(
                "cos simulator diff {dir}/policy.tar.gz {dir}/weakened.tar.gz --matrix {dir}/privileged.yaml --trust {dir}/trust"
            ),
        ] {
            out.line(format!("  {command}"))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let steps = self.steps.iter().map(|step| {
            json!({
                "name": step.name,
                "count": step.outcome.count,
                "elapsed_seconds": step.elapsed.as_secs_f64(),
                "per_second": step.rate(),
                "fact": step.outcome.fact,
            })
        });
        json!({ "schema": "cos.demo/v2", "out": self.out, "steps": steps.collect::<Vec<_>>() })
    }
}

/// The size of everything below a directory.
fn size_of(dir: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        sum += if kind.is_dir() { size_of(&entry.path())? } else { kind.len() };
    }
    Ok(sum)
}

/// `17.3 MB, 346 bytes a receipt`
fn size_note(dir: &Path, receipts: u64) -> String {
    size_of(dir).map_or_else(
        |_| String::new(),
        |size| format!("{}, {} bytes a receipt", bytes(size), size / receipts.max(1)),
    )
}
