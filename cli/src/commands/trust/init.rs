//! `cos trust init`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::ids::{IdError, Org};
use cos_sign::KeyDir;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos trust init --org acme --out trust/

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
}

/// Makes keys and trust file.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let org: Org = args
        .org
        .parse()
        .map_err(|error: IdError| CommandError::input(IdError::CODE, error.to_string()))?;
    let keys = KeyDir::create(&args.out, org, &*ctx.clock)?;
    let trust = keys.trust();
    let made = KeyDir::PURPOSES.into_iter().flat_map(|purpose| trust.keys(purpose)).map(|key| {
        let path = keys.key_path(key.id.name());
        (key.id.as_str().to_owned(), key.purpose().as_str(), path.display().to_string())
    });
    let answer = Made {
        made: made.collect(),
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

struct Made {
    made: Vec<(String, &'static str, String)>,
    trust_path: String,
    trust_sha256: String,
}

impl Render for Made {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for (id, purpose, path) in &self.made {
            out.good(&format!("{purpose} key `{id}` in {path}"))?;
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
            "trust": self.trust_path,
            "trust_sha256": self.trust_sha256,
        })
    }
}
