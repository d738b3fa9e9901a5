//! `import future.keywords`, and what it changes in OPA 1.20.2.
//!
//! The whole of it, and `.not`, are more than keywords: nothing leaves a `not` in such a module, and a brace behind it begins a body. With the
//! whole of it `and` and `or` become operators, which cos does not have.

use super::tokens::{Token, TokenKind, tokens};

/// Which future keyword an import is of: an empty name for all of them.
fn keyword<'a>(source: &'a str, all: &[Token], at: usize) -> Option<&'a str> {
    let word = |at: usize| all.get(at).map_or("", |token| token.text(source));
    let is_import = ["import", "future", ".", "keywords"];
    let found = is_import.iter().enumerate().all(|(by, expected)| word(at + by) == *expected);
    found.then(|| match word(at + 4) {
        "." => word(at + 5),
        // As `normalise` writes it.
        "[" => word(at + 5).trim_matches('"'),
        _ => "",
    })
}

/// Whether negations of a module are read as bodies of their own.
pub(super) fn negates_inside(source: &str) -> bool {
    if !source.contains("keywords") {
        return false;
    }
    let all = tokens(source);
    (0..all.len()).any(|at| matches!(keyword(source, &all, at), Some("" | "not")))
}

/// Where a module asks for operators that the engine does not know, and what to say. `normalised` is the module without template strings.
pub(super) fn refused(source: &str, normalised: &str) -> Option<(usize, String)> {
    if !source.contains("keywords") {
        return None;
    }
    let all = tokens(source);
    let imports: Vec<_> =
        (0..all.len()).filter_map(|at| Some((at, keyword(source, &all, at)?))).collect();
    let named = imports.iter().find(|(_, name)| matches!(*name, "and" | "or"));
    let whole = imports.iter().find(|(_, name)| name.is_empty());
    let is_operator = |token: &Token| {
        token.kind == TokenKind::Name && matches!(token.text(normalised), "and" | "or")
    };
    let (at, name) =
        named.or_else(|| whole.filter(|_| tokens(normalised).iter().any(is_operator)))?;
    let name = if name.is_empty() { String::new() } else { format!(".{name}") };
    let message = format!(
        "`import future.keywords{name}` makes operators of `and` and `or`, which cos does not have; write them as statements, or rules, of \
         their own"
    );
    Some((all[*at].start, message))
}
