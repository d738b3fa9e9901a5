//! Themes of a tenant: imported, brought into force, taken back, copied; each with its receipt. A page and a route call the same functions.
//!
//! A theme comes in as an archive or as one plain file, is judged here by the same rules as `cos theme validate`, and is kept as the one
//! archive that its content has.

mod report;
mod routes;

pub(crate) use report::report;
pub(crate) use routes::{
    activate as activate_route, active_css as active_css_route, css as css_route,
    export as export_route, import as import_route, list as list_route, rollback as rollback_route,
    show as show_route,
};
pub(crate) use routes::{digest, has};

use crate::app::{App, blocking};
use crate::idempotency::{Done, claim, finish};
use crate::issue::Act;
use crate::problem::Failure;
use axum::http::StatusCode;
use cos_api as api;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_state::{
    Activation, ActivationKind, NewActivation, NewTheme, Record, Request, TenantCtx, TenantTx,
    ThemeInfo,
};
use cos_switchboard::theme::contrast::{self, Contrast};
use cos_switchboard::theme::{self, Fault, Pack, PackLimits, Theme, css};
use serde_json::json;

/// How large a theme may be: what it unpacks to, and how much smaller its archive may be.
const LIMITS: PackLimits = PackLimits { files: 512, bytes: 8 << 20, ratio: 100 };

/// A theme that was read and judged.
pub(crate) struct Candidate {
    pack: Pack,
    theme: Theme,
    /// Errors that refuse it are not among them.
    faults: Vec<Fault>,
    contrasts: Vec<Contrast>,
}

/// A theme that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The one that is compiled in.
    Default,
    /// The one before the present.
    Earlier,
    /// One that was in force.
    Theme(Digest),
}

impl Candidate {
    /// Reads a theme and refuses it with everything that is wrong with it, contrast too. It takes a while: call it where that may be.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let pack = if bytes.starts_with(b"PK") {
            Pack::from_zip(bytes, &LIMITS)
        } else {
            Pack::from_plain("theme.json", bytes, [])
        };
        let pack = pack.map_err(|faults| Failure::faults(&faults))?;
        let checked = theme::load(&pack);
        let Some(theme) = checked.theme else { return Err(Failure::faults(&checked.faults)) };
        let contrasts = contrast::check(&theme);
        let mut faults = checked.faults;
        faults.extend(contrast::faults(&contrasts));
        if faults.iter().any(|fault| fault.severity == theme::Severity::Error) {
            return Err(Failure::faults(&faults));
        }
        Ok(Self { pack, theme, faults, contrasts })
    }

    /// The identity of what is in it.
    pub(crate) fn digest(&self) -> Digest {
        self.theme.digest
    }
}

/// Keeps a theme for a tenant. The same one again is answered the same, and changes nothing.
pub(crate) async fn import(
    app: &App,
    ctx: &TenantCtx,
    candidate: Candidate,
    request: Option<&Request>,
) -> Result<Done<api::Theme>, Failure> {
    let now = app.now();
    let mut tx = app.state.tenant(ctx).await?;
    if let Some(before) = claim(&mut tx, request, now).await? {
        return Ok(Done::Before(before));
    }
    let (digest, manifest) = (candidate.digest(), &candidate.theme.manifest);
    let (name, version) = (manifest.name.as_str(), manifest.version.as_str());
    let pack = candidate.pack.to_zip();
    let new = NewTheme { digest, name, version, pack: &pack };
    let (info, is_new) = tx.put_theme(&new, now).await?;
    if is_new {
        let record = record(app, ctx, "theme.imported", &resource(Some(digest)), |act| {
            act.fields = json!({ "input_digest": format!("sha256:{digest}") });
            act.notice = json!({ "digest": digest.to_string(), "name": name, "version": version });
        })?;
        tx.record(&record, now).await?;
    }
    let active = tx.active_theme().await?;
    let status = if is_new { 201 } else { 200 };
    finish(app, tx, request, (status, to_theme(&info, active))).await
}

/// The themes of a tenant, and what was in force.
pub(crate) async fn list(app: &App, ctx: &TenantCtx) -> Result<api::Themes, Failure> {
    const STEPS: usize = 100;
    let mut tx = app.state.read_tenant(ctx).await?;
    let (active, themes) = (tx.active_theme().await?, tx.themes().await?);
    let history = tx.theme_history().await?;
    Ok(api::Themes {
        active: active.map(|it| it.to_string()),
        themes: themes.iter().map(|it| to_theme(it, active)).collect(),
        history: history.iter().rev().take(STEPS).map(to_activation).collect(),
    })
}

