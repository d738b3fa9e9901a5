//! The flattened JSON serialisation (RFC 9901 §8, RFC 7515 §7.2.2): the same SD-JWT as one JSON object.
//!
//! Its unprotected header can carry `tlog_proof`, the C2SP text that shows where in which log the receipt stands, so that one
//! line is evidence of its own. Other libraries ignore the member and still verify the receipt.

use super::ReceiptError;
use crate::json::{Kind, Tape, Value};
use serde_json::json;

/// The longest flattened receipt that is read, in bytes: room for the longest receipt and its proof.
pub const MAX_TEXT: usize = 2 * super::MAX_BYTES;

/// A receipt in flattened form, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flattened {
    /// The same SD-JWT in compact form.
    pub compact: Vec<u8>,
    /// The text of the inclusion proof, unchecked.
    pub tlog_proof: Option<String>,
}

/// Reads one flattened receipt; unknown members are refused, a `kb_jwt` among them.
pub fn parse(text: &[u8]) -> Result<Flattened, ReceiptError> {
    if text.len() > MAX_TEXT {
        return Err(ReceiptError::Shape("a flattened receipt has at most 131,070 bytes"));
    }
    let mut tape = Tape::default();
    let json = |source| ReceiptError::Json { part: "the flattened receipt", source };
    let root = tape.read(text, 0).map_err(json)?;
    let object = tape.value(text, root);
    only(object, &["header", "payload", "protected", "signature"])?;
    let header = object.get("header");
    if let Some(header) = header {
        only(header, &["disclosures", "tlog_proof"])?;
    }
    let mut compact = Vec::with_capacity(text.len());
    for (number, part) in ["protected", "payload", "signature"].into_iter().enumerate() {
        if number > 0 {
            compact.push(b'.');
        }
        push(&mut compact, object.get(part))?;
    }
    compact.push(b'~');
    let disclosures = header.and_then(|header| header.get("disclosures"));
    if disclosures.is_some_and(|list| list.kind() != Kind::Array) {
        return Err(ReceiptError::Shape("`disclosures` is not an array"));
    }
    for disclosure in disclosures.into_iter().flat_map(Value::items) {
        push(&mut compact, Some(disclosure))?;
        compact.push(b'~');
    }
    let proof = header.and_then(|header| header.get("tlog_proof"));
    let tlog_proof = match proof {
        None => None,
        Some(proof) => Some(
            proof.string().ok_or(ReceiptError::Shape("`tlog_proof` is not a string"))?.into_owned(),
        ),
    };
    Ok(Flattened { compact, tlog_proof })
}

fn only(object: Value<'_>, names: &[&str]) -> Result<(), ReceiptError> {
    let known = |key: Value<'_>| names.iter().any(|name| key.is_string(name));
    if object.kind() == Kind::Object && object.members().all(|(key, _)| known(key)) {
        return Ok(());
    }
    Err(ReceiptError::Shape(
        "not `{payload, protected, signature, header: {disclosures, tlog_proof}}`, or a member beyond these",
    ))
}

/// Appends a base64url part; a separator inside it would change the meaning of what is built.
fn push(compact: &mut Vec<u8>, part: Option<Value<'_>>) -> Result<(), ReceiptError> {
    let text = part.and_then(Value::plain_string).filter(|text| !text.contains(['.', '~']));
    let text = text.ok_or(ReceiptError::Shape("a part is missing or not a base64url string"))?;
    compact.extend_from_slice(text.as_bytes());
    Ok(())
}

/// Writes a compact receipt in flattened form on one line, without a line end; `None` when `compact` has not the shape of one.
pub fn write(compact: &str, tlog_proof: Option<&str>) -> Option<String> {
    let mut parts = compact.strip_suffix('~')?.split('~');
    let mut jwt = parts.next()?.split('.');
    let (Some(protected), Some(payload), Some(signature), None) =
        (jwt.next(), jwt.next(), jwt.next(), jwt.next())
    else {
        return None;
    };
    let disclosures: Vec<&str> = parts.collect();
    let mut header = json!({ "disclosures": disclosures });
    if let Some(proof) = tlog_proof {
        header["tlog_proof"] = proof.into();
    }
    let object = json!({ "payload": payload, "protected": protected, "signature": signature, "header": header });
    Some(object.to_string())
}

#[cfg(test)]
mod tests;
