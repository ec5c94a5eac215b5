//! What people decided about grades (xếp loại do người quyết định): grades they gave, and caps they raised.

use std::collections::BTreeMap;

use thidua_rules::rule::{Grading, Scope};

use super::Graded;
use crate::evaluation::{CapDecision, Decision, DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::{EntrantId, GradeId, Number, Text, TiVec, text};

/// A grade that a person gave (xếp loại do người có thẩm quyền quyết định).
#[derive(Clone, Debug, PartialEq)]
pub struct GivenGrade {
    /// By which decision.
    pub decision: Decision,
    /// What the rules come to where nobody decides on grades of this grading or their caps.
    pub computed: Graded,
}

/// A cap that somebody raised (tỷ lệ khống chế được nâng).
#[derive(Clone, Debug)]
pub(super) struct Raised {
    grade: GradeId,
    /// Where; everywhere when there is none.
    group: Option<u32>,
    /// The share of the rules.
    pub(super) from: Number,
    pub(super) to: Number,
    pub(super) decision: Decision,
}

/// What was decided on one grading.
#[derive(Debug, Default)]
pub(super) struct Decided {
    given: BTreeMap<EntrantId, (GradeId, Decision)>,
    pub(super) raised: Vec<Raised>,
}

impl Decided {
    /// The decisions on a grading that can be applied.
    pub(super) fn read(facts: &Facts<'_>, rules: &Grading, decisions: &DecisionIndex) -> Self {
        let given = decisions.grades(&rules.id).filter_map(|(entrant, grade, decision)| {
            let grade = rules.grades().position(|each| each.id == grade)?;
            Some((facts.evaluations.position(entrant)?, (grade, decision.record())))
        });
        let raised = decisions.caps(&rules.id).filter_map(|(about, decision)| {
            let Ok(place) = place(facts.plan, facts.evaluations, about) else { return None };
            let Place { grade, group, from } = place;
            Some(Raised { grade, group, from, to: about.share.clone(), decision: decision.record() })
        });
        Self { given: given.collect(), raised: raised.collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.given.is_empty() && self.raised.is_empty()
    }

    /// The grade that somebody gave.
    pub(super) fn grade(&self, row: EntrantId) -> Option<GradeId> {
        self.given.get(&row).map(|(grade, _)| *grade)
    }

    /// The raised cap that holds in a scope: one that names it before one for all. Only the first cap of a grade can be raised.
    pub(super) fn raised(&self, grade: GradeId, at: usize, group: u32) -> Option<(usize, &Raised)> {
        let of_grade =
            || self.raised.iter().enumerate().filter(|(_, raised)| at == 0 && raised.grade == grade);
        let named = of_grade().find(|(_, raised)| raised.group == Some(group));
        named.or_else(|| of_grade().find(|(_, raised)| raised.group.is_none()))
    }

    /// Marks what was decided in the grades that came of it, beside those that come of the rules alone.
    pub(super) fn mark(
        &self,
        facts: &Facts<'_>,
        rules: &Grading,
        mut graded: TiVec<EntrantId, Graded>,
        by_rules: TiVec<EntrantId, Graded>,
    ) -> TiVec<EntrantId, Graded> {
        for ((row, each), computed) in graded.iter_mut_enumerated().zip(by_rules) {
            if let Some((_, decision)) = self.given.get(&row) {
                each.story_mut().given = Some(GivenGrade { decision: decision.clone(), computed });
                continue;
            }
            let Some(grade) = each.grade.filter(|own| computed.grade.is_none_or(|grade| *own < grade)) else {
                continue;
            };
            let cap = rules.grades().get(grade).and_then(|grade| grade.cap.as_ref());
            let group = cap.map(|cap| facts.evaluations.group_of(row, cap.per));
            if let Some((index, _)) = group.and_then(|group| self.raised(grade, 0, group)) {
                each.story_mut().kept = Some(index);
            }
        }
        graded
    }
}

struct Place {
    grade: GradeId,
    group: Option<u32>,
    from: Number,
}

/// Why a decision raises no cap (vì sao quyết định không nâng được tỷ lệ); nothing where it does, or where its names are unknown.
#[doc(hidden)]
#[must_use]
pub fn cap_refused(plan: &Plan, evaluations: &Evaluations, about: &CapDecision) -> Option<Text> {
    place(plan, evaluations, about).err()
}

/// Where a decision raises a cap, and from what; or why it does not.
fn place(plan: &Plan, evaluations: &Evaluations, about: &CapDecision) -> Result<Place, Text> {
    let CapDecision { grading, grade: id, share, scope } = about;
    let rules = plan.rules.gradings.iter().find(|rules| rules.id == *grading);
    let found = rules.and_then(|rules| {
        let grade = rules.grades().position(|each| each.id == *id)?;
        Some((grade, rules.grades().get(grade)?.cap.as_ref()))
    });
    let Some((grade, cap)) = found else {
        return Err(text!("`{grading}` không có mức `{id}`", "`{grading}` has no grade `{id}`"));
    };
    let Some((cap, most)) = cap.and_then(|cap| Some((cap, cap.raised_to.as_ref()?))) else {
        return Err(text!(
            "bộ tiêu chí không cho nâng tỷ lệ khống chế mức `{id}` (không có `raised_to`)",
            "the rules let nobody raise the cap on the grade `{id}` (there is no `raised_to`)"
        ));
    };
    let from = &cap.share;
    if share.exact() <= from.exact() {
        return Err(text!(
            "{share} không cao hơn tỷ lệ khống chế {from} của bộ tiêu chí",
            "{share} is no more than the cap of {from} that the rules have"
        ));
    }
    if share.exact() > most.exact() {
        return Err(text!(
            "{share} vượt mức {most} mà bộ tiêu chí cho nâng đến",
            "{share} is more than the {most} to which the rules let it be raised"
        ));
    }
    let group = match scope {
        None => None,
        Some(name) => Some(named(plan, evaluations, cap.per, name).ok_or_else(|| {
            text!(
                "tỷ lệ khống chế mức `{id}` không có phạm vi nào là `{name}`",
                "the cap on the grade `{id}` has no scope `{name}`"
            )
        })?),
    };
    Ok(Place { grade, group, from: from.clone() })
}

/// The group of a scope that has this name: a cluster, or the id of a kind.
fn named(plan: &Plan, evaluations: &Evaluations, scope: Scope, name: &str) -> Option<u32> {
    let at = match scope {
        Scope::All => None,
        Scope::Cluster => evaluations.clusters().iter().position(|cluster| **cluster == *name),
        Scope::Kind => plan.rules.kinds.iter().position(|(kind, _)| kind.value == name).map(|kind| kind + 1),
    };
    at.and_then(|at| u32::try_from(at).ok())
}
