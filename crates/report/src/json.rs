//! The report as JSON, `cos.conformance/v1`: the one form that can be read back, and that signatures cover.
//!
//! Fields stand in the order of the model, and columns are strings, so that a pretty document of 100,000 rows stays as small as
//! a dense one and two reports can be compared line by line.

use crate::error::ReportError;
use crate::model::{Conformance, SCHEMA_ID};
use cos_core::clock::Timestamp;
use cos_core::json::{Tape, line_column};
use serde::Deserialize;

/// The published JSON Schema of the format.
pub const SCHEMA: &str = include_str!("../schemas/conformance.v1.json");

/// Writes the report; it can be read back with [`read`].
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    check(report)?;
    let mut text = serde_json::to_string_pretty(report)
        .map_err(|error| ReportError::render("JSON", &error))?;
    text.push('\n');
    Ok(text)
}

/// Reads a report strictly: no unknown, repeated or missing fields, columns that fit their dictionaries.
pub fn read(bytes: &[u8]) -> Result<Conformance, ReportError> {
    Tape::default().read(bytes, 0).map_err(|cause| {
        let (line, column) = line_column(bytes, cause.offset);
        ReportError::Json { line, column, cause }
    })?;
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(ReportError::Shape)?;
    if head.schema != SCHEMA_ID {
        return Err(ReportError::Schema { found: head.schema });
    }
    let report = serde_json::from_slice(bytes).map_err(ReportError::Shape)?;
    check(&report)?;
    Ok(report)
}

/// Checks what the types cannot say: that numbers are numbers, times are times, and columns fit their dictionaries.
pub fn check(report: &Conformance) -> Result<(), ReportError> {
    if report.schema != SCHEMA_ID {
        return Err(ReportError::Schema { found: report.schema.clone() });
    }
    let ratios = [
        ("summary.coverage_ratio", report.summary.coverage_ratio),
        ("mutation.score", report.mutation.score),
    ];
    for (field, ratio) in ratios {
        if !(0.0..=1.0).contains(&ratio) {
            return Err(ReportError::inconsistent(field, format!("{ratio} is not from 0 to 1")));
        }
    }
    let seconds = report.summary.elapsed_seconds;
    if !seconds.is_finite() || seconds < 0.0 {
        let problem = format!("{seconds} is not a number of seconds");
        return Err(ReportError::inconsistent("summary.elapsed_seconds", problem));
    }
    let times = [
        ("provenance.clock", &report.provenance.clock),
        ("provenance.created", &report.provenance.created),
    ];
    for (field, time) in times {
        if Timestamp::parse(time).is_none() {
            let problem = format!("`{}` is not an RFC 3339 time", crate::text::line(time));
            return Err(ReportError::inconsistent(field, problem));
        }
    }
    // The strict reader, like many others, has no integers beyond 63 bits.
    if i64::try_from(report.provenance.seed).is_err() {
        let problem = format!("{} is larger than {}", report.provenance.seed, i64::MAX);
        return Err(ReportError::inconsistent("provenance.seed", problem));
    }
    report.scenarios.check(report.quarantine.len())?;
    report.touch.iter().try_for_each(|touch| touch.check(report.scenarios.rows))
}

#[cfg(test)]
mod tests;
