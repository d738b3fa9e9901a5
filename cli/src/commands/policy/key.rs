//! Key files and algorithms as the command line gives them.

use crate::error::CommandError;
use crate::files;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use cos_core::code::Code;
use cos_policy::bundle::{Algorithm, BundleSigningKey, VerificationKey};
use cos_sign::{KeyDir, KeyError};
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// What OPA calls a key that nobody named.
pub(crate) const DEFAULT_ID: &str = "default";

/// The longest key file that is read; the largest RSA key in PEM has 7 kB.
const MAX_BYTES: u64 = 64 << 10;

/// Permission bits of group and others.
const OTHERS: u32 = 0o077;

/// Parses the name of an algorithm.
pub(crate) fn algorithm() -> impl TypedValueParser<Value = Algorithm> {
    PossibleValuesParser::new(Algorithm::ALL.map(|(name, _)| name))
        .map(|name| Algorithm::parse(&name).expect("only names of algorithms are possible"))
}

/// What OPA signs and verifies with unless told otherwise.
pub(crate) fn default_algorithm() -> Algorithm {
    Algorithm::parse("RS256").expect("RS256 is an algorithm of OPA")
}

/// What the keys for policies of a trust file sign with.
pub(crate) fn es256() -> Algorithm {
    Algorithm::parse("ES256").expect("ES256 is an algorithm of OPA")
}

/// The id and the file of `[ID=]FILE`. A path with `=` in it can be written with a `/` before.
pub(crate) fn named_file<'a>(given: &'a str, otherwise: &'a str) -> (&'a str, &'a Path) {
    match given.split_once('=') {
        Some((id, file)) if !id.contains('/') => (id, Path::new(file)),
        _ => (otherwise, Path::new(given)),
    }
}

/// Reads a key that verifies.
pub(crate) fn verification(
    id: &str,
    algorithm: Algorithm,
    file: &Path,
    scope: Option<String>,
) -> Result<VerificationKey, CommandError> {
    let material = read(file)?;
    VerificationKey::new(id, algorithm, &material, scope).map_err(|error| named(file, error.into()))
}

/// Reads a key that signs, which nobody but its owner may read.
pub(crate) fn signing(
    id: &str,
    algorithm: Algorithm,
    file: &Path,
) -> Result<BundleSigningKey, CommandError> {
    let material = read(file)?;
    let key = BundleSigningKey::new(id, algorithm, &material)
        .map_err(|error| named(file, error.into()))?;
    refuse_exposed(file)?;
    Ok(key)
}

/// Opens the key for policies of a trust directory.
pub(crate) fn of_directory(keys: &Path) -> Result<BundleSigningKey, CommandError> {
    let key = KeyDir::open(keys)?.policy()?;
    Ok(BundleSigningKey::new(key.id.as_str(), es256(), &key.pem)?)
}

/// A pipe that a shell makes of a secret store is no file that others could read.
fn refuse_exposed(file: &Path) -> Result<(), CommandError> {
    if file == Path::new("-") {
        return Ok(());
    }
    let metadata = fs::metadata(file).map_err(|error| CommandError::io("open", file, &error))?;
    let mode = metadata.permissions().mode() & 0o7777;
    if metadata.is_file() && mode & OTHERS != 0 {
        return Err(KeyError::Exposed { path: file.to_owned(), mode }.into());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let read = files::open(file)?.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| CommandError::io("read", file, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let message =
            format!("`{}` has more than {MAX_BYTES} bytes, as no key has", files::name(file));
        return Err(CommandError::input(Code::new("COS-BND-0021"), message));
    }
    Ok(bytes)
}

fn named(file: &Path, mut error: CommandError) -> CommandError {
    error.message = format!("`{}`: {}", files::name(file), error.message);
    error
}
