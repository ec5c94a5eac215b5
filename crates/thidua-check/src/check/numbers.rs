use thidua_core::{Exact, Located, Number, Rounding, Span, text};
use thidua_rules::rule::{Criterion, DatedNumber, Input, Quota, RoundingPlan, RuleSet, ValueKind};

use super::Report;

/// Numbers that make no sense by themselves: roundings, shares, years, weights of inputs.
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    let RoundingPlan { leaf, group, total, show, rank_on: _ } = rules.rounding.value;
    for rounding in [leaf, group, total, show].into_iter().flatten() {
        check_rounding(&rounding, rules.rounding.span, report);
    }
    for control in &rules.controls {
        if let Some(rounding) = &control.rounding {
            check_rounding(rounding, control.span, report);
        }
    }
    criteria(&rules.criteria, report);
    let adjustments = rules.adjustments.iter();
    for group in adjustments.flat_map(|both| both.bonus.iter().chain(&both.deductions)) {
        criteria(&group.items, report);
    }
    for (name, input) in rules.inputs.iter() {
        if (input.kind == ValueKind::Choice) == input.choices.is_empty() {
            report.error(
                "TD0206",
                name.span,
                text!(
                    "số liệu `{}`: `choices` đi cùng `kind: choice` và chỉ cùng nó",
                    "the input `{}`: `choices` go with `kind: choice` and only with it",
                    name.value
                ),
                text!("thêm `choices` hoặc đổi `kind`", "add `choices` or change `kind`"),
            );
        }
        if let Some(wrong) = beyond_kind(input) {
            let message = text!(
                "số liệu `{}`: không ô nào có thể là {wrong}",
                "the input `{}`: no cell can be {wrong}",
                name.value
            );
            let help = text!(
                "`count` là số nguyên từ 0 lên, `yes-no` là 0 hoặc 1",
                "a `count` is a whole number from 0 up, a `yes-no` 0 or 1"
            );
            report.error("TD0206", name.span, message, help);
        }
        if let (Some(min), Some(max)) = (&input.min, &input.max)
            && min.exact() > max.exact()
        {
            report.error(
                "TD0206",
                name.span,
                text!(
                    "số liệu `{}`: `min` lớn hơn `max`",
                    "the input `{}`: `min` is above `max`",
                    name.value
                ),
                text!("đổi chỗ hai số", "swap the two numbers"),
            );
        }
    }
    for award in &rules.awards {
        for requirement in award.requirements() {
            if requirement.history.as_ref().is_some_and(|history| {
                history.years == 0 || history.records == Some(0) || history.results.is_empty()
            }) {
                report.error(
                    "TD0247",
                    requirement.span,
                    text!(
                        "điều kiện thành tích cần ít nhất một năm và một kết quả",
                        "a history requirement needs at least one year and one result"
                    ),
                    text!(
                        "viết `history: {{ results: [ … ], years: 3 }}`",
                        "write `history: {{ results: [ … ], years: 3 }}`"
                    ),
                );
            }
            let shares =
                requirement.votes.iter().flat_map(|votes| std::iter::once(&votes.share).chain(&votes.quorum));
            for share in shares.filter(|share| *share.exact() > Exact::ONE || share.exact().is_negative()) {
                report.error(
                    "TD0248",
                    requirement.span,
                    text!(
                        "tỷ lệ phiếu phải từ 0% đến 100%, không thể là {share}",
                        "a share of votes lies between 0% and 100% and cannot be {share}"
                    ),
                    text!("viết chẳng hạn `90%`", "write for example `90%`"),
                );
            }
        }
        if let Some(quota) = &award.quota {
            places(quota, report);
        }
        if let Some(rounding) = award.money.as_ref().and_then(|money| money.rounding) {
            check_rounding(&rounding, award.id.span, report);
        }
    }
}

/// More places than there will ever be entrants, so that dividing them one by one ends.
const PLACES_MAX: i64 = 1_000_000;

