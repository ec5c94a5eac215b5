use thidua_core::{Exact, Located, Number, Span, text};
use thidua_rules::method::Declared;
use thidua_rules::rule::{Aggregate, Criterion, Inherited, ItemGroup, RuleSet, Window};

use super::Report;

/// Numbers that can be read but cannot be meant: negative rates, shares above everything, best 0 of 3.
pub(super) fn check(rules: &RuleSet, report: &mut Report) {
    let whole = rules.rule_set.span;
    criteria(&rules.criteria, report);
    if let (Some(from), Some(until)) = (rules.effective.from, rules.effective.until) {
        expect(report, whole, from <= until, "effective", "`from` ≤ `until`");
    }
    if let Some(least) = &rules.present_at_least {
        expect(report, whole, is_share(&least.share), "present_at_least", "0% … 100%");
    }
    aggregate(rules.aggregate, rules.criteria.len(), whole, report);
    if let Some(adjustments) = &rules.adjustments {
        for group in adjustments.bonus.iter().chain(&adjustments.deductions) {
            items(group, whole, report);
        }
        // A bonus item may take points away ("giải nhì 12 điểm, trắng giải trừ 10 điểm"); what is deducted stands above zero.
        for item in adjustments.deductions.iter().flat_map(|group| &group.items) {
            let above = item.points_min.as_ref().is_none_or(not_negative);
            expect(report, item.code.span, above, "points_min", "≥ 0");
        }
    }
    for grading in &rules.gradings {
        if let Some(last) = grading.grades.last() {
            expect(
                report,
                last.span,
                last.cap.is_none(),
                "cap",
                "không ở mức thấp nhất / not on the lowest grade",
            );
        }
        for grade in &grading.grades {
            if (grade.from.is_some() && grade.above.is_some())
                || (grade.to.is_some() && grade.below.is_some())
            {
                let message =
                    text!("mức `{}` khai hai lần một đầu", "the grade `{}` has one end twice", grade.id);
                let help = text!(
                    "mỗi mức có tối đa một đầu dưới (`from` hoặc `above`) và một đầu trên (`to` hoặc `below`)",
                    "a grade has at most one lower end (`from` or `above`) and one upper end (`to` or `below`)"
                );
                report.error("TD0221", grade.span, message, help);
            }
            let cap = grade.cap.as_ref().is_none_or(|cap| cap.limits().all(|(share, ..)| is_positive(share)));
            expect(report, grade.span, cap, "cap", "> 0%");
            let raised = grade
                .cap
                .as_ref()
                .is_none_or(|cap| cap.raised_to.as_ref().is_none_or(|most| most.exact() > cap.share.exact()));
            expect(report, grade.span, raised, "raised_to", "> `share`");
        }
    }
    for award in &rules.awards {
        if let Some(money) = &award.money {
            expect(
                report,
                award.id.span,
                money.multiple.all().into_iter().all(not_negative),
                "multiple",
                "≥ 0",
            );
        }
        for requirement in award.requirements() {
            let history = requirement.history.as_ref();
            let counted =
                history.is_none_or(|history| history.window == Window::Sliding || history.consecutive);
            expect(report, requirement.span, counted, "window: block", "`consecutive: true`");
            if let Some(Inherited::Share(share)) = history.and_then(|history| history.inherited.as_ref()) {
                expect(
                    report,
                    requirement.span,
                    forgotten(share) || (is_share(share) && is_positive(share)),
                    "inherited",
                    "> 0% … 100%",
                );
            }
            let Some(votes) = &requirement.votes else { continue };
            let quorum = votes.quorum.as_ref().is_none_or(is_positive);
            expect(report, requirement.span, quorum, "quorum", "> 0% … 100%");
            expect(
                report,
                requirement.span,
                !votes.body.trim().is_empty(),
                "body",
                "tên hội đồng / the name of a body",
            );
            expect(report, requirement.span, votes.ballots >= 1, "ballots", "≥ 1");
            expect(report, requirement.span, votes.marks != Some(0), "marks", "≥ 1");
        }
    }
    for budget in &rules.budgets {
        expect(report, budget.payer.span, budget.amount.all().into_iter().all(not_negative), "amount", "≥ 0");
        let part = |kept: &Number| forgotten(kept) || (is_positive(kept) && *kept.exact() < Exact::ONE);
        let kept = budget.kept_back.as_ref().is_none_or(part);
        expect(report, budget.payer.span, kept, "kept_back", "> 0% … < 100%");
    }
    for step in rules.rankings.iter().flat_map(|ranking| &ranking.tie_break) {
        expect(report, step.span, step.only_at != Some(0), "only_at", "≥ 1");
    }
}

