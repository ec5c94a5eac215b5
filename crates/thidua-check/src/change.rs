//! The smallest changes that reach a goal (thay đổi nhỏ nhất để đạt): which cells of an entrant's own, and to what.
//!
//! No rule has a second meaning here. What a set of cells can come to at all is read off the calculus over ranges; whether
//! a change reaches the goal is asked of the whole pipeline, with the changed cells in their places and everybody else
//! as they are.

mod cells;
mod goal;
mod line;
mod others;
mod search;

pub use cells::{Fixed, Which, left_as_they_are};

use std::collections::BTreeSet;

use thidua_core::facts::Facts;
use thidua_core::plan::PerRow;
use thidua_core::{
    AwardId, Circumstances, Decimal, EntrantId, Evaluations, Exact, GradeId, GradingId, InputId, Plan,
    StageId, Text, evaluate, text,
};

use crate::check::{Entered, own_reach};
use crate::independent::independent;

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A grade of a grading, by position, or a better one (mức xếp loại).
    Grade {
        /// The grading.
        grading: GradingId,
        /// The grade.
        grade: GradeId,
    },
    /// An award, by position: recommended, or waiting for nothing but a vote (danh hiệu, hình thức).
    Award(AwardId),
}

/// How far a search goes before it gives up (giới hạn tìm kiếm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// At most so many cells together.
    pub cells: usize,
    /// At most so many readings over ranges.
    pub ranges: usize,
    /// At most so many results worked out anew.
    pub results: usize,
    /// At most so many steps from what stands in a cell.
    pub steps: u64,
    /// At most so many sets are told.
    pub sets: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { cells: 3, ranges: 20_000, results: 2_000, steps: 100_000, sets: 5 }
    }
}

/// One cell that would have to be another (một ô cần thay đổi).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The input, by position.
    pub input: InputId,
    /// Which of its values.
    pub which: Which,
    /// What it counts as now; `None` where nothing stands there.
    pub from: Option<Exact>,
    /// What it would have to be.
    pub to: Decimal,
    /// How many steps that is.
    pub steps: u64,
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is reached already.
    Reached,
    /// Sets of cells, all of the smallest size, fewest steps first. No smaller set and no fewer steps reach it.
    Changes(Vec<Vec<CellChange>>),
    /// A set that reaches it; the budget was too small to tell whether a smaller one does.
    Perhaps(Vec<CellChange>),
    /// Nothing of their own reaches it, which the ranges prove, or what was decided or recorded already.
    Unreachable(Text),
    /// Nothing was found; whether there is something the budget was too small to tell.
    NotFound {
        /// Sets of so many cells and fewer were all looked at.
        cells: usize,
        /// What was not looked at.
        why: Text,
    },
}

/// The smallest sets of changes to an entrant's own cells that reach a goal (còn thiếu gì): fewest cells first, then
/// fewest steps. The cells are those of the official stage, and of a list each value and rows more; everybody else stays
/// as they are, and so does what [`left_as_they_are`] names. No row is taken away.
///
/// A step is one piece, one day, yes for no, another choice, or one of the last digit that stands in the column.
///
/// `thidua missing` prints the answer in the unit of the form; `crates/thidua/tests/missing.rs` holds it against trying everything.
#[must_use]
pub fn smallest_changes(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    row: EntrantId,
    goal: Goal,
    budget: Budget,
) -> Answer {
    let Some(rows) = independent(plan, evaluations).into_iter().find(|rows| rows.contains(&row)) else {
        return Answer::Unreachable(text!("không có đối tượng này", "there is no such entrant"));
    };
    // Nobody outside the part can move the entrant, or be moved.
    let part = evaluations.part(&rows);
    let row = rows.iter().position(|each| *each == row).map_or(EntrantId::FIRST, EntrantId::from);
    let outcome = evaluate(plan, &part, circumstances);
    if goal::reached(&outcome, row, goal) {
        return Answer::Reached;
    }
    let id = part.entrants().get(row).map(|entrant| entrant.id.as_str()).unwrap_or_default();
    if let Some(why) = goal::settled(plan, circumstances, &outcome, (id, row), goal) {
        return Answer::Unreachable(why);
    }
    let facts = Facts::entered(plan, &part, StageId::OFFICIAL);
    let entered = Entered::of(&facts, row);
    let line = line::of(plan, &part, &outcome, row, goal);
    let asked = goal::Asked { goal, line };
    let everything = entered.clone().freed(plan, plan.inputs.keys());
    let reach = own_reach(plan, &everything, goal::awards(goal));
    if !asked.possible(&reach) {
        return Answer::Unreachable(goal::why_not(plan, &reach, &asked));
    }
    let cells = cells::of(plan, &part, row, budget);
    let searched: BTreeSet<InputId> = cells.iter().map(|cell| cell.input).collect();
    // What is computed of rows may read a cell that is changed.
    let entered = entered.freed(plan, computed_of(plan, &searched));
    let open = entered.clone().freed(plan, searched.iter().copied());
    let reach = own_reach(plan, &open, goal::awards(goal));
    if !asked.possible(&reach) {
        let why = goal::why_not(plan, &reach, &asked);
        let left = left_as_they_are(plan, &part, row);
        let left = left.iter().take(5).filter_map(|(input, _)| plan.inputs.get(*input));
        let left: Vec<&str> = left.map(|input| input.name.as_str()).collect();
        let names = left.join("`, `");
        return Answer::NotFound {
            cells: cells.len(),
            why: if left.is_empty() {
                why
            } else {
                text!(
                    "không ô nào đã xét giúp đạt được; chưa xét dòng của bảng chi tiết và ô được miễn: `{names}`",
                    "no cell that was looked at leads there; rows of detail tables and exempt cells were not looked at: `{names}`"
                )
            },
        };
    }
    let others = others::Others::of(plan, &part, row);
    let search = search::Search {
        plan,
        part: &part,
        circumstances,
        row,
        asked: &asked,
        entered: &entered,
        cells: &cells,
        others: &others,
    };
    search.run(budget)
}

/// The inputs that are computed of rows and of one of these.
fn computed_of(plan: &Plan, searched: &BTreeSet<InputId>) -> Vec<InputId> {
    let reads = |each: &&PerRow| {
        let when = each.when.iter().flat_map(|when| when.inputs());
        each.term.inputs().into_iter().chain(when).any(|input| searched.contains(&input))
    };
    plan.per_row.iter().filter(reads).map(|each| each.input).collect()
}
