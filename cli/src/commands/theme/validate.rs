//! `cos theme validate`.

use super::fault_json;
use super::read::{self, Found};
use crate::error::{CommandError, Exit};
use crate::files;
use crate::ui::{Answer, Human, Render, counted};
use cos_switchboard::theme::{self, Fault, Manifest, Severity, Theme, contrast};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos theme validate white-label/themes/default.json
  cos theme validate examples/themes/harbour partner.zip --format json

Exit codes: 0 all can be used · 1 one of them cannot · 3 nothing to read there.";

/// Find everything that is wrong with themes, at once.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Themes: directories, zip archives, or plain themes in one JSON file.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Validates each theme.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let verdicts = args.paths.iter().map(|path| validate(path)).collect::<Result<Vec<_>, _>>()?;
    let exit = if verdicts.iter().all(Verdict::is_usable) { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Verdicts(verdicts)))
}

fn validate(path: &Path) -> Result<Verdict, CommandError> {
    let name = files::name(path);
    let pack = match read::find(path)? {
        Found::Pack(pack) => pack,
        Found::Faulty(faults) => return Ok(Verdict { path: name, theme: None, faults }),
    };
    let mut checked = theme::load(&pack);
    if let Some(theme) = &checked.theme {
        checked.faults.extend(contrast::faults(&contrast::check(theme)));
        checked.faults.sort_by_key(|fault| fault.severity);
    }
    Ok(Verdict { path: name, theme: checked.theme, faults: checked.faults })
}

struct Verdict {
    path: String,
    theme: Option<Theme>,
    faults: Vec<Fault>,
}

impl Verdict {
    fn is_usable(&self) -> bool {
        self.theme.is_some() && self.count(Severity::Error) == 0
    }

    fn count(&self, severity: Severity) -> u64 {
        self.faults.iter().filter(|fault| fault.severity == severity).count() as u64
    }

    /// Each fault on a line; but all that the default theme lends on one.
    fn faults(&self, out: &mut Human<'_>) -> io::Result<()> {
        for fault in self.faults.iter().filter(|it| it.code != theme::codes::CONTRACT_MISSING) {
            let text = format!("{fault} [{}]", fault.code);
            match fault.severity {
                Severity::Error => out.bad(&text)?,
                Severity::Warning => out.warning(&text)?,
            }
        }
        let modes = self.theme.iter().flat_map(|theme| &theme.modes);
        let lent: BTreeSet<&str> =
            modes.flat_map(|mode| &mode.borrowed).map(String::as_str).collect();
        if lent.is_empty() {
            return Ok(());
        }
        let code = theme::codes::CONTRACT_MISSING;
        let lent = lent.into_iter().collect::<Vec<_>>().join(", ");
        out.warning(&format!("the default theme's are used for {lent} [{code}]"))
    }

    fn summary(&self, out: &mut Human<'_>) -> io::Result<()> {
        let path = &self.path;
        let warnings = counted(self.count(Severity::Warning), "warning");
        let Some(theme) = self.theme.as_ref().filter(|_| self.is_usable()) else {
            let errors = counted(self.count(Severity::Error), "error");
            return out.bad(&format!("{path}: {errors}, {warnings}"));
        };
        let Manifest { name, version, .. } = &theme.manifest;
        let modes: Vec<&str> = theme.modes.iter().map(|it| it.name.as_str()).collect();
        let modes = modes.join(", ");
        let tokens = theme.modes.first().map_or(0, |mode| mode.tokens.len());
        let tokens = counted(tokens as u64, "token");
        out.good(&format!("{path}: {name} {version}, {modes}, {tokens}, {warnings}"))
    }

    fn json(&self) -> Value {
        let modes = |theme: &Theme| {
            let mode = |it: &theme::Mode| json!({ "name": it.name, "default": it.is_default, "tokens": it.tokens.len(), "borrowed": it.borrowed });
            theme.modes.iter().map(mode).collect::<Vec<_>>()
        };
        let theme = self.theme.as_ref().map(|it| {
            json!({
                "name": it.manifest.name,
                "version": it.manifest.version,
                "product_name": it.manifest.product_name,
                "digest": it.digest.to_string(),
                "modes": modes(it),
            })
        });
        json!({
            "path": self.path,
            "usable": self.is_usable(),
            "theme": theme,
            "faults": self.faults.iter().map(fault_json).collect::<Vec<_>>(),
        })
    }
}

struct Verdicts(Vec<Verdict>);

impl Render for Verdicts {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for verdict in &self.0 {
            verdict.faults(out)?;
            verdict.summary(out)?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let themes: Vec<Value> = self.0.iter().map(Verdict::json).collect();
        json!({ "schema": "cos.theme-validate/v1", "themes": themes })
    }

    fn jsonl(&self) -> Vec<Value> {
        self.0.iter().map(Verdict::json).collect()
    }
}
