mod counts;
mod numbers;
mod page;
mod shifts;
mod sums;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use thidua_core::{EntrantId, Exact, Text};

use crate::number::{Digits, Number};
use crate::published::{PublishedList, Tells};
use crate::run::RunResults;

/// Our results beside a published list (đối chiếu): who and what agrees, what differs and why.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reconciliation {
    /// Rows of the list.
    pub listed: usize,
    /// Rows that name one entrant of the run, each entrant once.
    pub matched: usize,
    /// Rows that name nobody of the run, several, or somebody named before.
    pub unmatched: Vec<Unmatched>,
    /// Entrants of the run that the list does not have.
    pub absent: Vec<Who>,
    /// What each column came to.
    pub columns: Vec<ColumnCount>,
    /// Sums on the list that do not add up.
    pub sums: Vec<WrongSum>,
    /// Sums on the list that add up.
    pub sums_right: usize,
    /// Sums on the list that differ by no more than the rounding of their parts.
    pub sums_rounded: usize,
    /// Numbers that differ by more than is allowed.
    pub numbers: Vec<NumberShift>,
    /// Entrants that the list gives another grade.
    pub grades: Vec<GradeShift>,
    /// How many have each grade, there and here.
    pub counts: Vec<GradeCounts>,
    /// Awards on one side only.
    pub awards: Vec<AwardShift>,
}

/// An entrant, by id and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Who {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A row that stands for nobody, for several, or for somebody who has a row already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// Where it stands.
    pub place: String,
    /// Whom it names.
    pub name: String,
    /// What is wrong with it.
    pub why: Text,
}

/// What a column came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ColumnCount {
    /// Its heading.
    pub heading: String,
    /// Cells that were held against results.
    pub compared: usize,
    /// Those that agree.
    pub agree: usize,
    /// Cells with nothing in them, or nothing here to hold them against.
    pub open: usize,
    /// Of those that differ, how many would agree were ours rounded like the list.
    pub by_rounding: usize,
    /// Grades that agree though points alone would give another one: knock-outs, ceilings, caps, conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_by_points: Option<usize>,
}

/// A sum on the list that is not the sum of what the list itself gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongSum {
    /// Where it stands.
    pub place: String,
    /// Whom it is about.
    pub entrant: Who,
    /// The column with the sum.
    pub heading: String,
    /// What is printed.
    pub printed: Number,
    /// What the parts on the list come to.
    pub parts: Number,
}

/// A number that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberShift {
    /// Where it stands.
    pub place: String,
    /// Whom it is about.
    pub entrant: Who,
    /// Its column.
    pub heading: String,
    /// What is printed.
    pub printed: Number,
    /// What came out here; `None` while there is nothing.
    pub ours: Option<Number>,
    /// Why ours is what it is, from the trace.
    pub why: Text,
}

/// An entrant with another grade there than here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GradeShift {
    /// Where it stands.
    pub place: String,
    /// Whom it is about.
    pub entrant: Who,
    /// Its column.
    pub heading: String,
    /// The grade on the list.
    pub printed: String,
    /// Ours, or between which it is open; `None` without one.
    pub ours: Option<String>,
    /// Where the two part, from the trace.
    pub why: Text,
}

/// How many have the grades of one column, there and here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradeCounts {
    /// The column.
    pub heading: String,
    /// Rows with a grade in this column.
    pub graded: usize,
    /// Those of them with a grade that no knock-out leads to.
    pub graded_by_points: usize,
    /// Each grade, best first, then what the rules do not know.
    pub lines: Vec<GradeCount>,
    /// Caps that the list itself does not keep.
    pub caps: Vec<Text>,
    /// Grades whose numbers agree only because people who differ cancel one another out.
    pub by_accident: Vec<Text>,
}

/// How many have one grade.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradeCount {
    /// Its title.
    pub title: String,
    /// On the list.
    pub listed: usize,
    /// Here, of those who were matched.
    pub ours: usize,
    /// The same people on both sides.
    pub both: usize,
    /// Its share of all rows with a grade.
    pub share: Option<Number>,
    /// Its share of those whom points grade, where no knock-out leads to the grade.
    pub share_by_points: Option<Number>,
}

