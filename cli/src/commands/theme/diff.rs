//! `cos theme diff`.

use super::read;
use crate::error::{CommandError, Exit};
use crate::files;
use crate::ui::{Answer, Human, Render, counted};
use cos_switchboard::theme::diff::{Change, Difference, diff};
use cos_switchboard::theme::{Token, css};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos theme diff white-label/themes/default.json white-label/themes/partner-a.json
  cos theme diff old.zip new.zip --exit-code --format jsonl

The distance of colours is that of Oklab times 100; about 2 is just noticeable.

Exit codes: 0 compared · 1 they differ, with --exit-code · 3 bad theme.";

/// Show what differs between two themes.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The earlier theme.
    before: PathBuf,
    /// The later theme.
    after: PathBuf,
    /// Exit with 1 when they differ.
    #[arg(long)]
    exit_code: bool,
}

/// Compares two themes.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let (_, before) = read::sound(&args.before)?;
    let (_, after) = read::sound(&args.after)?;
    let differences = diff(&before, &after);
    let differs = !differences.is_empty();
    let exit = if differs && args.exit_code { Exit::No } else { Exit::Done };
    Ok(Answer::with(
        exit,
        Report {
            before: (files::name(&args.before), before.digest.to_string()),
            after: (files::name(&args.after), after.digest.to_string()),
            differences,
        },
    ))
}

struct Report {
    before: (String, String),
    after: (String, String),
    differences: Vec<Difference>,
}

impl Report {
    fn wire(it: &Difference) -> Value {
        let value = |token: &Token| css::text(&token.value);
        let (change, before, after, distance) = match &it.change {
            Change::Added(token) => ("added", None, Some(value(token)), None),
            Change::Changed { before, after, distance } => {
                ("changed", Some(value(before)), Some(value(after)), *distance)
            }
            Change::Removed(token) => ("removed", Some(value(token)), None, None),
        };
        json!({
            "mode": it.mode,
            "token": it.path,
            "type": it.change.kind().as_str(),
            "change": change,
            "before": before,
            "after": after,
            "distance": distance.map(rounded),
        })
    }
}

fn rounded(distance: f64) -> f64 {
    (distance * 10.0).round() / 10.0
}

impl Render for Report {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        if self.differences.is_empty() {
            return out.good("the themes look the same");
        }
        let row = |it: &Difference| {
            let (mark, value, distance) = match &it.change {
                Change::Added(token) => ("+", css::text(&token.value), None),
                Change::Changed { before, after, distance } => (
                    "~",
                    format!("{} → {}", css::text(&before.value), css::text(&after.value)),
                    *distance,
                ),
                Change::Removed(token) => ("-", css::text(&token.value), None),
            };
            let distance = distance.map_or_else(String::new, |it| format!("{:.1}", rounded(it)));
            vec![mark.to_owned(), it.mode.clone(), it.path.clone(), value, distance]
        };
        let rows: Vec<_> = self.differences.iter().map(row).collect();
        out.table(&["", "mode", "token", "value", "distance"], &rows, false)?;
        out.line(counted(self.differences.len() as u64, "difference"))
    }

    fn json(&self) -> Value {
        let side = |(path, digest): &(String, String)| json!({ "path": path, "digest": digest });
        json!({
            "schema": "cos.theme-diff/v1",
            "before": side(&self.before),
            "after": side(&self.after),
            "differences": self.differences.iter().map(Self::wire).collect::<Vec<_>>(),
        })
    }

    fn jsonl(&self) -> Vec<Value> {
        self.differences.iter().map(Self::wire).collect()
    }
}
