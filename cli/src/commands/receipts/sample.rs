//! `cos receipts sample`.

use crate::commands::ledger::trust_beside;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, bytes, counted};
use clap::ValueEnum;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_evidence::pack::{self, Request};
use cos_evidence::store::Store;
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos receipts sample ledger/ --count 500 --nonce 00112233445566778899aabbccddeeff --out s.auditpack
  cos receipts verify s.auditpack --trust trust/trust.json

The auditor chooses the nonce and tells it only once the checkpoint stands: `openssl rand -hex 16`.";

/// Draw a sample that its subject cannot choose, into one portable file.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The ledger to draw from.
    ledger: PathBuf,
    /// How many receipts.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// The auditor's nonce: 16 to 64 bytes in hexadecimal.
    #[arg(long, value_name = "HEX")]
    nonce: String,
    /// Where to write the pack.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The trust file [default: `trust/trust.json` beside the ledger].
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// What the copies in the pack show.
    #[arg(long, value_enum, default_value_t = ProfileArg::Auditor)]
    profile: ProfileArg,
    /// Replace the output if it exists.
    #[arg(long)]
    force: bool,
}

/// For whom copies are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProfileArg {
    /// Everything.
    Auditor,
    /// Nothing about persons, resources or money.
    Public,
    /// Everything but what concerns only the platform.
    Tenant,
}

impl From<ProfileArg> for Profile {
    fn from(profile: ProfileArg) -> Self {
        match profile {
            ProfileArg::Auditor => Self::Auditor,
            ProfileArg::Public => Self::Public,
            ProfileArg::Tenant => Self::Tenant,
        }
    }
}

/// Draws and writes a sample.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let nonce = pack::parse_nonce(&args.nonce)?;
    Store::open(&args.ledger)?;
    let trust = trust_beside(args.trust.as_deref(), &args.ledger)?;
    let bar = Bar::new(ctx.ui, "drawing");
    let request = Request {
        nonce: &nonce,
        count: args.count,
        profile: args.profile.into(),
        threads: ctx.threads,
        progress: &bar,
    };
    let draft = pack::draw(&args.ledger, &trust, &request)?;
    let mut out = Output::create(&args.out, args.force)?;
    draft.write(&Selection::of(request.profile), &mut out)?;
    out.finish()?;
    bar.finish();
    let size = fs::metadata(&args.out).map_or(0, |file| file.len());
    Ok(Answer::done(Drawn { drawn: draft.drawn(), out: args.out.display().to_string(), size }))
}

struct Drawn {
    drawn: u64,
    out: String,
    size: u64,
}

impl Render for Drawn {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!(
            "{} drawn into {} ({})",
            counted(self.drawn, "receipt"),
            self.out,
            bytes(self.size)
        ))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.receipts-sample/v1", "drawn": self.drawn, "out": self.out, "bytes": self.size })
    }
}