/// An award on one side only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AwardShift {
    /// Whom it is about.
    pub entrant: Who,
    /// The award.
    pub award: String,
    /// Whether the list has it.
    pub listed: bool,
    /// Where the entrant stands here, with the reasons.
    pub why: Text,
}

/// Holds the results of a run against a published list (đối chiếu với danh sách đã công bố), in both directions.
#[must_use]
pub fn reconcile(run: &RunResults<'_>, list: &PublishedList) -> Reconciliation {
    let mut found = Reconciliation { listed: list.rows.len(), ..Reconciliation::default() };
    let rows = matched(run, list, &mut found);
    found.matched = rows.len();
    let only_awards =
        list.columns.iter().all(|column| matches!(column.tells, Tells::Awards | Tells::Award(_)));
    if !only_awards {
        let named: BTreeSet<EntrantId> = rows.values().copied().collect();
        let absent = run.rows().iter().copied().filter(|row| !named.contains(row));
        found.absent = absent.map(|row| who(run, row)).collect();
    }
    sums::check(run, list, &rows, &mut found);
    for (at, column) in list.columns.iter().enumerate() {
        let count = match column.tells {
            Tells::Node(_) | Tells::Bonus | Tells::Deductions | Tells::Total | Tells::Place(_) => {
                Some(numbers::compare(run, list, (at, column), &rows, &mut found.numbers))
            }
            Tells::Grade(grading) => {
                let shifts = &mut found.grades;
                let count = shifts::grades(run, list, (at, grading), &rows, shifts);
                found.counts.push(counts::of(run, list, (at, grading), &rows));
                Some(count)
            }
            Tells::Awards | Tells::Award(_) => None,
        };
        found.columns.extend(count);
    }
    shifts::awards(run, list, &rows, &mut found.awards);
    found
}

impl Reconciliation {
    /// Whether everything that could be compared agrees.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.unmatched.is_empty()
            && self.absent.is_empty()
            && self.sums.is_empty()
            && self.numbers.is_empty()
            && self.grades.is_empty()
            && self.awards.is_empty()
            && self.counts.iter().all(|counts| counts.caps.is_empty() && counts.by_accident.is_empty())
    }
}

/// Rows of the list by position, and whom each is about: entrants have one row each.
type Matched = BTreeMap<usize, EntrantId>;

fn matched(run: &RunResults<'_>, list: &PublishedList, found: &mut Reconciliation) -> Matched {
    // A list of awards has a line for each of them.
    let repeats = list.columns.iter().any(|column| column.tells == Tells::Awards);
    let mut first: BTreeMap<EntrantId, String> = BTreeMap::new();
    let mut rows = Matched::new();
    for (at, row) in list.rows.iter().enumerate() {
        let why = match row.means.as_slice() {
            [one] => match first.get(one).filter(|_| !repeats) {
                None => {
                    first.insert(*one, row.place.to_string());
                    rows.insert(at, *one);
                    continue;
                }
                Some(place) => {
                    thidua_core::text!(
                        "đã có ở {place}: chỉ đối chiếu dòng đầu",
                        "stands at {place} already: only the first row counts"
                    )
                }
            },
            [] => match &row.near {
                Some(near) => thidua_core::text!(
                    "không có trong đợt xét; có phải `{near}` không?",
                    "nobody of the run is called so; did you mean `{near}`?"
                ),
                None => thidua_core::text!("không có trong đợt xét", "nobody of the run is called so"),
            },
            several => {
                let ids = several.iter().map(|row| who(run, *row).id).collect::<Vec<_>>().join(", ");
                thidua_core::text!("chỉ nhiều đối tượng: {ids}", "means several entrants: {ids}")
            }
        };
        found.unmatched.push(Unmatched { place: row.place.to_string(), name: row.name.clone(), why });
    }
    rows
}

fn who(run: &RunResults<'_>, row: EntrantId) -> Who {
    let entrant = run.evaluations.entrants().get(row);
    entrant.map_or_else(Who::default, |entrant| Who {
        id: entrant.id.as_str().to_owned(),
        name: entrant.name.as_str().to_owned(),
    })
}

/// A number as printed on the list.
fn printed(value: &Exact, places: u32) -> Number {
    Number::new(value.clone(), Some(Digits::of(places)))
}
