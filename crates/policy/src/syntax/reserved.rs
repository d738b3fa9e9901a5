//! Names that cos adds to a policy, and that no policy may use: it could forge its own trace.

use super::normalise::TEMPLATE;
use super::tokens::{TokenKind, tokens};
use crate::lowering::{FIRED, PREFIX, TRIED};
use crate::place::Place;

/// The first reserved name in the text of a module, before anything was added to it.
pub(crate) fn first(file: &str, text: &str) -> Option<(Place, String)> {
    // Most modules hold none of the letters.
    if !text.contains("cos_") {
        return None;
    }
    let tokens = tokens(text);
    let found = tokens.iter().enumerate().find_map(|(index, token)| {
        let previous = index.checked_sub(1).map(|before| tokens[before].text(text));
        let word = token.text(text);
        let name = match token.kind {
            // A field may be called like a function of ours, not like a rule of ours.
            TokenKind::Name if previous != Some(".") || word.starts_with(PREFIX) => word,
            // `data.a["cos__d1"]` reads what was added.
            TokenKind::Text if previous == Some("[") => word.trim_matches(['"', '`']),
            TokenKind::Template => {
                return words(word).find(|name| is_reserved(name)).map(|name| (token.start, name));
            }
            _ => return None,
        };
        is_reserved(name).then_some((token.start, name))
    });
    let (at, name) = found?;
    Some((Place::of(file, text, at as u32), name.to_owned()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| letter != '_' && !letter.is_ascii_alphanumeric())
}

fn is_reserved(name: &str) -> bool {
    name.starts_with(PREFIX) || [FIRED, TEMPLATE, TRIED].contains(&name)
}
