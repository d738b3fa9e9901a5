//! `cos init`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_core::ids::{IdError, Org, Region};
use cos_daemon::{Installation, Plan};
use cos_sign::KeyDir;
use serde_json::{Value, json};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos init data --org acme --region eu-1
  cos init data --org acme --region eu-1 --if-missing
  cos serve --data data
  cos login --server http://127.0.0.1:7070 --token-file data/operator.token

The directory then holds keys, the trust file, an empty ledger and state, and the first token, which
may do everything for a week: issue others with it.";

/// Make a data directory for `cos serve`: keys, trust file, state, the first operator's token.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory to make.
    dir: PathBuf,
    /// Whose it is: a-z, 0-9, `-` and `.`.
    #[arg(long)]
    org: String,
    /// The region that the server is in.
    #[arg(long)]
    region: String,
    /// The person who answers for the first token.
    #[arg(long, value_name = "NAME", default_value = "operator")]
    person: String,
    /// Keep state in PostgreSQL, in a database that was prepared, instead of files in the directory.
    #[arg(long, value_name = "URL")]
    state: Option<String>,
    /// Do nothing when the directory is one already, of the same organisation and region.
    #[arg(long)]
    if_missing: bool,
}

/// Makes a data directory.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let id = |error: IdError| CommandError::input(IdError::CODE, error.to_string());
    let (org, region): (Org, Region) =
        (args.org.parse().map_err(id)?, args.region.parse().map_err(id)?);
    if args.if_missing && args.dir.join("config.json").exists() {
        return kept(ctx, &args.dir, &org, &region);
    }
    let plan =
        Plan { org: &org, region: &region, state: args.state.as_deref(), person: &args.person };
    let (installation, first) = Installation::create(&args.dir, &plan, &*ctx.clock)?;
    let path = args.dir.join("operator.token");
    write_token(&path, first.token.expose())?;
    ctx.ui.hint(&format!("start it: cos serve --data {}", args.dir.display()));
    Ok(Answer::done(Made {
        dir: args.dir.display().to_string(),
        trust: installation.keys().join("trust.json").display().to_string(),
        token: path.display().to_string(),
        expires_at: first.expires_at.to_string(),
    }))
}

/// Finds the directory as it was asked for, whatever has become of it since.
fn kept(ctx: &Ctx<'_>, dir: &Path, org: &Org, region: &Region) -> Result<Answer, CommandError> {
    let installation = Installation::open(dir)?;
    let keys = KeyDir::open(&installation.keys())?;
    let (whose, at) = (keys.trust().org(), installation.region());
    if whose != org || at != *region {
        let text = format!(
            "`{}` belongs to `{whose}` in region `{at}`, not to `{org}` in `{region}`; name another directory",
            dir.display()
        );
        return Err(CommandError::input(const { Code::new("COS-SRV-0001") }, text));
    }
    ctx.ui.status(&format!("{} is there already", dir.display()));
    Ok(Answer::silent())
}

/// Writes a token where only its owner reads it.
pub(crate) fn write_token(path: &Path, token: &str) -> Result<(), CommandError> {
    let failed = |error: io::Error| CommandError::io("write", path, &error);
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let temporary = PathBuf::from(name);
    let open =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary);
    let mut file = open.map_err(failed)?;
    writeln!(file, "{token}").and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&temporary, path).map_err(failed)
}

struct Made {
    dir: String,
    trust: String,
    token: String,
    expires_at: String,
}

impl Render for Made {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("data directory {}", self.dir))?;
        out.good(&format!("trust file {}, for auditors", self.trust))?;
        out.good(&format!("first token {}, until {}", self.token, self.expires_at))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.init/v1",
            "dir": self.dir,
            "trust": self.trust,
            "token_file": self.token,
            "token_expires_at": self.expires_at,
        })
    }
}