/// Places are whole numbers, shares lie between nothing and everything.
fn places(quota: &Located<Quota>, report: &mut Report) {
    let totals = quota.apportioned.iter().map(|apportion| &apportion.total);
    let limits = quota.within.iter().map(|cap| &cap.count);
    let counts = quota.count.iter().chain(totals).chain(limits).flat_map(DatedNumber::all);
    let whole = |number: &&Number| {
        let exact = number.exact();
        exact.is_integer() && !exact.is_negative() && *exact <= Exact::from(PLACES_MAX)
    };
    let most = quota.apportioned.as_ref().and_then(|apportion| apportion.at_most);
    if most == Some(0) {
        report.error(
            "TD0249",
            quota.span,
            text!(
                "`at_most` bằng 0: không phạm vi nào được chỉ tiêu",
                "`at_most` is 0: no scope gets a place"
            ),
            text!("ghi ít nhất 1, hoặc bỏ `at_most`", "write at least 1, or drop `at_most`"),
        );
    } else if let Some(most) = most.filter(|most| *most < quota.at_least) {
        let least = quota.at_least;
        report.error(
            "TD0249",
            quota.span,
            text!(
                "mỗi phạm vi ít nhất {least} chỉ tiêu mà nhiều nhất {most}",
                "every scope has at least {least} places and at most {most}"
            ),
            text!("hạ `at_least`, hoặc nâng `at_most`", "lower `at_least`, or raise `at_most`"),
        );
    }
    let by_class = quota.shares.iter().map(|row| &row.share);
    let shares = quota.share.iter().chain(by_class).flat_map(DatedNumber::all);
    let part = |number: &&Number| !number.exact().is_negative() && *number.exact() <= Exact::ONE;
    let wrong = counts.filter(|number| !whole(number)).chain(shares.filter(|number| !part(number)));
    for number in wrong {
        report.error(
            "TD0249",
            quota.span,
            text!("chỉ tiêu không thể là {number}", "a quota cannot be {number}"),
            text!(
                "số chỉ tiêu là số nguyên từ 0 đến {PLACES_MAX}; tỷ lệ từ 0% đến 100%",
                "places are whole numbers from 0 to {PLACES_MAX}; a share lies between 0% and 100%"
            ),
        );
    }
}

/// An end or a stand-in for blanks that no cell of the input can hold.
fn beyond_kind(input: &Input) -> Option<&Number> {
    let whole = |number: &&Number| number.exact().is_integer() && !number.exact().is_negative();
    let held = |number: &&Number| match input.kind {
        ValueKind::Count => whole(number),
        ValueKind::YesNo => whole(number) && *number.exact() <= Exact::ONE,
        ValueKind::Number | ValueKind::Percent | ValueKind::Choice | ValueKind::Date => true,
    };
    let amount = matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent);
    let ends = [&input.min, &input.max].into_iter().flatten().filter(|_| amount);
    // What is written as a share is told as that; a blank may stand for what nobody enters, such as none at all.
    ends.chain(&input.blank).find(|number| !number.is_percent() && !held(number))
}

fn criteria(criteria: &[Located<Criterion>], report: &mut Report) {
    for criterion in criteria {
        if let Some(rounding) = &criterion.rounding {
            check_rounding(rounding, criterion.code.span, report);
        }
        let max_below_min = |max: &thidua_core::Number| {
            criterion.points_min.as_ref().is_some_and(|min| min.exact() > max.exact())
        };
        if criterion.points_max.iter().flat_map(|max| max.all()).any(max_below_min) {
            report.error(
                "TD0207",
                criterion.code.span,
                text!(
                    "tiêu chí `{}`: điểm tối thiểu lớn hơn điểm tối đa",
                    "the criterion `{}`: its minimum is above its maximum",
                    criterion.code.value
                ),
                text!("sửa `points_min` hoặc `points_max`", "mend `points_min` or `points_max`"),
            );
        }
        self::criteria(&criterion.children, report);
    }
}

fn check_rounding(rounding: &Rounding, span: Span, report: &mut Report) {
    if rounding.step().is_none() {
        report.error(
            "TD0208",
            span,
            text!(
                "cách làm tròn cần đúng một trong `places` (0–18) và `to` (lớn hơn 0)",
                "a rounding needs exactly one of `places` (0–18) and `to` (above 0)"
            ),
            text!("viết `{{ places: 2, mode: half-up }}`", "write `{{ places: 2, mode: half-up }}`"),
        );
    }
}
