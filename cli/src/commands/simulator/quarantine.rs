//! `cos simulator quarantine`: the life of a failure that is known, from its entry to its release.

use super::inputs::{parse_matrix, read_matrix};
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::ui::{Answer, Human, Render, counted};
use clap::Subcommand;
use cos_core::code::Code;
use cos_simulator::matrix::edit::{self, EditError};
use cos_simulator::matrix::{Date, Matrix, QUARANTINE_DAYS, Quarantine, Selector};
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos simulator quarantine list --matrix matrices/quick.yaml
  cos simulator quarantine add --matrix m.yaml --flow 'deploy.*' --reason 'clock skew' \\
      --ticket OPS-77 --owner sre --days 7
  cos simulator quarantine release --matrix m.yaml --ticket OPS-77
  cos simulator quarantine expire --matrix m.yaml";

/// Look after scenarios whose failure is known.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Add an entry: which scenarios, why, who repairs, until when.
    Add(Add),
    /// Take out the entries whose last day is over.
    Expire(Of),
    /// List the entries and how long they last.
    List(Of),
    /// Take out an entry because the failure is repaired.
    Release(Release),
}

/// Which matrix.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Of {
    /// The scenario matrix; only its list of quarantines changes.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
}

/// A new entry.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Add {
    #[command(flatten)]
    of: Of,
    /// Flows, with `*` and `?`.
    #[arg(long, value_name = "GLOB", required_unless_present_any = ["id", "tag"])]
    flow: Option<String>,
    /// Ids of scenarios or cases, with `*` and `?`.
    #[arg(long, value_name = "GLOB")]
    id: Option<String>,
    /// A tag that flow or case must have; may be repeated.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Why it fails.
    #[arg(long)]
    reason: String,
    /// Where the repair is tracked.
    #[arg(long)]
    ticket: String,
    /// Who repairs it.
    #[arg(long)]
    owner: String,
    /// How many days it counts, from today; at most 14.
    #[arg(long, value_name = "N", default_value_t = QUARANTINE_DAYS, value_parser = clap::value_parser!(i32).range(1..=QUARANTINE_DAYS as i64))]
    days: i32,
}

/// An entry that is over.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Release {
    #[command(flatten)]
    of: Of,
    /// The ticket of the entries.
    #[arg(long)]
    ticket: String,
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    let today = Date::of(ctx.now());
    match command {
        Command::Add(args) => add(&args, today),
        Command::Expire(args) => {
            take_out(&args.matrix, today, |one| one.expires < today, &Nothing::IsFine)
        }
        Command::List(args) => {
            let (_, matrix) = read_matrix(&args.matrix)?;
            Ok(Answer::done(Entries::of(matrix, today, "")))
        }
        Command::Release(args) => {
            let mine = |one: &Quarantine| one.ticket == args.ticket;
            take_out(&args.of.matrix, today, mine, &Nothing::IsAnError(&args.ticket))
        }
    }
}

fn add(args: &Add, today: Date) -> Result<Answer, CommandError> {
    let path = &args.of.matrix;
    let (text, _) = read_matrix(path)?;
    let bad = |error: &dyn std::fmt::Display| {
        CommandError::new(Exit::Usage, const { Code::new("COS-CLI-0006") }, error.to_string())
    };
    let glob = |text: &Option<String>| {
        text.as_ref().map(|text| text.parse().map_err(|e| bad(&e))).transpose()
    };
    let entry = Quarantine {
        matches: Selector {
            flow: glob(&args.flow)?,
            tags: args
                .tag
                .iter()
                .map(|tag| tag.parse().map_err(|error| bad(&error)))
                .collect::<Result<_, _>>()?,
            id: glob(&args.id)?,
            values: Vec::new(),
        },
        reason: args.reason.clone(),
        ticket: args.ticket.clone(),
        owner: args.owner.clone(),
        added: today,
        expires: today.plus_days(args.days),
    };
    let edited = edit::add_quarantine(&text, &entry).map_err(|error| edit_error(path, &error))?;
    let matrix = replace(path, &edited)?;
    Ok(Answer::done(Entries::of(matrix, today, "added one entry")))
}

