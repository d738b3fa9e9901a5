//! The token of a signature file: reads and writes the compact form of a JWS and the payload that OPA defines.
//!
//! Reading decides nothing about trust; it only refuses what two readers could understand differently.

use super::{Claims, SignatureError};
use crate::bundle::document::Document;
use crate::bundle::key::BundleSigningKey;
use cos_core::base64url;
use cos_core::json::{Kind, Value};
use serde::Serialize;

/// A token, taken apart.
pub(super) struct Token<'a> {
    /// The algorithm that the token claims.
    pub(super) algorithm: String,
    /// The `kid` of its header.
    pub(super) keyid: Option<String>,
    pub(super) payload: Payload,
    /// What was signed.
    pub(super) signed: &'a [u8],
    pub(super) signature: Vec<u8>,
}

/// What the token says.
pub(super) struct Payload {
    /// The older way to name the key.
    pub(super) keyid: Option<String>,
    pub(super) claims: Claims,
    pub(super) listed: Vec<Listed>,
}

/// A file and its hash.
#[derive(Clone, Serialize)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) algorithm: String,
}

impl<'a> Token<'a> {
    pub(super) fn read(token: &'a str) -> Result<Self, SignatureError> {
        let (signed, signature) = token.rsplit_once('.').ok_or("the token has no three parts")?;
        let (header, payload) = signed.split_once('.').ok_or("the token has no three parts")?;
        let part = |text: &str, what| base64url::decode(text.as_bytes()).ok_or(what);
        let header = part(header, "the token's header is not base64url without padding")?;
        let payload = part(payload, "the token's payload is not base64url without padding")?;
        let signature = part(signature, "the token's signature is not base64url without padding")?;
        let header = object(&header, "header")?;
        let header = header.value();
        if header.get("crit").is_some() || header.get("b64").is_some() {
            return Err("the token's header asks for extensions that OPA does not know".into());
        }
        let algorithm = text(header, "alg")?.ok_or("the token's header has no `alg`")?;
        Ok(Self {
            algorithm,
            keyid: text(header, "kid")?,
            payload: Payload::read(object(&payload, "payload")?.value())?,
            signed: signed.as_bytes(),
            signature,
        })
    }
}

impl Payload {
    fn read(value: Value<'_>) -> Result<Self, SignatureError> {
        let issued_at = match value.get("iat") {
            None => None,
            Some(time) => Some(time.integer().ok_or("`iat` is not an integer")?),
        };
        let (scope, issuer) = (text(value, "scope")?, text(value, "iss")?);
        let files = value.get("files").filter(|it| it.kind() == Kind::Array);
        let listed = files
            .ok_or("the payload has no array `files`")?
            .items()
            .map(|file| {
                let field = |key| text(file, key)?.ok_or_else(|| missing(key));
                Ok(Listed {
                    name: field("name")?,
                    hash: field("hash")?,
                    algorithm: field("algorithm")?,
                })
            })
            .collect::<Result<_, SignatureError>>()?;
        let claims = Claims { scope, issuer, issued_at };
        Ok(Self { keyid: text(value, "keyid")?, claims, listed })
    }
}

fn missing(key: &str) -> SignatureError {
    format!("a file in the payload has no `{key}`").into()
}

fn object<'a>(bytes: &'a [u8], what: &str) -> Result<Document<'a>, SignatureError> {
    let document = Document::read(bytes).map_err(|fault| format!("the token's {what}: {fault}"))?;
    if document.value().kind() != Kind::Object {
        return Err(format!("the token's {what} is not an object").into());
    }
    Ok(document)
}

fn text(object: Value<'_>, key: &str) -> Result<Option<String>, SignatureError> {
    match object.get(key) {
        None => Ok(None),
        Some(value) => match value.string() {
            Some(text) => Ok(Some(text.into_owned())),
            None => Err(format!("`{key}` is not a string").into()),
        },
    }
}

#[derive(Serialize)]
struct HeaderWire<'a> {
    alg: &'a str,
    kid: &'a str,
}

#[derive(Serialize)]
struct PayloadWire<'a> {
    files: &'a [Listed],
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    keyid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
}

/// Writes and signs a token.
pub(super) fn write(key: &BundleSigningKey, payload: &Payload) -> Result<String, SignatureError> {
    let header = HeaderWire { alg: key.algorithm().as_str(), kid: key.id() };
    let Claims { scope, issuer, issued_at } = &payload.claims;
    let payload = PayloadWire {
        files: &payload.listed,
        iat: *issued_at,
        iss: issuer.as_deref(),
        keyid: payload.keyid.as_deref(),
        scope: scope.as_deref(),
    };
    let mut token = encode(&header);
    token.push('.');
    token.push_str(&encode(&payload));
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    token.push_str(&base64url::encode(&signature));
    Ok(token)
}

fn encode(value: &impl Serialize) -> String {
    base64url::encode(&serde_json::to_vec(value).expect("strings and integers always serialize"))
}
