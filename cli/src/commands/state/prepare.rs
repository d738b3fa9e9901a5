//! `cos state prepare`.

use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use serde_json::{Value, json};
use std::io;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state prepare postgres://cos_owner@localhost/cos --role cos_app

Running it again does nothing. Run it after an upgrade, before the new server starts.")]
pub(crate) struct Args {
    /// The database, as its owner connects to it.
    url: String,
    /// The role that the server connects with; it has to exist, and to own nothing.
    #[arg(long)]
    role: String,
}

/// Prepares a database.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    cos_daemon::prepare_state(&args.url, &args.role)?;
    Ok(Answer::done(Prepared { role: args.role.clone() }))
}

struct Prepared {
    role: String,
}

impl Render for Prepared {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("the database is ready for the role `{}`", self.role))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.state-prepare/v1", "role": self.role })
    }
}
