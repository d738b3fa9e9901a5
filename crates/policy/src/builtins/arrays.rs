//! `array.flatten`: one level of nesting removed.

use regorus::Value;

use super::operands::array;
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[builtin("array.flatten", 1, flatten)];

/// Sets inside the array stay whole, as in OPA.
fn flatten(_: &Context, args: &[Value]) -> Outcome {
    let mut flat = Vec::new();
    for item in array(args, 1)? {
        match item {
            Value::Array(inner) => flat.extend(inner.iter().cloned()),
            other => flat.push(other.clone()),
        }
    }
    Ok(Value::from(flat))
}

#[cfg(test)]
mod tests;
