//! `sprintf` as Go's `fmt` does it: flags, width, precision, argument indexes and the `%!` marks of mistakes.
//!
//! regorus knows neither flags nor `*`, and treats mistakes as errors. Not here: `%b`, `%x` and `#` for floats, which answer an error that says so.

mod quote;
mod verbs;

use regorus::Value;

use self::verbs::Argument;
use super::super::operands::{array, string};
use super::super::{BuiltinError, Context, Outcome};

/// What one evaluation may build; `%*d` alone could ask for ten megabytes.
const MAX_TEXT: usize = 16 << 20;
/// Go reads no greater width or precision.
const MAX_NUMBER: i64 = 1_000_000;

pub(super) fn sprintf(ctx: &Context, args: &[Value]) -> Outcome {
    let (format, items) = (string(args, 1)?, array(args, 2)?);
    let arguments =
        items.iter().map(|item| Argument::of(&ctx.numbers, item)).collect::<Result<Vec<_>, _>>()?;
    let mut printer = Printer {
        format,
        arguments: &arguments,
        at: 0,
        next: 0,
        reordered: false,
        good_index: true,
        text: String::new(),
    };
    printer.print()?;
    Ok(printer.text.into())
}

/// What stands between `%` and the verb.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of Go's format directives")]
struct Flags {
    minus: bool,
    plus: bool,
    sharp: bool,
    space: bool,
    zero: bool,
    /// `#` before `v`, which asks for Go syntax.
    go_syntax: bool,
    /// `+` before `v`, which asks for the names of fields.
    go_plus: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

impl Flags {
    /// Pads to the width, which counts characters.
    fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        if missing == 0 {
            return text.to_owned();
        }
        match (self.minus, self.zero) {
            (true, _) => format!("{text}{}", " ".repeat(missing)),
            (false, true) => format!("{}{text}", "0".repeat(missing)),
            (false, false) => format!("{}{text}", " ".repeat(missing)),
        }
    }

    /// Pads with blanks whatever the zero flag says.
    fn pad_blank(self, text: &str) -> String {
        Self { zero: false, ..self }.pad(text)
    }
}

struct Printer<'a> {
    format: &'a str,
    arguments: &'a [Argument],
    at: usize,
    next: usize,
    reordered: bool,
    good_index: bool,
    text: String,
}

impl Printer<'_> {
    fn print(&mut self) -> Result<(), BuiltinError> {
        while let Some(offset) = self.format[self.at..].find('%') {
            self.text.push_str(&self.format[self.at..self.at + offset]);
            self.at += offset + 1;
            self.directive()?;
            if self.text.len() > MAX_TEXT {
                return Err(BuiltinError::TooLarge {
                    builtin: "sprintf",
                    limit: MAX_TEXT,
                    unit: "bytes",
                });
            }
        }
        self.text.push_str(&self.format[self.at..]);
        self.extra()
    }

    fn directive(&mut self) -> Result<(), BuiltinError> {
        self.good_index = true;
        let mut flags = self.flags();
        let mut after_index = self.index();
        if self.take(b'*') {
            let width = self.number_argument();
            match width {
                None => self.text.push_str("%!(BADWIDTH)"),
                Some(width) => {
                    flags.width = Some(width.unsigned_abs() as usize);
                    flags.minus |= width < 0;
                }
            }
            after_index = false;
        } else {
            flags.width = self.number();
            if after_index && flags.width.is_some() {
                self.good_index = false;
            }
        }
        if self.take(b'.') {
            if after_index {
                self.good_index = false;
            }
            after_index = self.index();
            if self.take(b'*') {
                let precision =
                    self.number_argument().and_then(|value| usize::try_from(value).ok());
                if precision.is_none() {
                    self.text.push_str("%!(BADPREC)");
                }
                flags.precision = precision;
                after_index = false;
            } else {
                flags.precision = Some(self.number().unwrap_or(0));
            }
        }
        if !after_index {
            self.index();
        }
        let Some(verb) = self.format[self.at..].chars().next() else {
            self.text.push_str("%!(NOVERB)");
            return Ok(());
        };
        self.at += verb.len_utf8();
        if verb == '%' {
            self.text.push('%');
        } else if !self.good_index {
            self.mistake(verb, "BADINDEX");
        } else if let Some(argument) = self.arguments.get(self.next) {
            self.next += 1;
            if verb == 'v' {
                flags.go_syntax = std::mem::take(&mut flags.sharp);
                flags.go_plus = std::mem::take(&mut flags.plus);
            }
            self.text.push_str(&argument.print(verb, flags)?);
        } else {
            self.mistake(verb, "MISSING");
        }
        Ok(())
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        while let Some(byte) = self.byte() {
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                _ => break,
            }
            self.at += 1;
        }
        flags
    }

    /// Reads `[n]`, which names the next argument.
    fn index(&mut self) -> bool {
        if self.byte() != Some(b'[') {
            return false;
        }
        self.reordered = true;
        let rest = &self.format[self.at..];
        let Some(end) = rest.find(']').filter(|_| rest.len() >= 3) else {
            self.good_index = false;
            self.at += 1;
            return false;
        };
        let digits = &rest[1..end];
        self.at += end + 1;
        let named = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok());
        let number: Option<usize> = named.flatten();
        match number {
            Some(index) if (1..=self.arguments.len()).contains(&index) => {
                self.next = index - 1;
                true
            }
            other => {
                self.good_index = false;
                other.is_some()
            }
        }
    }

    /// Reads a number. One that is too large swallows the rest of the format, as in Go.
    fn number(&mut self) -> Option<usize> {
        let mut number = None;
        while let Some(byte) = self.byte().filter(u8::is_ascii_digit) {
            let so_far = number.unwrap_or(0);
            if so_far > MAX_NUMBER {
                self.at = self.format.len();
                return None;
            }
            number = Some(so_far * 10 + i64::from(byte - b'0'));
            self.at += 1;
        }
        number.and_then(|number| usize::try_from(number).ok())
    }

    /// Takes the width or precision from an argument.
    fn number_argument(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        match argument {
            Argument::Integer(number) if (-MAX_NUMBER..=MAX_NUMBER).contains(number) => {
                Some(*number)
            }
            _ => None,
        }
    }

    fn extra(&mut self) -> Result<(), BuiltinError> {
        if self.reordered || self.next >= self.arguments.len() {
            return Ok(());
        }
        let extra = self.arguments[self.next..].iter().map(|argument| {
            Ok(format!("{}={}", argument.type_name(), argument.print('v', Flags::default())?))
        });
        let extra: Vec<String> = extra.collect::<Result<_, BuiltinError>>()?;
        self.text.extend(["%!(EXTRA ", &extra.join(", "), ")"]);
        Ok(())
    }

    fn mistake(&mut self, verb: char, kind: &str) {
        self.text.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(", kind, ")"]);
    }

    fn take(&mut self, byte: u8) -> bool {
        let taken = self.byte() == Some(byte);
        self.at += usize::from(taken);
        taken
    }

    fn byte(&self) -> Option<u8> {
        self.format.as_bytes().get(self.at).copied()
    }
}
