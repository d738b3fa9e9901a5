//! What a case of a suite asserts about violations, as what a decision must be.

use super::super::draft::Expect;
use super::super::source::Spot;
use super::super::{Problems, WRONG_SHAPE};
use cos_core::yaml::Value;
use std::collections::BTreeSet;

/// All assertions of a case.
pub(super) struct Assertions(Vec<Assertion>);

struct Assertion {
    violations: Wanted,
    /// A regular expression; empty for any message.
    message: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Exactly(u64),
    None,
    Some,
}

impl Assertions {
    /// Reads them; gator takes a case without any for one that must not be violated.
    pub(super) fn read(case: &Spot<'_>, problems: &mut Problems) -> Option<Self> {
        let before = problems.errors.len();
        let mut all = Vec::new();
        for spot in case.list("assertions", problems) {
            spot.note_unknown(&["violations", "message"], problems);
            let message = spot.find("message").map(|spot| spot.text(problems).unwrap_or_default());
            let violations =
                spot.find("violations").map_or(Some(Wanted::Some), |spot| wanted(&spot, problems));
            if let Some(violations) = violations {
                all.push(Assertion { violations, message: message.unwrap_or_default().to_owned() });
            }
        }
        if all.is_empty() {
            all.push(Assertion { violations: Wanted::None, message: String::new() });
        }
        (problems.errors.len() == before).then_some(Self(all))
    }

    /// The expressions for which the policy is asked how many messages match.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = |one: &&Assertion| {
            !one.message.is_empty() || matches!(one.violations, Wanted::Exactly(1..))
        };
        let asked: BTreeSet<_> =
            self.0.iter().filter(asked).map(|one| one.message.clone()).collect();
        asked.into_iter().collect()
    }

    /// What the decision must be; `None` when neither allowing nor denying follows.
    pub(super) fn expect(&self) -> Option<Expect> {
        let violated =
            |one: &Assertion| matches!(one.violations, Wanted::Some | Wanted::Exactly(1..));
        let clean = |one: &Assertion| !violated(one) && one.message.is_empty();
        let allow = if self.0.iter().any(violated) {
            false
        } else if self.0.iter().any(clean) {
            true
        } else {
            return None;
        };
        let mut expect = Expect { allow, ..Expect::default() };
        for Assertion { violations, message } in &self.0 {
            let some = format!("violations like \"{message}\"");
            match violations {
                Wanted::Exactly(0) | Wanted::None | Wanted::Some if message.is_empty() => {}
                Wanted::Exactly(0) | Wanted::None => expect.none_of.push(some),
                Wanted::Some => expect.contains.push(some),
                Wanted::Exactly(count) => expect.contains.push(format!("{some}: {count}")),
            }
        }
        expect.contains.sort();
        expect.contains.dedup();
        expect.none_of.sort();
        expect.none_of.dedup();
        Some(expect)
    }
}

fn wanted(spot: &Spot<'_>, problems: &mut Problems) -> Option<Wanted> {
    let found = match &spot.node.value {
        Value::Bool(true) => Some(Wanted::Some),
        Value::Bool(false) => Some(Wanted::None),
        Value::Integer(count) => u64::try_from(*count).ok().map(Wanted::Exactly),
        Value::String(word) if word == "yes" => Some(Wanted::Some),
        Value::String(word) if word == "no" => Some(Wanted::None),
        _ => None,
    };
    if found.is_none() {
        let message = "write `yes`, `no` or how many violations there are";
        problems.error(WRONG_SHAPE, spot.place(), message);
    }
    found
}

/// Puts `yes` and `no` behind `violations:` in quotes: suites are full of them, and our reader refuses words that are booleans to
/// some readers and text to others.
pub(super) fn quote_words(suite: &[u8]) -> Vec<u8> {
    const KEY: &str = "violations:";
    let Ok(text) = std::str::from_utf8(suite) else { return suite.to_vec() };
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(end) = rest.find(KEY).map(|at| at + KEY.len()) {
            let (before, after) = rest.split_at(end);
            out.push_str(before);
            rest = after;
            let value = after.trim_start_matches([' ', '\t']);
            let word = value.split(|c: char| !c.is_ascii_graphic() || ",}#".contains(c)).next();
            let Some(word) = word.filter(|word| matches!(*word, "yes" | "no")) else { continue };
            if is_key(&line[..line.len() - after.len() - KEY.len()]) {
                out += &after[..after.len() - value.len()];
                out.extend(["\"", word, "\""]);
                rest = &value[word.len()..];
            }
        }
        out.push_str(rest);
    }
    out.into_bytes()
}

/// Whether a key may follow what stands before it on a line, and it is no part of some quoted text.
fn is_key(before: &str) -> bool {
    let before = before.trim_end();
    !before.contains(['"', '\'']) && (before.is_empty() || before.ends_with(['-', '{', ',']))
}
