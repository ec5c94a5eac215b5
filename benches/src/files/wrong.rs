//! What others wrote, held against the engine.

use std::collections::HashMap;
use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use thidua::{AwardId, AwardStatus, GradingId, RankingId, Run};

use super::{WRITTEN, table, tables};

/// By entrant: total, grade, place; points of every criterion, deductions and total; status of the award.
pub(super) struct Expected(HashMap<String, [Vec<String>; 3]>);

/// Where in its tables each of these stands, the id first.
const COLUMNS: [(&str, &[usize]); 3] = [
    ("standings", &[3, 4, 5]),
    ("scorecards", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    ("recommendations", &[3]),
];

pub(super) fn expected(folder: &Path) -> Result<Expected> {
    let report = tables::worked_through(folder, "thidua.yaml")?;
    let run = report.runs.first().ok_or_else(|| Error::other("no run"))?;
    let rows = run.evaluations.entrants().iter_enumerated();
    Ok(Expected(rows.map(|(row, entrant)| (entrant.id.to_string(), of(run, row))).collect()))
}

fn of(run: &Run, row: thidua::EntrantId) -> [Vec<String>; 3] {
    let cards = &run.outcome.scorecards;
    let number = |number: Option<thidua::Exact>| number.map(|number| number.to_string()).unwrap_or_default();
    let grading = &run.plan.rules().gradings()[GradingId::FIRST];
    let grade = run.outcome.grades.grade(GradingId::FIRST, row).and_then(|grade| grading.grades().get(grade));
    let place = run.outcome.standings.place(RankingId::FIRST, row);
    let standing = vec![
        number(cards.total(row)),
        grade.map(|grade| grade.id.clone()).unwrap_or_default(),
        place.map(|place| place.to_string()).unwrap_or_default(),
    ];
    // Groups before their criteria, as in the rules; what is deducted last.
    let mut paths: Vec<_> =
        run.plan.nodes().iter_enumerated().filter(|(node, _)| *node != run.plan.root()).collect();
    paths.sort_by(|one, other| one.1.path.cmp(&other.1.path));
    let (deducted, criteria): (Vec<_>, Vec<_>) = paths.into_iter().partition(|(_, node)| node.path == "P");
    let points = criteria.into_iter().chain(deducted).map(|(node, _)| number(cards.points(node, row)));
    let points = points.chain([number(cards.total(row))]).collect();
    let case = run.outcome.recommendations.case(AwardId::FIRST, row);
    let status = case.map(|case| match AwardStatus::of(&case.status) {
        AwardStatus::Refused => "refused",
        AwardStatus::Held => "held",
        AwardStatus::Recommended => "recommended",
        AwardStatus::TiedOnLine => "tied-on-line",
        AwardStatus::BelowLine => "below-line",
        AwardStatus::OtherKind | AwardStatus::Superseded | AwardStatus::Reserve => "?",
    });
    [standing, points, vec![status.unwrap_or_default().to_owned()]]
}

/// How many cells of the three tables are not what the engine says, and how many entrants are not there.
pub(super) fn count(out: &Path, expected: &Expected) -> Result<usize> {
    let mut wrong = 0;
    for (at, (name, columns)) in COLUMNS.into_iter().enumerate() {
        let mut there = 0;
        for record in csv::Reader::from_path(table(out, name))?.into_records() {
            let record = record?;
            let Some(own) = expected.0.get(&record[0]) else { continue };
            there += 1;
            let theirs = columns.iter().map(|column| plain(record.get(*column).unwrap_or_default()));
            wrong += theirs.zip(&own[at]).filter(|(theirs, own)| theirs != *own).count();
        }
        wrong += expected.0.len().saturating_sub(there);
        // A table of before is nobody's result.
        fs::remove_file(table(out, name))?;
    }
    Ok(wrong)
}

/// How many of the three tables are not the same files, byte for byte.
pub(super) fn other_files(out: &Path, own: &Path) -> Result<usize> {
    let mut others = 0;
    for name in WRITTEN {
        others += usize::from(fs::read(table(out, name))? != fs::read(table(own, name))?);
    }
    Ok(others)
}

/// A number without the zeros at its end.
fn plain(text: &str) -> &str {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    }
}
