//! The form of a signed token (RFC 7515, compact), before anything in it is believed.

use super::Refusal;
use cos_core::base64url;
use cos_core::digest::Digest;
use cos_core::json::{Kind, Tape, Value};

/// The longest token. GitHub's have 2 KiB.
pub const LONGEST: usize = 16 << 10;
/// The longest name of a key.
const LONGEST_KID: usize = 256;

/// How a token is signed. There is no `none`, and nothing with a shared secret: a public key is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// RSA PKCS #1 v1.5 with SHA-256.
    Rs256,
}

/// A token in parts.
#[derive(Debug)]
pub struct Jws<'a> {
    /// How it says that it is signed.
    pub algorithm: Algorithm,
    /// The name of the key that it says it is signed with.
    pub kid: Option<String>,
    /// What is signed.
    pub signed: &'a str,
    /// What it says, which nobody has checked.
    pub payload: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Takes a token apart.
    pub fn read(text: &'a str) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::TooLong(LONGEST));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Refusal::Form)?;
        let (header, payload) = signed.split_once('.').ok_or(Refusal::Form)?;
        let decode = |part: &str| base64url::decode(part.as_bytes()).ok_or(Refusal::Form);
        let (header, payload, signature) = (decode(header)?, decode(payload)?, decode(signature)?);
        let tape = &mut Tape::default();
        let header = object("header", tape, &header)?;
        // What must be understood is not understood here (RFC 7515 §4.1.11).
        if header.get("crit").is_some() {
            return Err(json("header", "it has `crit`"));
        }
        let text = |name: &'static str| match header.get(name) {
            None => Ok(None),
            Some(value) => match value.string() {
                Some(text) if text.len() <= LONGEST_KID => Ok(Some(text.into_owned())),
                _ => Err(json(
                    "header",
                    &format!("`{name}` is not text of at most {LONGEST_KID} bytes"),
                )),
            },
        };
        if let Some(kind) = text("typ")?
            && !kind.eq_ignore_ascii_case("JWT")
        {
            return Err(json("header", "`typ` is not `JWT`"));
        }
        let algorithm = match text("alg")?.as_deref() {
            Some("RS256") => Algorithm::Rs256,
            Some("ES256") => Algorithm::Es256,
            Some("EdDSA" | "Ed25519") => Algorithm::EdDsa,
            Some(other) => return Err(Refusal::Algorithm(format!("`{}`", other.escape_debug()))),
            None => return Err(Refusal::Algorithm("absent".into())),
        };
        Ok(Self { algorithm, kid: text("kid")?, signed, payload, signature })
    }

    /// What tells it from every other token; a signature may have more than one spelling, what is signed has one.
    pub fn digest(&self) -> Digest {
        Digest::of(self.signed.as_bytes())
    }
}

/// Reads a JSON object strictly.
pub(super) fn object<'a>(
    part: &'static str,
    tape: &'a mut Tape,
    source: &'a [u8],
) -> Result<Value<'a>, Refusal> {
    let root = tape.read(source, 0).map_err(|error| json(part, &error.to_string()))?;
    let value = tape.value(source, root);
    if value.kind() == Kind::Object { Ok(value) } else { Err(json(part, "it is no object")) }
}

fn json(part: &'static str, reason: &str) -> Refusal {
    Refusal::Json { part, reason: reason.to_owned() }
}
