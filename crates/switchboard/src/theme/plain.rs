//! A theme as one plain file: a name, a logo, colours, typography. It is turned into a pack with tokens, and then is one.
//!
//! What a plain theme cannot say (other types, other modes) a pack can.

use super::color::Color;
use super::fault::{Fault, Faults, Severity, codes, of_file};
use super::manifest::{
    self, Logo, is_family, is_label, is_slug, is_support_url, is_version, known,
};
use super::pack::{MANIFEST, Pack};
use super::source::{Node, Sources, Value};
use super::tokens::color_json;
use serde_json::{Map, json};

const FIELDS: [&str; 9] = [
    "$schema",
    "colors",
    "dark",
    "logos",
    "name",
    "product_name",
    "support_url",
    "typography",
    "version",
];
/// Colours, as they are called after `color.` in the contract.
const COLORS: [&str; 13] = [
    "accent",
    "background",
    "border",
    "danger",
    "focus",
    "foreground",
    "info",
    "muted",
    "on-accent",
    "on-danger",
    "success",
    "surface",
    "warning",
];
const TYPOGRAPHY: [&str; 8] =
    ["body", "heading", "line-height", "mono", "radius", "size", "weight", "weight-strong"];

/// Whether a JSON file is a plain theme and no manifest.
pub(super) fn is_plain(root: &Node) -> bool {
    root.get("schema").is_none() && root.get("colors").is_some()
}

/// The files beside it that a plain theme names.
pub(super) fn companions(root: &Node) -> Vec<&str> {
    let logos = root.get("logos").map(Node::members).unwrap_or_default();
    logos.iter().filter_map(|member| member.node.string()).collect()
}

/// Where a plain theme has the colour of a token in a mode: the bytes with their quotes.
pub(super) fn span(
    sources: &Sources,
    name: &str,
    mode: &str,
    path: &str,
) -> Option<(String, std::ops::Range<usize>)> {
    let root = sources.root(name)?;
    let half = if mode == "dark" { root.get("dark")? } else { root };
    let node = half.get("colors")?.get(path.strip_prefix("color.")?)?;
    sources.span(node)
}

/// Reads the file `name`; `None` where it is no plain theme.
pub(super) fn sources(name: &str, bytes: &[u8]) -> Result<Sources, Vec<Fault>> {
    let mut sources = Sources::default();
    sources.add(name, bytes)?;
    Ok(sources)
}

/// Makes a pack of it; `logos` are the files that it names.
pub(super) fn upgrade(
    sources: &Sources,
    name: &str,
    logos: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Pack, Vec<Fault>> {
    let mut faults = Faults::new(sources);
    let Some(root) = sources.root(name) else {
        return Err(vec![of_file(codes::MANIFEST, name, "is no theme", "see the guide")]);
    };
    known(root, &FIELDS, &mut faults);
    let light = colors(root, &mut faults);
    let dark = root.get("dark").map(|dark| {
        known(dark, &["colors"], &mut faults);
        colors(dark, &mut faults)
    });
    let base = typography(root, &mut faults);
    let manifest = manifest_json(root, dark.is_some(), &mut faults);
    let found = faults.into_sorted();
    if found.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(found);
    }
    let mut pack = Pack::default();
    for (file, bytes) in logos {
        pack.put(&file, bytes);
    }
    let mut put = |name: &str, value| pack.put(name, written(value));
    put(MANIFEST, manifest);
    put("tokens/base.tokens.json", base);
    put("tokens/light.tokens.json", light);
    if let Some(dark) = dark {
        put("tokens/dark.tokens.json", dark);
        put("theme.resolver.json", resolver());
    }
    Ok(pack)
}

/// Pretty, with members in one order whatever features the build gave serde_json.
fn written(mut value: serde_json::Value) -> Vec<u8> {
    value.sort_all_objects();
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}

fn resolver() -> serde_json::Value {
    json!({
        "version": "2025.10",
        "sets": { "base": { "sources": [{ "$ref": "tokens/base.tokens.json" }] } },
        "modifiers": { "mode": {
            "default": "light",
            "contexts": {
                "light": [{ "$ref": "tokens/light.tokens.json" }],
                "dark": [{ "$ref": "tokens/dark.tokens.json" }],
            },
        } },
        "resolutionOrder": [{ "$ref": "#/sets/base" }, { "$ref": "#/modifiers/mode" }],
    })
}

