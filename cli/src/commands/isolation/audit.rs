//! `cos isolation audit`.

use crate::commands::report::signed;
use crate::commands::server::ServerArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::files::Output;
use crate::ui::{Answer, Human, Mark, Render, counted};
use cos_api::audit::{self, Audit, Plan};
use cos_core::code::Code;
use cos_evidence::isolation;
use rand_core::Rng as _;
use serde_json::Value;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos isolation audit --region eu-1
  cos isolation audit --region eu-1 --report isolation.json --sign data/trust
  cos isolation audit --region eu-1 --tenant pilot-a --tenant pilot-b --report isolation.json

The token has to be an operator's, with every scope. Two tenants are made for the audit and suspended
afterwards; names of tenants are never used again, so they stay. With --tenant, each of the two gets a
receipt and a theme, which is not activated, and nothing else of them changes.

Exit codes: 0 everything was refused that has to be · 1 something was not · 3 bad arguments · 4 the
server refuses the token · 5 the server does not answer.";

/// Ask for every operation as every kind of caller, about two tenants.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The region that the server is in.
    #[arg(long)]
    region: String,
    /// A tenant to use instead of making one; give two.
    #[arg(long, value_name = "NAME")]
    tenant: Vec<String>,
    /// Write the report as JSON: the form that is signed, and that a bundle takes in.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Sign the report with the report key of this trust directory; the signature goes beside it.
    #[arg(long, value_name = "DIR", requires = "report")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    server: ServerArgs,
}

/// Audits a server.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let tenants = match args.tenant.as_slice() {
        [] => None,
        [first, second] if first != second => Some([first.clone(), second.clone()]),
        _ => {
            let text = "`--tenant` is given twice, with two names, or not at all";
            return Err(CommandError::new(Exit::Usage, const { Code::new("COS-SRV-0004") }, text));
        }
    };
    let key = args.sign.as_deref().map(signed::key).transpose()?;
    let operator = args.server.client()?;
    let mut random = Ctx::rng()?;
    let run = format!("audit-{:08x}", random.next_u32());
    let now = ctx.now().to_string();
    ctx.ui.status("auditing; this takes some seconds");
    let audit = audit::run(&operator, &Plan { region: args.region.clone(), run, now, tenants })?;
    let report = Report(audit);
    if let Some(path) = &args.report {
        let text = serde_json::to_string_pretty(&report.json()).expect("plain data is JSON") + "\n";
        write(path, &text)?;
        if let Some(key) = key {
            let audit = isolation::read(text.as_bytes()).expect("it was written as it is read");
            let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into());
            let statement = isolation::statement(&audit, &name, text.as_bytes(), ctx.now());
            signed::seal(&statement, path, &key)?;
        }
    }
    let exit = if report.0.passed { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, report))
}

fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    let mut out = Output::create(path, true)?;
    out.write_all(text.as_bytes()).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}

struct Report(Audit);

impl Render for Report {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Audit { probes, findings, routes, residency, tenants: [first, second], .. } = &self.0;
        let row = |row: &audit::Row| {
            let numbers = [row.probes, row.refusals, row.findings].map(|it| it.to_string());
            [vec![format!("{} {}", row.method, row.path)], numbers.to_vec()].concat()
        };
        let rows: Vec<_> = routes.iter().map(row).collect();
        out.table(&["operation", "requests", "to refuse", "findings"], &rows, false)?;
        for finding in findings {
            let audit::Finding { rule, route, caller, tenant, detail } = finding;
            out.bad(&format!("{rule}: {route} as {caller}, about {tenant}: {detail}"))?;
        }
        let refused = residency.iter().filter(|row| row.refused).count();
        let text = format!("{refused} of {} writes for another region refused", residency.len());
        let mark = if refused == residency.len() { Mark::Good } else { Mark::Bad };
        out.marked(mark, &text)?;
        let asked = format!("{} about {first} and {second}", counted(*probes, "request"));
        if self.0.passed {
            out.good(&format!("{asked}: nothing crosses"))
        } else {
            out.bad(&format!("{asked}: {}", counted(findings.len() as u64, "finding")))
        }
    }

    fn json(&self) -> Value {
        serde_json::to_value(&self.0).expect("plain data is JSON")
    }
}
