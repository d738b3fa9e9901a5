//! A page that shows a theme: every token of the contract and every pair, in each mode, and the logos.
//!
//! One file that asks nobody for anything. It has no script, and no style but the one whose digest its policy names; fonts are shown only where the reader
//! has them.

use super::asset;
use super::contract::{Need, Semantic, TOKENS};
use super::contrast::{self, Contrast};
use super::css;
use super::kind::Kind;
use super::load::{Mode, Theme};
use super::manifest::Logo;
use super::pack::Pack;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::fmt::Write as _;

const TEMPLATE: &str = include_str!("../../../../templates/theme.html");
const STYLE: &str = include_str!("../../../../templates/theme.css");

/// A page, and what it may do.
#[derive(Clone, Debug)]
pub struct Preview {
    /// It.
    pub html: String,
    /// Its content security policy, which it also names itself.
    pub policy: String,
}

/// Writes the page.
pub fn render(pack: &Pack, theme: &Theme) -> Result<String, minijinja::Error> {
    page(pack, theme).map(|page| page.html)
}

/// A logo as the address of itself; `None` where the theme has none for that use, or it is not sound.
pub fn logo(pack: &Pack, theme: &Theme, logo: Logo) -> Option<String> {
    let file = theme.manifest.logos.get(&logo)?;
    asset::data_url(file, pack.get(file)?)
}

/// Writes the page, and tells its policy to whoever serves it.
pub fn page(pack: &Pack, theme: &Theme) -> Result<Preview, minijinja::Error> {
    let contrasts = contrast::check(theme);
    let view = View {
        name: &theme.manifest.name,
        version: &theme.manifest.version,
        product: &theme.manifest.product_name,
        support_url: theme.manifest.support_url.as_deref(),
        digest: theme.digest.to_string(),
        modes: theme.modes.iter().map(|mode| ModeView::of(mode, &contrasts, pack, theme)).collect(),
    };
    let style = style(theme, &contrasts);
    let digest = STANDARD.encode(Digest::of(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'"
    );
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let html = environment.render_str(
        TEMPLATE,
        context! {
            view => Value::from(Serde(view)),
            // Ours and `css`'s, and so not escaped.
            content_security_policy => Value::from_safe_string(policy.clone()),
            style => Value::from_safe_string(style),
        },
    )?;
    Ok(Preview { html, policy })
}

/// The style of the page, of the theme, and of each sample; attributes would need a weaker policy.
fn style(theme: &Theme, contrasts: &[Contrast]) -> String {
    let mut out = format!("{STYLE}{}", css::stylesheet(&theme.modes));
    for (number, semantic) in TOKENS.iter().enumerate() {
        let name = css::property(semantic.path);
        let rule = match semantic.kind {
            Kind::Color => format!("background: var({name})"),
            Kind::FontFamily => format!("font-family: var({name})"),
            Kind::FontWeight => format!("font-weight: var({name})"),
            Kind::Shadow => format!("box-shadow: var({name})"),
            _ => continue,
        };
        let _ = writeln!(out, ".token-{number} {{ {rule}; }}");
    }
    for (number, it) in contrasts.iter().enumerate() {
        let (front, behind) = (css::color(&it.foreground), css::color(&it.background));
        let _ = writeln!(out, ".pair-{number} {{ color: {front}; background: {behind}; }}");
    }
    out
}

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    version: &'a str,
    product: &'a str,
    support_url: Option<&'a str>,
    digest: String,
    modes: Vec<ModeView<'a>>,
}

#[derive(Serialize)]
struct ModeView<'a> {
    name: &'a str,
    is_default: bool,
    logos: Vec<LogoView>,
    tokens: Vec<TokenView>,
    pairs: Vec<PairView<'a>>,
}

#[derive(Serialize)]
struct LogoView {
    used: &'static str,
    image: String,
}

#[derive(Serialize)]
struct TokenView {
    number: usize,
    sample: &'static str,
    path: &'static str,
    about: String,
    value: String,
    is_borrowed: bool,
}

#[derive(Serialize)]
struct PairView<'a> {
    number: usize,
    front: &'a str,
    behind: &'a str,
    ratio: String,
    needed: String,
    is_text: bool,
    passes: bool,
}

impl<'a> ModeView<'a> {
    fn of(mode: &'a Mode, contrasts: &'a [Contrast], pack: &Pack, theme: &Theme) -> Self {
        let pairs = contrasts.iter().enumerate().filter(|(_, it)| it.mode == mode.name);
        let pair = |(number, it): (usize, &'a Contrast)| PairView {
            number,
            front: it.pair.foreground,
            behind: it.pair.background,
            ratio: format!("{:.2}", (it.ratio * 100.0).floor() / 100.0),
            needed: format!("{:.1}", it.pair.need.ratio()),
            is_text: it.pair.need == Need::Text,
            passes: it.passes(),
        };
        Self {
            name: &mode.name,
            is_default: mode.is_default,
            logos: logos(mode, pack, theme),
            tokens: TOKENS.iter().enumerate().filter_map(|it| token(mode, it)).collect(),
            pairs: pairs.map(pair).collect(),
        }
    }
}

fn token(mode: &Mode, (number, semantic): (usize, &Semantic)) -> Option<TokenView> {
    let token = mode.tokens.get(semantic.path)?;
    let sample = match semantic.kind {
        Kind::Color | Kind::Shadow => "swatch",
        Kind::FontFamily | Kind::FontWeight => "text",
        _ => "none",
    };
    Some(TokenView {
        number,
        sample,
        path: semantic.path,
        about: semantic.about.replace('`', ""),
        value: css::text(&token.value),
        is_borrowed: mode.borrowed.contains(semantic.path),
    })
}

/// The logos for a mode: those that are for every mode, and the one that is for its background.
fn logos(mode: &Mode, pack: &Pack, theme: &Theme) -> Vec<LogoView> {
    let other = if mode.name == "dark" { Logo::Light } else { Logo::Dark };
    let fits = |logo: &Logo| *logo != other || theme.manifest.logos.len() == 1;
    let logos = theme.manifest.logos.iter().filter(|(logo, _)| fits(logo));
    logos
        .filter_map(|(logo, file)| {
            let image = asset::data_url(file, pack.get(file)?)?;
            Some(LogoView { used: logo.as_str(), image })
        })
        .collect()
}

#[cfg(test)]
mod tests;
