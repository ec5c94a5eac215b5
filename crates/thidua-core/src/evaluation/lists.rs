use std::ops::Range;

use super::Values;
use crate::Exact;

/// The values of an input that has many (các giá trị của một chỉ tiêu), of all entrants in one row of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    /// Where each entrant's values start; at the end where the last one's end.
    starts: Vec<u32>,
    values: Values,
}

impl Lists {
    /// The values of each entrant in turn.
    pub(crate) fn of(rows: impl Iterator<Item = Vec<Exact>>) -> Self {
        let (mut starts, mut values) = (vec![0], Vec::new());
        for mut row in rows {
            values.append(&mut row);
            starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
        }
        Self { starts, values: Values::compress(values) }
    }

    /// Starts and values, as they travel; `None` where they do not fit one another and so many entrants.
    pub(super) fn restored(starts: Vec<u32>, values: Vec<Exact>, rows: usize) -> Option<Self> {
        let ends_there = starts.last().is_some_and(|last| usize::try_from(*last) == Ok(values.len()));
        let fits = starts.len() == rows + 1 && starts.is_sorted() && ends_there;
        fits.then(|| Self { starts, values: Values::compress(values) })
    }

    /// What travels.
    pub(super) fn carried(&self) -> (Vec<u32>, Vec<Exact>) {
        let all = self.starts.last().map_or(0, |last| place(*last));
        (self.starts.clone(), (0..all).map(|at| self.values.get(at)).collect())
    }

    fn range(&self, row: usize) -> Range<usize> {
        let at = |row: usize| self.starts.get(row).copied().map_or(0, place);
        at(row)..at(row + 1)
    }

    /// The values of an entrant.
    pub(crate) fn get(&self, row: usize) -> Vec<Exact> {
        self.range(row).map(|at| self.values.get(at)).collect()
    }

    /// Those of some entrants as whole numbers over one denominator, where one serves all.
    pub(crate) fn whole(
        &self,
        rows: Range<usize>,
    ) -> Option<(impl ExactSizeIterator<Item = &[i64]> + Clone, i64)> {
        let Values::Scaled { denominator, numerators } = &self.values else { return None };
        Some((rows.map(|row| numerators.get(self.range(row)).unwrap_or_default()), *denominator))
    }

    /// Puts other values in the place of an entrant's.
    pub(super) fn set(&mut self, row: usize, list: &[Exact]) {
        let old = self.range(row);
        if old.end < old.start || row + 1 >= self.starts.len() {
            return;
        }
        for start in self.starts.iter_mut().skip(row + 1) {
            *start = u32::try_from(place(*start) + list.len() - old.len()).unwrap_or(u32::MAX);
        }
        self.values.splice(old, list);
    }
}

fn place(start: u32) -> usize {
    usize::try_from(start).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_stands_where_it_was_put() {
        let number = |number: i64| Exact::from(number);
        let rows = vec![vec![number(3), number(1)], vec![], vec![number(2)]];
        let mut lists = Lists::of(rows.into_iter());
        lists.set(1, &[Exact::ratio(1, 3), number(5)]);
        lists.set(0, &[number(7)]);
        lists.set(3, &[number(9)]);
        let all = |lists: &Lists| (0..4).map(|row| lists.get(row)).collect::<Vec<_>>();
        let expected = vec![vec![number(7)], vec![Exact::ratio(1, 3), number(5)], vec![number(2)], vec![]];
        assert_eq!(all(&lists), expected);
        let (starts, values) = lists.carried();
        let restored = Lists::restored(starts.clone(), values.clone(), 3).map(|lists| all(&lists));
        assert_eq!(restored, Some(expected));
        assert!(Lists::restored(starts, values, 4).is_none());
    }
}
