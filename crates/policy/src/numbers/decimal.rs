//! Numbers as they are written: exact decimals of any size.

#![expect(
    clippy::cast_possible_wrap,
    reason = "counts of digits and bits are far below what wraps"
)]

use num_bigint::{BigInt, Sign};

/// Exponents beyond this are refused: OPA would compute with millions of digits.
const MAX_EXPONENT: i64 = 5_000;
const MAX_DIGITS: usize = 5_000;

/// `digits` times ten to the power of `exponent`, without zeros at the end of the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(super) digits: BigInt,
    pub(super) exponent: i64,
}

impl Decimal {
    /// Reads a number as JSON and Rego write it; `None` for what is none, or is too large to handle.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let short = whole.len() + fraction.len() <= MAX_DIGITS;
        if digits.is_empty() || !plain(digits) || !plain(fraction) || !short {
            return None;
        }
        let significant = fraction.trim_end_matches('0');
        let all = format!("{whole}{significant}");
        let trimmed = all.trim_end_matches('0');
        let dropped = (all.len() - trimmed.len()) as i64;
        let digits: BigInt = if matches!(trimmed, "" | "-") {
            return Some(Self { digits: BigInt::ZERO, exponent: 0 });
        } else {
            trimmed.parse().ok()?
        };
        let exponent = exponent
            .checked_add(dropped)
            .and_then(|at| at.checked_sub(significant.len() as i64))?;
        (exponent.abs() <= MAX_EXPONENT).then_some(Self { digits, exponent })
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub(super) fn is_negative(&self) -> bool {
        self.digits.sign() == Sign::Minus
    }

    /// As a whole number, where it is one.
    pub(crate) fn integer(&self) -> Option<BigInt> {
        self.is_integer().then(|| &self.digits * BigInt::from(10_u8).pow(self.exponent as u32))
    }

    /// Whether it is greater than another one.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        let exponent = self.exponent.min(other.exponent);
        let scaled = |one: &Self| {
            &one.digits * BigInt::from(10_u8).pow((one.exponent - exponent).unsigned_abs() as u32)
        };
        scaled(self) > scaled(other)
    }

    /// How many digits it has, without zeros at either end.
    pub(super) fn significant(&self) -> usize {
        self.digits.magnitude().to_string().len()
    }

    /// In scientific notation, for messages.
    pub(crate) fn scientific(&self) -> String {
        format!("{}e{}", self.digits, self.exponent)
    }

    /// The nearest double.
    pub(crate) fn nearest(&self) -> f64 {
        self.scientific().parse().unwrap_or(f64::NAN)
    }
}
