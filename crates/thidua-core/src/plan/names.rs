use std::collections::HashMap;
use std::ops::{Deref, DerefMut};

use super::inputs::PlanInput;

/// The inputs of a plan under way, found by name.
#[derive(Default)]
pub(super) struct Inputs {
    all: Vec<PlanInput>,
    /// Of two with one name the first: a declared input goes before the cell of a criterion.
    positions: HashMap<String, usize>,
}

impl Inputs {
    pub(super) fn push(&mut self, input: PlanInput) {
        self.positions.entry(input.name.clone()).or_insert(self.all.len());
        self.all.push(input);
    }

    /// The position of the input with this name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    pub(super) fn into_vec(self) -> Vec<PlanInput> {
        self.all
    }
}

impl Deref for Inputs {
    type Target = [PlanInput];

    fn deref(&self) -> &[PlanInput] {
        &self.all
    }
}

impl DerefMut for Inputs {
    fn deref_mut(&mut self) -> &mut [PlanInput] {
        &mut self.all
    }
}

/// Path and printed code of every node, by position, and the positions by either.
#[derive(Default)]
pub(super) struct Codes {
    all: Vec<(String, String)>,
    paths: HashMap<String, usize>,
    codes: HashMap<String, Vec<usize>>,
}

impl Codes {
    pub(super) fn new(all: Vec<(String, String)>) -> Self {
        let mut found = Self::default();
        for (position, (path, code)) in all.iter().enumerate() {
            found.paths.entry(path.clone()).or_insert(position);
            found.codes.entry(code.clone()).or_default().push(position);
        }
        Self { all, ..found }
    }

    pub(super) fn by_path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// Every node with this printed code.
    pub(super) fn by_code(&self, code: &str) -> &[usize] {
        self.codes.get(code).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Deref for Codes {
    type Target = [(String, String)];

    fn deref(&self) -> &[(String, String)] {
        &self.all
    }
}
