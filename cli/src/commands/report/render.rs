//! `cos report render`.

use super::audits;
use crate::commands::simulator::outputs::{self, OutputArgs};
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_report::isolation;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos report render conformance.json --html conformance.html
  cos report render isolation.json --html isolation.html
  cos report render conformance.json --junit junit.xml --sarif conformance.sarif --oscal oscal.json";

/// Write a report in other forms.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The report, as `cos simulator run --report` or `cos isolation audit --report` wrote it.
    source: PathBuf,
    #[command(flatten)]
    outputs: OutputArgs,
}

/// Renders a report.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let bytes = std::fs::read(&args.source)
        .map_err(|error| CommandError::io("read", &args.source, &error))?;
    if audits::is_audit(&bytes) {
        return audit(args, &bytes);
    }
    let (_, report) = super::read(&args.source)?;
    let key = args.outputs.key()?;
    let OutputArgs {
        report: copy, html, junit, sarif, oscal, lcov, cobertura, github_summary, ..
    } = &args.outputs;
    let forms = [copy, html, junit, sarif, oscal, lcov, cobertura, github_summary];
    let files: Vec<String> =
        forms.into_iter().flatten().map(|path| path.display().to_string()).collect();
    if files.is_empty() {
        let code = const { Code::new("COS-CLI-0006") };
        let message = "no form was asked for; add `--html FILE`, `--junit FILE`, …";
        return Err(CommandError::new(Exit::Usage, code, message));
    }
    outputs::write(ctx, &report, &args.outputs, key.as_ref())?;
    Ok(Answer::done(Written(files)))
}

/// An audit has one other form, and who signed it was not asked.
fn audit(args: &Args, bytes: &[u8]) -> Result<Answer, CommandError> {
    let OutputArgs { report, html, junit, sarif, oscal, lcov, cobertura, github_summary, sign } =
        &args.outputs;
    let others = [report, junit, sarif, oscal, lcov, cobertura, github_summary, sign];
    let html = html.as_deref().filter(|_| others.into_iter().all(Option::is_none));
    let Some(path) = html else {
        let message = "an isolation audit is rendered as a page only; write `--html FILE` alone";
        return Err(CommandError::new(Exit::Usage, const { Code::new("COS-CLI-0006") }, message));
    };
    let audit = isolation::read(bytes).map_err(|reason| {
        let text = format!("`{}`: {reason}", args.source.display());
        CommandError::input(const { Code::new("COS-RPT-0001") }, text)
    })?;
    let page = audits::page(&audit, (&audits::name(&args.source), bytes), None)?;
    audits::write_file(path, &page)?;
    Ok(Answer::done(Written(vec![path.display().to_string()])))
}

struct Written(Vec<String>);

impl Render for Written {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        self.0.iter().try_for_each(|file| out.good(&format!("wrote {file}")))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.report-render/v1", "files": self.0 })
    }
}
