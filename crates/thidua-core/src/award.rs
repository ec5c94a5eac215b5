//! Award recommendations (đề nghị khen thưởng): eligibility, then rank among the eligible, then quota.

mod allot;
mod apportion;
mod ballots;
mod compared;
mod contested;
mod history;
mod inherit;
mod line;
mod money;
mod provisional;
mod quota;
mod requirement;
mod vote;

pub use allot::QuotaPlaces;
pub(crate) use requirement::check_part;
pub use requirement::may_be_met;
pub use requirement::{Check, Verdict};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::evaluation::{AwardOutcome, BaseSalary, Decision, DecisionIndex, Evaluations, History};
use crate::facts::Facts;
use crate::grade::{self, Grades};
use crate::plan::{Plan, PlanRequirement};
use crate::rank::Standings;
use crate::score::Scorecards;
use crate::{AwardId, Date, Diagnostic, EntrantId, Exact, StageId, Text, TiVec, text};
use thidua_rules::rule::Otherwise;

/// What the awards step knows beside the scores: the past, the council and the money.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Results of earlier years.
    pub history: &'a History,
    /// Decisions of people.
    pub decisions: &'a DecisionIndex,
    /// Base salaries.
    pub base_salary: &'a BaseSalary,
    /// The day of the decision, for money; no amounts are computed without it.
    pub decision_date: Option<Date>,
    /// The year the achievements belong to.
    pub year: i32,
}

/// Where an entrant stands with an award (kết quả xét).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Status {
    /// The award is for other kinds of entrants.
    #[default]
    OtherKind,
    /// Some requirement is not met.
    Refused,
    /// The case rests: a person must add or decide something.
    Held,
    /// An award that goes before this one is recommended.
    Superseded {
        /// The other award.
        by: AwardId,
    },
    /// Recommended.
    Recommended {
        /// Whether the quota was widened by a tie.
        widened: bool,
    },
    /// Tied across the quota line: the council decides.
    TiedOnLine {
        /// Places left for those tied.
        places: u32,
        /// How many are tied.
        tied: u32,
        /// Whether they are the first of scopes with an equal claim, rather than equals in one list.
        between_scopes: bool,
    },
    /// Below the line, in reserve.
    Reserve {
        /// Position in the reserve list, from 1.
        position: u32,
    },
    /// Eligible, but below the quota line.
    BelowLine,
}

/// A [`Status`] by its name, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AwardStatus {
    /// For other kinds of entrants.
    OtherKind,
    /// Some requirement is not met.
    Refused,
    /// The case rests.
    Held,
    /// Another award goes before.
    Superseded,
    /// Recommended.
    Recommended,
    /// Tied across the line.
    TiedOnLine,
    /// In reserve.
    Reserve,
    /// Below the line.
    BelowLine,
}

impl AwardStatus {
    /// The name of a status.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        match status {
            Status::OtherKind => Self::OtherKind,
            Status::Refused => Self::Refused,
            Status::Held => Self::Held,
            Status::Superseded { .. } => Self::Superseded,
            Status::Recommended { .. } => Self::Recommended,
            Status::TiedOnLine { .. } => Self::TiedOnLine,
            Status::Reserve { .. } => Self::Reserve,
            Status::BelowLine => Self::BelowLine,
        }
    }
}

/// What a case that rests waits for (chờ gì).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaitsFor {
    /// A conclusion: the rules let the case rest while something holds.
    Conclusion,
    /// A vote.
    Vote,
    /// Data: something is missing that could change the answer.
    Data,
    /// What is still open at another award of this run.
    Award,
}

impl WaitsFor {
    /// In words.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Conclusion => text!("chờ kết luận", "waiting for a conclusion"),
            Self::Vote => text!("chờ Hội đồng bỏ phiếu", "waiting for a vote"),
            Self::Data => text!("chờ bổ sung số liệu", "data missing"),
            Self::Award => text!("chờ kết quả xét hình thức khác", "waiting for another award"),
        }
    }
}

/// One entrant and one award.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// Where it stands.
    pub status: Status,
    /// Money, when recommended; everybody's is the same.
    pub(crate) money: Option<Arc<Exact>>,
    /// What there is to tell where something is open, hangs on others or was decided.
    more: Option<Box<More>>,
}

/// What is open in a case, what it hangs on, and what was decided: of most there is nothing of it.
#[derive(Clone, Debug, Default)]
struct More {
    open: Box<[usize]>,
    waits_for: Box<[WaitsFor]>,
    hanging: Vec<provisional::Hanging>,
    paid_with: Option<AwardId>,
    decided: Option<Box<(AwardOutcome, Decision)>>,
}

/// All cases of all awards.
#[derive(Clone, Debug, Default)]
pub struct Recommendations {
    pub(crate) cases: TiVec<AwardId, TiVec<EntrantId, Case>>,
    /// Places for each award and group.
    pub(crate) places: TiVec<AwardId, BTreeMap<u32, QuotaPlaces>>,
    /// Who is undecided at each award.
    pub(crate) undecided: TiVec<AwardId, provisional::Undecided>,
    /// What a person must look at: budgets, places that stay open.
    pub findings: Vec<Diagnostic>,
}

