//! `cos theme contrast`.

use super::{ratio, read, refused};
use crate::error::{CommandError, Exit};
use crate::files::{self, Output};
use crate::ui::{Answer, Human, Render, counted};
use cos_switchboard::theme::contrast::{self, Contrast};
use cos_switchboard::theme::{self, fix};
use serde_json::{Value, json};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos theme contrast white-label/themes/default.json
  cos theme contrast examples/themes/harbour --format json
  cos theme contrast my-theme --fix

Every pair of colours that pages use, in every mode, by WCAG 2.2 level AA: 4.5 for text, 3.0 for the
parts of controls. With --fix the colour in front takes the nearest lightness in OKLCH that passes;
nothing else in the files changes.

Exit codes: 0 all pass · 1 some do not · 2 nothing there to write to · 3 bad theme.";

/// Show whether colours can be told apart, and what would pass.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The theme: a directory, a zip archive, or a plain theme in one JSON file.
    path: PathBuf,
    /// Write the suggested colours into the theme's files; not into an archive.
    #[arg(long)]
    fix: bool,
}

/// Checks, and corrects where that is asked for.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let fixed = if args.fix { correct(&args.path)? } else { Vec::new() };
    let (_, theme) = read::sound(&args.path)?;
    let contrasts = contrast::check(&theme);
    let exit = if contrasts.iter().all(Contrast::passes) { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Report { path: files::name(&args.path), contrasts, fixed }))
}

/// Writes what passes into the files, and says which tokens changed.
fn correct(path: &Path) -> Result<Vec<fix::Edit>, CommandError> {
    let (pack, theme) = read::sound(path)?;
    if path.is_dir() {
        let (edits, files) = fix::pack(&pack);
        for (name, bytes) in files {
            write(&path.join(name), &bytes)?;
        }
        return Ok(edits);
    }
    let text = read::plain_text(path)?.ok_or_else(|| {
        let message = format!("`{}` cannot be corrected in place", path.display());
        CommandError::new(Exit::Usage, theme::codes::ARCHIVE, message)
            .hint("unpack the archive, and correct the directory")
    })?;
    let name = files::name(path);
    let (edits, bytes) =
        fix::plain(&name, &text, &theme).map_err(|faults| refused(&name, &faults))?;
    if !edits.is_empty() {
        write(path, &bytes)?;
    }
    Ok(edits)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let mut out = Output::create(path, true)?;
    out.write_all(bytes).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}

struct Report {
    path: String,
    contrasts: Vec<Contrast>,
    fixed: Vec<fix::Edit>,
}

impl Render for Report {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for edit in &self.fixed {
            let fix::Edit { mode, path, before, after, file } = edit;
            out.good(&format!("{file}: `{path}` in mode `{mode}`: {before} → {after}"))?;
        }
        let row = |it: &Contrast| {
            let suggestion = it.suggestion.as_ref().map_or_else(String::new, |it| {
                let (lightness, hex) = (it.oklch.lightness, it.color.to_hex());
                format!("L {lightness:.3}, {hex}: {:.2}", ratio(it.ratio))
            });
            vec![
                it.mode.clone(),
                it.pair.foreground.to_owned(),
                it.pair.background.to_owned(),
                format!("{:.2}", ratio(it.ratio)),
                format!("{:.1}", it.pair.need.ratio()),
                if it.passes() { "pass" } else { "FAIL" }.to_owned(),
                suggestion,
            ]
        };
        let rows: Vec<_> = self.contrasts.iter().map(row).collect();
        let header = ["mode", "front", "behind", "ratio", "needed", "", "would pass"];
        out.table(&header, &rows, false)?;
        let failing = self.contrasts.iter().filter(|it| !it.passes()).count() as u64;
        let pairs = counted(self.contrasts.len() as u64, "pair");
        if failing == 0 {
            return out.good(&format!("{}: {pairs}, all pass", self.path));
        }
        let code = theme::codes::CONTRAST;
        out.bad(&format!("{}: {failing} of {pairs} fail [{code}]", self.path))
    }

    fn json(&self) -> Value {
        let pair = |it: &Contrast| {
            let suggestion = it.suggestion.as_ref().map(|it| {
                json!({
                    "lightness": it.oklch.lightness,
                    "chroma": it.oklch.chroma,
                    "hue": it.oklch.hue,
                    "hex": it.color.to_hex(),
                    "ratio": ratio(it.ratio),
                })
            });
            json!({
                "mode": it.mode,
                "foreground": { "token": it.pair.foreground, "hex": it.foreground.to_hex() },
                "background": { "token": it.pair.background, "hex": it.background.to_hex() },
                "kind": it.pair.need.as_str(),
                "ratio": ratio(it.ratio),
                "needed": it.pair.need.ratio(),
                "passes": it.passes(),
                "suggestion": suggestion,
            })
        };
        let edit = |it: &fix::Edit| json!({ "mode": it.mode, "token": it.path, "file": it.file, "before": it.before, "after": it.after });
        json!({
            "schema": "cos.theme-contrast/v1",
            "path": self.path,
            "pairs": self.contrasts.iter().map(pair).collect::<Vec<_>>(),
            "fixed": self.fixed.iter().map(edit).collect::<Vec<_>>(),
        })
    }
}
