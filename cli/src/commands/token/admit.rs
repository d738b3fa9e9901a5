//! `cos token admit`: a second person, without whom nothing can be agreed on.

use crate::commands::init::write_token;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, harmless};
use cos_daemon::Installation;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token admit --data data --person grace@acme.example --out grace.token

Run it on the server's machine, as the user who owns the data directory; the server may be running.
Over the network nobody can issue a token that names another person, so that one cannot pose as two.")]
pub(crate) struct Args {
    /// The data directory of the server.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The person.
    #[arg(long, value_name = "NAME")]
    person: String,
    /// Where to write their token, which may do everything for a week; it is shown nowhere.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// Admits a person.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let first = Installation::open(&args.data)?.admit(&args.person, &*ctx.clock)?;
    write_token(&args.out, first.token.expose())?;
    Ok(Answer::done(Admitted {
        person: args.person.clone(),
        out: args.out.display().to_string(),
        expires_at: first.expires_at.to_string(),
    }))
}

struct Admitted {
    person: String,
    out: String,
    expires_at: String,
}

impl Render for Admitted {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let person = harmless(&self.person);
        out.good(&format!("token of {person} in {}, until {}", self.out, self.expires_at))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.token-admit/v1",
            "person": self.person,
            "out": self.out,
            "expires_at": self.expires_at,
        })
    }
}
