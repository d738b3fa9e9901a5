//! `cos trust init`.

use super::add_ca::{self, IdentityArgs};
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::ids::{IdError, Org};
use cos_sign::sigstore::Identity;
use cos_sign::{KeyDir, KeyError};
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos trust init --org acme --out trust/
  cos trust init --org acme --out trust/ --ca

The directory then holds `trust.json`, which auditors get, and `keys/`, which nobody gets.";

/// Make the first keys of an organisation and the trust file that names them.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The organisation: a-z, 0-9, `-` and `.`.
    #[arg(long)]
    org: String,
    /// The directory to make.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Make a certificate authority as well, for evidence that other Sigstore clients verify.
    #[arg(long)]
    ca: bool,
    #[command(flatten)]
    identity: IdentityArgs,
}

/// Makes keys and trust file.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let org: Org = args
        .org
        .parse()
        .map_err(|error: IdError| CommandError::input(IdError::CODE, error.to_string()))?;
    let identity = args.ca.then(|| args.identity.of(&org)).transpose()?;
    let mut keys = KeyDir::create(&args.out, org, &*ctx.clock).map_err(|error| {
        let exists = matches!(error, KeyError::Exists { .. });
        explain(error.into(), exists, &args.out)
    })?;
    if let Some(identity) = &identity {
        keys.add_ca(identity, ctx.now())?;
    }
    let trust = keys.trust();
    let made = trust.file().key_ids().map(|id| {
        let path = keys.key_path(id.name());
        (id.as_str().to_owned(), id.name().purpose.as_str(), path.display().to_string())
    });
    let answer = Made {
        made: made.collect(),
        identity,
        trust_path: keys.trust_path().display().to_string(),
        trust_sha256: trust.digest().to_string(),
    };
    ctx.ui.hint(&format!(
        "keep `{}` secret; hand `{}` to auditors",
        args.out.join("keys").display(),
        answer.trust_path
    ));
    Ok(Answer::done(answer))
}

/// Says what to do with a directory that has keys already.
fn explain(error: CommandError, exists: bool, out: &Path) -> CommandError {
    if !exists || !out.join("trust.json").exists() {
        return error;
    }
    let out = out.display();
    error
        .hint(format!("to replace a key, or add the first of a purpose: `cos trust rotate {out}`"))
        .hint(format!("to add a certificate authority: `cos trust add-ca {out}`"))
}

struct Made {
    made: Vec<(String, &'static str, String)>,
    identity: Option<Identity>,
    trust_path: String,
    trust_sha256: String,
}

impl Render for Made {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for (id, purpose, path) in &self.made {
            out.good(&format!("{purpose} key `{id}` in {path}"))?;
        }
        if let Some(identity) = &self.identity {
            out.good(&add_ca::sentence(identity))?;
        }
        out.good(&format!("trust file {} (sha256 {})", self.trust_path, self.trust_sha256))
    }

    fn json(&self) -> Value {
        let keys = self
            .made
            .iter()
            .map(|(id, purpose, path)| json!({ "id": id, "purpose": purpose, "path": path }));
        json!({
            "schema": "cos.trust-init/v1",
            "keys": keys.collect::<Vec<_>>(),
            "identity": self.identity.as_ref().map(|identity| &identity.san),
            "issuer": self.identity.as_ref().map(|identity| &identity.issuer),
            "trust": self.trust_path,
            "trust_sha256": self.trust_sha256,
        })
    }
}
