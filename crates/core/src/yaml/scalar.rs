//! What an unquoted word means: the core schema of YAML 1.2, less what older readers understand in another way.

use super::{Value, YamlErrorKind};

/// Resolves an unquoted word that stands where a value may stand.
pub(super) fn resolve(text: &str) -> Result<Value, YamlErrorKind> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" => return Ok(Value::Bool(true)),
        "false" => return Ok(Value::Bool(false)),
        _ if is_boolean_to_some(text) => return Err(YamlErrorKind::Boolean(text.into())),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(YamlErrorKind::NotFinite(text.into()));
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        let digits = text.strip_prefix(prefix).unwrap_or("");
        if !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)) {
            let value = i64::from_str_radix(digits, radix);
            return value.map(Value::Integer).map_err(|_| out_of_range(text));
        }
    }
    match number(unsigned) {
        None => Ok(Value::String(text.into())),
        Some(_) if has_leading_zero(unsigned) => Err(YamlErrorKind::LeadingZero(brief(text))),
        Some(Form::Whole) => text.parse().map(Value::Integer).map_err(|_| out_of_range(text)),
        Some(Form::Fraction) => match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Value::Float(value)),
            _ => Err(YamlErrorKind::NotFinite(brief(text))),
        },
    }
}

/// Tells whether YAML 1.1, or the core schema of 1.2 in another case than ours, takes the word for a boolean.
pub(super) fn is_boolean_to_some(text: &str) -> bool {
    const WORDS: [&str; 8] = ["false", "n", "no", "off", "on", "true", "y", "yes"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

enum Form {
    Whole,
    Fraction,
}

/// `[0-9]+` is whole; `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?` is a fraction. The sign is gone already.
fn number(text: &str) -> Option<Form> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits(text) {
        return Some(Form::Whole);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa_fits = match mantissa.split_once('.') {
        None => is_digits(mantissa),
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    (mantissa_fits && exponent_fits).then_some(Form::Fraction)
}

fn has_leading_zero(unsigned: &str) -> bool {
    matches!(unsigned.as_bytes(), [b'0', b'0'..=b'9', ..])
}

fn out_of_range(text: &str) -> YamlErrorKind {
    YamlErrorKind::IntegerRange(brief(text))
}

/// The beginning of a number that may be a megabyte long.
fn brief(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
