use std::io;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

/// What the service takes on at most (giới hạn của dịch vụ).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one body.
    pub body_max: u32,
    /// Bytes of all bodies that are there at one time.
    pub bodies_max: u32,
    /// How long headers, and how long a body, may take to arrive.
    pub arrival: Duration,
    /// How long a request waits for its turn.
    pub wait: Duration,
    /// How long the answer may take from then on; work that takes longer is cancelled.
    pub work: Duration,
    /// How long requests that are under way may take once the service is told to stop.
    pub grace: Duration,
    /// Connections at one time; further ones wait to be accepted.
    pub connections_max: usize,
    /// Requests worked on at one time.
    pub workers: usize,
    /// Rule sets kept ready.
    pub plans_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_max: 16 << 20,
            bodies_max: 64 << 20,
            arrival: Duration::from_secs(10),
            wait: Duration::from_secs(5),
            work: Duration::from_secs(60),
            grace: Duration::from_secs(30),
            connections_max: 256,
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            plans_max: 64,
        }
    }
}

/// Enough for the deepest rule set many times over, also in a build without optimisation.
const STACK: usize = 8 * 1024 * 1024;

/// The threads that the service runs on: two that carry bytes, and one for each worker.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime(limits: &Limits) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(limits.workers.max(1))
        .thread_stack_size(STACK)
        .enable_all()
        .build()
}
