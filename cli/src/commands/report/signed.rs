//! Signed reports: an in-toto statement about the report, in a DSSE envelope beside it.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use cos_core::intoto::Statement;
use cos_evidence::conformance;
use cos_report::model::Conformance;
use cos_sign::{KeyDir, SigningKey};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the envelope of a report lies.
pub(crate) fn envelope(report: &Path) -> PathBuf {
    let mut name = report.as_os_str().to_owned();
    name.push(".dsse.json");
    PathBuf::from(name)
}

/// Opens the report key of a trust directory.
pub(crate) fn key(keys: &Path) -> Result<SigningKey, CommandError> {
    Ok(KeyDir::open(keys)?.report()?)
}

/// Signs the report that was written to `path`. The statement is made now: a report may be older than the key that signs it.
pub(crate) fn sign(
    ctx: &Ctx<'_>,
    report: &Conformance,
    (path, bytes): (&Path, &[u8]),
    key: &SigningKey,
) -> Result<(), CommandError> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    seal(&conformance::statement(report, &name, bytes, ctx.now()), path, key)
}

/// Signs a statement about the file at `path`, and writes the envelope beside it.
pub(crate) fn seal(
    statement: &Statement,
    path: &Path,
    key: &SigningKey,
) -> Result<(), CommandError> {
    let payload = statement
        .to_canonical()
        .map_err(|error| CommandError::input(error.code(), error.to_string()))?;
    let text = cos_sign::statement::sign(&payload, key)?;
    let mut out = Output::create(&envelope(path), true)?;
    out.write_all(text.as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}
