//! `cos state`: the database behind a server, and the data directory as a whole.

mod backup;
mod check;
mod migrate_to;
mod prepare;
mod restore;
mod tables;

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use clap::Subcommand;

/// Look after what a server has: its database, and backups of everything.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Back a data directory up, its keys included, while its server runs.
    Backup(backup::Args),
    /// Count and hash what is in the state, and check that its files are sound.
    Check(check::Args),
    /// Move the state from files into PostgreSQL, and compare every table.
    MigrateTo(migrate_to::Args),
    /// Bring a PostgreSQL database to the present format, and let the server's role use it.
    Prepare(prepare::Args),
    /// Put a backup back, into a new directory.
    Restore(restore::Args),
}

/// Runs one of them.
pub(crate) fn run(ctx: &Ctx<'_>, command: &Command) -> Result<Answer, CommandError> {
    match command {
        Command::Backup(args) => backup::run(ctx, args),
        Command::Check(args) => check::run(args),
        Command::MigrateTo(args) => migrate_to::run(ctx, args),
        Command::Prepare(args) => prepare::run(args),
        Command::Restore(args) => restore::run(ctx, args),
    }
}
