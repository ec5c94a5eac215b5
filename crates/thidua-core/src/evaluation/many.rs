//! Inputs with many values, under way (chỉ tiêu nhiều giá trị đang gom): a list for each entrant would be as many small pieces
//! of memory as there are entrants, most of each never used.

use super::column::Cell;
use crate::{EntrantId, TiVec};

/// A row of a detail table: its file, its line, and which of several on that line.
pub(super) type RowKey = (u32, u32, u32);

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
type Position = std::num::NonZeroU32;

impl ManyCells {
    pub(super) fn new(entrants: usize) -> Self {
        Self { last: vec![None; entrants].into(), cells: Vec::new() }
    }

    /// Puts one more cell of an entrant, of a row of a file: of several on the same row each has its own key.
    pub(super) fn put(&mut self, entrant: EntrantId, cell: Cell, (file, line): (u32, u32)) {
        let on_row = self.newest_first(entrant).filter(|(_, key)| (key.0, key.1) == (file, line)).count();
        let nth = u32::try_from(on_row).unwrap_or(u32::MAX);
        self.put_as(entrant, cell, (file, line, nth));
    }

    fn put_as(&mut self, entrant: EntrantId, cell: Cell, row: RowKey) {
        // Four thousand million cells fit in no memory.
        let next = u32::try_from(self.cells.len() + 1).ok().and_then(Position::new);
        if let (Some(last), Some(next)) = (self.last.get_mut(entrant), next) {
            self.cells.push(Linked { cell, row, before: last.replace(next) });
        }
    }

    fn newest_first(&self, entrant: EntrantId) -> impl Iterator<Item = (Cell, RowKey)> {
        let at = |position: Position| self.cells.get(usize::try_from(position.get()).ok()? - 1);
        let last = self.last.get(entrant).copied().flatten().and_then(at);
        std::iter::successors(last, move |linked| at(linked.before?)).map(|linked| (linked.cell, linked.row))
    }

    /// The cells of an entrant in the order in which they were put, in the place of what the list held.
    pub(super) fn read(&self, entrant: EntrantId, list: &mut Vec<(Cell, RowKey)>) {
        list.clear();
        list.extend(self.newest_first(entrant));
        list.reverse();
    }

    /// Every cell of an entrant, to be changed by a decision.
    pub(super) fn change(&mut self, entrant: EntrantId, mut change: impl FnMut(&mut Cell)) {
        let mut next = self.last.get(entrant).copied().flatten();
        while let Some(position) = next.and_then(|position| usize::try_from(position.get() - 1).ok()) {
            let linked = self.cells.get_mut(position);
            next = linked.as_ref().and_then(|linked| linked.before);
            linked.into_iter().for_each(|linked| change(&mut linked.cell));
        }
    }

    /// Whether the entrant has no cell.
    pub(super) fn is_empty(&self, entrant: EntrantId) -> bool {
        self.last.get(entrant).copied().flatten().is_none()
    }

    /// Takes over those cells of another stage that are `wanted`, for every entrant who has none here.
    pub(super) fn take(&mut self, other: &Self, wanted: impl Fn(EntrantId, &Cell) -> bool) {
        let mut list = Vec::new();
        for entrant in other.last.keys().filter(|entrant| self.is_empty(*entrant)).collect::<Vec<_>>() {
            other.read(entrant, &mut list);
            for (cell, row) in list.iter().filter(|(cell, _)| wanted(entrant, cell)) {
                self.put_as(entrant, *cell, *row);
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

    proptest! {
        /// A list for each entrant holds the same.
        #[test]
        fn is_as_a_list_for_each(
            puts in prop::collection::vec((0..3_usize, 0..3_u32, prop::bool::ANY), 0..12),
            changed in 0..4_usize,
        ) {
            let mut many = ManyCells::new(3);
            let mut lists: Vec<Vec<(Cell, RowKey)>> = vec![Vec::new(); 3];
            for (nth, (entrant, line, other)) in puts.iter().enumerate() {
                let origin = Origin { source: 0, row: *line, column: u32::try_from(nth).unwrap() };
                let cell = Cell { state: CellState::Value, value: crate::Decimal::ZERO, origin };
                let row = (u32::from(*other), *line);
                many.put((*entrant).into(), cell, row);
                let list = &mut lists[*entrant];
                let before = list.iter().filter(|(_, key)| (key.0, key.1) == row).count();
                list.push((cell, (row.0, row.1, u32::try_from(before).unwrap())));
            }
            many.change(changed.into(), |cell| cell.state = CellState::Claimed);
            for (cell, _) in lists.get_mut(changed).into_iter().flatten() {
                cell.state = CellState::Claimed;
            }
            let mut own = Vec::new();
            for (entrant, list) in lists.iter().enumerate() {
                many.read(entrant.into(), &mut own);
                prop_assert_eq!(&own, list);
                prop_assert_eq!(many.is_empty(entrant.into()), list.is_empty());
            }
            // Whoever has nothing takes what others have.
            let mut other = ManyCells::new(3);
            other.put(0.into(), lists.first().and_then(|list| list.first()).map_or(
                Cell { state: CellState::Blank, value: crate::Decimal::ZERO, origin: Origin::default() },
                |(cell, _)| *cell,
            ), (9, 9));
            other.take(&many, |_, cell| cell.state == CellState::Value);
            for (entrant, list) in lists.iter().enumerate().skip(1) {
                other.read(entrant.into(), &mut own);
                let wanted: Vec<_> =
                    list.iter().filter(|(cell, _)| cell.state == CellState::Value).copied().collect();
                prop_assert_eq!(&own, &wanted);
            }
            other.read(0.into(), &mut own);
            prop_assert_eq!(own.len(), 1);
        }
    }
}
