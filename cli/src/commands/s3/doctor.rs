//! `cos s3 doctor`.

use super::ServerArgs;
use super::report;
use crate::commands::report::signed;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use cos_objects::s3::Location;
use cos_objects::s3::doctor::{self, Diagnosis, Finding, Verdict};
use serde_json::Value;
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos s3 doctor s3://evidence/releases
  cos s3 doctor s3://evidence/releases --report doctor.json --sign trust/
  cos s3 doctor s3://evidence --endpoint http://127.0.0.1:8333 --format json

Exit codes: 0 the server is sound · 1 create-if-absent or compare-and-swap is not atomic: do not
write with more than one writer · 3 no such bucket · 4 access refused · 5 the server does not answer.";

/// Find out what a server really honours: conditional writes, checksums, retention.
///
/// Writes some 80 small objects below PREFIX/cos-doctor-…/ and removes them again. In a bucket with object lock that takes
/// ten seconds longer, until the retention of the last ones has ended. The bucket and what else is in it stay as they are.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Where to try: `s3://bucket/prefix`.
    location: String,
    #[command(flatten)]
    server: ServerArgs,
    /// Write the result as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Sign it with the report key of this trust directory; the signature goes beside it.
    #[arg(long, value_name = "DIR", requires = "report")]
    sign: Option<PathBuf>,
}

/// Examines a server.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let location = Location::parse(&args.location)?;
    // Opened before anything is tried, so that a wrong one costs nothing.
    let key = args.sign.as_deref().map(signed::key).transpose()?;
    let tell = |text: &str| ctx.ui.status(text);
    let diagnosis = doctor::examine(&location, &args.server.options(), ctx.clock.as_ref(), &tell)?;
    let value = report::json(&diagnosis, ctx.now());
    if let Some(path) = &args.report {
        report::write(ctx, path, &value, key.as_ref())?;
    }
    for left in &diagnosis.left {
        ctx.ui.note("left", &format!("`{left}` could not be removed"));
    }
    let exit = if diagnosis.is_sound() { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, Examined { diagnosis, value }))
}

struct Examined {
    diagnosis: Diagnosis,
    value: Value,
}

impl Render for Examined {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Diagnosis { location, server, findings, .. } = &self.diagnosis;
        let server = server.as_deref().unwrap_or("a server that does not name itself");
        out.heading(&format!("{location} on {}", server.escape_debug()))?;
        let row = |finding: &Finding| {
            let mark = if Diagnosis::is_required(finding) { "required" } else { "" };
            vec![
                finding.probe.to_owned(),
                report::name(finding.verdict).to_owned(),
                mark.to_owned(),
                finding.promise.to_owned(),
                shown(&finding.detail),
            ]
        };
        let rows: Vec<_> = findings.iter().map(row).collect();
        out.table(&["probe", "verdict", "", "promise", "what happened"], &rows, false)?;
        if self.diagnosis.is_sound() {
            out.good("create-if-absent and compare-and-swap are atomic")?;
        } else {
            out.bad("create-if-absent or compare-and-swap is not atomic here, or not for certain")?;
        }
        let retains = ["compliance", "legal-hold"].iter().all(|probe| {
            findings.iter().any(|one| one.probe == *probe && one.verdict == Verdict::Honoured)
        });
        if retains {
            out.good("what is retained stays")
        } else {
            out.warning("retention is not kept here: do not count on it")
        }
    }

    fn json(&self) -> Value {
        self.value.clone()
    }
}

/// What a server said, short and on one line.
fn shown(detail: &str) -> String {
    let line: String = detail.chars().take(70).collect::<String>().escape_debug().to_string();
    if detail.chars().count() > 70 { format!("{line}…") } else { line }
}
