//! Forms that OPA reads and the engine's parser does not, rewritten into forms that both read.
//!
//! | OPA | becomes |
//! | --- | --- |
//! | a statement that begins with `(` or `[` on a line of its own | the same behind `;` |
//! | a keyword behind a dot: `input.if` | `input["if"]` |
//! | a second body: `p if { a } { b }` | `p if { a } p if { b }` |
//! | a function without body and value: `f("x", _)` | `f("x", _) := true` |
//! | a template string: `` $"a{b}" `` | `cos_template(["a", [cos__v | cos__v := b]])` |
//!
//! Lines keep their numbers. Text that is no Rego comes out as it went in, for the parser to refuse.

use super::tokens::{Token, TokenKind, braces, tokens};
use crate::lowering::PREFIX;

/// The extension that writes template strings.
pub(crate) const TEMPLATE: &str = "cos_template";

const KEYWORDS: &[&str] = &[
    "and", "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not",
    "null", "or", "package", "some", "true", "with",
];

/// Rewrites a module.
pub(crate) fn normalise(source: &str, rego_v1: bool) -> String {
    let mut text = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
    if rego_v1 && text.contains('$') {
        text = templates(&text, 0);
    }
    let all = tokens(&text);
    let mut edits = Edits::default();
    let mut walk = Walk::default();
    for (index, token) in all.iter().enumerate() {
        let previous = index.checked_sub(1).map(|before| &all[before]);
        let next = all.get(index + 1);
        walk.step(&text, previous, token, next, &mut edits);
    }
    edits.apply(&text)
}

/// Insertions and replacements, by the byte they begin at.
#[derive(Default)]
struct Edits(Vec<(usize, usize, String)>);

impl Edits {
    fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at, at, text.into()));
    }

    fn apply(self, source: &str) -> String {
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for (start, end, text) in self.0 {
            out += &source[at..start];
            out += &text;
            at = end;
        }
        out + &source[at..]
    }
}

/// What is open around a token.
#[derive(Clone, Copy)]
struct Open {
    bracket: u8,
    /// Whether statements stand inside: braces, or a comprehension behind its `|`.
    holds_statements: bool,
}

#[derive(Default)]
struct Walk {
    open: Vec<Open>,
    /// Where the rule begins that the tokens outside of all brackets belong to.
    rule: usize,
    /// Where the head of that rule ends, with its `if`, once a body has begun.
    head: Option<(usize, usize)>,
    /// Whether the token before closed a body of a rule.
    closed_body: bool,
    /// Whether the token before closed the arguments of a name at the beginning of a rule.
    closed_arguments: bool,
    has_else: bool,
}

impl Walk {
    fn step(
        &mut self,
        text: &str,
        previous: Option<&Token>,
        token: &Token,
        next: Option<&Token>,
        edits: &mut Edits,
    ) {
        let word = token.text(text);
        self.separate(text, previous, token, edits);
        self.keyword(text, previous, token, edits);
        self.outside(text, previous, token, edits);
        let (closed_body, closed_arguments) = (self.closed_body, self.closed_arguments);
        (self.closed_body, self.closed_arguments) = (false, false);
        match token.kind {
            TokenKind::Open => {
                self.open.push(Open { bracket: word.as_bytes()[0], holds_statements: word == "{" })
            }
            TokenKind::Close => {
                let opened = self.open.pop();
                if self.open.is_empty() {
                    self.closed_body = word == "}" && self.head.is_some();
                    self.closed_arguments = word == ")"
                        && self.head.is_none()
                        && opened.is_some_and(|o| o.bracket == b'(');
                }
            }
            TokenKind::Symbol if word == "|" => {
                if let Some(open) = self.open.last_mut() {
                    open.holds_statements = true;
                }
            }
            _ => {}
        }
        if self.open.is_empty() && next.is_none() && self.closed_arguments {
            self.valueless(text, token.end, edits);
        }
        let _ = (closed_body, closed_arguments);
    }

    /// `;` in front of a bracket that begins a statement.
    fn separate(&self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let begins = token.begins_line && matches!(token.text(text), "(" | "[");
        let inside = self.open.last().is_some_and(|open| open.holds_statements);
        if begins && inside && previous.is_some_and(|previous| ends_operand(text, previous)) {
            edits.insert(token.start, ";");
        }
    }

