//! `cos explain CODE`: the page of an error code.

mod pages;

use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use serde_json::{Value, json};
use std::io;

const EXAMPLES: &str = "Examples:
  cos explain COS-RCP-0011
  cos explain --list";

/// Explain an error code.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The code, such as COS-RCP-0011.
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// List all codes.
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

/// Prints the page of a code, or the list of all.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let Some(wanted) = &args.code else {
        return Ok(Answer::done(List));
    };
    let wanted = wanted.to_ascii_uppercase();
    match pages::PAGES.iter().find(|(code, _)| *code == wanted) {
        Some(&(code, text)) => Ok(Answer::done(Page { code, text })),
        None => Err(CommandError::input(
            Code::new("COS-CLI-0004"),
            format!("there is no code `{}`", wanted.escape_debug()),
        )
        .hint("`cos explain --list` shows all codes")),
    }
}

/// A code that this program has a page for.
#[cfg(feature = "server")]
pub(crate) fn known(code: &str) -> Option<Code> {
    pages::PAGES.iter().find(|(known, _)| *known == code).map(|(known, _)| Code::new(known))
}

struct Page {
    code: &'static str,
    text: &'static str,
}

impl Render for Page {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.line(self.text.trim_end())
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.explain/v1", "code": self.code, "title": title(self.text), "markdown": self.text })
    }
}

struct List;

impl Render for List {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        pages::PAGES
            .iter()
            .try_for_each(|(code, text)| out.line(format!("{code}  {}", title(text))))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.explain-list/v1", "codes": self.jsonl() })
    }

    fn jsonl(&self) -> Vec<Value> {
        pages::PAGES
            .iter()
            .map(|(code, text)| json!({ "code": code, "title": title(text) }))
            .collect()
    }
}

/// The page's first line without the code.
fn title(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.split_once(": ").map_or(line, |(_, title)| title)
}