fn manifest_json(root: &Node, has_modes: bool, faults: &mut Faults<'_>) -> serde_json::Value {
    let mut out = Map::new();
    out.insert("schema".into(), manifest::SCHEMA.into());
    let mut text = |name: &str, fits: fn(&str) -> bool, expected: &str, default: Option<&str>| {
        let Some(node) = root.get(name) else {
            match default {
                Some(default) => drop(out.insert(name.into(), default.into())),
                None if name == "support_url" => {}
                None => {
                    let remedy = format!("add it: {expected}");
                    manifest::wrong(root, format!("`{name}` is missing"), &remedy, faults);
                }
            }
            return;
        };
        if let Some(text) = node.string().filter(|text| fits(text)) {
            out.insert(name.into(), text.into());
        } else {
            let message = format!("`{name}` does not fit");
            manifest::wrong(node, message, &format!("write {expected}"), faults);
        }
    };
    let name = root.get("name").and_then(Node::string);
    text("name", is_slug, "a-z, 0-9 and `-`, at most 40", None);
    text("version", is_version, "three numbers, as \"1.0.0\"", Some("1.0.0"));
    text("product_name", is_label, "one line of at most 80 characters", name);
    text("support_url", is_support_url, "an address with `https://` or `mailto:`", None);
    if let Some(logos) = root.get("logos") {
        known(logos, &Logo::ALL.map(Logo::as_str), faults);
        for member in logos.members() {
            if member.node.string().is_none() {
                let message = format!("a logo is the name of a file, not {}", member.node.kind());
                manifest::wrong(&member.node, message, "name one beside the theme", faults);
            }
        }
        out.insert("logos".into(), logos.to_json());
    }
    if has_modes {
        out.insert("resolver".into(), "theme.resolver.json".into());
    }
    out.into()
}

fn colors(root: &Node, faults: &mut Faults<'_>) -> serde_json::Value {
    let mut group = Map::new();
    group.insert("$type".into(), "color".into());
    let Some(colors) = root.get("colors").filter(|colors| colors.is_object()) else {
        manifest::wrong(root, "`colors` is missing or no object".into(), "add it", faults);
        return json!({});
    };
    known(colors, &COLORS, faults);
    for member in colors.members() {
        let Some(color) = member.node.string().and_then(Color::from_hex) else {
            let message = format!("`{}` is no colour", member.name.escape_debug());
            manifest::wrong(&member.node, message, "write `#rrggbb` or `#rrggbbaa`", faults);
            continue;
        };
        let color = Color { hex: Some(color.to_hex()), ..color };
        group.insert(member.name.clone(), json!({ "$value": color_json(&color) }));
    }
    json!({ "color": group })
}

fn typography(root: &Node, faults: &mut Faults<'_>) -> serde_json::Value {
    let (mut font, mut shape) = (Map::new(), Map::new());
    let node = root.get("typography");
    if let Some(node) = node {
        known(node, &TYPOGRAPHY, faults);
    }
    for member in node.map(Node::members).unwrap_or_default() {
        let name = member.name.as_str();
        let token = match name {
            "body" | "heading" | "mono" => families(&member.node)
                .map(|names| json!({ "$type": "fontFamily", "$value": names })),
            "size" | "radius" => {
                length(&member.node).map(|length| json!({ "$type": "dimension", "$value": length }))
            }
            "line-height" => number(&member.node, 0.5..=4.0)
                .map(|number| json!({ "$type": "number", "$value": number })),
            "weight" | "weight-strong" => number(&member.node, 1.0..=1000.0)
                .map(|number| json!({ "$type": "fontWeight", "$value": number })),
            _ => continue,
        };
        let Some(token) = token else {
            let remedy = match name {
                "body" | "heading" | "mono" => "write `\"Inter, sans-serif\"` or an array of names",
                "size" | "radius" => "write a length, as \"16px\" or \"1rem\"",
                _ => "write a number without quotes, such as 1.5 for lines or 400 for weights",
            };
            manifest::wrong(&member.node, format!("`{name}` does not fit"), remedy, faults);
            continue;
        };
        let group = if name == "radius" { &mut shape } else { &mut font };
        group.insert(name.to_owned(), token);
    }
    let length = |value: f64| json!({ "value": value, "unit": "px" });
    let pixels = |value: f64| json!({ "$type": "dimension", "$value": length(value) });
    shape.insert("line".into(), pixels(1.0));
    shape.insert("space".into(), pixels(8.0));
    let shadow = json!({
        "color": { "colorSpace": "srgb", "components": [0, 0, 0], "alpha": 0.18 },
        "offsetX": length(0.0), "offsetY": length(2.0), "blur": length(8.0), "spread": length(0.0),
    });
    shape.insert("shadow".into(), json!({ "$type": "shadow", "$value": shadow }));
    let fast = json!({ "$type": "duration", "$value": { "value": 120, "unit": "ms" } });
    let curve = json!({ "$type": "cubicBezier", "$value": [0.2, 0, 0, 1] });
    json!({ "font": font, "shape": shape, "motion": { "fast": fast, "curve": curve } })
}

fn families(node: &Node) -> Option<Vec<String>> {
    let names: Vec<&str> = match &node.value {
        Value::String(text) => text.split(',').map(str::trim).collect(),
        Value::Array(items) => items.iter().map(Node::string).collect::<Option<_>>()?,
        _ => return None,
    };
    let fits = !names.is_empty() && names.iter().all(|name| is_family(name));
    fits.then(|| names.into_iter().map(str::to_owned).collect())
}

fn length(node: &Node) -> Option<serde_json::Value> {
    let text = node.string()?;
    let unit = ["px", "rem"].into_iter().find(|unit| text.ends_with(unit))?;
    let number = text.strip_suffix(unit)?;
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f64 = number.parse().ok().filter(|_| plain)?;
    Some(json!({ "value": super::source::number_json(value), "unit": unit }))
}

fn number(node: &Node, range: std::ops::RangeInclusive<f64>) -> Option<serde_json::Value> {
    match node.value {
        Value::Number(value) if range.contains(&value) => Some(super::source::number_json(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
