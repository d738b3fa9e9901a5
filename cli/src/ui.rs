//! Everything that is printed: data to stdout, the rest to stderr.
//!
//! Commands return a value that can [`Render`] itself; only this module knows about formats, colours and terminals. Colour never carries
//! meaning alone.

use crate::args::{ColorChoice, Format, Global};
use crate::error::{CommandError, Exit, Fault};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Value, json};
use std::io::{self, IsTerminal as _, Write};

/// A value that can be shown to a person or a program.
pub(crate) trait Render {
    /// Writes it for people.
    fn human(&self, out: &mut Human<'_>) -> io::Result<()>;

    /// The same for programs.
    fn json(&self) -> Value;

    /// The same as Markdown, where a command of [`Command::has_markdown`](crate::args::Command::has_markdown) answers.
    fn markdown(&self) -> io::Result<String> {
        Err(io::Error::other("this answer has no Markdown form"))
    }

    /// The same as a stream of values; by default a single one.
    fn jsonl(&self) -> Vec<Value> {
        vec![self.json()]
    }
}

/// What a command has to say, and how it ends.
pub(crate) struct Answer {
    pub(crate) exit: Exit,
    /// `None` when the data went to stdout already.
    body: Option<Box<dyn Render>>,
}

impl Answer {
    pub(crate) fn done(body: impl Render + 'static) -> Self {
        Self::with(Exit::Done, body)
    }

    pub(crate) fn with(exit: Exit, body: impl Render + 'static) -> Self {
        Self { exit, body: Some(Box::new(body)) }
    }

