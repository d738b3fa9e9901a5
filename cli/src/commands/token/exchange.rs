//! `cos token exchange`: a job's own token for a credential.

use crate::commands::init::write_token;
use crate::commands::server::ServerArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_api::Exchanged;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::{fs, io};

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token exchange --jwt job.jwt --out ci.token
  cos token exchange --jwt job.jwt --scope receipts:write --out ci.token

It needs no token of ours; docs/guide/operate.md shows a whole workflow for GitHub Actions.")]
pub(crate) struct Args {
    /// The file with the token that the CI system gave to the job.
    #[arg(long, value_name = "FILE")]
    jwt: PathBuf,
    /// A scope to ask for; may be repeated [default: all that the binding gives].
    #[arg(long, value_name = "SCOPE")]
    scope: Vec<String>,
    /// Where to write the credential; it is shown nowhere.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    server: ServerArgs,
}

/// Exchanges a token.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let jwt = fs::read_to_string(&args.jwt);
    let jwt = jwt.map_err(|error| CommandError::io("read", &args.jwt, &error))?;
    let given = args.server.anonymous()?.exchange_token(jwt.trim(), &args.scope)?;
    write_token(&args.out, &given.access_token)?;
    Ok(Answer::done(Done { given, out: args.out.display().to_string() }))
}

struct Done {
    given: Exchanged,
    out: String,
}

impl Render for Done {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Exchanged { expires_in, scope, .. } = &self.given;
        out.good(&format!("token in {}, for {expires_in} seconds: {scope}", self.out))
    }

    fn json(&self) -> Value {
        let Exchanged { expires_in, scope, .. } = &self.given;
        json!({
            "schema": "cos.token-exchange/v1",
            "expires_in": expires_in,
            "scope": scope,
            "out": self.out,
        })
    }
}