fn criteria(all: &[Located<Criterion>], report: &mut Report) {
    for criterion in all {
        let span = criterion.code.span;
        let max = criterion.points_max.iter().flat_map(|max| max.all());
        expect(report, span, max.into_iter().all(not_negative), "points_max", "≥ 0");
        if let Some(dates) = &criterion.effective {
            let ordered = dates.from.zip(dates.until).is_none_or(|(from, until)| from <= until);
            expect(report, span, ordered, "effective", "`from` ≤ `until`");
        }
        if let Some(least) = &criterion.present_at_least {
            expect(report, span, is_share(&least.share), "present_at_least", "0% … 100%");
        }
        aggregate(criterion.aggregate.unwrap_or_default(), criterion.children.len(), span, report);
        expect(report, span, criterion.cap.as_ref().is_none_or(is_positive), "cap", "> 0");
        let ends = criterion.floor.as_ref().zip(criterion.cap.as_ref());
        let apart = ends.is_none_or(|(floor, cap)| floor.exact() < cap.exact());
        expect(report, span, apart, "floor", "`floor` < `cap`");
        let method = criterion.method();
        let mut declared = Declared::default();
        method.declares(&mut declared);
        for each in declared.numbers.iter().filter(|each| each.positive) {
            expect(report, span, not_negative(each.number), each.key, "≥ 0");
        }
        criteria(&criterion.children, report);
    }
}

fn items(group: &ItemGroup, whole: Span, report: &mut Report) {
    expect(report, whole, group.cap.as_ref().is_none_or(is_positive), "cap", "> 0");
    expect(report, whole, !group.items.is_empty(), "items", "ít nhất một mục / at least one item");
    if let thidua_rules::rule::Take::Best(count) = group.take {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        expect(
            report,
            whole,
            (1..=group.items.len()).contains(&count),
            "best",
            "1 … số mục / number of items",
        );
    }
    criteria(&group.items, report);
}

fn aggregate(aggregate: Aggregate, children: usize, span: Span, report: &mut Report) {
    if let Aggregate::Best(count) = aggregate {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        expect(report, span, (1..=children).contains(&count), "best", "1 … số mục con / number of children");
    }
}

fn not_negative(number: &Number) -> bool {
    !number.exact().is_negative()
}

/// A share that was written without its percent sign, which is told as that.
fn forgotten(number: &Number) -> bool {
    !number.is_percent() && *number.exact() > Exact::from(2)
}

fn is_positive(number: &Number) -> bool {
    *number.exact() > Exact::ZERO
}

fn is_share(number: &Number) -> bool {
    not_negative(number) && *number.exact() <= Exact::ONE
}

fn expect(report: &mut Report, span: Span, holds: bool, key: &str, range: &str) {
    if !holds {
        report.error(
            "TD0251",
            span,
            text!("giá trị của `{key}` không có nghĩa", "the value of `{key}` makes no sense"),
            text!("cần: {range}", "needed: {range}"),
        );
    }
}

#[cfg(test)]
mod tests {
    use thidua_rules::rule::DatedNumber;

    use super::*;

    #[test]
    fn a_negative_maximum_is_found() {
        let criterion = Criterion {
            code: Located::nowhere("I".to_owned()),
            points_max: Some(DatedNumber::Always(Number::from(-5))),
            ..Criterion::default()
        };
        let mut report = Report::new("x".into());
        criteria(&[Located::nowhere(criterion)], &mut report);
        assert_eq!(report.len(), 1);
    }
}
