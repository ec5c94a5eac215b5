use std::collections::BTreeMap;

use crate::{Date, Decimal, Exact};

/// What entrants achieved in earlier years (thành tích các năm trước).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    records: BTreeMap<String, Vec<HistoryRecord>>,
    /// Results of earlier runs that are still open: neither there nor missing.
    open: BTreeMap<String, Vec<HistoryRecord>>,
    /// Records of which nobody says whether they still count: as open as those, and not for another case to settle.
    unclear: BTreeMap<String, Vec<HistoryRecord>>,
    /// Results that were taken back, with what took them: on record, and counting for nothing.
    withdrawn: BTreeMap<String, Vec<(HistoryRecord, String)>>,
    /// From whom an entrant came.
    predecessors: BTreeMap<String, Vec<Predecessor>>,
}

/// A unit from which another came, in whole or in part (đơn vị tiền thân).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Predecessor {
    /// Its id, as in the history.
    pub id: String,
    /// The part of it that passed over: above 0, at most 1.
    pub share: Exact,
}

/// One result of one year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HistoryRecord {
    /// The year.
    pub year: i32,
    /// The result: id of an award or grade.
    pub result: String,
    /// Number of the decision.
    pub decision: String,
    /// The award this year has already earned, if any.
    pub used_for: Option<String>,
}

impl History {
    /// Adds a record.
    pub fn add(&mut self, entrant: &str, record: HistoryRecord) {
        insert(&mut self.records, entrant, record);
    }

    /// Adds a result that an earlier run left open: a grade or an award that cannot be told yet.
    pub fn add_open(&mut self, entrant: &str, record: HistoryRecord) {
        insert(&mut self.open, entrant, record);
    }

    /// Adds a record of which nobody says whether it still counts (chưa rõ có bị thu hồi hay không).
    pub fn add_unclear(&mut self, entrant: &str, record: HistoryRecord) {
        insert(&mut self.unclear, entrant, record);
    }

    /// Adds a result that was taken back (danh hiệu bị thu hồi), and by which decision.
    pub fn add_withdrawn(&mut self, entrant: &str, record: HistoryRecord, by: &str) {
        self.withdrawn.entry(entrant.to_owned()).or_default().push((record, by.to_owned()));
    }

    /// Adds a unit from which an entrant came.
    pub fn add_predecessor(&mut self, entrant: &str, predecessor: Predecessor) {
        let all = self.predecessors.entry(entrant.to_owned()).or_default();
        if !all.contains(&predecessor) {
            all.push(predecessor);
        }
    }

    /// Adds the records of another history.
    pub fn extend(&mut self, other: Self) {
        let parts = [
            (&mut self.records, other.records),
            (&mut self.open, other.open),
            (&mut self.unclear, other.unclear),
        ];
        for (into, from) in parts {
            for (entrant, records) in from {
                records.into_iter().for_each(|record| insert(into, &entrant, record));
            }
        }
        for (entrant, records) in other.withdrawn {
            self.withdrawn.entry(entrant).or_default().extend(records);
        }
        for (entrant, all) in other.predecessors {
            all.into_iter().for_each(|each| self.add_predecessor(&entrant, each));
        }
    }

    /// The same records under other names of their entrants, where `name` gives one.
    #[must_use]
    pub fn renamed(&self, name: impl Fn(&str) -> Option<String>) -> Self {
        let mut renamed = Self::default();
        let parts = [
            (&mut renamed.records, &self.records),
            (&mut renamed.open, &self.open),
            (&mut renamed.unclear, &self.unclear),
        ];
        for (into, from) in parts {
            for (entrant, records) in from {
                let entrant = name(entrant).unwrap_or_else(|| entrant.clone());
                records.iter().for_each(|record| insert(into, &entrant, record.clone()));
            }
        }
        let named = |entrant: &String| name(entrant).unwrap_or_else(|| entrant.clone());
        for (entrant, records) in &self.withdrawn {
            renamed.withdrawn.entry(named(entrant)).or_default().extend(records.iter().cloned());
        }
        for (entrant, all) in &self.predecessors {
            for each in all {
                let each = Predecessor { id: named(&each.id), share: each.share.clone() };
                renamed.add_predecessor(&named(entrant), each);
            }
        }
        renamed
    }

    /// Every record that was read, those that were taken back and those that may have been among them.
    pub fn records(&self) -> impl Iterator<Item = &HistoryRecord> {
        let withdrawn = self.withdrawn.values().flatten().map(|(record, _)| record);
        self.records.values().flatten().chain(self.unclear.values().flatten()).chain(withdrawn)
    }

    /// The records of an entrant, by year.
    #[must_use]
    pub fn of(&self, entrant: &str) -> &[HistoryRecord] {
        self.records.get(entrant).map(Vec::as_slice).unwrap_or_default()
    }

    /// What was taken back from an entrant, and by which decisions.
    #[must_use]
    pub fn withdrawn_of(&self, entrant: &str) -> &[(HistoryRecord, String)] {
        self.withdrawn.get(entrant).map(Vec::as_slice).unwrap_or_default()
    }

    /// From whom an entrant came.
    #[must_use]
    pub fn predecessors_of(&self, entrant: &str) -> &[Predecessor] {
        self.predecessors.get(entrant).map(Vec::as_slice).unwrap_or_default()
    }

    /// What may count for an entrant or not: left open by earlier runs, or not clear itself.
    pub fn open_of(&self, entrant: &str) -> impl Iterator<Item = &HistoryRecord> {
        let unclear = self.unclear.get(entrant).map(Vec::as_slice).unwrap_or_default();
        self.left_open_of(entrant).chain(unclear)
    }

    /// What earlier runs left open for an entrant: another case settles it.
    pub fn left_open_of(&self, entrant: &str) -> impl Iterator<Item = &HistoryRecord> {
        self.open.get(entrant).map(Vec::as_slice).unwrap_or_default().iter()
    }
}

fn insert(into: &mut BTreeMap<String, Vec<HistoryRecord>>, entrant: &str, record: HistoryRecord) {
    let records = into.entry(entrant.to_owned()).or_default();
    if let Err(position) = records.binary_search(&record) {
        records.insert(position, record);
    }
}

/// Base salaries by date (mức lương cơ sở).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseSalary {
    amounts: BTreeMap<Date, Decimal>,
}

impl BaseSalary {
    /// Adds an amount that holds from a day on.
    pub fn add(&mut self, from: Date, amount: Decimal) {
        self.amounts.insert(from, amount);
    }

    /// The amount in force on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Decimal> {
        self.amounts.range(..=day).next_back().map(|(_, amount)| *amount)
    }
}
