//! Parts put together again (ghép các phần): every row from the part that has it, in whatever order they came.

use crate::{EntrantId, StageId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Evaluations;
use super::column::{CellState, Column, LARGEST_DENOMINATOR, Values};
use super::detail::{DetailRow, Details};
use super::lists::Lists;
use super::origin::{FileColumn, Origin, Origins};

/// Where a row stands: in which part, and at which row of it (vị trí trong phần).
pub type PartRow = (usize, EntrantId);

impl Evaluations {
    /// What was entered in parts as one (ghép phiếu của các phần): for every row the part and the row it comes from.
    ///
    /// The parts are of one plan. `rows` stand in the order of the entrants' ids, each once; `file_order` numbers the
    /// files the cells came from, so that they stand in one order however the parts came.
    #[must_use]
    pub fn laid(parts: &[&Self], rows: &[PartRow], file_order: &dyn Fn(&str) -> usize) -> Self {
        let entrant = |(part, row): &PartRow| parts.get(*part)?.entrants.get(*row).cloned();
        let entrants = rows.iter().filter_map(entrant).collect();
        let (sources, renumbered) = sources_of(parts, file_order);
        let mut places = Places { parts: rows, renumbered: &renumbered, which: None, rows: HashMap::new() };
        let stages = parts.first().map(|first| first.stages.as_slice()).unwrap_or_default().iter_enumerated();
        let stages = stages.map(|(stage, (name, columns))| {
            let columns = columns.keys().map(|input| {
                let columns: Vec<Option<&Column>> =
                    parts.iter().map(|part| part.column(stage, input)).collect();
                column(&columns, &mut places)
            });
            (name.clone(), columns.collect())
        });
        let stages = stages.collect();
        let rowed = parts.first().map(|first| first.details.keys()).into_iter().flatten();
        let details = rowed.map(|stage| details(parts, stage, &renumbered, rows)).collect();
        let (cluster_of, clusters) = Default::default();
        let mut laid = Self { entrants, cluster_of, clusters, stages, sources, details };
        laid.gather_clusters();
        laid
    }
}

/// Every file once, and for each part the new numbers of its files.
fn sources_of(parts: &[&Evaluations], file_order: &dyn Fn(&str) -> usize) -> (Vec<Arc<str>>, Vec<Vec<u32>>) {
    let mut numbers: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    let mut sources: Vec<Arc<str>> = Vec::new();
    for name in parts.iter().flat_map(|part| &part.sources) {
        if numbers.insert(name.clone(), 0).is_none() {
            sources.push(name.clone());
        }
    }
    // What the order does not tell apart stays as it came within a part, and no file is in two.
    sources.sort_by_key(|name| file_order(name));
    for (number, name) in (0..).zip(&sources) {
        numbers.insert(name.clone(), number);
    }
    let number = |name: &Arc<str>| numbers.get(name).copied().unwrap_or(u32::MAX);
    (sources, parts.iter().map(|part| part.sources.iter().map(number).collect()).collect())
}

fn moved(origin: Origin, renumbered: &[u32]) -> Origin {
    let source = usize::try_from(origin.source).ok().and_then(|source| renumbered.get(source).copied());
    match source {
        Some(source) if origin.row > 0 => Origin { source, ..origin },
        _ => Origin::default(),
    }
}

/// Where cells stand, on the way from the files of parts to those of all.
struct Places<'a> {
    parts: &'a [PartRow],
    renumbered: &'a [Vec<u32>],
    /// The part of each row, once it is asked for.
    which: Option<Arc<[u32]>>,
    /// The rows of files, by the lists of the parts that they were put together of: most columns of a part share one.
    rows: HashMap<Vec<Option<usize>>, Arc<[u32]>>,
}

impl Places<'_> {
    fn of(&mut self, columns: &[Option<&Column>]) -> Origins {
        if columns.iter().flatten().all(|column| matches!(column.origins, Origins::Nowhere)) {
            return Origins::Nowhere;
        }
        self.shared(columns).unwrap_or_else(|| {
            let origin = |(part, row): &PartRow| {
                let column = columns.get(*part).copied().flatten();
                moved(column.map(|column| column.origins.of(*row)).unwrap_or_default(), self.numbers(*part))
            };
            Origins::Each(self.parts.iter().map(origin).collect())
        })
    }

    fn numbers(&self, part: usize) -> &[u32] {
        self.renumbered.get(part).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the cells of every part stand in one column of one file.
    fn shared(&mut self, columns: &[Option<&Column>]) -> Option<Origins> {
        let nowhere = FileColumn { source: 0, column: 0 };
        let mut files = Vec::with_capacity(columns.len());
        let mut lists: Vec<Option<&[u32]>> = Vec::with_capacity(columns.len());
        for (part, column) in columns.iter().enumerate() {
            match column.map(|column| &column.origins) {
                None | Some(Origins::Nowhere) => {
                    files.push(nowhere);
                    lists.push(None);
                }
                Some(Origins::Column { source, column, rows }) => {
                    let source = usize::try_from(*source).ok();
                    let source = source.and_then(|source| self.numbers(part).get(source)).copied();
                    files.push(source.map_or(nowhere, |source| FileColumn { source, column: *column }));
                    lists.push(source.map(|_| &**rows));
                }
                Some(Origins::Columns { .. } | Origins::Each(_)) => return None,
            }
        }
        let parts = self.parts;
        let number = |(part, _): &PartRow| u32::try_from(*part).unwrap_or(u32::MAX);
        let which = self.which.get_or_insert_with(|| parts.iter().map(number).collect()).clone();
        // A list that is shared is the same list: it lies where it lies.
        let key = lists.iter().map(|list| list.map(|list| list.as_ptr().addr())).collect();
        let row = |(part, row): &PartRow| {
            lists.get(*part).copied().flatten().and_then(|list| list.get(usize::from(*row))).copied()
        };
        let rows = self.rows.entry(key);
        let rows = rows.or_insert_with(|| parts.iter().map(|place| row(place).unwrap_or(0)).collect());
        Some(Origins::Columns { files: files.into(), which, rows: rows.clone() })
    }
}

