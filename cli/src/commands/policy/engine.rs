//! The engine for policies that somebody supplied, and the hidden command that its process runs.

use crate::error::CommandError;
use crate::ui::Answer;
use cos_policy::engine::EngineError;
use cos_policy::setup::Setup;
use cos_policy::worker::{self, Limits, Worker, WorkerCommand};
use std::io;

/// The subcommand of [`run`].
const WORKER: &str = "policy-worker";

/// Loads a policy in a process of its own, under limits.
pub(crate) fn supplied(setup: &Setup) -> Result<Worker, CommandError> {
    Ok(Worker::spawn(&command()?, setup, &Limits::default())?)
}

/// How that process is started: this program again.
pub(crate) fn command() -> Result<WorkerCommand, CommandError> {
    let program = std::env::current_exe().map_err(|error| {
        EngineError::Stopped(format!("the program of its process is unknown: {error}"))
    })?;
    Ok(WorkerCommand { program, args: vec![WORKER.to_owned()] })
}

/// Answers the process that started this one until it is gone.
pub(crate) fn run() -> Result<Answer, CommandError> {
    worker::serve(io::stdin(), io::stdout())
        .map_err(|error| EngineError::Stopped(error.to_string()))?;
    Ok(Answer::silent())
}
