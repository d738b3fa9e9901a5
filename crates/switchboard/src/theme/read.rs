//! What a value of each type looks like in JSON (format module, "Types" and "Composite types"; colour module).
//!
//! Every reader notes why it answers `None`, and goes on to find the other faults of the value. References are `resolve`'s.

use super::color::{Color, Space};
use super::fault::codes;
use super::kind::Kind;
use super::reference;
use super::resolve::Resolve;
use super::source::{Node, Value};
use super::value::{
    Border, Dimension, DimensionUnit, Duration, DurationUnit, LineCap, LineStyle, Shadow, Stop,
    StrokeStyle, TokenValue, Transition, Typography,
};
use cos_core::suggest::nearest;

mod composite;

type Work<'w, 'a, 'b, 'f> = &'w mut Resolve<'a, 'b, 'f>;

/// A type that values and parts of values have.
pub(crate) trait Typed: Sized {
    const KIND: Kind;
    /// Reads a value that is no reference as a whole.
    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self>;
    /// Takes it from a token of that type.
    fn taken(value: &TokenValue) -> Option<Self>;
}

/// Reads the value of a token of type `kind`.
pub(crate) fn value<'a>(
    work: Work<'_, 'a, '_, '_>,
    kind: Kind,
    node: &'a Node,
) -> Option<TokenValue> {
    Some(match kind {
        Kind::Border => TokenValue::Border(work.typed(node)?),
        Kind::Color => TokenValue::Color(work.typed(node)?),
        Kind::CubicBezier => TokenValue::CubicBezier(work.typed::<Curve>(node)?.0),
        Kind::Dimension => TokenValue::Dimension(work.typed(node)?),
        Kind::Duration => TokenValue::Duration(work.typed(node)?),
        Kind::FontFamily => TokenValue::FontFamily(work.typed::<Families>(node)?.0),
        Kind::FontWeight => TokenValue::FontWeight(work.typed::<Weight>(node)?.0),
        Kind::Gradient => TokenValue::Gradient(work.typed::<Stops>(node)?.0),
        Kind::Number => TokenValue::Number(work.typed(node)?),
        Kind::Shadow => TokenValue::Shadow(work.typed::<Layers>(node)?.0),
        Kind::StrokeStyle => TokenValue::StrokeStyle(work.typed(node)?),
        Kind::Transition => TokenValue::Transition(work.typed(node)?),
        Kind::Typography => TokenValue::Typography(work.typed(node)?),
    })
}

/// Easing, as two control points.
pub(crate) struct Curve([f64; 4]);
/// Font names, the most wanted first.
pub(crate) struct Families(Vec<String>);
/// The weight of a font.
pub(crate) struct Weight(f64);
/// The stops of a gradient.
pub(crate) struct Stops(Vec<Stop>);
/// The layers of a shadow.
pub(crate) struct Layers(Vec<Shadow>);

fn unfit(work: Work<'_, '_, '_, '_>, node: &Node, expected: &str) {
    let message = match &node.value {
        Value::Number(number) => format!("{number} does not fit"),
        Value::String(text) => format!("`{}` does not fit", shortened(text)),
        _ => format!("{} does not fit", node.kind()),
    };
    work.faults.note(codes::VALUE, node.at, message, format!("write {expected}"));
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let start: String = text.chars().take(LONGEST).collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!("{}{dots}", start.escape_debug())
}

