//! What the commands share that speak of a tenant's themes on the server: whose, which one, and how it is shown.

use crate::commands::server::ServerArgs;
use crate::error::{CommandError, Exit};
use crate::ui::{Human, counted, harmless};
use cos_api::{Client, Theme, ThemeActivation, ThemeContrast, ThemeDifference, ThemeReport};
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_switchboard::theme::codes::CONTRACT_MISSING;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;

/// Whose themes.
#[derive(clap::Args, Debug)]
pub(super) struct TenantArgs {
    /// The tenant.
    #[arg(long, value_name = "TENANT")]
    pub(super) tenant: String,
    #[command(flatten)]
    pub(super) server: ServerArgs,
}

/// A change that can be asked for again.
#[derive(clap::Args, Debug)]
pub(super) struct KeyArgs {
    /// Names this change: asked for again under the same key, also after a crash, it is done once.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
}

impl KeyArgs {
    pub(super) fn client(&self, server: &ServerArgs) -> Result<Client, CommandError> {
        let client = server.client()?;
        Ok(match &self.idempotency_key {
            Some(key) => client.with_key(key),
            None => client,
        })
    }
}

/// Finds the one theme that is meant: by its digest, its name, or name and version.
pub(super) fn find(client: &Client, tenant: &str, meant: &str) -> Result<Theme, CommandError> {
    let themes = client.themes(tenant)?.themes;
    let (name, version) = match meant.split_once('@') {
        Some((name, version)) => (name, Some(version)),
        None => (meant, None),
    };
    let is_it = |it: &&Theme| {
        it.digest == meant
            || (it.name == name && version.is_none_or(|version| it.version == version))
    };
    let mut found = themes.iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(theme), None) => Ok(theme.clone()),
        (None, _) => {
            let message = format!("`{tenant}` has no theme `{}`", meant.escape_debug());
            Err(which(message, &themes))
        }
        _ => {
            let message =
                format!("`{}` is more than one theme of `{tenant}`", meant.escape_debug());
            let found: Vec<Theme> = themes.iter().filter(is_it).cloned().collect();
            Err(which(message, &found))
        }
    }
}

fn which(message: String, themes: &[Theme]) -> CommandError {
    const SHOWN: usize = 10;
    let error = CommandError::new(Exit::Input, const { Code::new("COS-THM-0018") }, message);
    let error =
        themes.iter().rev().take(SHOWN).fold(error, |error, it| {
            error.hint(format!("{}@{}: {}", it.name, it.version, it.digest))
        });
    error.hint("`cos theme list` shows all")
}

/// The digest of a theme that was in force, or `default`, as a rollback names it.
pub(super) fn target(client: &Client, tenant: &str, meant: &str) -> Result<String, CommandError> {
    if meant == "default" || Digest::from_hex(meant).is_some() {
        return Ok(meant.to_owned());
    }
    Ok(find(client, tenant, meant)?.digest)
}

/// Says what came into force.
pub(super) fn show_step(
    out: &mut Human<'_>,
    tenant: &str,
    step: &ThemeActivation,
) -> io::Result<()> {
    let name = |digest: &Option<String>| digest.clone().unwrap_or_else(|| "the default".to_owned());
    let verb = if step.kind == "rolled_back" { "rolled back" } else { "activated" };
    out.good(&format!("{verb} for {tenant}: {}", name(&step.to)))?;
    out.line(format!("  before   {}", name(&step.from)))?;
    out.line(format!("  step     {}, {}, by {}", step.seq, step.at, harmless(&step.by)))?;
    out.line(format!("  receipt  {}", step.receipt))
}

/// Shows what would change.
pub(super) fn show_plan(out: &mut Human<'_>, tenant: &str, report: &ThemeReport) -> io::Result<()> {
    let Theme { name, version, digest, .. } = &report.theme;
    if report.differences.is_empty() {
        out.good(&format!("{name} {version} looks like what {tenant} has"))?;
    } else {
        let row = |it: &ThemeDifference| {
            let (mark, value) = match (&it.before, &it.after) {
                (Some(before), Some(after)) => ("~", format!("{before} → {after}")),
                (None, after) => ("+", after.clone().unwrap_or_default()),
                (before, None) => ("-", before.clone().unwrap_or_default()),
            };
            let distance = it.distance.map_or_else(String::new, |it| format!("{it:.1}"));
            vec![mark.to_owned(), it.mode.clone(), it.token.clone(), value, distance]
        };
        let rows: Vec<_> = report.differences.iter().map(row).collect();
        out.table(&["", "mode", "token", "value", "distance"], &rows, false)?;
        let count = counted(report.differences.len() as u64, "difference");
        let against = report.against.clone().unwrap_or_else(|| "the default".to_owned());
        out.line(format!("{count} from {against}"))?;
    }
    show_contrast(out, &report.contrast)?;
    // All that the default theme lends on one line.
    let code = CONTRACT_MISSING.as_str();
    for fault in report.faults.iter().filter(|it| it.code != code) {
        let text =
            format!("{}: {}; {} [{}]", fault.pointer, fault.message, fault.remedy, fault.code);
        if fault.severity == "error" { out.bad(&text)? } else { out.warning(&text)? }
    }
    let lent: BTreeSet<&str> =
        report.modes.iter().flat_map(|mode| &mode.borrowed).map(String::as_str).collect();
    if !lent.is_empty() {
        let lent = lent.into_iter().collect::<Vec<_>>().join(", ");
        out.warning(&format!("the default theme's are used for {lent} [{code}]"))?;
    }
    out.line(format!("{name} {version} {digest}: nothing was changed"))
}

fn show_contrast(out: &mut Human<'_>, pairs: &[ThemeContrast]) -> io::Result<()> {
    let spare = |it: &&ThemeContrast| it.ratio / it.needed;
    let Some(least) = pairs.iter().min_by(|a, b| spare(a).total_cmp(&spare(b))) else {
        return Ok(());
    };
    let ThemeContrast { mode, foreground, background, ratio, needed, .. } = least;
    let count = counted(pairs.len() as u64, "pair");
    out.line(format!(
        "contrast of {count}; the least: `{foreground}` on `{background}` in {mode}, {ratio:.2} of {needed:.1}"
    ))
}

/// The plan for programs.
pub(super) fn plan_json(tenant: &str, report: &ThemeReport) -> Value {
    json!({ "schema": "cos.theme-plan/v1", "tenant": tenant, "plan": report })
}
