//! Forms that OPA reads and the engine's parser does not, rewritten into forms that both read.
//!
//! | OPA | becomes |
//! | --- | --- |
//! | a statement that begins with `(` or `[` on a line of its own | the same behind `;` |
//! | a keyword behind a dot: `input.if` | `input["if"]` |
//! | a second body: `p if { a } { b }` | `p if { a } p if { b }` |
//! | a function without body and value: `f("x", _)` | `f("x", _) := true` |
//! | a negated body: `not { a; b }`, where [`super::keywords`] make it one | `[true \| a; b] == []` |
//! | a template string: `` $"a{b}" `` | `cos_template(["a", [cos__v | cos__v := b]])` |
//!
//! Lines keep their numbers. Text that is no Rego comes out as it went in, for the parser to refuse.

use super::keywords;
use super::tokens::{Token, TokenKind, braces, tokens};
use crate::lowering::PREFIX;

/// The extension that writes template strings.
pub(crate) const TEMPLATE: &str = "cos_template";

pub(crate) const KEYWORDS: &[&str] = &[
    "and", "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not",
    "null", "or", "package", "some", "true", "with",
];

/// The text without `import rego.v1`, where it is there: it makes a module Rego v1, and the engine takes it for an import of the name `v1`.
pub(super) fn without_rego_v1(source: &str) -> Option<String> {
    let all = tokens(source);
    let is_import = |four: &[Token]| {
        let words = ["import", "rego", ".", "v1"];
        four.iter().zip(words).all(|(token, word)| token.text(source) == word)
    };
    let mut edits = Edits::default();
    for four in all.windows(4).filter(|four| four[0].begins_line && is_import(four)) {
        edits.0.push((four[0].start, four[3].end, String::new()));
    }
    (!edits.0.is_empty()).then(|| edits.apply(source))
}

/// `import future.keywords.in` behind that of `every`, which includes it.
fn with_membership(source: &str) -> String {
    let all = tokens(source);
    let keyword = |six: &[Token]| {
        let words = ["import", "future", ".", "keywords", "."];
        let is_import = six.iter().zip(words).all(|(token, word)| token.text(source) == word);
        is_import.then(|| six[5].text(source).to_owned())
    };
    let imports: Vec<_> =
        all.windows(6).filter_map(|six| Some((keyword(six)?, six[5].end))).collect();
    let every = imports.iter().find(|(name, _)| name == "every");
    match every.filter(|_| !imports.iter().any(|(name, _)| name == "in")) {
        Some((_, end)) => {
            format!("{} import future.keywords.in{}", &source[..*end], &source[*end..])
        }
        None => source.to_owned(),
    }
}

/// Rewrites a module.
pub(crate) fn normalise(source: &str, rego_v1: bool) -> String {
    let negates_inside = keywords::negates_inside(source);
    let mut text = source.strip_prefix('\u{feff}').unwrap_or(source).replace("\r\n", "\n");
    if rego_v1 && text.contains('$') {
        text = templates(&text, 0);
    }
    if !rego_v1 {
        text = with_membership(&text);
    }
    let all = tokens(&text);
    let mut edits = Edits::default();
    let mut walk = Walk { negates_inside, ..Walk::default() };
    for (index, token) in all.iter().enumerate() {
        let previous = index.checked_sub(1).map(|before| &all[before]);
        walk.step(&text, previous, token, &mut edits);
    }
    walk.finish(&text, all.last(), &mut edits);
    edits.apply(&text)
}

/// Insertions and replacements, by the byte they begin at.
#[derive(Default)]
struct Edits(Vec<(usize, usize, String)>);

impl Edits {
    fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.0.push((at, at, text.into()));
    }

    fn apply(&self, source: &str) -> String {
        self.applied(source, 0, source.len())
    }

    /// A part of the source with the edits in it.
    fn applied(&self, source: &str, mut at: usize, to: usize) -> String {
        let mut out = String::with_capacity(to - at);
        for (start, end, text) in &self.0 {
            if at <= *start && *end <= to {
                out += &source[at..*start];
                out += text;
                at = *end;
            }
        }
        out + &source[at..to]
    }
}

/// What is open around a token.
#[derive(Clone, Copy)]
struct Open {
    bracket: u8,
    /// Whether statements stand inside: braces, or a comprehension behind its `|`.
    holds_statements: bool,
    is_negated: bool,
}

/// Which part of a rule the tokens outside of all brackets belong to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    /// Its name, with what stands in brackets directly behind.
    Name,
    /// The arguments of a function, which just ended.
    Arguments,
    /// Something else.
    #[default]
    Rest,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one place")]
struct Walk {
    open: Vec<Open>,
    /// Where the rule begins that the tokens outside of all brackets belong to.
    rule: usize,
    part: Part,
    /// Where the head of that rule ends, with its `if`, once a body has begun.
    head: Option<(usize, usize)>,
    /// Whether the token before closed a body of a rule.
    closed_body: bool,
    /// Whether a second body has begun.
    is_chained: bool,
    has_else: bool,
    /// Whether the next brace outside of all brackets begins the body of an `every`.
    has_every: bool,
    negates_inside: bool,
}

