//! `cos theme list`.

use super::served::TenantArgs;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, harmless};
use cos_api::{Theme, ThemeActivation, Themes};
use serde_json::{Value, json};
use std::io;

const EXAMPLES: &str = "Examples:
  cos theme list --tenant pilot-a
  cos theme list --tenant pilot-a --format json";

/// List a tenant's themes, and which was in force when.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    whose: TenantArgs,
}

/// Lists themes.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let tenant = args.whose.tenant.clone();
    let themes = args.whose.server.client()?.themes(&tenant)?;
    Ok(Answer::done(All { tenant, themes }))
}

struct All {
    tenant: String,
    themes: Themes,
}

impl All {
    /// A theme by its name where it is known.
    fn name(&self, digest: Option<&String>) -> String {
        let Some(digest) = digest else { return "default".to_owned() };
        let theme = self.themes.themes.iter().find(|it| it.digest == *digest);
        theme.map_or_else(|| digest.clone(), |it| format!("{}@{}", it.name, it.version))
    }
}

impl Render for All {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let row = |it: &Theme| {
            let by = harmless(it.imported_by.as_deref().unwrap_or_default());
            let at = it.imported_at.clone().unwrap_or_default();
            let active = if it.active { "active" } else { "" };
            vec![active.to_owned(), it.name.clone(), it.version.clone(), it.digest.clone(), at, by]
        };
        let rows: Vec<_> = self.themes.themes.iter().map(row).collect();
        out.table(&["", "name", "version", "digest", "imported", "by"], &rows, false)?;
        if self.themes.active.is_none() {
            out.line(format!("{} has the default theme", self.tenant))?;
        }
        let row = |it: &ThemeActivation| {
            let (kind, by) = (it.kind.replace('_', " "), harmless(&it.by));
            let reason = harmless(&it.reason);
            vec![it.seq.to_string(), kind, self.name(it.to.as_ref()), it.at.clone(), by, reason]
        };
        let rows: Vec<_> = self.themes.history.iter().map(row).collect();
        if rows.is_empty() {
            return Ok(());
        }
        out.table(&["step", "", "theme", "at", "by", "reason"], &rows, false)
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.theme-list/v1",
            "tenant": self.tenant,
            "active": self.themes.active,
            "themes": self.themes.themes,
            "history": self.themes.history,
        })
    }
}