    /// `["if"]` for `.if`.
    fn keyword(&self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let dotted = previous.is_some_and(|previous| previous.text(text) == "." && !token.spaced);
        if dotted && token.kind == TokenKind::Name && KEYWORDS.contains(&token.text(text)) {
            edits.0.push((token.start - 1, token.end, format!("[\"{}\"]", token.text(text))));
        }
    }

    /// Rules: where they begin, where their heads end, second bodies.
    fn outside(&mut self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        if !self.open.is_empty() {
            return;
        }
        let word = token.text(text);
        if self.closed_body && word == "{" && !self.has_else {
            if let Some((start, end)) = self.head {
                edits.insert(token.start, format!("{} ", text[start..end].replace('\n', " ")));
            }
            return;
        }
        let starts_rule = token.kind == TokenKind::Name
            && (token.begins_line || self.closed_body)
            && !matches!(word, "else" | "if" | "in" | "with" | "contains" | "as")
            && previous.is_none_or(|previous| ends_operand(text, previous));
        if starts_rule {
            if self.closed_arguments
                && let Some(previous) = previous
            {
                self.valueless(text, previous.end, edits);
            }
            self.rule = token.start;
            self.head = None;
            self.has_else = false;
        } else if word == "else" {
            self.has_else = true;
        } else if word == "if" && self.head.is_none() {
            self.head = Some((self.rule, token.end));
        } else if word == "{"
            && self.head.is_none()
            && previous.is_some_and(|p| ends_operand(text, p))
        {
            self.head = Some((self.rule, previous.map_or(token.start, |previous| previous.end)));
        }
    }

    /// ` := true` behind the arguments of a function that has nothing else.
    fn valueless(&self, text: &str, end: usize, edits: &mut Edits) {
        let head = &text[self.rule..end];
        if !head.starts_with("default")
            && !head.starts_with("import")
            && !head.starts_with("package")
        {
            edits.insert(end, " := true");
        }
    }
}

/// Whether a bracket right behind the token would be taken for its arguments or index.
fn ends_operand(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Close | TokenKind::Number | TokenKind::Template | TokenKind::Text => true,
        TokenKind::Name => {
            !KEYWORDS.contains(&token.text(text))
                || matches!(token.text(text), "true" | "false" | "null")
        }
        TokenKind::Open | TokenKind::Symbol => false,
    }
}

/// Rewrites template strings, the inner ones too.
fn templates(source: &str, depth: u32) -> String {
    if depth > 8 {
        return source.to_owned();
    }
    let mut edits = Edits::default();
    for token in tokens(source) {
        if token.kind == TokenKind::Template {
            edits.0.push((token.start, token.end, template(token.text(source), depth)));
        }
    }
    edits.apply(source)
}

fn template(token: &str, depth: u32) -> String {
    let bytes = token.as_bytes();
    let is_raw = bytes[1] == b'`';
    let end = token.len().saturating_sub(1).max(2);
    let (mut parts, mut literal, mut at) = (Vec::new(), String::new(), 2);
    while at < end {
        if bytes[at] == b'\\' && bytes.get(at + 1) == Some(&b'{') {
            literal.push('{');
            at += 2;
        } else if bytes[at] == b'\\' && !is_raw {
            let next = token[at + 1..].chars().next().map_or(1, |c| c.len_utf8() + 1);
            literal += &token[at..(at + next).min(end)];
            at += next;
        } else if bytes[at] == b'{' {
            let close = braces(bytes, at + 1);
            let inner = token.get(at + 1..close.saturating_sub(1)).unwrap_or_default();
            parts.push(quote(&std::mem::take(&mut literal), is_raw));
            let inner = templates(inner, depth + 1);
            parts.push(format!("[{PREFIX}v | {PREFIX}v := {inner}]"));
            at = close;
        } else {
            let next = token[at..].chars().next().map_or(1, char::len_utf8);
            literal += &token[at..at + next];
            at += next;
        }
    }
    parts.push(quote(&literal, is_raw));
    format!("{TEMPLATE}([{}])", parts.join(", "))
}

fn quote(literal: &str, is_raw: bool) -> String {
    if is_raw { format!("`{literal}`") } else { format!("\"{literal}\"") }
}
