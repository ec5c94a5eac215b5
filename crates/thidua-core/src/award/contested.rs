use std::collections::{BTreeMap, BTreeSet};

use thidua_rules::diagnostic::listed;
use thidua_rules::rule::Award;

use super::allot::QuotaPlaces;
use super::apportion::Division;
use super::{Circumstances, Recommendations};
use crate::evaluation::DecisionText;
use crate::plan::Plan;
use crate::{Diagnostic, Text, text};

/// Gives places that equals share to those the council names; tells the groups that still wait.
pub(super) fn settle(
    circumstances: &Circumstances<'_>,
    all: &mut Recommendations,
    award: &Award,
    division: &Division,
    left: &mut u32,
    groups: &mut BTreeMap<u32, QuotaPlaces>,
) -> BTreeSet<u32> {
    let keys: Vec<u32> = groups.keys().copied().collect();
    let mut among: BTreeSet<u32> =
        division.tied.iter().filter_map(|index| keys.get(*index)).copied().collect();
    let Some(decision) = circumstances.decisions.places(&award.id.value).next() else { return among };
    let wanted: BTreeSet<&String> = decision.places.iter().flat_map(|places| &places.to).collect();
    let chosen: BTreeSet<u32> = among
        .iter()
        .copied()
        .filter(|group| groups.get(group).is_some_and(|group| wanted.contains(&group.scope)))
        .collect();
    let message = if chosen.len() < wanted.len() {
        let waiting: Vec<String> = among
            .iter()
            .filter_map(|group| groups.get(group))
            .map(|group| format!("`{}`", group.scope))
            .collect();
        let waiting = listed(&waiting);
        text!(
            "chỉ những phạm vi bằng nhau mới nhận được chỉ tiêu còn lại: {waiting}",
            "only scopes that are equal can get what is left: {waiting}"
        )
    } else if chosen.len() > usize::try_from(*left).unwrap_or(usize::MAX) {
        text!("chỉ còn {left} chỉ tiêu", "only {left} places are left")
    } else {
        for group in &chosen {
            if let Some(places) = groups.get_mut(group) {
                places.places = places.places.saturating_add(1);
                let number = &decision.number;
                let more = text!(", thêm 1 theo quyết định {number}", ", one more by decision {number}");
                places.arithmetic = places.arithmetic.clone().and_then(&more);
            }
            *left = left.saturating_sub(1);
            among.remove(group);
        }
        return among;
    };
    all.findings.push(unused(decision, message));
    among
}

/// Decisions on places of awards that divide none.
pub(super) fn check_decisions(plan: &Plan, circumstances: &Circumstances<'_>, all: &mut Recommendations) {
    for award in &plan.rules.awards {
        if award.quota.as_ref().is_none_or(|quota| quota.apportioned.is_none()) {
            for decision in circumstances.decisions.places(&award.id.value) {
                let title = &award.title;
                let message =
                    text!("`{title}` không phân bổ chỉ tiêu", "`{title}` divides no places between scopes");
                all.findings.push(unused(decision, message));
            }
        }
    }
}

fn unused(decision: &DecisionText, message: Text) -> Diagnostic {
    let number = &decision.number;
    let head = text!("quyết định {number} không được áp dụng: ", "decision {number} is not applied: ");
    Diagnostic::warning("TD0808", decision.place(), head.and_then(&message))
        .with_help(text!("sửa hoặc bỏ quyết định này", "mend or drop this decision"))
}
