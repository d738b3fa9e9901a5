//! One argument of `sprintf` under one verb.
//!
//! OPA hands Go an `int64`, a `*big.Int`, a `float64` or a `string`; everything else is a string already.

use regorus::Value;

use super::super::super::BuiltinError;
use super::Flags;
use crate::numbers::Numbers;

use super::quote::{Alphabet, fits_backquotes, quote, quote_character, rego};

pub(super) enum Argument {
    /// Digits without a sign in the bases that verbs ask for.
    Big {
        negative: bool,
        binary: String,
        octal: String,
        decimal: String,
        hexadecimal: String,
    },
    Float(f64),
    Integer(i64),
    Text(String),
}

impl Argument {
    pub(super) fn of(numbers: &Numbers, value: &Value) -> Result<Self, BuiltinError> {
        match value {
            Value::String(text) => Ok(Self::Text(text.to_string())),
            Value::Number(number) => {
                // An exponent makes a string of it, a point a float.
                numbers.check_plain(value)?;
                if let Some(integer) = number.as_i64() {
                    return Ok(Self::Integer(integer));
                }
                // A float beyond the integers that floats hold exactly stays one.
                if number.as_big().is_none() {
                    return Ok(Self::Float(numbers.decimal(value)?.nearest()));
                }
                let magnitude = number.abs();
                Ok(Self::Big {
                    negative: !number.is_positive(),
                    binary: magnitude.format_bin(),
                    octal: magnitude.format_octal(),
                    decimal: magnitude.format_decimal(),
                    hexadecimal: magnitude.format_hex(),
                })
            }
            other => rego(numbers, other).map(Self::Text),
        }
    }

    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Big { .. } => "*big.Int",
            Self::Float(_) => "float64",
            Self::Integer(_) => "int64",
            Self::Text(_) => "string",
        }
    }

    pub(super) fn print(&self, verb: char, flags: Flags) -> Result<String, BuiltinError> {
        if verb == 'T' {
            return Ok(text(self.type_name(), flags));
        }
        match self {
            Self::Text(value) => {
                print_text(value, verb, flags).unwrap_or_else(|| self.bad(verb, flags))
            }
            Self::Integer(value) => {
                print_integer(*value, verb, flags).unwrap_or_else(|| self.bad(verb, flags))
            }
            Self::Float(value) => {
                print_float(*value, verb, flags).unwrap_or_else(|| self.bad(verb, flags))
            }
            Self::Big { negative, binary, octal, decimal, hexadecimal } => {
                let (digits, prefix) = match verb {
                    'b' => (binary.clone(), "0b"),
                    'o' => (octal.clone(), "0"),
                    'O' => (octal.clone(), ""),
                    'x' => (hexadecimal.clone(), "0x"),
                    'X' => (hexadecimal.to_uppercase(), "0X"),
                    'd' | 's' | 'v' => (decimal.clone(), ""),
                    'w' | 'p' => {
                        return Err(unsupported(verb, "an integer beyond 64 bits"));
                    }
                    other => {
                        let sign = if *negative { "-" } else { "" };
                        return Ok(format!("%!{other}(big.Int={sign}{decimal})"));
                    }
                };
                let prefix = match (verb, flags.sharp) {
                    ('O', _) => "0o",
                    (_, true) => prefix,
                    _ => "",
                };
                // `big.Int` formats itself and sees a plus also where Go gave it another meaning.
                let flags = Flags { plus: flags.plus || flags.go_plus, ..flags };
                Ok(big(*negative, prefix, &digits, flags))
            }
        }
    }

    /// Go's answer to a verb that the type does not have.
    fn bad(&self, verb: char, flags: Flags) -> Result<String, BuiltinError> {
        Ok(format!("%!{verb}({}={})", self.type_name(), self.print('v', flags)?))
    }
}

type Printed = Option<Result<String, BuiltinError>>;

