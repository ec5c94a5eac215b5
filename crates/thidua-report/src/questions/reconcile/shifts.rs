//! Grades and awards that the list gives to others.

use std::borrow::Cow;
use std::collections::BTreeSet;

use thidua_core::{AwardId, AwardStatus, EntrantId, Exact, GradeId, GradingId, Text, text};

use super::{AwardShift, ColumnCount, GradeShift, Matched, who};
use crate::published::{PublishedCell, PublishedList, Tells};
use crate::run::RunResults;
use crate::words::{award_reason, case_text, grade_words, point, row_note};

/// Holds one column of grades against ours.
pub(super) fn grades(
    run: &RunResults<'_>,
    list: &PublishedList,
    (at, grading): (usize, GradingId),
    rows: &Matched,
    shifts: &mut Vec<GradeShift>,
) -> ColumnCount {
    let heading = list.columns.get(at).map(|column| column.heading.clone()).unwrap_or_default();
    let mut count =
        ColumnCount { heading: heading.clone(), not_by_points: Some(0), ..ColumnCount::default() };
    let total_at = list.columns.iter().position(|column| column.tells == Tells::Total);
    for (position, row) in rows {
        let Some(line) = list.rows.get(*position) else { continue };
        let (listed, printed) = match line.cells.get(at) {
            Some(PublishedCell::Grade(grade)) => (Some(*grade), title(run, grading, *grade)),
            Some(PublishedCell::OtherGrade(words)) => (None, words.clone()),
            _ => {
                count.open += 1;
                continue;
            }
        };
        count.compared += 1;
        let ours = run.outcome.grades.grade(grading, *row);
        if listed.is_some() && ours == listed {
            count.agree += 1;
            let by_points = by_points(run, grading, *row);
            let more = usize::from(by_points.is_some() && by_points != ours);
            count.not_by_points = count.not_by_points.map(|count| count + more);
            continue;
        }
        let total = total_at.and_then(|at| match line.cells.get(at)? {
            PublishedCell::Number(value, _) => Some(value.clone()),
            _ => None,
        });
        shifts.push(GradeShift {
            place: line.place.to_string(),
            entrant: who(run, *row),
            heading: heading.clone(),
            printed,
            ours: grade_words(run, grading, *row).map(Cow::into_owned),
            why: why(run, grading, *row, listed, total),
        });
    }
    count
}

/// The title of a grade.
pub(super) fn title(run: &RunResults<'_>, grading: GradingId, grade: GradeId) -> String {
    let grading = run.plan.rules().gradings().get(grading);
    let grade = grading.and_then(|grading| grading.grades().get(grade));
    grade
        .map(|grade| if grade.title.is_empty() { grade.id.clone() } else { grade.title.clone() })
        .unwrap_or_default()
}

/// The grade that our value alone would give.
fn by_points(run: &RunResults<'_>, grading: GradingId, row: EntrantId) -> Option<GradeId> {
    let value = run.outcome.grades.of(grading, row)?.value()?;
    run.plan.rules().gradings().get(grading)?.grade_of(&value, run.plan.day())
}

/// Where the two part: by points, or by something beyond them.
fn why(
    run: &RunResults<'_>,
    grading: GradingId,
    row: EntrantId,
    listed: Option<GradeId>,
    printed_total: Option<Exact>,
) -> Text {
    let Some(graded) = run.outcome.grades.of(grading, row) else { return Text::default() };
    let Some(value) = &graded.value() else {
        return row_note(run, row).unwrap_or_default();
    };
    let shown = |value: &Exact| point(value, run.places().total());
    let rules = run.plan.rules().gradings().get(grading);
    let grade_of = |value: &Exact| rules.and_then(|rules| rules.grade_of(value, run.plan.day()));
    let by_ours = grade_of(value);
    // A grading of something other than the total says nothing about the total of the list.
    let of_total = run.outcome.scorecards.total(row).as_ref() == Some(value);
    let other_total = printed_total.filter(|total| of_total && total != value);
    if let Some(total) = other_total
        && listed.is_some()
        && grade_of(&total) == listed
    {
        let (ours, theirs) = (shown(value), point(&total, None));
        return text!(
            "do điểm: biểu ghi {theirs}, tính được {ours}",
            "points: the list says {theirs}, {ours} came out here"
        );
    }
    let value_words = shown(value);
    if graded.grade == by_ours {
        let title = by_ours.map(|grade| title(run, grading, grade)).unwrap_or_default();
        return text!(
            "{value_words} điểm đạt `{title}` và không có gì hạ mức ở đây: chỉ tỷ lệ khống chế hoặc quyết định của người có thẩm quyền ngoài số liệu mới giải thích được",
            "{value_words} points reach `{title}` and nothing lowers it here: only a cap or a decision of somebody beyond these inputs can explain it"
        );
    }
    let reasons = run.outcome.grade_reasons(run.plan, run.evaluations, grading, row);
    let join = |pick: fn(&Text) -> &str| reasons.iter().map(pick).collect::<Vec<_>>().join("; ");
    let reasons = Text { vi: join(|text| &text.vi), en: join(|text| &text.en) };
    if listed.is_some() && listed == by_ours {
        return Text::new(
            format!("biểu xếp theo điểm {value_words}; ở đây {}", reasons.vi),
            format!("the list goes by the points {value_words}; here {}", reasons.en),
        );
    }
    reasons
}

/// Awards on one side only: those of the list first, then ours that the list does not have.
pub(super) fn awards(
    run: &RunResults<'_>,
    list: &PublishedList,
    rows: &Matched,
    shifts: &mut Vec<AwardShift>,
) {
    let mut listed: BTreeSet<(AwardId, EntrantId)> = BTreeSet::new();
    let mut told: BTreeSet<AwardId> = BTreeSet::new();
    for (at, column) in list.columns.iter().enumerate() {
        if !matches!(column.tells, Tells::Awards | Tells::Award(_)) {
            continue;
        }
        if let Tells::Award(award) = column.tells {
            told.insert(award);
        }
        for (position, row) in rows {
            let cell = list.rows.get(*position).and_then(|line| line.cells.get(at));
            if let Some(PublishedCell::Awards(awards)) = cell {
                listed.extend(awards.iter().map(|award| (*award, *row)));
            }
        }
    }
    // What the list never speaks of, it does not deny.
    told.extend(listed.iter().map(|(award, _)| *award));
    let ours = |award: AwardId, row: EntrantId| {
        let case = run.outcome.recommendations.case(award, row);
        case.is_some_and(|case| AwardStatus::of(&case.status) == AwardStatus::Recommended)
    };
    let mut shift = |award: AwardId, row: EntrantId, is_listed: bool| {
        let status = case_text(run, award, row);
        let reason = award_reason(run, award, row);
        let with = |status: &str, reason: &str| {
            if reason.is_empty() { status.to_owned() } else { format!("{status}: {reason}") }
        };
        let title = run.plan.rules().awards().get(award).map(|award| award.title.clone()).unwrap_or_default();
        shifts.push(AwardShift {
            entrant: who(run, row),
            award: title,
            listed: is_listed,
            why: Text { vi: with(&status.vi, &reason.vi), en: with(&status.en, &reason.en) },
        });
    };
    for (award, row) in &listed {
        if !ours(*award, *row) {
            shift(*award, *row, true);
        }
    }
    for award in told {
        for row in run.rows().iter().copied() {
            if ours(award, row) && !listed.contains(&(award, row)) {
                shift(award, row, false);
            }
        }
    }
}
