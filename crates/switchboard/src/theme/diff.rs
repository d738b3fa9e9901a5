//! What differs between two themes: tokens added, removed and changed, mode by mode, and how far colours moved.

use super::kind::Kind;
use super::load::{Mode, Theme};
use super::tokens::Token;
use std::collections::BTreeSet;

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The mode that it is in.
    pub mode: String,
    /// The token.
    pub path: String,
    /// What became of it.
    pub change: Change,
}

/// What became of a token.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Only the second theme has it.
    Added(Token),
    /// Its value is another one.
    Changed {
        /// In the first theme.
        before: Box<Token>,
        /// In the second.
        after: Box<Token>,
        /// How far a colour moved: the distance in Oklab times 100.
        distance: Option<f64>,
    },
    /// Only the first theme has it.
    Removed(Token),
}

/// Compares two themes; what both take from the default theme is equal.
pub fn diff(before: &Theme, after: &Theme) -> Vec<Difference> {
    let modes: BTreeSet<&str> =
        before.modes.iter().chain(&after.modes).map(|mode| mode.name.as_str()).collect();
    let mut out = Vec::new();
    for name in modes {
        // A mode that a theme lacks looks like its default one.
        let (Some(old), Some(new)) = (seen(before, name), seen(after, name)) else { continue };
        let paths: BTreeSet<&String> = old.tokens.keys().chain(new.tokens.keys()).collect();
        for path in paths {
            if let Some(change) = change(old.tokens.get(path), new.tokens.get(path)) {
                out.push(Difference { mode: name.to_owned(), path: path.clone(), change });
            }
        }
    }
    out
}

fn seen<'a>(theme: &'a Theme, name: &str) -> Option<&'a Mode> {
    theme.mode(name).or_else(|| theme.modes.first())
}

fn change(before: Option<&Token>, after: Option<&Token>) -> Option<Change> {
    match (before, after) {
        (None, None) => None,
        (None, Some(after)) => Some(Change::Added(after.clone())),
        (Some(before), None) => Some(Change::Removed(before.clone())),
        (Some(before), Some(after)) if before.value == after.value => None,
        (Some(before), Some(after)) => {
            let distance = match (before.value.color(), after.value.color()) {
                (Some(a), Some(b)) => Some(a.distance(b)),
                _ => None,
            };
            let (before, after) = (Box::new(before.clone()), Box::new(after.clone()));
            Some(Change::Changed { before, after, distance })
        }
    }
}

impl Change {
    /// The type of the token, the later one where it changed.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Added(token) | Self::Removed(token) => token.kind(),
            Self::Changed { after, .. } => after.kind(),
        }
    }
}

#[cfg(test)]
mod tests;
