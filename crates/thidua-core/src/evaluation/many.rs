//! Inputs with many values, under way (chỉ tiêu nhiều giá trị đang gom): a list for each entrant would be as many small pieces
//! of memory as there are entrants, most of each never used.

use std::num::NonZeroUsize;

use super::column::Cell;
use crate::{EntrantId, TiVec};

/// A row of a table: its file and its line.
pub(super) type RowKey = (u32, u32);

/// The cells of one input at one stage, of all entrants in one line: each knows the one before it of the same entrant.
#[derive(Clone, Debug)]
pub(super) struct ManyCells {
    /// The last cell of each entrant.
    last: TiVec<EntrantId, Option<Position>>,
    cells: Vec<Linked>,
}

#[derive(Clone, Debug)]
struct Linked {
    cell: Cell,
    row: RowKey,
    before: Option<Position>,
}

/// Where a cell stands in the line, counted from one.
type Position = NonZeroUsize;

impl ManyCells {
    pub(super) fn new(entrants: usize) -> Self {
        Self { last: vec![None; entrants].into(), cells: Vec::new() }
    }

    /// Puts one more cell of an entrant, with the row it belongs to.
    pub(super) fn put(&mut self, entrant: EntrantId, cell: Cell, row: RowKey) {
        let next = Position::MIN.saturating_add(self.cells.len());
        if let Some(last) = self.last.get_mut(entrant) {
            self.cells.push(Linked { cell, row, before: last.replace(next) });
        }
    }

    /// The cells of an entrant in the order in which they were put, in the place of what the list held.
    pub(super) fn read(&self, entrant: EntrantId, list: &mut Vec<(Cell, RowKey)>) {
        let at = |position: Position| self.cells.get(position.get() - 1);
        let last = self.last.get(entrant).copied().flatten().and_then(at);
        let newest_first = std::iter::successors(last, |linked| at(linked.before?));
        list.clear();
        list.extend(newest_first.map(|linked| (linked.cell, linked.row)));
        list.reverse();
    }

    /// Every cell of an entrant, to be changed by a decision.
    pub(super) fn change(&mut self, entrant: EntrantId, mut change: impl FnMut(&mut Cell)) {
        let mut next = self.last.get(entrant).copied().flatten();
        while let Some(linked) = next.and_then(|position| self.cells.get_mut(position.get() - 1)) {
            change(&mut linked.cell);
            next = linked.before;
        }
    }

    /// Takes over those cells of another stage that are `wanted`, for every entrant who has none here.
    pub(super) fn take(&mut self, other: &Self, wanted: impl Fn(EntrantId, &Cell) -> bool) {
        let mut list = Vec::new();
        for entrant in other.entrants() {
            if self.last.get(entrant).copied().flatten().is_some() {
                continue;
            }
            other.read(entrant, &mut list);
            for (cell, row) in list.iter().filter(|(cell, _)| wanted(entrant, cell)) {
                self.put(entrant, *cell, *row);
            }
        }
    }

    /// Each entrant there is.
    pub(super) fn entrants(&self) -> impl Iterator<Item = EntrantId> + use<> {
        self.last.keys()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::evaluation::{CellState, Origin};

    fn cell(nth: usize) -> Cell {
        let origin = Origin { source: 0, row: 1, column: u32::try_from(nth).unwrap() };
        Cell { state: CellState::Value, value: crate::Decimal::ZERO, origin }
    }

    proptest! {
        /// A list for each entrant holds the same.
        #[test]
        fn is_as_a_list_for_each(
            puts in prop::collection::vec((0..3_usize, 0..3_u32), 0..12),
            changed in 0..4_usize,
        ) {
            let mut many = ManyCells::new(3);
            let mut lists: Vec<Vec<(Cell, RowKey)>> = vec![Vec::new(); 3];
            for (nth, (entrant, line)) in puts.iter().enumerate() {
                many.put((*entrant).into(), cell(nth), (0, *line));
                lists[*entrant].push((cell(nth), (0, *line)));
            }
            many.change(changed.into(), |cell| cell.state = CellState::Claimed);
            for (cell, _) in lists.get_mut(changed).into_iter().flatten() {
                cell.state = CellState::Claimed;
            }
            // Whoever has nothing takes what is wanted of others.
            let mut other = ManyCells::new(3);
            other.put(0.into(), cell(99), (9, 9));
            other.take(&many, |_, cell| cell.state == CellState::Value);
            let mut own = Vec::new();
            for (entrant, list) in lists.iter().enumerate() {
                many.read(entrant.into(), &mut own);
                prop_assert_eq!(&own, list);
                let wanted = list.iter().filter(|(cell, _)| cell.state == CellState::Value).copied();
                let taken = if entrant == 0 { vec![(cell(99), (9, 9))] } else { wanted.collect() };
                other.read(entrant.into(), &mut own);
                prop_assert_eq!(&own, &taken);
            }
        }
    }
}
