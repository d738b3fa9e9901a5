//! What `walk` finds, in OPA's order: a value before what is in it, fields and members as OPA sorts them.

use crate::order::{fields, members};
use regorus::Value;

/// All `[path, value]` of a document.
pub(super) fn all(document: &Value) -> Value {
    let mut found = Vec::new();
    visit(&mut Vec::new(), document, &mut found);
    Value::from(found)
}

fn visit(path: &mut Vec<Value>, value: &Value, found: &mut Vec<Value>) {
    found.push(Value::from(vec![Value::from(path.clone()), value.clone()]));
    let mut below = |key: &Value, value: &Value| {
        path.push(key.clone());
        visit(path, value, found);
        path.pop();
    };
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| below(&Value::from(at), item));
        }
        Value::Object(all) => {
            for (key, item) in fields(all.iter()) {
                below(key, item);
            }
        }
        Value::Set(all) => members(all.iter()).into_iter().for_each(|item| below(item, item)),
        _ => {}
    }
}
