use std::collections::BTreeMap;

use thidua_core::{Entrant, Plan};
use thidua_table::Register;

use super::collect::{FileIntake, FileState};

/// Whether somebody has sent a form (tình trạng nộp).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntrantState {
    /// A form was read.
    Accepted,
    /// Several forms that differ: one is to be chosen.
    Duplicate,
    /// What was sent cannot be read.
    Refused,
    /// Nothing came.
    Missing,
}

/// One entrant and what came from it.
#[derive(Clone, Debug)]
pub struct EntrantIntake {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Cluster.
    pub cluster: String,
    /// Whether a form was read.
    pub state: EntrantState,
    /// The files that came from it.
    pub files: Vec<String>,
}

/// Everybody who should have sent a form, and whoever sent one, by cluster and id.
pub(super) fn entrants(plan: &Plan, register: Option<&Register>, files: &[FileIntake]) -> Vec<EntrantIntake> {
    let mut all: BTreeMap<String, EntrantIntake> = BTreeMap::new();
    let listed: Vec<Entrant> = register.map(|register| register.for_plan(plan)).unwrap_or_default();
    let fresh = |id: &str, name: &str, cluster: &str| EntrantIntake {
        id: id.to_owned(),
        name: name.to_owned(),
        cluster: cluster.to_owned(),
        state: EntrantState::Missing,
        files: Vec::new(),
    };
    for entrant in &listed {
        all.insert(entrant.id.as_str().to_owned(), fresh(&entrant.id, &entrant.name, &entrant.cluster));
    }
    for file in files.iter().filter(|file| !file.entrant.is_empty()) {
        let state = match file.state {
            FileState::Accepted => EntrantState::Accepted,
            FileState::Refused => EntrantState::Refused,
            FileState::Duplicate | FileState::LeftOut => EntrantState::Duplicate,
            FileState::Table | FileState::Other | FileState::Decided => continue,
        };
        let known = all.entry(file.entrant.clone());
        // With a register nobody else is expected.
        let of = match known {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(_) if register.is_some() => continue,
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(fresh(&file.entrant, &file.entrant, ""))
            }
        };
        of.files.push(file.name.clone());
        of.state = of.state.min(state);
    }
    let mut all: Vec<EntrantIntake> = all.into_values().collect();
    all.sort_by(|one, other| (&one.cluster, &one.id).cmp(&(&other.cluster, &other.id)));
    all
}
