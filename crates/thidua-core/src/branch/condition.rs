//! Conditions: each comparison true and false, and the whole of it both ways.

use super::range::{Range, range};
use super::{Branches, Home, Scene};
use crate::check::Interval;
use crate::expression::Comparator;
use crate::plan::{Plan, PlanComparison, PlanCondition};
use crate::{Exact, Text, text};

/// Adds both ways of a condition and of each of its comparisons, looked at for the entrants that `asked` names.
pub(super) fn add(
    branches: &mut Branches<'_>,
    home: &Home,
    name: &Text,
    condition: &PlanCondition,
    asked: impl Fn(&Scene<'_>, usize) -> bool + Clone + Send + Sync + 'static,
) {
    let comparisons = condition.comparisons();
    let home = &comparisons.first().map_or_else(|| home.clone(), |first| home.place(first.written.span));
    let alone = matches!(condition, PlanCondition::Compare(_));
    if !alone {
        let can = possible(branches.plan, condition);
        for (holds, can) in [(true, can.0), (false, can.1)] {
            let (condition, asked) = (condition.clone(), asked.clone());
            let what = both_ways(name, &condition_words(&condition), holds);
            branches.entrant(home, what, (!can).then(|| never(holds)), move |scene, row| {
                asked(scene, row) && scene.facts.verdict(&condition, row) == Some(holds)
            });
        }
        // Under a single `không` the whole says it all.
        if comparisons.len() < 2 {
            return;
        }
    }
    for comparison in comparisons {
        let can = possible_comparison(branches.plan, comparison);
        let home = home.place(comparison.written.span);
        for (holds, can) in [(true, can.0), (false, can.1)] {
            let (comparison, asked) = (comparison.clone(), asked.clone());
            let what = both_ways(name, &comparison.written.words(), holds);
            branches.entrant(&home, what, (!can).then(|| never(holds)), move |scene, row| {
                let order = scene.facts.compare(&comparison, row);
                asked(scene, row) && order.map(|order| comparison.comparator.holds(order)) == Some(holds)
            });
        }
    }
}

fn both_ways(name: &Text, condition: &Text, holds: bool) -> Text {
    let (vi, en) = if holds { ("đúng", "true") } else { ("sai", "false") };
    Text {
        vi: format!("{}: “{}” {vi}", name.vi, condition.vi),
        en: format!("{}: “{}” {en}", name.en, condition.en),
    }
}

fn never(holds: bool) -> Text {
    if holds {
        text!(
            "giá trị nào nhập được cũng làm điều kiện sai",
            "every value that can be entered makes it false"
        )
    } else {
        text!(
            "giá trị nào nhập được cũng làm điều kiện đúng",
            "every value that can be entered makes it true"
        )
    }
}

fn condition_words(condition: &PlanCondition) -> Text {
    let join = |parts: &[PlanCondition], vi: &str, en: &str| {
        let parts: Vec<Text> = parts.iter().map(condition_words).collect();
        let words = |pick: fn(&Text) -> &str, by: &str| parts.iter().map(pick).collect::<Vec<_>>().join(by);
        Text { vi: words(|text| &text.vi, vi), en: words(|text| &text.en, en) }
    };
    match condition {
        PlanCondition::All(parts) => join(parts, " và ", " and "),
        PlanCondition::Any(parts) => join(parts, " hoặc ", " or "),
        PlanCondition::Not(part) => {
            let part = condition_words(part);
            Text { vi: format!("không ({})", part.vi), en: format!("not ({})", part.en) }
        }
        PlanCondition::Compare(comparison) => comparison.written.words(),
    }
}

/// Whether a condition may come out true, and false; `false` only where that is proved.
pub(super) fn possible(plan: &Plan, condition: &PlanCondition) -> (bool, bool) {
    let parts = |parts: &[PlanCondition]| -> Vec<(bool, bool)> {
        parts.iter().map(|part| possible(plan, part)).collect()
    };
    match condition {
        PlanCondition::All(list) => {
            let parts = parts(list);
            (parts.iter().all(|part| part.0), parts.iter().any(|part| part.1))
        }
        PlanCondition::Any(list) => {
            let parts = parts(list);
            (parts.iter().any(|part| part.0), parts.iter().all(|part| part.1))
        }
        PlanCondition::Not(part) => {
            let (yes, no) = possible(plan, part);
            (no, yes)
        }
        PlanCondition::Compare(comparison) => possible_comparison(plan, comparison),
    }
}

fn possible_comparison(plan: &Plan, comparison: &PlanComparison) -> (bool, bool) {
    let (left, right) = (range(plan, &comparison.left), range(plan, &comparison.right));
    let holds = |comparator: Comparator| may_hold(&left, comparator, &right);
    (holds(comparison.comparator), holds(comparison.comparator.opposite()))
}

/// Whether some value on the left stands so to some value on the right.
fn may_hold(left: &Range, comparator: Comparator, right: &Range) -> bool {
    let (lowest, highest) = (&right.interval.lower, &right.interval.upper);
    let from = |end: &Option<(Exact, bool)>, included: bool| Interval {
        lower: end.as_ref().map(|(end, _)| (end.clone(), included)),
        upper: None,
    };
    let to = |end: &Option<(Exact, bool)>, included: bool| Interval {
        lower: None,
        upper: end.as_ref().map(|(end, _)| (end.clone(), included)),
    };
    match comparator {
        Comparator::AtLeast => left.meets(&from(lowest, true)),
        Comparator::Above => left.meets(&from(lowest, false)),
        Comparator::AtMost => left.meets(&to(highest, true)),
        Comparator::Below => left.meets(&to(highest, false)),
        Comparator::Equal => left.meets(&right.interval),
        Comparator::NotEqual => left.meets(&from(lowest, false)) || left.meets(&to(highest, false)),
    }
}
