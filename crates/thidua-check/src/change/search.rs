//! The search: boxes of values, nearest first, halved until one value is left; what the ranges rule out is dropped.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use thidua_core::calculus::Range;
use thidua_core::{
    Cell as EnteredCell, CellState, Circumstances, Decimal, EntrantId, Evaluations, Exact, InputId, Origin,
    Plan, StageId, conclude, text,
};

use super::cells::{Cell, Values, Which, decimal, is_told_once};
use super::goal::Asked;
use super::others::Others;
use super::{Answer, Budget, CellChange, goal};
use crate::check::{Entered, own_reach};

/// After the first find so many more readings over ranges may look for others of the same size.
const READINGS_AFTER_FIRST: usize = 4_000;

pub(super) struct Search<'a> {
    pub(super) plan: &'a Plan,
    pub(super) part: &'a Evaluations,
    pub(super) circumstances: &'a Circumstances<'a>,
    pub(super) row: EntrantId,
    pub(super) asked: &'a Asked,
    pub(super) entered: &'a Entered,
    pub(super) cells: &'a [Cell],
    pub(super) others: &'a Others,
}

/// Values of one cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// Those of a list, from one position to another.
    Listed(usize, usize),
    /// So many steps up or down.
    Line { up: bool, from: u64, to: u64 },
}

/// Values of several cells: how many steps away at least, in which order it came, which cells, which values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Box {
    steps: u64,
    number: usize,
    cells: Vec<usize>,
    sides: Vec<Side>,
}

/// What was spent.
#[derive(Default)]
struct Spent {
    ranges: usize,
    results: usize,
}

