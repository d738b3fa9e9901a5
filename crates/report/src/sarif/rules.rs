//! The catalogue of rules in a SARIF log: those that the results name, in order.

use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Id, name, what it means, what to do, and how grave it is for security (0 to 10, as code scanning ranks).
const KNOWN: &[(&str, &str, &str, &str, &str)] = &[
    (
        "coverage/",
        "ObligationWithoutEvidence",
        "A coverage obligation of a privileged flow has no evidence.",
        "Add the scenario that the message names, or have a waiver signed.",
        "5.0",
    ),
    (
        "decision/newly-allowed",
        "NewlyAllowed",
        "The policy allows what it did not allow before.",
        "Check that the change was meant to allow it; the rule named is the first whose value differs.",
        "8.0",
    ),
    (
        "decision/",
        "DecisionChanged",
        "The policy decides otherwise than before.",
        "Check that the change was meant to; the rule named is the first whose value differs.",
        "3.0",
    ),
    (
        "lint/",
        "PolicyLint",
        "A construct in the policy that tends to decide otherwise than meant.",
        "Follow the remedy in the message.",
        "5.0",
    ),
    (
        "mutation/survivor",
        "UnnoticedChange",
        "The policy can be changed here without any assertion noticing.",
        "Add the scenario that the message names, or have a waiver signed for an equivalent change.",
        "4.0",
    ),
    (
        "scenario/flaky",
        "Flaky",
        "A scenario does not always get the same decision.",
        "Pin what the policy reads besides its input: time, randomness, network.",
        "4.0",
    ),
    (
        "scenario/undecided",
        "Undecided",
        "The engine could not decide a scenario.",
        "Give the decision a default, or fix the error that the message names.",
        "6.0",
    ),
    (
        "scenario/wrongly-allowed",
        "WronglyAllowed",
        "The policy allows what the matrix does not allow.",
        "Fix the rule at this place; if the policy is right, fix the expectation in the matrix.",
        "9.0",
    ),
    (
        "scenario/",
        "NotAsExpected",
        "The policy decides otherwise than the matrix expects.",
        "Fix the rule at this place; if the policy is right, fix the expectation in the matrix.",
        "6.0",
    ),
];

/// Returns the entries for the rules that `results` name, sorted by id.
pub(super) fn catalogue(results: &[Value]) -> Vec<Value> {
    let mut entries = BTreeMap::new();
    for result in results {
        let Some(id) = result["ruleId"].as_str() else { continue };
        entries.entry(id).or_insert_with(|| entry(id, &result["level"]));
    }
    entries.into_values().collect()
}

fn entry(id: &str, level: &Value) -> Value {
    let known = KNOWN.iter().find(|(prefix, ..)| id.starts_with(prefix));
    let (_, name, what, remedy, severity) =
        known.copied().unwrap_or(("", "Other", "Something to look at.", "See the message.", "1.0"));
    let detail = id.split_once('/').map_or(id, |(_, detail)| detail);
    json!({
        "id": id,
        "name": name,
        "shortDescription": { "text": format!("{what} ({})", text::line(detail)) },
        "fullDescription": { "text": what },
        "help": { "text": remedy },
        "defaultConfiguration": { "level": level },
        "properties": { "tags": ["security", "policy"], "security-severity": severity },
    })
}
