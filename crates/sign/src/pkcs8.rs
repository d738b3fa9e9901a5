//! PKCS#8 private keys in PEM (RFC 5958, RFC 7468, RFC 8410, RFC 5915), as `openssl genpkey` writes them for Ed25519 and P-256.
//!
//! Writes version 1, which every OpenSSL reads, and reads versions 1 and 2. Encrypted keys are not supported. Every buffer
//! that held a secret is wiped when it goes out of scope.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// DER of `OneAsymmetricKey { version v1, algorithm id-Ed25519, privateKey OCTET STRING (OCTET STRING seed) }` up to the seed.
const PREFIX: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// DER of the object identifier id-Ed25519, 1.3.101.112, without its tag.
const ED25519_OID: [u8; 4] = [3, 0x2b, 0x65, 0x70];

/// DER of the algorithm id-ecPublicKey with the curve P-256 (RFC 5480 §2.1), without the tag of its first identifier.
const P256_OIDS: [u8; 18] =
    [7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];

const DAMAGED: Fault = Fault::Malformed("its content is damaged or not PKCS#8");

/// Why a text is not a private key that cos can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A private key, but of another algorithm.
    Algorithm,
    /// Something else, for the reason given.
    Malformed(&'static str),
}

/// Writes the private key made from `seed` as PEM.
pub(crate) fn encode(seed: &[u8; 32]) -> Zeroizing<String> {
    let mut der = Zeroizing::new([0; 48]);
    der[..16].copy_from_slice(&PREFIX);
    der[16..].copy_from_slice(seed);
    encode_der(&*der)
}

/// Writes a PKCS#8 document as PEM, 64 characters a line as RFC 7468 asks for.
pub(crate) fn encode_der(der: &[u8]) -> Zeroizing<String> {
    // Sizes are settled before the secret is written: a buffer that grows leaves copies of it behind.
    let mut base64 = Zeroizing::new(vec![0; der.len().div_ceil(3) * 4]);
    let written = STANDARD.encode_slice(der, &mut base64);
    debug_assert_eq!(written, Ok(base64.len()));
    let room = BEGIN.len() + END.len() + base64.len() + base64.len() / 64 + 4;
    let mut pem = Zeroizing::new(String::with_capacity(room));
    pem.push_str(BEGIN);
    for line in base64.chunks(64) {
        pem.push('\n');
        pem.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
    }
    pem.push('\n');
    pem.push_str(END);
    pem.push('\n');
    pem
}

/// Reads an unencrypted Ed25519 private key. Nothing may stand before or after the PEM block but white space after it.
pub(crate) fn decode(pem: &[u8]) -> Result<Ed25519KeyPair, Fault> {
    let der = decode_der(pem, &ED25519_OID)?;
    Ed25519KeyPair::from_pkcs8(&der).map_err(|_| DAMAGED)
}

/// Reads an unencrypted P-256 private key in the same way.
pub(crate) fn decode_p256(pem: &[u8]) -> Result<EcdsaKeyPair, Fault> {
    let der = decode_der(pem, &P256_OIDS)?;
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &der).map_err(|_| DAMAGED)
}

/// Returns the PKCS#8 document of a key whose algorithm begins with the identifier `algorithm`.
fn decode_der(pem: &[u8], algorithm: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let text = std::str::from_utf8(pem).map_err(|_| Fault::Malformed("it is not text"))?;
    let body = text.strip_prefix(BEGIN).ok_or_else(|| explain_begin(text))?;
    let body = body
        .trim_ascii_end()
        .strip_suffix(END)
        .ok_or(Fault::Malformed("it does not end in `-----END PRIVATE KEY-----`"))?;
    let mut line = Zeroizing::new(Vec::with_capacity(body.len()));
    line.extend(body.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
    let mut der = Zeroizing::new(Vec::with_capacity(line.len()));
    STANDARD
        .decode_vec(&*line, &mut der)
        .map_err(|_| Fault::Malformed("its base64 text is damaged"))?;
    let content = sequence(&der).ok_or(DAMAGED)?;
    if let [2, 1, 0 | 1, 0x30, _, 6, oid @ ..] = content
        && !oid.starts_with(algorithm)
    {
        return Err(Fault::Algorithm);
    }
    Ok(der)
}

/// Returns the content of the one DER sequence that `der` consists of; aws-lc would ignore what comes after it.
fn sequence(der: &[u8]) -> Option<&[u8]> {
    let (length, content) = match der {
        [0x30, 0x82, high, low, content @ ..] => {
            (usize::from(*high) << 8 | usize::from(*low), content)
        }
        [0x30, 0x81, length, content @ ..] | [0x30, length @ ..=0x7f, content @ ..] => {
            (usize::from(*length), content)
        }
        _ => return None,
    };
    (content.len() == length).then_some(content)
}

/// Says what a file is that does not begin like a PKCS#8 private key.
fn explain_begin(text: &str) -> Fault {
    let known = [
        ("ENCRYPTED PRIVATE KEY", Fault::Malformed("it is encrypted")),
        ("OPENSSH PRIVATE KEY", Fault::Malformed("it is an OpenSSH key")),
        ("PUBLIC KEY", Fault::Malformed("it is a public key")),
        ("RSA PRIVATE KEY", Fault::Algorithm),
        ("EC PRIVATE KEY", Fault::Algorithm),
        ("EC PARAMETERS", Fault::Algorithm),
    ];
    let label = text.strip_prefix("-----BEGIN ").and_then(|rest| rest.split("-----").next());
    known
        .into_iter()
        .find(|(name, _)| Some(*name) == label)
        .map_or(Fault::Malformed("it does not begin with `-----BEGIN PRIVATE KEY-----`"), |it| it.1)
}

#[cfg(test)]
mod tests;