impl Case {
    /// Money, when recommended (tiền thưởng).
    #[must_use]
    pub fn money(&self) -> Option<&Exact> {
        self.money.as_deref()
    }

    /// Requirements that are not met or not known, by position; `hold_when` entries follow the requirements, and last comes
    /// the place in the ranking that fills the quota.
    #[must_use]
    pub fn open(&self) -> &[usize] {
        self.more.as_ref().map(|more| &*more.open).unwrap_or_default()
    }

    /// What the case waits for, when it rests.
    #[must_use]
    pub fn waits_for(&self) -> &[WaitsFor] {
        self.more.as_ref().map(|more| &*more.waits_for).unwrap_or_default()
    }

    /// The award whose money is paid in place of its own.
    #[must_use]
    pub fn paid_with(&self) -> Option<AwardId> {
        self.more.as_ref()?.paid_with
    }

    /// What the council decided, if it did.
    #[must_use]
    pub fn decided(&self) -> Option<&(AwardOutcome, Decision)> {
        self.more.as_ref()?.decided.as_deref()
    }

    /// What it still hangs on, when others may come before it.
    pub(crate) fn hanging(&self) -> &[provisional::Hanging] {
        self.more.as_ref().map(|more| more.hanging.as_slice()).unwrap_or_default()
    }

    fn hang(&mut self, on: impl IntoIterator<Item = provisional::Hanging>) {
        let mut on = on.into_iter().peekable();
        if on.peek().is_some() {
            self.more.get_or_insert_default().hanging.extend(on);
        }
    }

    /// Hangs on nothing any more.
    fn settle(&mut self) {
        self.more.iter_mut().for_each(|more| more.hanging.clear());
    }

    fn pay_with(&mut self, other: AwardId) {
        self.money = None;
        self.more.get_or_insert_default().paid_with = Some(other);
    }

    /// Whether the award is given as things stand: the council's word goes first; `None` while it is open.
    #[must_use]
    pub fn holds(&self) -> Option<bool> {
        match self.decided() {
            Some((AwardOutcome::Recommend, _)) => return Some(true),
            Some((AwardOutcome::Refuse, _)) => return Some(false),
            Some((AwardOutcome::Hold, _)) => return None,
            None => {}
        }
        match self.status {
            Status::Recommended { .. } => Some(true),
            Status::Held | Status::TiedOnLine { .. } => None,
            _ => Some(false),
        }
    }
}

impl Recommendations {
    /// One entrant and one award.
    #[must_use]
    pub fn case(&self, award: AwardId, row: EntrantId) -> Option<&Case> {
        self.cases.get(award)?.get(row)
    }

    /// Whether the entrant gets the award, as far as is known: the council's word goes first.
    #[must_use]
    pub fn holds(&self, award: AwardId, row: EntrantId) -> Option<bool> {
        self.case(award, row)?.holds()
    }

    /// The places of an award, scope by scope; none when it has no quota.
    pub fn quotas(&self, award: AwardId) -> impl Iterator<Item = &QuotaPlaces> {
        self.places.get(award).into_iter().flat_map(BTreeMap::values)
    }

    /// Places of an award in the group an entrant is counted in.
    #[doc(hidden)]
    pub fn places(&self, award: AwardId, group: u32) -> Option<&QuotaPlaces> {
        self.places.get(award)?.get(&group)
    }
}

/// Recommends awards (đề nghị khen thưởng), in the order in which the rule set lists them.
#[must_use]
pub fn award(
    plan: &Plan,
    evaluations: &Evaluations,
    scorecards: &Scorecards,
    grades: &Grades,
    standings: &Standings,
    circumstances: &Circumstances<'_>,
) -> Recommendations {
    let facts = Facts {
        scorecards: Some(scorecards),
        grades: Some(grades),
        standings: Some(standings),
        ..Facts::entered(plan, evaluations, StageId::OFFICIAL)
    };
    let mut all = Recommendations::default();
    for position in plan.awards.keys() {
        let mut cases: TiVec<EntrantId, Case> = evaluations
            .entrants()
            .keys()
            .map(|row| eligibility(&facts, circumstances, &all, position, row))
            .collect();
        let places = quota::fill(&facts, circumstances, &mut all, position, &mut cases);
        let counts = places.iter().map(|(group, places)| (*group, places.places)).collect();
        let undecided = provisional::mark(&facts, &all, position, &mut cases, &counts);
        all.undecided.push(undecided);
        money::pay(plan, circumstances, position, &mut cases);
        all.cases.push(cases);
        all.places.push(places);
    }
    contested::check_decisions(plan, circumstances, &mut all);
    inherit::questions(&facts, circumstances, &mut all);
    ballots::questions(&facts, circumstances, &mut all);
    money::pay_once(plan, &mut all);
    money::check_budgets(plan, &mut all);
    all
}

