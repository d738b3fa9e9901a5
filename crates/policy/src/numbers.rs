//! Numbers as OPA has them, although the engine has doubles.
//!
//! OPA keeps a number as the text that it was written or computed as. `1e3` prints as `1e3`, `1 / 3` as `0.33333333333333333334`, and `1 - 0.9`
//! is greater than `0.1`. The engine has integers of any size and doubles. [`Numbers`] holds, for one policy and one evaluation, what each double
//! stands for where it is not the number with its fewest digits, and which numbers were written in another way than the engine would
//! print them.
//!
//! Two numbers that OPA tells apart and that would be one double are refused as soon as the second one appears: whatever is compared or
//! computed is then as in OPA. A number of two spellings is refused where it is printed.

mod decimal;
mod float;
mod read;

pub(crate) use decimal::Decimal;
pub(crate) use float::{DOUBLE, Float, WIDE};
pub(crate) use read::ReadError;

use num_bigint::BigInt;
use regorus::Value;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Digits that every double keeps.
const SAFE_DIGITS: usize = 15;

/// Digits of the longest whole number: longer ones are beyond the range of doubles.
const MAX_DIGITS: usize = 308;

/// Integers below this are written without an exponent by every program.
const PLAIN: u32 = 1_000;

/// OPA has an answer that cannot be found here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NumberError {
    /// Two decimals, one double.
    #[error("the numbers {0} and {1} are one number to cos and two to OPA; round them")]
    Collision(String, String),
    /// More digits or a greater exponent than arithmetic goes to.
    #[error(
        "arithmetic with numbers as large, small or long as `{0}` is not supported; scale or round them"
    )]
    Range(String),
    /// No number: a set beside an object, which the engine puts in another order.
    #[error(
        "the elements are sets and objects, which cos would list in another order than OPA; sort them first"
    )]
    Order,
    /// One value, two texts.
    #[error(
        "the number {0} is also written as `{1}`, and OPA prints a number as it was written; write it in one way, or round it"
    )]
    Spelling(String, String),
    /// No number: a rule that is a literal, of which a part is undefined. OPA takes it for defined.
    #[error(
        "a template string of `cos` does not support a rule of which a part of the value is undefined; test it first"
    )]
    Part,
    /// An integer that is no integer to some of OPA's builtins.
    #[error("`{0}` is no integer to some of OPA's builtins; write it without an exponent")]
    Exponent(String),
}

/// What is known of the numbers of a policy, and of those that an evaluation has met. Copies share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers(Arc<Mutex<Table>>);

#[derive(Debug, Default)]
struct Table {
    policy: Arc<Known>,
    met: Known,
}

/// Facts about numbers, by the text that the engine prints them as.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Doubles that stand for another number than the one with their fewest digits.
    exact: HashMap<String, String>,
    /// Numbers of more than 15 digits that are what their double prints as.
    long: HashSet<String>,
    /// Numbers that are written in other ways as well.
    spelled: HashMap<String, String>,
}

impl Known {
    /// Takes in a number as it is written, and returns what the engine calls it.
    fn add(&mut self, text: &str, others: &Self) -> Result<Value, NumberError> {
        let decimal = Decimal::parse(text).ok_or_else(|| NumberError::Range(text.to_owned()))?;
        if let Some(whole) = decimal.integer() {
            return self.whole(&whole, text);
        }
        let nearest = decimal.nearest();
        // A whole double would be taken for an integer.
        if !nearest.is_normal() || nearest.fract() == 0.0 {
            return Err(NumberError::Range(text.to_owned()));
        }
        let plain = nearest.to_string();
        let shortest = Decimal::parse(&plain).filter(|one| *one == decimal);
        if shortest.is_some() {
            if decimal.significant() > SAFE_DIGITS {
                if let Some(other) = self.exact.get(&plain).or_else(|| others.exact.get(&plain)) {
                    return Err(NumberError::Collision(plain, other.clone()));
                }
                self.long.insert(plain.clone());
            }
            self.spell(plain, text);
            return Ok(Value::from(nearest));
        }
        self.between(&decimal, nearest, text, others)
    }

    fn whole(&mut self, whole: &BigInt, text: &str) -> Result<Value, NumberError> {
        let plain = whole.to_string();
        if plain.len() > MAX_DIGITS {
            // The engine cannot even print it.
            return Err(NumberError::Range(text.to_owned()));
        }
        let value =
            Value::from_numeric_string(&plain).map_err(|_| NumberError::Range(text.to_owned()))?;
        self.spell(plain, text);
        Ok(value)
    }

    /// A number that is no double: it is called by a double of more than 15 digits on its own side of every shorter number, so that comparing
    /// doubles compares numbers.
    fn between(
        &mut self,
        decimal: &Decimal,
        nearest: f64,
        text: &str,
        others: &Self,
    ) -> Result<Value, NumberError> {
        let mut carrier = nearest;
        let plain = nearest.to_string();
        if let Some(short) = Decimal::parse(&plain).filter(|one| one.significant() <= SAFE_DIGITS) {
            let above = decimal.exceeds(&short);
            carrier = if above { nearest.next_up() } else { nearest.next_down() };
        }
        let plain = carrier.to_string();
        let mut respelled = false;
        for known in [&*self, others] {
            if known.long.contains(&plain) {
                return Err(NumberError::Collision(text.to_owned(), plain));
            }
            if let Some(other) = known.exact.get(&plain) {
                if Decimal::parse(other).as_ref() != Some(decimal) {
                    return Err(NumberError::Collision(text.to_owned(), other.clone()));
                }
                respelled |= other != text;
            }
        }
        if respelled {
            self.spelled.insert(plain.clone(), text.to_owned());
        }
        self.exact.insert(plain, text.to_owned());
        Ok(Value::from(carrier))
    }

