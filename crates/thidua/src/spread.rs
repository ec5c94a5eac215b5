//! Work on several threads at once (chia việc cho nhiều luồng): the results stand in the order of the parts.

use std::sync::mpsc::{Receiver, sync_channel};

/// Does every part of a work, the first one here and each other on a thread of its own.
///
/// No thread is started where there is one part. A host may refuse a thread, or have no room for one: what it would have
/// done is then done here.
pub(crate) fn spread<P: Sync, T: Send>(parts: &[P], work: &(dyn Fn(&P) -> T + Sync)) -> Vec<T> {
    std::thread::scope(|scope| {
        let start = |part| std::thread::Builder::new().spawn_scoped(scope, move || work(part)).ok();
        let started: Vec<_> = parts.iter().skip(1).map(|part| (part, start(part))).collect();
        let first = parts.first().map(work);
        let rest = started.into_iter().map(|(part, thread)| {
            // A thread that ended badly left nothing behind: its part is done once more.
            thread.and_then(|thread| thread.join().ok()).unwrap_or_else(|| work(part))
        });
        first.into_iter().chain(rest).collect()
    })
}

/// Does every part of a long work on so many threads, and hands over the results one by one in the order of the parts.
///
/// A thread goes no further than one part ahead of what was handed over, and lives as long as the work: what it frees it
/// takes again. What no thread did is done here.
///
/// # Errors
/// The first of those that take the results: nothing is handed over after it.
pub(crate) fn in_turn<P: Sync, T: Send, E>(
    parts: &[P],
    threads: usize,
    work: &(dyn Fn(&P) -> T + Sync),
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.clamp(1, 64).min(parts.len());
    if threads < 2 {
        return parts.iter().try_for_each(|part| take(work(part)));
    }
    std::thread::scope(|scope| {
        let start = |lane: usize| {
            let (send, receive) = sync_channel(1);
            let own = parts.iter().skip(lane).step_by(threads);
            // Who takes nothing more has closed the other end.
            let run = move || {
                let _ = own.map(work).try_for_each(|made| send.send(made));
            };
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
            receive
        };
        let lanes: Vec<Receiver<T>> = (0..threads).map(start).collect();
        parts.iter().zip(lanes.iter().cycle()).try_for_each(|(part, lane)| {
            // A thread that was refused, or ended badly, has closed its end.
            take(lane.recv().unwrap_or_else(|_| work(part)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_work_is_handed_over_in_its_order() {
        let parts: Vec<u32> = (0..100).collect();
        for threads in [0, 1, 2, 3, 64, 1000] {
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_turn(&parts, threads, &|part| part * 2, |made| {
                taken.push(made);
                Ok(())
            });
            assert_eq!((done, taken), (Ok(()), parts.iter().map(|part| part * 2).collect()));
        }
        let mut taken = 0;
        let failed = in_turn(&parts, 3, &|part| *part, |made| {
            taken += 1;
            if made == 7 { Err(made) } else { Ok(()) }
        });
        assert_eq!((failed, taken), (Err(7), 8), "nothing is handed over after a fault");
        assert_eq!(in_turn(&[], 3, &|part: &u32| *part, |_| Err(())), Ok(()));
    }

    #[test]
    fn parts_stand_in_their_order() {
        let parts: Vec<u32> = (0..9).collect();
        assert_eq!(spread(&parts, &|part| part * 2), [0, 2, 4, 6, 8, 10, 12, 14, 16]);
        assert!(spread(&[], &|part: &u32| *part).is_empty());
    }
}
