use std::cell::RefCell;
use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Progress on standard error, only when it is a terminal.
pub(crate) struct Progress {
    bar: RefCell<Option<ProgressBar>>,
    visible: bool,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { bar: RefCell::new(None), visible: !quiet && std::io::stderr().is_terminal() }
    }

    pub(crate) fn start(&self, steps: usize) {
        if self.visible {
            let bar = ProgressBar::new(u64::try_from(steps).unwrap_or(u64::MAX));
            if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            *self.bar.borrow_mut() = Some(bar);
        }
    }

    pub(crate) fn step(&self, message: &str) {
        if let Some(bar) = &*self.bar.borrow() {
            bar.set_message(message.to_owned());
            bar.inc(1);
        }
    }

    /// A phase whose length is not known beforehand.
    pub(crate) fn phase(&self, message: &str) {
        if self.visible {
            let bar = ProgressBar::new_spinner();
            bar.enable_steady_tick(Duration::from_millis(120));
            bar.set_message(message.to_owned());
            *self.bar.borrow_mut() = Some(bar);
        }
    }

    pub(crate) fn done(&self) {
        if let Some(bar) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}
