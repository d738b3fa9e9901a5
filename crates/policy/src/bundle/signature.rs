//! `.signatures.json`: signs the files of a bundle, and checks that they are those that were signed, by OPA's rules.
//!
//! The file holds one token (JWS, RFC 7515) whose payload lists every file with its hash. A verified token says nothing by itself:
//! each listed file has to be there with that hash, and each file that is there has to be listed. OPA accepts an
//! unsigned bundle unless it is told a key id; here it never verifies.

mod error;
mod token;

pub use error::SignatureError;

use super::document::{Document, hashed_form};
use super::files::{Files, SIGNATURES};
use super::key::{Algorithm, BundleSigningKey, VerificationKey};
use aws_lc_rs::digest;
use cos_core::clock::Timestamp;
use cos_core::digest::decode_hex;
use cos_core::json::Kind;
use std::collections::BTreeMap;
use token::{Listed, Payload, Token};

/// The default of `opa sign`.
const HASH: &str = "SHA-256";

/// The hash functions that are still sound, by OPA's names.
const HASHES: [(&str, &digest::Algorithm); 4] = [
    (HASH, &digest::SHA256),
    ("SHA-384", &digest::SHA384),
    ("SHA-512", &digest::SHA512),
    ("SHA-512-256", &digest::SHA512_256),
];

/// The hash functions that OPA accepts and we do not.
const WEAK: [&str; 4] = ["MD5", "SHA-1", "SHA-224", "SHA-512-224"];

/// The content of `.signatures.json`, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureFile {
    /// The implementation that OPA should verify with; `_default` and none are the same.
    pub plugin: Option<String>,
    /// The token.
    pub token: String,
}

impl SignatureFile {
    /// Reads the file. There has to be exactly one token, as in OPA.
    pub fn read(bytes: &[u8]) -> Result<Self, SignatureError> {
        let document = Document::read(bytes).map_err(SignatureError::Malformed)?;
        let value = document.value();
        let plugin = match value.get("plugin") {
            None => None,
            Some(plugin) => Some(plugin.string().ok_or("`plugin` is not a string")?.into_owned()),
        };
        let signatures = value.get("signatures").filter(|it| it.kind() == Kind::Array);
        let mut tokens = signatures.ok_or("there is no array `signatures`")?.items();
        let token = tokens.next().ok_or("`signatures` is empty")?;
        let token = token.string().ok_or("an item of `signatures` is not a string")?.into_owned();
        if tokens.next().is_some() {
            return Err("`signatures` holds several tokens, and OPA reads one only".into());
        }
        Ok(Self { plugin, token })
    }

    /// Tells what the token says of itself. Anybody can write such a token: believe [`verify`] only.
    pub fn unverified(&self) -> Result<Unverified, SignatureError> {
        let Token { algorithm, keyid, payload, .. } = Token::read(&self.token)?;
        let keyid = keyid.or(payload.keyid).filter(|id| !id.is_empty());
        Ok(Unverified { algorithm, keyid, claims: payload.claims, files: payload.listed.len() })
    }
}

/// What a token says that nobody verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    /// The algorithm, which may be none that we know.
    pub algorithm: String,
    /// The key.
    pub keyid: Option<String>,
    /// The claims of whoever wrote it.
    pub claims: Claims,
    /// How many files it lists.
    pub files: usize,
}

/// What a signer says besides which files were signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// What the signature is good for; the verifier's key has to have the same one.
    pub scope: Option<String>,
    /// Who signed.
    pub issuer: Option<String>,
    /// When, in seconds since 1970.
    pub issued_at: Option<i64>,
}

/// What a verified signature says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The id of the key that verified it.
    pub keyid: String,
    /// The algorithm of that key.
    pub algorithm: Algorithm,
    /// The claims of the signer. OPA checks the scope alone; we also the time, for keys that have a period.
    pub claims: Claims,
    /// How many files it covers.
    pub files: usize,
}

/// Verifies that the files are exactly those that one of `keys` signed.
///
/// The token names its key by `kid`, or by the older claim `keyid`. A token that names none is verified with the only key given.
pub fn verify(files: &Files, keys: &[VerificationKey]) -> Result<Signed, SignatureError> {
    let file = SignatureFile::read(files.bytes(SIGNATURES).ok_or(SignatureError::Unsigned)?)?;
    if let Some(plugin) = file.plugin.filter(|plugin| !matches!(&**plugin, "" | "_default")) {
        return Err(SignatureError::Plugin(plugin));
    }
    let token = Token::read(&file.token)?;
    let key = choose(keys, &token)?;
    if token.algorithm != key.algorithm().as_str() {
        return Err(SignatureError::Algorithm {
            id: key.id().to_owned(),
            wanted: key.algorithm(),
            found: token.algorithm,
        });
    }
    if !key.verifies(token.signed, &token.signature) {
        return Err(SignatureError::Invalid { id: key.id().to_owned() });
    }
    let Payload { claims, listed, .. } = token.payload;
    if claims.scope.as_deref().unwrap_or("") != key.scope().unwrap_or("") {
        return Err(SignatureError::Scope {
            id: key.id().to_owned(),
            wanted: key.scope().unwrap_or("").to_owned(),
            found: claims.scope.unwrap_or_default(),
        });
    }
    let at = claims.issued_at.map(Timestamp);
    if let Some(period) = key.period().filter(|period| !period.covers(at)) {
        return Err(SignatureError::Period { id: key.id().to_owned(), at, period });
    }
    compare(files, &listed)?;
    Ok(Signed {
        keyid: key.id().to_owned(),
        algorithm: key.algorithm(),
        claims,
        files: listed.len(),
    })
}

