//! JSON text as Go's `encoding/json` writes it: keys sorted as text, HTML escaped, integers of any size in full.

use regorus::Value;

/// How the text is broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) prefix: String,
    pub(super) indent: String,
}

/// Writes a value on one line.
pub(in super::super) fn compact(value: &Value) -> String {
    write(value, None)
}

pub(super) fn write(value: &Value, layout: Option<&Layout>) -> String {
    let mut text = layout.map(|layout| layout.prefix.clone()).unwrap_or_default();
    append(&mut text, value, layout, 0);
    text
}

fn append(text: &mut String, value: &Value, layout: Option<&Layout>, depth: usize) {
    match value {
        Value::String(content) => text.push_str(&quoted(content)),
        Value::Number(number) => match number.as_big() {
            Some(integer) => text.push_str(&integer.to_string()),
            None => text.push_str(&value.to_string()),
        },
        Value::Array(items) => {
            let items = items.iter().map(|item| (None, item)).collect();
            append_all(text, ['[', ']'], items, layout, depth);
        }
        Value::Set(items) => {
            let items = items.iter_sorted().map(|item| (None, item)).collect();
            append_all(text, ['[', ']'], items, layout, depth);
        }
        Value::Object(items) => {
            let mut items: Vec<_> =
                items.iter().map(|(name, item)| (Some(key(name)), item)).collect();
            items.sort_by(|(left, _), (right, _)| left.cmp(right));
            append_all(text, ['{', '}'], items, layout, depth);
        }
        other => text.push_str(&other.to_string()),
    }
}

fn append_all(
    text: &mut String,
    [open, close]: [char; 2],
    items: Vec<(Option<String>, &Value)>,
    layout: Option<&Layout>,
    depth: usize,
) {
    text.push(open);
    let empty = items.is_empty();
    for (index, (name, item)) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        break_line(text, layout, depth + 1);
        if let Some(name) = name {
            text.push_str(&quoted(&name));
            text.push_str(if layout.is_some() { ": " } else { ":" });
        }
        append(text, item, layout, depth + 1);
    }
    if !empty {
        break_line(text, layout, depth);
    }
    text.push(close);
}

fn break_line(text: &mut String, layout: Option<&Layout>, depth: usize) {
    if let Some(layout) = layout {
        text.push('\n');
        text.push_str(&layout.prefix);
        text.push_str(&layout.indent.repeat(depth));
    }
}

/// A key that is no string is the text of its JSON.
fn key(name: &Value) -> String {
    match name {
        Value::String(name) => name.to_string(),
        other => compact(other),
    }
}

fn quoted(text: &str) -> String {
    // Strings are always representable.
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
