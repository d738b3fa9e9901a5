//! Tokens as CSS custom properties.
//!
//! Every character comes from here: names are made of letters, digits and hyphens, numbers are printed, strings are quoted and escaped. No text of a theme
//! reaches the page as it was, so no theme can bring a rule of its own.

use super::color::{Color, Space};
use super::load::Mode;
use super::tokens::Tokens;
use super::value::{
    Dimension, Duration, Shadow, Stop, StrokeStyle, TokenValue, Transition, Typography,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes a stylesheet: the default mode for the root, each other one for `[data-mode=NAME]`.
pub fn stylesheet(modes: &[Mode]) -> String {
    let mut out = String::new();
    for mode in modes {
        let name = name(&mode.name);
        if mode.is_default {
            let _ = writeln!(out, ":root,\n[data-mode=\"{name}\"] {{");
        } else {
            let _ = writeln!(out, "[data-mode=\"{name}\"] {{");
        }
        if let "light" | "dark" = name.as_str() {
            let _ = writeln!(out, "  color-scheme: {name};");
        }
        for (name, value) in properties(&mode.tokens) {
            let _ = writeln!(out, "  {name}: {value};");
        }
        out.push_str("}\n");
    }
    out
}

/// Writes the same for a page that goes by what the reader's system prefers: light or dark, where the theme has it and nothing else is asked for.
pub fn following(modes: &[Mode]) -> String {
    let mut out = stylesheet(modes);
    let others = modes.iter().filter(|mode| !mode.is_default);
    for mode in others.filter(|mode| matches!(mode.name.as_str(), "light" | "dark")) {
        let name = &mode.name;
        let _ =
            writeln!(out, "@media (prefers-color-scheme: {name}) {{\n:root:not([data-mode]) {{");
        let _ = writeln!(out, "  color-scheme: {name};");
        for (name, value) in properties(&mode.tokens) {
            let _ = writeln!(out, "  {name}: {value};");
        }
        out.push_str("}\n}\n");
    }
    out
}

/// The custom properties of all tokens, by name.
pub fn properties(tokens: &Tokens) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (path, token) in tokens {
        let name = property(path);
        match &token.value {
            TokenValue::Typography(it) => typography(&name, it, &mut out),
            value => drop(out.insert(name, text(value))),
        }
    }
    out
}

/// The custom property of a token: `color.accent` becomes `--color-accent`, and a group's `$root` has the name of the group.
pub fn property(path: &str) -> String {
    let path = path.strip_suffix(".$root").unwrap_or(path);
    format!("--{}", name(path))
}

/// The custom properties that a token becomes.
pub(crate) fn names(path: &str, value: &TokenValue) -> Vec<String> {
    let name = property(path);
    match value {
        TokenValue::Typography(it) => {
            let mut out = BTreeMap::new();
            typography(&name, it, &mut out);
            out.into_keys().collect()
        }
        _ => vec![name],
    }
}

