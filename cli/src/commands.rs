//! One file a verb; this one only dispatches.

#[cfg(feature = "server")]
pub(crate) mod demo;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod generated;
#[cfg(feature = "server")]
pub(crate) mod init;
#[cfg(feature = "server")]
pub(crate) mod isolation;
pub(crate) mod ledger;
#[cfg(feature = "server")]
pub(crate) mod login;
pub(crate) mod policy;
pub(crate) mod receipts;
pub(crate) mod report;
#[cfg(feature = "s3")]
pub(crate) mod s3;
pub(crate) mod schema;
#[cfg(feature = "server")]
pub(crate) mod serve;
#[cfg(feature = "server")]
pub(crate) mod server;
pub(crate) mod simulator;
#[cfg(feature = "server")]
pub(crate) mod state;
#[cfg(feature = "server")]
pub(crate) mod status;
#[cfg(feature = "server")]
pub(crate) mod tenant;
pub(crate) mod theme;
#[cfg(feature = "server")]
pub(crate) mod token;
pub(crate) mod trust;

use crate::args::Command;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;

/// Runs one command.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Completions(args) => generated::completions(&args),
        #[cfg(feature = "server")]
        Command::Demo(args) => demo::run(ctx, &args),
        Command::Evidence(command) => evidence::run(ctx, command),
        Command::Explain(args) => explain::run(&args),
        #[cfg(feature = "server")]
        Command::Init(args) => init::run(ctx, &args),
        #[cfg(feature = "server")]
        Command::Isolation(command) => isolation::run(ctx, &command),
        Command::Ledger(command) => ledger::run(ctx, command),
        #[cfg(feature = "server")]
        Command::Login(args) => login::run(ctx, &args),
        Command::Man(args) => generated::man(&args),
        Command::MarkdownHelp => Ok(generated::markdown_help()),
        Command::Policy(command) => policy::run(ctx, &command),
        Command::PolicyWorker => policy::engine::run(),
        Command::Receipts(command) => receipts::run(ctx, command),
        Command::Report(command) => report::run(ctx, command),
        #[cfg(feature = "s3")]
        Command::S3(command) => s3::run(ctx, command),
        Command::Schema(args) => Ok(schema::run(&args)),
        #[cfg(feature = "server")]
        Command::Serve(args) => serve::run(ctx, &args),
        Command::Simulator(command) => simulator::run(ctx, command),
        #[cfg(feature = "server")]
        Command::State(command) => state::run(ctx, &command),
        #[cfg(feature = "server")]
        Command::Status(args) => status::run(&args),
        #[cfg(feature = "server")]
        Command::Tenant(command) => tenant::run(&command),
        #[cfg(feature = "server")]
        Command::Token(command) => token::run(ctx, &command),
        Command::Theme(command) => theme::run(&command),
        Command::Trust(command) => trust::run(ctx, command),
    }
}
