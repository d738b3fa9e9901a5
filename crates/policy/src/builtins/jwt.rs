//! `io.jwt.*`: decoding, verifying and signing JSON Web Tokens in compact form.
//!
//! What is accepted is what OPA accepts, which is more than the RFCs: see `signature` for the differences between `io.jwt.verify_*` and
//! `io.jwt.decode_verify`. Encrypted tokens are refused. Where OPA panics, the answer here is undefined.

mod constraints;
mod keys;
mod sign;
mod signature;
mod token;

use aws_lc_rs::{constant_time, hmac};
use regorus::Value;

use self::constraints::decode_verify;
use self::keys::VerificationKey;
use self::signature::{Rules, Scheme};
use self::token::{Header, Token};
use super::operands::string;
use super::public_key::Hash;
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[
    builtin("io.jwt.decode", 1, decode),
    builtin("io.jwt.decode_verify", 2, decode_verify),
    builtin("io.jwt.encode_sign", 3, sign::encode_sign),
    builtin("io.jwt.encode_sign_raw", 3, sign::encode_sign_raw),
    builtin("io.jwt.verify_eddsa", 2, |ctx, args| verify(ctx, "EdDSA", args)),
    builtin("io.jwt.verify_es256", 2, |ctx, args| verify(ctx, "ES256", args)),
    builtin("io.jwt.verify_es384", 2, |ctx, args| verify(ctx, "ES384", args)),
    builtin("io.jwt.verify_es512", 2, |ctx, args| verify(ctx, "ES512", args)),
    builtin("io.jwt.verify_hs256", 2, |_, args| verify_hmac(Hash::Sha256, args)),
    builtin("io.jwt.verify_hs384", 2, |_, args| verify_hmac(Hash::Sha384, args)),
    builtin("io.jwt.verify_hs512", 2, |_, args| verify_hmac(Hash::Sha512, args)),
    builtin("io.jwt.verify_ps256", 2, |ctx, args| verify(ctx, "PS256", args)),
    builtin("io.jwt.verify_ps384", 2, |ctx, args| verify(ctx, "PS384", args)),
    builtin("io.jwt.verify_ps512", 2, |ctx, args| verify(ctx, "PS512", args)),
    builtin("io.jwt.verify_rs256", 2, |ctx, args| verify(ctx, "RS256", args)),
    builtin("io.jwt.verify_rs384", 2, |ctx, args| verify(ctx, "RS384", args)),
    builtin("io.jwt.verify_rs512", 2, |ctx, args| verify(ctx, "RS512", args)),
];

/// How deep tokens may be nested in tokens. OPA has no limit but the length of the outer one, which shrinks by a quarter each time.
const MAX_NESTING: usize = 64;

fn decode(ctx: &Context, args: &[Value]) -> Outcome {
    let mut text = string(args, 1)?.to_owned();
    for _ in 0..MAX_NESTING {
        let token = Token::split(&text)?;
        let header = token.header(&ctx.numbers)?;
        let payload = token.payload_text()?;
        match &header["cty"] {
            Value::String(kind) if **kind == *"JWT" => {
                // A nested token is quoted by some issuers.
                let inner = payload.trim_matches(['"', '\'']).to_owned();
                text = inner;
            }
            Value::String(_) | Value::Undefined => {
                let payload = token::object(&ctx.numbers, &payload)?;
                let signature = super::crypto::hexadecimal(&token.signature()?);
                return Ok(Value::from(vec![header, payload, signature.into()]));
            }
            _ => return Err(BuiltinError::invalid("`cty` must be a string")),
        }
    }
    Err(BuiltinError::invalid("tokens are nested too deeply"))
}

/// Verifies with the algorithm of the builtin, whatever the token says that it uses.
fn verify(ctx: &Context, algorithm: &'static str, args: &[Value]) -> Outcome {
    let text = string(args, 1)?.to_owned();
    let token = Token::split(&text)?;
    let keys = keys::verification_keys(string(args, 2)?)?;
    let signature = token.signature()?;
    let header = Header::read(&token.header(&ctx.numbers)?)?;
    let Some(scheme) = Scheme::named(algorithm) else {
        return Err(BuiltinError::invalid("no such algorithm"));
    };
    let check = |key: &VerificationKey| {
        signature::verify(scheme, Rules::Function, &key.key, token.signed().as_bytes(), &signature)
    };
    verify_with(&keys, &header, check).map(Value::Bool)
}

/// The key that the token names, else any key whose algorithm is that of the token or not stated.
fn verify_with(
    keys: &[VerificationKey],
    header: &Header,
    check: impl Fn(&VerificationKey) -> Result<bool, BuiltinError>,
) -> Result<bool, BuiltinError> {
    let named = keys.iter().find(|key| !header.kid.is_empty() && key.kid == header.kid);
    if let Some(key) = named {
        return check(key);
    }
    let fitting = keys.iter().filter(|key| key.alg.is_empty() || key.alg == header.alg);
    let mut failed = None;
    for key in fitting {
        match check(key) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(false), Err)
}

/// The header is not read at all, as in OPA.
fn verify_hmac(hash: Hash, args: &[Value]) -> Outcome {
    let text = string(args, 1)?.to_owned();
    let (token, secret) = (Token::split(&text)?, string(args, 2)?);
    let key = hmac::Key::new(signature::hmac_algorithm(hash), secret.as_bytes());
    let tag = hmac::sign(&key, token.signed().as_bytes());
    let same = constant_time::verify_slices_are_equal(tag.as_ref(), &token.signature()?);
    Ok(Value::Bool(same.is_ok()))
}

#[cfg(test)]
mod tests;
