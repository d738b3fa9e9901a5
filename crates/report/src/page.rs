//! What every page has: one formatter for hostile texts, and a content security policy that forbids whatever the page does not need.
//!
//! A page is one file: no network, no other files. Its style and its script, where it has one, are allowed by digest and nothing else is.

use crate::error::ReportError;
use crate::text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::merge_maps;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

/// The style that all pages share; that of a page follows it.
const STYLE: &str = include_str!("../../../templates/page.css");

/// What a page is made of; the texts are ours.
pub(crate) struct Page {
    pub(crate) template: &'static str,
    pub(crate) style: &'static str,
    pub(crate) script: Option<&'static str>,
}

impl Page {
    /// Fills the template in.
    pub(crate) fn render(&self, values: Value) -> Result<String, ReportError> {
        let safe = |text: &str| Value::from_safe_string(text.to_owned());
        let style = format!("{STYLE}{}", self.style);
        let own = context! {
            // Ours, and so not escaped.
            content_security_policy => safe(&self.policy(&style)),
            style => safe(&style),
            script => safe(self.script.unwrap_or_default()),
        };
        environment()
            .and_then(|environment| {
                environment.render_str(self.template, merge_maps([values, own]))
            })
            .map_err(|error| ReportError::render("HTML", &format!("{error:#}")))
    }

    fn policy(&self, style: &str) -> String {
        let script = self.script.map(|script| format!("script-src '{}'; ", digest(script)));
        format!(
            "default-src 'none'; style-src '{}'; {}img-src data:; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'",
            digest(style),
            script.unwrap_or_default()
        )
    }
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if !value.is_safe() => {
            minijinja::escape_formatter(out, state, &Value::from(text::visible(text)))
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.add_filter("grouped", text::grouped);
    environment.add_filter("percent", text::percent);
    // What stands above the verdict must not push it out of sight.
    environment.add_filter("short", |name: &str| text::visible_within(name, 80).into_owned());
    Ok(environment)
}

/// A source for the content security policy.
fn digest(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Digest::of(text.as_bytes())))
}
