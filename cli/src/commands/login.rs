//! `cos login`.

use super::server::ServerArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_api::{Client, Whoami};
use serde_json::{Value, json};
use std::io;

const EXAMPLES: &str = "Examples:
  cos login --server http://127.0.0.1:7070 --token-file data/operator.token
  cos login --server unix:/run/cos/cos.sock --token-file data/operator.token
  cos login --server https://cos.acme.example --ca-file ca.pem --token-file data/operator.token

The token is tried first, then remembered for this user with the authority of the server, readable by
nobody else.";

/// Remember a server and a token for later commands.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    server: ServerArgs,
}

/// Tries a credential and remembers it.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let login = args.server.given()?;
    let who = Client::trusting(&login.server, &login.token, login.ca.as_deref())?.whoami()?;
    let path = login.remember()?;
    Ok(Answer::done(LoggedIn { who, server: login.server, path: path.display().to_string() }))
}

struct LoggedIn {
    who: Whoami,
    server: String,
    path: String,
}

impl Render for LoggedIn {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Whoami { identity, person, expires_at, .. } = &self.who;
        out.good(&format!("{identity} ({person}) at {}, until {expires_at}", self.server))?;
        out.line(format!("  remembered in {}", self.path))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.login/v1", "server": self.server, "whoami": self.who, "path": self.path })
    }
}
