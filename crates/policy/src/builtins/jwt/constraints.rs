//! `io.jwt.decode_verify`: a token under constraints on its key, algorithm, issuer, audience and time.
//!
//! A token that does not meet them is `[false, {}, {}]`; one that cannot be read is an error.

use regorus::Value;

use crate::numbers::Numbers;

use super::super::operands::{operand, string, wrong_type};
use super::super::{BuiltinError, Context, Outcome};
use super::keys::{self, Key, VerificationKey};
use super::signature::{self, Rules, Scheme};
use super::token::{Header, Token, object};
use super::{MAX_NESTING, verify_with};

const NANOSECONDS: f64 = 1e9;

struct Constraints {
    keys: Vec<VerificationKey>,
    alg: String,
    iss: String,
    aud: String,
    /// Seconds since 1970.
    now: f64,
}

pub(super) fn decode_verify(ctx: &Context, args: &[Value]) -> Outcome {
    let constraints = Constraints::read(operand(args, 2)?, ctx.now_ns)?;
    let Some((header, payload)) = constraints.verified(&ctx.numbers, string(args, 1)?)? else {
        return Ok(rejected());
    };
    if !constraints.accept(&payload)? {
        return Ok(rejected());
    }
    Ok(Value::from(vec![Value::Bool(true), header, payload]))
}

fn rejected() -> Value {
    Value::from(vec![Value::Bool(false), Value::new_object(), Value::new_object()])
}

impl Constraints {
    fn read(value: &Value, now_ns: i64) -> Result<Self, BuiltinError> {
        let Value::Object(members) = value else { return Err(wrong_type(2, "an object")) };
        let (mut secret, mut keys, mut time) = (String::new(), None, None);
        let (mut alg, mut iss, mut aud) = (String::new(), String::new(), String::new());
        for (name, value) in members.iter_sorted() {
            let name = name.as_string().map_err(|_| BuiltinError::invalid("constraint names"))?;
            match &**name {
                "alg" => alg = text(name, value)?,
                "aud" => aud = text(name, value)?,
                "cert" => keys = Some(keys::verification_keys(&text(name, value)?)?),
                "iss" => iss = text(name, value)?,
                "secret" => secret = text(name, value)?,
                "time" => time = Some(seconds(value)?),
                other => {
                    return Err(BuiltinError::invalid(format!("unknown constraint `{other}`")));
                }
            }
        }
        let keys = match (keys, secret.is_empty()) {
            (Some(_), false) => return Err(BuiltinError::invalid("both `cert` and `secret`")),
            (None, true) => return Err(BuiltinError::invalid("neither `cert` nor `secret`")),
            (Some(keys), true) => keys,
            (None, false) => vec![VerificationKey::anonymous(Key::Octets(secret.into_bytes()))],
        };
        let now = match time {
            Some(time) => time,
            None => seconds(&Value::from(now_ns))?,
        };
        Ok(Self { keys, alg, iss, aud, now })
    }

    /// The header and payload of the innermost token, when every signature is good.
    fn verified(
        &self,
        numbers: &Numbers,
        text: &str,
    ) -> Result<Option<(Value, Value)>, BuiltinError> {
        let mut text = text.to_owned();
        for _ in 0..MAX_NESTING {
            let token = Token::split(&text)?;
            let decoded = token.header(numbers)?;
            let header = Header::read(&decoded)?;
            if !header.is_valid() || (!self.alg.is_empty() && self.alg != header.alg) {
                return Ok(None);
            }
            let signature = token.signature()?;
            let check = |key: &VerificationKey| match Scheme::named(&header.alg) {
                None => Ok(false),
                Some(scheme) => {
                    let message = token.signed().as_bytes();
                    signature::verify(scheme, Rules::DecodeVerify, &key.key, message, &signature)
                }
            };
            if !verify_with(&self.keys, &header, check)? {
                return Ok(None);
            }
            let payload = token.payload_text()?;
            if !header.cty.eq_ignore_ascii_case("JWT") {
                return Ok(Some((decoded, object(numbers, &payload)?)));
            }
            text = payload;
        }
        Err(BuiltinError::invalid("tokens are nested too deeply"))
    }

    /// Whether the claims of a verified token meet the constraints.
    fn accept(&self, payload: &Value) -> Result<bool, BuiltinError> {
        if !self.iss.is_empty() {
            match &payload["iss"] {
                Value::String(issuer) if **issuer == *self.iss => {}
                Value::String(_) | Value::Undefined => return Ok(false),
                _ => return Err(BuiltinError::invalid("`iss` must be a string")),
            }
        }
        let intended = match &payload["aud"] {
            Value::Undefined => self.aud.is_empty(),
            Value::String(audience) => **audience == *self.aud,
            Value::Array(audiences) => audiences.contains(&Value::from(self.aud.as_str())),
            _ => false,
        };
        if !intended {
            return Ok(false);
        }
        let now = Value::from(self.now);
        let unexpired = claim(payload, "exp")?.is_none_or(|expiry| now < *expiry);
        let begun = claim(payload, "nbf")?.is_none_or(|begin| now >= *begin);
        Ok(unexpired && begun)
    }
}

fn claim<'a>(payload: &'a Value, name: &str) -> Result<Option<&'a Value>, BuiltinError> {
    match &payload[name] {
        Value::Undefined => Ok(None),
        value @ Value::Number(_) => Ok(Some(value)),
        _ => Err(BuiltinError::invalid(format!("`{name}` must be a number"))),
    }
}

fn seconds(value: &Value) -> Result<f64, BuiltinError> {
    let Value::Number(number) = value else {
        return Err(BuiltinError::invalid("`time` must be a number"));
    };
    // The method of the number refuses integers that a float does not hold exactly.
    match number.as_f64().map_or_else(|| number.format_decimal().parse(), Ok) {
        Ok(nanoseconds) if nanoseconds >= 0.0 => Ok(nanoseconds / NANOSECONDS),
        _ => Err(BuiltinError::invalid("`time` must be a number that is not negative")),
    }
}

fn text(name: &str, value: &Value) -> Result<String, BuiltinError> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        _ => Err(BuiltinError::invalid(format!("constraint `{name}` must be a string"))),
    }
}
