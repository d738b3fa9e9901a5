//! `cos schema`: the published formats, from the binary itself.

use crate::ui::{Answer, Human, Render};
use clap::ValueEnum;
use serde_json::Value;
use std::io;

const EXAMPLES: &str = "Examples:
  cos schema event > event.schema.json
  cos schema trust";

/// Print the JSON Schema of a format.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The name of the format.
    #[arg(value_enum)]
    name: Schema,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Schema {
    /// A line of an audit pack.
    Auditpack,
    /// The report of `cos simulator run`.
    Conformance,
    /// An event, from which a receipt is issued.
    Event,
    /// What the statement of an evidence bundle says.
    EvidenceBundle,
    /// The manifest of an evidence bundle.
    EvidenceManifest,
    /// The result of `cos evidence verify`.
    EvidenceVerify,
    /// The report of `cos isolation audit`.
    IsolationAudit,
    /// A matrix of scenarios.
    Matrix,
    /// The manifest of a theme pack.
    Theme,
    /// The trust file.
    Trust,
    /// The report of `cos receipts verify`.
    VerifyReport,
}

/// Prints a schema.
pub(crate) fn run(args: &Args) -> Answer {
    Answer::done(Text(match args.name {
        Schema::Auditpack => cos_evidence::pack::SCHEMA,
        Schema::Conformance => cos_report::json::SCHEMA,
        Schema::Event => cos_core::receipt::event::SCHEMA,
        Schema::EvidenceBundle => cos_evidence::bundle::contents::SCHEMA,
        Schema::EvidenceManifest => cos_evidence::bundle::manifest::SCHEMA,
        Schema::EvidenceVerify => cos_report::evidence::SCHEMA,
        Schema::IsolationAudit => cos_evidence::isolation::SCHEMA,
        Schema::Matrix => cos_simulator::matrix::SCHEMA,
        Schema::Theme => cos_switchboard::theme::MANIFEST_SCHEMA,
        Schema::Trust => cos_sign::trust::SCHEMA,
        Schema::VerifyReport => cos_evidence::report::SCHEMA,
    }))
}

struct Text(&'static str);

impl Render for Text {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.line(self.0.trim_end())
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.0).unwrap_or_default()
    }
}
