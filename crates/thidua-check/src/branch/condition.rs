//! Conditions: each comparison true and false, and the whole of it both ways.

use thidua_core::calculus::{Truth, compare, verdict};
use thidua_core::plan::Anyone;
use thidua_core::{EntrantId, Plan, Text, text};
use thidua_rules::program::{PlanComparison, PlanCondition};

use super::{Branches, Location, PoolOutcome};

/// Adds both ways of a condition and of each of its comparisons, looked at for the entrants that `asked` names.
pub(super) fn add(
    branches: &mut Branches<'_>,
    location: &Location,
    name: &Text,
    condition: &PlanCondition,
    asked: impl Fn(&PoolOutcome<'_>, EntrantId) -> bool + Clone + Send + Sync + 'static,
) {
    let comparisons = condition.comparisons();
    let location =
        &comparisons.first().map_or_else(|| location.clone(), |first| location.place(first.written.span));
    let alone = matches!(condition, PlanCondition::Compare(_));
    if !alone {
        let can = possible(branches.plan, condition);
        for (holds, can) in [(true, can.0), (false, can.1)] {
            let (condition, asked) = (condition.clone(), asked.clone());
            let what = both_ways(name, &condition_words(&condition), holds);
            branches.entrant(location, what, (!can).then(|| never(holds)), move |pool, row| {
                asked(pool, row) && pool.facts.verdict(&condition, row) == Some(holds)
            });
        }
        // Under a single `không` the whole says it all.
        if comparisons.len() < 2 {
            return;
        }
    }
    for comparison in comparisons {
        let can = possible_comparison(branches.plan, comparison);
        let location = location.place(comparison.written.span);
        for (holds, can) in [(true, can.0), (false, can.1)] {
            let (comparison, asked) = (comparison.clone(), asked.clone());
            let what = both_ways(name, &comparison.written.words(), holds);
            branches.entrant(&location, what, (!can).then(|| never(holds)), move |pool, row| {
                asked(pool, row) && pool.facts.holds(&comparison, row) == Some(holds)
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
    let Truth { yes, no, .. } = verdict(&Anyone::of(plan), condition);
    (yes, no)
}

fn possible_comparison(plan: &Plan, comparison: &PlanComparison) -> (bool, bool) {
    let Truth { yes, no, .. } = compare(&Anyone::of(plan), comparison);
    (yes, no)
}
