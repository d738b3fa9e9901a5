//! The report as one HTML file that an auditor can keep: no network, no other files, and everything but the table of all
//! scenarios works without JavaScript.
//!
//! What keeps hostile texts out is in `page`; the scenarios are embedded as base64, in which no markup can be written.

use crate::error::ReportError;
use crate::model::{Conformance, Failure, OUTCOMES, Quarantine, Scenarios};
use crate::page::Page;
use crate::text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compression, write::GzEncoder};
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;
use std::io::Write as _;

mod view;

const PAGE: Page = Page {
    template: include_str!("../../../templates/conformance.html"),
    style: include_str!("../../../templates/conformance.css"),
    script: Some(include_str!("../../../templates/conformance.js")),
};

/// Writes the page.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    crate::json::check(report)?;
    let data = embedded(report)?;
    PAGE.render(context! {
        view => Value::from(Serde(view::View::of(report))),
        // Base64, and so not escaped.
        data => Value::from_safe_string(data),
    })
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
