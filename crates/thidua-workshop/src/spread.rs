/// Runs `work` on so many threads at once, this one among them; each takes the next task until none is left.
///
/// No thread is started where one is enough. A host may refuse to start one: then the others do its part.
pub(crate) fn spread<T: Send>(threads: usize, tasks: usize, work: impl Fn() -> Vec<T> + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let more = 1..threads.clamp(1, 64).min(tasks);
        let started: Vec<_> =
            more.map_while(|_| std::thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut done = work();
        done.extend(started.into_iter().filter_map(|thread| thread.join().ok()).flatten());
        done
    })
}