/// The archive of a theme, with the receipt that it was copied.
pub(crate) async fn export(app: &App, ctx: &TenantCtx, digest: Digest) -> Result<Vec<u8>, Failure> {
    let mut tx = app.state.tenant(ctx).await?;
    let pack = tx.theme_pack(digest).await?;
    let resource = resource(Some(digest));
    let record = record(app, ctx, "theme.exported", &resource, |act| {
        act.notice = json!({ "digest": digest.to_string() });
    })?;
    tx.record(&record, app.now()).await?;
    tx.commit().await?;
    app.changed(ctx.tenant());
    Ok(pack)
}

/// The style sheet of a theme; of the one in force where none is named.
pub(crate) async fn stylesheet(
    app: &App,
    ctx: &TenantCtx,
    digest: Option<Digest>,
) -> Result<String, Failure> {
    let pack = match digest {
        Some(digest) => Some(app.state.read_tenant(ctx).await?.theme_pack(digest).await?),
        None => None,
    };
    blocking(move || Ok(css::stylesheet(&usable(pack.as_deref())?.modes))).await
}

/// A theme of a tenant and its files; the default one, which has none, where none is named.
pub(crate) async fn worn(
    app: &App,
    ctx: &TenantCtx,
    digest: Option<Digest>,
) -> Result<(Theme, Option<Pack>), Failure> {
    let Some(digest) = digest else { return Ok((theme::default_theme(), None)) };
    let bytes = app.state.read_tenant(ctx).await?.theme_pack(digest).await?;
    blocking(move || {
        let pack = Pack::from_zip(&bytes, &LIMITS).map_err(|faults| Failure::faults(&faults))?;
        Ok((usable(Some(&bytes))?, Some(pack)))
    })
    .await
}

/// What is in force.
pub(crate) async fn active(app: &App, ctx: &TenantCtx) -> Result<Option<Digest>, Failure> {
    Ok(app.state.read_tenant(ctx).await?.active_theme().await?)
}

/// Brings a theme into force, unless its colours cannot be told apart by the rules of today.
pub(crate) async fn activate(
    app: &App,
    ctx: &TenantCtx,
    (digest, reason): (Digest, &str),
    request: Option<&Request>,
) -> Result<Done<api::ThemeActivation>, Failure> {
    let mut tx = app.state.tenant(ctx).await?;
    if let Some(before) = claim(&mut tx, request, app.now()).await? {
        return Ok(Done::Before(before));
    }
    let pack = tx.theme_pack(digest).await?;
    let turn = tx.turn().await?;
    if turn.active == Some(digest) {
        let history = tx.theme_history().await?;
        let last = history.last().expect("it was brought into force");
        return finish(app, tx, request, (200, to_activation(last))).await;
    }
    let contrasts = blocking(move || Candidate::read(&pack).map(|it| it.contrasts)).await?;
    let step = Step { kind: ActivationKind::Activated, to: Some(digest), reason };
    let done = bring(app, &mut tx, turn, (&step, &contrasts)).await?;
    finish(app, tx, request, (200, to_activation(&done))).await
}

/// Brings back what was in force before. It is not judged again: whoever rolls back has trouble enough.
pub(crate) async fn rollback(
    app: &App,
    ctx: &TenantCtx,
    (target, reason): (Target, &str),
    request: Option<&Request>,
) -> Result<Done<api::ThemeActivation>, Failure> {
    let mut tx = app.state.tenant(ctx).await?;
    if let Some(before) = claim(&mut tx, request, app.now()).await? {
        return Ok(Done::Before(before));
    }
    let turn = tx.turn().await?;
    let to = earlier(&tx.theme_history().await?, target)?;
    let pack = match to {
        Some(digest) => Some(tx.theme_pack(digest).await?),
        None => None,
    };
    let contrasts = blocking(move || usable(pack.as_deref()).map(|theme| contrast::check(&theme)));
    let contrasts = contrasts.await?;
    let step = Step { kind: ActivationKind::RolledBack, to, reason };
    let done = bring(app, &mut tx, turn, (&step, &contrasts)).await?;
    finish(app, tx, request, (200, to_activation(&done))).await
}

