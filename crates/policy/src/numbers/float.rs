//! OPA's arithmetic: binary numbers of 64 bits, as Go's `big.Float` has them unless it is told otherwise.
//!
//! `1 / 3` is `0.33333333333333333334` there, and `1 - 0.9` is `0.10000000000000000002`; doubles would find another answer to both. Only what
//! is finite and of ordinary size is here; the rest is refused.

#![expect(
    clippy::cast_possible_wrap,
    reason = "counts of digits and bits are far below what wraps"
)]

use super::NumberError;
use super::decimal::Decimal;
use num_bigint::{BigInt, BigUint, Sign};

/// Bits that a number has which comes from text.
pub(crate) const WIDE: u64 = 64;
/// Bits of a number that comes from a double, as the one that products begin with.
pub(crate) const DOUBLE: u64 = 53;

/// Powers of five up to this one fit the 128 bits that Go multiplies with, so that reading rounds once.
const MAX_POWER: u64 = 55;

/// `mantissa` times two to the power of `exponent`, negative or not: zero has a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Float {
    negative: bool,
    mantissa: BigUint,
    exponent: i64,
    precision: u64,
}

impl Float {
    /// Reads a decimal.
    pub(crate) fn of(decimal: &Decimal) -> Result<Self, NumberError> {
        let digits = decimal.digits.magnitude().clone();
        let negative = decimal.is_negative();
        let power = decimal.exponent.unsigned_abs();
        if power > MAX_POWER {
            return Err(NumberError::Range(decimal.scientific()));
        }
        let five = BigUint::from(5_u8).pow(power as u32);
        Ok(if decimal.exponent < 0 {
            quotient(negative, (&digits, 0), (&five, power as i64), WIDE)
        } else {
            rounded(negative, digits * five, power as i64, false, WIDE)
        })
    }

    /// Zero of no width: the other operand decides.
    pub(crate) fn empty() -> Self {
        Self { negative: false, mantissa: BigUint::ZERO, exponent: 0, precision: 0 }
    }

    /// One, as a double.
    pub(crate) fn one() -> Self {
        Self { negative: false, mantissa: BigUint::from(1_u8), exponent: 0, precision: DOUBLE }
    }

    /// One half, as a double.
    fn half() -> Self {
        Self { exponent: -1, ..Self::one() }
    }

    /// A whole number, with as many bits as it needs.
    fn whole(value: &BigInt) -> Self {
        let mantissa = value.magnitude().clone();
        let precision = mantissa.bits().max(WIDE);
        Self { negative: value.sign() == Sign::Minus, mantissa, exponent: 0, precision }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.mantissa == BigUint::ZERO
    }

    fn is_integer(&self) -> bool {
        self.exponent >= 0
            || self.mantissa.trailing_zeros().is_none_or(|zeros| zeros as i64 >= -self.exponent)
    }

    fn wider(&self, other: &Self) -> u64 {
        self.precision.max(other.precision)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let signed = |one: &Self| {
            let sign = if one.negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_biguint(sign, &one.mantissa << (one.exponent - exponent).unsigned_abs())
        };
        let (sign, mantissa) = (signed(self) + signed(other)).into_parts();
        let negative = match sign {
            // Only two negative zeros make one.
            Sign::NoSign => self.negative && other.negative,
            sign => sign == Sign::Minus,
        };
        rounded(negative, mantissa, exponent, false, self.wider(other))
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { negative: !other.negative, ..other.clone() })
    }

    pub(crate) fn times(&self, other: &Self, precision: u64) -> Self {
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent;
        rounded(negative, &self.mantissa * &other.mantissa, exponent, false, precision)
    }

    /// The quotient; `None` by zero.
    pub(crate) fn over(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| {
            let negative = self.negative != other.negative;
            let (one, two) = ((&self.mantissa, self.exponent), (&other.mantissa, other.exponent));
            quotient(negative, one, two, self.wider(other))
        })
    }

    pub(crate) fn absolute(self) -> Self {
        Self { negative: false, ..self }
    }

    /// Rounds half away from zero.
    pub(crate) fn round(&self) -> Self {
        let half = Self { negative: self.negative, ..Self::half() };
        Self::whole(&self.plus(&half).truncated())
    }

    /// Go's way to round up, for which numbers between -1 and 0 become 1.
    pub(crate) fn ceil(&self) -> Self {
        let whole = Self::whole(&self.truncated());
        if whole.negative || self.is_integer() { whole } else { whole.plus(&Self::one()) }
    }

    /// Go's way to round down, for which numbers between -1 and 0 become 0.
    pub(crate) fn floor(&self) -> Self {
        let whole = Self::whole(&self.truncated());
        if !whole.negative || self.is_integer() { whole } else { whole.minus(&Self::one()) }
    }

    /// Without its fraction.
    pub(crate) fn truncated(&self) -> BigInt {
        let magnitude = if self.exponent >= 0 {
            &self.mantissa << self.exponent.unsigned_abs()
        } else {
            &self.mantissa >> self.exponent.unsigned_abs()
        };
        let sign = if self.negative { Sign::Minus } else { Sign::Plus };
        BigInt::from_biguint(sign, magnitude)
    }

    /// As OPA writes it: whole numbers in full, others like `%g`, with the fewest digits that tell it from its neighbours.
    pub(crate) fn text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.is_zero() {
            return format!("{sign}0");
        }
        let digits = self.shortest();
        let count = digits.text.len() as i64;
        let exponent = digits.point - 1;
        if self.is_integer() {
            let zeros = "0".repeat((digits.point - count).max(0) as usize);
            return format!("{sign}{}{zeros}", digits.text);
        }
        if !(-4..6).contains(&exponent) {
            let (first, rest) = digits.text.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            let direction = if exponent < 0 { '-' } else { '+' };
            return format!("{sign}{first}{point}{rest}e{direction}{:02}", exponent.abs());
        }
        if digits.point <= 0 {
            let zeros = "0".repeat(digits.point.unsigned_abs() as usize);
            return format!("{sign}0.{zeros}{}", digits.text);
        }
        let (whole, fraction) = digits.text.split_at(digits.point as usize);
        format!("{sign}{whole}.{fraction}")
    }

    /// The fewest digits that mean this number and no neighbour of it.
    fn shortest(&self) -> Digits {
        let bits = self.mantissa.bits();
        let wanted = self.precision + 1;
        let shift = wanted - bits.min(wanted);
        let mantissa = &self.mantissa << shift;
        let exponent = self.exponent - shift as i64;
        let mut digits = Digits::of(&mantissa, exponent);
        let one = BigUint::from(1_u8);
        let (lower, upper) =
            (Digits::of(&(&mantissa - &one), exponent), Digits::of(&(&mantissa + &one), exponent));
        let inclusive = !mantissa.bit(1);
        for at in 0..digits.text.len() {
            let (own, low, high) = (digits.at(at), lower.at(at), upper.at(at));
            let down = low != own || (inclusive && at + 1 == lower.text.len());
            let up = own != high && (inclusive || own + 1 < high || at + 1 < upper.text.len());
            if down || up {
                let raise = if down && up { digits.rounds_up(at + 1) } else { up };
                digits.cut(at + 1, raise);
                break;
            }
        }
        digits
    }
}

