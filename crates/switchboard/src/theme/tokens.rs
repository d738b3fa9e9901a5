//! Tokens as they are once everything is resolved, and written as a token file again.

use super::color::Color;
use super::kind::Kind;
use super::source::number_json;
use super::value::{Dimension, Duration, Shadow, StrokeStyle, TokenValue};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Tokens by path, `color.accent`; the token that a group itself is ends in `.$root`.
pub type Tokens = BTreeMap<String, Token>;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its value, without references.
    pub value: TokenValue,
    /// The token that it is another name for.
    pub alias: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it should not be used any more, and why if that is said.
    pub deprecated: Option<Option<String>>,
    /// What others keep with it; preserved, never looked at.
    pub extensions: Option<Value>,
}

impl Token {
    /// Its type.
    pub fn kind(&self) -> Kind {
        self.value.kind()
    }

    /// Its value as `$value` has it, without references.
    pub fn value_json(&self) -> Value {
        value_json(&self.value)
    }
}

/// Writes tokens as a token file: each with its type, and with its extensions as they were.
pub fn to_json(tokens: &Tokens) -> Value {
    let mut root = Map::new();
    for (path, token) in tokens {
        let names: Vec<&str> = path.split('.').collect();
        insert(&mut root, &names, token);
    }
    Value::Object(root)
}

fn insert(group: &mut Map<String, Value>, names: &[&str], token: &Token) {
    match names {
        [] => {}
        [own] => drop(group.insert((*own).to_owned(), token_json(token))),
        [name, inner @ ..] => {
            let group = group.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            // Paths of tokens never lead through tokens.
            if let Value::Object(group) = group {
                insert(group, inner, token);
            }
        }
    }
}

fn token_json(token: &Token) -> Value {
    let mut out = Map::new();
    out.insert("$type".into(), token.value.kind().as_str().into());
    let value = match &token.alias {
        Some(path) => format!("{{{path}}}").into(),
        None => value_json(&token.value),
    };
    out.insert("$value".into(), value);
    if let Some(description) = &token.description {
        out.insert("$description".into(), description.clone().into());
    }
    if let Some(reason) = &token.deprecated {
        let reason = reason.clone().map_or(Value::Bool(true), Value::String);
        out.insert("$deprecated".into(), reason);
    }
    if let Some(extensions) = &token.extensions {
        out.insert("$extensions".into(), extensions.clone());
    }
    Value::Object(out)
}

/// Writes a value as `$value` has it.
fn value_json(value: &TokenValue) -> Value {
    match value {
        TokenValue::Border(it) => json!({
            "color": color_json(&it.color),
            "width": dimension(it.width),
            "style": stroke_style(&it.style),
        }),
        TokenValue::Color(color) => color_json(color),
        TokenValue::CubicBezier(points) => points.map(number_json).to_vec().into(),
        TokenValue::Dimension(it) => dimension(*it),
        TokenValue::Duration(it) => duration(*it),
        TokenValue::FontFamily(names) => names.clone().into(),
        TokenValue::FontWeight(it) | TokenValue::Number(it) => number_json(*it),
        TokenValue::Gradient(stops) => stops
            .iter()
            .map(|it| json!({"color": color_json(&it.color), "position": number_json(it.position)}))
            .collect(),
        TokenValue::Shadow(layers) => layers.iter().map(shadow).collect(),
        TokenValue::StrokeStyle(it) => stroke_style(it),
        TokenValue::Transition(it) => json!({
            "duration": duration(it.duration),
            "delay": duration(it.delay),
            "timingFunction": it.timing_function.map(number_json),
        }),
        TokenValue::Typography(it) => json!({
            "fontFamily": it.font_family,
            "fontSize": dimension(it.font_size),
            "fontWeight": number_json(it.font_weight),
            "letterSpacing": dimension(it.letter_spacing),
            "lineHeight": number_json(it.line_height),
        }),
    }
}

/// Writes a colour as `$value` has it.
pub(super) fn color_json(color: &Color) -> Value {
    let component = |it: &Option<f64>| it.map_or_else(|| "none".into(), number_json);
    let components: Vec<Value> = color.components.iter().map(component).collect();
    let mut out = json!({ "colorSpace": color.space.as_str(), "components": components });
    if color.alpha < 1.0 {
        out["alpha"] = number_json(color.alpha);
    }
    if let Some(hex) = &color.hex {
        out["hex"] = hex.clone().into();
    }
    out
}

fn dimension(it: Dimension) -> Value {
    json!({ "value": number_json(it.value), "unit": it.unit.as_str() })
}

fn duration(it: Duration) -> Value {
    json!({ "value": number_json(it.value), "unit": it.unit.as_str() })
}

fn stroke_style(it: &StrokeStyle) -> Value {
    match it {
        StrokeStyle::Named(style) => style.as_str().into(),
        StrokeStyle::Dashes { dash_array, line_cap } => json!({
            "dashArray": dash_array.iter().map(|it| dimension(*it)).collect::<Vec<_>>(),
            "lineCap": line_cap.as_str(),
        }),
    }
}

fn shadow(it: &Shadow) -> Value {
    json!({
        "color": color_json(&it.color),
        "offsetX": dimension(it.offset_x),
        "offsetY": dimension(it.offset_y),
        "blur": dimension(it.blur),
        "spread": dimension(it.spread),
        "inset": it.inset,
    })
}
