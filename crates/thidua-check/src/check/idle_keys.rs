use thidua_core::{Exact, Located, Span, text};
use thidua_rules::rule::{
    Aggregate, CapBase, Criterion, Direction, EntrantKind, GradeCap, HistoryRequirement, OnLine, Otherwise,
    RankOn, RuleSet, Scope, ValueKind, Window,
};

use super::Report;

/// Whether a key stands where nothing reads it, the key, and in both languages where it works.
type Idle = (bool, &'static str, &'static str, &'static str);

/// Keys that nothing reads where they stand: whoever wrote one believes that it works.
#[rustfmt::skip]
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    for (name, input) in rules.inputs.iter() {
        let amount = matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent);
        let choice = input.kind == ValueKind::Choice;
        let (vi, en) = ("chỉ dùng cho `number`, `count`, `percent`", "it is for `number`, `count` and `percent`");
        // A number is no choice and no day.
        let named = choice || input.kind == ValueKind::Date;
        let keys = [
            (input.min.is_some() && !amount, "min", vi, en),
            (input.max.is_some() && !amount, "max", vi, en),
            (input.blank.is_some() && named, "blank", "không thay được lựa chọn hay ngày", "it stands for no choice and no day"),
            (input.blank.is_some() && input.per_row.is_some(), "blank", "số liệu được tính không có ô nào để trống", "a computed input has no cell that could be blank"),
            ((input.min.is_some() || input.max.is_some()) && input.per_row.is_some(), "min", "dùng `at_least`, `at_most` trong `per_row`", "use `at_least`, `at_most` within `per_row`"),
            (input.unit.is_some() && !amount, "unit", vi, en),
            (input.places.is_some() && input.kind != ValueKind::Number, "places", "chỉ dùng cho `number`", "it is for `number`"),
            (input.places.is_some() && input.per_row.is_some(), "places", "số liệu được tính không được nhập", "a computed input is not entered"),
            (input.order.is_some() && !choice, "order", "chỉ dùng cho `kind: choice`", "it is for `kind: choice`"),
        ];
        tell(report, name.span, keys);
    }
    if let Some(gap) = &rules.gap {
        let same = rules.official_stage.as_ref().is_some_and(|official| official.value == gap.stage);
        tell(report, gap.span, [(same, "gap", "đó là vòng chính thức, không khác chính nó", "that is the official stage, which does not differ from itself")]);
    }
    controls(rules, report);
    criteria(&rules.criteria, report);
    tell(report, rules.rule_set.span, [branches(Some(rules.aggregate), rules.present_at_least.is_some())]);
    let exact = rules.rounding.rank_on == RankOn::Exact && rules.rounding.total.is_none();
    let places = &rules.rounding;
    let all_rounded = places.show.is_some() && places.leaf.is_some() && places.group.is_some() && places.total.is_some();
    let keys = [
        (exact, "rank_on", "chỉ đi cùng `rounding.total`", "it goes with `rounding.total`"),
        (all_rounded, "show", "`leaf`, `group`, `total` đã làm tròn mọi số điểm", "`leaf`, `group` and `total` round all points already"),
    ];
    tell(report, rules.rounding.span, keys);
    if let Some(both) = &rules.adjustments {
        let keys = [
            (both.may_exceed_max && (both.outside_total || both.bonus.is_none()), "may_exceed_max", "chỉ có nghĩa khi `bonus` vào tổng điểm", "it is about a `bonus` within the total"),
            (both.may_fall_below_zero && (both.outside_total || both.deductions.is_none()), "may_fall_below_zero", "chỉ có nghĩa khi `deductions` vào tổng điểm", "it is about `deductions` within the total"),
        ];
        tell(report, rules.rule_set.span, keys);
        for group in both.bonus.iter().chain(&both.deductions) {
            criteria(&group.items, report);
            for item in &group.items {
                tell(report, item.code.span, [(item.weight.is_some(), "weight", "các mục này được cộng thẳng", "these items are added as they are")]);
            }
        }
    }
    for step in rules.rankings.iter().flat_map(|ranking| &ranking.tie_break) {
        let other = step.of.is_none() && (step.most_of.is_some() || step.council);
        let keys = [
            (step.order != Direction::default() && other, "order", "chỉ đi cùng `of`", "it goes with `of`"),
            (!step.marks.is_empty() && step.most_of.is_none(), "marks", "chỉ đi cùng `most_of`", "it goes with `most_of`"),
        ];
        tell(report, step.span, keys);
    }
    let grades = rules.gradings.iter().flat_map(|grading| &grading.grades);
    for grade in grades {
        let all = grade.cap.iter().flat_map(GradeCap::limits).any(|(share, of, _)| {
            of != CapBase::Next && *share.exact() >= Exact::ONE
        });
        tell(report, grade.span, [(all, "cap", "100% là tất cả", "100 % is everybody")]);
    }
    for award in &rules.awards {
        let free = award.quota.is_none();
        let keys = [
            (free && award.tie_on_line != OnLine::default(), "tie_on_line", "chỉ đi cùng `quota`", "it goes with a `quota`"),
            (free && award.reserve > 0, "reserve", "chỉ đi cùng `quota`", "it goes with a `quota`"),
        ];
        tell(report, award.id.span, keys);
        if let Some(quota) = award.quota.as_ref().filter(|quota| quota.share.is_none() && quota.shares.is_empty()) {
            let keys = [
                (quota.of.is_some(), "of", "chỉ đi cùng `share`", "it goes with `share`"),
                (quota.fraction.is_some(), "fraction", "chỉ đi cùng `share`", "it goes with `share`"),
            ];
            tell(report, quota.span, keys);
        }
        if let Some(quota) = award.quota.as_ref().filter(|quota| quota.apportioned.is_some()) {
            let one = ("chỉ có một phạm vi để chia; viết `count`", "there is one scope to divide among; write `count`");
            tell(report, quota.span, [(quota.per == Scope::All, "apportioned", one.0, one.1)]);
        }
        for whole in &award.requires {
            let one = whole.any.len() == 1 && whole.when.is_none();
            tell(report, whole.span, [(one, "any", "chỉ có một cách; viết thẳng các điều kiện của nó", "there is one way only; write what it asks directly")]);
        }
        for part in award.requires.iter().flat_map(|whole| whole.any.iter().flatten()) {
            let held = part.otherwise != Otherwise::default();
            tell(report, part.span, [(held, "otherwise", "ghi ở mục có `any`", "it goes with the entry that has `any`")]);
        }
        for requirement in award.requirements() {
            let any_years = |history: &HistoryRequirement| !history.consecutive || history.window == Window::Block;
            let gap = requirement.history.as_ref().is_some_and(|history| history.gap > 0 && any_years(history));
            let counted = requirement.history.as_ref().filter(|history| history.records.is_some());
            let of_years = |wanted: &dyn Fn(&HistoryRequirement) -> bool| counted.is_some_and(wanted);
            let beside = ("không đi cùng `records`", "it does not go with `records`");
            let keys = [
                (of_years(&|history| history.gap > 0), "gap", beside.0, beside.1),
                (of_years(&|history| history.window == Window::Block), "window", beside.0, beside.1),
                (of_years(&|history| !history.each_year.is_empty()), "each_year", beside.0, beside.1),
                (of_years(&|history| !history.consecutive), "consecutive", beside.0, beside.1),
            ];
            tell(report, requirement.span, keys);
            if let Some(history) = &requirement.history {
                let past = history.counts_this_run && history.ending_years_ago > 0;
                let of_people = award.entrants != EntrantKind::Collective && history.inherited.is_some();
                let asked_already = matches!((&history.results[..], &history.each_year[..]), ([result], each) if each.contains(result));
                let keys = [
                    (past, "counts_this_run", "chuỗi kết thúc trước năm nay", "the chain ends before this year"),
                    (of_people, "inherited", "chỉ tập thể mới có đơn vị tiền thân", "only collectives have predecessors"),
                    (asked_already, "each_year", "`results` đã đòi kết quả ấy mỗi năm", "`results` asks for it every year"),
                ];
                tell(report, requirement.span, keys);
            }
            tell(report, requirement.span, [(gap && counted.is_none(), "gap", "chỉ đi cùng `consecutive: true` và `window: sliding`", "it goes with `consecutive: true` and `window: sliding`")]);
        }
    }
}

