//! `cos trust show`.

use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos trust show trust/trust.json";

/// Say in words what a trust file makes an auditor believe.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The trust file, or the directory it is in.
    trust: PathBuf,
}

/// Explains a trust file.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let trust = trust_from(&args.trust)?;
    let sections =
        trust.explain(ctx.now()).into_iter().map(|section| (section.heading, section.sentences));
    Ok(Answer::done(Explained {
        org: trust.org().to_string(),
        sha256: trust.digest().to_string(),
        sections: sections.collect(),
    }))
}

struct Explained {
    org: String,
    sha256: String,
    sections: Vec<(&'static str, Vec<String>)>,
}

impl Render for Explained {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.line(format!(
            "What this file (sha256 {}) makes an auditor of `{}` believe:",
            self.sha256, self.org
        ))?;
        for (heading, sentences) in &self.sections {
            out.line("")?;
            out.heading(heading)?;
            sentences.iter().try_for_each(|sentence| out.line(format!("  {sentence}")))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let sections = self
            .sections
            .iter()
            .map(|(heading, sentences)| json!({ "heading": heading, "sentences": sentences }));
        json!({
            "schema": "cos.trust-show/v1",
            "org": self.org,
            "sha256": self.sha256,
            "sections": sections.collect::<Vec<_>>(),
        })
    }
}
