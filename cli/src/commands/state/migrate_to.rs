//! `cos state migrate-to`.

use super::tables;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files;
use crate::ui::{Answer, Human, Render};
use cos_daemon::{Extent, Installation, Move, MovedTable, Passage};
use serde_json::{Value, json};
use std::io::{self, Read as _};
use std::path::PathBuf;

/// The longest address that is read from a file.
const MAX_URL: u64 = 4 << 10;

#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos state prepare postgres://cos_owner@localhost/cos --role cos_app
  cos state migrate-to postgres://cos_app@localhost/cos --data data --dry-run
  cos state migrate-to postgres://cos_app@localhost/cos --data data
  cos state migrate-to --url-file cos.url --data data

The server has to be stopped. Every table of every tenant is counted and hashed on both sides; when all
agree, `config.json` names the database, and the files are marked so that no server starts on them
any more. Run it again after it was interrupted: it goes on where it was.

Exit codes: 0 moved, or there already · 3 bad address or data directory · 4 a server runs, or the database
holds other rows · 5 the database is not reachable · 6 the copy is not what was copied.")]
pub(crate) struct Args {
    /// The database, prepared, as the server is to connect to it.
    #[arg(env = "COS_STATE_URL", hide_env_values = true, required_unless_present = "url_file")]
    url: Option<String>,
    /// Read the address from a file, so that its password is on no command line; `-` is stdin.
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    url_file: Option<PathBuf>,
    /// The directory that `cos init` made.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Compare, and say what would be copied.
    #[arg(long)]
    dry_run: bool,
}

impl Args {
    fn url(&self) -> Result<String, CommandError> {
        let Some(path) = &self.url_file else { return Ok(self.url.clone().unwrap_or_default()) };
        let mut text = String::new();
        let mut file = files::open(path)?.take(MAX_URL);
        file.read_to_string(&mut text).map_err(|error| CommandError::io("read", path, &error))?;
        Ok(text.trim().to_owned())
    }
}

/// Moves the state of a data directory.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let extent = if args.dry_run { Extent::Look } else { Extent::Whole };
    let installation = Installation::open(&args.data)?;
    let done = installation.move_state(&args.url()?, extent, &*ctx.clock)?;
    if extent == Extent::Whole {
        ctx.ui.hint(&format!("start it: cos serve --data {}", args.data.display()));
    }
    Ok(Answer::done(Moved { done, extent }))
}

struct Moved {
    done: Move,
    extent: Extent,
}

impl Moved {
    fn status(&self) -> &'static str {
        match self.extent {
            Extent::Look => "compared",
            Extent::Whole => "moved",
        }
    }
}

impl Render for Moved {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let place = &self.done.place;
        let tables: Vec<_> = self.done.tables.iter().map(|table| &table.source).collect();
        if tables.is_empty() {
            return out.good(&format!("the state is in `{place}` already"));
        }
        tables::write(out, &tables)?;
        let of = |passage| -> Vec<_> {
            let tables = self.done.tables.iter().filter(|table| table.passage == passage);
            tables.map(|table| &table.source).collect()
        };
        for (passage, what) in [
            (Passage::Copied, "copied, and the same on both sides"),
            (Passage::There, "there already, and the same on both sides"),
            (Passage::Waiting, "to be copied"),
        ] {
            let tables = of(passage);
            if !tables.is_empty() {
                out.good(&format!("{}: {what}", tables::summary(&tables)))?;
            }
        }
        match self.extent {
            Extent::Look => Ok(()),
            Extent::Whole => out.good(&format!("`config.json` names `{place}`")),
        }
    }

    fn json(&self) -> Value {
        let table = |table: &MovedTable| {
            let mut value = tables::json(&table.source);
            value["passage"] = match table.passage {
                Passage::Copied => "copied".into(),
                Passage::There => "there".into(),
                Passage::Waiting => "waiting".into(),
            };
            value
        };
        json!({
            "schema": "cos.state-migrate-to/v1",
            "status": self.status(),
            "place": self.done.place,
            "tables": self.done.tables.iter().map(table).collect::<Vec<_>>(),
        })
    }
}