/// Signs all files and adds or replaces `.signatures.json`.
pub fn sign(
    files: &mut Files,
    key: &BundleSigningKey,
    claims: &Claims,
) -> Result<(), SignatureError> {
    let mut listed = Vec::with_capacity(files.len());
    for (name, bytes) in signable(files) {
        let hash = hash(name, bytes, &digest::SHA256)?;
        let hash = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        listed.push(Listed { name: name.to_owned(), hash, algorithm: HASH.to_owned() });
    }
    let payload = Payload { keyid: Some(key.id().to_owned()), claims: claims.clone(), listed };
    let token = token::write(key, &payload)?;
    files.set_signature(format!("{{\"signatures\":[\"{token}\"]}}\n").into_bytes());
    Ok(())
}

/// All files but the signature.
fn signable(files: &Files) -> impl Iterator<Item = (&str, &[u8])> {
    files.iter().filter(|(name, _)| *name != SIGNATURES)
}

fn choose<'a>(
    keys: &'a [VerificationKey],
    token: &Token<'_>,
) -> Result<&'a VerificationKey, SignatureError> {
    let named = token.keyid.as_ref().or(token.payload.keyid.as_ref()).filter(|id| !id.is_empty());
    let found = match (named, keys) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(id), keys) => keys.iter().find(|key| key.id() == id),
    };
    found.ok_or_else(|| SignatureError::UnknownKey {
        id: named.cloned(),
        known: keys.iter().map(|key| key.id().to_owned()).collect(),
    })
}

fn hash(
    name: &str,
    bytes: &[u8],
    algorithm: &'static digest::Algorithm,
) -> Result<digest::Digest, SignatureError> {
    let form = hashed_form(name, bytes)
        .map_err(|fault| SignatureError::Document { file: name.to_owned(), fault })?;
    Ok(digest::digest(algorithm, &form))
}

/// Compares the files with what was signed, and reports all differences at once.
fn compare(files: &Files, listed: &[Listed]) -> Result<(), SignatureError> {
    let mut by_name = BTreeMap::new();
    for entry in listed {
        if by_name.insert(entry.name.as_str(), entry).is_some() {
            return Err(format!("it lists `{}` twice", entry.name.escape_debug()).into());
        }
    }
    let (mut changed, mut unlisted) = (Vec::new(), Vec::new());
    for (name, bytes) in signable(files) {
        match by_name.remove(name) {
            None => unlisted.push(name.to_owned()),
            Some(entry) if matches(entry, bytes)? => {}
            Some(_) => changed.push(name.to_owned()),
        }
    }
    let missing: Vec<String> = by_name.into_keys().map(str::to_owned).collect();
    if changed.is_empty() && missing.is_empty() && unlisted.is_empty() {
        return Ok(());
    }
    let elsewhere = signed_elsewhere(&missing, &unlisted);
    Err(SignatureError::Files { changed, missing, unlisted, elsewhere })
}

fn matches(entry: &Listed, bytes: &[u8]) -> Result<bool, SignatureError> {
    let Listed { name, hash: wanted, algorithm } = entry;
    let Some((_, known)) = HASHES.iter().find(|(known, _)| known == algorithm) else {
        let weak = WEAK.contains(&&**algorithm);
        let (file, algorithm) = (name.clone(), algorithm.clone());
        return Err(if weak {
            SignatureError::WeakHash { file, algorithm }
        } else {
            SignatureError::UnknownHash { file, algorithm }
        });
    };
    let found = hash(name, bytes, known)?;
    let mut expected = vec![0; found.as_ref().len()];
    Ok(decode_hex(&wanted.to_ascii_lowercase(), &mut expected) && expected == found.as_ref())
}

/// Finds the directory that all signed names begin with when the signer stood outside the bundle.
fn signed_elsewhere(missing: &[String], unlisted: &[String]) -> Option<String> {
    let first = unlisted.first()?;
    let prefix = missing.iter().find_map(|name| {
        name.strip_suffix(first.as_str()).filter(|prefix| prefix.ends_with('/'))
    })?;
    missing.iter().all(|name| name.starts_with(prefix)).then(|| prefix.to_owned())
}

#[cfg(test)]
mod tests;
