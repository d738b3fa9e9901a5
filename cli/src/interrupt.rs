//! Being told to end by what should end something first.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

static TOLD: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt sets what is returned, and ends nothing; a second one ends the process at once.
pub(crate) fn heard() -> io::Result<&'static AtomicBool> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let (mut interrupt, mut terminate) = {
        let _entered = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    thread::spawn(move || {
        runtime.block_on(async move {
            loop {
                let heard = tokio::select! {
                    heard = interrupt.recv() => heard,
                    heard = terminate.recv() => heard,
                };
                if heard.is_none() {
                    return;
                }
                if TOLD.swap(true, Ordering::Relaxed) {
                    process::exit(130);
                }
            }
        });
    });
    Ok(&TOLD)
}
