//! What the console, e-mails and reports use of a theme: semantic tokens, and the pairs of colours that must be told apart.
//!
//! A theme may have many more tokens; these it should have. `docs/guide/themes.md` shows the same two tables; a test compares them.

use super::kind::Kind;

/// A token that pages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Semantic {
    /// Its path.
    pub path: &'static str,
    /// Its type.
    pub kind: Kind,
    /// What it is for.
    pub about: &'static str,
}

/// Two colours that lie on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The colour in front.
    pub foreground: &'static str,
    /// The colour behind.
    pub background: &'static str,
    /// What has to be told apart.
    pub need: Need,
}

/// How much contrast is needed (WCAG 2.2, success criteria 1.4.3 and 1.4.11, level AA).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Text of ordinary size: 4.5 to 1.
    Text,
    /// Parts of controls, focus rings, large text: 3 to 1.
    Ui,
}

impl Need {
    /// The least ratio.
    pub const fn ratio(self) -> f64 {
        match self {
            Self::Text => 4.5,
            Self::Ui => 3.0,
        }
    }

    /// In a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Ui => "ui",
        }
    }
}

const fn color(path: &'static str, about: &'static str) -> Semantic {
    Semantic { path, kind: Kind::Color, about }
}

/// The tokens.
pub const TOKENS: &[Semantic] = &[
    color("color.background", "the page"),
    color("color.surface", "cards, tables, dialogs"),
    color("color.foreground", "text"),
    color("color.muted", "text of second rank"),
    color("color.border", "the edge of inputs and buttons"),
    color("color.accent", "links, and the background of the main button"),
    color("color.on-accent", "text on `color.accent`"),
    color("color.danger", "errors, denials, and the button that destroys"),
    color("color.on-danger", "text on `color.danger`"),
    color("color.success", "what passed"),
    color("color.warning", "what somebody should look at"),
    color("color.info", "notes"),
    color("color.focus", "the ring around what has the focus"),
    Semantic { path: "font.body", kind: Kind::FontFamily, about: "text" },
    Semantic { path: "font.heading", kind: Kind::FontFamily, about: "headings" },
    Semantic { path: "font.mono", kind: Kind::FontFamily, about: "code, digests, ids" },
    Semantic { path: "font.size", kind: Kind::Dimension, about: "the size of text" },
    Semantic { path: "font.line-height", kind: Kind::Number, about: "lines, as a multiple of it" },
    Semantic { path: "font.weight", kind: Kind::FontWeight, about: "text" },
    Semantic { path: "font.weight-strong", kind: Kind::FontWeight, about: "headings and emphasis" },
    Semantic { path: "shape.radius", kind: Kind::Dimension, about: "rounded corners" },
    Semantic { path: "shape.line", kind: Kind::Dimension, about: "the width of edges" },
    Semantic {
        path: "shape.space",
        kind: Kind::Dimension,
        about: "the unit that distances are made of",
    },
    Semantic { path: "shape.shadow", kind: Kind::Shadow, about: "what lies above the page" },
    Semantic { path: "motion.fast", kind: Kind::Duration, about: "hovering, opening" },
    Semantic {
        path: "motion.curve",
        kind: Kind::CubicBezier,
        about: "how it speeds up and slows down",
    },
];

const fn text(foreground: &'static str, background: &'static str) -> Pair {
    Pair { foreground, background, need: Need::Text }
}

const fn ui(foreground: &'static str, background: &'static str) -> Pair {
    Pair { foreground, background, need: Need::Ui }
}

/// The pairs.
pub const PAIRS: &[Pair] = &[
    text("color.foreground", "color.background"),
    text("color.foreground", "color.surface"),
    text("color.muted", "color.background"),
    text("color.muted", "color.surface"),
    text("color.accent", "color.background"),
    text("color.accent", "color.surface"),
    text("color.on-accent", "color.accent"),
    text("color.danger", "color.background"),
    text("color.danger", "color.surface"),
    text("color.on-danger", "color.danger"),
    text("color.success", "color.surface"),
    text("color.warning", "color.surface"),
    text("color.info", "color.surface"),
    ui("color.border", "color.background"),
    ui("color.border", "color.surface"),
    ui("color.focus", "color.background"),
    ui("color.focus", "color.surface"),
];

#[cfg(test)]
mod tests;
