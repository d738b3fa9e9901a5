//! `cos report verify`.

use super::signed;
use crate::commands::receipts::trust_from;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::jcs;
use cos_sign::statement;
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
    let verified = statement::verify(&envelope, &trust, statement::created)?;
    let digest = Digest::of(&bytes);
    let refused = |message: String| {
        CommandError::new(Exit::Refused, const { Code::new("COS-RPT-0005") }, message)
    };
    if !verified.subjects.iter().any(|subject| subject.sha256 == digest) {
        return Err(refused(format!(
            "`{}` is not the report that was signed: its SHA-256 is {digest}",
            args.report.display()
        )));
    }
    // Compared as they are signed: canonical JSON writes 1.0 as 1.
    let own = signed::statement(&report, &args.report, &bytes, verified.created());
    let canonical = |predicate: &serde_json::Map<String, Value>| {
        jcs::to_string(&Value::Object(predicate.clone())).ok()
    };
    let said = canonical(&verified.predicate);
    let same = said.is_some() && said == canonical(&own.predicate);
    if !same || own.predicate_type != verified.predicate_type {
        return Err(refused(
            "the statement that was signed says something else than the report".into(),
        ));
    }
    // The period of a key would mean nothing where a newer report could be signed as of an older time.
    let made = &report.provenance.created;
    if Timestamp::parse(made).is_none_or(|made| verified.created() < made) {
        let created = verified.created();
        return Err(refused(format!(
            "the statement says that it was made at {created}, before the report, which is of {made}"
        )));
    }
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
