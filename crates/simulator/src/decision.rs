//! Decisions as people state them, from values as the policy gives them, and whether they are what was expected.

use crate::matrix::{Assertion, Decision as Pointers, Outcome as Expected, Pointer, Reasons};
use cos_policy::engine::Outcome;
use cos_policy::value;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;

/// What a policy said about one scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision {
    /// `None` when it said nothing, or failed.
    pub allow: Option<bool>,
    /// Sorted, each once.
    pub reasons: Vec<String>,
    /// Why it failed.
    pub error: Option<String>,
}

impl Decision {
    /// Reads a decision off the value of the rule that decides.
    pub(crate) fn of(outcome: &Outcome, pointers: &Pointers) -> Self {
        let nothing = Self { allow: None, reasons: Vec::new(), error: None };
        match outcome {
            Outcome::Error(message) => Self { error: Some(message.clone()), ..nothing },
            Outcome::Undefined => nothing,
            Outcome::Value(text) => {
                let result = value::to_json(text);
                let allow = pointers.allow.find(&result).and_then(Value::as_bool);
                let reasons = reasons_at(&pointers.reasons, &result);
                Self { allow, reasons, error: None }
            }
        }
    }

    /// Whether the request may go on.
    pub fn allows(&self) -> bool {
        self.allow == Some(true)
    }

    /// Whether the request is refused: by a decision, or because there is none.
    pub fn denies(&self) -> bool {
        !self.allows() && self.error.is_none()
    }

    /// Whether two policies decide the same; messages of failures name places, which move.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let own = (self.allow, &self.reasons, self.error.is_some());
        own == (other.allow, &other.reasons, other.error.is_some())
    }

    /// Whether it is what `assertion` asks for.
    pub fn satisfies(&self, assertion: &Assertion) -> bool {
        let outcome = match assertion.outcome {
            Expected::Allow => self.allows(),
            Expected::Deny => self.denies(),
            Expected::Error => self.error.is_some(),
        };
        let Reasons { contains, exactly, none_of } = &assertion.reasons;
        let has = |reason: &String| self.reasons.binary_search(reason).is_ok();
        let same = |reasons: &Vec<String>| {
            let mut reasons = reasons.clone();
            reasons.sort();
            reasons.dedup();
            reasons == self.reasons
        };
        outcome
            && contains.iter().all(has)
            && !none_of.iter().any(has)
            && exactly.as_ref().is_none_or(same)
    }
}

/// The reasons that stand in a result, sorted, each once.
pub(crate) fn reasons_at(pointer: &Pointer, result: &Value) -> Vec<String> {
    let mut reasons = match pointer.find(result) {
        Some(Value::Array(items)) => items.iter().map(name).collect(),
        // A partial object: its keys are the reasons.
        Some(Value::Object(fields)) => fields.keys().cloned().collect(),
        _ => Vec::new(),
    };
    reasons.sort();
    reasons.dedup();
    reasons
}

/// A reason is a text, or an object with a `code`; anything else is shown as JSON.
fn name(item: &Value) -> String {
    match item {
        Value::String(text) => text.clone(),
        Value::Object(fields) => match fields.get("code") {
            Some(Value::String(code)) => code.clone(),
            _ => item.to_string(),
        },
        _ => item.to_string(),
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(error) = &self.error {
            return write!(f, "error: {error}");
        }
        f.write_str(match self.allow {
            Some(true) => "allow",
            Some(false) => "deny",
            None => "no decision",
        })?;
        if !self.reasons.is_empty() {
            write!(f, ": {}", self.reasons.join(", "))?;
        }
        Ok(())
    }
}

/// What an assertion asks for, in words: `deny with mfa_required`.
pub fn describe(assertion: &Assertion) -> String {
    let outcome = match assertion.outcome {
        Expected::Allow => "allow",
        Expected::Deny => "deny",
        Expected::Error => "error",
    };
    let Reasons { contains, exactly, none_of } = &assertion.reasons;
    let exactly = match exactly {
        Some(reasons) if reasons.is_empty() => " without reasons".to_owned(),
        Some(reasons) => format!(" with exactly {}", reasons.join(", ")),
        None => String::new(),
    };
    let listed = |word: &str, reasons: &[String]| match reasons {
        [] => String::new(),
        reasons => format!(" {word} {}", reasons.join(", ")),
    };
    let contains = listed("with", contains);
    let none_of = listed("but not", none_of);
    format!("{outcome}{exactly}{contains}{none_of}")
}

/// Decisions by the number of the value they were read from.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    all: Vec<Decision>,
    by_decision: HashMap<Decision, u32>,
    by_value: HashMap<u32, u32>,
}

impl Decisions {
    /// The number of the decision that a value states.
    pub(crate) fn number(&mut self, value: u32, outcome: &Outcome, pointers: &Pointers) -> u32 {
        if let Some(number) = self.by_value.get(&value) {
            return *number;
        }
        let number = self.intern(Decision::of(outcome, pointers));
        self.by_value.insert(value, number);
        number
    }

    fn intern(&mut self, decision: Decision) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.by_decision.entry(decision.clone()).or_insert(next);
        if number == next {
            self.all.push(decision);
        }
        number
    }

    pub(crate) fn get(&self, number: u32) -> &Decision {
        &self.all[number as usize]
    }

    /// All reasons that occur.
    pub(crate) fn reasons(&self) -> impl Iterator<Item = &str> {
        self.all.iter().flat_map(|decision| &decision.reasons).map(String::as_str)
    }

    pub(crate) fn into_all(self) -> Vec<Decision> {
        self.all
    }
}
