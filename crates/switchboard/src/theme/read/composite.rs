//! The types that are made of others.

use super::{
    Border, Color, Kind, LineCap, LineStyle, Node, Shadow, Stop, StrokeStyle, TokenValue,
    Transition, Typography, Value,
};
use super::{Curve, Families, Layers, Stops, Typed, Weight, Work, fields, unfit, word};

impl Typed for StrokeStyle {
    const KIND: Kind = Kind::StrokeStyle;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let Value::Object(_) = &node.value else {
            return word(work, node, &LineStyle::ALL.map(|it| (it.as_str(), it))).map(Self::Named);
        };
        let [lengths, cap] = fields(work, node, ["dashArray", "lineCap"], &[])?;
        let line_cap = word(work, cap, &LineCap::ALL.map(|it| (it.as_str(), it)));
        let lengths = work.literal(lengths)?;
        if lengths.items().is_empty() {
            unfit(work, lengths, "an array of lengths");
            return None;
        }
        let dashes: Vec<_> = lengths.items().iter().map(|it| work.typed(it)).collect();
        let dash_array = dashes.into_iter().collect::<Option<_>>()?;
        Some(Self::Dashes { dash_array, line_cap: line_cap? })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::StrokeStyle(it) => Some(it.clone()),
            _ => None,
        }
    }
}

impl Typed for Border {
    const KIND: Kind = Kind::Border;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [color, width, style] = fields(work, node, ["color", "width", "style"], &[])?;
        let (color, width, style) = (work.typed(color), work.typed(width), work.typed(style));
        Some(Self { color: color?, width: width?, style: style? })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Border(it) => Some(it.clone()),
            _ => None,
        }
    }
}

impl Typed for Transition {
    const KIND: Kind = Kind::Transition;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [duration, delay, curve] =
            fields(work, node, ["duration", "delay", "timingFunction"], &[])?;
        let (duration, delay) = (work.typed(duration), work.typed(delay));
        let curve: Option<Curve> = work.typed(curve);
        Some(Self { duration: duration?, delay: delay?, timing_function: curve?.0 })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Transition(it) => Some(it.clone()),
            _ => None,
        }
    }
}

impl Typed for Layers {
    const KIND: Kind = Kind::Shadow;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let Value::Array(items) = &node.value else {
            return shadow(work, node).map(|layer| Self(vec![layer]));
        };
        if items.is_empty() {
            unfit(work, node, "a shadow, or an array of some");
            return None;
        }
        // A layer may refer to a token that has layers itself.
        let layers: Vec<Option<Self>> = items
            .iter()
            .map(|item| match &item.value {
                Value::Array(_) => {
                    unfit(work, item, "a shadow; arrays of shadows are not nested");
                    None
                }
                _ => work.typed(item),
            })
            .collect();
        let layers: Option<Vec<Self>> = layers.into_iter().collect();
        Some(Self(layers?.into_iter().flat_map(|it| it.0).collect()))
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Shadow(layers) => Some(Self(layers.clone())),
            _ => None,
        }
    }
}

fn shadow<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Shadow> {
    let names = ["color", "offsetX", "offsetY", "blur", "spread"];
    let [color, x, y, blur, spread] = fields(work, node, names, &["inset"])?;
    let color = work.typed(color);
    let (offset_x, offset_y) = (work.typed(x), work.typed(y));
    let (blur, spread) = (work.typed(blur), work.typed(spread));
    let inset = node.get("inset").map_or(Some(false), |inset| {
        let inset = work.literal(inset)?;
        let Value::Bool(value) = inset.value else {
            unfit(work, inset, "true or false");
            return None;
        };
        Some(value)
    });
    Some(Shadow {
        color: color?,
        offset_x: offset_x?,
        offset_y: offset_y?,
        blur: blur?,
        spread: spread?,
        inset: inset?,
    })
}

impl Typed for Stops {
    const KIND: Kind = Kind::Gradient;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        if node.items().is_empty() {
            unfit(work, node, "an array of stops, at least one");
            return None;
        }
        let stops: Vec<Option<Piece>> = node.items().iter().map(|item| work.typed(item)).collect();
        let stops: Option<Vec<Piece>> = stops.into_iter().collect();
        Some(Self(stops?.into_iter().flat_map(|it| it.0).collect()))
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        Piece::taken(value).map(|stops| Self(stops.0))
    }
}

/// What stands at one place of a gradient: a stop, or a reference to another gradient.
struct Piece(Vec<Stop>);

impl Typed for Piece {
    const KIND: Kind = Kind::Gradient;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let [color, position] = fields(work, node, ["color", "position"], &[])?;
        let color: Option<Color> = work.typed(color);
        let position: Option<f64> = work.typed(position);
        // What lies outside counts as the end it is nearest to (format module, "Gradient").
        let position = position?.clamp(0.0, 1.0);
        Some(Self(vec![Stop { color: color?, position }]))
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Gradient(stops) => Some(Self(stops.clone())),
            _ => None,
        }
    }
}

impl Typed for Typography {
    const KIND: Kind = Kind::Typography;

    fn literal<'a>(work: Work<'_, 'a, '_, '_>, node: &'a Node) -> Option<Self> {
        let names = ["fontFamily", "fontSize", "fontWeight", "letterSpacing", "lineHeight"];
        let [family, size, weight, spacing, height] = fields(work, node, names, &[])?;
        let family: Option<Families> = work.typed(family);
        let weight: Option<Weight> = work.typed(weight);
        let (font_size, letter_spacing) = (work.typed(size), work.typed(spacing));
        let line_height = work.typed(height);
        Some(Self {
            font_family: family?.0,
            font_size: font_size?,
            font_weight: weight?.0,
            letter_spacing: letter_spacing?,
            line_height: line_height?,
        })
    }

    fn taken(value: &TokenValue) -> Option<Self> {
        match value {
            TokenValue::Typography(it) => Some(it.clone()),
            _ => None,
        }
    }
}
