use thidua_rules::Comparator;
use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Requirement;

use super::calculation::Calculation;
use super::{Explainable, arithmetic};
use crate::award::{Check, Verdict, check_part};
use crate::plan::PlanRequirement;
use crate::{AwardId, EntrantId, Exact};

/// How a requirement was judged (điều kiện dạng cây): conditions down to the numbers that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JudgedCondition {
    /// Whether it is met.
    pub verdict: Verdict,
    /// What it is made of.
    pub parts: ConditionParts,
}

/// What a [`JudgedCondition`] is made of (các phần của điều kiện).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConditionParts {
    /// All of them are needed.
    All(Vec<JudgedCondition>),
    /// One of them is enough.
    Any(Vec<JudgedCondition>),
    /// It must not hold.
    Not(Box<JudgedCondition>),
    /// Two numbers that are compared; nothing in the place of one that is not known, or that stands for every criterion.
    Compared {
        /// What is compared.
        left: Option<Calculation>,
        /// How.
        comparator: Comparator,
        /// With what.
        right: Option<Calculation>,
    },
    /// Years or records with one of these results: so many are there, so many are needed.
    History {
        /// Ids of the results.
        results: Vec<String>,
        /// How many are there.
        counted: Exact,
        /// How many are needed.
        needed: Exact,
    },
    /// The votes of a body: the share in favour, where it has voted, and the one that is needed.
    Votes {
        /// The body.
        body: String,
        /// The share in favour.
        share: Option<Exact>,
        /// The share that is needed.
        needed: Exact,
    },
    /// An award of this run, by id.
    Award(String),
    /// A place in a ranking, by id.
    Ranked(String),
}

/// The award and the entrant.
type Case = (AwardId, EntrantId);

/// The tree of the check at a position: of requirements, then of conditions that hold a case, then of the place.
pub(super) fn judged(
    run: &Explainable<'_>,
    case: Case,
    index: usize,
    check: &Check,
) -> Option<JudgedCondition> {
    let facts = &run.facts;
    if !facts.as_trees {
        return None;
    }
    let (written, compiled) = (facts.plan.rules.awards().get(case.0)?, facts.plan.awards.get(case.0)?);
    if let Some(requirement) = written.requires.get(index).zip(compiled.requires.get(index)) {
        return requirement_tree(run, case, (requirement.0, requirement.1), check);
    }
    let parts = match compiled.hold_when.get(index.checked_sub(compiled.requires.len())?) {
        Some(condition) => ConditionParts::Not(Box::new(condition_tree(run, condition, case.1))),
        None => ConditionParts::Ranked(facts.plan.rules.rankings().get(compiled.ranking?)?.id.clone()),
    };
    Some(JudgedCondition { verdict: check.verdict, parts })
}

fn requirement_tree(
    run: &Explainable<'_>,
    case: Case,
    (written, compiled): (&Requirement, &PlanRequirement),
    check: &Check,
) -> Option<JudgedCondition> {
    let recommendations = &run.outcome.recommendations;
    let parts = match compiled {
        PlanRequirement::When(condition) => condition_tree(run, condition, case.1).parts,
        PlanRequirement::History => {
            let (counted, needed) = check.counted.clone()?;
            let results = written.history.as_ref()?.results.clone();
            ConditionParts::History { results, counted, needed }
        }
        PlanRequirement::Votes => {
            let rule = written.votes.as_ref()?;
            let share = check.counted.as_ref().map(|(share, _)| share.clone());
            ConditionParts::Votes { body: rule.body.clone(), share, needed: rule.share.exact().clone() }
        }
        PlanRequirement::Holds(others) => {
            let one = |other: &AwardId| {
                let verdict = recommendations.holds(*other, case.1).into();
                let id = run.facts.plan.rules.awards().get(*other)?.id.value.clone();
                Some(JudgedCondition { verdict, parts: ConditionParts::Award(id) })
            };
            ConditionParts::Any(others.iter().filter_map(one).collect())
        }
        PlanRequirement::Any(ways) => {
            let way = |(written, compiled): (&Vec<_>, &Vec<PlanRequirement>)| {
                all_of(written.iter().zip(compiled).filter_map(
                    |(written, compiled): (&crate::Located<Requirement>, _)| {
                        let part = (&**written, compiled);
                        let check = check_part(&run.facts, &run.circumstances, recommendations, case, part);
                        requirement_tree(run, case, part, &check)
                    },
                ))
            };
            ConditionParts::Any(written.any.iter().zip(ways).map(way).collect())
        }
    };
    Some(JudgedCondition { verdict: check.verdict, parts })
}

/// All parts of one way; it fails with one of them, and is not known with one of them.
fn all_of(parts: impl Iterator<Item = JudgedCondition>) -> JudgedCondition {
    let parts: Vec<JudgedCondition> = parts.collect();
    let some = |verdict| parts.iter().any(|part| part.verdict == verdict);
    let verdict = match (some(Verdict::Failed), some(Verdict::Unknown)) {
        (true, _) => Verdict::Failed,
        (false, true) => Verdict::Unknown,
        (false, false) => Verdict::Met,
    };
    JudgedCondition { verdict, parts: ConditionParts::All(parts) }
}

fn condition_tree(run: &Explainable<'_>, condition: &PlanCondition, row: EntrantId) -> JudgedCondition {
    let facts = &run.facts;
    let each = |parts: &[PlanCondition]| parts.iter().map(|part| condition_tree(run, part, row)).collect();
    let parts = match condition {
        PlanCondition::All(parts) => ConditionParts::All(each(parts)),
        PlanCondition::Any(parts) => ConditionParts::Any(each(parts)),
        PlanCondition::Not(part) => ConditionParts::Not(Box::new(condition_tree(run, part, row))),
        PlanCondition::Compare(comparison) => ConditionParts::Compared {
            left: arithmetic::term(facts, &comparison.left, row),
            comparator: comparison.comparator,
            right: arithmetic::term(facts, &comparison.right, row),
        },
    };
    JudgedCondition { verdict: facts.verdict(condition, row).into(), parts }
}
