//! Colours that pass, written into the files of a theme: the value of the token in front, and not one byte else.
//!
//! A value that two modes share is changed only where both want the same. What the default theme lends cannot be changed here.

use super::color::Color;
use super::contract::{Need, PAIRS};
use super::contrast;
use super::fault::Fault;
use super::load::{self, Mode, Theme};
use super::pack::Pack;
use super::plain;
use super::tokens::color_json;
use super::value::TokenValue;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A token that took another colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The mode that it failed in.
    pub mode: String,
    /// The token.
    pub path: String,
    /// The file that says so.
    pub file: String,
    /// The colour before.
    pub before: String,
    /// The colour now.
    pub after: String,
}

/// Where a value stands: the file and the bytes.
pub(super) type Span = (String, Range<usize>);

/// A colour that should stand at a place.
struct Wanted {
    edit: Edit,
    range: Range<usize>,
    color: Color,
}

/// Corrects a pack; returns what changed, and the files that did.
pub fn pack(pack: &Pack) -> (Vec<Edit>, Vec<(String, Vec<u8>)>) {
    let Some(theme) = load::load(pack).theme else { return (Vec::new(), Vec::new()) };
    let spans = load::spans(pack);
    let place = |mode: &str, path: &str| spans.get(&(mode.to_owned(), path.to_owned())).cloned();
    let wanted = agreed(wanted(&theme, place));
    let mut files: BTreeMap<String, Vec<&Wanted>> = BTreeMap::new();
    for it in &wanted {
        files.entry(it.edit.file.clone()).or_default().push(it);
    }
    let written = files.into_iter().map(|(file, wanted)| {
        let bytes = pack.get(&file).unwrap_or_default();
        let text = spliced(bytes, wanted, |color| color_json(color).to_string());
        (file, text)
    });
    let files = written.collect();
    (wanted.into_iter().map(|it| it.edit).collect(), files)
}

/// Corrects a plain theme, of which `theme` was made.
pub fn plain(name: &str, bytes: &[u8], theme: &Theme) -> Result<(Vec<Edit>, Vec<u8>), Vec<Fault>> {
    let sources = plain::sources(name, bytes)?;
    let wanted = agreed(wanted(theme, |mode, path| plain::span(&sources, name, mode, path)));
    let text = spliced(bytes, wanted.iter().collect(), |color| format!("\"{}\"", color.to_hex()));
    Ok((wanted.into_iter().map(|it| it.edit).collect(), text))
}

fn wanted(theme: &Theme, place: impl Fn(&str, &str) -> Option<Span>) -> Vec<Wanted> {
    let mut out = Vec::new();
    for mode in &theme.modes {
        let mut mode = mode.clone();
        let mut done = BTreeSet::new();
        for path in PAIRS.iter().map(|pair| pair.foreground).filter(|path| done.insert(*path)) {
            let Some((before, after)) = correction(&mode, path) else { continue };
            let Some((file, range)) = place(&mode.name, path) else { continue };
            // What lies on this colour is judged by the new one.
            if let Some(token) = mode.tokens.get_mut(path) {
                token.value = TokenValue::Color(after.clone());
            }
            let (before, color) = (before.to_hex(), after);
            let after = color.to_hex();
            let edit = Edit { mode: mode.name.clone(), path: path.to_owned(), file, before, after };
            out.push(Wanted { edit, range, color });
        }
    }
    out
}

/// The colour of a token, and the one that passes on everything it lies on; `None` where it passes, or none does.
fn correction(mode: &Mode, path: &str) -> Option<(Color, Color)> {
    let seen: Vec<_> =
        contrast::check_mode(mode).into_iter().filter(|it| it.pair.foreground == path).collect();
    if seen.iter().all(contrast::Contrast::passes) {
        return None;
    }
    let against: Vec<(&Color, Need)> =
        seen.iter().map(|it| (&it.background, it.pair.need)).collect();
    let before = seen.first()?.foreground.clone();
    let color = contrast::suggest(&before, &against)?.color;
    let after = Color { hex: Some(color.to_hex()), ..color };
    Some((before, after))
}

/// Without the places for which different colours are wanted.
fn agreed(wanted: Vec<Wanted>) -> Vec<Wanted> {
    let mut colors: BTreeMap<(String, usize), BTreeSet<String>> = BTreeMap::new();
    let key = |it: &Wanted| (it.edit.file.clone(), it.range.start);
    for it in &wanted {
        colors.entry(key(it)).or_default().insert(it.edit.after.clone());
    }
    wanted.into_iter().filter(|it| colors.get(&key(it)).is_some_and(|it| it.len() == 1)).collect()
}

fn spliced(bytes: &[u8], mut wanted: Vec<&Wanted>, write: impl Fn(&Color) -> String) -> Vec<u8> {
    // Last first, so that what comes before stays where it is.
    wanted.sort_by_key(|it| std::cmp::Reverse(it.range.start));
    wanted.dedup_by_key(|it| it.range.start);
    let mut out = bytes.to_vec();
    for it in wanted {
        out.splice(it.range.clone(), write(&it.color).into_bytes());
    }
    out
}

#[cfg(test)]
mod tests;
