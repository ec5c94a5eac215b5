//! How many have each grade: what the numbers alone say, and what they hide.

use std::collections::BTreeMap;

use thidua_core::{Exact, GradeId, GradingId, Text, TiVec, text};

use super::shifts::title;
use super::{GradeCount, GradeCounts, Matched};
use crate::number::Number;
use crate::published::{PublishedCell, PublishedList};
use crate::run::RunResults;
use crate::words::scope_of;

/// Counts the grades of one column.
pub(super) fn of(
    run: &RunResults<'_>,
    list: &PublishedList,
    (at, grading): (usize, GradingId),
    rows: &Matched,
) -> GradeCounts {
    let heading = list.columns.get(at).map(|column| column.heading.clone()).unwrap_or_default();
    let Some(rules) = run.plan.rules().gradings().get(grading) else {
        return GradeCounts {
            heading,
            graded: 0,
            graded_by_points: 0,
            lines: Vec::new(),
            caps: Vec::new(),
            by_accident: Vec::new(),
        };
    };
    let none: TiVec<GradeId, usize> = vec![0; rules.grades.len()].into();
    let (mut listed, mut ours, mut both) = (none.clone(), none.clone(), none);
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let bump = |counts: &mut TiVec<GradeId, usize>, grade: GradeId| {
        if let Some(count) = counts.get_mut(grade) {
            *count += 1;
        }
    };
    for (position, line) in list.rows.iter().enumerate() {
        let theirs = match line.cells.get(at) {
            Some(PublishedCell::Grade(grade)) => {
                bump(&mut listed, *grade);
                Some(*grade)
            }
            Some(PublishedCell::OtherGrade(words)) => {
                *others.entry(words.as_str()).or_default() += 1;
                None
            }
            _ => continue,
        };
        let own = rows.get(&position).and_then(|row| run.outcome.grades.grade(grading, *row));
        if let Some(own) = own {
            bump(&mut ours, own);
            if theirs == Some(own) {
                bump(&mut both, own);
            }
        }
    }
    let known: usize = listed.iter().sum();
    let graded = known + others.values().sum::<usize>();
    // Offices print shares of everybody, or of those whom their points alone grade: both stand here.
    let by_points =
        |grade: GradeId| rules.grades().get(grade).is_some_and(|grade| grade.knocked_out_when.is_none());
    let graded_by_points: usize =
        listed.iter_enumerated().filter(|(grade, _)| by_points(*grade)).map(|(_, count)| *count).sum();
    let mut lines: Vec<GradeCount> = listed
        .iter_enumerated()
        .zip(ours.iter().zip(&both))
        .map(|((grade, listed), (ours, both))| GradeCount {
            title: title(run, grading, grade),
            listed: *listed,
            ours: *ours,
            both: *both,
            share: percent(*listed, graded),
            share_by_points: (by_points(grade) && graded_by_points != graded)
                .then(|| percent(*listed, graded_by_points))
                .flatten(),
        })
        .collect();
    // Equal numbers of different people are no agreement.
    let by_accident = lines
        .iter()
        .filter(|line| line.listed == line.ours && line.both < line.listed)
        .map(|line| {
            let (title, count, both) = (&line.title, line.listed, line.both);
            text!(
                "`{title}`: hai bên cùng có {count} nhưng chỉ {both} là cùng người; các sai lệch bù trừ nhau",
                "`{title}`: {count} on both sides, but only {both} are the same people; errors cancel one another out"
            )
        })
        .collect();
    lines.extend(others.into_iter().map(|(words, listed)| GradeCount {
        title: words.to_owned(),
        listed,
        ours: 0,
        both: 0,
        share: percent(listed, graded),
        share_by_points: None,
    }));
    GradeCounts {
        heading,
        graded,
        graded_by_points,
        lines,
        caps: caps(run, list, (at, grading), rows),
        by_accident,
    }
}

/// Caps of the rules that the list does not keep.
fn caps(
    run: &RunResults<'_>,
    list: &PublishedList,
    (at, grading): (usize, GradingId),
    rows: &Matched,
) -> Vec<Text> {
    let Some(rules) = run.plan.rules().gradings().get(grading) else { return Vec::new() };
    let mut broken = Vec::new();
    for (grade, rule) in rules.grades().iter_enumerated() {
        let Some(cap) = &rule.cap else { continue };
        let mut scopes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (position, line) in list.rows.iter().enumerate() {
            let scope = match (cap.per, rows.get(&position)) {
                (thidua_core::rule::Scope::All, _) => String::new(),
                (scope, Some(row)) => scope_of(run, scope, *row).unwrap_or_default(),
                // Of somebody unknown nobody can say where they belong.
                (_, None) => continue,
            };
            let counts = scopes.entry(scope).or_default();
            match line.cells.get(at) {
                Some(PublishedCell::Grade(own)) if *own == grade => counts.0 += 1,
                Some(PublishedCell::Grade(own)) if *own == grade.lower() => counts.1 += 1,
                _ => {}
            }
        }
        for (scope, (held, next)) in scopes {
            let most = cap.share.exact().clone() * Exact::from(i64::try_from(next).unwrap_or(i64::MAX));
            if Exact::from(i64::try_from(held).unwrap_or(i64::MAX)) <= most {
                continue;
            }
            let (own, below, share) =
                (title(run, grading, grade), title(run, grading, grade.lower()), &cap.share);
            let of = percent(held, next)
                .map_or_else(String::new, |share| format!(" = \u{2}{}\u{2}%", share.shown));
            let at = if scope.is_empty() { String::new() } else { format!("{scope}: ") };
            broken.push(text!(
                "{at}{held} `{own}` trên {next} `{below}`{of}, quá tỷ lệ khống chế {share}",
                "{at}{held} `{own}` to {next} `{below}`{of}, over the cap of {share}"
            ));
        }
    }
    broken
}

fn percent(part: usize, whole: usize) -> Option<Number> {
    let number = |count: usize| Exact::from(i64::try_from(count).unwrap_or(i64::MAX));
    let share = (number(part) * Exact::from(100_i64)).checked_div(&number(whole))?;
    Some(Number { shown: share.display_rounded(2), exact: share })
}
