//! Operators as OPA defines them, for the places where the engine's own differ: lowered text calls these by name.
//!
//! An operand of the wrong type makes an expression undefined in OPA and stops the engine. OPA computes with decimals of 64 bits, the engine
//! with doubles: `0.1 + 0.2` is 0.3 in OPA. A set is greater than an object there, and less here. Membership in something undefined
//! is undefined in OPA.

use regorus::Value;
use std::cmp::Ordering;

/// An operator under the name that lowered text calls it by.
pub(crate) struct Operator {
    pub(crate) name: &'static str,
    pub(crate) arity: u8,
    pub(crate) apply: fn(&[Value]) -> Result<Value, Unsupported>,
}

/// OPA has an answer that cannot be represented here.
#[derive(Debug, thiserror::Error)]
#[error("arithmetic beyond 64 bits is not supported; compare or combine smaller numbers")]
pub(crate) struct Unsupported;

/// All of them.
pub(crate) const OPERATORS: &[Operator] = &[
    Operator { name: "bits.lsh", arity: 2, apply: |args| arithmetic(args, shift_left) },
    Operator { name: "cos_and", arity: 2, apply: |args| Ok(sets(args, |a, b| a && b)) },
    Operator { name: "cos_div", arity: 2, apply: |args| arithmetic(args, divide) },
    Operator { name: "cos_ge", arity: 2, apply: |args| Ok(ordered(args, Ordering::is_ge)) },
    Operator { name: "cos_gt", arity: 2, apply: |args| Ok(ordered(args, Ordering::is_gt)) },
    Operator { name: "cos_in", arity: 2, apply: |args| Ok(member(&args[0], &args[1])) },
    Operator { name: "cos_in_key", arity: 3, apply: |args| Ok(member_at(args)) },
    Operator { name: "cos_items", arity: 1, apply: |args| Ok(items(&args[0])) },
    Operator { name: "cos_le", arity: 2, apply: |args| Ok(ordered(args, Ordering::is_le)) },
    Operator { name: "cos_lt", arity: 2, apply: |args| Ok(ordered(args, Ordering::is_lt)) },
    Operator { name: "cos_minus", arity: 2, apply: minus },
    Operator { name: "cos_or", arity: 2, apply: |args| Ok(sets(args, |a, b| a || b)) },
    Operator { name: "cos_plus", arity: 2, apply: |args| arithmetic(args, |a, b| a.plus(b, 1)) },
    Operator { name: "cos_rem", arity: 2, apply: |args| arithmetic(args, remainder) },
    Operator { name: "cos_times", arity: 2, apply: |args| arithmetic(args, times) },
];

/// A number as `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

/// What became of a computation with decimals.
enum Computed {
    Exact(Decimal),
    Float(f64),
    /// An error of the builtin in OPA.
    Undefined,
    Unsupported,
}

impl Decimal {
    fn of(value: &Value) -> Option<Self> {
        if let Ok(small) = value.as_i64() {
            return Some(Self { digits: small.into(), exponent: 0 });
        }
        let text = value.to_string();
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let fraction = fraction.trim_end_matches('0');
        let exponent: i32 = exponent.parse().ok()?;
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, exponent: exponent.checked_sub(i32::try_from(fraction.len()).ok()?)? })
    }

    /// As a whole number.
    fn integer(self) -> Option<i128> {
        if self.exponent >= 0 {
            return self.digits.checked_mul(10_i128.checked_pow(self.exponent as u32)?);
        }
        let unit = 10_i128.checked_pow(self.exponent.unsigned_abs())?;
        (self.digits % unit == 0).then(|| self.digits / unit)
    }

    fn float(self) -> f64 {
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::NAN)
    }

    /// Whether it has more digits than every double keeps: it is the result of a division, not something that was written.
    fn is_rounded(self) -> bool {
        self.exponent < 0 && self.digits.unsigned_abs() >= 1_000_000_000_000_000
    }

    fn plus(self, other: Self, sign: i128) -> Computed {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |one: Self| {
            let factor = 10_i128.checked_pow((one.exponent - exponent).unsigned_abs())?;
            one.digits.checked_mul(factor)
        };
        let sum = || scaled(self)?.checked_add(scaled(other)?.checked_mul(sign)?);
        match sum() {
            Some(digits) if !self.is_rounded() && !other.is_rounded() => {
                Computed::Exact(Self { digits, exponent })
            }
            _ => Computed::Float(self.float() + other.float() * sign as f64),
        }
    }

    fn value(self) -> Computed {
        Computed::Exact(self)
    }
}

fn times(one: Decimal, other: Decimal) -> Computed {
    match one.digits.checked_mul(other.digits) {
        Some(digits) if !one.is_rounded() && !other.is_rounded() => {
            Decimal { digits, exponent: one.exponent + other.exponent }.value()
        }
        _ => Computed::Float(one.float() * other.float()),
    }
}

