//! What the library keeps for the caller, by numbers that are never given out twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use thidua::{Cancel, JsonSeason};

/// An answer, a season, or a wish that calls end.
#[derive(Clone)]
pub(crate) enum Kept {
    Answer(Arc<[u8]>),
    Season(Arc<Mutex<JsonSeason>>),
    Cancel(Cancel),
}

impl Kept {
    pub(crate) fn answer(bytes: Vec<u8>) -> Self {
        Self::Answer(bytes.into())
    }

    pub(crate) fn season(season: JsonSeason) -> Self {
        Self::Season(Arc::new(Mutex::new(season)))
    }
}

struct All {
    last: u64,
    kept: BTreeMap<u64, Kept>,
}

static ALL: Mutex<All> = Mutex::new(All { last: 0, kept: BTreeMap::new() });

/// Nothing in here can panic half way, so that what a panic elsewhere left locked is whole.
fn all() -> MutexGuard<'static, All> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps something, and tells its handle: from 1, never the same twice.
pub(crate) fn keep(what: Kept) -> u64 {
    let mut all = all();
    all.last = all.last.saturating_add(1);
    let handle = all.last;
    all.kept.insert(handle, what);
    handle
}

/// Lets go of something; tells whether there was anything.
pub(crate) fn forget(handle: u64) -> bool {
    let gone = all().kept.remove(&handle);
    // Dropped after the lock is free again: a season is large.
    gone.is_some()
}

/// The bytes of an answer.
pub(crate) fn answer(handle: u64) -> Option<Arc<[u8]>> {
    match all().kept.get(&handle)? {
        Kept::Answer(bytes) => Some(bytes.clone()),
        Kept::Season(_) | Kept::Cancel(_) => None,
    }
}

/// A wish that calls end; one that nobody tells where the handle is 0.
pub(crate) fn cancel(handle: u64) -> Option<Cancel> {
    match (handle, all().kept.get(&handle)) {
        (0, _) => Some(Cancel::default()),
        (_, Some(Kept::Cancel(cancel))) => Some(cancel.clone()),
        _ => None,
    }
}

/// Works with a season; two threads with one season wait for one another.
pub(crate) fn with_season<T>(handle: u64, work: impl FnOnce(&mut JsonSeason) -> T) -> Option<T> {
    let found = all().kept.get(&handle).cloned();
    let Some(Kept::Season(season)) = found else { return None };
    let mut season = season.lock().unwrap_or_else(PoisonError::into_inner);
    Some(work(&mut season))
}
