//! `json.filter` and `json.remove`: documents cut along JSON pointers or arrays of keys.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use super::super::operands::{members, operand, wrong_type};
use super::super::{BuiltinError, Outcome};

/// The keys that paths share. A path that ends here ends every longer one.
#[derive(Default)]
struct Tree {
    ends: bool,
    next: BTreeMap<Value, Self>,
}

pub(super) fn filter(args: &[Value]) -> Outcome {
    let tree = tree(args)?;
    let document = operand(args, 1)?;
    Ok(filtered(document, &tree))
}

pub(super) fn remove(args: &[Value]) -> Outcome {
    let tree = tree(args)?;
    Ok(removed(operand(args, 1)?, &tree))
}

fn tree(args: &[Value]) -> Result<Tree, BuiltinError> {
    if !matches!(operand(args, 1)?, Value::Object(_)) {
        return Err(wrong_type(1, "an object"));
    }
    let mut root = Tree::default();
    for path in members(args, 2)? {
        let keys = keys(path)?;
        let mut tree = &mut root;
        let empty = keys.is_empty();
        for key in keys {
            tree = tree.next.entry(key).or_default();
        }
        tree.ends |= !empty;
    }
    Ok(root)
}

fn keys(path: &Value) -> Result<Vec<Value>, BuiltinError> {
    match path {
        Value::Array(keys) => Ok(keys.iter().cloned().collect()),
        Value::String(pointer) if pointer.is_empty() => Ok(Vec::new()),
        Value::String(pointer) => {
            let keys = pointer.trim_start_matches('/').split('/');
            Ok(keys.map(|key| key.replace("~1", "/").replace("~0", "~").into()).collect())
        }
        _ => Err(BuiltinError::invalid("a path must be a string or an array")),
    }
}

/// An index is found by its decimal text, as in a pointer.
fn index(position: usize) -> Value {
    position.to_string().into()
}

fn filtered(value: &Value, tree: &Tree) -> Value {
    if tree.ends {
        return value.clone();
    }
    match value {
        Value::Object(items) => {
            let kept = items.iter().filter_map(|(key, item)| {
                tree.next.get(key).map(|tree| (key.clone(), filtered(item, tree)))
            });
            Value::from(kept.collect::<BTreeMap<_, _>>())
        }
        Value::Array(items) => {
            let kept = items
                .iter()
                .enumerate()
                .filter_map(|(at, item)| Some(filtered(item, tree.next.get(&index(at))?)));
            Value::from(kept.collect::<Vec<_>>())
        }
        Value::Set(items) => {
            let kept = items.iter().filter_map(|item| Some(filtered(item, tree.next.get(item)?)));
            Value::from(kept.collect::<BTreeSet<_>>())
        }
        other => other.clone(),
    }
}

fn removed(value: &Value, tree: &Tree) -> Value {
    let keep = |key: &Value, item: &Value| match tree.next.get(key) {
        None => Some(item.clone()),
        Some(tree) if tree.ends => None,
        Some(tree) => Some(removed(item, tree)),
    };
    match value {
        Value::Object(items) => {
            let kept = items.iter().filter_map(|(key, item)| Some((key.clone(), keep(key, item)?)));
            Value::from(kept.collect::<BTreeMap<_, _>>())
        }
        Value::Array(items) => {
            let kept = items.iter().enumerate().filter_map(|(at, item)| keep(&index(at), item));
            Value::from(kept.collect::<Vec<_>>())
        }
        Value::Set(items) => {
            let kept = items.iter().filter_map(|item| keep(item, item));
            Value::from(kept.collect::<BTreeSet<_>>())
        }
        other => other.clone(),
    }
}