/// Lower case, and a hyphen for everything that is neither letter nor digit, or between the words of `camelCase`.
fn name(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut after_lower = false;
    for c in text.chars() {
        if c.is_ascii_uppercase() && after_lower {
            out.push('-');
        }
        out.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out
}

/// A value as CSS writes it.
pub fn text(value: &TokenValue) -> String {
    match value {
        TokenValue::Border(it) => {
            format!("{} {} {}", dimension(it.width), stroke_style(&it.style), color(&it.color))
        }
        TokenValue::Color(it) => color(it),
        TokenValue::CubicBezier(it) => curve(it),
        TokenValue::Dimension(it) => dimension(*it),
        TokenValue::Duration(it) => duration(*it),
        TokenValue::FontFamily(names) => families(names),
        TokenValue::FontWeight(it) | TokenValue::Number(it) => number(*it),
        TokenValue::Gradient(stops) => listed(stops, stop),
        TokenValue::Shadow(layers) => listed(layers, shadow),
        TokenValue::StrokeStyle(it) => stroke_style(it).to_owned(),
        TokenValue::Transition(it) => transition(it),
        TokenValue::Typography(it) => font(it),
    }
}

/// A colour as CSS Color Module Level 4 writes it; sRGB of eight bits as hexadecimal digits, which everything reads.
pub fn color(it: &Color) -> String {
    let [a, b, c] = it.components.map(|part| part.map_or_else(|| "none".to_owned(), number));
    let alpha = if it.alpha < 1.0 { format!(" / {}", number(it.alpha)) } else { String::new() };
    let percent = |part: String| if part == "none" { part } else { format!("{part}%") };
    match it.space {
        Space::Srgb if is_eight_bit(it) => it.to_hex(),
        Space::Hsl | Space::Hwb => {
            format!("{}({a} {} {}{alpha})", it.space.as_str(), percent(b), percent(c))
        }
        Space::Lab | Space::Lch | Space::Oklab | Space::Oklch => {
            format!("{}({a} {b} {c}{alpha})", it.space.as_str())
        }
        space => format!("color({} {a} {b} {c}{alpha})", space.as_str()),
    }
}

fn is_eight_bit(it: &Color) -> bool {
    // Six decimals are what tools write for n/255.
    const SLACK: f64 = 2e-6 * 255.0;
    let whole = |part: &Option<f64>| {
        part.is_some_and(|part| (part * 255.0 - (part * 255.0).round()).abs() < SLACK)
    };
    it.alpha >= 1.0 && it.components.iter().all(whole)
}

/// A number with at most six decimals; beyond what a style can mean, with an exponent.
fn number(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    match rounded {
        _ if !(value * 1e6).is_finite() || rounded.abs() >= 1e15 => format!("{value:e}"),
        // Also negative zero.
        0.0 => "0".to_owned(),
        _ => rounded.to_string(),
    }
}

fn dimension(it: Dimension) -> String {
    format!("{}{}", number(it.value), it.unit.as_str())
}

fn duration(it: Duration) -> String {
    format!("{}{}", number(it.value), it.unit.as_str())
}

fn curve(points: &[f64; 4]) -> String {
    format!("cubic-bezier({})", points.map(number).join(", "))
}

/// CSS has no dash lengths; `dashed` is the nearest it has.
fn stroke_style(it: &StrokeStyle) -> &'static str {
    match it {
        StrokeStyle::Dashes { .. } => "dashed",
        StrokeStyle::Named(style) => style.as_str(),
    }
}

fn listed<T>(items: &[T], write: fn(&T) -> String) -> String {
    items.iter().map(write).collect::<Vec<_>>().join(", ")
}

fn stop(it: &Stop) -> String {
    format!("{} {}%", color(&it.color), number(it.position * 100.0))
}

fn shadow(it: &Shadow) -> String {
    let lengths = [it.offset_x, it.offset_y, it.blur, it.spread].map(dimension).join(" ");
    let inset = if it.inset { "inset " } else { "" };
    format!("{inset}{lengths} {}", color(&it.color))
}

fn transition(it: &Transition) -> String {
    format!("{} {} {}", duration(it.duration), duration(it.delay), curve(&it.timing_function))
}

fn font(it: &Typography) -> String {
    let (size, height) = (dimension(it.font_size), number(it.line_height));
    format!("{} {size}/{height} {}", number(it.font_weight), families(&it.font_family))
}

fn typography(name: &str, it: &Typography, out: &mut BTreeMap<String, String>) {
    out.insert(name.to_owned(), font(it));
    out.insert(format!("{name}-font-family"), families(&it.font_family));
    out.insert(format!("{name}-font-size"), dimension(it.font_size));
    out.insert(format!("{name}-font-weight"), number(it.font_weight));
    out.insert(format!("{name}-letter-spacing"), dimension(it.letter_spacing));
    out.insert(format!("{name}-line-height"), number(it.line_height));
}

/// Names that CSS knows without quotes (CSS Fonts Module Level 4, "generic font families").
const GENERIC: [&str; 11] = [
    "cursive",
    "emoji",
    "fantasy",
    "math",
    "monospace",
    "sans-serif",
    "serif",
    "system-ui",
    "ui-monospace",
    "ui-sans-serif",
    "ui-serif",
];

fn families(names: &[String]) -> String {
    let quoted = |name: &String| {
        if GENERIC.contains(&name.as_str()) { name.clone() } else { string(name) }
    };
    names.iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// A string in quotes (CSS Syntax Module Level 3); all but plain characters are written as their numbers.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',') {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:x} ", u32::from(c));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests;
