//! JSON text as Go's `encoding/json` writes it: keys sorted as text, HTML escaped, integers of any size in full.

use regorus::Value;

use crate::numbers::{NumberError, Numbers};
use crate::order;

/// How the text is broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) prefix: String,
    pub(super) indent: String,
}

/// Writes a value on one line.
pub(crate) fn compact(numbers: &Numbers, value: &Value) -> Result<String, NumberError> {
    write(numbers, value, None)
}

pub(super) fn write(
    numbers: &Numbers,
    value: &Value,
    layout: Option<&Layout>,
) -> Result<String, NumberError> {
    let text = layout.map(|layout| layout.prefix.clone()).unwrap_or_default();
    let mut writer = Writer { numbers, layout, text };
    writer.append(value, 0)?;
    Ok(writer.text)
}

struct Writer<'a> {
    numbers: &'a Numbers,
    layout: Option<&'a Layout>,
    text: String,
}

impl Writer<'_> {
    fn append(&mut self, value: &Value, depth: usize) -> Result<(), NumberError> {
        match value {
            Value::String(content) => self.text.push_str(&quoted(content)),
            Value::Number(_) => self.text.push_str(&self.numbers.print(value)?),
            Value::Array(items) => {
                let items = items.iter().map(|item| (None, item)).collect();
                self.append_all(['[', ']'], items, depth)?;
            }
            Value::Set(items) => {
                let items =
                    order::members(items.iter()).into_iter().map(|item| (None, item)).collect();
                self.append_all(['[', ']'], items, depth)?;
            }
            Value::Object(items) => {
                let items = items.iter().map(|(name, item)| Ok((Some(self.key(name)?), item)));
                let mut items = items.collect::<Result<Vec<_>, NumberError>>()?;
                items.sort_by(|(left, _), (right, _)| left.cmp(right));
                self.append_all(['{', '}'], items, depth)?;
            }
            other => self.text.push_str(&other.to_string()),
        }
        Ok(())
    }

    fn append_all(
        &mut self,
        [open, close]: [char; 2],
        items: Vec<(Option<String>, &Value)>,
        depth: usize,
    ) -> Result<(), NumberError> {
        self.text.push(open);
        let empty = items.is_empty();
        for (index, (name, item)) in items.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.break_line(depth + 1);
            if let Some(name) = name {
                self.text.push_str(&quoted(&name));
                self.text.push_str(if self.layout.is_some() { ": " } else { ":" });
            }
            self.append(item, depth + 1)?;
        }
        if !empty {
            self.break_line(depth);
        }
        self.text.push(close);
        Ok(())
    }

    fn break_line(&mut self, depth: usize) {
        if let Some(layout) = self.layout {
            self.text.push('\n');
            self.text.push_str(&layout.prefix);
            self.text.push_str(&layout.indent.repeat(depth));
        }
    }

    /// A key that is no string is the text of its JSON.
    fn key(&self, name: &Value) -> Result<String, NumberError> {
        match name {
            Value::String(name) => Ok(name.to_string()),
            other => compact(self.numbers, other),
        }
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