    pub(crate) fn silent() -> Self {
        Self { exit: Exit::Done, body: None }
    }
}

/// The terminal, or whatever stands in its place.
pub(crate) struct Ui {
    format: Format,
    color_out: bool,
    color_err: bool,
    quiet: bool,
}

impl Ui {
    pub(crate) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colored = |is_terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Auto => is_terminal && !plain,
            ColorChoice::Never => false,
        };
        Self {
            format: global.format,
            color_out: colored(io::stdout().is_terminal()),
            color_err: colored(io::stderr().is_terminal()),
            quiet: global.quiet,
        }
    }

    /// Whether progress may be drawn.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Writes an answer to stdout.
    pub(crate) fn emit(&self, answer: &Answer) -> Result<Exit, CommandError> {
        let Some(body) = &answer.body else { return Ok(answer.exit) };
        let mut out = io::BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Human => body.human(&mut Human { out: &mut out, color: self.color_out })?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &sorted(body.json()))
                    .map_err(io::Error::from)?;
                writeln!(out)?;
            }
            Format::Jsonl => {
                for value in body.jsonl() {
                    serde_json::to_writer(&mut out, &sorted(value)).map_err(io::Error::from)?;
                    writeln!(out)?;
                }
            }
            Format::Markdown => out.write_all(body.markdown()?.as_bytes())?,
        }
        out.flush()?;
        Ok(answer.exit)
    }

    /// Tells what is going on, on stderr, unless quiet.
    pub(crate) fn status(&self, text: &str) {
        if !self.quiet {
            to_stderr(text);
        }
    }

    /// Suggests what to do next, on stderr, unless quiet.
    pub(crate) fn hint(&self, text: &str) {
        if !self.quiet {
            to_stderr(&format!("{} {text}", self.label("hint:", "36")));
        }
    }

    /// Says something about the answer that its reader has to know, quiet or not; in other formats it is part of the answer.
    pub(crate) fn note(&self, kind: &str, text: &str) {
        if self.format == Format::Human {
            to_stderr(&format!("{} {text}", self.label(&format!("{kind}:"), "33")));
        }
    }

    /// Shows a failure and returns how to end.
    pub(crate) fn fail(&self, error: &CommandError) -> Exit {
        if error.is_closed_pipe() {
            return Exit::Done;
        }
        match self.format {
            Format::Human | Format::Markdown => {
                let code = error.code;
                let label = self.label("error:", "1;31");
                match error.faults.as_slice() {
                    [] => to_stderr(&format!("{label} {} [{code}]", error.message)),
                    faults => {
                        to_stderr(&format!("{label} {}", error.message));
                        for fault in faults {
                            to_stderr(&format!("  {} [{}]", fault.message, fault.code));
                        }
                    }
                }
                for hint in &error.hints {
                    to_stderr(&format!("{} {hint}", self.label("hint:", "36")));
                }
                to_stderr(&format!("{} `cos explain {code}` says more", self.label("hint:", "36")));
            }
            Format::Json | Format::Jsonl => {
                let mut value = json!({
                    "schema": "cos.error/v1",
                    "code": error.code.as_str(),
                    "message": error.message,
                    "hints": error.hints,
                });
                if !error.faults.is_empty() {
                    let fault = |fault: &Fault| json!({ "code": fault.code.as_str(), "message": fault.message });
                    value["faults"] = error.faults.iter().map(fault).collect();
                }
                to_stderr(&value.to_string());
            }
        }
        error.exit
    }

    /// A panic was caught; its message stands on stderr already.
    pub(crate) fn bug() -> Exit {
        to_stderr("this is a bug in cos; please report it with the lines above");
        Exit::Bug
    }

    fn label(&self, text: &str, ansi: &str) -> String {
        if self.color_err { format!("\u{1b}[{ansi}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Fields in one order, whatever features the build gave serde_json.
fn sorted(mut value: Value) -> Value {
    value.sort_all_objects();
    value
}

fn to_stderr(text: &str) {
    // Where stderr is closed there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The mark before a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No.
    Bad,
    /// Yes.
    Good,
    /// Neither.
    None,
    /// Yes, but.
    Warning,
}

/// Where a person reads; knows whether to colour.
pub(crate) struct Human<'a> {
    out: &'a mut dyn Write,
    color: bool,
}

impl Human<'_> {
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.out, "{}", text.as_ref())
    }

    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        let text = self.paint(text, "1");
        writeln!(self.out, "{text}")
    }

    /// Says yes, with a mark that also reads without colour.
    pub(crate) fn good(&mut self, text: &str) -> io::Result<()> {
        let mark = self.paint("✔", "32");
        writeln!(self.out, "{mark} {text}")
    }

    /// Says a line with a mark.
    pub(crate) fn marked(&mut self, mark: Mark, text: &str) -> io::Result<()> {
        match mark {
            Mark::Bad => self.bad(text),
            Mark::Good => self.good(text),
            Mark::None => writeln!(self.out, "- {text}"),
            Mark::Warning => self.warning(text),
        }
    }

    /// Says a line with a mark, below others.
    pub(crate) fn indented(&mut self, depth: usize, mark: Mark, text: &str) -> io::Result<()> {
        write!(self.out, "{}", "  ".repeat(depth))?;
        self.marked(mark, text)
    }

    /// Says no.
    pub(crate) fn bad(&mut self, text: &str) -> io::Result<()> {
        let mark = self.paint("✘", "1;31");
        writeln!(self.out, "{mark} {text}")
    }

    pub(crate) fn warning(&mut self, text: &str) -> io::Result<()> {
        let mark = self.paint("!", "33");
        writeln!(self.out, "{mark} {text}")
    }

    /// Writes a table; columns from the second on hold numbers where `numeric`.
    pub(crate) fn table(
        &mut self,
        header: &[&str],
        rows: &[Vec<String>],
        numeric: bool,
    ) -> io::Result<()> {
        let mut table = Table::new();
        table
            .load_style(presets::UTF8_FULL_CONDENSED)
            .set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(header);
        for row in rows {
            table.add_row(row);
        }
        if numeric {
            for column in table.column_iter_mut().skip(1) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        writeln!(self.out, "{table}")
    }

    fn paint(&self, text: &str, ansi: &str) -> String {
        if self.color { format!("\u{1b}[{ansi}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Text of somebody else for a terminal: what is not printed is spelt out, quotes stay as they are.
#[cfg(feature = "server")]
pub(crate) fn harmless(text: &str) -> String {
    let spelt = |c: char| match c {
        '\'' | '"' => c.to_string(),
        _ => c.escape_debug().to_string(),
    };
    text.chars().map(spelt).collect()
}

/// A number with thin groups of three, as people read it: `50,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 receipt`, `50,000 receipts`; what follows the first word of `noun` stays as it is.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let (word, rest) = noun.split_at(noun.find(' ').unwrap_or(noun.len()));
    format!("{} {word}{}{rest}", grouped(number), if number == 1 { "" } else { "s" })
}

/// Bytes as people read them.
pub(crate) fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{:.1} kB", number as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number as f64 / 1e6),
        _ => format!("{:.2} GB", number as f64 / 1e9),
    }
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::harmless;

    #[test]
    fn text_of_others_stays_readable_and_does_nothing() {
        assert_eq!(harmless("the partner's \"brand\", été"), "the partner's \"brand\", été");
        assert_eq!(harmless("\u{1b}[2J\n\u{202e}x\\"), "\\u{1b}[2J\\n\\u{202e}x\\\\");
    }
}