impl Search<'_> {
    /// Sets of one cell, then of two …
    pub(super) fn run(&self, budget: Budget) -> Answer {
        let mut spent = Spent::default();
        let mut looked_at = 0;
        let mut beyond = false;
        for size in 1..=budget.cells.min(self.cells.len()) {
            let (found, complete) = self.of_size(size, budget, &mut spent);
            if !found.is_empty() {
                return Answer::Changes(found);
            }
            if !complete {
                if let Some(changes) = self.greedy(budget.cells) {
                    return Answer::Perhaps(changes);
                }
                return Answer::NotFound {
                    cells: looked_at,
                    why: text!(
                        "đã hết giới hạn tìm kiếm ở các tổ hợp {size} ô",
                        "the budget was spent on sets of {size} cells"
                    ),
                };
            }
            looked_at = size;
            beyond |= self.is_cut_off(budget);
        }
        let (steps, size) = (budget.steps, looked_at);
        // Rows can be added without end.
        let endless = self.cells.iter().any(|cell| matches!(cell.which, Which::More(_)));
        if looked_at == self.cells.len() && !beyond && !endless {
            return Answer::Unreachable(text!(
                "đã thử mọi giá trị có thể ghi: không thay đổi số liệu nào của riêng đối tượng giúp đạt được",
                "every value that can be entered was tried: no change of their own leads there"
            ));
        }
        Answer::NotFound {
            cells: looked_at,
            why: text!(
                "không tổ hợp nào đến {size} ô giúp đạt được (mỗi ô đổi nhiều nhất {steps} bước)",
                "no set of up to {size} cells leads there (each by {steps} steps at most)"
            ),
        }
    }

    /// Whether some cell could hold more than the search looks at.
    fn is_cut_off(&self, budget: Budget) -> bool {
        self.cells.iter().any(|cell| match cell.values {
            Values::Listed(_) => false,
            Values::Line { up, down, .. } => up >= budget.steps || down >= budget.steps,
        })
    }

    /// The sets of so many cells that reach the goal; also whether all were looked at.
    fn of_size(&self, size: usize, budget: Budget, spent: &mut Spent) -> (Vec<Vec<CellChange>>, bool) {
        let mut queue: BinaryHeap<Reverse<Box>> = BinaryHeap::new();
        let mut number = 0;
        let told_once = |set: &Vec<usize>| is_told_once(self.cells, set);
        for cells in subsets(self.cells.len(), size).filter(told_once) {
            if spent.ranges >= budget.ranges {
                return (Vec::new(), false);
            }
            spent.ranges += 1;
            let whole = cells.iter().filter_map(|cell| self.cells.get(*cell));
            if !self.may(whole.map(|cell| (cell, cell.all(self.plan)))) {
                continue;
            }
            let mut boxes = vec![Vec::new()];
            for cell in cells.iter().filter_map(|cell| self.cells.get(*cell)) {
                let sides = sides(cell);
                boxes = boxes
                    .into_iter()
                    .flat_map(|before: Vec<Side>| {
                        sides.iter().map(move |side| [before.as_slice(), std::slice::from_ref(side)].concat())
                    })
                    .collect();
            }
            for sides in boxes {
                let steps = self.steps(&cells, &sides);
                queue.push(Reverse(Box { steps, number, cells: cells.clone(), sides }));
                number += 1;
            }
        }
        let mut found: Vec<Vec<CellChange>> = Vec::new();
        let mut done: BTreeSet<Vec<usize>> = BTreeSet::new();
        let mut limit = budget.ranges;
        while let Some(Reverse(next)) = queue.pop() {
            if found.len() >= budget.sets {
                break;
            }
            if done.contains(&next.cells) {
                continue;
            }
            if spent.ranges >= limit || spent.results >= budget.results {
                return (found, false);
            }
            spent.ranges += 1;
            let open = next.cells.iter().zip(&next.sides);
            let open = open.filter_map(|(cell, side)| {
                let cell = self.cells.get(*cell)?;
                Some((cell, range(cell, side, self.plan)))
            });
            if !self.may(open) {
                continue;
            }
            match widest(&next.sides) {
                Some(at) => {
                    for sides in halves(&next.sides, at) {
                        let steps = self.steps(&next.cells, &sides);
                        queue.push(Reverse(Box { steps, number, cells: next.cells.clone(), sides }));
                        number += 1;
                    }
                }
                None => {
                    spent.results += 1;
                    if let Some(changes) = self.changes(&next).filter(|changes| self.reaches(changes)) {
                        if found.is_empty() {
                            limit = limit.min(spent.ranges + READINGS_AFTER_FIRST);
                        }
                        found.push(changes);
                        done.insert(next.cells);
                    }
                }
            }
        }
        (found, true)
    }

    /// Whether the ranges leave the goal open when these cells hold such values.
    fn may<'c>(&self, open: impl Iterator<Item = (&'c Cell, Range)>) -> bool {
        let mut entered = self.entered.clone();
        for (cell, values) in open {
            match cell.which {
                Which::Only => entered.open(cell.input, values),
                Which::Value(at) => entered.open_in_list(cell.input, Some(at), values),
                Which::More(_) => entered.open_in_list(cell.input, None, values),
            }
        }
        self.asked.possible(&own_reach(self.plan, &entered, goal::awards(self.asked.goal)))
    }

    /// The one value of each cell that is left in a box.
    fn changes(&self, one: &Box) -> Option<Vec<CellChange>> {
        let change = |(cell, side): (&usize, &Side)| {
            let cell = self.cells.get(*cell)?;
            let to = match (side, &cell.values) {
                (Side::Listed(at, _), Values::Listed(values)) => values.get(*at)?.clone(),
                (Side::Line { up, from, .. }, _) => cell.at(*up, *from)?,
                _ => return None,
            };
            let steps = steps_of(cell, side);
            Some(CellChange {
                input: cell.input,
                which: cell.which,
                from: cell.from.clone(),
                to: decimal(&to)?,
                steps,
            })
        };
        one.cells.iter().zip(&one.sides).map(change).collect()
    }

    /// Whether the goal is reached once the cells are changed and everything is worked out anew.
    fn reaches(&self, changes: &[CellChange]) -> bool {
        let Some(part) = self.changed(changes) else { return false };
        let scores = self.others.with(self.plan, &part, self.row, changes);
        let outcome = conclude(self.plan, &part, self.circumstances, scores);
        goal::reached(&outcome, self.row, self.asked.goal)
    }

    /// What was entered, with the cells changed.
    fn changed(&self, changes: &[CellChange]) -> Option<Evaluations> {
        let mut part = self.part.clone();
        let mut lists: BTreeMap<InputId, Vec<Decimal>> = BTreeMap::new();
        for change in changes {
            match change.which {
                Which::Only => put(&mut part, self.plan, (self.row, change.input), &[change.to])?,
                Which::Value(_) | Which::More(_) => {
                    let column = self.part.column(StageId::OFFICIAL, change.input)?;
                    // All of them or none: a position says which one changes.
                    let standing: Option<Vec<Decimal>> = column.list(self.row).iter().map(decimal).collect();
                    let list = lists.entry(change.input).or_insert(standing?);
                    match change.which {
                        Which::Value(at) => *list.get_mut(at)? = change.to,
                        _ => list.push(change.to),
                    }
                }
            }
        }
        for (input, list) in &lists {
            put(&mut part, self.plan, (self.row, *input), list)?;
        }
        Some(part)
    }

    /// The total once the cells are changed.
    fn total(&self, changes: &[CellChange]) -> Option<Exact> {
        let part = self.changed(changes)?;
        self.others.with(self.plan, &part, self.row, changes).ranked_total(self.row)
    }

    /// Some set that reaches the goal, where there was no room to look for the smallest: the cell that adds most, then
    /// the next; each is then brought back as far as the goal allows.
    fn greedy(&self, size: usize) -> Option<Vec<CellChange>> {
        let mut set: Vec<(usize, Side)> = Vec::new();
        while set.len() < size {
            let mut best: Option<(bool, Option<Exact>, usize, Side)> = None;
            for (at, cell) in self.cells.iter().enumerate() {
                let numbers: Vec<usize> = set.iter().map(|(taken, _)| *taken).chain([at]).collect();
                if set.iter().any(|(taken, _)| *taken == at) || !is_told_once(self.cells, &numbers) {
                    continue;
                }
                for side in ends(cell) {
                    let mut with = set.clone();
                    with.push((at, side.clone()));
                    let Some(changes) = self.told(&with) else { continue };
                    let next = (self.reaches(&changes), self.total(&changes), at, side);
                    if best.as_ref().is_none_or(|best| (next.0, &next.1) > (best.0, &best.1)) {
                        best = Some(next);
                    }
                }
            }
            let (reached, _, at, side) = best?;
            set.push((at, side));
            if reached {
                for at in 0..set.len() {
                    self.bring_back(&mut set, at);
                }
                return self.told(&set);
            }
        }
        None
    }

    /// Halves the distance of one cell as long as the goal stays reached.
    fn bring_back(&self, set: &mut [(usize, Side)], at: usize) {
        let Some((cell, Side::Line { up, to, .. })) = set.get(at).cloned() else { return };
        let Some(first) = self.cells.get(cell).map(Cell::first) else { return };
        let (mut low, mut high) = (first, to);
        while low < high {
            let middle = low + (high - low) / 2;
            if let Some(slot) = set.get_mut(at) {
                slot.1 = Side::Line { up, from: middle, to: middle };
            }
            if self.told(set).is_some_and(|changes| self.reaches(&changes)) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        if let Some(slot) = set.get_mut(at) {
            slot.1 = Side::Line { up, from: high, to: high };
        }
    }

    fn told(&self, set: &[(usize, Side)]) -> Option<Vec<CellChange>> {
        let (cells, sides) = set.iter().cloned().unzip();
        self.changes(&Box { steps: 0, number: 0, cells, sides })
    }

    fn steps(&self, cells: &[usize], sides: &[Side]) -> u64 {
        let each =
            cells.iter().zip(sides).filter_map(|(cell, side)| Some(steps_of(self.cells.get(*cell)?, side)));
        each.fold(0, u64::saturating_add)
    }
}

