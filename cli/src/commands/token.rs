//! `cos token`: who may do what.

mod admit;
mod binding;
mod exchange;
mod issuer;

use super::init::write_token;
use super::server::ServerArgs;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, harmless};
use clap::Subcommand;
use cos_api::{NewToken, Token, TokenCreated};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

/// Issue, list and revoke credentials.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Issue a credential that can do no more than yours.
    Create(CreateArgs),
    /// List the credentials that reach no further than yours.
    List(ListArgs),
    /// Revoke a credential, at once.
    Revoke(RevokeArgs),
    /// Exchange the token that a CI system gave to a job for a credential.
    Exchange(exchange::Args),
    /// Believe issuers of tokens: of CI jobs, and of people who sign in.
    #[command(subcommand)]
    Issuer(issuer::Command),
    /// Say which jobs and people get which credential.
    #[command(subcommand)]
    Binding(binding::Command),
    /// Admit another person, on the server's own machine.
    Admit(admit::Args),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token create --identity ci --tenant pilot-a --scope receipts:write --days 90 --out ci.token
  cos token create --identity auditor --tenant pilot-a --scope receipts:read --days 1 --out a.token

The scopes are events:read, receipts:read, receipts:write, tenants:read, tenants:write, themes:read,
themes:write, tokens:read and tokens:write.")]
pub(crate) struct CreateArgs {
    /// Whose it is.
    #[arg(long, value_name = "NAME")]
    identity: String,
    /// A tenant that it reaches; may be repeated.
    #[arg(long, value_name = "TENANT", required_unless_present = "all_tenants")]
    tenant: Vec<String>,
    /// It reaches every tenant, those to come included.
    #[arg(long, conflicts_with = "tenant")]
    all_tenants: bool,
    /// What it may do; may be repeated.
    #[arg(long, value_name = "SCOPE", required = true)]
    scope: Vec<String>,
    /// How long it lasts.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=90))]
    days: i64,
    /// Where to write it; it is shown nowhere.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token revoke 4f6Kq0bXz1Qa")]
pub(crate) struct RevokeArgs {
    /// The id, as `cos token list` shows it.
    id: String,
    #[command(flatten)]
    server: ServerArgs,
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Create(args) => {
            let new = NewToken {
                identity: args.identity.clone(),
                tenants: (!args.all_tenants).then(|| args.tenant.clone()),
                scopes: args.scope.clone(),
                ttl_seconds: args.days * 24 * 3600,
            };
            let made = args.server.client()?.create_token(&new)?;
            write_token(&args.out, &made.token)?;
            Ok(Answer::done(Created { made, out: args.out.display().to_string() }))
        }
        Command::List(args) => Ok(Answer::done(All(args.server.client()?.tokens()?.tokens))),
        Command::Revoke(args) => {
            Ok(Answer::done(Revoked(args.server.client()?.revoke_token(&args.id)?)))
        }
        Command::Exchange(args) => exchange::run(args),
        Command::Issuer(command) => issuer::run(command),
        Command::Binding(command) => binding::run(command),
        Command::Admit(args) => admit::run(ctx, args),
    }
}

struct Created {
    made: TokenCreated,
    out: String,
}

impl Render for Created {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let TokenCreated { id, expires_at, .. } = &self.made;
        out.good(&format!("token {id} in {}, until {expires_at}", self.out))
    }

    fn json(&self) -> Value {
        let TokenCreated { id, expires_at, .. } = &self.made;
        json!({ "schema": "cos.token/v1", "id": id, "expires_at": expires_at, "out": self.out })
    }
}

struct Revoked(Token);

impl Render for Revoked {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Token { id, identity, .. } = &self.0;
        out.good(&format!("token {id} of {} is revoked", harmless(identity)))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-revoke/v1", "token": self.0 })
    }
}

struct All(Vec<Token>);

impl Render for All {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |it: &Token| {
            let end = match &it.revoked_at {
                Some(at) => format!("revoked {at}"),
                None => format!("until {}", it.expires_at),
            };
            let identity = harmless(&it.identity);
            vec![it.id.clone(), identity, it.tenants.clone(), it.scopes.join(" "), end]
        };
        let rows: Vec<_> = self.0.iter().map(row).collect();
        out.table(&["id", "identity", "tenants", "scopes", "valid"], &rows, false)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-list/v1", "tokens": self.0 })
    }
}
