//! Whether colours can be told apart: every pair of the contract in every mode, by WCAG 2.2 level AA, and what would pass.
//!
//! Ratios are those of WCAG, computed from what sRGB can show. A colour that lets others through is first laid over what is behind it.

use super::color::{Color, Oklch};
use super::contract::{Need, PAIRS, Pair};
use super::fault::{Fault, codes, of_file};
use super::load::{Mode, Theme};
use super::pack::MANIFEST;
use cos_core::digest::Digest;
use cos_core::jcs;

/// The contrast of a pair in a mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The mode.
    pub mode: String,
    /// The pair.
    pub pair: Pair,
    /// The colour in front, as it is seen.
    pub foreground: Color,
    /// The colour behind, as it is seen.
    pub background: Color,
    /// The ratio, from 1 to 21.
    pub ratio: f64,
    /// What would pass; `None` where the pair does, or where no lightness of the front colour does.
    pub suggestion: Option<Suggestion>,
}

/// Another lightness of the colour in front.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// In Oklab, with the hue of the colour, and its chroma as far as sRGB shows it there.
    pub oklch: Oklch,
    /// The same as sRGB.
    pub color: Color,
    /// The ratio that it has, the least if it lies on several; it is enough.
    pub ratio: f64,
}

impl Contrast {
    /// Whether it is enough.
    pub fn passes(&self) -> bool {
        self.ratio >= self.pair.need.ratio()
    }
}

/// Looks at every pair in every mode.
pub fn check(theme: &Theme) -> Vec<Contrast> {
    theme.modes.iter().flat_map(check_mode).collect()
}

/// The digest of what was found: of canonical JSON (RFC 8785) with each pair, its colours as sRGB and its ratio, rounded down.
pub fn digest(contrasts: &[Contrast]) -> Digest {
    let pair = |it: &Contrast| {
        serde_json::json!({
            "mode": it.mode,
            "foreground": it.pair.foreground,
            "foreground_hex": it.foreground.to_hex(),
            "background": it.pair.background,
            "background_hex": it.background.to_hex(),
            "needed": format!("{:.2}", it.pair.need.ratio()),
            "ratio": format!("{:.2}", (it.ratio * 100.0).floor() / 100.0),
        })
    };
    let pairs: Vec<_> = contrasts.iter().map(pair).collect();
    let report = serde_json::json!({ "schema": "cos.theme-contrast-pairs/v1", "pairs": pairs });
    let text = jcs::to_string(&report).expect("texts have canonical JSON");
    Digest::of(text.as_bytes())
}

/// The pairs that fail, as faults of the theme.
pub fn faults(contrasts: &[Contrast]) -> Vec<Fault> {
    contrasts.iter().filter(|it| !it.passes()).map(fault).collect()
}

fn fault(it: &Contrast) -> Fault {
    let Pair { foreground, background, need } = it.pair;
    // Rounded down: 4.4996 is not 4.50.
    let shown = (it.ratio * 100.0).floor() / 100.0;
    let message = format!(
        "mode `{}`: `{foreground}` on `{background}` has a contrast of {shown:.2}, and needs {:.1}",
        it.mode,
        need.ratio()
    );
    let remedy = match &it.suggestion {
        Some(Suggestion { oklch, color, ratio }) => format!(
            "lightness {:.3} in OKLCH passes: {} has {:.2}",
            oklch.lightness,
            color.to_hex(),
            (ratio * 100.0).floor() / 100.0
        ),
        None => format!("no lightness of it passes; change `{background}`"),
    };
    of_file(codes::CONTRAST, MANIFEST, message, remedy)
}

pub(super) fn check_mode(mode: &Mode) -> Vec<Contrast> {
    let color = |path: &str| mode.tokens.get(path).and_then(|token| token.value.color());
    let white = Color::srgb([1.0; 3]);
    let page = color("color.background").map_or(white.clone(), |page| page.over(&white));
    let one = |pair: &Pair| {
        let background = seen(color(pair.background)?, &page);
        let foreground = seen(color(pair.foreground)?, &background);
        let ratio = ratio(&foreground, &background);
        let passes = ratio >= pair.need.ratio();
        let suggestion =
            if passes { None } else { suggest(&foreground, &[(&background, pair.need)]) };
        Some(Contrast {
            mode: mode.name.clone(),
            pair: *pair,
            foreground,
            background,
            ratio,
            suggestion,
        })
    };
    PAIRS.iter().filter_map(one).collect()
}

fn seen(color: &Color, below: &Color) -> Color {
    if color.alpha < 1.0 { color.over(below) } else { color.clone() }
}

/// The contrast ratio of two opaque colours (WCAG 2.2, "contrast ratio").
pub fn ratio(a: &Color, b: &Color) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The lightness nearest to that of `color` with which it can be told from all that it lies on.
pub fn suggest(color: &Color, against: &[(&Color, Need)]) -> Option<Suggestion> {
    const STEPS: u32 = 1_000;
    let from = color.to_oklch();
    let start = (from.lightness * f64::from(STEPS)).round() as i64;
    // Nearest first, on both sides.
    (1..=i64::from(STEPS)).flat_map(|step| [start - step, start + step]).find_map(|step| {
        let lightness = u32::try_from(step).ok().filter(|step| *step <= STEPS)?;
        let wanted = Oklch { lightness: f64::from(lightness) / f64::from(STEPS), ..from };
        let (oklch, parts) = shown(wanted)?;
        // As it will be written: with eight bits.
        let color = Color::from_hex(&Color::srgb(parts).to_hex())?;
        let ratios =
            against.iter().map(|(background, need)| (ratio(&color, background), need.ratio()));
        let passes = ratios.clone().all(|(ratio, needed)| ratio >= needed);
        let ratio = ratios.map(|(ratio, _)| ratio).fold(f64::INFINITY, f64::min);
        passes.then_some(Suggestion { oklch, color, ratio })
    })
}

/// The colour with as much of its chroma as sRGB can show at its lightness.
fn shown(wanted: Oklch) -> Option<(Oklch, [f64; 3])> {
    const STEPS: u32 = 64;
    (0..=STEPS).rev().find_map(|step| {
        let chroma = wanted.chroma * f64::from(step) / f64::from(STEPS);
        let oklch = Oklch { chroma, ..wanted };
        Some((oklch, oklch.to_srgb()?))
    })
}

#[cfg(test)]
mod tests;
