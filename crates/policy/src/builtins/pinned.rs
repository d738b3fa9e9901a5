//! What OPA takes from its process, taken from the [`Context`] instead: the clock, randomness and the configuration.
//!
//! A random value follows from the seed and the arguments alone, so two rules that ask alike get the same answer, as within one query of OPA, and
//! so does the next run. The algorithm is SHA-256, which is not OPA's: the values differ from any run of OPA, like those of two
//! runs of OPA.

use aws_lc_rs::digest;
use regorus::Value;

use super::crypto::hexadecimal;
use super::operands::{integer, string};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("net.lookup_ip_addr", 1, lookup_ip_addr),
    builtin("opa.runtime", 0, |ctx, _| Ok(ctx.runtime.clone())),
    builtin("rand.intn", 2, rand_intn),
    builtin("time.now_ns", 0, |ctx, _| Ok(ctx.now_ns.into())),
    builtin("uuid.rfc4122", 1, uuid_rfc4122),
];

fn rand_intn(ctx: &Context, args: &[Value]) -> Outcome {
    let (name, bound) = (string(args, 1)?, integer(args, 2)?.unsigned_abs());
    if bound == 0 {
        return Ok(Value::from(0_u64));
    }
    let bytes = random(ctx, "rand.intn", &format!("{name}-{bound}"));
    let wide = u128::from_be_bytes(bytes);
    Ok(Value::from((wide % u128::from(bound)) as u64))
}

fn uuid_rfc4122(ctx: &Context, args: &[Value]) -> Outcome {
    let mut bytes = random(ctx, "uuid.rfc4122", string(args, 1)?);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hexadecimal(&bytes);
    let parts = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
    Ok(parts.join("-").into())
}

fn lookup_ip_addr(ctx: &Context, args: &[Value]) -> Outcome {
    let host = string(args, 1)?;
    let Some(addresses) = ctx.addresses.get(host) else {
        return Err(BuiltinError::NoStub {
            builtin: "net.lookup_ip_addr",
            subject: host.to_owned(),
        });
    };
    let addresses: std::collections::BTreeSet<Value> =
        addresses.iter().map(|address| Value::from(address.as_str())).collect();
    Ok(Value::from(addresses))
}

fn random(ctx: &Context, builtin: &str, argument: &str) -> [u8; 16] {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(&ctx.seed.to_be_bytes());
    hash.update(builtin.as_bytes());
    hash.update(&[0]);
    hash.update(argument.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finish().as_ref()[..16]);
    bytes
}

#[cfg(test)]
mod tests;
