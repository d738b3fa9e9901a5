//! `cos report verify`.

use super::signed;
use crate::commands::receipts::trust_from;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_evidence::conformance::{self, NotSigned};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos report verify artifacts/conformance.json --trust trust/trust.json
  cos report verify conformance.json --signature conformance.dsse.json --trust trust/

Exit codes: 0 authentic and passed · 1 authentic, and the run did not pass · 3 bad report · 4 not
signed by whom it should be, or changed since.";

/// Check who signed a report, and that it is unchanged.
///
/// This proves where the report comes from. `cos simulator verify` proves that it is right.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The report in JSON.
    report: PathBuf,
    /// The trust file.
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// The signature [default: the report's name with `.dsse.json`].
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
}

/// Verifies a report.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let (bytes, report) = super::read(&args.report)?;
    let path = args.signature.clone().unwrap_or_else(|| signed::envelope(&args.report));
    let envelope = std::fs::read(&path).map_err(|error| {
        CommandError::io("read", &path, &error)
            .hint("a report is signed by `cos simulator run --sign DIR`")
    })?;
    let verified =
        conformance::verify(&report, &bytes, &envelope, &trust).map_err(|error| match error {
            NotSigned::Envelope(error) => {
                let mut error = CommandError::from(error);
                error.message = format!("`{}`: {}", path.display(), error.message);
                error
            }
            other => {
                let message = format!("`{}`: {other}", args.report.display());
                CommandError::new(Exit::Refused, const { Code::new("COS-RPT-0005") }, message)
            }
        })?;
    let digest = Digest::of(&bytes);
    let exit = if report.passed { Exit::Done } else { Exit::No };
    let answer = Authentic {
        key: verified.key().to_string(),
        created: verified.created().to_string(),
        digest: digest.to_string(),
        passed: report.passed,
        selection: report.provenance.selection,
    };
    Ok(Answer::with(exit, answer))
}

struct Authentic {
    key: String,
    created: String,
    digest: String,
    passed: bool,
    selection: String,
}

impl Render for Authentic {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("signed by {} at {} (the signer's own word)", self.key, self.created))?;
        out.good(&format!("unchanged: sha256 {}", self.digest))?;
        if self.selection != "full" {
            out.warning("only some scenarios were run; this is no evidence of the whole")?;
        }
        if self.passed {
            out.good("the run passed every gate")
        } else {
            out.bad("the run did not pass every gate")
        }
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.report-verify/v1",
            "key": self.key,
            "created": self.created,
            "sha256": self.digest,
            "passed": self.passed,
            "selection": self.selection,
        })
    }
}
