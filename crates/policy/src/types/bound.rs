//! Keeps types small: rules that hold one another would make them grow without end.

use super::kind::{Function, Kind};
use std::rc::Rc;

/// Parts of the largest type, and levels of the deepest one.
const LARGEST: usize = 10_000;
const DEEPEST: usize = 40;

/// The type, or any value where it has grown too large or deep to be compared in time.
pub(super) fn bounded(kind: Kind) -> Kind {
    match &kind {
        Kind::Function(function) => {
            let args = function.args.iter().cloned().map(bounded).collect();
            let (more, result) = (function.more.clone(), bounded(function.result.clone()));
            Kind::Function(Rc::new(Function { args, more, result }))
        }
        _ if is_small(&kind, DEEPEST, &mut LARGEST.clone()) => kind,
        _ => Kind::any(),
    }
}

fn is_small(kind: &Kind, depth: usize, left: &mut usize) -> bool {
    if depth == 0 || *left == 0 {
        return false;
    }
    *left -= 1;
    let mut is_small = |kind: &Kind| is_small(kind, depth - 1, left);
    match kind {
        Kind::Array(array) => array.items.iter().chain([&array.rest]).all(is_small),
        Kind::Object(object) => {
            object.fields.iter().all(|(_, value)| is_small(value))
                && object.rest.iter().all(|(key, value)| is_small(key) && is_small(value))
        }
        Kind::Set(of) => is_small(of),
        Kind::Any(of) => of.iter().all(is_small),
        Kind::Unknown
        | Kind::Null
        | Kind::Boolean
        | Kind::Number
        | Kind::Text
        | Kind::Function(_) => true,
    }
}
