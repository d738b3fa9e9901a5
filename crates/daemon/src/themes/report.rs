//! What is known of a theme, and what activating it would change, before anything is changed.

use super::{Candidate, LIMITS, to_theme, usable};
use crate::app::{App, blocking};
use crate::problem::Failure;
use cos_api as api;
use cos_core::digest::Digest;
use cos_state::{TenantCtx, ThemeInfo};
use cos_switchboard::theme::contrast::{self, Contrast};
use cos_switchboard::theme::diff::{Change, Difference, diff};
use cos_switchboard::theme::{self, Fault, Pack, Severity, Theme, Token, css};

/// Tells of a theme that the tenant has.
pub(crate) async fn report(
    app: &App,
    ctx: &TenantCtx,
    digest: Digest,
) -> Result<api::ThemeReport, Failure> {
    let mut tx = app.state.read_tenant(ctx).await?;
    let (info, pack) = (tx.theme(digest).await?, tx.theme_pack(digest).await?);
    let (active, against) = in_force(&mut tx).await?;
    drop(tx);
    blocking(move || {
        let pack = Pack::from_zip(&pack, &LIMITS).map_err(|faults| Failure::faults(&faults))?;
        let checked = theme::load(&pack);
        let Some(theme) = checked.theme else { return Err(Failure::faults(&checked.faults)) };
        let contrasts = contrast::check(&theme);
        let mut faults = checked.faults;
        faults.extend(contrast::faults(&contrasts));
        faults.sort_by_key(|fault| fault.severity);
        let judged = Candidate { pack, theme, faults, contrasts };
        Ok(told(&judged, to_theme(&info, active), (active, &usable(against.as_deref())?)))
    })
    .await
}

/// Tells of a theme that would be imported; nothing is.
pub(crate) async fn dry_run(
    app: &App,
    ctx: &TenantCtx,
    candidate: Candidate,
) -> Result<api::ThemeReport, Failure> {
    let mut tx = app.state.read_tenant(ctx).await?;
    let known = tx.themes().await?.into_iter().find(|it| it.digest == candidate.digest());
    let (active, against) = in_force(&mut tx).await?;
    drop(tx);
    blocking(move || {
        let theme = known
            .as_ref()
            .map_or_else(|| tried(&candidate), |info: &ThemeInfo| to_theme(info, active));
        Ok(told(&candidate, theme, (active, &usable(against.as_deref())?)))
    })
    .await
}

/// What is in force, and its bytes.
async fn in_force(
    tx: &mut cos_state::TenantTx,
) -> Result<(Option<Digest>, Option<Vec<u8>>), Failure> {
    let active = tx.active_theme().await?;
    let pack = match active {
        Some(digest) => Some(tx.theme_pack(digest).await?),
        None => None,
    };
    Ok((active, pack))
}

fn tried(candidate: &Candidate) -> api::Theme {
    let manifest = &candidate.theme.manifest;
    api::Theme {
        digest: candidate.digest().to_string(),
        name: manifest.name.clone(),
        version: manifest.version.clone(),
        imported_at: None,
        imported_by: None,
        active: false,
    }
}

fn told(
    judged: &Candidate,
    theme: api::Theme,
    (active, against): (Option<Digest>, &Theme),
) -> api::ThemeReport {
    let Candidate { theme: it, faults, contrasts, .. } = judged;
    let mode = |mode: &theme::Mode| api::ThemeMode {
        name: mode.name.clone(),
        tokens: mode.tokens.len() as u64,
        borrowed: mode.borrowed.iter().cloned().collect(),
    };
    api::ThemeReport {
        theme,
        product_name: it.manifest.product_name.clone(),
        support_url: it.manifest.support_url.clone(),
        modes: it.modes.iter().map(mode).collect(),
        faults: faults.iter().map(to_fault).collect(),
        contrast: contrasts.iter().map(to_contrast).collect(),
        contrast_digest: contrast::digest(contrasts).to_string(),
        against: active.map(|it| it.to_string()),
        differences: diff(against, it).iter().map(to_difference).collect(),
    }
}

fn to_fault(fault: &Fault) -> api::ThemeFault {
    let severity = match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    api::ThemeFault {
        code: fault.code.to_string(),
        severity: severity.to_owned(),
        pointer: format!("{}#{}", fault.file, fault.pointer),
        message: fault.message.clone(),
        remedy: fault.remedy.clone(),
    }
}

fn to_contrast(it: &Contrast) -> api::ThemeContrast {
    api::ThemeContrast {
        mode: it.mode.clone(),
        foreground: it.pair.foreground.to_owned(),
        foreground_hex: it.foreground.to_hex(),
        background: it.pair.background.to_owned(),
        background_hex: it.background.to_hex(),
        // Rounded down: what is shown as enough is enough.
        ratio: (it.ratio * 100.0).floor() / 100.0,
        needed: it.pair.need.ratio(),
        passes: it.passes(),
    }
}

fn to_difference(it: &Difference) -> api::ThemeDifference {
    let value = |token: &Token| css::text(&token.value);
    let (change, before, after, distance) = match &it.change {
        Change::Added(token) => ("added", None, Some(value(token)), None),
        Change::Changed { before, after, distance } => {
            ("changed", Some(value(before)), Some(value(after)), *distance)
        }
        Change::Removed(token) => ("removed", Some(value(token)), None, None),
    };
    api::ThemeDifference {
        mode: it.mode.clone(),
        token: it.path.clone(),
        kind: it.change.kind().as_str().to_owned(),
        change: change.to_owned(),
        before,
        after,
        distance: distance.map(|distance| (distance * 10.0).round() / 10.0),
    }
}
