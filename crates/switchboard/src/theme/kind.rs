//! The types that a token can have.

use std::fmt;

/// A type of the format module (2025.10, "Types" and "Composite types").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub enum Kind {
    Border,
    Color,
    CubicBezier,
    Dimension,
    Duration,
    FontFamily,
    FontWeight,
    Gradient,
    Number,
    Shadow,
    StrokeStyle,
    Transition,
    Typography,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Border,
        Self::Color,
        Self::CubicBezier,
        Self::Dimension,
        Self::Duration,
        Self::FontFamily,
        Self::FontWeight,
        Self::Gradient,
        Self::Number,
        Self::Shadow,
        Self::StrokeStyle,
        Self::Transition,
        Self::Typography,
    ];

    /// The name that `$type` has for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Border => "border",
            Self::Color => "color",
            Self::CubicBezier => "cubicBezier",
            Self::Dimension => "dimension",
            Self::Duration => "duration",
            Self::FontFamily => "fontFamily",
            Self::FontWeight => "fontWeight",
            Self::Gradient => "gradient",
            Self::Number => "number",
            Self::Shadow => "shadow",
            Self::StrokeStyle => "strokeStyle",
            Self::Transition => "transition",
            Self::Typography => "typography",
        }
    }

    /// The type that `$type` names; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
