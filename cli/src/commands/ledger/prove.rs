//! `cos ledger prove`.

use crate::commands::receipts::find::{self, Which};
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_core::receipt::flattened;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos ledger prove ledger/ --log eu-1/pilot-a --index 17 > 17.tlog-proof
  cos ledger prove ledger/ --jti 01K8ZJ6WQF3V9Y4N7C2R5T8XBM --with-receipt > receipt.json
  cos receipts verify receipt.json --trust trust/trust.json --level inclusion

The proof is a C2SP tlog-proof; with the receipt it is one line that proves itself.";

/// Prove that a receipt stands in its log.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The ledger.
    ledger: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Print the receipt in flattened JSON form with the proof inside.
    #[arg(long)]
    with_receipt: bool,
}

/// Proves a receipt.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let found = find::in_ledger(&args.ledger, &args.which)?;
    // A receipt that was found in a ledger has a log.
    let Some(origin) = found.origin else { return Ok(Answer::silent()) };
    let proof = cos_ledger::prove(&args.ledger, &origin, found.index)?.to_string();
    let receipt = if args.with_receipt {
        let text = String::from_utf8_lossy(&found.compact);
        let damaged = || {
            CommandError::input(
                Code::new("COS-RCP-0001"),
                format!("receipt {} has not the shape of one", found.index),
            )
        };
        Some(flattened::write(&text, Some(&proof)).ok_or_else(damaged)?)
    } else {
        None
    };
    Ok(Answer::done(Proof { origin: origin.to_string(), index: found.index, proof, receipt }))
}

struct Proof {
    origin: String,
    index: u64,
    proof: String,
    receipt: Option<String>,
}

impl Render for Proof {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.line(self.receipt.as_ref().unwrap_or(&self.proof).trim_end())
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.ledger-prove/v1",
            "origin": self.origin,
            "index": self.index,
            "tlog_proof": self.proof,
            "receipt": self.receipt.as_ref().and_then(|text| serde_json::from_str::<Value>(text).ok()),
        })
    }
}
