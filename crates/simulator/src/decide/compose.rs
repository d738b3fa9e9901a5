//! What contributions combine to, by the rules of OPA: sets unite, objects merge, complete rules agree.

use cos_policy::engine::Outcome;
use cos_policy::outline::Composition;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// Combines what the definitions of a rule contribute.
pub(super) fn compose(
    composition: Composition,
    default: Option<&str>,
    parts: &[&Outcome],
) -> Outcome {
    if let Some(error) = parts.iter().find(|part| matches!(part, Outcome::Error(_))) {
        return (*error).clone();
    }
    let texts: Vec<&str> = parts.iter().filter_map(|part| text(part)).collect();
    let combined = match composition {
        Composition::Complete => complete(&texts),
        Composition::Object => object(&texts),
        Composition::Set => set(&texts),
    };
    match (combined, default) {
        (Outcome::Undefined, Some(default)) => Outcome::Value(default.to_owned()),
        (combined, _) => combined,
    }
}

fn text(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Value(text) => Some(text),
        Outcome::Error(_) | Outcome::Undefined => None,
    }
}

fn complete(texts: &[&str]) -> Outcome {
    let Some((first, rest)) = texts.split_first() else { return Outcome::Undefined };
    if rest.iter().any(|other| other != first) {
        return Outcome::Error("complete rules should not produce multiple outputs".to_owned());
    }
    Outcome::Value((*first).to_owned())
}

/// The members of `{"$set":[…]}`, as they stand.
fn members(text: &str) -> Option<Vec<&str>> {
    #[derive(serde::Deserialize)]
    struct Set<'a> {
        #[serde(rename = "$set", borrow)]
        members: Vec<&'a RawValue>,
    }
    let set: Set<'_> = serde_json::from_str(text).ok()?;
    Some(set.members.into_iter().map(RawValue::get).collect())
}

fn set(texts: &[&str]) -> Outcome {
    let mut all = BTreeSet::new();
    for text in texts {
        match members(text) {
            Some(members) => all.extend(members),
            None => return Outcome::Error("a set rule gave no set".to_owned()),
        }
    }
    let all: Vec<&str> = all.into_iter().collect();
    Outcome::Value(format!("{{\"$set\":[{}]}}", all.join(",")))
}

fn object(texts: &[&str]) -> Outcome {
    let mut all: BTreeMap<String, &RawValue> = BTreeMap::new();
    for text in texts {
        let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else {
            return Outcome::Error("an object rule gave no object".to_owned());
        };
        for (key, value) in fields {
            let known = all.entry(key).or_insert(value);
            if known.get() != value.get() {
                return Outcome::Error("object keys must be unique".to_owned());
            }
        }
    }
    let fields: Vec<String> = all
        .into_iter()
        .map(|(key, value)| format!("{}:{}", serde_json::Value::from(key), value.get()))
        .collect();
    Outcome::Value(format!("{{{}}}", fields.join(",")))
}