/// The members of an object that has all of `required`, and else only `optional`; notes each fault.
fn fields<'a, const N: usize>(
    work: Work<'_, 'a, '_, '_>,
    node: &'a Node,
    required: [&str; N],
    optional: &[&str],
) -> Option<[&'a Node; N]> {
    if !node.is_object() {
        unfit(work, node, &format!("an object with {}", required.join(", ")));
        return None;
    }
    for member in node.members() {
        let name = member.name.as_str();
        let known = || required.iter().chain(optional).copied();
        if !known().any(|it| it == name) {
            let remedy = nearest(name, known()).map_or_else(
                || format!("known are {}", known().collect::<Vec<_>>().join(", ")),
                |known| format!("did you mean `{known}`?"),
            );
            let message = format!("unknown property `{}`", shortened(name));
            work.faults.note(codes::PROPERTY, member.at, message, remedy);
        }
    }
    let missing: Vec<&str> = required.into_iter().filter(|name| node.get(name).is_none()).collect();
    if !missing.is_empty() {
        let message = format!("`{}` is missing", missing.join("`, `"));
        work.faults.note(codes::VALUE, node.at, message, "add it");
        return None;
    }
    Some(required.map(|name| node.get(name).unwrap_or(node)))
}

/// One of the words that a part may be.
fn word<'a, T: Copy>(work: Work<'_, 'a, '_, '_>, node: &'a Node, known: &[(&str, T)]) -> Option<T> {
    let node = work.literal(node)?;
    let found = node.string().and_then(|text| known.iter().find(|(name, _)| *name == text));
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        unfit(work, node, &format!("one of {}", names.join(", ")));
    }
    found.map(|(_, value)| *value)
}

impl Typed for f64 {
    const KIND: Kind = Kind::Number;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let Value::Number(number) = node.value else {
            unfit(work, node, "a number, without quotes");
            return None;
        };
        Some(number)
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl Typed for Color {
    const KIND: Kind = Kind::Color;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        if let Some(color) = node.string().and_then(Self::from_hex) {
            let value = super::tokens::color_json(&color);
            let message = "a colour is an object since version 2025.10 of the format";
            work.faults.note(codes::VALUE, node.at, message, format!("write {value}"));
            return None;
        }
        let [space, components] =
            fields(work, node, ["colorSpace", "components"], &["alpha", "hex"])?;
        let spaces = Space::ALL.map(|space| (space.as_str(), space));
        let space = word(work, space, &spaces);
        let components = color_components(work, components, space);
        let alpha = node.get("alpha").map_or(Some(1.0), |alpha| {
            let alpha = work.literal(alpha)?;
            let value = f64::literal(work, alpha)?;
            let fits = (0.0..=1.0).contains(&value);
            if !fits {
                unfit(work, alpha, "a number from 0 to 1");
            }
            fits.then_some(value)
        });
        let hex = node.get("hex").map_or(Some(None), |hex| {
            let hex = work.literal(hex)?;
            let fits = |text: &&str| text.len() == 7 && Self::from_hex(text).is_some();
            let text = hex.string().filter(fits);
            if text.is_none() {
                unfit(work, hex, "six hexadecimal digits after `#`");
            }
            Some(Some(text?.to_owned()))
        });
        Some(Self { space: space?, components: components?, alpha: alpha?, hex: hex? })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        value.color().cloned()
    }
}

fn color_components<'a>(
    work: Work<'_, 'a, '_, '_>,
    node: &'a Node,
    space: Option<Space>,
) -> Option<[Option<f64>; 3]> {
    let node = work.literal(node)?;
    let Value::Array(items) = &node.value else {
        unfit(work, node, "an array of three components");
        return None;
    };
    let [first, second, third] = items.as_slice() else {
        let message = format!("{} components, where a colour has three", items.len());
        work.faults.note(codes::VALUE, node.at, message, "transparency goes into `alpha`");
        return None;
    };
    let ranges = space?.ranges();
    let mut component = |item, at: usize| {
        let item: &Node = work.literal(item)?;
        match &item.value {
            Value::String(text) if text == "none" => Some(None),
            Value::Number(number) if ranges[at].holds(*number) => Some(Some(*number)),
            _ => {
                unfit(work, item, ranges[at].about());
                None
            }
        }
    };
    // All of them are looked at before the first fault ends it.
    let read = (component(first, 0), component(second, 1), component(third, 2));
    Some([read.0?, read.1?, read.2?])
}

