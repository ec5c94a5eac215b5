use std::collections::BTreeMap;

use crate::{Date, Decimal};

/// What entrants achieved in earlier years (thành tích các năm trước).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    records: BTreeMap<String, Vec<HistoryRecord>>,
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
        let records = self.records.entry(entrant.to_owned()).or_default();
        if let Err(position) = records.binary_search(&record) {
            records.insert(position, record);
        }
    }

    /// Adds the records of another history.
    pub fn extend(&mut self, other: Self) {
        for (entrant, records) in other.records {
            for record in records {
                self.add(&entrant, record);
            }
        }
    }

    /// Every record.
    pub fn records(&self) -> impl Iterator<Item = &HistoryRecord> {
        self.records.values().flatten()
    }

    /// The records of an entrant, by year.
    #[must_use]
    pub fn of(&self, entrant: &str) -> &[HistoryRecord] {
        self.records.get(entrant).map(Vec::as_slice).unwrap_or_default()
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
