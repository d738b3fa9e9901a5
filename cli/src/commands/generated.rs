//! `cos completions`, `cos man` and the Markdown reference: made from the command line's own definition.

use crate::args::Cli;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::PathBuf;

/// Print completions for a shell.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos completions bash > ~/.local/share/bash-completion/completions/cos
  cos completions zsh > ~/.zfunc/_cos")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Write the manual pages into a directory.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cos man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The directory; it must exist.
    dir: PathBuf,
}

/// Prints completions.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Answer, CommandError> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cos", &mut out);
    let text = String::from_utf8(out).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(Answer::done(Text(text)))
}

/// Writes one page for `cos` and each of its commands.
pub(crate) fn man(args: &ManArgs) -> Result<Answer, CommandError> {
    let mut written = Vec::new();
    for (words, command) in pages() {
        let name = words.replace(' ', "-");
        let path = args.dir.join(format!("{name}.1"));
        let mut page = Vec::new();
        clap_mangen::Man::new(command).title(name.to_uppercase()).date("").render(&mut page)?;
        fs::write(&path, page).map_err(|error| CommandError::io("write", &path, &error))?;
        written.push(path.display().to_string());
    }
    Ok(Answer::done(Written(written)))
}

/// Renders every help text into one page.
pub(crate) fn markdown_help() -> Answer {
    let mut page = String::from("# Commands\n\nMade from the help texts by `cargo xtask gen`.\n");
    for (title, mut command) in pages() {
        let help = command.render_long_help().to_string();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim());
    }
    Answer::done(Text(page))
}

/// `cos` and its visible commands, each with its words.
fn pages() -> Vec<(String, Command)> {
    let mut root = Cli::command().term_width(100);
    root.build();
    let mut found = Vec::new();
    collect(&root, "cos".into(), &mut found);
    found
}

fn collect(command: &Command, words: String, found: &mut Vec<(String, Command)>) {
    for sub in
        command.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help")
    {
        collect(sub, format!("{words} {}", sub.get_name()), found);
    }
    let display: &'static str = Box::leak(words.replace(' ', "-").into_boxed_str());
    found.push((words, command.clone().name(display)));
    found.sort_by(|a, b| a.0.cmp(&b.0));
}

struct Text(String);

impl Render for Text {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.line(self.0.trim_end())
    }

    fn json(&self) -> Value {
        json!({ "text": self.0 })
    }
}

struct Written(Vec<String>);

impl Render for Written {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        self.0.iter().try_for_each(|path| out.line(path))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.man/v1", "written": self.0 })
    }
}
