use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress on standard error, only when it is a terminal.
pub(crate) struct Progress {
    bar: Mutex<Option<ProgressBar>>,
    visible: bool,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { bar: Mutex::new(None), visible: !quiet && std::io::stderr().is_terminal() }
    }

    pub(crate) fn start(&self, steps: usize) {
        if self.visible {
            let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            self.put(bar);
        }
    }

    pub(crate) fn step(&self, message: &str) {
        if let Ok(slot) = self.bar.lock()
            && let Some(bar) = &*slot
        {
            bar.set_message(message.to_owned());
            bar.inc(1);
        }
    }

    /// So many steps of so many are done; any thread may say so.
    pub(crate) fn share(&self, done: usize, all: usize) {
        if let Ok(slot) = self.bar.lock()
            && let Some(bar) = &*slot
        {
            bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        }
    }

    fn put(&self, bar: ProgressBar) {
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    /// A phase whose length is not known beforehand.
    pub(crate) fn phase(&self, message: &str) {
        if self.visible {
            let bar = ProgressBar::new_spinner();
            bar.set_message(message.to_owned());
            // A steady tick would start a thread, which a host may refuse.
            bar.tick();
            self.put(bar);
        }
    }

    pub(crate) fn done(&self) {
        if let Ok(mut slot) = self.bar.lock()
            && let Some(bar) = slot.take()
        {
            bar.finish_and_clear();
        }
    }
}
