//! `time.*` where regorus decides otherwise than OPA: dates that overflow their month, the name of a zone, the letter of RFC 3339.
//!
//! Calendars and zones are regorus' (chrono-tz); `time.now_ns` is in `pinned`. Zone abbreviations other than UTC are not known there and refused.

use regorus::Value;

use super::delegate::delegate;
use super::operands::{integer, operand, string};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("time.add_date", 4, add_date),
    builtin("time.format", 1, format),
    builtin("time.parse_rfc3339_ns", 1, parse_rfc3339),
];

const SECOND: i128 = 1_000_000_000;
const DAY: i128 = 86_400;
/// Layouts whose zone is an abbreviation.
const ABBREVIATED: [&str; 4] = ["RFC1123", "RFC822", "RFC850", "UnixDate"];

/// Adds to the civil date and carries over: 31 January and one month is 2 or 3 March.
fn add_date(_: &Context, args: &[Value]) -> Outcome {
    let moment = operand(args, 1)?;
    let (years, months, days) = (integer(args, 2)?, integer(args, 3)?, integer(args, 4)?);
    let start = local_seconds(moment)?;
    let [year, month, day] = fields(&delegate("time.date", &args[..1])?)?;
    let months = year * 12 + month - 1 + i128::from(years) * 12 + i128::from(months);
    let date = days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1)
        .and_then(|first| first.checked_add(day - 1 + i128::from(days)))
        .ok_or_else(out_of_range)?;
    let local = date * DAY + start.rem_euclid(DAY);
    let nanoseconds = instant(moment)?;
    // The offset that holds at the new time, guessed from the local time read as UTC, as Go does.
    let offset = offset_at(moment, local)?;
    let offset = offset_at(moment, local - offset)?;
    let total = (local - offset) * SECOND + nanoseconds.rem_euclid(SECOND);
    i64::try_from(total).map(Value::from).map_err(|_| out_of_range())
}

fn format(_: &Context, args: &[Value]) -> Outcome {
    let Value::Array(parts) = operand(args, 1)? else { return delegate("time.format", args) };
    let (Some(zone), Some(Value::String(layout))) = (parts.get(1), parts.get(2)) else {
        return delegate("time.format", args);
    };
    if layout.is_empty() {
        return delegate("time.format", &[Value::from(parts.as_slice()[..2].to_vec())]);
    }
    let named = ABBREVIATED.contains(&&**layout) || layout.contains("MST");
    if !named {
        return delegate("time.format", args);
    }
    if !matches!(zone, Value::String(zone) if matches!(&**zone, "" | "UTC")) {
        return Err(BuiltinError::Unsupported {
            builtin: "time.format",
            subject: "the abbreviation of a zone".to_owned(),
        });
    }
    let layout = match &**layout {
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        other => other,
    };
    let mut parts = parts.to_vec();
    parts.truncate(2);
    parts.push(layout.replace("MST", "UTC").into());
    delegate("time.format", &[Value::from(parts)])
}

/// Go knows neither small letters nor a blank nor a leap second.
fn parse_rfc3339(_: &Context, args: &[Value]) -> Outcome {
    let text = string(args, 1)?;
    let bytes = text.as_bytes();
    let small = text.contains(['t', 'z', ' ']);
    if small || bytes.get(10) != Some(&b'T') || bytes.get(17..19) == Some(b"60") {
        return Err(BuiltinError::invalid("not a time in RFC 3339"));
    }
    delegate("time.parse_rfc3339_ns", args)
}

/// The moment in nanoseconds.
fn instant(moment: &Value) -> Result<i128, BuiltinError> {
    let number = match moment {
        Value::Array(parts) => parts.first().cloned().unwrap_or(Value::Null),
        other => other.clone(),
    };
    number.as_i64().map(i128::from).map_err(|_| out_of_range())
}

/// The civil time in the zone of the moment, as seconds since 1970 without a zone.
fn local_seconds(moment: &Value) -> Result<i128, BuiltinError> {
    let [year, month, day] = fields(&delegate("time.date", std::slice::from_ref(moment))?)?;
    let [hour, minute, second] = fields(&delegate("time.clock", std::slice::from_ref(moment))?)?;
    let first = days_from_civil(year, month).ok_or_else(out_of_range)?;
    Ok((first + day - 1) * DAY + hour * 3600 + minute * 60 + second)
}

/// How far the zone of the moment is ahead of UTC at another time.
fn offset_at(moment: &Value, utc: i128) -> Result<i128, BuiltinError> {
    let zone = match moment {
        Value::Array(parts) => parts.get(1).cloned(),
        _ => None,
    };
    let Some(zone) = zone else { return Ok(0) };
    let nanoseconds = i64::try_from(utc * SECOND).map_err(|_| out_of_range())?;
    let there = Value::from(vec![nanoseconds.into(), zone]);
    Ok(local_seconds(&there)? - utc)
}

fn fields(value: &Value) -> Result<[i128; 3], BuiltinError> {
    let Value::Array(parts) = value else { return Err(out_of_range()) };
    match parts.as_slice() {
        [first, second, third] => {
            let part = |value: &Value| value.as_i128().map_err(|_| out_of_range());
            Ok([part(first)?, part(second)?, part(third)?])
        }
        _ => Err(out_of_range()),
    }
}

/// The days from 1970 to the first of a month, by counting in eras of 400 years from March.
fn days_from_civil(year: i128, month: i128) -> Option<i128> {
    const FAR: i128 = 1 << 80;
    if !(-FAR..FAR).contains(&year) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

fn out_of_range() -> BuiltinError {
    BuiltinError::invalid("the time is out of range")
}

#[cfg(test)]
mod tests;
