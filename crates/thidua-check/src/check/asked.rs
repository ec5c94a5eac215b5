use thidua_core::plan::{PlanRead, PlanRequirement};
use thidua_core::{AwardId, Located, NodeKind, Plan, Span};
use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Requirement;

/// A condition of the rules and where it stands (điều kiện được hỏi).
pub(super) struct Asked<'a> {
    pub(super) condition: &'a PlanCondition,
    /// Where it stands, when it has no comparison of its own.
    span: Span,
    /// The criterion, grading, ranking or award it belongs to.
    pub(super) at: &'a str,
    /// The award, when it is one of its requirements.
    pub(super) award: Option<AwardId>,
}

impl Asked<'_> {
    /// Where it is written.
    pub(super) fn span(&self) -> Span {
        let first = self.condition.comparisons().into_iter().next();
        first.map(|comparison| comparison.written.span).filter(|span| span.line > 0).unwrap_or(self.span)
    }
}

/// Every condition that is asked of entrants.
pub(super) fn asked(plan: &Plan) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    for node in &plan.nodes {
        // What the groups around it ask stands first.
        let own = node.asked.last().filter(|_| node.criterion.when.is_some());
        all.extend(own.map(|condition| Asked { condition, span: node.span, at: &node.path, award: None }));
        if let NodeKind::Leaf(leaf) = &node.kind {
            let among = leaf.reference.as_ref().and_then(|reference| reference.among.as_ref());
            let read = leaf.reads.iter().filter_map(|read| match read {
                PlanRead::Condition(condition) => Some(condition),
                PlanRead::Own(_) | PlanRead::Term(_) | PlanRead::List(_) => None,
            });
            let conditions = leaf.only_if.iter().chain(among).chain(read);
            all.extend(conditions.map(|condition| Asked {
                condition,
                span: node.span,
                at: &node.path,
                award: None,
            }));
        }
    }
    for (grading, rules) in plan.gradings.iter().zip(&plan.rules.gradings) {
        let at = rules.id.as_str();
        for ((requires, knock_out), grade) in grading.grades.iter().zip(&rules.grades) {
            let conditions = requires.iter().chain(knock_out);
            all.extend(conditions.map(|condition| Asked { condition, span: grade.span, at, award: None }));
        }
        for ((condition, _), ceiling) in grading.ceilings.iter().zip(&rules.ceilings) {
            all.push(Asked { condition, span: ceiling.span, at, award: None });
        }
    }
    for (ranking, rules) in plan.rankings.iter().zip(&plan.rules.rankings) {
        let conditions = ranking.among.iter();
        all.extend(conditions.map(|condition| Asked {
            condition,
            span: rules.span,
            at: &rules.id,
            award: None,
        }));
    }
    for ((position, award), rules) in plan.awards.iter_enumerated().zip(&plan.rules.awards) {
        let at = rules.id.value.as_str();
        for (requirement, written) in award.requires.iter().zip(&rules.requires) {
            for (part, span) in within(requirement, written) {
                all.push(Asked { condition: part, span, at, award: None });
            }
            if let PlanRequirement::When(condition) = requirement {
                all.push(Asked { condition, span: written.span, at, award: Some(position) });
            }
        }
        for (condition, written) in award.hold_when.iter().zip(&rules.hold_when) {
            all.push(Asked { condition, span: written.span, at, award: Some(position) });
        }
        let shares = award.quota.iter().flat_map(|quota| &quota.shares);
        let written = rules.quota.iter().flat_map(|quota| &quota.shares);
        for ((condition, _), row) in shares.zip(written) {
            all.extend(condition.iter().map(|condition| Asked {
                condition,
                span: row.span,
                at,
                award: None,
            }));
        }
    }
    all
}

/// The conditions of its ways, each with its place.
fn within<'p>(
    requirement: &'p PlanRequirement,
    written: &Located<Requirement>,
) -> Vec<(&'p PlanCondition, Span)> {
    let PlanRequirement::Any(ways) = requirement else { return Vec::new() };
    let parts = ways.iter().flatten().zip(written.any.iter().flatten());
    let mut all = Vec::new();
    for (part, written) in parts {
        match part {
            PlanRequirement::When(condition) => all.push((condition, written.span)),
            _ => all.extend(within(part, written)),
        }
    }
    all
}