/// Puts values in the place of those of a cell.
fn put(
    part: &mut Evaluations,
    plan: &Plan,
    (row, input): (EntrantId, InputId),
    values: &[Decimal],
) -> Option<()> {
    let cell =
        |value: &Decimal| EnteredCell { state: CellState::Value, value: *value, origin: Origin::default() };
    let cells: Vec<EnteredCell> = values.iter().map(cell).collect();
    part.replace(plan, (StageId::OFFICIAL, row, input), &cells).ok()
}

/// At least so many steps away.
fn steps_of(cell: &Cell, side: &Side) -> u64 {
    match side {
        Side::Listed(..) => 1,
        Side::Line { from, .. } => from + u64::from(cell.from.is_none()),
    }
}

/// Everything that can be entered in a cell: up, then down.
fn sides(cell: &Cell) -> Vec<Side> {
    match &cell.values {
        Values::Listed(values) => match values.len().checked_sub(1) {
            Some(last) => vec![Side::Listed(0, last)],
            None => Vec::new(),
        },
        Values::Line { up, down, .. } => {
            let up = (cell.first() <= *up).then(|| Side::Line { up: true, from: cell.first(), to: *up });
            let down = (*down > 0).then_some(Side::Line { up: false, from: 1, to: *down });
            up.into_iter().chain(down).collect()
        }
    }
}

