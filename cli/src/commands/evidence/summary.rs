//! The verification summary (SLSA VSA) that `cos evidence verify` leaves, signed.

use super::level::refused;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::files::Output;
use cos_evidence::bundle::area::Area;
use cos_evidence::bundle::verify::{Level, Verification};
use cos_evidence::bundle::vsa::{self, Request, VERIFIER};
use cos_sign::KeyDir;
use cos_sign::Trust;
use cos_sign::sigstore::{KeySealer, Sealer};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the summary goes, and what it says besides.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Verification summary")]
pub(crate) struct SummaryArgs {
    /// Write the result as a SLSA verification summary: *.sigstore.json as a Sigstore bundle, else as a DSSE envelope; may be repeated.
    #[arg(long, value_name = "FILE", requires = "keys")]
    vsa: Vec<PathBuf>,
    /// The trust directory whose evidence key signs the summary.
    #[arg(long, value_name = "DIR", requires = "vsa")]
    keys: Option<PathBuf>,
    /// What was verified, as a URI [default: urn:cos:release:VERSION].
    #[arg(long, value_name = "URI", requires = "vsa", value_parser = uri)]
    resource_uri: Option<String>,
    /// Who verified, as a URI.
    #[arg(long, value_name = "URI", requires = "vsa", value_parser = uri, default_value = VERIFIER)]
    verifier_id: String,
}

fn uri(text: &str) -> Result<String, String> {
    let scheme = text.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    let plain = text.bytes().all(|b| b.is_ascii_graphic());
    if scheme && plain { Ok(text.to_owned()) } else { Err("not a URI".to_owned()) }
}

/// A summary that is to be written.
pub(crate) struct Summary<'a> {
    args: &'a SummaryArgs,
    sealer: Option<KeySealer>,
}

impl SummaryArgs {
    /// Reads the key before anything is verified, so that a wrong one costs nothing. A summary speaks of the whole bundle.
    pub(crate) fn open(&self, level: &Level) -> Result<Summary<'_>, CommandError> {
        if !self.vsa.is_empty() && *level != Level::Full {
            return Err(refused("`--vsa` is for `--level full`: a summary speaks of everything"));
        }
        let open = |keys: &PathBuf| Ok::<_, CommandError>(KeyDir::open(keys)?.sealer()?);
        let sealer = self.keys.as_ref().map(open).transpose()?;
        Ok(Summary { args: self, sealer })
    }
}

impl Summary<'_> {
    /// Signs the summary and writes it in the forms that were asked for; all bear one signature.
    pub(crate) fn write(
        &self,
        ctx: &Ctx<'_>,
        area: &Area,
        found: &Verification,
        trust: &Trust,
    ) -> Result<(), CommandError> {
        let Some(sealer) = &self.sealer else { return Ok(()) };
        let now = ctx.now();
        let request = Request {
            trust,
            at: now,
            verifier: &self.args.verifier_id,
            tool_version: env!("CARGO_PKG_VERSION"),
            resource: self.args.resource_uri.as_deref(),
        };
        let bundle = sealer.seal(&vsa::statement(area, found, &request)?, now)?;
        let envelope = vsa::envelope(&bundle).expect("a bundle that was just made has an envelope");
        for path in &self.args.vsa {
            let text = if is_bundle(path) { &bundle } else { &envelope };
            let mut out = Output::create(path, true)?;
            out.write_all(text).map_err(|error| CommandError::io("write", path, &error))?;
            out.finish()?;
        }
        Ok(())
    }
}

fn is_bundle(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".sigstore.json"))
}
