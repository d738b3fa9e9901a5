//! Builtins that regorus decides as OPA does, but for numbers: `array.slice(x, 1e0, 2)` and `regex.find_n(p, x, 12345678901234567890)` are
//! undefined in OPA.

use regorus::Value;

use super::delegate::delegate;
use super::operands::integer;
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("array.slice", 3, |ctx, args| plain("array.slice", ctx, args)),
    builtin("regex.find_n", 3, |ctx, args| plain("regex.find_n", ctx, args)),
];

fn plain(name: &'static str, ctx: &Context, args: &[Value]) -> Outcome {
    for (index, arg) in args.iter().enumerate().filter(|(_, arg)| matches!(arg, Value::Number(_))) {
        ctx.numbers.check_plain(arg)?;
        integer(args, index + 1)?;
    }
    delegate(name, args)
}
