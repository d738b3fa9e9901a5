//! Being told to end, for a client that has to end something first.

use crate::error::DaemonError;
use crate::serve::no_signals;
use std::thread;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

/// From now on an interrupt, or being told to terminate, calls `heard` and ends nothing by itself.
pub fn on_interrupt(heard: impl Fn() + Send + 'static) -> Result<(), DaemonError> {
    let runtime = Builder::new_current_thread().enable_io().build().map_err(no_signals)?;
    let (mut interrupt, mut terminate) = {
        let _entered = runtime.enter();
        let interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
        (interrupt, signal(SignalKind::terminate()).map_err(no_signals)?)
    };
    thread::spawn(move || {
        runtime.block_on(async move {
            loop {
                let told = tokio::select! {
                    told = interrupt.recv() => told,
                    told = terminate.recv() => told,
                };
                if told.is_none() {
                    return;
                }
                heard();
            }
        });
    });
    Ok(())
}
