//! Ranking (xếp hạng): ties stay ties unless a declared step separates them.

mod order;
mod tie_break;

use crate::evaluation::{DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::grade::Grades;
use crate::plan::Plan;
use crate::score::Scorecards;

/// All rankings of a run (bảng xếp hạng).
#[derive(Clone, Debug, Default)]
pub struct Standings {
    rankings: Vec<Ranked>,
}

/// One ranking.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    /// Entrants in display order: by group, then place, then id.
    pub order: Vec<usize>,
    /// Place of each entrant, from 1; 0 when it is not ranked.
    pub places: Vec<u32>,
    /// How many share the entrant's place, itself included.
    pub sharing: Vec<u32>,
    /// The tie-break step (from 1) that set the entrant apart from its neighbour above; 0 when the value did.
    pub decided_by: Vec<u32>,
    /// The number of the group the entrant is ranked in.
    pub groups: Vec<u32>,
}

impl Standings {
    /// The place of an entrant in a ranking, from 1.
    #[must_use]
    pub fn place(&self, ranking: usize, row: usize) -> Option<u32> {
        self.rankings.get(ranking)?.places.get(row).copied().filter(|place| *place > 0)
    }

    /// One ranking.
    #[must_use]
    pub fn ranking(&self, ranking: usize) -> Option<&Ranked> {
        self.rankings.get(ranking)
    }
}

impl Ranked {
    /// How many share the entrant's place, itself included.
    #[must_use]
    pub fn sharing(&self, row: usize) -> u32 {
        self.sharing.get(row).copied().unwrap_or(0)
    }

    /// The tie-break step that set the entrant apart from its neighbour above.
    #[must_use]
    pub fn decided_by(&self, row: usize) -> u32 {
        self.decided_by.get(row).copied().unwrap_or(0)
    }
}

/// Ranks all entrants (xếp hạng) by every ranking of the plan.
#[must_use]
pub fn rank(
    plan: &Plan,
    evaluations: &Evaluations,
    scorecards: &Scorecards,
    grades: &Grades,
    decisions: &DecisionIndex,
) -> Standings {
    let facts = Facts {
        plan,
        evaluations,
        stage: 0,
        scorecards: Some(scorecards),
        grades: Some(grades),
        standings: None,
    };
    let rankings =
        (0..plan.rankings.len()).map(|ranking| order::rank_one(&facts, ranking, decisions)).collect();
    Standings { rankings }
}
