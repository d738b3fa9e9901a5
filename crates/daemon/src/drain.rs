//! How a server ends: in stages, each of which everything in it can wait for.

use tokio::sync::watch;

/// How far the end has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// It has not begun.
    Serving,
    /// It is told to: no longer ready, connections end after their answer, and whoever comes is served still.
    Draining,
    /// Nobody is let in any more.
    Closing,
}

/// Tells how far the end has come.
#[derive(Clone, Debug)]
pub(crate) struct Drain(watch::Receiver<Stage>);

impl Drain {
    /// Hears of what `sender` decides.
    pub(crate) fn of(sender: &watch::Sender<Stage>) -> Self {
        Self(sender.subscribe())
    }

    /// Whether the end has begun.
    pub(crate) fn has_begun(&self) -> bool {
        *self.0.borrow() != Stage::Serving
    }

    /// Waits until the end has come that far.
    pub(crate) async fn reached(&mut self, stage: Stage) {
        // Whoever decides is gone: that is the end, too.
        let _ = self.0.wait_for(|now| *now >= stage).await;
    }
}
