//! Progress bars: on stderr, only where a person looks, and only for work that lasts.

use crate::ui::Ui;
use cos_evidence::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// Work shorter than this shows nothing.
const DELAY: Duration = Duration::from_millis(250);

/// A bar for counted work.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar whose length is not known yet.
    pub(crate) fn new(ui: &Ui, what: &'static str) -> Self {
        if !ui.shows_progress() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template(
            "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta} left",
        )
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar =
            ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden()).with_style(style);
        bar.set_message(what);
        let visible = bar.clone();
        // The bar appears only if the work is still going on after the delay.
        std::thread::spawn(move || {
            std::thread::sleep(DELAY);
            if !visible.is_finished() {
                visible.set_draw_target(ProgressDrawTarget::stderr_with_hz(15));
            }
        });
        Self(bar)
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn expect(&self, receipts: u64) {
        self.0.inc_length(receipts);
    }

    fn advance(&self, receipts: u64) {
        self.0.inc(receipts);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.finish();
    }
}
