//! `cos receipts show`.

use super::find::{self, Found, Which};
use crate::error::{self, CommandError};
use crate::files;
use crate::ui::{Answer, Human, Render};
use cos_core::clock::Timestamp;
use cos_core::receipt::Reader;
use cos_core::receipt::claims::ClaimsReader;
use cos_evidence::source::Source;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos receipts show receipts.sdjwt
  cos receipts show receipts.sdjwt --index 17
  cos receipts show ledger/ --log eu-1/pilot-a --index 4095
  cos receipts show ledger/ --jti 01K8ZJ6WQF3V9Y4N7C2R5T8XBM

Showing is not verifying: `cos receipts verify` says whether a receipt is genuine.";

/// Show one receipt with its claims.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A file with one receipt a line, a ledger, or `-` for stdin.
    input: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Print the receipt itself, in compact form.
    #[arg(long)]
    raw: bool,
}

/// Shows a receipt.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let is_ledger =
        args.input != Path::new("-") && matches!(Source::detect(&args.input)?, Source::Ledger(_));
    let Found { index, compact, .. } = if is_ledger {
        find::in_ledger(&args.input, &args.which)?
    } else {
        find::in_lines(&args.input, &args.which)?
    };
    let name = files::name(&args.input);
    let mut reader = Reader::default();
    let receipt = reader.read(&compact).map_err(|error| error::receipt(&name, index, &error))?;
    let summary = ClaimsReader::default().read(&receipt);
    let disclosed = receipt.disclosures().map(|(_, name)| {
        name.and_then(cos_core::json::Value::string)
            .map_or_else(|| "approvers[]".into(), std::borrow::Cow::into_owned)
    });
    Ok(Answer::done(Shown {
        index,
        kid: receipt.kid().to_owned(),
        disclosed: disclosed.collect(),
        undisclosed: receipt.digest_count() - receipt.disclosures().count(),
        claims: receipt.to_json(),
        problem: summary.err().map(|error| error.to_string()),
        raw: args.raw.then(|| String::from_utf8_lossy(&compact).into_owned()),
    }))
}

struct Shown {
    index: u64,
    kid: String,
    claims: Value,
    disclosed: Vec<String>,
    undisclosed: usize,
    problem: Option<String>,
    raw: Option<String>,
}

impl Render for Shown {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        if let Some(raw) = &self.raw {
            return out.line(raw);
        }
        let mut rows = Vec::new();
        for (name, value) in self.claims.as_object().into_iter().flatten() {
            let text = match value {
                Value::String(text) => text.escape_debug().to_string(),
                Value::Number(seconds) if matches!(name.as_str(), "iat" | "toe") => seconds
                    .as_i64()
                    .map_or_else(|| seconds.to_string(), |seconds| Timestamp(seconds).to_string()),
                other => other.to_string(),
            };
            let shown = if self.disclosed.iter().any(|claim| claim.trim_end_matches("[]") == name) {
                "disclosed"
            } else {
                ""
            };
            rows.push(vec![name.clone(), text, shown.to_owned()]);
        }
        rows.sort_unstable();
        out.table(&["claim", "value", ""], &rows, false)?;
        out.line(format!("signed by `{}` (not verified here)", self.kid))?;
        out.line(format!(
            "{} digests are withheld claims or decoys; which, only a complete copy tells",
            self.undisclosed
        ))?;
        self.problem
            .iter()
            .try_for_each(|problem| out.warning(&format!("not an act receipt: {problem}")))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.receipts-show/v1",
            "index": self.index,
            "kid": self.kid,
            "claims": self.claims,
            "disclosed": self.disclosed,
            "undisclosed_digests": self.undisclosed,
            "problem": self.problem,
            "sd_jwt": self.raw,
        })
    }
}
