//! `cos simulator explain`.

use super::inputs::Inputs;
use super::run::EngineArg;
use crate::commands::policy::load::BundleArgs;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_policy::outline::Outline;
use cos_simulator::event::DecisionText;
use cos_simulator::explain::{self, BodyFate, Explained};
use cos_simulator::rerun;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator explain 'deploy.rollback{mfa=off,role=viewer}' --matrix m.yaml \\
      --bundle policies/ --unsigned

Exit codes: 0 explained, whatever the decision · 3 no such scenario, bad matrix or policy · 4 the
bundle is not signed as asked.";

/// Show why one scenario is decided as it is: input, decision, and every definition that was looked at.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The id of a scenario, with or without what stands behind `#`, or the name of a case.
    scenario: String,
    /// The scenario matrix.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    #[command(flatten)]
    bundle: BundleArgs,
    /// Where the policy is evaluated.
    #[arg(long, value_enum, default_value_t = EngineArg::Worker)]
    engine: EngineArg,
}

/// Explains a scenario.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let inputs = Inputs::read(ctx, &args.matrix, &args.bundle)?;
    let scenario = rerun::find(&inputs.matrix, &args.scenario).map_err(|error| {
        CommandError::input(const { Code::new("COS-SIM-0010") }, error.to_string())
    })?;
    let mut engine = args.engine.load(&inputs)?;
    let explained = explain::scenario(&inputs.matrix, &mut *engine, &scenario)?;
    let outline = engine.outline().clone();
    Ok(Answer::done(Told { scenario: args.scenario.clone(), explained, outline }))
}

struct Told {
    scenario: String,
    explained: Explained,
    outline: Outline,
}

impl Told {
    /// A definition by number: its path and place.
    fn name(&self, number: u32) -> (String, String) {
        let definition = &self.outline.definitions[number as usize];
        let rule = &self.outline.rules[definition.rule as usize];
        (rule.path.clone(), definition.place.to_string())
    }
}

fn fate(fate: BodyFate) -> &'static str {
    match fate {
        BodyFate::Both => "held for some values and failed for others",
        BodyFate::Failed => "failed",
        BodyFate::Held => "held",
        BodyFate::NotTried => "not tried",
    }
}

impl Render for Told {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let told = &self.explained;
        out.heading(&self.scenario)?;
        out.line(format!("input    {}", told.input))?;
        out.line(format!("decision {}", told.decision))?;
        match &told.expected {
            Some((expected, true)) => out.good(&format!("as expected: {expected}"))?,
            Some((expected, false)) => out.bad(&format!("expected {expected}"))?,
            None => out.line("nothing is expected")?,
        }
        if let Some(culprit) = told.culprit {
            let (rule, place) = self.name(culprit);
            out.line(format!("decided by {rule} at {place}"))?;
        }
        out.line("")?;
        out.heading("looked at")?;
        for (number, value) in &told.definitions {
            let (rule, place) = self.name(*number);
            let value = value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
            out.line(format!("{place} {rule}{value}"))?;
            for body in &self.outline.definitions[*number as usize].bodies {
                if let Some(own) = told.bodies.get(body) {
                    let at = &self.outline.bodies[*body as usize].place;
                    out.line(format!("    line {}: {}", at.line, fate(*own)))?;
                }
            }
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let told = &self.explained;
        let body = |body: &u32| {
            let own = told.bodies.get(body).copied()?;
            let name = match own {
                BodyFate::Both => "both",
                BodyFate::Failed => "failed",
                BodyFate::Held => "held",
                BodyFate::NotTried => "not_tried",
            };
            let place = self.outline.bodies[*body as usize].place.to_string();
            Some(json!({ "place": place, "fate": name }))
        };
        let definition = |(number, value): &(u32, Option<String>)| {
            let (rule, place) = self.name(*number);
            let bodies = &self.outline.definitions[*number as usize].bodies;
            json!({
                "rule": rule,
                "place": place,
                "value": value,
                "bodies": bodies.iter().filter_map(body).collect::<Vec<_>>(),
            })
        };
        json!({
            "schema": "cos.simulator-explain/v1",
            "scenario": self.scenario,
            "input": told.input,
            "decision": DecisionText::from(&told.decision),
            "expected": told.expected.as_ref().map(|(expected, _)| expected),
            "as_expected": told.expected.as_ref().map(|(_, holds)| holds),
            "decided_by": told.culprit.map(|number| {
                let (rule, place) = self.name(number);
                json!({ "rule": rule, "place": place })
            }),
            "definitions": told.definitions.iter().map(definition).collect::<Vec<_>>(),
        })
    }
}
