//! `sum`, `product`, `max`, `min` and `sort` with OPA's numbers and in OPA's order.
//!
//! regorus computes with doubles and puts sets before objects.

use num_bigint::BigInt;
use regorus::Value;

use super::operands::{members, members_of, operand, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};
use crate::numbers::{DOUBLE, Decimal, Float, NumberError};
use crate::order;

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("max", 1, |_, args| extreme(args, <[_]>::last)),
    builtin("min", 1, |_, args| extreme(args, <[_]>::first)),
    builtin("product", 1, product),
    builtin("sort", 1, |_, args| Ok(Value::from(sorted(args)?))),
    builtin("sum", 1, sum),
];

/// Bits of the greatest product that is computed.
const MAX_BITS: u64 = 1 << 17;

fn sum(ctx: &Context, args: &[Value]) -> Outcome {
    let all = numbers(ctx, args)?;
    let whole: Option<Vec<BigInt>> = all.iter().map(Decimal::integer).collect();
    if let Some(whole) = whole {
        return Ok(ctx.numbers.add(&whole.iter().sum::<BigInt>().to_string())?);
    }
    let mut sum = Float::empty();
    for one in &all {
        sum = sum.plus(&Float::of(one)?);
    }
    Ok(ctx.numbers.add(&sum.text())?)
}

fn product(ctx: &Context, args: &[Value]) -> Outcome {
    let all = numbers(ctx, args)?;
    let whole: Option<Vec<BigInt>> = all.iter().map(Decimal::integer).collect();
    if let Some(whole) = whole {
        let mut product = BigInt::from(1);
        for one in whole {
            product *= one;
            if product.bits() > MAX_BITS {
                return Err(NumberError::Range("product".to_owned()).into());
            }
        }
        return Ok(ctx.numbers.add(&product.to_string())?);
    }
    // OPA begins with a double, and keeps its width.
    let mut product = Float::one();
    for one in &all {
        product = product.times(&Float::of(one)?, DOUBLE);
    }
    Ok(ctx.numbers.add(&product.text())?)
}

fn numbers(ctx: &Context, args: &[Value]) -> Result<Vec<Decimal>, BuiltinError> {
    let numbers = members(args, 1)?.into_iter().map(|item| match item {
        Value::Number(_) => Ok(ctx.numbers.decimal(item)?),
        _ => Err(wrong_type(1, "a collection of numbers")),
    });
    numbers.collect()
}

fn extreme(args: &[Value], of: fn(&[Value]) -> Option<&Value>) -> Outcome {
    let empty = || BuiltinError::invalid("the collection is empty");
    of(&sorted(args)?).cloned().ok_or_else(empty)
}

fn sorted(args: &[Value]) -> Result<Vec<Value>, BuiltinError> {
    let items = members_of(operand(args, 1)?);
    let items = items.ok_or_else(|| wrong_type(1, "an array or a set"))?;
    let mut items: Vec<Value> = items.into_iter().cloned().collect();
    items.sort_by(order::compare);
    Ok(items)
}

#[cfg(test)]
mod tests;
