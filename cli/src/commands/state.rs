//! `cos state`: the database behind a server.

use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use clap::Subcommand;
use serde_json::{Value, json};
use std::io;

/// Look after the database behind a server.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring a PostgreSQL database to the present format, and let the server's role use it.
    Prepare(PrepareArgs),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state prepare postgres://cos_owner@localhost/cos --role cos_app

Running it again does nothing. Run it after an upgrade, before the new server starts.")]
pub(crate) struct PrepareArgs {
    /// The database, as its owner connects to it.
    url: String,
    /// The role that the server connects with; it has to exist, and to own nothing.
    #[arg(long)]
    role: String,
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> Result<Answer, CommandError> {
    let Command::Prepare(args) = command;
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
