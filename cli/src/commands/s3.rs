//! `cos s3`: what a server for objects is good for.

mod doctor;
mod report;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;
use cos_objects::s3::{Addressing, Options};

/// Examine S3 servers.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find out what a server really honours: conditional writes, checksums, retention.
    Doctor(doctor::Args),
}

/// Where a server is and how it is spoken to. Credentials are found as by other AWS tools.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Server")]
pub(crate) struct ServerArgs {
    /// The server's address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile's, else AWS].
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region [default: `AWS_REGION`, or the profile's].
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Name the bucket in the host name, also where an endpoint is set.
    #[arg(long)]
    virtual_host: bool,
}

impl ServerArgs {
    pub(crate) fn options(&self) -> Options {
        let addressing = if self.virtual_host { Addressing::VirtualHost } else { Addressing::Auto };
        Options {
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            addressing,
            ..Options::default()
        }
    }
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Doctor(args) => doctor::run(ctx, &args),
    }
}
