//! Being told to end by what should end something first.

use crate::error::CommandError;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

static TOLD: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt sets what is returned, and ends nothing; a second one ends the process at once.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "whoever insists does not wait for what is still to be ended"
)]
pub(crate) fn heard() -> Result<&'static AtomicBool, CommandError> {
    cos_daemon::on_interrupt(|| {
        if TOLD.swap(true, Ordering::Relaxed) {
            process::exit(130);
        }
    })?;
    Ok(&TOLD)
}
