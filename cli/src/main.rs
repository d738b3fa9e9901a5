//! `cos`: parse → settings → call → render. Everything else happens in the libraries.

mod args;
mod clock;
mod commands;
mod ctx;
mod error;
mod files;
#[cfg(feature = "server")]
mod interrupt;
mod progress;
mod ui;

use clap::Parser as _;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

/// Policies allocate much and little at a time: the simulator takes a tenth less processor time than with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = match args::Cli::try_parse() {
        Ok(args) => args,
        Err(error) => return error::usage(&error),
    };
    if args.global.format == args::Format::Markdown && !args.command.has_markdown() {
        return error::usage(&error::no_markdown());
    }
    let ui = ui::Ui::new(&args.global);
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        let ctx = ctx::Ctx::new(&ui);
        commands::run(&ctx, args.command).and_then(|answer| ui.emit(&answer))
    }));
    match outcome {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => ui.fail(&error).into(),
        Err(_) => ui::Ui::bug().into(),
    }
}