fn print_text(value: &str, verb: char, flags: Flags) -> Printed {
    match verb {
        'v' if flags.go_syntax => Some(quoted(value, verb, flags)),
        'v' | 's' => Some(Ok(text(value, flags))),
        'q' => Some(quoted(value, verb, flags)),
        'x' => Some(Ok(hexadecimal(value, flags, false))),
        'X' => Some(Ok(hexadecimal(value, flags, true))),
        _ => None,
    }
}

fn text(value: &str, flags: Flags) -> String {
    flags.pad(truncated(value, flags))
}

fn truncated(value: &str, flags: Flags) -> &str {
    let Some(precision) = flags.precision else { return value };
    value.char_indices().nth(precision).map_or(value, |(end, _)| &value[..end])
}

fn quoted(value: &str, verb: char, flags: Flags) -> Result<String, BuiltinError> {
    let value = truncated(value, flags);
    let alphabet = if flags.plus && verb == 'q' { Alphabet::Ascii } else { Alphabet::Printable };
    if flags.sharp && verb == 'q' && fits_backquotes(value) {
        return Ok(flags.pad(&format!("`{value}`")));
    }
    Ok(flags.pad(&quote(value, alphabet)?))
}

fn hexadecimal(value: &str, flags: Flags, upper: bool) -> String {
    let length = flags.precision.unwrap_or(usize::MAX).min(value.len());
    let prefix = match (flags.sharp, upper) {
        (false, _) => "",
        (true, false) => "0x",
        (true, true) => "0X",
    };
    let pairs = value.as_bytes()[..length]
        .iter()
        .map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") });
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() {
        return flags.pad("");
    }
    let body = if flags.space { pairs.join(&format!(" {prefix}")) } else { pairs.concat() };
    flags.pad(&format!("{prefix}{body}"))
}

fn print_integer(value: i64, verb: char, flags: Flags) -> Printed {
    let magnitude = value.unsigned_abs();
    let printed = match verb {
        'd' | 'v' => integer(value < 0, "", &magnitude.to_string(), flags),
        'b' => integer(value < 0, "0b", &format!("{magnitude:b}"), flags),
        'o' => integer(value < 0, "0", &format!("{magnitude:o}"), flags),
        'O' => {
            let flags = Flags { sharp: true, ..flags };
            integer(value < 0, "0o", &format!("{magnitude:o}"), flags)
        }
        'x' => integer(value < 0, "0x", &format!("{magnitude:x}"), flags),
        'X' => integer(value < 0, "0X", &format!("{magnitude:X}"), flags),
        'c' => flags.pad(&character(value).to_string()),
        'q' => {
            let alphabet = if flags.plus { Alphabet::Ascii } else { Alphabet::Printable };
            return Some(quote_character(character(value), alphabet).map(|text| flags.pad(&text)));
        }
        'U' => return Some(unicode(value, flags)),
        _ => return None,
    };
    Some(Ok(printed))
}

fn character(value: i64) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn integer(negative: bool, prefix: &str, digits: &str, flags: Flags) -> String {
    let signed = negative || flags.plus || flags.space;
    let minimum = match (flags.precision, flags.width) {
        (Some(0), _) if digits == "0" => return flags.pad_blank(""),
        (Some(precision), _) => precision,
        (None, Some(width)) if flags.zero && !flags.minus => {
            width - usize::from(signed && width > 0)
        }
        _ => 0,
    };
    let zeros = "0".repeat(minimum.saturating_sub(digits.len()));
    let starts_with_zero = !zeros.is_empty() || digits.starts_with('0');
    let prefix = match prefix {
        "0" if starts_with_zero => "",
        other if flags.sharp => other,
        _ => "",
    };
    flags.pad_blank(&format!("{}{prefix}{zeros}{digits}", sign(negative, flags)))
}