    /// Remembers another text of a number; of several, one that some builtins take for no number.
    fn spell(&mut self, plain: String, text: &str) {
        let known = self.spelled.get(&plain);
        if plain != text && !known.is_some_and(|known| is_bare_exponent(known)) {
            self.spelled.insert(plain, text.to_owned());
        }
    }

    /// Reads the data of the policy.
    pub(crate) fn read(&mut self, json: &str) -> Result<Value, ReadError> {
        read::read(json, &mut |text| self.add(text, &Self::default()))
    }

    /// Takes in a number of the policy or of its data, which the engine reads by itself.
    pub(crate) fn written(&mut self, text: &str) -> Result<(), NumberError> {
        let read = self.add(text, &Self::default())?;
        let same = Value::from_numeric_string(text).is_ok_and(|value| value == read);
        if !same {
            return Err(NumberError::Range(text.to_owned()));
        }
        Self::check_exponent(text)
    }

    /// Takes in a number of the documents, which hold it in the form that serde_json gives it.
    pub(crate) fn stored(&mut self, text: &str) -> Result<(), NumberError> {
        let read = self.add(text, &Self::default())?;
        let held = serde_json::from_str::<serde_json::Number>(text).map(|one| one.to_string());
        let same =
            held.is_ok_and(|held| self.add(&held, &Self::default()).is_ok_and(|one| one == read));
        if !same {
            return Err(NumberError::Range(text.to_owned()));
        }
        Self::check_exponent(text)
    }

    /// Refuses a small integer with an exponent.
    fn check_exponent(text: &str) -> Result<(), NumberError> {
        let small = Decimal::parse(text)
            .and_then(|decimal| decimal.integer())
            .is_some_and(|whole| whole.magnitude() < &PLAIN.into());
        if small && text.contains(['e', 'E']) {
            return Err(NumberError::Exponent(text.to_owned()));
        }
        Ok(())
    }
}

impl Numbers {
    /// The numbers of a policy, before it is asked anything.
    pub(crate) fn of(policy: Arc<Known>) -> Self {
        Self(Arc::new(Mutex::new(Table { policy, met: Known::default() })))
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Facts are added one by one; a panic between them leaves no half of one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what the last evaluation met.
    pub(crate) fn forget(&self) {
        self.table().met = Known::default();
    }

    /// Takes in a number as it is written or computed, and returns what the engine calls it.
    pub(crate) fn add(&self, text: &str) -> Result<Value, NumberError> {
        let mut table = self.table();
        let policy = table.policy.clone();
        table.met.add(text, &policy)
    }

    /// Reads a JSON document.
    pub(crate) fn read(&self, json: &str) -> Result<Value, ReadError> {
        let mut table = self.table();
        let policy = table.policy.clone();
        read::read(json, &mut |text| table.met.add(text, &policy))
    }

    /// The number that the engine calls so.
    pub(crate) fn decimal(&self, number: &Value) -> Result<Decimal, NumberError> {
        let text = self.exact(number);
        Decimal::parse(&text).ok_or(NumberError::Range(text))
    }

    /// The digits of a number.
    pub(crate) fn exact(&self, number: &Value) -> String {
        let plain = plain(number);
        let table = self.table();
        let exact = [&table.met, &*table.policy].into_iter().find_map(|one| one.exact.get(&plain));
        exact.cloned().unwrap_or(plain)
    }

    /// The text that OPA prints for a number.
    pub(crate) fn print(&self, number: &Value) -> Result<String, NumberError> {
        let plain = plain(number);
        let table = self.table();
        for known in [&table.met, &*table.policy] {
            if let Some(other) = known.spelled.get(&plain) {
                return Err(NumberError::Spelling(plain, other.clone()));
            }
        }
        drop(table);
        Ok(self.exact(number))
    }

    /// Refuses a number that may have been written with an exponent and no point: to builtins that want an integer, and to `sprintf`, it
    /// is another kind of value.
    pub(crate) fn check_plain(&self, number: &Value) -> Result<(), NumberError> {
        let plain = plain(number);
        let table = self.table();
        for known in [&table.met, &*table.policy] {
            if let Some(other) = known.spelled.get(&plain) {
                let whole = !plain.contains('.');
                let exponent = other.contains(['e', 'E']);
                if exponent && (whole || !other.contains('.')) || whole && plain.len() > 18 {
                    return Err(NumberError::Spelling(plain, other.clone()));
                }
            }
        }
        Ok(())
    }
}

/// What the engine prints for a number; its JSON would round integers beyond 64 bits.
fn plain(number: &Value) -> String {
    match number {
        Value::Number(number) => match number.format_decimal() {
            // A double has a zero of its own below zero, and OPA a spelling.
            zero if zero == "-0" => "0".to_owned(),
            text => text,
        },
        other => other.to_string(),
    }
}

/// Whether a number has an exponent and no point.
fn is_bare_exponent(text: &str) -> bool {
    text.contains(['e', 'E']) && !text.contains('.')
}

#[cfg(test)]
mod tests;
