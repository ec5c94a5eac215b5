//! Where the work is done: panics end here, and the stack is not the caller's.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Enough for the deepest rule set many times over, also in a build without optimisation.
#[cfg(not(target_family = "wasm"))]
const STACK: usize = 8 * 1024 * 1024;

/// What the work gives, or nothing when it panicked; what it worked on must not be used again then.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// Does the work on a stack of its own; where the host refuses a thread, on the caller's.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn on_own<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let work = std::sync::Mutex::new(Some(work));
    let run = || {
        let work = work.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        work.map(|work| work())
    };
    let done = std::thread::scope(|scope| {
        let spawned = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        spawned.ok().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    done.flatten()
        .or_else(run)
        .unwrap_or_else(|| std::panic::resume_unwind(Box::new("the work was done twice")))
}

/// There are no threads in a browser's sandbox; its stack is one mebibyte, and a quarter of that is enough.
#[cfg(target_family = "wasm")]
pub(crate) fn on_own<T>(work: impl FnOnce() -> T) -> T {
    work()
}
