//! Builtins that regorus decides as OPA does, but for whole numbers that are written with an exponent: `array.slice(x, 1e0, 2)` is undefined in
//! OPA.

use regorus::Value;

use super::delegate::delegate;
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("array.slice", 3, |ctx, args| plain("array.slice", ctx, args)),
    builtin("regex.find_n", 3, |ctx, args| plain("regex.find_n", ctx, args)),
];

fn plain(name: &'static str, ctx: &Context, args: &[Value]) -> Outcome {
    for arg in args.iter().filter(|arg| matches!(arg, Value::Number(_))) {
        ctx.numbers.check_plain(arg)?;
    }
    delegate(name, args)
}
