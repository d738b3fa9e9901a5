//! The grammar: turns text into nodes. Recursive descent with an explicit depth; no unescaping except to compare keys.

use super::{JsonError, JsonErrorKind, Kind, MAX_DEPTH, Node, Tape};

struct Reader<'a> {
    tape: &'a mut Tape,
    source: &'a [u8],
    at: usize,
    /// Whether the document holds control characters at all; in strings they are refused.
    any_control: bool,
}

pub(super) fn read(tape: &mut Tape, source: &[u8], start: usize) -> Result<(), JsonError> {
    if u32::try_from(source.len()).is_err() {
        return Err(JsonError { kind: JsonErrorKind::TooLong, offset: start });
    }
    if !source[start..].is_ascii()
        && let Err(error) = std::str::from_utf8(&source[start..])
    {
        return Err(JsonError { kind: JsonErrorKind::Utf8, offset: start + error.valid_up_to() });
    }
    // Does not stop early, so that the compiler makes vector instructions of it.
    let control = source[start..].iter().fold(0, |any, &byte| any | u8::from(byte < 0x20));
    let mut reader = Reader { tape, source, at: start, any_control: control > 0 };
    reader.skip_space();
    if reader.at == source.len() {
        return Err(reader.error(JsonErrorKind::Empty));
    }
    reader.value(0)?;
    reader.skip_space();
    if reader.at == source.len() { Ok(()) } else { Err(reader.error(JsonErrorKind::Trailing)) }
}