fn divide(one: Decimal, other: Decimal) -> Computed {
    if other.digits == 0 {
        return Computed::Undefined;
    }
    let quotient = one.digits / other.digits;
    if one.digits % other.digits == 0 && !one.is_rounded() && !other.is_rounded() {
        return Decimal { digits: quotient, exponent: one.exponent - other.exponent }.value();
    }
    Computed::Float(one.float() / other.float())
}

fn shift_left(one: Decimal, other: Decimal) -> Computed {
    let (Some(digits), Some(by)) = (one.integer(), other.integer()) else {
        return Computed::Undefined;
    };
    match u32::try_from(by) {
        Err(_) if by < 0 => Computed::Undefined,
        Ok(by) if by < 64 => match digits.checked_mul(1 << by) {
            Some(digits) => Decimal { digits, exponent: 0 }.value(),
            None => Computed::Unsupported,
        },
        _ if digits == 0 => Decimal { digits, exponent: 0 }.value(),
        _ => Computed::Unsupported,
    }
}

fn remainder(one: Decimal, other: Decimal) -> Computed {
    match (one.integer(), other.integer()) {
        (Some(one), Some(other)) if other != 0 => {
            Decimal { digits: one % other, exponent: 0 }.value()
        }
        _ => Computed::Undefined,
    }
}

fn arithmetic(
    args: &[Value],
    compute: fn(Decimal, Decimal) -> Computed,
) -> Result<Value, Unsupported> {
    if !args.iter().all(|arg| matches!(arg, Value::Number(_))) {
        return Ok(Value::Undefined);
    }
    let (Some(one), Some(other)) = (Decimal::of(&args[0]), Decimal::of(&args[1])) else {
        return Err(Unsupported);
    };
    match compute(one, other) {
        Computed::Exact(decimal) => match decimal.integer() {
            Some(whole) => integer(whole),
            None => Ok(Value::from(decimal.float())),
        },
        Computed::Float(float) if float.abs() < 1e15 => Ok(Value::from(float)),
        Computed::Float(_) | Computed::Unsupported => Err(Unsupported),
        Computed::Undefined => Ok(Value::Undefined),
    }
}

fn integer(whole: i128) -> Result<Value, Unsupported> {
    match (i64::try_from(whole), u64::try_from(whole)) {
        (Ok(small), _) => Ok(Value::from(small)),
        (_, Ok(large)) => Ok(Value::from(large)),
        _ => Err(Unsupported),
    }
}

fn minus(args: &[Value]) -> Result<Value, Unsupported> {
    match (&args[0], &args[1]) {
        (Value::Set(_), Value::Set(_)) => Ok(sets(args, |a, b| a && !b)),
        _ => arithmetic(args, |a, b| a.plus(b, -1)),
    }
}

/// The members of either set that are to stay, given whether the first and the second have them.
fn sets(args: &[Value], stays: fn(bool, bool) -> bool) -> Value {
    let (Value::Set(one), Value::Set(other)) = (&args[0], &args[1]) else {
        return Value::Undefined;
    };
    let all = one.iter().chain(other.iter());
    let chosen = all.filter(|item| stays(one.contains(item), other.contains(item)));
    Value::from(chosen.cloned().collect::<std::collections::BTreeSet<_>>())
}

fn member(value: &Value, collection: &Value) -> Value {
    Value::Bool(match collection {
        Value::Array(items) => items.iter().any(|item| item == value),
        Value::Object(fields) => fields.iter().any(|(_, item)| item == value),
        Value::Set(items) => items.contains(value),
        _ => false,
    })
}

fn member_at(args: &[Value]) -> Value {
    let (key, value) = (&args[0], &args[1]);
    Value::Bool(match &args[2] {
        Value::Array(items) => {
            let at = key.as_u64().ok().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at)).is_some_and(|item| item == value)
        }
        Value::Object(fields) => fields.get(key).is_some_and(|item| item == value),
        Value::Set(items) => key == value && items.contains(value),
        _ => false,
    })
}

/// What can be iterated; nothing where OPA iterates over nothing.
fn items(value: &Value) -> Value {
    match value {
        Value::Array(_) | Value::Object(_) | Value::Set(_) => value.clone(),
        _ => Value::new_array(),
    }
}

fn ordered(args: &[Value], holds: fn(Ordering) -> bool) -> Value {
    Value::Bool(holds(compare(&args[0], &args[1])))
}

/// The order of OPA.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            { one.iter().zip(other.iter()).map(|(a, b)| compare(a, b)).find(|o| o.is_ne()) }
                .unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        (Value::Set(one), Value::Set(other)) => {
            { one.iter().zip(other.iter()).map(|(a, b)| compare(a, b)).find(|o| o.is_ne()) }
                .unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        (Value::Object(one), Value::Object(other)) => one
            .iter()
            .zip(other.iter())
            .map(|(a, b)| compare(a.0, b.0).then_with(|| compare(a.1, b.1)))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| one.len().cmp(&other.len())),
        _ => rank(one).cmp(&rank(other)).then_with(|| one.cmp(other)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Undefined | Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
        Value::Set(_) => 6,
    }
}
