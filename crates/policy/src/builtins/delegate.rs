//! Calls regorus' own builtins: after cos has checked what regorus does not, and those that need no check.
//!
//! The engine passes over errors inside functions where it passes over those of builtins, conflicts of rules too. So no builtin is left to
//! the engine, and its errors end an evaluation.
//!
//! regorus wants the source positions of a call for its messages; the ones made here point nowhere, because the message is dropped.

use std::sync::LazyLock;

use regorus::unstable::{BUILTINS, Expr, Ref, Source, Span};
use regorus::{LimitError, Value};

use super::{BuiltinError, Outcome};

/// No builtin takes more.
const MAX_OPERANDS: usize = 8;

/// Calls the builtin that regorus has under `name`; operands of the wrong type are errors.
pub(super) fn delegate(name: &'static str, args: &[Value]) -> Outcome {
    call(name, args, true)
}

/// Calls a builtin that is regorus' own, which may answer for operands of the wrong type.
pub(crate) fn other(name: &'static str, args: &[Value]) -> Outcome {
    call(name, args, false)
}

fn call(name: &'static str, args: &[Value], strict: bool) -> Outcome {
    let Some((function, _)) = BUILTINS.get(name) else {
        return Err(BuiltinError::invalid(format!("regorus has no `{name}`")));
    };
    let Some((place, params)) = &*NOWHERE else {
        return Err(BuiltinError::invalid("no source position"));
    };
    let Some(params) = params.get(..args.len()) else {
        return Err(BuiltinError::invalid("too many operands"));
    };
    match function(place, params, args, strict) {
        Ok(Value::Undefined) => Err(BuiltinError::invalid(format!("`{name}` is undefined"))),
        Ok(value) => Ok(value),
        Err(error) => match error.downcast::<LimitError>() {
            Ok(limit) => {
                Err(BuiltinError::Unsupported { builtin: name, subject: limit.to_string() })
            }
            Err(error) => Err(BuiltinError::invalid(error.to_string())),
        },
    }
}

/// The builtins that are regorus' own, with the number of their operands.
pub(crate) fn others() -> impl Iterator<Item = (&'static str, u8)> {
    let own = |name: &str| super::all().iter().any(|builtin| builtin.name == name);
    BUILTINS.iter().filter(move |(name, _)| !own(name)).map(|(name, (_, arity))| (*name, *arity))
}

/// A source position, and operands at it.
static NOWHERE: LazyLock<Option<(Span, Vec<Ref<Expr>>)>> = LazyLock::new(|| {
    let source = Source::from_contents("builtin".to_owned(), "null".to_owned()).ok()?;
    let place = Span { source, line: 1, col: 1, start: 0, end: 4 };
    let param = || Ref::new(Expr::Null { span: place.clone(), value: Value::Null, eidx: 0 });
    let params = std::iter::repeat_with(param).take(MAX_OPERANDS).collect();
    Some((place, params))
});
