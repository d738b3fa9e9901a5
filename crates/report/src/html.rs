//! The report as one HTML file that an auditor can keep: no network, no other files, and everything but the table of all
//! scenarios works without JavaScript.
//!
//! The page forbids itself whatever it does not need (`default-src 'none'`; one style and one script, by digest), every value goes
//! through one formatter that escapes it and makes invisible characters visible, and the scenarios are embedded as base64, in which
//! no markup can be written.

use crate::error::ReportError;
use crate::model::{Conformance, Failure, OUTCOMES, Quarantine, Scenarios};
use crate::text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cos_core::digest::Digest;
use flate2::{Compression, write::GzEncoder};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;
use std::io::Write as _;

mod view;

const TEMPLATE: &str = include_str!("../../../templates/conformance.html");
const STYLE: &str = include_str!("../../../templates/conformance.css");
const SCRIPT: &str = include_str!("../../../templates/conformance.js");

/// Writes the page.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    crate::json::check(report)?;
    let data = embedded(report)?;
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'",
        digest(STYLE),
        digest(SCRIPT)
    );
    let context = context! {
        view => Value::from(Serde(view::View::of(report))),
        // Ours, or base64, and so the only texts that are not escaped.
        content_security_policy => Value::from_safe_string(policy),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        data => Value::from_safe_string(data),
    };
    environment()
        .and_then(|environment| environment.render_str(TEMPLATE, context))
        .map_err(|error| ReportError::render("HTML", &format!("{error:#}")))
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

/// What the script reads: the scenarios, and what belongs to single rows.
#[derive(Serialize)]
struct Embedded<'a> {
    scenarios: &'a Scenarios,
    outcomes: [&'a str; OUTCOMES.len()],
    failures: &'a [Failure],
    quarantine: &'a [Quarantine],
}

fn embedded(report: &Conformance) -> Result<String, ReportError> {
    let data = Embedded {
        scenarios: &report.scenarios,
        outcomes: OUTCOMES.map(text::outcome),
        failures: &report.failures,
        quarantine: &report.quarantine,
    };
    let failed = |error: &dyn ToString| ReportError::render("HTML", &error.to_string());
    let json = serde_json::to_vec(&data).map_err(|error| failed(&error))?;
    let mut gzip = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::default());
    gzip.write_all(&json).map_err(|error| failed(&error))?;
    Ok(STANDARD.encode(gzip.finish().map_err(|error| failed(&error))?))
}
