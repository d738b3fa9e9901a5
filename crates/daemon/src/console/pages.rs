//! Templates, and what stands around every page: whose product it is, where else one can go, who is signed in.

use super::assets;
use super::visit::Visit;
use crate::app::App;
use crate::problem::Failure;
use crate::themes;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cos_core::code::Code;
use cos_state::{Scope, TenantCtx};
use cos_switchboard::theme::{self, Logo, Pack, Theme, preview};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, merge_maps};
use minijinja::{AutoEscape, Environment, HtmlEscape, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::LazyLock;

const TEMPLATES: [(&str, &str); 9] = [
    ("base.html", include_str!("../../../../templates/console/base.html")),
    ("program.html", include_str!("../../../../templates/console/program.html")),
    ("refused.html", include_str!("../../../../templates/console/refused.html")),
    ("sign-in.html", include_str!("../../../../templates/console/sign-in.html")),
    ("tenants.html", include_str!("../../../../templates/console/tenants.html")),
    ("tenant.html", include_str!("../../../../templates/console/tenant.html")),
    ("receipts.html", include_str!("../../../../templates/console/receipts.html")),
    ("receipt.html", include_str!("../../../../templates/console/receipt.html")),
    ("themes.html", include_str!("../../../../templates/console/themes.html")),
];
const THEME: (&str, &str) =
    ("theme.html", include_str!("../../../../templates/console/theme.html"));

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("the marks are the usual ones"));
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            minijinja::escape_formatter(out, state, &Value::from(visible(text)))
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.add_filter("coded", coded);
    for (name, text) in TEMPLATES.into_iter().chain([THEME]) {
        environment.add_template(name, text).expect("the templates are ours, and tests show each");
    }
    environment
});

/// Receipts bear what others wrote: no text turns the line around or hides in it.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if cos_core::text::is_invisible(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// A message with what stands in backticks as code.
fn coded(text: &str) -> Value {
    let mut out = String::with_capacity(text.len() + 32);
    let is_paired = text.matches('`').count().is_multiple_of(2);
    for (number, part) in text.split('`').enumerate() {
        if number > 0 {
            out.push_str(match (is_paired, number % 2) {
                (false, _) => "`",
                (true, 1) => "<code>",
                (true, _) => "</code>",
            });
        }
        let _ = write!(out, "{}", HtmlEscape(&visible(part)));
    }
    Value::from_safe_string(out)
}

/// What stands around a page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Chrome {
    pub(crate) title: String,
    pub(crate) brand: Brand,
    /// The address of the theme's style sheet.
    pub(crate) theme: String,
    /// The address of the stream of events, where the page listens to it.
    pub(crate) events: Option<String>,
    /// Who is signed in.
    pub(crate) identity: Option<String>,
    /// The word for forms.
    pub(crate) word: Option<String>,
    /// The tenant's name, its name for people, and its pages with the name of the present one.
    pub(crate) tenant: Option<(String, String)>,
    pub(crate) here: &'static str,
    pub(crate) nav: Vec<(&'static str, &'static str)>,
    pub(crate) version: &'static str,
}

/// Whose product it is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Brand {
    pub(crate) product: String,
    pub(crate) support: Option<String>,
    pub(crate) light: Option<String>,
    pub(crate) dark: Option<String>,
    pub(crate) favicon: Option<String>,
}

impl Brand {
    fn of(theme: &Theme, pack: Option<&Pack>) -> Self {
        let logo = |logo| pack.and_then(|pack| preview::logo(pack, theme, logo));
        Self {
            product: theme.manifest.product_name.clone(),
            support: theme.manifest.support_url.clone(),
            light: logo(Logo::Light),
            dark: logo(Logo::Dark),
            favicon: logo(Logo::Favicon),
        }
    }
}

impl Chrome {
    /// Around a page that belongs to no tenant.
    pub(crate) fn plain(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            brand: Brand::of(&theme::default_theme(), None),
            theme: assets::address("theme.css"),
            events: None,
            identity: None,
            word: None,
            tenant: None,
            here: "",
            nav: Vec::new(),
            version: assets::version(),
        }
    }

    /// Around a page of somebody who is signed in, and of the tenant where there is one.
    pub(crate) async fn of(
        visit: &Visit,
        (title, here): (&str, &'static str),
    ) -> Result<Self, Failure> {
        let plain = Self {
            identity: Some(visit.credential.identity().to_owned()),
            word: Some(visit.word.clone()),
            here,
            ..Self::plain(title)
        };
        let Some(info) = &visit.tenant else { return Ok(plain) };
        let tenant = info.tenant.as_str();
        let mut nav = vec![("", "Overview")];
        let parts = [
            (Scope::ReceiptsRead, ("/receipts", "Receipts")),
            (Scope::ThemesRead, ("/themes", "Themes")),
        ];
        nav.extend(
            parts.iter().filter(|part| visit.credential.require(part.0).is_ok()).map(|it| it.1),
        );
        let events = match visit.may(Scope::EventsRead).await {
            Some(ctx) => Some(stream(&visit.app, &ctx).await?),
            None => None,
        };
        let (brand, theme) = match visit.may(Scope::ThemesRead).await {
            Some(ctx) => dressed(&visit.app, &ctx).await?,
            None => (plain.brand.clone(), plain.theme.clone()),
        };
        let tenant = Some((tenant.to_owned(), info.display_name.clone()));
        Ok(Self { brand, theme, events, tenant, nav, ..plain })
    }
}

/// The address of the stream, from what the page already shows: a change in between is not missed.
async fn stream(app: &App, ctx: &TenantCtx) -> Result<String, Failure> {
    let last = app.state.read_tenant(ctx).await?.last_event().await?;
    Ok(format!("/console/t/{}/events?after={}", ctx.tenant(), crate::events::name(last)))
}

async fn dressed(app: &App, ctx: &TenantCtx) -> Result<(Brand, String), Failure> {
    let active = themes::active(app, ctx).await?;
    let (theme, pack) = themes::worn(app, ctx, active).await?;
    let name = active.map_or_else(|| "default".to_owned(), |digest| digest.to_string());
    let address = format!("/console/t/{}/theme.css?v={name}", ctx.tenant());
    Ok((Brand::of(&theme, pack.as_ref()), address))
}

/// Plain data as templates see it.
pub(crate) fn value(data: impl Serialize) -> Value {
    Value::from(Serde(data))
}

/// Fills a template in.
pub(crate) fn render(name: &str, chrome: &Chrome, view: Value) -> Result<String, Failure> {
    let own = context! { page => value(chrome) };
    let template = ENVIRONMENT.get_template(name);
    template.and_then(|template| template.render(merge_maps([view, own]))).map_err(|error| {
        let code = const { Code::new("COS-SRV-0030") };
        let text = format!("the page cannot be shown: {error:#}");
        Failure::new(StatusCode::INTERNAL_SERVER_ERROR, code, text)
    })
}

/// A page as an answer. One that cannot be shown says so in a word.
pub(crate) fn html(status: StatusCode, page: Result<String, Failure>) -> Response {
    match page {
        Ok(page) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (status, kind, Body::from(page)).into_response()
        }
        Err(failure) => failure.into_response(),
    }
}

#[cfg(test)]
mod tests;
