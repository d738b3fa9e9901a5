//! `cos token binding`: which token of an issuer gets which credential, as two persons agree.

use crate::commands::server::ServerArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, harmless};
use clap::Subcommand;
use cos_api::{Binding, NewBinding};
use serde_json::{Value, json};
use std::io;

/// Say which jobs and people get which credential. One person proposes, another one approves.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Propose a binding; it lets nobody in before another person approved it.
    Propose(Box<ProposeArgs>),
    /// Approve what another person proposed; it is in force then.
    Approve(IdArgs),
    /// List the bindings that reach no further than your credential.
    List(ListArgs),
    /// Remove a binding, proposed or in force; its credentials end.
    Remove(IdArgs),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token binding propose --issuer github --claim repository_id=74 --claim environment=prod \\
    --identity ci-app --tenant pilot-a --scope receipts:write
  cos token binding propose --issuer okta --claim sub=00u1 --identity grace \\
    --person grace@acme.example --all-tenants --scope tokens:write --minutes 480

Names are given to others once they are free, so a binding asks for an id: `repository_id`,
`repository_owner_id`, `project_id`, `namespace_id`, `serviceaccount_uid`, or a person's `sub`.")]
pub(crate) struct ProposeArgs {
    /// The issuer, as `cos token issuer list` shows it.
    #[arg(long, value_name = "NAME")]
    issuer: String,
    /// What the token has to say, exactly; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", required = true, value_parser = claim)]
    claim: Vec<(String, String)>,
    /// Whose credential it is to be.
    #[arg(long, value_name = "NAME")]
    identity: String,
    /// The person who answers for it [default: you].
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// A tenant that it reaches; may be repeated.
    #[arg(long, value_name = "TENANT", required_unless_present = "all_tenants")]
    tenant: Vec<String>,
    /// It reaches every tenant, those to come included.
    #[arg(long, conflicts_with = "tenant")]
    all_tenants: bool,
    /// What it may do; may be repeated.
    #[arg(long, value_name = "SCOPE", required = true)]
    scope: Vec<String>,
    /// How long it lasts: at most 15 for a job, 720 for a person.
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=720))]
    minutes: i64,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token binding list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token binding approve 01KE0000000000000000000007
  cos token binding remove 01KE0000000000000000000007")]
pub(crate) struct IdArgs {
    /// The id, as `cos token binding list` shows it.
    id: String,
    #[command(flatten)]
    server: ServerArgs,
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Propose(args) => {
            let new = NewBinding {
                issuer: args.issuer.clone(),
                claims: args.claim.iter().cloned().collect(),
                identity: args.identity.clone(),
                person: args.person.clone(),
                tenants: (!args.all_tenants).then(|| args.tenant.clone()),
                scopes: args.scope.clone(),
                ttl_seconds: args.minutes * 60,
            };
            let binding = args.server.client()?.propose_binding(&new)?;
            Ok(Answer::done(One { binding, what: "waits for another person's approval" }))
        }
        Command::Approve(args) => {
            let binding = args.server.client()?.approve_binding(&args.id)?;
            Ok(Answer::done(One { binding, what: "is in force" }))
        }
        Command::List(args) => Ok(Answer::done(All(args.server.client()?.bindings()?.bindings))),
        Command::Remove(args) => {
            let binding = args.server.client()?.remove_binding(&args.id)?;
            Ok(Answer::done(One { binding, what: "is removed, and its credentials have ended" }))
        }
    }
}

fn claim(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

struct One {
    binding: Binding,
    what: &'static str,
}

impl Render for One {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Binding { id, identity, .. } = &self.binding;
        out.good(&format!("binding {id} of {} {}", harmless(identity), self.what))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-binding/v1", "binding": self.binding })
    }
}

struct All(Vec<Binding>);

impl Render for All {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |it: &Binding| {
            let claims = it.claims.iter().map(|(name, value)| format!("{name}={value}"));
            let tenants = it.tenants.as_ref().map_or_else(|| "*".to_owned(), |it| it.join(","));
            let agreed = match &it.approved {
                Some(vote) => format!("{} and {}", it.proposed.person, vote.person),
                None => format!("{} alone: proposed", it.proposed.person),
            };
            let claims = claims.collect::<Vec<_>>().join(" ");
            let who = format!("{} ({})", it.identity, it.person);
            [it.id.clone(), it.url.clone(), claims, who, tenants, it.scopes.join(" "), agreed]
                .map(|text| harmless(&text))
                .to_vec()
        };
        let rows: Vec<_> = self.0.iter().map(row).collect();
        let names = ["id", "issuer", "claims", "gets", "tenants", "scopes", "agreed"];
        out.table(&names, &rows, false)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-binding-list/v1", "bindings": self.0 })
    }
}
