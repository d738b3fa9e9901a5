//! `cos isolation audit`.

use crate::commands::report::audits::{name, page, write_file};
use crate::commands::report::signed;
use crate::commands::server::ServerArgs;
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::interrupt;
use crate::ui::{Answer, Human, Mark, Render, counted};
use cos_api::Client;
use cos_api::audit::{self, Aborted, Audit, Plan, Stopped, Traces};
use cos_core::code::Code;
use cos_evidence::isolation;
use cos_sign::SigningKey;
use rand_core::Rng as _;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos isolation audit
  cos isolation audit --region eu-1 --report isolation.json --sign data/trust --html isolation.html
  cos isolation audit --region eu-1 --tenant pilot-a --tenant pilot-b --report isolation.json

The token has to be an operator's, with every scope. Two tenants are made for the audit and suspended
afterwards; names of tenants are never used again, so they stay. With --tenant, each of the two gets a
receipt and a theme, which is not activated, and nothing else of them changes. What an audit could not end,
because it was killed or the server died, the next one ends first: let one at a time ask a server.

Exit codes: 0 everything was refused that has to be · 1 something was not · 3 bad arguments · 4 the
server refuses the token · 5 the server does not answer · 130 interrupted.";

/// Ask for every operation as every kind of caller, about two tenants.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The region that the server has to be in [default: the one that it says].
    #[arg(long)]
    region: Option<String>,
    /// A tenant to use instead of making one; give two.
    #[arg(long, value_name = "NAME")]
    tenant: Vec<String>,
    /// Write the report as JSON: the form that is signed, and that a bundle takes in.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Sign the report with the report key of this trust directory; the signature goes beside it.
    #[arg(long, value_name = "DIR", requires = "report")]
    sign: Option<PathBuf>,
    /// Write the report as a page for people.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
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
    let stop = interrupt::heard()?;
    let plan = Plan {
        server: args.server.named()?,
        region: match &args.region {
            Some(region) => region.clone(),
            None => operator.status()?.region,
        },
        run: format!("audit-{:08x}", random.next_u32()),
        now: ctx.now().to_string(),
        tenants,
        stop,
    };
    ctx.ui.status("auditing; this takes some seconds");
    let report = audited(ctx, &operator, &plan)?;
    report.write(ctx, args.report.as_deref(), args.html.as_deref(), key.as_ref())?;
    let exit = if report.audit.passed { Exit::Done } else { Exit::No };
    Ok(Answer::with(exit, report))
}

/// Audits a server with an operator's credential.
pub(crate) fn audited(
    ctx: &Ctx<'_>,
    operator: &Client,
    plan: &Plan<'_>,
) -> Result<Report, CommandError> {
    let (mut audit, left) = audit::run(operator, plan).map_err(|stopped| end(*stopped))?;
    audit.ended_at = ctx.now().to_string();
    Ok(Report { audit, left })
}

/// Why an audit was not finished, and what is left of it on the server.
fn end(Stopped { because, left }: Stopped) -> CommandError {
    let error = match because {
        Aborted::Client(error) => error.into(),
        Aborted::Interrupted => {
            let text = "interrupted before the audit was done; nothing was written";
            CommandError::new(Exit::Interrupted, const { Code::new("COS-SRV-0070") }, text)
        }
    };
    remains(&left).into_iter().fold(error, CommandError::hint)
}

/// What the server still has of an audit, for people.
fn remains(left: &Traces) -> Vec<String> {
    let tokens =
        left.tokens.iter().map(|id| format!("left: token `{id}`; `cos token revoke {id}`"));
    let tenants = left.tenants.iter();
    let tenants = tenants.map(|name| format!("left: tenant `{name}`; `cos tenant suspend {name}`"));
    let next = "the next audit ends what this one left".to_owned();
    tokens.chain(tenants).chain((!left.is_empty()).then_some(next)).collect()
}

/// What came of an audit.
pub(crate) struct Report {
    pub(crate) audit: Audit,
    left: Traces,
}

impl Report {
    /// Writes the report in the forms that were asked for.
    pub(crate) fn write(
        &self,
        ctx: &Ctx<'_>,
        report: Option<&Path>,
        html: Option<&Path>,
        key: Option<&SigningKey>,
    ) -> Result<(), CommandError> {
        let text = serde_json::to_string_pretty(&self.json()).expect("plain data is JSON") + "\n";
        let audit = isolation::read(text.as_bytes()).expect("it was written as it is read");
        if let Some(path) = report {
            write_file(path, &text)?;
            if let Some(key) = key {
                let bytes = text.as_bytes();
                let statement = isolation::statement(&audit, &name(path), bytes, ctx.now());
                signed::seal(&statement, path, key)?;
            }
        }
        if let Some(path) = html {
            let file = report.map(name).unwrap_or_default();
            let signer = key.map(|key| key.name().to_string());
            write_file(path, &page(&audit, (&file, text.as_bytes()), signer)?)?;
        }
        Ok(())
    }
}

impl Render for Report {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Audit { probes, findings, routes, residency, tenants: [first, second], .. } =
            &self.audit;
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
        let text = format!("{refused} of {} requests for another region refused", residency.len());
        let mark = if refused == residency.len() { Mark::Good } else { Mark::Bad };
        out.marked(mark, &text)?;
        let asked = format!("{} about {first} and {second}", counted(*probes, "request"));
        for line in remains(&self.left) {
            out.warning(&line)?;
        }
        if self.audit.passed {
            out.good(&format!("{asked}: nothing crosses"))
        } else {
            out.bad(&format!("{asked}: {}", counted(findings.len() as u64, "finding")))
        }
    }

    fn json(&self) -> Value {
        serde_json::to_value(&self.audit).expect("plain data is JSON")
    }
}
