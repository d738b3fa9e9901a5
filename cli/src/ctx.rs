//! What every command is handed: the ui, the clock, the number of threads.

use crate::clock::SystemClock;
use crate::ui::Ui;
use cos_core::clock::{Clock, Timestamp};
use rand_chacha::ChaCha12Rng;
use rand_core::SeedableRng as _;
use std::path::PathBuf;
use std::sync::Arc;

/// The surroundings of a command.
pub(crate) struct Ctx<'a> {
    pub(crate) ui: &'a Ui,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) threads: usize,
}

impl<'a> Ctx<'a> {
    pub(crate) fn new(ui: &'a Ui) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { ui, clock: Arc::new(SystemClock), threads }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A generator seeded by the operating system.
    pub(crate) fn rng() -> Result<ChaCha12Rng, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(ChaCha12Rng::from_seed(seed))
    }

    /// Where this user's pins are kept: `$COS_STATE_DIR`, else `$XDG_STATE_HOME/cos`, else `~/.local/state/cos`.
    pub(crate) fn state_dir() -> Option<PathBuf> {
        let set =
            |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        set("COS_STATE_DIR")
            .or_else(|| Some(set("XDG_STATE_HOME")?.join("cos")))
            .or_else(|| Some(set("HOME")?.join(".local/state/cos")))
    }
}
