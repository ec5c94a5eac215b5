//! Names by a key of theirs (chỉ mục tên), without the keys: whoever looks compares the names that are found.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// Which names have a key with this hash: almost always those with the key.
#[derive(Clone, Debug)]
pub(super) struct Index {
    hashes: RandomState,
    /// The last name of each hash.
    last: HashMap<u64, usize, BuildHasherDefault<Hashed>>,
    /// For each name that is not the first of its hash the one before it.
    before: HashMap<usize, usize>,
}

/// The hash of what is a hash already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Index {
    /// Of so many names, each with its key.
    pub(super) fn of<K: AsRef<str>>(count: usize, names: impl Iterator<Item = (usize, K)>) -> Self {
        let last = HashMap::with_capacity_and_hasher(count, BuildHasherDefault::default());
        let mut index = Self { hashes: RandomState::new(), last, before: HashMap::new() };
        names.for_each(|(at, key)| index.add(at, key.as_ref()));
        index
    }

    /// Adds a name under its key.
    pub(super) fn add(&mut self, at: usize, key: &str) {
        if let Some(before) = self.last.insert(self.hashes.hash_one(key), at) {
            self.before.insert(at, before);
        }
    }

    /// The names with the hash of this key, the last added first.
    pub(super) fn get(&self, key: &str) -> impl Iterator<Item = usize> {
        let last = self.last.get(&self.hashes.hash_one(key)).copied();
        std::iter::successors(last, |at| self.before.get(at).copied())
    }
}
