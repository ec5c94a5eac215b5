//! Work on several threads at once (chia việc cho nhiều luồng): the results stand in the order of the parts.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_in_their_order() {
        let parts: Vec<u32> = (0..9).collect();
        assert_eq!(spread(&parts, &|part| part * 2), [0, 2, 4, 6, 8, 10, 12, 14, 16]);
        assert!(spread(&[], &|part: &u32| *part).is_empty());
    }
}