/// A control that can only agree, or is written twice.
fn controls(rules: &RuleSet, report: &mut Report) {
    for (position, control) in rules.controls.iter().enumerate() {
        let same = control.printed.term.value == control.equals.term.value;
        let fixed = control.printed.term.value.fields().is_empty();
        let twice = rules.controls.iter().take(position).any(|earlier| {
            earlier.printed.term.value == control.printed.term.value
                && earlier.equals.term.value == control.equals.term.value
        });
        let keys = [
            (same, "controls", "hai vế là một", "both sides are the same"),
            (
                fixed,
                "controls",
                "`printed` phải là số in trên phiếu: một số liệu",
                "`printed` must be what stands on the sheet: an input",
            ),
            (twice, "controls", "mục này đã viết ở trên", "this entry is written above"),
        ];
        tell(report, control.span, keys);
    }
}

fn criteria(all: &[Located<Criterion>], report: &mut Report) {
    for criterion in all {
        let (leaf, vi, en) = (criterion.children.is_empty(), "chỉ dùng cho nhóm", "it is for groups");
        let mut keys = vec![
            (leaf && criterion.aggregate.is_some(), "aggregate", vi, en),
            (leaf && criterion.present_at_least.is_some(), "present_at_least", vi, en),
            (leaf && criterion.cap.is_some(), "cap", vi, en),
            (leaf && criterion.floor.is_some(), "floor", vi, en),
            (leaf && criterion.divided.is_some(), "divided", vi, en),
        ];
        keys.push(branches(criterion.aggregate, !leaf && criterion.present_at_least.is_some()));
        keys.extend(criterion.method().idle_keys().into_iter().map(|(key, vi, en)| (true, key, vi, en)));
        tell(report, criterion.code.span, keys);
        criteria(&criterion.children, report);
    }
}

/// Of branches exactly one is filled in, however many there are.
fn branches(aggregate: Option<Aggregate>, least: bool) -> Idle {
    let either = aggregate == Some(Aggregate::EitherOr);
    (either && least, "present_at_least", "không đi cùng `either-or`", "it does not go with `either-or`")
}

fn tell(report: &mut Report, span: Span, keys: impl IntoIterator<Item = Idle>) {
    for (_, key, vi, en) in keys.into_iter().filter(|(idle, ..)| *idle) {
        let message = text!("`{key}` không có tác dụng ở đây", "`{key}` has no effect here");
        report.error("TD0238", span, message, text!("bỏ `{key}`: {vi}", "drop `{key}`: {en}"));
    }
}