/// `big.Int` pads by its own rules: the zero flag counts the prefix, a precision does not turn it off for the digits.
fn big(negative: bool, prefix: &str, digits: &str, flags: Flags) -> String {
    let sign = sign(negative, flags);
    let mut zeros = flags.precision.unwrap_or(0).saturating_sub(digits.len());
    let length = sign.len() + prefix.len() + zeros + digits.len();
    let missing = flags.width.unwrap_or(0).saturating_sub(length);
    if flags.zero && !flags.minus && flags.precision.is_none() {
        zeros += missing;
    }
    flags.pad_blank(&format!("{sign}{prefix}{}{digits}", "0".repeat(zeros)))
}

fn sign(negative: bool, flags: Flags) -> &'static str {
    match (negative, flags.plus, flags.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        (false, false, false) => "",
    }
}

fn unicode(value: i64, flags: Flags) -> Result<String, BuiltinError> {
    let digits = flags.precision.unwrap_or(4).max(4);
    let mut text = format!("U+{value:0digits$X}");
    let named = u32::try_from(value).ok().and_then(char::from_u32);
    if let Some(character) = named.filter(|_| flags.sharp) {
        let quoted = quote_character(character, Alphabet::Printable)?;
        if !quoted.starts_with("'\\") || matches!(character, '\'' | '\\') {
            text.extend([" '", character.encode_utf8(&mut [0; 4]), "'"]);
        }
    }
    Ok(flags.pad_blank(&text))
}

fn print_float(value: f64, verb: char, flags: Flags) -> Printed {
    if matches!(verb, 'b' | 'x' | 'X') || (flags.sharp && "eEfFgGv".contains(verb)) {
        return Some(Err(unsupported(verb, "a float")));
    }
    let magnitude = value.abs();
    let digits = match verb {
        'e' | 'E' => scientific(magnitude, Some(flags.precision.unwrap_or(6))),
        'f' | 'F' => format!("{magnitude:.*}", flags.precision.unwrap_or(6)),
        'g' | 'G' | 'v' => shortest(magnitude, flags.precision),
        _ => return None,
    };
    let digits = if matches!(verb, 'E' | 'G') { digits.to_uppercase() } else { digits };
    let sign = sign(value.is_sign_negative(), flags);
    let number = format!("{sign}{digits}");
    if flags.zero && !flags.minus && !sign.is_empty() {
        let missing = flags.width.unwrap_or(0).saturating_sub(number.len());
        return Some(Ok(format!("{sign}{}{digits}", "0".repeat(missing))));
    }
    Some(Ok(flags.pad(&number)))
}

/// `%e`: an exponent of at least two digits.
fn scientific(magnitude: f64, precision: Option<usize>) -> String {
    let text = match precision {
        Some(precision) => format!("{magnitude:.precision$e}"),
        None => format!("{magnitude:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{exponent:0>2}")
}

/// `%g`: the shorter of `%e` and `%f`, without trailing zeros.
fn shortest(magnitude: f64, precision: Option<usize>) -> String {
    let significant = precision.map(|precision| precision.max(1));
    let text = scientific(magnitude, significant.map(|digits| digits - 1));
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "+00"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let threshold = match significant.map(|digits| i32::try_from(digits).unwrap_or(i32::MAX)) {
        None => 6,
        Some(limit) if limit > count && count > exponent => count,
        Some(limit) => limit,
    };
    if exponent < -4 || exponent >= threshold {
        let fraction = if digits.len() > 1 { format!(".{}", &digits[1..]) } else { String::new() };
        let (sign, exponent) = if exponent < 0 { ('-', -exponent) } else { ('+', exponent) };
        return format!("{}{fraction}e{sign}{exponent:02}", &digits[..1]);
    }
    let point = exponent + 1;
    match usize::try_from(point) {
        Ok(point) if point > 0 && point < digits.len() => {
            format!("{}.{}", &digits[..point], &digits[point..])
        }
        Ok(point) if point > 0 => format!("{digits}{}", "0".repeat(point - digits.len())),
        _ => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
    }
}

fn unsupported(verb: char, operand: &str) -> BuiltinError {
    BuiltinError::Unsupported { builtin: "sprintf", subject: format!("`%{verb}` of {operand}") }
}