fn column(columns: &[Option<&Column>], places: &mut Places<'_>) -> Column {
    let rows = places.parts;
    let of = |part: usize| columns.get(part).copied().flatten();
    let states: Vec<CellState> = rows
        .iter()
        .map(|(part, row)| of(*part).map(|column| column.state(*row)).unwrap_or_default())
        .collect();
    let values: Vec<Option<&Values>> =
        columns.iter().map(|column| column.map(|column| &column.values)).collect();
    let lists = columns.iter().flatten().any(|column| column.lists.is_some()).then(|| {
        Lists::of(
            rows.iter().map(|(part, row)| of(*part).map(|column| column.list(*row)).unwrap_or_default()),
        )
    });
    Column {
        values: Values::laid(&values, rows),
        complete: states.iter().all(|state| *state == CellState::Value),
        states: states.into(),
        origins: places.of(columns),
        lists,
    }
}

fn details(parts: &[&Evaluations], stage: StageId, renumbered: &[Vec<u32>], rows: &[PartRow]) -> Details {
    let of_row = |(part, row): &PartRow| -> Vec<DetailRow> {
        let numbers = renumbered.get(*part).map(Vec::as_slice).unwrap_or_default();
        let own = parts.get(*part).and_then(|part| part.details.get(stage)?.get(*row)).into_iter().flatten();
        own.map(|own| DetailRow { origin: moved(own.origin, numbers), ..own.clone() }).collect()
    };
    rows.iter().map(of_row).collect()
}

impl Values {
    /// Numbers of several parts as one column; their denominators may differ.
    pub(crate) fn laid(parts: &[Option<&Self>], rows: &[PartRow]) -> Self {
        scaled(parts, rows).unwrap_or_else(|| {
            let value = |(part, row): &PartRow| {
                parts.get(*part).copied().flatten().map(|values| values.get((*row).into()))
            };
            Self::compress(rows.iter().map(|place| value(place).unwrap_or_default()).collect())
        })
    }
}

/// The numbers over one denominator for all parts, where one is small enough and every number fits.
fn scaled(parts: &[Option<&Values>], rows: &[PartRow]) -> Option<Values> {
    let mut common: i64 = 1;
    for values in parts.iter().flatten() {
        let Values::Scaled { denominator, .. } = values else { return None };
        // Only then is the least common multiple sure to fit.
        if *denominator > LARGEST_DENOMINATOR {
            return None;
        }
        common = num_integer::lcm(common, *denominator);
        if common > LARGEST_DENOMINATOR {
            return None;
        }
    }
    let mut scaled: Vec<(i64, &[i64])> = Vec::with_capacity(parts.len());
    for values in parts {
        scaled.push(match values {
            Some(Values::Scaled { denominator, numerators }) => {
                (common.checked_div(*denominator)?, numerators)
            }
            _ => (1, &[]),
        });
    }
    let number = |(part, row): &PartRow| {
        let (factor, numerators) = scaled.get(*part)?;
        numerators.get(usize::from(*row)).copied().unwrap_or_default().checked_mul(*factor)
    };
    let numerators = rows.iter().map(number).collect::<Option<_>>()?;
    Some(Values::Scaled { denominator: common, numerators })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exact;

    #[test]
    fn rows_come_from_the_part_that_has_them() {
        let halves = Values::compress(vec![Exact::ratio(1, 2), Exact::from(3)]);
        let thirds = Values::compress(vec![Exact::ratio(1, 3)]);
        let odd = Values::compress(vec![Exact::ratio(1, 999_999_937)]);
        let rows = [(1, 0), (0, 1), (0, 0)].map(|(part, row): (usize, usize)| (part, row.into()));
        let laid = Values::laid(&[Some(&halves), Some(&thirds)], &rows);
        assert!(matches!(laid, Values::Scaled { denominator: 6, .. }));
        let numbers = |values: &Values| (0..3).map(|row| values.get(row)).collect::<Vec<_>>();
        assert_eq!(numbers(&laid), [Exact::ratio(1, 3), Exact::from(3), Exact::ratio(1, 2)]);
        let laid = Values::laid(&[Some(&halves), Some(&odd)], &rows);
        assert_eq!(numbers(&laid), [Exact::ratio(1, 999_999_937), Exact::from(3), Exact::ratio(1, 2)]);
        // Whoever is in no part has no number.
        assert_eq!(numbers(&Values::laid(&[Some(&halves), None], &rows))[0], Exact::ZERO);
    }
}
