//! The words that all formats share: decisions, outcomes, places, counts, and how hostile text is made harmless to read.
//!
//! Escaping for a format (HTML, XML, Markdown) belongs to its renderer; what is done here is the same for all.

use crate::model::{Decision, Failure, FlipClass, Place, Status};
use cos_core::text::is_invisible;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest text that is shown for one value, in characters.
pub const LONGEST: usize = 2000;

/// Says a decision: `allow`, `deny: mfa_required`, `undefined`.
pub fn decision(decision: &Decision) -> String {
    let verdict = match (decision.allow, &decision.error) {
        (_, Some(error)) => return format!("error: {error}"),
        (Some(true), None) => "allow",
        (Some(false), None) => "deny",
        (None, None) => "undefined",
    };
    if decision.reasons.is_empty() {
        return verdict.to_owned();
    }
    format!("{verdict}: {}", decision.reasons.join(", "))
}

/// Says an outcome of [`crate::model::OUTCOMES`] for people.
pub fn outcome(outcome: &str) -> &str {
    match outcome {
        "not_selected" => "not selected",
        "unasserted" => "no expectation",
        other => other,
    }
}

/// Says in one line what is wrong with a failing scenario.
pub fn headline(failure: &Failure) -> String {
    let actual = decision(&failure.actual);
    let expected = &failure.expected;
    match failure.kind.as_str() {
        "error" => format!("could not be decided: {actual}"),
        "fail_closed" => format!("fails open without a field: {actual}, expected {expected}"),
        "monotone" => format!("breaks an invariant: {actual}, expected {expected}"),
        "unspecified" => format!("no expectation says what is right: {actual}"),
        "flaky" => format!("does not always decide the same: {actual}, expected {expected}"),
        _ => format!("expected {expected}, got {actual}"),
    }
}

/// Says what is known about a failing scenario, one thing a line.
pub fn explanation(failure: &Failure) -> String {
    let mut lines = vec![
        format!("scenario: {}", failure.scenario),
        format!("expected: {}", failure.expected),
        format!("actual:   {}", decision(&failure.actual)),
    ];
    if let Some(decided) = decided_by(failure) {
        lines.push(format!("decided by: {decided}"));
    }
    if let Some(nearest) = &failure.nearest_passing {
        lines.push(format!("nearest passing: {nearest}"));
    }
    lines.extend(failure.difference.iter().map(|line| format!("  differs in {line}")));
    if !failure.receipts.is_empty() {
        lines.push(format!("receipts: {}", failure.receipts.join(", ")));
    }
    lines.join("\n")
}

/// The rule that decided and where it stands: `data.authz.allow (authz.rego:12)`.
pub fn decided_by(failure: &Failure) -> Option<String> {
    match (&failure.rule, &failure.place) {
        (Some(rule), Some(at)) => Some(format!("{rule} ({})", place(at))),
        (Some(rule), None) => Some(rule.clone()),
        (None, Some(at)) => Some(place(at)),
        (None, None) => None,
    }
}

/// Says a place: `authz.rego:12`.
pub fn place(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

/// Says how an obligation stands.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Missing => "missing",
        Status::NotApplicable => "not applicable",
        Status::Waived => "waived",
    }
}

/// The question that an obligation answers, for a reader who has not seen its number before.
pub fn obligation(id: &str) -> &'static str {
    match id {
        "O1" => "Is there a scenario that is allowed?",
        "O2" => "Is there a scenario that is denied?",
        "O3" => "Does every reason for a denial occur, and is it expected by name?",
        "O4" => "Does every rule fire in one scenario and fail in another?",
        "O5" => "Does some assertion notice when a condition is deleted or negated?",
        "O6" => "Does a missing or null field never lead to an allow?",
        "O7" => "Are other tenants and other regions denied?",
        _ => "",
    }
}

/// Says how a decision changed.
pub fn flip(class: FlipClass) -> &'static str {
    match class {
        FlipClass::NewlyAllowed => "newly allowed",
        FlipClass::NewlyDenied => "newly denied",
        FlipClass::ReasonChanged => "reason changed",
        FlipClass::New => "new",
        FlipClass::Gone => "gone",
    }
}

/// Says a count with its noun: `1 scenario`, `12,345 scenarios`.
pub fn count(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// Groups digits by three: `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Says a ratio as a percentage, rounded down so that 100 % means all: `95.8 %`.
pub fn percent(ratio: f64) -> String {
    let tenths = (ratio * 1000.0 + 1e-9).floor() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0} %") } else { format!("{tenths:.1} %") }
}

/// Returns `text` with what cannot be seen written out as `\u{202e}`, cut to [`LONGEST`] characters.
///
/// Bidirectional controls would let a rule name reorder the line it stands in; control characters do the same to terminals,
/// and are no XML at all.
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_within(text, LONGEST)
}

/// Like [`visible`], on one line: line ends and tabs become spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.contains(['\n', '\t', '\r']) {
        return Cow::Owned(text.split(['\n', '\t', '\r']).collect::<Vec<_>>().join(" "));
    }
    text
}

/// Like [`visible`], cut to `longest` characters.
pub fn visible_within(text: &str, longest: usize) -> Cow<'_, str> {
    // No text has more characters than bytes.
    let fits = text.len() <= longest || text.chars().count() <= longest;
    if fits && !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len().min(longest * 4));
    for c in text.chars().take(longest) {
        if is_invisible(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    if !fits {
        let more = text.chars().count() - longest;
        let _ = write!(out, "… ({} more characters)", grouped(more as u64));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