/// The values furthest away, each alone.
fn ends(cell: &Cell) -> Vec<Side> {
    let far = sides(cell).into_iter().flat_map(|side| match side {
        Side::Listed(from, to) => (from..=to).map(|at| Side::Listed(at, at)).collect(),
        Side::Line { up, to, .. } => vec![Side::Line { up, from: to, to }],
    });
    far.collect()
}

/// The values of a side.
fn range(cell: &Cell, side: &Side, plan: &Plan) -> Range {
    match (side, &cell.values) {
        (Side::Listed(from, to), Values::Listed(values)) => {
            let values = values.get(*from..=*to).unwrap_or_default().to_vec();
            Range::of_list(values).unwrap_or_default()
        }
        (Side::Line { up, from, to }, _) => {
            let (near, far) = (cell.at(*up, *from), cell.at(*up, *to));
            let (low, high): (Option<Exact>, Option<Exact>) = if *up { (near, far) } else { (far, near) };
            let grid = plan.inputs.get(cell.input).map(|input| input.possible().grid).unwrap_or_default();
            match (low, high) {
                (Some(low), Some(high)) if low == high => Range::point(low),
                (low, high) => Range { grid, ..Range::between(low, high) },
            }
        }
        (Side::Listed(..), Values::Line { .. }) => Range::default(),
    }
}

/// The side with most values; `None` when each has one.
fn widest(sides: &[Side]) -> Option<usize> {
    let width = |side: &Side| match side {
        Side::Listed(from, to) => u64::try_from(to - from).unwrap_or(u64::MAX),
        Side::Line { from, to, .. } => to - from,
    };
    let widest = sides.iter().enumerate().max_by_key(|(at, side)| (width(side), Reverse(*at)))?;
    (width(widest.1) > 0).then_some(widest.0)
}

/// The box cut in two along one side.
fn halves(sides: &[Side], at: usize) -> [Vec<Side>; 2] {
    let cut = |lower: bool| {
        let mut sides = sides.to_vec();
        match sides.get_mut(at) {
            Some(Side::Listed(from, to)) => {
                let middle = *from + (*to - *from) / 2;
                if lower { *to = middle } else { *from = middle + 1 }
            }
            Some(Side::Line { from, to, .. }) => {
                // Near values are looked at one by one, far ones by the thousand.
                let middle = from.saturating_mul(*to).isqrt().max(*from).min(*to - 1);
                if lower { *to = middle } else { *from = middle + 1 }
            }
            None => {}
        }
        sides
    };
    [cut(true), cut(false)]
}

/// Every set of so many of the first `count` positions, in order.
fn subsets(count: usize, size: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut next: Option<Vec<usize>> = (size <= count).then(|| (0..size).collect());
    std::iter::from_fn(move || {
        let current = next.clone()?;
        next = current.iter().rposition(|at| at + 1 < count).and_then(|_| {
            let mut following = current.clone();
            let moved = (0..size)
                .rev()
                .find(|place| following.get(*place).is_some_and(|at| at + (size - place) < count))?;
            let start = following.get(moved).copied()? + 1;
            for (offset, slot) in following.iter_mut().skip(moved).enumerate() {
                *slot = start + offset;
            }
            Some(following)
        });
        Some(current)
    })
}

#[cfg(test)]
mod tests {
    use super::subsets;

    #[test]
    fn every_subset_comes_once() {
        let all: Vec<Vec<usize>> = subsets(4, 2).collect();
        assert_eq!(all, [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
        assert_eq!(subsets(3, 3).count(), 1);
        assert_eq!(subsets(2, 3).count(), 0);
        assert_eq!(subsets(6, 3).count(), 20);
    }
}
