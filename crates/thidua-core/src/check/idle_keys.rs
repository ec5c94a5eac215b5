use super::Report;
use crate::method::{DayCount, RelativeKind};
use crate::rules::{
    Adjustments, Award, Criterion, Direction, Input, OnLine, Quota, RankOn, Ranking, RuleSet, ValueKind,
};
use crate::{Located, Span, Text, text};

/// Keys that nothing reads where they stand: whoever wrote one believes that it works.
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    let whole = rules.rule_set.span;
    for (name, input) in rules.inputs.iter() {
        self::input(input, name.span, report);
    }
    criteria(&rules.criteria, report);
    if let Some(both) = &rules.adjustments {
        adjustments(both, whole, report);
    }
    let exact = rules.rounding.rank_on == RankOn::Exact && rules.rounding.total.is_none();
    idle(report, rules.rounding.span, [("rank_on", exact)], || {
        text!("chỉ có nghĩa khi có `rounding.total`", "it goes with `rounding.total`")
    });
    for ranking in &rules.rankings {
        self::ranking(ranking, report);
    }
    for award in &rules.awards {
        self::award(award, report);
    }
}

fn input(input: &Input, span: Span, report: &mut Report) {
    let amount = matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent);
    let ends = [("min", input.min.is_some() && !amount), ("max", input.max.is_some() && !amount)];
    idle(report, span, ends, || {
        text!("chỉ dùng cho `number`, `count`, `percent`", "it is for `number`, `count` and `percent`")
    });
    let choice = input.kind == ValueKind::Choice;
    idle(report, span, [("order", input.order.is_some() && !choice)], || {
        text!("chỉ dùng cho `kind: choice`", "it is for `kind: choice`")
    });
    let named = choice || input.kind == ValueKind::Date;
    idle(report, span, [("blank", input.blank.is_some() && named)], || {
        text!(
            "một con số không thay được lựa chọn hay ngày; để trống là thiếu dữ liệu",
            "a number is no choice and no day; a blank is a gap"
        )
    });
}

fn criteria(all: &[Located<Criterion>], report: &mut Report) {
    for criterion in all {
        let span = criterion.code.span;
        if criterion.children.is_empty() {
            let keys = [
                ("aggregate", criterion.aggregate.is_some()),
                ("present_at_least", criterion.present_at_least.is_some()),
            ];
            idle(report, span, keys, || {
                text!("chỉ nhóm có `children` mới dùng", "it is for groups with `children`")
            });
        }
        method(criterion, span, report);
        criteria(&criterion.children, report);
    }
}

fn method(criterion: &Criterion, span: Span, report: &mut Report) {
    if let Some(lateness) = &criterion.lateness {
        let after = lateness.not_after.is_some() && lateness.each_day.is_none();
        idle(report, span, [("not_after", after)], || {
            text!(
                "thiếu `each_day` thì trễ một ngày đã mất hết điểm",
                "without `each_day` one day late pays nothing already"
            )
        });
        let holidays = lateness.days == DayCount::Calendar && !lateness.holidays.is_empty();
        idle(report, span, [("holidays", holidays)], || {
            text!("chỉ đi cùng `days: working`", "it goes with `days: working`")
        });
    }
    for item in criterion.deduct.iter().flat_map(|deduct| &deduct.items) {
        let most = item.at_most.is_some() && item.ladder.is_some();
        idle(report, item.span, [("at_most", most)], || {
            text!(
                "chỉ đi cùng `each`; bậc cuối của `ladder` là mức trừ cao nhất",
                "it goes with `each`; the last rung of a `ladder` takes the most"
            )
        });
    }
    if let Some(relative) = &criterion.relative {
        let rank = relative.by != RelativeKind::Rank;
        let keys = [("step", rank && relative.step.is_some()), ("table", rank && !relative.table.is_empty())];
        idle(report, span, keys, || text!("chỉ đi cùng `by: rank`", "it goes with `by: rank`"));
        let range = relative.by != RelativeKind::Range;
        let keys = [
            ("lowest_share", range && relative.lowest_share.is_some()),
            ("when_equal", range && relative.when_equal.is_some()),
        ];
        idle(report, span, keys, || text!("chỉ đi cùng `by: range`", "it goes with `by: range`"));
    }
}

fn adjustments(both: &Adjustments, whole: Span, report: &mut Report) {
    for group in both.bonus.iter().chain(&both.deductions) {
        criteria(&group.items, report);
        for item in &group.items {
            idle(report, item.code.span, [("weight", item.weight.is_some())], || {
                text!("điểm thưởng, điểm trừ được cộng thẳng", "bonus and deductions are added as they are")
            });
        }
    }
    let exceed = both.may_exceed_max && (both.outside_total || both.bonus.is_none());
    idle(report, whole, [("may_exceed_max", exceed)], || {
        text!("chỉ có nghĩa khi `bonus` vào tổng điểm", "it is about a `bonus` within the total")
    });
    let fall = both.may_fall_below_zero && (both.outside_total || both.deductions.is_none());
    idle(report, whole, [("may_fall_below_zero", fall)], || {
        text!("chỉ có nghĩa khi `deductions` vào tổng điểm", "it is about `deductions` within the total")
    });
}

fn ranking(ranking: &Ranking, report: &mut Report) {
    for step in &ranking.tie_break {
        let order = step.order != Direction::default()
            && step.of.is_none()
            && (step.most_of.is_some() || step.council);
        idle(report, step.span, [("order", order)], || text!("chỉ đi cùng `of`", "it goes with `of`"));
        let marks = !step.marks.is_empty() && step.most_of.is_none();
        idle(report, step.span, [("marks", marks)], || {
            text!("chỉ đi cùng `most_of`", "it goes with `most_of`")
        });
    }
}

fn award(award: &Award, report: &mut Report) {
    let span = award.id.span;
    if award.quota.is_none() {
        let keys = [("tie_on_line", award.tie_on_line != OnLine::default()), ("reserve", award.reserve > 0)];
        idle(report, span, keys, || text!("chỉ có nghĩa khi có `quota`", "it goes with a `quota`"));
    }
    if let Some(quota) = &award.quota {
        let Quota { of, fraction, share, .. } = &quota.value;
        let keys =
            [("of", of.is_some() && share.is_none()), ("fraction", fraction.is_some() && share.is_none())];
        idle(report, quota.span, keys, || text!("chỉ đi cùng `share`", "it goes with `share`"));
    }
    for requirement in &award.requires {
        let gap = requirement.history.as_ref().is_some_and(|history| history.gap > 0 && !history.consecutive);
        idle(report, requirement.span, [("gap", gap)], || {
            text!("chỉ đi cùng `consecutive: true`", "it goes with `consecutive: true`")
        });
    }
}

fn idle<const N: usize>(
    report: &mut Report,
    span: Span,
    keys: [(&str, bool); N],
    where_it_works: impl Fn() -> Text,
) {
    for (key, _) in keys.into_iter().filter(|(_, idle)| *idle) {
        let message = text!("`{key}` không có tác dụng ở đây", "`{key}` has no effect here");
        let help = text!("bỏ `{key}`: ", "drop `{key}`: ").and_then(&where_it_works());
        report.error("TD0238", span, message, help);
    }
}
