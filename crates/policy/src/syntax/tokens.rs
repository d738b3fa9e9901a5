//! Rego as a sequence of tokens: enough to compare texts whatever their layout, and to rewrite forms before parsing.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// One of `) ] }`.
    Close,
    Name,
    Number,
    /// One of `( [ {`.
    Open,
    /// `"…"` or `` `…` ``.
    Text,
    /// `$"…"` or `` $`…` ``.
    Template,
    Symbol,
}

/// A token: its kind, where it stands, and what precedes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it is the first of its line.
    pub(crate) begins_line: bool,
    /// Whether white space or a comment precedes it.
    pub(crate) spaced: bool,
}

impl Token {
    pub(crate) fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.start..self.end).unwrap_or_default()
    }
}

/// Splits a text into tokens. Never fails: what is no Rego becomes symbols, and an open string ends with the text.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let bytes = source.as_bytes();
    let mut out = Vec::new();
    let (mut at, mut begins_line, mut spaced) = (0, true, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => {
                (begins_line, spaced) = (true, true);
                at += 1;
            }
            byte if byte.is_ascii_whitespace() => {
                spaced = true;
                at += 1;
            }
            b'#' => {
                spaced = true;
                at = line_end(bytes, at);
            }
            _ => {
                let (kind, end) = token(bytes, at);
                // A token ends between characters: everything above ASCII counts as part of a name.
                out.push(Token { kind, start: at, end, begins_line, spaced });
                (begins_line, spaced) = (false, false);
                at = end;
            }
        }
    }
    out
}

/// The tokens with a space between any two: the same for texts that differ in layout and comments only.
pub(crate) fn canonical(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for token in tokens(source) {
        if !out.is_empty() {
            out.push(if token.begins_line { '\n' } else { ' ' });
        }
        out += token.text(source);
    }
    out
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length)
}

fn token(bytes: &[u8], at: usize) -> (TokenKind, usize) {
    let next = bytes.get(at + 1);
    match bytes[at] {
        b'"' => (TokenKind::Text, quoted(bytes, at + 1)),
        b'`' => (TokenKind::Text, raw(bytes, at + 1)),
        b'$' if matches!(next, Some(b'"' | b'`')) => (TokenKind::Template, template(bytes, at + 1)),
        b'(' | b'[' | b'{' => (TokenKind::Open, at + 1),
        b')' | b']' | b'}' => (TokenKind::Close, at + 1),
        b'0'..=b'9' => (TokenKind::Number, number(bytes, at)),
        byte if is_name(byte) => (TokenKind::Name, run(bytes, at, is_name)),
        b':' | b'=' | b'!' | b'<' | b'>' if next == Some(&b'=') => (TokenKind::Symbol, at + 2),
        _ => (TokenKind::Symbol, at + 1),
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn is_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.'
}

/// The end of a number; the sign of an exponent belongs to it.
fn number(bytes: &[u8], at: usize) -> usize {
    let end = run(bytes, at, is_number);
    let exponent = matches!(bytes[end - 1], b'e' | b'E');
    let signed = matches!(bytes.get(end), Some(b'+' | b'-'));
    let digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    if exponent && signed && digit { run(bytes, end + 1, is_number) } else { end }
}

fn run(bytes: &[u8], at: usize, belongs: fn(u8) -> bool) -> usize {
    bytes[at..].iter().position(|byte| !belongs(*byte)).map_or(bytes.len(), |length| at + length)
}

/// The end of a string whose text begins at `at`.
fn quoted(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn raw(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| *byte == b'`').map_or(bytes.len(), |length| at + length + 1)
}

/// The end of a template whose quote stands at `at`; expressions in braces are skipped with the strings inside them.
fn template(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut at = at + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' || bytes.get(at + 1) == Some(&b'{') => at += 2,
            b'{' => at = braces(bytes, at + 1),
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The byte behind the brace that closes the one before `at`.
pub(super) fn braces(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = line_end(bytes, at),
            byte if byte.is_ascii_whitespace() => at += 1,
            byte => {
                depth += i32::from(byte == b'{') - i32::from(byte == b'}');
                at = token(bytes, at).1;
                if depth == 0 {
                    return at;
                }
            }
        }
    }
    bytes.len()
}
