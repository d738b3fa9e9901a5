//! Reads a filter expression by recursive descent; depth and length are bounded.

use super::{Expr, FilterError, Subject, Test};
use crate::matrix::Glob;
use cos_core::suggest::nearest;
use std::ops::Range;

const MOST_BYTES: usize = 8_192;
const MOST_DEPTH: usize = 64;
const PREDICATES: &[&str] = &["flow", "tag", "dim", "id", "case"];

/// Reads the whole text.
pub(super) fn expression(text: &str) -> Result<Expr, FilterError> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    if text.len() > MOST_BYTES {
        return parser.fail(0..0, format!("longer than {MOST_BYTES} bytes"));
    }
    let expression = parser.any()?;
    match parser.peek() {
        None => Ok(expression),
        Some(')') => parser.fail(parser.here(), "this parenthesis was never opened"),
        Some(_) => parser.fail(parser.here(), "expected `&`, `|` or the end"),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expr, FilterError> {
        let first = self.all()?;
        let mut parts = vec![first];
        while self.take('|') {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Any(parts) })
    }

    fn all(&mut self) -> Result<Expr, FilterError> {
        let first = self.one()?;
        let mut parts = vec![first];
        while self.take('&') {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::All(parts) })
    }

    fn one(&mut self) -> Result<Expr, FilterError> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return self.fail(self.here(), format!("nested more than {MOST_DEPTH} deep"));
        }
        let found = if self.take('!') {
            Expr::Not(Box::new(self.one()?))
        } else if let Some(opened) = self.take_at('(') {
            let inner = self.any()?;
            if !self.take(')') {
                return self.fail(opened, "this parenthesis is never closed");
            }
            inner
        } else {
            Expr::Test(self.test()?)
        };
        self.depth -= 1;
        Ok(found)
    }

    fn test(&mut self) -> Result<Test, FilterError> {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let name_at = self.at..self.at + len;
        let name = &rest[..len];
        if name.is_empty() {
            return self.fail(
                self.here(),
                "expected `flow(…)`, `tag(…)`, `dim(…=…)`, `id(…)` or `case(…)`",
            );
        }
        if !PREDICATES.contains(&name) {
            let hint = nearest(name, PREDICATES.iter().copied()).map(str::to_owned);
            let message = format!("no predicate is called `{name}`");
            return Err(FilterError::new(self.text, name_at, message, hint));
        }
        self.at += len;
        let Some(opened) = self.take_at('(') else {
            return self.fail(self.here(), format!("expected `(` after `{name}`"));
        };
        let Some(len) = self.text[self.at..].find(')') else {
            return self.fail(opened, "this parenthesis is never closed");
        };
        let argument = self.trimmed(self.at..self.at + len);
        self.at += len + 1;
        self.subject(name, argument)
    }

    fn subject(&self, name: &str, argument: Range<usize>) -> Result<Test, FilterError> {
        let subject = match name {
            "case" => Subject::Case,
            "flow" => Subject::Flow,
            "id" => Subject::Id,
            "tag" => Subject::Tag,
            _ => {
                let Some(sign) = self.text[argument.clone()].find('=') else {
                    return self.fail(argument, "write `dim(name=value)`");
                };
                let sign = argument.start + sign;
                let at = self.trimmed(argument.start..sign);
                let dimension = self.text[at.clone()].into();
                let (pattern, at_value) = self.pattern(sign + 1..argument.end)?;
                return Ok(Test { subject: Subject::Dim(dimension, at), pattern, at: at_value });
            }
        };
        let (pattern, at) = self.pattern(argument)?;
        Ok(Test { subject, pattern, at })
    }

    fn pattern(&self, at: Range<usize>) -> Result<(Glob, Range<usize>), FilterError> {
        let at = self.trimmed(at);
        match self.text[at.clone()].parse() {
            Ok(pattern) => Ok((pattern, at)),
            Err(error) => self.fail(at, format!("{error}")),
        }
    }

    fn trimmed(&self, at: Range<usize>) -> Range<usize> {
        let text = &self.text[at.clone()];
        let start = at.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&mut self) -> Option<char> {
        self.skip_spaces();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        self.take_at(wanted).is_some()
    }

    fn take_at(&mut self, wanted: char) -> Option<Range<usize>> {
        if self.peek() != Some(wanted) {
            return None;
        }
        let at = self.here();
        self.at = at.end;
        Some(at)
    }

    /// The next character.
    fn here(&self) -> Range<usize> {
        let len = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        self.at..self.at + len
    }

    fn fail<T>(&self, at: Range<usize>, message: impl Into<String>) -> Result<T, FilterError> {
        Err(FilterError::new(self.text, at, message, None))
    }
}
