//! `cos policy default`.

use super::build::Built;
use super::output;
use crate::error::CommandError;
use crate::ui::Answer;
use cos_daemon::AuthzPolicy;
use cos_policy::bundle;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos policy default --out default.tar.gz
  cos policy sign default.tar.gz --keys data/trust --out authz.tar.gz
  cos serve --data data --authz authz.tar.gz

Receipts of what the server itself does name the policy that allowed it. Signed, this one stands for
them in a bundle of evidence; it is also what a policy of your own begins with.";

/// Write the policy by which a server decides when it is given no other.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Where to write the archive.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Replace the output if it exists.
    #[arg(long)]
    force: bool,
}

/// Packs the policy.
pub(crate) fn run(args: &Args) -> Result<Answer, CommandError> {
    let files = AuthzPolicy::default_files();
    let loaded = bundle::load(&files)?;
    let archive = files.to_archive();
    output::write(&args.out, &archive, args.force)?;
    Ok(Answer::done(Built::new(&args.out, &archive, files.len(), loaded)))
}
