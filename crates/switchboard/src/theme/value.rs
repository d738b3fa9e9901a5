//! The values of tokens, fully resolved: no references are left in them.
//!
//! Reading them from JSON is `read`'s, writing them `css`'s and `tokens`'.

use super::color::Color;
use super::kind::Kind;

/// The value of a token.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub enum TokenValue {
    Border(Border),
    Color(Color),
    CubicBezier([f64; 4]),
    Dimension(Dimension),
    Duration(Duration),
    FontFamily(Vec<String>),
    /// From 1 to 1000; the names that the format has for some weights are numbers here.
    FontWeight(f64),
    Gradient(Vec<Stop>),
    Number(f64),
    /// One or more, as they are layered.
    Shadow(Vec<Shadow>),
    StrokeStyle(StrokeStyle),
    Transition(Transition),
    Typography(Typography),
}

impl TokenValue {
    /// Its type.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Border(_) => Kind::Border,
            Self::Color(_) => Kind::Color,
            Self::CubicBezier(_) => Kind::CubicBezier,
            Self::Dimension(_) => Kind::Dimension,
            Self::Duration(_) => Kind::Duration,
            Self::FontFamily(_) => Kind::FontFamily,
            Self::FontWeight(_) => Kind::FontWeight,
            Self::Gradient(_) => Kind::Gradient,
            Self::Number(_) => Kind::Number,
            Self::Shadow(_) => Kind::Shadow,
            Self::StrokeStyle(_) => Kind::StrokeStyle,
            Self::Transition(_) => Kind::Transition,
            Self::Typography(_) => Kind::Typography,
        }
    }

    /// The colour, where it is one.
    pub fn color(&self) -> Option<&Color> {
        match self {
            Self::Color(color) => Some(color),
            _ => None,
        }
    }
}

/// A distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dimension {
    /// How many of the unit.
    pub value: f64,
    /// The unit.
    pub unit: DimensionUnit,
}

/// The unit of a distance, as in CSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DimensionUnit {
    /// An idealised pixel.
    Px,
    /// The font size of the root.
    Rem,
}

impl DimensionUnit {
    /// As written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Px => "px",
            Self::Rem => "rem",
        }
    }
}

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// How many of the unit.
    pub value: f64,
    /// The unit.
    pub unit: DurationUnit,
}

/// The unit of a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DurationUnit {
    /// A thousandth of a second.
    Ms,
    /// A second.
    S,
}

impl DurationUnit {
    /// As written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ms => "ms",
            Self::S => "s",
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum StrokeStyle {
    /// Dashes and gaps of given lengths.
    Dashes {
        /// Lengths of dashes and gaps in turn.
        dash_array: Vec<Dimension>,
        /// How a dash ends.
        line_cap: LineCap,
    },
    /// A style that CSS has a name for.
    Named(LineStyle),
}

/// The styles that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of CSS")]
pub enum LineStyle {
    Dashed,
    Dotted,
    Double,
    Groove,
    Inset,
    Outset,
    Ridge,
    Solid,
}

impl LineStyle {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Dashed,
        Self::Dotted,
        Self::Double,
        Self::Groove,
        Self::Inset,
        Self::Outset,
        Self::Ridge,
        Self::Solid,
    ];

    /// As written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::Double => "double",
            Self::Groove => "groove",
            Self::Inset => "inset",
            Self::Outset => "outset",
            Self::Ridge => "ridge",
            Self::Solid => "solid",
        }
    }
}

/// How a dash ends, as `stroke-linecap` of SVG says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of SVG")]
pub enum LineCap {
    Butt,
    Round,
    Square,
}

impl LineCap {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Butt, Self::Round, Self::Square];

    /// As written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Butt => "butt",
            Self::Round => "round",
            Self::Square => "square",
        }
    }
}

/// A border.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub struct Border {
    pub color: Color,
    pub width: Dimension,
    pub style: StrokeStyle,
}

/// A change over time.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub struct Transition {
    pub duration: Duration,
    pub delay: Duration,
    pub timing_function: [f64; 4],
}

/// One shadow.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub struct Shadow {
    pub color: Color,
    pub offset_x: Dimension,
    pub offset_y: Dimension,
    pub blur: Dimension,
    pub spread: Dimension,
    pub inset: bool,
}

/// A stop of a gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The colour there.
    pub color: Color,
    /// Where, from 0 to 1; what lies outside was clamped.
    pub position: f64,
}

/// A style of text.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the specification's")]
pub struct Typography {
    pub font_family: Vec<String>,
    pub font_size: Dimension,
    pub font_weight: f64,
    pub letter_spacing: Dimension,
    pub line_height: f64,
}
