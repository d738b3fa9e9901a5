//! Themes as pages: which is in force, what another would change before it does, and the forms that bring one into force or back.

use super::pages::{self, Chrome};
use super::visit::Visit;
use crate::app::blocking;
use crate::control::limited;
use crate::idempotency::Done;
use crate::problem::Failure;
use crate::routes::{Answer, Call};
use crate::themes::{self, Target, digest, has};
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cos_api as api;
use cos_core::base64url;
use cos_core::code::Code;
use cos_core::digest::Digest;
use cos_core::ids::Jti;
use cos_state::{Request, Scope, TenantCtx};
use cos_switchboard::theme::contract::TOKENS;
use cos_switchboard::theme::{Kind, Mode, css, default_theme, preview as renderer};
use minijinja::context;
use serde::Serialize;

pub(crate) fn list(call: Call, visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        // A step that was just taken, and its receipt.
        let query = call.request.uri().query().and_then(|query| query.strip_prefix("done="));
        let done = query.and_then(|jti| jti.parse::<Jti>().ok()).map(|jti| jti.to_string());
        let themes = themes::list(&call.app, &ctx).await?;
        let chrome = Chrome::of(&visit, ("Themes", "/themes")).await?;
        let earlier = earlier(&themes);
        let view = context! {
            themes => pages::value(themes),
            earlier => pages::value(earlier),
            default_version => default_theme().manifest.version,
            writes => visit.may(Scope::ThemesWrite).await.is_some(),
            done => done,
            once => once()?,
        };
        Ok(pages::html(StatusCode::OK, pages::render("themes.html", &chrome, view)))
    })
}

/// The themes that were in force and are not: what a rollback may lead to, by name.
fn earlier(themes: &api::Themes) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for step in &themes.history {
        for digest in [&step.to, &step.from].into_iter().flatten() {
            let known = found.iter().any(|(known, _)| known == digest);
            let Some(theme) = themes.themes.iter().find(|theme| theme.digest == *digest) else {
                continue;
            };
            if !known && !theme.active {
                found.push((digest.clone(), format!("{} {}", theme.name, theme.version)));
            }
        }
    }
    found
}

/// A mode at a glance: the colours of the contract.
#[derive(Serialize)]
struct Palette {
    mode: String,
    colors: Vec<(&'static str, String)>,
}

impl Palette {
    fn of(mode: &Mode) -> Self {
        let colors = TOKENS.iter().filter(|token| token.kind == Kind::Color);
        let value = |path: &'static str| Some((path, css::text(&mode.tokens.get(path)?.value)));
        Self {
            mode: mode.name.clone(),
            colors: colors.filter_map(|token| value(token.path)).collect(),
        }
    }
}

pub(crate) fn show(call: Call, visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let digest = named(&call)?;
        let mut report = themes::report(&call.app, &ctx, digest).await?;
        let (theme, _) = themes::worn(&call.app, &ctx, Some(digest)).await?;
        let palettes: Vec<_> = theme.modes.iter().map(Palette::of).collect();
        // The least to spare first.
        report.contrast.sort_by(|a, b| (a.ratio / a.needed).total_cmp(&(b.ratio / b.needed)));
        let title = format!("Theme {}", report.theme.name);
        let chrome = Chrome::of(&visit, (&title, "/themes")).await?;
        let view = context! {
            report => pages::value(report),
            palettes => pages::value(palettes),
            writes => visit.may(Scope::ThemesWrite).await.is_some(),
            once => once()?,
        };
        Ok(pages::html(StatusCode::OK, pages::render("theme.html", &chrome, view)))
    })
}

/// The page of `cos theme preview`, under the policy that it makes for itself.
pub(crate) fn preview(call: Call, _: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let (theme, pack) = themes::worn(&call.app, &ctx, Some(named(&call)?)).await?;
        let page = blocking(move || renderer::page(&pack.unwrap_or_default(), &theme)).await;
        let page = page.map_err(|error| {
            let code = const { Code::new("COS-SRV-0030") };
            let text = format!("the page cannot be shown: {error:#}");
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, code, text)
        })?;
        let policy = format!("{}; frame-ancestors 'none'", page.policy);
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, &policy),
        ];
        Ok((headers, Body::from(page.html)).into_response())
    })
}

/// The look in force, light or dark as the reader's system has it.
pub(crate) fn css(call: Call, _: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let active = themes::active(&call.app, &ctx).await?;
        let name = active.map_or_else(|| "default".to_owned(), |digest| digest.to_string());
        let tag = format!("\"{name}.{}\"", super::assets::version());
        let headers = [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "private, no-cache"),
            (header::ETAG, &tag),
        ];
        if has(call.request.headers(), &tag) {
            return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
        }
        let (theme, _) = themes::worn(&call.app, &ctx, active).await?;
        Ok((headers, Body::from(css::following(&theme.modes))).into_response())
    })
}

pub(crate) fn activate(call: Call, mut visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let digest = named(&call)?;
        let reason = limited("reason", visit.form.take("reason"), 500)?;
        let request = request(&mut visit, &["activate", &digest.to_string(), &reason])?;
        let asked = (digest, reason.as_str());
        let done = themes::activate(&call.app, &ctx, asked, Some(&request)).await?;
        Ok(back(&ctx, &done))
    })
}

pub(crate) fn rollback(call: Call, mut visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let reason = limited("reason", visit.form.take("reason"), 500)?;
        let to = visit.form.take("to");
        let target = match to.as_str() {
            "earlier" => Target::Earlier,
            "default" => Target::Default,
            text => Target::Theme(digest(text)?),
        };
        let request = request(&mut visit, &["rollback", &to, &reason])?;
        let asked = (target, reason.as_str());
        let done = themes::rollback(&call.app, &ctx, asked, Some(&request)).await?;
        Ok(back(&ctx, &done))
    })
}

fn named(call: &Call) -> Result<Digest, Failure> {
    digest(call.path.get("digest").map_or("", String::as_str))
}

/// A name for what a form asks for: sent twice, it is done once.
fn once() -> Result<String, Failure> {
    let mut bytes = [0; 18];
    getrandom::fill(&mut bytes).map_err(cos_state::StateError::Random)?;
    Ok(base64url::encode(&bytes))
}

/// What a form asks for, under the name that it has.
fn request(visit: &mut Visit, content: &[&str]) -> Result<Request, Failure> {
    let once = visit.form.take("once");
    visit.form.end()?;
    if !(16..=64).contains(&once.len()) || base64url::decode(once.as_bytes()).is_none() {
        return Err(Failure::bad_request("the form has no name; open the page again"));
    }
    let content = serde_json::to_vec(content).expect("texts are JSON");
    Ok(Request { key: format!("console {once}"), digest: Digest::of(&content) })
}

/// Leads back to the list, which shows the receipt of what was done.
fn back(ctx: &TenantCtx, done: &Done<api::ThemeActivation>) -> Response {
    let receipt = match done {
        Done::Now(_, step) => Some(step.receipt.clone()),
        Done::Before(replay) => {
            let step: Option<api::ThemeActivation> = serde_json::from_str(&replay.body).ok();
            step.map(|step| step.receipt)
        }
    };
    let done = receipt.map(|receipt| format!("?done={receipt}")).unwrap_or_default();
    let to = format!("/console/t/{}/themes{done}", ctx.tenant());
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
