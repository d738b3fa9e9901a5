//! Colours in the fourteen spaces of the colour module (2025.10), and the arithmetic between them.
//!
//! Matrices and curves are those of CSS Color Module Level 4, whose names the spaces have; no library, because a dozen matrices are all there is to it and
//! crates with all fourteen spaces do not exist under a licence we link. It maps no gamut: what sRGB cannot show is cut off.

mod convert;

pub use convert::{Oklch, Xyz};

use std::fmt;

/// A colour as a token gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Color {
    /// The space that the components are in.
    pub space: Space,
    /// Three components; `None` is the keyword `none`, which counts as zero.
    pub components: [Option<f64>; 3],
    /// From 0, transparent, to 1.
    pub alpha: f64,
    /// Six hexadecimal digits after `#`, for whoever knows no other notation.
    pub hex: Option<String>,
}

/// A colour space or model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of CSS")]
pub enum Space {
    A98Rgb,
    DisplayP3,
    Hsl,
    Hwb,
    Lab,
    Lch,
    Oklab,
    Oklch,
    ProphotoRgb,
    Rec2020,
    Srgb,
    SrgbLinear,
    XyzD50,
    XyzD65,
}

/// What a component may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Range {
    /// Any number.
    Any,
    /// From zero on.
    FromZero,
    /// From 0 up to, but not including, 360.
    Hue,
    /// From 0 to 100.
    Percent,
    /// From 0 to 1.
    Unit,
}

impl Range {
    pub(crate) fn holds(self, value: f64) -> bool {
        match self {
            Self::Any => true,
            Self::FromZero => value >= 0.0,
            Self::Hue => (0.0..360.0).contains(&value),
            Self::Percent => (0.0..=100.0).contains(&value),
            Self::Unit => (0.0..=1.0).contains(&value),
        }
    }

    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::Any => "a number or \"none\"",
            Self::FromZero => "a number from 0 on, or \"none\"",
            Self::Hue => "an angle from 0 up to 360, exclusive, or \"none\"",
            Self::Percent => "a number from 0 to 100, or \"none\"",
            Self::Unit => "a number from 0 to 1, or \"none\"",
        }
    }
}

impl Space {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::A98Rgb,
        Self::DisplayP3,
        Self::Hsl,
        Self::Hwb,
        Self::Lab,
        Self::Lch,
        Self::Oklab,
        Self::Oklch,
        Self::ProphotoRgb,
        Self::Rec2020,
        Self::Srgb,
        Self::SrgbLinear,
        Self::XyzD50,
        Self::XyzD65,
    ];

    /// As `colorSpace` names it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A98Rgb => "a98-rgb",
            Self::DisplayP3 => "display-p3",
            Self::Hsl => "hsl",
            Self::Hwb => "hwb",
            Self::Lab => "lab",
            Self::Lch => "lch",
            Self::Oklab => "oklab",
            Self::Oklch => "oklch",
            Self::ProphotoRgb => "prophoto-rgb",
            Self::Rec2020 => "rec2020",
            Self::Srgb => "srgb",
            Self::SrgbLinear => "srgb-linear",
            Self::XyzD50 => "xyz-d50",
            Self::XyzD65 => "xyz-d65",
        }
    }

    /// The space that `colorSpace` names.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|space| space.as_str() == name)
    }

    /// What its components may be (colour module, "Supported color spaces").
    pub(crate) const fn ranges(self) -> [Range; 3] {
        match self {
            Self::Hsl | Self::Hwb => [Range::Hue, Range::Percent, Range::Percent],
            Self::Lab => [Range::Percent, Range::Any, Range::Any],
            Self::Lch => [Range::Percent, Range::FromZero, Range::Hue],
            Self::Oklab => [Range::Unit, Range::Any, Range::Any],
            Self::Oklch => [Range::Unit, Range::FromZero, Range::Hue],
            _ => [Range::Unit; 3],
        }
    }
}

impl Color {
    /// An opaque sRGB colour of components from 0 to 1.
    pub fn srgb(components: [f64; 3]) -> Self {
        Self { space: Space::Srgb, components: components.map(Some), alpha: 1.0, hex: None }
    }

    /// Reads `#rgb`, `#rrggbb`, and both with two or one digits of alpha.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.is_ascii())?;
        let digits = match digits.len() {
            3 | 4 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 | 8 => digits.to_owned(),
            _ => return None,
        };
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        // Six decimals are more than eight bits need, and can be read.
        let part = |at| byte(at).map(|byte| (f64::from(byte) / 255.0 * 1e6).round() / 1e6);
        let alpha = if digits.len() == 8 { part(6)? } else { 1.0 };
        Some(Self { alpha, ..Self::srgb([part(0)?, part(2)?, part(4)?]) })
    }

    /// As six hexadecimal digits, without alpha; what sRGB cannot show is cut off.
    pub fn to_hex(&self) -> String {
        let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        let [red, green, blue] = self.to_srgb().map(byte);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The relative luminance of WCAG 2.2, of what sRGB can show of it and without alpha.
    pub fn luminance(&self) -> f64 {
        let [red, green, blue] = self.to_srgb().map(|it| convert::linear(it.clamp(0.0, 1.0)));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// What is seen where this colour lies over an opaque one: mixed as browsers mix, in sRGB.
    pub fn over(&self, below: &Self) -> Self {
        let (above, below) = (self.to_srgb(), below.to_srgb());
        let mix = |at: usize| above[at] * self.alpha + below[at] * (1.0 - self.alpha);
        Self::srgb([mix(0), mix(1), mix(2)].map(|part| part.clamp(0.0, 1.0)))
    }

    /// How different two colours look: the distance in Oklab, times 100. About 2 is just noticeable.
    pub fn distance(&self, other: &Self) -> f64 {
        let (a, b) = (self.to_oklab(), other.to_oklab());
        let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
        100.0 * (squares + (self.alpha - other.alpha).powi(2)).sqrt()
    }
}

impl fmt::Display for Color {
    /// As CSS writes it, for people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::css::color(self))
    }
}

#[cfg(test)]
mod tests;
