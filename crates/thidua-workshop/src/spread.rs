//! Work for several processors (chia việc cho nhiều bộ xử lý).

use std::sync::atomic::{AtomicUsize, Ordering};

/// How many threads may run at once here; one where the host does not say.
#[must_use]
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Runs `work` on so many threads at once, this one among them; each takes the next task until none is left.
///
/// No thread is started where one is enough. A host may refuse to start one: then the others do its part. Whoever panics
/// takes everybody along: nothing is left out in silence.
pub(crate) fn spread<T: Send>(threads: usize, tasks: usize, work: impl Fn() -> Vec<T> + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let more = 1..threads.clamp(1, 64).min(tasks);
        let started: Vec<_> =
            more.map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut done = work();
        for thread in started {
            done.extend(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

/// What `each` makes of every item, in their order; so many at a time belong to one thread.
pub(crate) fn in_stretches<I: Sync, T: Send>(
    threads: usize,
    items: &[I],
    stretch: usize,
    each: impl Fn(&I) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let start = next.fetch_add(stretch, Ordering::Relaxed);
            let own = items.iter().enumerate().skip(start).take(stretch);
            if own.len() == 0 {
                return made;
            }
            made.extend(own.map(|(position, item)| (position, each(item))));
        }
    };
    let mut made = spread(threads, items.len().div_ceil(stretch), work);
    made.sort_unstable_by_key(|(position, _)| *position);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_made_once_and_in_order() {
        let items: Vec<usize> = (0..100).collect();
        for threads in [1, 3] {
            assert_eq!(
                in_stretches(threads, &items, 7, |item| item * 2),
                (0..100).map(|item| item * 2).collect::<Vec<_>>()
            );
        }
    }
}
