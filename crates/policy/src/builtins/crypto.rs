//! `crypto.*` digests and message authentication codes, in hexadecimal as OPA writes them.
//!
//! MD5 is here because policies fingerprint with it; nothing in cos itself relies on it.

use aws_lc_rs::{constant_time, digest, hmac};
use md5::{Digest as _, Md5};
use regorus::Value;

use super::operands::string;
use super::{Builtin, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("crypto.hmac.equal", 2, hmac_equal),
    builtin("crypto.hmac.md5", 2, hmac_md5),
    builtin("crypto.hmac.sha1", 2, |_, args| {
        authenticate(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, args)
    }),
    builtin("crypto.hmac.sha256", 2, |_, args| authenticate(hmac::HMAC_SHA256, args)),
    builtin("crypto.hmac.sha512", 2, |_, args| authenticate(hmac::HMAC_SHA512, args)),
    builtin("crypto.md5", 1, md5),
    builtin("crypto.sha1", 1, |_, args| sha(&digest::SHA1_FOR_LEGACY_USE_ONLY, args)),
    builtin("crypto.sha256", 1, |_, args| sha(&digest::SHA256, args)),
];

/// Writes bytes in lower case hexadecimal.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha(algorithm: &'static digest::Algorithm, args: &[Value]) -> Outcome {
    Ok(hexadecimal(digest::digest(algorithm, string(args, 1)?.as_bytes()).as_ref()).into())
}

fn md5(_: &Context, args: &[Value]) -> Outcome {
    Ok(hexadecimal(&Md5::digest(string(args, 1)?)).into())
}

fn authenticate(algorithm: hmac::Algorithm, args: &[Value]) -> Outcome {
    let (message, key) = (string(args, 1)?, string(args, 2)?);
    let tag = hmac::sign(&hmac::Key::new(algorithm, key.as_bytes()), message.as_bytes());
    Ok(hexadecimal(tag.as_ref()).into())
}

/// RFC 2104 by hand: aws-lc-rs has no HMAC with MD5, and a crate for one caller costs more.
fn hmac_md5(_: &Context, args: &[Value]) -> Outcome {
    const BLOCK: usize = 64;
    let (message, key) = (string(args, 1)?, string(args, 2)?.as_bytes());
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..16].copy_from_slice(&Md5::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Md5::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message);
    let outer =
        Md5::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner.finalize());
    Ok(hexadecimal(&outer.finalize()).into())
}

fn hmac_equal(_: &Context, args: &[Value]) -> Outcome {
    let (left, right) = (string(args, 1)?, string(args, 2)?);
    let same = constant_time::verify_slices_are_equal(left.as_bytes(), right.as_bytes()).is_ok();
    Ok(Value::Bool(same))
}

#[cfg(test)]
mod tests;