/// A step of the history to take.
struct Step<'a> {
    kind: ActivationKind,
    to: Option<Digest>,
    reason: &'a str,
}

async fn bring(
    app: &App,
    tx: &mut TenantTx,
    turn: cos_state::Turn,
    (step, contrasts): (&Step<'_>, &[Contrast]),
) -> Result<Activation, Failure> {
    let &Step { kind, to, reason } = step;
    let action = match kind {
        ActivationKind::Activated => "theme.activated",
        ActivationKind::RolledBack => "theme.rolled_back",
    };
    let (ctx, from) = (tx.ctx().clone(), turn.active);
    let resource = format!("{} after {}", resource(to), resource(from));
    let record = record(app, &ctx, action, &resource, |act| {
        let contrast = contrast::digest(contrasts).to_string();
        act.fields = json!({ "rationale": reason, "input_digest": format!("sha256:{contrast}") });
        act.notice = json!({
            "from": from.map(|it| it.to_string()), "to": to.map(|it| it.to_string()),
            "contrast": contrast,
        });
    })?;
    let new = NewActivation { kind, to, reason, jti: record.jti };
    let done = tx.activate(turn, &new, app.now()).await?;
    tx.record(&record, app.now()).await?;
    Ok(done)
}

/// Which theme a rollback leads to: one that was in force, and without a name the one below the present on the pile of those that were
/// activated and not taken back.
fn earlier(history: &[Activation], target: Target) -> Result<Option<Digest>, Failure> {
    let none = |detail: &str| {
        let code = const { Code::new("COS-THM-0017") };
        Failure::new(StatusCode::CONFLICT, code, detail)
    };
    // Before anything else the default theme was in force.
    let mut pile: Vec<Option<Digest>> = vec![None];
    for step in history {
        if step.kind == ActivationKind::RolledBack
            && let Some(at) = pile.iter().rposition(|it| *it == step.to)
        {
            pile.truncate(at + 1);
        } else {
            pile.push(step.to);
        }
    }
    let present = pile.pop().flatten();
    let was = |to: Option<Digest>| {
        to.is_none() || history.iter().any(|step| step.from == to || step.to == to)
    };
    let to = match target {
        Target::Earlier => {
            let text = "nothing was activated that could be taken back";
            return pile.pop().ok_or_else(|| none(text));
        }
        Target::Default => None,
        Target::Theme(digest) => Some(digest),
    };
    if to == present {
        return Err(none("that theme is in force already"));
    }
    if was(to) { Ok(to) } else { Err(none("that theme was never in force; activate it instead")) }
}

/// A stored theme as it looks today; the default one for none. It was judged when it came.
fn usable(pack: Option<&[u8]>) -> Result<Theme, Failure> {
    let Some(pack) = pack else { return Ok(theme::default_theme()) };
    let pack = Pack::from_zip(pack, &LIMITS).map_err(|faults| Failure::faults(&faults))?;
    let checked = theme::load(&pack);
    checked.theme.ok_or_else(|| Failure::faults(&checked.faults))
}

fn resource(digest: Option<Digest>) -> String {
    digest.map_or_else(|| "themes/default".to_owned(), |digest| format!("themes/{digest}"))
}

fn record(
    app: &App,
    ctx: &TenantCtx,
    action: &str,
    resource: &str,
    more: impl FnOnce(&mut Act<'_>),
) -> Result<Record, Failure> {
    let mut act = Act::new("theme", action, ctx.identity(), resource);
    more(&mut act);
    app.notary.record(&app.origin(ctx.region(), ctx.tenant()), &act, app.now())
}

fn to_theme(info: &ThemeInfo, active: Option<Digest>) -> api::Theme {
    api::Theme {
        digest: info.digest.to_string(),
        name: info.name.clone(),
        version: info.version.clone(),
        imported_at: Some(info.imported_at.to_string()),
        imported_by: Some(info.imported_by.clone()),
        active: active == Some(info.digest),
    }
}

fn to_activation(step: &Activation) -> api::ThemeActivation {
    api::ThemeActivation {
        seq: step.seq,
        kind: step.kind.as_str().to_owned(),
        from: step.from.map(|it| it.to_string()),
        to: step.to.map(|it| it.to_string()),
        reason: step.reason.clone(),
        at: step.at.to_string(),
        by: step.by.clone(),
        receipt: step.jti.to_string(),
    }
}

#[cfg(test)]
mod tests;
