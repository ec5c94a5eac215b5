use crate::{InputId, NodeId, TiSlice, TiVec};
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use super::inputs::PlanInput;

/// The inputs of a plan under way, found by name.
#[derive(Default)]
pub(super) struct Inputs {
    all: TiVec<InputId, PlanInput>,
    /// Of two with one name the first: a declared input goes before the cell of a criterion.
    by_name: HashMap<String, InputId>,
}

impl Inputs {
    pub(super) fn push(&mut self, input: PlanInput) -> InputId {
        self.by_name.entry(input.name.clone()).or_insert(self.all.next_key());
        self.all.push_and_get_key(input)
    }

    /// The input with this name.
    pub(super) fn named(&self, name: &str) -> Option<InputId> {
        self.by_name.get(name).copied()
    }

    pub(super) fn into_vec(self) -> TiVec<InputId, PlanInput> {
        self.all
    }
}

impl Deref for Inputs {
    type Target = TiSlice<InputId, PlanInput>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}

impl DerefMut for Inputs {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.all
    }
}

/// Path and printed code of every node, and the nodes by either.
#[derive(Default)]
pub(super) struct Codes {
    all: TiVec<NodeId, (String, String)>,
    paths: HashMap<String, NodeId>,
    codes: HashMap<String, Vec<NodeId>>,
}

impl Codes {
    pub(super) fn new(all: TiVec<NodeId, (String, String)>) -> Self {
        let mut found = Self::default();
        for (position, (path, code)) in all.iter_enumerated() {
            found.paths.entry(path.clone()).or_insert(position);
            found.codes.entry(code.clone()).or_default().push(position);
        }
        Self { all, ..found }
    }

    pub(super) fn by_path(&self, path: &str) -> Option<NodeId> {
        self.paths.get(path).copied()
    }

    /// Every node with this printed code.
    pub(super) fn by_code(&self, code: &str) -> &[NodeId] {
        self.codes.get(code).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Deref for Codes {
    type Target = TiSlice<NodeId, (String, String)>;

    fn deref(&self) -> &Self::Target {
        &self.all
    }
}
