//! Isolation audits as pages for people.

use crate::error::CommandError;
use crate::files::Output;
use cos_core::digest::Digest;
use cos_report::isolation::html::{self, Source};
use cos_report::isolation::{self, Audit};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;

/// Whether a document says that it is an audit.
pub(super) fn is_audit(bytes: &[u8]) -> bool {
    let format = serde_json::from_slice(bytes).ok().map(|it: Value| it["schema"].clone());
    format.is_some_and(|format| format == isolation::FORMAT)
}

/// The page of an audit, of which `bytes` are the report.
pub(crate) fn page(
    audit: &Audit,
    (file, bytes): (&str, &[u8]),
    signer: Option<String>,
) -> Result<String, CommandError> {
    let source = Source {
        file: file.to_owned(),
        sha256: Digest::of(bytes).to_string(),
        signer,
        tool: format!("cos {}", env!("CARGO_PKG_VERSION")),
    };
    Ok(html::render(audit, &source)?)
}

/// The last part of a path.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into())
}

pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), CommandError> {
    let mut out = Output::create(path, true)?;
    out.write_all(text.as_bytes()).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}