impl Reader<'_> {
    fn error(&self, kind: JsonErrorKind) -> JsonError {
        JsonError { kind, offset: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.source.get(self.at).copied()
    }

    fn unexpected(&self) -> JsonError {
        self.error(match self.peek() {
            None => JsonErrorKind::UnexpectedEnd,
            Some(_) => JsonErrorKind::Unexpected,
        })
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.peek() != Some(byte) {
            return Err(self.unexpected());
        }
        self.at += 1;
        Ok(())
    }

    fn push(&mut self, kind: Kind, escaped: bool, start: usize, end: usize) {
        let next = self.tape.nodes.len() as u32 + 1;
        self.tape.nodes.push(Node { kind, escaped, start: start as u32, end: end as u32, next });
    }

    fn value(&mut self, depth: u32) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') => self.container(Kind::Object, b'}', depth),
            Some(b'[') => self.container(Kind::Array, b']', depth),
            Some(b't') => self.literal(b"true", Kind::Bool),
            Some(b'f') => self.literal(b"false", Kind::Bool),
            Some(b'n') => self.literal(b"null", Kind::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.unexpected()),
        }
    }

    fn literal(&mut self, text: &[u8], kind: Kind) -> Result<(), JsonError> {
        if !self.source[self.at..].starts_with(text) {
            return Err(self.unexpected());
        }
        self.push(kind, false, self.at, self.at + text.len());
        self.at += text.len();
        Ok(())
    }

    fn container(&mut self, kind: Kind, close: u8, depth: u32) -> Result<(), JsonError> {
        if depth == MAX_DEPTH {
            return Err(self.error(JsonErrorKind::TooDeep));
        }
        let node = self.tape.nodes.len();
        self.push(kind, false, self.at, self.at);
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
        } else {
            loop {
                if kind == Kind::Object {
                    self.string()?;
                    self.skip_space();
                    self.expect(b':')?;
                    self.skip_space();
                }
                self.value(depth + 1)?;
                self.skip_space();
                if self.peek() == Some(close) {
                    self.at += 1;
                    break;
                }
                self.expect(b',')?;
                self.skip_space();
            }
        }
        self.tape.nodes[node].end = self.at as u32;
        self.tape.nodes[node].next = self.tape.nodes.len() as u32;
        if kind == Kind::Object { self.refuse_duplicate_keys(node) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<(), JsonError> {
        self.expect(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = &self.source[self.at..];
            let end = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
            if self.any_control
                && let Some(at) = rest[..end].iter().position(|&byte| byte < 0x20)
            {
                self.at += at;
                return Err(self.error(JsonErrorKind::ControlCharacter));
            }
            self.at += end;
            match self.peek() {
                Some(b'"') => break,
                Some(_) => {
                    escaped = true;
                    self.escape()?;
                }
                None => return Err(self.unexpected()),
            }
        }
        self.push(Kind::String, escaped, start, self.at);
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        let fault = self.error(JsonErrorKind::Escape);
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => match self.hex4() {
                Some(0xd800..=0xdbff) => {
                    let low = if self.peek() == Some(b'\\') {
                        self.at += 1;
                        self.hex4()
                    } else {
                        None
                    };
                    if !matches!(low, Some(0xdc00..=0xdfff)) {
                        return Err(fault);
                    }
                }
                Some(0xdc00..=0xdfff) | None => return Err(fault),
                Some(_) => {}
            },
            _ => return Err(fault),
        }
        Ok(())
    }

    /// Reads `uXXXX`.
    fn hex4(&mut self) -> Option<u32> {
        let code = unicode(self.source.get(self.at..self.at + 5)?)?;
        self.at += 5;
        Some(code)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.error(JsonErrorKind::Number));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        let mut is_integer = true;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek() == Some(b'0');
        let first = self.at;
        self.digits()?;
        let mut fits = !(leading_zero && self.at > first + 1);
        if self.peek() == Some(b'.') {
            is_integer = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            is_integer = false;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = std::str::from_utf8(&self.source[start..self.at]).unwrap_or("");
        fits &= if is_integer {
            text.parse::<i64>().is_ok()
        } else {
            text.parse::<f64>().is_ok_and(f64::is_finite)
        };
        if !fits {
            return Err(JsonError { kind: JsonErrorKind::Number, offset: start });
        }
        self.push(Kind::Number, false, start, self.at);
        Ok(())
    }

    /// Sorting costs less than hashing for the handful of keys that objects have, and is bounded for hostile ones.
    fn refuse_duplicate_keys(&mut self, object: usize) -> Result<(), JsonError> {
        let Tape { nodes, keys } = &mut *self.tape;
        let end = nodes[object].next;
        let mut at = object as u32 + 1;
        let mut any_escaped = false;
        keys.clear();
        while at < end {
            let key = nodes[at as usize];
            any_escaped |= key.escaped;
            keys.push(at);
            at = nodes[key.next as usize].next;
        }
        let source = self.source;
        let raw = |key: &u32| {
            let node = nodes[*key as usize];
            &source[node.start as usize..node.end as usize]
        };
        let duplicate = if any_escaped {
            let plain = |key: &u32| unescape(std::str::from_utf8(raw(key)).unwrap_or(""));
            keys.sort_by_cached_key(plain);
            keys.windows(2).find(|pair| plain(&pair[0]) == plain(&pair[1])).map(|pair| pair[1])
        } else {
            // Most keys differ in length already.
            keys.sort_unstable_by(|a, b| (raw(a).len(), raw(a)).cmp(&(raw(b).len(), raw(b))));
            keys.windows(2)
                .find(|pair| raw(&pair[0]) == raw(&pair[1]))
                .map(|pair| pair[0].max(pair[1]))
        };
        match duplicate {
            None => Ok(()),
            Some(key) => Err(JsonError {
                kind: JsonErrorKind::DuplicateKey(
                    unescape(std::str::from_utf8(raw(&key)).unwrap_or(""))
                        .chars()
                        .take(80)
                        .collect(),
                ),
                offset: nodes[key as usize].start as usize,
            }),
        }
    }
}

fn unicode(escape: &[u8]) -> Option<u32> {
    let digits = escape.strip_prefix(b"u").filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Resolves the escapes of a string that the reader has accepted.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (plain, taken) = match rest.as_bytes().first() {
            Some(b'b') => ('\u{8}', 1),
            Some(b'f') => ('\u{c}', 1),
            Some(b'n') => ('\n', 1),
            Some(b'r') => ('\r', 1),
            Some(b't') => ('\t', 1),
            Some(b'u') => match unicode(&rest.as_bytes()[..5]) {
                Some(high @ 0xd800..=0xdbff) => {
                    let low = unicode(&rest.as_bytes()[6..11]).unwrap_or(0xdc00);
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    (char::from_u32(code).unwrap_or('\u{fffd}'), 11)
                }
                code => (code.and_then(char::from_u32).unwrap_or('\u{fffd}'), 5),
            },
            Some(&byte) => (char::from(byte), 1),
            None => break,
        };
        out.push(plain);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}
