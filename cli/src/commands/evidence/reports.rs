//! The files that a verification leaves: in each form that was asked for.

use super::level::refused;
use crate::error::CommandError;
use crate::files::Output;
use clap::ValueEnum;
use cos_report::ReportError;
use cos_report::evidence::{Verification, html, junit, sarif};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the result goes.
#[derive(clap::Args, Debug)]
pub(crate) struct ReportArgs {
    /// Also write the result to this file; its name says the form. May be repeated.
    #[arg(long, value_name = "FILE")]
    report: Vec<PathBuf>,
    /// The form of the report, whatever the name of its file.
    #[arg(long, value_enum, requires = "report")]
    report_format: Option<Form>,
}

/// A form of the result.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// One page for people.
    Html,
    /// `cos.evidence-verify/v1`.
    Json,
    /// JUnit XML.
    Junit,
    /// SARIF 2.1.0.
    Sarif,
}

/// Files and their forms.
pub(crate) struct Forms<'a>(Vec<(&'a Path, Form)>);

impl ReportArgs {
    /// Which file gets which form; settled before anything is verified, so that a name that says nothing costs nothing.
    pub(crate) fn forms(&self) -> Result<Forms<'_>, CommandError> {
        if self.report_format.is_some() && self.report.len() > 1 {
            return Err(refused("`--report-format` is for one `--report`"));
        }
        let form = |path: &'_ PathBuf| self.report_format.or_else(|| Form::of(path));
        let forms = self.report.iter().map(|path| {
            let form = form(path).ok_or_else(|| {
                refused(format!(
                    "the name `{}` says no form; end it in .json, .sarif, .xml or .html, or add `--report-format`",
                    path.display()
                ))
            })?;
            Ok((path.as_path(), form))
        });
        forms.collect::<Result<_, _>>().map(Forms)
    }
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ends = |suffix| name.strip_suffix(suffix).is_some();
        match () {
            () if ends(".sarif") || ends(".sarif.json") => Some(Self::Sarif),
            () if ends(".json") => Some(Self::Json),
            () if ends(".xml") => Some(Self::Junit),
            () if ends(".html") || ends(".htm") => Some(Self::Html),
            () => None,
        }
    }

    fn render(self, found: &Verification) -> Result<String, ReportError> {
        match self {
            Self::Html => html::render(found),
            Self::Json => cos_report::evidence::json(found),
            Self::Junit => junit::render(found),
            Self::Sarif => sarif::render(found),
        }
    }
}

impl Forms<'_> {
    /// Writes every file.
    pub(crate) fn write(&self, found: &Verification) -> Result<(), CommandError> {
        for (path, form) in &self.0 {
            let text = form.render(found)?;
            let mut out = Output::create(path, true)?;
            out.write_all(text.as_bytes())
                .map_err(|error| CommandError::io("write", path, &error))?;
            out.finish()?;
        }
        Ok(())
    }
}
