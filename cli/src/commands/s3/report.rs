//! The result of an examination as a file, and the statement about it that is signed.

use crate::commands::report::signed;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_objects::s3::doctor::{Diagnosis, Finding, Verdict};
use cos_sign::SigningKey;
use serde_json::{Map, Value, json};
use std::io::Write as _;
use std::path::Path;

const SCHEMA: &str = "cos.s3-doctor/v1";
/// The type of the predicate.
const PREDICATE_TYPE: &str = "https://companyos.example/cos/s3-doctor/v1";

/// The result, as it is written and printed.
pub(super) fn json(diagnosis: &Diagnosis, created: Timestamp) -> Value {
    let finding = |finding: &Finding| {
        json!({
            "probe": finding.probe,
            "promise": finding.promise,
            "required": Diagnosis::is_required(finding),
            "verdict": name(finding.verdict),
            "detail": finding.detail,
        })
    };
    json!({
        "schema": SCHEMA,
        "created": created.to_string(),
        "location": diagnosis.location.to_string(),
        "server": diagnosis.server,
        "sound": diagnosis.is_sound(),
        "findings": diagnosis.findings.iter().map(finding).collect::<Vec<_>>(),
        "left": diagnosis.left,
        "cos": env!("CARGO_PKG_VERSION"),
    })
}

/// Writes the result, and a signature beside it.
pub(super) fn write(
    ctx: &Ctx<'_>,
    path: &Path,
    value: &Value,
    key: Option<&SigningKey>,
) -> Result<(), CommandError> {
    let failed = |error| CommandError::io("write", path, &error);
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    let text = format!("{sorted:#}\n");
    let mut out = Output::create(path, true)?;
    out.write_all(text.as_bytes()).map_err(failed)?;
    out.finish()?;
    if let Some(key) = key {
        signed::seal(&statement(path, text.as_bytes(), value), path, key)?;
        ctx.ui.status(&format!("signed by {}", key.id()));
    }
    Ok(())
}

/// What is said about the result: the file, and all that it says.
fn statement(path: &Path, bytes: &[u8], value: &Value) -> Statement {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    Statement {
        subjects: vec![Subject { name, sha256: Digest::of(bytes), sha512: None }],
        predicate_type: PREDICATE_TYPE.to_owned(),
        predicate: value.as_object().cloned().unwrap_or_else(Map::new),
    }
}

pub(super) fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Absent => "absent",
        Verdict::Honoured => "honoured",
        Verdict::Ignored => "ignored",
        Verdict::Unclear => "unclear",
    }
}
