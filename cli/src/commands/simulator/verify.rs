//! `cos simulator verify`.

use super::conformance;
use super::inputs::Inputs;
use crate::commands::policy::engine::supplied;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_report::model::{Conformance, Decision};
use cos_simulator::rerun::{self, Scenario};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator verify artifacts/conformance.json
  cos simulator verify artifacts/conformance.json --sample 500 \\
      --nonce 00112233445566778899aabbccddeeff

Exit codes: 0 the report is what its own material gives · 1 it is not · 3 bad report.";

/// Derive a report again from itself, and compare.
///
/// The report carries the policy and the matrix. With `--sample` some scenarios are decided again, each by the policy as a whole;
/// without, everything is: decisions, coverage, changes, gates. Who signed the report is the question of `cos report verify`.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The report in JSON.
    report: PathBuf,
    /// Decide only so many scenarios again, drawn at random.
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    /// What the sample is drawn with; the same text draws the same scenarios [default: the report's digest].
    #[arg(long, value_name = "TEXT", requires = "sample")]
    nonce: Option<String>,
}

/// Verifies a report by itself.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let (bytes, report) = crate::commands::report::read(&args.report)?;
    let inputs = Inputs::of_report(&args.report, &report)?;
    let differences = match args.sample {
        Some(count) => {
            let nonce = args.nonce.clone().unwrap_or_else(|| Digest::of(&bytes).to_string());
            sampled(ctx, &report, &inputs, count, &nonce)?
        }
        None => whole(ctx, &report, &inputs)?,
    };
    let exit = if differences.list.is_empty() { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, differences))
}

/// Decides a sample of the scenarios again.
fn sampled(
    ctx: &Ctx<'_>,
    report: &Conformance,
    inputs: &Inputs,
    count: u64,
    nonce: &str,
) -> Result<Differences, CommandError> {
    let rows = scenarios(report, inputs)?;
    let mut random = ChaCha12Rng::from_seed(Digest::of(nonce.as_bytes()).0);
    let mut drawn = BTreeSet::new();
    while (drawn.len() as u64) < count.min(rows.len() as u64) {
        drawn.insert((random.next_u64() % rows.len() as u64) as usize);
    }
    let mut engine = supplied(&inputs.setup()?)?;
    let bar = Bar::new(ctx.ui, "deciding");
    let mut list = material(report, inputs);
    for index in &drawn {
        let row = &rows[*index];
        let decision = rerun::decide(&inputs.matrix, &mut engine, &row.scenario)?;
        let decision = conformance::decision(&decision);
        if decision != row.decision {
            list.push(format!(
                "{}: the report says {}, the policy {}",
                row.id,
                cos_report::text::decision(&row.decision),
                cos_report::text::decision(&decision)
            ));
        }
    }
    bar.finish();
    Ok(Differences { what: "scenario", checked: drawn.len() as u64, list })
}

/// What of the material is not what the report names by its digest.
fn material(report: &Conformance, inputs: &Inputs) -> Vec<String> {
    let said = &report.provenance;
    let parts = [
        ("bundle digest", said.bundle.content_digest == inputs.bundle_info().content_digest),
        ("matrix digest", said.matrix_digest == inputs.matrix_digest()),
        ("fixtures", said.fixtures == inputs.fixture_digests()),
    ];
    let differ = parts.iter().filter(|(_, same)| !same);
    differ.map(|(name, _)| format!("{name}: not what the material gives")).collect()
}

/// A row of the report, as it can be decided again.
struct Row {
    id: String,
    scenario: Scenario,
    decision: Decision,
}

fn scenarios(report: &Conformance, inputs: &Inputs) -> Result<Vec<Row>, CommandError> {
    let matrix = &inputs.matrix;
    let inconsistent = || {
        let message = "the scenarios of the report are not those of its matrix";
        CommandError::input(const { Code::new("COS-SIM-0006") }, message)
    };
    let mut rows = Vec::new();
    for row in report.scenarios.iter() {
        if row.outcome == "not_selected" {
            continue;
        }
        let scenario = if let Some(case) = row.case {
            let index = matrix.cases.iter().position(|one| one.id.as_str() == case);
            Scenario::Case(index.ok_or_else(inconsistent)?)
        } else {
            let flow = matrix.flows.iter().position(|flow| flow.id.as_str() == row.flow);
            let flow = flow.ok_or_else(inconsistent)?;
            let mut values = Vec::new();
            for dimension in &matrix.flows[flow].dimensions {
                let dimension = &matrix.dimensions[*dimension];
                let value = row.values.iter().find(|(name, _)| *name == dimension.name.as_str());
                let (_, value) = value.ok_or_else(inconsistent)?;
                values.push(dimension.position(value).ok_or_else(inconsistent)?);
            }
            Scenario::Row { flow, values }
        };
        rows.push(Row { id: row.id(), scenario, decision: row.decision.clone() });
    }
    Ok(rows)
}

/// Runs everything again and compares what was found.
fn whole(
    ctx: &Ctx<'_>,
    report: &Conformance,
    inputs: &Inputs,
) -> Result<Differences, CommandError> {
    let again = super::run::again(ctx, report, inputs)?;
    let parts = |report: &Conformance| -> Vec<(&'static str, Value)> {
        let part = |value: serde_json::Result<Value>| value.unwrap_or_default();
        let mut summary = part(serde_json::to_value(&report.summary));
        if let Some(summary) = summary.as_object_mut() {
            // How long it took, and with how many questions, is no result.
            summary.remove("elapsed_seconds");
            summary.remove("evaluations");
        }
        vec![
            ("summary", summary),
            ("gates", part(serde_json::to_value(&report.gates))),
            ("flows and obligations", part(serde_json::to_value(&report.flows))),
            ("rules", part(serde_json::to_value(&report.rules))),
            ("mutation", part(serde_json::to_value(&report.mutation))),
            ("findings", part(serde_json::to_value(&report.findings))),
            ("quarantine", part(serde_json::to_value(&report.quarantine))),
            ("waivers", part(serde_json::to_value(&report.waivers))),
            ("scenarios", part(serde_json::to_value(&report.scenarios))),
            ("touch map", part(serde_json::to_value(&report.touch))),
            ("failures", part(serde_json::to_value(&report.failures))),
            ("bundle digest", Value::from(report.provenance.bundle.content_digest.clone())),
            ("matrix digest", Value::from(report.provenance.matrix_digest.clone())),
            ("fixtures", part(serde_json::to_value(&report.provenance.fixtures))),
        ]
    };
    let (own, other) = (parts(report), parts(&again));
    let differ = own.iter().zip(&other).filter(|((_, a), (_, b))| a != b);
    let list =
        differ.map(|((name, _), _)| format!("{name}: not what the material gives")).collect();
    Ok(Differences { what: "part", checked: own.len() as u64, list })
}

/// What is not as the report says.
struct Differences {
    what: &'static str,
    checked: u64,
    list: Vec<String>,
}

/// How many differences are shown.
const SHOWN: usize = 20;

impl Render for Differences {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for difference in self.list.iter().take(SHOWN) {
            out.bad(difference)?;
        }
        if self.list.len() > SHOWN {
            out.line(format!("  and {} more", grouped((self.list.len() - SHOWN) as u64)))?;
        }
        let checked = counted(self.checked, self.what);
        if self.list.is_empty() {
            return out.good(&format!("derived again: {checked}, all as the report says"));
        }
        out.bad(&format!("derived again: {checked}, {} not as the report says", self.list.len()))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.simulator-verify/v1",
            "checked": self.checked,
            "of": self.what,
            "differences": self.list,
        })
    }
}
