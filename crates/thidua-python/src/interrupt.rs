use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use thidua::Cancel;

/// How often Python is asked whether somebody pressed Ctrl-C.
const LOOK: Duration = Duration::from_millis(50);

/// Does work that may take long, Python's lock let go of, on a thread of its own: Ctrl-C ends it as `KeyboardInterrupt`.
///
/// Signals come to the main thread only; from any other thread the work goes on to its end.
pub(crate) fn interruptible<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&Cancel) -> PyResult<T> + Send,
) -> PyResult<T> {
    let cancel = Cancel::default();
    std::thread::scope(|scope| {
        let (done, wait) = channel();
        // Only this thread waits; the lock lets Python be let go of meanwhile.
        let wait = Mutex::new(wait);
        let waited = || wait.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(LOOK);
        let wish = cancel.clone();
        let thread = scope.spawn(move || {
            let result = work(&wish);
            // Nobody waits any more once the wish was told.
            let _ = done.send(());
            result
        });
        let mut interrupted = None;
        while let Err(RecvTimeoutError::Timeout) = py.detach(waited) {
            if interrupted.is_none()
                && let Err(error) = py.check_signals()
            {
                cancel.cancel();
                interrupted = Some(error);
            }
        }
        let result = py.detach(|| thread.join());
        match (interrupted, result) {
            (Some(error), _) => Err(error),
            (None, Ok(result)) => result,
            (None, Err(panic)) => std::panic::resume_unwind(panic),
        }
    })
}
