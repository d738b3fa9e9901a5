//! `units.parse` and `units.parse_bytes`, in exact decimal arithmetic as OPA.
//!
//! regorus knows more suffixes than OPA and rounds where OPA truncates.

use regorus::Value;

use super::operands::string;
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] =
    &[builtin("units.parse", 1, parse), builtin("units.parse_bytes", 1, parse_bytes)];

const MAX_EXPONENT_DIGITS: usize = 6;
/// OPA builds numbers of a million digits; nothing that a policy means has more than this.
const MAX_DIGITS: i64 = 4096;
const FRACTION_DIGITS: i64 = 10;

fn parse(ctx: &Context, args: &[Value]) -> Outcome {
    let text = string(args, 1)?.replace('"', "");
    let (amount, unit) = split(&text)?;
    let (scale, power) = match unit {
        "" => (1, 0),
        "m" => (1, -3),
        "M" => (1, 6),
        "Mi" | "mi" | "MI" | "mI" => (1 << 20, 0),
        other => multiple(&other.to_lowercase()).ok_or_else(|| unknown(unit))?,
    };
    Decimal::read(amount)?.scaled(scale, power).rounded(ctx, FRACTION_DIGITS)
}

fn parse_bytes(ctx: &Context, args: &[Value]) -> Outcome {
    let text = string(args, 1)?.to_lowercase().replace('"', "");
    let (amount, unit) = split(&text)?;
    let (scale, power) = match unit {
        "" => (1, 0),
        "m" | "mb" => (1, 6),
        "mi" | "mib" => (1 << 20, 0),
        other => multiple(other.strip_suffix('b').unwrap_or(other)).ok_or_else(|| unknown(unit))?,
    };
    Decimal::read(amount)?.scaled(scale, power).truncated(ctx)
}

/// The factor and the power of ten of a suffix in small letters.
fn multiple(unit: &str) -> Option<(u64, i64)> {
    Some(match unit {
        "k" => (1, 3),
        "g" => (1, 9),
        "t" => (1, 12),
        "p" => (1, 15),
        "e" => (1, 18),
        "ki" => (1 << 10, 0),
        "gi" => (1 << 30, 0),
        "ti" => (1 << 40, 0),
        "pi" => (1 << 50, 0),
        "ei" => (1 << 60, 0),
        _ => return None,
    })
}

/// Splits the number from its unit where OPA does.
fn split(text: &str) -> Result<(&str, &str), BuiltinError> {
    if text.contains(' ') {
        return Err(BuiltinError::invalid("blanks are not allowed"));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    let end = loop {
        let Some(&byte) = bytes.get(at) else { break bytes.len() };
        match byte {
            b'0'..=b'9' | b'.' | b'+' | b'-' => at += 1,
            b'e' | b'E' => {
                let Some(next) = bytes.get(at + 1) else { break at };
                if !next.is_ascii_digit() && !b"+-".contains(next) {
                    break at;
                }
                at += 1 + usize::from(b"+-".contains(next));
                let digits =
                    bytes[at.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit());
                if digits.count() > MAX_EXPONENT_DIGITS {
                    return Err(BuiltinError::invalid("the exponent is too large"));
                }
            }
            _ => break at,
        }
    };
    if end == 0 {
        return Err(BuiltinError::invalid("there is no amount"));
    }
    Ok(text.split_at(end))
}

/// Digits and the power of ten of the last.
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    power: i64,
}

impl Decimal {
    fn read(text: &str) -> Result<Self, BuiltinError> {
        Self::parse(text).ok_or_else(|| BuiltinError::invalid("the amount is not a number"))
    }

    fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            None => (unsigned, 0),
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let power = exponent - i64::try_from(fraction.len()).ok()?;
        Some(Self { negative, digits: digits.bytes().map(|byte| byte - b'0').collect(), power })
    }

    fn scaled(mut self, factor: u64, power: i64) -> Self {
        let mut carry: u128 = 0;
        for digit in self.digits.iter_mut().rev() {
            carry += u128::from(*digit) * u128::from(factor);
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        let mut leading = Vec::new();
        while carry > 0 {
            leading.push((carry % 10) as u8);
            carry /= 10;
        }
        leading.reverse();
        leading.append(&mut self.digits);
        self.digits = leading;
        self.power += power;
        self
    }

    /// Drops the fraction.
    fn truncated(self, ctx: &Context) -> Outcome {
        let (whole, _) = self.split()?;
        self.number(ctx, &whole, "")
    }

    /// Rounds the fraction half away from zero, as Go's `FloatString`; a whole number has none.
    fn rounded(mut self, ctx: &Context, places: i64) -> Outcome {
        let dropped = -self.power - places;
        let (_, fraction) = self.split()?;
        if fraction.bytes().all(|digit| digit == b'0') {
            return self.truncated(ctx);
        }
        if dropped > 0 {
            let kept =
                self.digits.len().saturating_sub(usize::try_from(dropped).unwrap_or(usize::MAX));
            let below_all = i64::try_from(self.digits.len()).unwrap_or(i64::MAX) < dropped;
            let up = !below_all && self.digits[kept] >= 5;
            self.digits.truncate(kept);
            self.power = -places;
            if up {
                self.increment();
            }
        }
        let (whole, fraction) = self.split()?;
        let fraction = format!("{fraction:0<10}");
        self.number(ctx, &whole, &fraction)
    }

    fn increment(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
    }

    /// The text before and after the point.
    fn split(&self) -> Result<(String, String), BuiltinError> {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let text: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if text.bytes().all(|digit| digit == b'0') {
            return Ok(("0".to_owned(), String::new()));
        }
        if self.power.abs() > MAX_DIGITS || length > MAX_DIGITS {
            return Err(BuiltinError::TooLarge {
                builtin: "units.parse",
                limit: MAX_DIGITS as usize,
                unit: "digits",
            });
        }
        if self.power >= 0 {
            return Ok((text + &"0".repeat(self.power as usize), String::new()));
        }
        let point = length + self.power;
        if point <= 0 {
            return Ok(("0".to_owned(), "0".repeat(point.unsigned_abs() as usize) + &text));
        }
        let (whole, fraction) = text.split_at(point as usize);
        Ok((whole.to_owned(), fraction.to_owned()))
    }

    fn number(&self, ctx: &Context, whole: &str, fraction: &str) -> Outcome {
        let sign = if self.negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        Ok(ctx.numbers.add(&format!("{sign}{whole}{point}{fraction}"))?)
    }
}

fn unknown(unit: &str) -> BuiltinError {
    BuiltinError::invalid(format!("`{unit}` is not a unit"))
}

#[cfg(test)]
mod tests;
