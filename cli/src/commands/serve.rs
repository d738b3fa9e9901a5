//! `cos serve`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use cos_daemon::{Installation, Listen};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

const EXAMPLES: &str = "Examples:
  cos serve --data data
  cos serve --data data --listen 127.0.0.1:8080

It ends at SIGTERM or Ctrl-C, after it finished what had begun. A crash loses nothing that was
answered, either: start it again.

Exit codes: 0 told to end · 3 bad data directory or address · 5 something it needs is unavailable · 6
its own state fails its check.";

/// Serve tenants, credentials and receipts over HTTP.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory that `cos init` made.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The address, on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7070")]
    listen: SocketAddr,
}

/// Serves until it is told to end.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let installation = Installation::open(&args.data)?;
    let listen = Listen::new(args.listen)?;
    cos_daemon::serve(&installation, listen, Arc::clone(&ctx.clock), |address| {
        ctx.ui.status(&format!("serving {} on http://{address}", args.data.display()));
    })?;
    Ok(Answer::silent())
}
