//! `cos simulator verify`.

use super::inputs::{Inputs, parse_matrix};
use super::{conformance, run::GateArgs};
use crate::commands::policy::engine::supplied;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, counted, grouped};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_report::model::{Conformance, Decision};
use cos_simulator::rerun::{self, Sampled};
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos simulator verify artifacts/conformance.json
  cos simulator verify artifacts/conformance.json --sample 500 --nonce 00112233445566778899aabbccddeeff

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
