use thidua_core::{Date, Dates, Located};
use thidua_rules::rule::{Criterion, DatedNumber, RuleSet};

/// Every number of the rule set that may change with time, with the path or id it belongs to.
pub(super) fn dated_numbers(rules: &RuleSet) -> Vec<(String, &DatedNumber)> {
    let mut numbers: Vec<(String, &DatedNumber)> = Vec::new();
    numbers.extend(rules.parameters.iter().map(|(name, number)| (name.value.clone(), &**number)));
    criteria(&rules.criteria, "", &mut numbers);
    if let Some(adjustments) = &rules.adjustments {
        for group in adjustments.bonus.iter().chain(&adjustments.deductions) {
            criteria(&group.items, "", &mut numbers);
        }
    }
    for grading in &rules.gradings {
        for grade in &grading.grades {
            numbers.extend(grade.ends().map(|end| (format!("{}/{}", grading.id, grade.id), end)));
        }
    }
    for award in &rules.awards {
        let quota = award.quota.iter().flat_map(|quota| {
            let totals = quota.apportioned.iter().map(|apportion| &apportion.total);
            let limits = quota.within.iter().map(|cap| &cap.count);
            let by_class = quota.shares.iter().map(|row| &row.share);
            quota.count.iter().chain(&quota.share).chain(by_class).chain(totals).chain(limits)
        });
        let money = award.money.iter().map(|money| &money.multiple);
        numbers.extend(quota.chain(money).map(|number| (award.id.value.clone(), number)));
    }
    numbers.extend(rules.budgets.iter().map(|budget| (budget.payer.value.clone(), &budget.amount)));
    numbers
}

fn criteria<'a>(all: &'a [Located<Criterion>], parent: &str, numbers: &mut Vec<(String, &'a DatedNumber)>) {
    for criterion in all {
        let code = &criterion.code.value;
        let path = if parent.is_empty() { code.clone() } else { format!("{parent}/{code}") };
        let own = criterion.points_max.iter().chain(&criterion.weight);
        numbers.extend(own.map(|number| (path.clone(), number)));
        criteria(&criterion.children, &path, numbers);
    }
}

/// The days that matter (các mốc thời điểm): one inside every stretch between two changes of a dated value.
#[must_use]
pub fn days(rules: &RuleSet) -> Vec<Date> {
    let mut stretches: Vec<Dates> = Vec::new();
    for (_, number) in dated_numbers(rules) {
        if let DatedNumber::Dated(values) = number {
            stretches.extend(values.iter().map(|value| Dates { from: value.from, until: value.until }));
        }
    }
    let mut open: Vec<_> = rules.criteria.iter().collect();
    while let Some(criterion) = open.pop() {
        stretches.extend(criterion.effective);
        open.extend(&criterion.children);
    }
    let next = |day: Date| Date::from_day_number(i64::from(day.day_number()) + 1);
    let mut changes: Vec<Date> =
        stretches.iter().flat_map(|dates| dates.from.into_iter().chain(dates.until.and_then(next))).collect();
    let start = rules.effective.from.or_else(|| changes.iter().min().copied());
    let start = start.or(rules.effective.until).or_else(|| Date::from_calendar(2026, 1, 1));
    changes.extend(start);
    changes.retain(|day| rules.effective.dates().contains(*day));
    changes.sort();
    changes.dedup();
    changes
}
