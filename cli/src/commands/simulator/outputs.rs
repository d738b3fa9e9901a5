//! The files that a run leaves: the report in every form that was asked for, signed where a key is named.

use crate::commands::report::signed;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use cos_report::model::Conformance;
use cos_report::{cobertura, html, json, junit, lcov, markdown, oscal, sarif};
use cos_sign::SigningKey;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the report goes.
#[derive(clap::Args, Debug, Default)]
#[command(next_help_heading = "Reports")]
pub(crate) struct OutputArgs {
    /// Write the report as JSON: the form that is signed, verified and re-derived.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write it as one HTML file.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write it as JUnit XML.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Write it as SARIF 2.1.0.
    #[arg(long, value_name = "FILE")]
    pub(crate) sarif: Option<PathBuf>,
    /// Write it as OSCAL assessment results 1.1.2.
    #[arg(long, value_name = "FILE")]
    pub(crate) oscal: Option<PathBuf>,
    /// Write rule coverage as an LCOV tracefile.
    #[arg(long, value_name = "FILE")]
    pub(crate) lcov: Option<PathBuf>,
    /// Write rule coverage as Cobertura XML.
    #[arg(long, value_name = "FILE")]
    pub(crate) cobertura: Option<PathBuf>,
    /// Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr.
    #[arg(long, value_name = "FILE")]
    pub(crate) github_summary: Option<PathBuf>,
    /// Sign the report with the report key of this trust directory; the signature goes beside it.
    #[arg(long, value_name = "DIR", requires = "report")]
    pub(crate) sign: Option<PathBuf>,
}

/// Renders the report in one form.
type Rendering<'a> = dyn Fn() -> Result<String, cos_report::ReportError> + 'a;

impl OutputArgs {
    /// The key to sign with, where one is asked for; opened before anything is run, so that a wrong one costs nothing.
    pub(crate) fn key(&self) -> Result<Option<SigningKey>, CommandError> {
        self.sign.as_deref().map(signed::key).transpose()
    }
}

/// Writes every file that was asked for.
pub(crate) fn write(
    ctx: &Ctx<'_>,
    report: &Conformance,
    args: &OutputArgs,
    key: Option<&SigningKey>,
) -> Result<(), CommandError> {
    if let Some(path) = &args.report {
        let text = json::render(report)?;
        file(path, &text)?;
        if let Some(key) = key {
            signed::sign(ctx, report, (path, text.as_bytes()), key)?;
        }
    }
    let path = args.report.as_deref().unwrap_or(Path::new("conformance.json"));
    let path = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
    let forms: [(&Option<PathBuf>, &Rendering<'_>); 6] = [
        (&args.html, &|| html::render(report)),
        (&args.junit, &|| junit::render(report)),
        (&args.sarif, &|| sarif::render(report)),
        (&args.oscal, &|| oscal::render(report, &path)),
        (&args.lcov, &|| lcov::render(report)),
        (&args.cobertura, &|| cobertura::render(report)),
    ];
    for (wanted, render) in forms {
        if let Some(path) = wanted {
            file(path, &render()?)?;
        }
    }
    if let Some(path) = &args.github_summary {
        append(path, &markdown::summary(report)?)?;
        for line in markdown::annotations(report) {
            ctx.ui.status(&line);
        }
    }
    Ok(())
}

pub(super) fn file(path: &Path, text: &str) -> Result<(), CommandError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| CommandError::io("create", folder, &error))?;
    }
    let mut out = Output::create(path, true)?;
    out.write_all(text.as_bytes()).map_err(|error| CommandError::io("write", path, &error))?;
    out.finish()
}

/// The step summary belongs to all steps of a job: it grows.
fn append(path: &Path, text: &str) -> Result<(), CommandError> {
    let failed = |error| CommandError::io("write", path, &error);
    let mut out =
        std::fs::OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
    out.write_all(text.as_bytes()).map_err(failed)
}
