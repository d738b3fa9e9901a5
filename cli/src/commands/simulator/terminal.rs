//! What a person sees of a run, made of its events alone: so a recorded run, replayed, reads the same.

use crate::ui::{Human, counted, grouped};
use cos_simulator::event::Event;
use std::io;

/// How many failures are shown in full.
const SHOWN: usize = 10;
/// How many details of a gate are shown.
const DETAILS: usize = 8;

/// Writes what the events that end a run say.
pub(super) fn closing(events: &[Event], out: &mut Human<'_>) -> io::Result<()> {
    let mut shown = 0;
    let mut hidden = 0;
    for event in events {
        match event {
            Event::FailureExplained { .. } if shown < SHOWN => {
                shown += 1;
                failure(event, out)?;
            }
            Event::FailureExplained { .. } => hidden += 1,
            Event::GateJudged { title, passed, actual, required, details, .. } => {
                if hidden > 0 {
                    out.line(format!("  and {} more; the report lists them\n", grouped(hidden)))?;
                    hidden = 0;
                }
                let text = format!("{title}: {actual} (asked: {required})");
                if *passed {
                    out.good(&text)?;
                } else {
                    out.bad(&text)?;
                    for detail in details.iter().take(DETAILS) {
                        out.line(format!("    {detail}"))?;
                    }
                    if details.len() > DETAILS {
                        out.line(format!(
                            "    and {} more",
                            grouped((details.len() - DETAILS) as u64)
                        ))?;
                    }
                }
            }
            Event::RunFinished { passed, scenarios_passed, scenarios_failed, not_selected } => {
                let some = |count: u64, word: &str| match count {
                    0 => String::new(),
                    count => format!(", {} {word}", grouped(count)),
                };
                let text = format!(
                    "{} as expected{}{}",
                    counted(*scenarios_passed, "scenario"),
                    some(*scenarios_failed, "not"),
                    some(*not_selected, "not selected"),
                );
                if *passed {
                    out.good(&format!("passed: {text}"))?;
                } else {
                    out.bad(&format!("not passed: {text}"))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn failure(event: &Event, out: &mut Human<'_>) -> io::Result<()> {
    let Event::FailureExplained {
        scenario,
        kind,
        expected,
        decision,
        rule,
        nearest,
        difference,
        quarantined,
    } = event
    else {
        return Ok(());
    };
    let note = if *quarantined { " (quarantined)" } else { "" };
    out.bad(&format!("{scenario}{note}"))?;
    match kind.as_str() {
        "assertion" | "error" => {
            out.line(format!("    expected {expected}"))?;
            out.line(format!("    actual   {decision}"))?;
        }
        _ => out.line(format!("    {kind}: {expected}"))?,
    }
    if let Some(rule) = rule {
        out.line(format!("    rule     {rule}"))?;
    }
    if let Some(nearest) = nearest {
        out.line(format!("    nearest  {nearest} passes"))?;
        for change in difference {
            out.line(format!("             {change}"))?;
        }
    }
    out.line("")
}
