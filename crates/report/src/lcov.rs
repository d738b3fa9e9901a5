//! Coverage of the policy's rules as an LCOV tracefile, for editors and coverage services.

use crate::coverage::{files, ways_hit};
use crate::error::ReportError;
use crate::model::Conformance;
use crate::text;
use std::fmt::{self, Write as _};

/// Writes the tracefile: one record for each file of the policy.
pub fn render(report: &Conformance) -> Result<String, ReportError> {
    let mut out = String::new();
    write(report, &mut out).map_err(|error| ReportError::render("LCOV", &error))?;
    Ok(out)
}

fn write(report: &Conformance, out: &mut String) -> fmt::Result {
    for (path, file) in files(report) {
        // Test names are letters, digits and underscores.
        let name: String = report.matrix.name.chars().take(100).map(word).collect();
        writeln!(out, "TN:{name}")?;
        writeln!(out, "SF:{}", text::line(path))?;
        let names = file.names();
        for (rule, name) in file.rules.iter().zip(&names) {
            writeln!(out, "FN:{},{}", rule.place.line.max(1), text::line(name))?;
        }
        for (rule, name) in file.rules.iter().zip(&names) {
            writeln!(out, "FNDA:{},{}", rule.fired, text::line(name))?;
        }
        writeln!(out, "FNF:{}", file.rules.len())?;
        writeln!(out, "FNH:{}", file.rules.iter().filter(|rule| rule.fired > 0).count())?;
        for (block, rule) in file.rules.iter().enumerate() {
            for (way, taken) in [rule.fired, rule.failed].into_iter().enumerate() {
                let taken = if rule.tried == 0 { "-".to_owned() } else { taken.to_string() };
                writeln!(out, "BRDA:{},{block},{way},{taken}", rule.place.line.max(1))?;
            }
        }
        writeln!(out, "BRF:{}", file.rules.len() * 2)?;
        writeln!(out, "BRH:{}", file.rules.iter().map(|rule| ways_hit(rule)).sum::<usize>())?;
        for (line, hits) in &file.lines {
            writeln!(out, "DA:{line},{hits}")?;
        }
        writeln!(out, "LF:{}", file.lines.len())?;
        writeln!(out, "LH:{}", file.lines_hit())?;
        writeln!(out, "end_of_record")?;
    }
    Ok(())
}

fn word(c: char) -> char {
    if c.is_ascii_alphanumeric() { c } else { '_' }
}
