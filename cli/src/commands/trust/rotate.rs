//! `cos trust rotate`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use clap::ValueEnum;
use cos_core::ids::Origin;
use cos_sign::key_dir::Algorithm;
use cos_sign::{KeyDir, Purpose};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos trust rotate trust/ --purpose notary --ledger ledger/
  cos trust rotate trust/ --purpose log --ledger ledger/ --ledger other-region/
  cos trust rotate trust/ --purpose report
  cos trust rotate trust/ --purpose evidence --algorithm ed25519

The old key of receipts or logs stays valid for what is in the logs now, and for nothing after it.
Append what it signed before you rotate. Reports, policies and evidence stand in no log: what the
old key signed until now stays valid. Hand the new `trust.json` to auditors.";

/// Replace a key; what the old one signed stays valid.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory that `cos trust init` made.
    dir: PathBuf,
    /// Which key to replace.
    #[arg(long, value_enum, requires_ifs = [("log", "logs"), ("notary", "logs")])]
    purpose: KeyPurpose,
    /// What the new key for evidence signs with [default: p256, which every Sigstore client knows].
    #[arg(long, value_enum)]
    algorithm: Option<KeyAlgorithm>,
    /// A ledger whose receipts the old key signed; name all of them.
    #[arg(long, value_name = "DIR", group = "logs")]
    ledger: Vec<PathBuf>,
    /// There is no ledger yet; nothing that the old key signed stays valid.
    #[arg(long, group = "logs")]
    no_ledger: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeyAlgorithm {
    /// Ed25519.
    Ed25519,
    /// ECDSA over P-256.
    P256,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeyPurpose {
    /// Signs evidence.
    Evidence,
    /// Signs checkpoints.
    Log,
    /// Signs receipts.
    Notary,
    /// Signs policies.
    Policy,
    /// Signs reports.
    Report,
}

/// Makes a new key and retires the old one at the present size of each log.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let mut keys = KeyDir::open(&args.dir)?;
    let purpose = match args.purpose {
        KeyPurpose::Evidence => Purpose::Evidence,
        KeyPurpose::Log => Purpose::Log,
        KeyPurpose::Notary => Purpose::Notary,
        KeyPurpose::Policy => Purpose::Policy,
        KeyPurpose::Report => Purpose::Report,
    };
    let mut logs: BTreeMap<Origin, u64> = BTreeMap::new();
    let signs_documents = matches!(purpose, Purpose::Evidence | Purpose::Policy | Purpose::Report);
    if signs_documents && !args.ledger.is_empty() {
        ctx.ui.status("what this key signs stands in no ledger; `--ledger` changes nothing");
    }
    for ledger in args.ledger.iter().filter(|_| !signs_documents) {
        for log in cos_ledger::status(ledger)?.logs {
            logs.insert(log.origin, log.receipts);
        }
    }
    if args.algorithm.is_some() && purpose != Purpose::Evidence {
        ctx.ui.status(
            "only keys for evidence are of either algorithm; `--algorithm` changes nothing",
        );
    }
    let id = match (purpose, args.algorithm) {
        (Purpose::Evidence, Some(KeyAlgorithm::Ed25519)) => {
            keys.rotate_evidence(Algorithm::Ed25519, ctx.now())?
        }
        _ => keys.rotate(purpose, &logs, ctx.now())?,
    };
    ctx.ui
        .hint("hand the new trust file to auditors; until then they refuse what the new key signs");
    let logs = logs.into_iter().map(|(origin, size)| (origin.to_string(), size)).collect();
    Ok(Answer::done(Rotated {
        id: id.as_str().to_owned(),
        trust: keys.trust_path().display().to_string(),
        signs_documents,
        logs,
    }))
}

struct Rotated {
    id: String,
    trust: String,
    signs_documents: bool,
    logs: Vec<(String, u64)>,
}

impl Render for Rotated {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("`{}` signs from now on", self.id))?;
        if self.signs_documents {
            out.good("what the old key signed until now stays valid")?;
        }
        for (origin, size) in &self.logs {
            out.good(&format!(
                "the old key stays valid for the first {size} entries of `{origin}`"
            ))?;
        }
        out.good(&format!("{} names both", self.trust))
    }

    fn json(&self) -> Value {
        let logs = self.logs.iter().map(|(origin, size)| json!({ "origin": origin, "size": size }));
        json!({ "schema": "cos.trust-rotate/v1", "id": self.id, "trust": self.trust, "logs": logs.collect::<Vec<_>>() })
    }
}
