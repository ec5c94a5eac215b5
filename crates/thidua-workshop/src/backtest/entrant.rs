//! One entrant under two versions (một đơn vị theo hai bản), and which change moved it.

use serde::Serialize;
use thidua::{AwardStatus, EntrantId, Exact, GradeId, GradingId, RankingId};

use super::population::Played;

/// Where an entrant stands under one version (vị trí của một đơn vị).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Standing {
    /// Total points; nothing while something is missing.
    pub total: Option<Exact>,
    /// The place in the first ranking.
    pub rank: Option<u32>,
    /// Id and title of the grade.
    pub grade: Option<(String, String)>,
    /// Awards other than those for other kinds: id and where the entrant stands.
    pub awards: Vec<(String, AwardStatus)>,
    /// Reward money.
    pub money: Exact,
    /// The position of the grade, best first.
    #[serde(skip)]
    pub(super) grade_position: Option<GradeId>,
}

/// An entrant under the old and the new version (thay đổi của một đơn vị).
#[derive(Clone, Debug, Serialize)]
pub struct Shift {
    /// The id.
    pub entrant: String,
    /// The name people read.
    pub name: String,
    /// The cluster.
    pub cluster: String,
    /// Under the old version.
    pub old: Standing,
    /// Under the new version.
    pub new: Standing,
    /// How much of the difference each change made.
    pub effect: Effect,
}

/// What each change contributed (phần của từng thay đổi), in the order of the changes; they add up to the difference.
///
/// A list is absent where some mixture of the changes leaves the entrant without the value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Effect {
    /// To the total.
    pub points: Option<Vec<Exact>>,
    /// To the place: above zero is further down.
    pub rank: Option<Vec<Exact>>,
    /// To the grade, in steps: above zero is a lower one. Absent when the versions have different grades.
    pub grade: Option<Vec<Exact>>,
    /// To the number of awards recommended.
    pub awards: Option<Vec<Exact>>,
}

impl Shift {
    /// Whether anything differs.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.old != self.new
    }

    /// Whether the grade differs.
    #[must_use]
    pub fn grade_moved(&self) -> bool {
        self.old.grade.as_ref().map(|(id, _)| id) != self.new.grade.as_ref().map(|(id, _)| id)
    }

    /// Awards recommended under one version only: gained, lost.
    #[must_use]
    pub fn awards_moved(&self) -> (Vec<&str>, Vec<&str>) {
        fn held(standing: &Standing) -> Vec<&str> {
            let held = standing.awards.iter().filter(|(_, status)| *status == AwardStatus::Recommended);
            held.map(|(id, _)| id.as_str()).collect()
        }
        let (old, new) = (held(&self.old), held(&self.new));
        let only = |these: &[&'_ str], others: &[&str]| -> Vec<usize> {
            (0..these.len()).filter(|at| these.get(*at).is_some_and(|id| !others.contains(id))).collect()
        };
        let gained = only(&new, &old).into_iter().filter_map(|at| new.get(at).copied()).collect();
        let lost = only(&old, &new).into_iter().filter_map(|at| old.get(at).copied()).collect();
        (gained, lost)
    }
}

impl Standing {
    /// How many awards it is recommended for.
    #[must_use]
    pub fn recommended(&self) -> usize {
        self.awards.iter().filter(|(_, status)| *status == AwardStatus::Recommended).count()
    }

    pub(super) fn of(played: &Played, row: EntrantId) -> Self {
        let rules = played.plan.rules();
        let outcome = &played.outcome;
        let grade_position = outcome.grades.grade(GradingId::FIRST, row);
        let grade = rules.gradings.first().and_then(|grading| grading.grades().get(grade_position?));
        let cases = rules.awards().iter_enumerated();
        let cases =
            cases.filter_map(|(position, award)| Some((award, outcome.recommendations.case(position, row)?)));
        let mut awards = Vec::new();
        let mut money = Exact::ZERO;
        for (award, case) in cases {
            let status = AwardStatus::of(&case.status);
            if status == AwardStatus::OtherKind {
                continue;
            }
            awards.push((award.id.value.clone(), status));
            if status == AwardStatus::Recommended {
                money += &case.money().cloned().unwrap_or_default();
            }
        }
        Self {
            total: outcome.scorecards.total(row),
            rank: outcome.standings.place(RankingId::FIRST, row),
            grade: grade.map(|grade| (grade.id.clone(), grade.title.clone())),
            awards,
            money,
            grade_position,
        }
    }

    /// The numbers whose differences are split among the changes.
    pub(super) fn measures(&self) -> Measures {
        let whole = |number: usize| i64::try_from(number).ok().map(Exact::from);
        Measures {
            points: self.total.clone(),
            rank: self.rank.map(|rank| Exact::from(i64::from(rank))),
            grade: self.grade_position.map(usize::from).and_then(whole),
            awards: whole(self.recommended()),
        }
    }
}

/// What can move, as numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Measures {
    pub(super) points: Option<Exact>,
    pub(super) rank: Option<Exact>,
    pub(super) grade: Option<Exact>,
    pub(super) awards: Option<Exact>,
}