/// What it means when there is nothing to take out.
enum Nothing<'a> {
    IsAnError(&'a str),
    IsFine,
}

fn take_out(
    path: &Path,
    today: Date,
    which: impl Fn(&Quarantine) -> bool,
    nothing: &Nothing<'_>,
) -> Result<Answer, CommandError> {
    let (text, matrix) = read_matrix(path)?;
    let all = matrix.quarantine.iter().enumerate();
    let indexes: Vec<usize> = all.filter(|(_, one)| which(one)).map(|(index, _)| index).collect();
    if indexes.is_empty() {
        return match nothing {
            Nothing::IsFine => Ok(Answer::done(Entries::of(matrix, today, "nothing has expired"))),
            Nothing::IsAnError(ticket) => Err(CommandError::input(
                const { Code::new("COS-SIM-0007") },
                format!("`{}` has no quarantine with ticket `{ticket}`", path.display()),
            )),
        };
    }
    let edited =
        edit::release_quarantines(&text, &indexes).map_err(|error| edit_error(path, &error))?;
    let matrix = replace(path, &edited)?;
    let done =
        format!("took out {}", counted(indexes.len() as u64, "entry").replace("entrys", "entries"));
    Ok(Answer::done(Entries::of(matrix, today, &done)))
}

fn edit_error(path: &Path, error: &EditError) -> CommandError {
    CommandError::input(error.code(), format!("`{}`: {error}", path.display()))
}

/// Writes the edited matrix, unless the edit left it wrong.
fn replace(path: &Path, text: &str) -> Result<Matrix, CommandError> {
    let matrix = parse_matrix(&path.display().to_string(), text.as_bytes())?;
    let mut out = Output::create(path, true)?;
    out.write_all(text.as_bytes()).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()?;
    Ok(matrix)
}

/// What an entry selects, in words.
pub(super) fn selector(selector: &Selector) -> String {
    let mut parts = Vec::new();
    if let Some(flow) = &selector.flow {
        parts.push(format!("flow({})", flow.as_str()));
    }
    parts.extend(selector.tags.iter().map(|tag| format!("tag({})", tag.as_str())));
    if let Some(id) = &selector.id {
        parts.push(format!("id({})", id.as_str()));
    }
    for (dimension, values) in &selector.values {
        let values: Vec<_> = values.iter().map(cos_simulator::matrix::ValueId::as_str).collect();
        parts.push(format!("dim({}={})", dimension.as_str(), values.join("|")));
    }
    parts.join(" & ")
}

struct Entries {
    done: String,
    today: Date,
    all: Vec<Quarantine>,
}

impl Entries {
    fn of(matrix: Matrix, today: Date, done: &str) -> Self {
        Self { done: done.to_owned(), today, all: matrix.quarantine }
    }
}

impl Render for Entries {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        if !self.done.is_empty() {
            out.good(&self.done)?;
        }
        if self.all.is_empty() {
            return out.line("no scenario is quarantined");
        }
        let row = |one: &Quarantine| {
            let left = one.expires.days_since(self.today);
            vec![
                selector(&one.matches),
                one.ticket.clone(),
                one.owner.clone(),
                one.expires.to_string(),
                if left < 0 { "expired".to_owned() } else { format!("{left} days left") },
                one.reason.clone(),
            ]
        };
        let rows: Vec<_> = self.all.iter().map(row).collect();
        out.table(&["scenarios", "ticket", "owner", "expires", "", "reason"], &rows, false)
    }

    fn json(&self) -> Value {
        let entry = |one: &Quarantine| {
            json!({
                "matches": selector(&one.matches),
                "reason": one.reason,
                "ticket": one.ticket,
                "owner": one.owner,
                "added": one.added.to_string(),
                "expires": one.expires.to_string(),
                "expired": one.expires < self.today,
            })
        };
        let all: Vec<_> = self.all.iter().map(entry).collect();
        json!({ "schema": "cos.simulator-quarantine/v1", "quarantine": all })
    }
}