impl Typed for Dimension {
    const KIND: Kind = Kind::Dimension;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [value, unit] = fields(work, node, ["value", "unit"], &[])?;
        let units = [("px", DimensionUnit::Px), ("rem", DimensionUnit::Rem)];
        let (value, unit) = (work.typed(value), word(work, unit, &units));
        Some(Self { value: value?, unit: unit? })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Dimension(it) => Some(*it),
            _ => None,
        }
    }
}

impl Typed for Duration {
    const KIND: Kind = Kind::Duration;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [value, unit] = fields(work, node, ["value", "unit"], &[])?;
        let units = [("ms", DurationUnit::Ms), ("s", DurationUnit::S)];
        let (value, unit) = (work.typed(value), word(work, unit, &units));
        Some(Self { value: value?, unit: unit? })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Duration(it) => Some(*it),
            _ => None,
        }
    }
}

impl Typed for Families {
    const KIND: Kind = Kind::FontFamily;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        match &node.value {
            Value::String(name) => Some(Self(vec![name.clone()])),
            Value::Array(items) if !items.is_empty() => {
                let mut name = |item| {
                    let item = work.literal(item)?;
                    let name = item.string().filter(|name| !reference::is_curly(name));
                    if name.is_none() {
                        unfit(work, item, "the name of a font; only pointers refer from in here");
                    }
                    name.map(str::to_owned)
                };
                let names: Vec<Option<String>> = items.iter().map(&mut name).collect();
                names.into_iter().collect::<Option<_>>().map(Self)
            }
            _ => {
                unfit(work, node, "the name of a font, or an array of names");
                None
            }
        }
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::FontFamily(names) => Some(Self(names.clone())),
            _ => None,
        }
    }
}

/// The names of weights (format module, "Font weight").
const WEIGHTS: [(&str, f64); 18] = [
    ("thin", 100.0),
    ("hairline", 100.0),
    ("extra-light", 200.0),
    ("ultra-light", 200.0),
    ("light", 300.0),
    ("normal", 400.0),
    ("regular", 400.0),
    ("book", 400.0),
    ("medium", 500.0),
    ("semi-bold", 600.0),
    ("demi-bold", 600.0),
    ("bold", 700.0),
    ("extra-bold", 800.0),
    ("ultra-bold", 800.0),
    ("black", 900.0),
    ("heavy", 900.0),
    ("extra-black", 950.0),
    ("ultra-black", 950.0),
];

impl Typed for Weight {
    const KIND: Kind = Kind::FontWeight;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let weight = match &node.value {
            Value::Number(weight) => Some(*weight).filter(|it| (1.0..=1000.0).contains(it)),
            Value::String(name) => WEIGHTS.iter().find(|(known, _)| known == name).map(|it| it.1),
            _ => None,
        };
        if weight.is_none() {
            unfit(work, node, "a number from 1 to 1000, or a name such as \"semi-bold\"");
        }
        weight.map(Self)
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::FontWeight(weight) => Some(Self(*weight)),
            _ => None,
        }
    }
}

impl Typed for Curve {
    const KIND: Kind = Kind::CubicBezier;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [x1, y1, x2, y2] = node.items() else {
            unfit(work, node, "an array of four numbers: x1, y1, x2, y2");
            return None;
        };
        let mut x = |node| {
            let x: f64 = work.typed(node)?;
            let fits = (0.0..=1.0).contains(&x);
            if !fits {
                unfit(work, node, "a number from 0 to 1, as x coordinates are");
            }
            fits.then_some(x)
        };
        let (x1, x2) = (x(x1), x(x2));
        let (y1, y2) = (work.typed(y1), work.typed(y2));
        Some(Self([x1?, y1?, x2?, y2?]))
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::CubicBezier(points) => Some(Self(*points)),
            _ => None,
        }
    }
}
