//! `cos token issuer`: whose tokens count.

use crate::commands::server::ServerArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use clap::Subcommand;
use cos_api::{ClientSecret, Issuer, Issuers, NewIssuer};
use cos_core::code::Code;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::{fs, io};

/// Believe issuers of tokens: of CI jobs, and of people who sign in.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Believe an issuer; without a binding that lets nobody in.
    Add(AddArgs),
    /// List the issuers that the server believes.
    List(ListArgs),
    /// Believe an issuer no more; its bindings go, and their credentials end.
    Remove(RemoveArgs),
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token issuer add github --kind github \\
    --url https://token.actions.githubusercontent.com --audience https://cos.acme.example
  cos token issuer add cluster --kind kubernetes --url https://kubernetes.default.svc \\
    --audience cos --jwks keys.json
  cos token issuer add okta --kind people --url https://acme.okta.example \\
    --client-id 0oa7 --redirect-uri https://cos.acme.example/console/oidc/okta/callback \\
    --client-secret-file okta.secret

An issuer is never changed. Remove it and add it again; its bindings have to be agreed on again, too.
Only a client's secret is: the same command with another --client-secret-file replaces it.")]
pub(crate) struct AddArgs {
    /// What it is called here: a-z, 0-9 and `-`.
    name: String,
    /// Whose tokens it signs: github, gitlab, kubernetes or people.
    #[arg(long)]
    kind: String,
    /// Its address, exactly as it stands in the claim `iss`.
    #[arg(long)]
    url: String,
    /// The claim `aud` that its tokens have for us, exactly; for people the client id.
    #[arg(long, visible_alias = "client-id")]
    audience: String,
    /// Its keys, a JWK set, where the server cannot look them up.
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// A further host that it may name for its keys and its token endpoint; may be repeated.
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,
    /// For people: where they come back to, registered with the provider.
    #[arg(long, value_name = "URL")]
    redirect_uri: Option<String>,
    /// For people: the file with the secret that the provider gave to a confidential client; the server keeps it sealed and shows it to nobody.
    #[arg(long, value_name = "FILE")]
    client_secret_file: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token issuer list")]
pub(crate) struct ListArgs {
    #[command(flatten)]
    server: ServerArgs,
}

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos token issuer remove github")]
pub(crate) struct RemoveArgs {
    /// What it is called here.
    name: String,
    #[command(flatten)]
    server: ServerArgs,
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Add(args) => {
            let new = NewIssuer {
                name: args.name.clone(),
                kind: args.kind.clone(),
                url: args.url.clone(),
                audience: args.audience.clone(),
                jwks: args.jwks.as_ref().map(read_keys).transpose()?,
                hosts: args.host.clone(),
                redirect_uri: args.redirect_uri.clone(),
                client_secret: args.client_secret_file.as_ref().map(read_secret).transpose()?,
            };
            let client = args.server.client()?;
            // An issuer that is there already is taken for the same one with another secret, or refused.
            let is_known = |all: Issuers| all.issuers.iter().any(|it| it.name == new.name);
            let replaces = new.client_secret.is_some() && client.issuers().is_ok_and(is_known);
            let issuer = client.add_issuer(&new)?;
            let verb = if replaces {
                "has another client's secret now"
            } else {
                "is believed; propose a binding, or nobody gets in"
            };
            Ok(Answer::done(One { issuer, verb }))
        }
        Command::List(args) => Ok(Answer::done(All(args.server.client()?.issuers()?.issuers))),
        Command::Remove(args) => {
            let issuer = args.server.client()?.remove_issuer(&args.name)?;
            Ok(Answer::done(One {
                issuer,
                verb: "is believed no more; its credentials have ended",
            }))
        }
    }
}

fn read_secret(path: &PathBuf) -> Result<ClientSecret, CommandError> {
    let text = fs::read_to_string(path).map_err(|error| CommandError::io("read", path, &error))?;
    Ok(ClientSecret::new(text.trim_end_matches(['\r', '\n'])))
}

fn read_keys(path: &PathBuf) -> Result<Value, CommandError> {
    let text = fs::read(path).map_err(|error| CommandError::io("read", path, &error))?;
    serde_json::from_slice(&text).map_err(|error| {
        let text = format!("`{}` is no JWK set: {error}", path.display());
        CommandError::input(const { Code::new("COS-AUT-0006") }, text)
    })
}

struct One {
    issuer: Issuer,
    verb: &'static str,
}

impl Render for One {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("{} ({}) {}", self.issuer.name, self.issuer.url, self.verb))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-issuer/v1", "issuer": self.issuer })
    }
}

struct All(Vec<Issuer>);

impl Render for All {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |it: &Issuer| {
            let keys = if it.has_own_keys { "given" } else { "looked up" }.to_owned();
            let client = match it.redirect_uri {
                None => "-",
                Some(_) if it.has_client_secret => "with a secret",
                Some(_) => "public",
            };
            let [name, kind, url, audience] = [&it.name, &it.kind, &it.url, &it.audience];
            let client = client.to_owned();
            vec![name.clone(), kind.clone(), url.clone(), audience.clone(), keys, client]
        };
        let rows: Vec<_> = self.0.iter().map(row).collect();
        out.table(&["name", "kind", "issuer", "audience", "keys", "client"], &rows, false)
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.token-issuer-list/v1", "issuers": self.0 })
    }
}
