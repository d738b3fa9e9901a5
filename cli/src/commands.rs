//! One file a verb; this one only dispatches.

pub(crate) mod demo;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod generated;
pub(crate) mod ledger;
pub(crate) mod policy;
pub(crate) mod receipts;
pub(crate) mod report;
#[cfg(feature = "s3")]
pub(crate) mod s3;
pub(crate) mod schema;
pub(crate) mod simulator;
pub(crate) mod theme;
pub(crate) mod trust;

use crate::args::Command;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;

/// Runs one command.
pub(crate) fn run(ctx: &Ctx<'_>, command: Command) -> Result<Answer, CommandError> {
    match command {
        Command::Completions(args) => generated::completions(&args),
        Command::Demo(args) => demo::run(ctx, &args),
        Command::Evidence(command) => evidence::run(ctx, command),
        Command::Explain(args) => explain::run(&args),
        Command::Ledger(command) => ledger::run(ctx, command),
        Command::Man(args) => generated::man(&args),
        Command::MarkdownHelp => Ok(generated::markdown_help()),
        Command::Policy(command) => policy::run(&command),
        Command::PolicyWorker => policy::engine::run(),
        Command::Receipts(command) => receipts::run(ctx, command),
        Command::Report(command) => report::run(ctx, command),
        #[cfg(feature = "s3")]
        Command::S3(command) => s3::run(ctx, command),
        Command::Schema(args) => Ok(schema::run(&args)),
        Command::Simulator(command) => simulator::run(ctx, command),
        Command::Theme(command) => theme::run(&command),
        Command::Trust(command) => trust::run(ctx, command),
    }
}
