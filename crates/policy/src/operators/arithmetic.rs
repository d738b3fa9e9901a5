//! `+ - * / %` and `bits.lsh`: whole numbers exactly, others with 64 bits.

use crate::numbers::{Float, NumberError, Numbers, WIDE};
use num_bigint::BigInt;
use regorus::Value;

/// Whole numbers of more bits are refused.
const MAX_BITS: u64 = 1 << 15;

/// An operation; with a `None`, the expression is undefined in OPA.
pub(super) struct Operation {
    /// On small numbers, where the result is one.
    small: fn(i64, i64) -> Option<i64>,
    /// On whole numbers of any size.
    whole: Option<fn(&BigInt, &BigInt) -> Option<BigInt>>,
    float: Option<fn(&Float, &Float) -> Option<Float>>,
}

pub(super) const PLUS: Operation = Operation {
    small: |one, other| one.checked_add(other),
    whole: Some(|one, other| Some(one + other)),
    float: Some(|one, other| Some(one.plus(other))),
};

pub(super) const MINUS: Operation = Operation {
    small: |one, other| one.checked_sub(other),
    whole: Some(|one, other| Some(one - other)),
    float: Some(|one, other| Some(one.minus(other))),
};

pub(super) const TIMES: Operation = Operation {
    small: |one, other| one.checked_mul(other),
    whole: Some(|one, other| Some(one * other)),
    float: Some(|one, other| Some(one.times(other, WIDE))),
};

/// Exact where the result is a small number and not zero, which can be negative.
pub(super) const OVER: Operation = Operation {
    small: |one, other| {
        let both = i32::try_from(one).is_ok() && i32::try_from(other).is_ok();
        (both && one != 0 && other != 0 && one % other == 0).then(|| one / other)
    },
    whole: None,
    float: Some(Float::over),
};

pub(super) const REMAINDER: Operation = Operation {
    small: |one, other| one.checked_rem(other),
    whole: Some(|one, other| (*other != BigInt::ZERO).then(|| one % other)),
    float: None,
};

impl Operation {
    pub(super) fn apply(&self, numbers: &Numbers, args: &[Value]) -> Result<Value, NumberError> {
        let [one @ Value::Number(_), other @ Value::Number(_)] = args else {
            return Ok(Value::Undefined);
        };
        if let (Ok(one), Ok(other)) = (one.as_i64(), other.as_i64())
            && let Some(small) = (self.small)(one, other)
        {
            return Ok(Value::from(small));
        }
        let (one, other) = (numbers.decimal(one)?, numbers.decimal(other)?);
        if let Some(whole) = self.whole
            && let (Some(one), Some(other)) = (one.integer(), other.integer())
        {
            fits(one.bits() + other.bits(), &one)?;
            return match whole(&one, &other) {
                Some(result) => numbers.add(&result.to_string()),
                None => Ok(Value::Undefined),
            };
        }
        let Some(float) = self.float else { return Ok(Value::Undefined) };
        match float(&Float::of(&one)?, &Float::of(&other)?) {
            Some(result) => numbers.add(&result.text()),
            None => Ok(Value::Undefined),
        }
    }
}

/// `bits.lsh`.
pub(super) fn shift_left(numbers: &Numbers, args: &[Value]) -> Result<Value, NumberError> {
    let [one @ Value::Number(_), other @ Value::Number(_)] = args else {
        return Ok(Value::Undefined);
    };
    let (one, other) = (numbers.decimal(one)?, numbers.decimal(other)?);
    let (Some(digits), Some(by)) = (one.integer(), other.integer()) else {
        return Ok(Value::Undefined);
    };
    if by < BigInt::ZERO {
        return Ok(Value::Undefined);
    }
    let by = u64::try_from(&by).unwrap_or(u64::MAX);
    if digits == BigInt::ZERO {
        return Ok(Value::from(0));
    }
    fits(digits.bits().saturating_add(by), &digits)?;
    numbers.add(&(digits << by).to_string())
}

fn fits(bits: u64, number: &BigInt) -> Result<(), NumberError> {
    if bits <= MAX_BITS { Ok(()) } else { Err(NumberError::Range(number.to_string())) }
}