/// The digits of a number, and how many of them stand before the point.
struct Digits {
    text: String,
    point: i64,
}

impl Digits {
    fn of(mantissa: &BigUint, exponent: i64) -> Self {
        let (whole, power) = if exponent >= 0 {
            (mantissa << exponent.unsigned_abs(), 0)
        } else {
            (mantissa * BigUint::from(5_u8).pow(exponent.unsigned_abs() as u32), exponent)
        };
        let text = whole.to_string();
        let point = text.len() as i64 + power;
        Self { text: text.trim_end_matches('0').to_owned(), point }
    }

    fn at(&self, index: usize) -> u8 {
        self.text.as_bytes().get(index).copied().unwrap_or(b'0')
    }

    /// Whether what stands behind the first digits is more than half; a half goes to the even neighbour.
    fn rounds_up(&self, count: usize) -> bool {
        if count >= self.text.len() {
            return false;
        }
        if self.at(count) == b'5' && count + 1 == self.text.len() {
            return count > 0 && (self.at(count - 1) - b'0') % 2 == 1;
        }
        self.at(count) >= b'5'
    }

    /// Keeps the first digits, and raises the last of them.
    fn cut(&mut self, count: usize, raise: bool) {
        if count >= self.text.len() {
            return;
        }
        self.text.truncate(count);
        if raise {
            let kept = self.text.trim_end_matches('9').len();
            self.text.truncate(kept);
            // What rounds up to a power of ten has no digit left.
            let last = self.text.pop();
            self.point += i64::from(last.is_none());
            self.text.push(last.map_or('1', |last| char::from(last as u8 + 1)));
        }
        let kept = self.text.trim_end_matches('0').len();
        self.text.truncate(kept);
    }
}

/// A quotient of two numbers, rounded once.
fn quotient(
    negative: bool,
    (one, one_exponent): (&BigUint, i64),
    (other, other_exponent): (&BigUint, i64),
    precision: u64,
) -> Float {
    let shift = (precision + 2 + other.bits()).saturating_sub(one.bits());
    let numerator = one << shift;
    let mantissa = &numerator / other;
    let inexact = &mantissa * other != numerator;
    let exponent = one_exponent - other_exponent - shift as i64;
    rounded(negative, mantissa, exponent, inexact, precision)
}

/// Rounds to the nearest number of so many bits, a half to the even one. `inexact` says that a little more was cut off already.
fn rounded(
    negative: bool,
    mantissa: BigUint,
    exponent: i64,
    inexact: bool,
    precision: u64,
) -> Float {
    let excess = mantissa.bits().saturating_sub(precision);
    if excess == 0 {
        return Float { negative, mantissa, exponent, precision };
    }
    let mut kept = &mantissa >> excess;
    let half = mantissa.bit(excess - 1);
    let more = inexact || mantissa.trailing_zeros().is_some_and(|zeros| zeros < excess - 1);
    if half && (more || kept.bit(0)) {
        kept += 1_u8;
    }
    Float { negative, mantissa: kept, exponent: exponent + excess as i64, precision }
}
