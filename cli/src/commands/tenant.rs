//! `cos tenant`: who is served.

use super::server::ServerArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, harmless};
use clap::Subcommand;
use cos_api::{NewTenant, Tenant};
use serde_json::{Value, json};
use std::io;

/// Create, list and suspend tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a tenant, with a log of its own.
    Create(CreateArgs),
    /// List the tenants that your token reaches.
    List(ListArgs),
    /// Serve a suspended tenant again.
    Resume(NameArgs),
    /// Show a tenant.
    Show(NameArgs),
    /// Write nothing for a tenant any more; what there is can be read.
    Suspend(NameArgs),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos tenant create pilot-a --region eu-1 --residency eu --display-name 'Pilot A'")]
pub(crate) struct CreateArgs {
    /// Its name: a-z, 0-9 and `-`; it is never used again.
    tenant: String,
    /// The region that its data stays in.
    #[arg(long)]
    region: String,
    /// The residency tag: the beginning of the names of the regions where its data may be, such as `eu`, or `global`.
    #[arg(long, value_name = "TAG")]
    residency: String,
    /// Its name for people [default: its name].
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos tenant list
  cos tenant list --format json")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos tenant show pilot-a
  cos tenant suspend pilot-a
  cos tenant resume pilot-a")]
pub(crate) struct NameArgs {
    /// The tenant.
    tenant: String,
    #[command(flatten)]
    server: ServerArgs,
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> Result<Answer, CommandError> {
    let answer = match command {
        Command::Create(args) => {
            let new = NewTenant {
                tenant: args.tenant.clone(),
                region: args.region.clone(),
                display_name: args.display_name.clone().unwrap_or_else(|| args.tenant.clone()),
                residency: args.residency.clone(),
            };
            One(args.server.client()?.create_tenant(&new)?)
        }
        Command::List(args) => {
            return Ok(Answer::done(All(args.server.client()?.tenants()?.tenants)));
        }
        Command::Resume(args) => One(args.set("resume")?),
        Command::Show(args) => One(args.server.client()?.tenant(&args.tenant)?),
        Command::Suspend(args) => One(args.set("suspend")?),
    };
    Ok(Answer::done(answer))
}

impl NameArgs {
    fn set(&self, verb: &str) -> Result<Tenant, CommandError> {
        Ok(self.server.client()?.set_tenant_status(&self.tenant, verb)?)
    }
}

struct One(Tenant);

impl Render for One {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Tenant { tenant, region, display_name, residency, status, created_at } = &self.0;
        out.good(&format!("{tenant} ({}) is {status}", harmless(display_name)))?;
        out.line(format!(
            "  region {region}, residency {}, since {created_at}",
            harmless(residency)
        ))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.tenant/v1", "tenant": self.0 })
    }
}

struct All(Vec<Tenant>);

impl Render for All {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |it: &Tenant| {
            let name = harmless(&it.display_name);
            let residency = harmless(&it.residency);
            vec![it.tenant.clone(), name, it.region.clone(), residency, it.status.clone()]
        };
        let rows: Vec<_> = self.0.iter().map(row).collect();
        out.table(&["tenant", "name", "region", "residency", "status"], &rows, false)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.tenant-list/v1", "tenants": self.0 })
    }
}