impl Walk {
    fn step(&mut self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let word = token.text(text);
        self.separate(text, previous, token, edits);
        Self::keyword(text, previous, token, edits);
        if self.open.is_empty() {
            self.outside(text, previous, token, edits);
        }
        self.closed_body = false;
        match token.kind {
            TokenKind::Open => {
                let holds_statements = word == "{";
                let is_negated = holds_statements
                    && self.negates_inside
                    && previous.is_some_and(|not| not.text(text) == "not")
                    && previous.is_some_and(|not| !text[..not.start].ends_with('.'));
                if let (true, Some(not)) = (is_negated, previous) {
                    edits.0.push((not.start, not.end, "[true |".to_owned()));
                    edits.0.push((token.start, token.end, String::new()));
                }
                self.open.push(Open { bracket: word.as_bytes()[0], holds_statements, is_negated });
            }
            TokenKind::Close => {
                let opened = self.open.pop();
                if opened.is_some_and(|open| open.is_negated) {
                    edits.0.push((token.start, token.end, "] == []".to_owned()));
                }
                if self.open.is_empty() {
                    self.closed_body = word == "}" && self.head.is_some();
                    let called = opened.is_some_and(|open| open.bracket == b'(');
                    if self.part == Part::Name && called {
                        self.part = Part::Arguments;
                    }
                }
            }
            TokenKind::Symbol if word == "|" => {
                if let Some(open) = self.open.last_mut() {
                    open.holds_statements = true;
                }
            }
            _ => {}
        }
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
    fn keyword(text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let dotted = previous.is_some_and(|previous| previous.text(text) == "." && !token.spaced);
        if dotted && token.kind == TokenKind::Name && KEYWORDS.contains(&token.text(text)) {
            edits.0.push((token.start - 1, token.end, format!("[\"{}\"]", token.text(text))));
        }
    }

    /// Rules: where they begin, where their heads end, second bodies.
    fn outside(&mut self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let word = token.text(text);
        let operand = previous.is_none_or(|previous| ends_operand(text, previous));
        let dotted = previous.is_some_and(|previous| previous.text(text) == ".");
        let begins_rule = token.kind == TokenKind::Name
            && (token.begins_line || self.closed_body)
            && !matches!(word, "else" | "if" | "in" | "with" | "contains" | "as")
            && operand;
        if self.part == Part::Arguments && (begins_rule || word == "else") {
            edits.insert(previous.map_or(0, |previous| previous.end), " := true");
        }
        if begins_rule {
            let named = !matches!(word, "default" | "import" | "package");
            *self = Self {
                open: std::mem::take(&mut self.open),
                negates_inside: self.negates_inside,
                rule: token.start,
                part: if named { Part::Name } else { Part::Rest },
                ..Self::default()
            };
            return;
        }
        let names = dotted || word == "." || (token.kind == TokenKind::Open && !token.spaced);
        if self.part == Part::Arguments || !names && token.kind != TokenKind::Close {
            self.part = Part::Rest;
        }
        match word {
            "else" if !dotted => {
                if std::mem::take(&mut self.is_chained) {
                    // OPA reads no `else` behind a second body, and no parser two of them.
                    edits.insert(token.start, "else ");
                }
                self.has_else = true;
            }
            "every" if !dotted => self.has_every = true,
            "if" if !dotted && self.head.is_none() => self.head = Some((self.rule, token.end)),
            "{" => self.brace(text, previous, token, edits),
            _ => {}
        }
    }

    /// A brace outside of all brackets: a body, or a literal.
    fn brace(&mut self, text: &str, previous: Option<&Token>, token: &Token, edits: &mut Edits) {
        let operand = previous.is_some_and(|previous| ends_operand(text, previous));
        if !operand || self.has_else || std::mem::take(&mut self.has_every) {
            return;
        }
        match self.head {
            Some((start, end)) => {
                self.is_chained = true;
                let head = edits.applied(text, start, end).replace('\n', " ");
                edits.insert(token.start, format!(" {head} "));
            }
            None => self.head = Some((self.rule, previous.map_or(token.start, |p| p.end))),
        }
    }

    /// The end of the text.
    fn finish(&self, text: &str, last: Option<&Token>, edits: &mut Edits) {
        if self.part == Part::Arguments {
            edits.insert(last.map_or(text.len(), |last| last.end), " := true");
        }
    }
}

/// Whether a bracket right behind the token would be taken for its arguments or index.
fn ends_operand(text: &str, token: &Token) -> bool {
    match token.kind {
        TokenKind::Close | TokenKind::Number | TokenKind::Template | TokenKind::Text => true,
        TokenKind::Name => {
            let dotted = text[..token.start].ends_with('.');
            dotted
                || !KEYWORDS.contains(&token.text(text))
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
            let inner = match number(inner) {
                // OPA prints a number as it is written.
                Some(number) => format!("\"{number}\""),
                None => templates(inner, depth + 1),
            };
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

/// A number that stands alone, without the white space around it.
fn number(source: &str) -> Option<String> {
    match tokens(source).as_slice() {
        [digits @ Token { kind: TokenKind::Number, .. }] => Some(digits.text(source).to_owned()),
        [sign, digits @ Token { kind: TokenKind::Number, .. }] if sign.text(source) == "-" => {
            Some(format!("-{}", digits.text(source)))
        }
        _ => None,
    }
}

/// The numbers of a text as they are written, with their signs, and where they begin.
pub(crate) fn numbers(source: &str) -> Vec<(usize, String)> {
    let all = tokens(source);
    let mut found = Vec::new();
    for (index, token) in all.iter().enumerate() {
        if token.kind != TokenKind::Number {
            continue;
        }
        let text = token.text(source);
        found.push((token.start, text.to_owned()));
        let before = |by: usize| index.checked_sub(by).map(|at| &all[at]);
        let is_minus = before(1).is_some_and(|sign| sign.text(source) == "-");
        if is_minus && !before(2).is_some_and(|operand| ends_operand(source, operand)) {
            found.push((token.start, format!("-{text}")));
        }
    }
    found
}

fn quote(literal: &str, is_raw: bool) -> String {
    if is_raw { format!("`{literal}`") } else { format!("\"{literal}\"") }
}