/// Whether the entrant may be recommended at all, before any quota.
fn eligibility(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    earlier: &Recommendations,
    position: AwardId,
    row: EntrantId,
) -> Case {
    let plan = facts.plan;
    let (Some(rules), Some(award), Some(entrant)) =
        (plan.rules.awards().get(position), plan.awards.get(position), facts.evaluations.entrants().get(row))
    else {
        return Case::default();
    };
    let kind_fits =
        award.kinds.as_ref().is_none_or(|kinds| entrant.kind.is_some_and(|kind| kinds.contains(&kind)));
    if entrant.entrant != rules.entrants || !kind_fits {
        return Case::default();
    }
    let decided = circumstances.decisions.award(&rules.id.value, &entrant.id).map(Box::new);
    let mut open = Vec::new();
    let mut refused = false;
    let mut waits_for: Vec<WaitsFor> = Vec::new();
    for index in 0..award.requires.len() {
        let verdict = match award.requires.get(index) {
            Some(PlanRequirement::When(condition)) => requirement::answer(facts, condition, row),
            _ => requirement::check(facts, circumstances, earlier, position, index, row).verdict,
        };
        let otherwise =
            rules.requires.get(index).map_or(Otherwise::Refuse, |requirement| requirement.otherwise);
        match (verdict, otherwise) {
            (Verdict::Met, _) => continue,
            (Verdict::Failed, Otherwise::Refuse) => refused = true,
            (Verdict::Failed, Otherwise::Hold) => waits_for.push(WaitsFor::Conclusion),
            (Verdict::Unknown, _) => {
                waits_for.extend(requirement::waits(facts, circumstances, earlier, position, index, row));
            }
        }
        open.push(index);
    }
    for (index, condition) in award.hold_when.iter().enumerate() {
        let verdict = grade::verdict(facts, condition, row);
        if verdict != Some(false) {
            waits_for.push(if verdict.is_some() { WaitsFor::Conclusion } else { WaitsFor::Data });
            open.push(award.requires.len() + index);
        }
    }
    if let Some(place) = requirement::check_place(facts, position, row) {
        match place.verdict {
            Verdict::Failed => refused = true,
            Verdict::Met | Verdict::Unknown => waits_for.push(WaitsFor::Data),
        }
        open.push(award.requires.len() + award.hold_when.len());
    }
    let superseded = award.excluded_by.iter().find(|other| earlier.holds(**other, row) == Some(true));
    if refused {
        waits_for.clear();
    }
    waits_for.sort_unstable();
    waits_for.dedup();
    let status = match (refused, !waits_for.is_empty(), superseded) {
        (true, ..) => Status::Refused,
        (false, true, _) => Status::Held,
        (false, false, Some(by)) => Status::Superseded { by: *by },
        (false, false, None) => Status::Recommended { widened: false },
    };
    // Of most there is nothing more to tell.
    if open.is_empty() && waits_for.is_empty() && decided.is_none() {
        return Case { status, ..Case::default() };
    }
    let more = More { open: open.into(), waits_for: waits_for.into(), decided, ..More::default() };
    Case { status, more: Some(Box::new(more)), ..Case::default() }
}

/// Every requirement of an award with its verdict, for an explanation.
pub fn checks(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    position: AwardId,
    row: EntrantId,
) -> Vec<Check> {
    let check = |index| check_at(facts, circumstances, recommendations, position, index, row);
    (0..).map_while(check).collect()
}

/// One of them, by its place among all: what is required, then what holds a case, then the rank that places go by.
pub(crate) fn check_at(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    recommendations: &Recommendations,
    position: AwardId,
    index: usize,
    row: EntrantId,
) -> Option<Check> {
    let award = facts.plan.awards.get(position)?;
    let Some(behind) = index.checked_sub(award.requires.len()) else {
        return Some(requirement::check(facts, circumstances, recommendations, position, index, row));
    };
    match behind.checked_sub(award.hold_when.len()) {
        None => Some(requirement::check_hold(facts, position, behind, row)),
        Some(0) => requirement::check_place(facts, position, row),
        Some(_) => None,
    }
}

/// What a council can do about a tie across the line, or between scopes with an equal claim.
#[must_use]
pub fn line_options(places: u32, tied: u32, between_scopes: bool) -> Vec<Text> {
    if between_scopes {
        return vec![text!(
            "trình Hội đồng quyết định phạm vi nào nhận {places} chỉ tiêu (quyết định `places`)",
            "refer: the council decides which scope gets the {places} places (a decision on `places`)"
        )];
    }
    vec![
        text!("mở rộng: đề nghị cả {tied}", "widen: recommend all {tied}"),
        text!("thu hẹp: không đề nghị ai trong {tied}", "narrow: recommend none of the {tied}"),
        text!(
            "trình Hội đồng chọn {places} trong {tied}",
            "refer: the council chooses {places} of the {tied}"
        ),
    ]
}
