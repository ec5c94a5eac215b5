//! What a recommendation still hangs on (đề nghị tạm thời): cases that rest may yet come before it on the line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use thidua_rules::Comparator;
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::{OnLine, Scope};

use super::allot::class_of;
use super::compared::Compared;
use super::{Case, Recommendations, Status};
use crate::assessed::assessed;
use crate::awaited::{lacks, may_be_ranked};
use crate::evaluation::{AwardOutcome, Evaluations};
use crate::facts::Facts;
use crate::plan::{PlanAward, PlanBase, PlanRequirement, PlanStep};
use crate::{AwardId, EntrantId, Exact, GradeId, GradingId, RankingId, TiSlice};

/// One thing that a case of an award hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hanging {
    /// The first so many of the undecided cases at a line.
    Line { line: usize, first: usize },
    /// The number of places, by what is missing in its base.
    Base,
    /// The entrant's own case at an award that goes before.
    Own,
    /// All that the entrant's case at an earlier award hangs on.
    Award(AwardId),
    /// Those who have no place yet in a ranking that a requirement looks at.
    Unranked(RankingId),
    /// Those whose missing value leaves open who comes first of some who are equal.
    Tie(usize),
    /// Those with something missing whom points are compared with.
    Compared(usize),
}

/// The undecided cases of an award, kept once for each line and group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Undecided {
    lines: Vec<(Scope, BTreeMap<u32, Vec<EntrantId>>)>,
    base: BTreeMap<u32, Vec<EntrantId>>,
    /// By ranking that a requirement looks at: who has no place yet, in its scope.
    unranked: BTreeMap<RankingId, (Scope, BTreeMap<u32, Vec<EntrantId>>)>,
    /// Of each tie that waits for a value: whose value that is.
    ties: Vec<Vec<EntrantId>>,
    /// Of each reference set that lacks something: whose values are missing.
    compared: Vec<Vec<EntrantId>>,
    /// The scope that `base` is told by.
    per: Option<Scope>,
}

impl Recommendations {
    /// Whether a case may still change when what is missing is filled in or decided.
    #[must_use]
    pub fn is_provisional(&self, award: AwardId, row: EntrantId) -> bool {
        self.case(award, row).is_some_and(|case| !case.hanging().is_empty())
    }

    /// The entrants on whose open cases or missing values a case hangs (còn tùy thuộc vào ai): the first `most`
    /// of them by position, and how many there are.
    #[must_use]
    pub fn depends_on(
        &self,
        evaluations: &Evaluations,
        award: AwardId,
        row: EntrantId,
        most: usize,
    ) -> (Vec<EntrantId>, usize) {
        let hanging = self.case(award, row).map(Case::hanging).unwrap_or_default();
        // Mostly there is one list, and a page needs only its beginning.
        if let [only] = hanging {
            let rows = self.behind(evaluations, award, row, *only);
            return (rows.iter().copied().take(most).collect(), rows.len());
        }
        let lists = hanging.iter().map(|each| self.behind(evaluations, award, row, *each));
        let all: BTreeSet<EntrantId> =
            lists.flat_map(|rows| rows.iter().copied().collect::<Vec<_>>()).collect();
        (all.iter().copied().take(most).collect(), all.len())
    }

    fn behind(
        &self,
        evaluations: &Evaluations,
        award: AwardId,
        row: EntrantId,
        hanging: Hanging,
    ) -> Cow<'_, [EntrantId]> {
        let Some(undecided) = self.undecided.get(award) else { return Cow::default() };
        match hanging {
            Hanging::Line { line, first } => {
                let line = undecided.lines.get(line);
                let rows = line.and_then(|(scope, groups)| groups.get(&evaluations.group_of(row, *scope)));
                let rows = rows.map(Vec::as_slice).unwrap_or_default();
                Cow::Borrowed(rows.get(..first).unwrap_or(rows))
            }
            Hanging::Base => {
                let group = undecided.per.map_or(0, |per| evaluations.group_of(row, per));
                Cow::Borrowed(undecided.base.get(&group).map(Vec::as_slice).unwrap_or_default())
            }
            Hanging::Unranked(ranking) => {
                let unranked = undecided.unranked.get(&ranking);
                let rows =
                    unranked.and_then(|(scope, groups)| groups.get(&evaluations.group_of(row, *scope)));
                Cow::Borrowed(rows.map(Vec::as_slice).unwrap_or_default())
            }
            Hanging::Tie(tie) => {
                Cow::Borrowed(undecided.ties.get(tie).map(Vec::as_slice).unwrap_or_default())
            }
            Hanging::Compared(list) => {
                Cow::Borrowed(undecided.compared.get(list).map(Vec::as_slice).unwrap_or_default())
            }
            Hanging::Own => Cow::Owned(vec![row]),
            Hanging::Award(other) => Cow::Owned(self.depends_on(evaluations, other, row, usize::MAX).0),
        }
    }

    /// Whether missing values leave the number of places of an award open (chưa tính được số chỉ tiêu).
    #[must_use]
    pub fn is_base_open(&self, award: AwardId) -> bool {
        self.open_base(award).next().is_some()
    }

    /// Entrants whose missing values leave the number of places of an award open in a group.
    #[doc(hidden)]
    pub fn open_base(&self, award: AwardId) -> impl Iterator<Item = (u32, &[EntrantId])> {
        let groups = self.undecided.get(award).into_iter().flat_map(|undecided| &undecided.base);
        groups.map(|(group, rows)| (*group, rows.as_slice()))
    }
}

/// Marks the cases of one award, after its line is drawn; `places` are those of each group of its quota.
pub(super) fn mark(
    facts: &Facts<'_>,
    all: &Recommendations,
    position: AwardId,
    cases: &mut TiSlice<EntrantId, Case>,
    places: &BTreeMap<u32, u32>,
) -> Undecided {
    let mut undecided = Undecided::default();
    let plan = facts.plan;
    let (Some(rules), Some(award)) = (plan.rules.awards().get(position), plan.awards.get(position)) else {
        return undecided;
    };
    let Apart { given, waiting, decided } = Apart::of(all, cases, position);
    for row in &given {
        if let Some(case) = cases.get_mut(*row) {
            case.hang(earlier(all, award, *row));
        }
    }
    for (ranking, comparator, end) in ranks_asked(award) {
        let (scope, groups) = undecided.unranked.entry(ranking).or_insert_with(|| unranked(facts, ranking));
        for row in given.iter().copied() {
            let Some(case) = cases.get_mut(row) else { continue };
            let behind = groups.get(&facts.evaluations.group_of(row, *scope)).map_or(0, Vec::len);
            let ranked = facts.standings.and_then(|standings| standings.ranking(ranking));
            let place = facts.standings.and_then(|standings| standings.place(ranking, row));
            let (Some(ranked), Some(place)) = (ranked, place) else { continue };
            let awaited = ranked.awaited_at(row).map(|(_, awaited)| awaited).unwrap_or_default();
            let equal = if awaited.is_empty() { 0 } else { ranked.sharing(row).saturating_sub(1) };
            // At worst all of them come before it.
            let last = i64::from(place)
                .saturating_add(i64::from(equal))
                .saturating_add(i64::try_from(behind).unwrap_or(i64::MAX));
            let holds = |place: i64| comparator.holds(Exact::from(place).cmp(end));
            if holds(i64::from(place)) == holds(last) {
                continue;
            }
            if behind > 0 {
                case.hang([Hanging::Unranked(ranking)]);
            }
            if equal > 0 {
                undecided.ties.push(awaited.to_vec());
                case.hang([Hanging::Tie(undecided.ties.len() - 1)]);
            }
        }
    }
    let compared = Compared::of(facts);
    let per = rules.quota.as_ref().map_or(Scope::All, |quota| quota.per);
    for (row, list) in compared.hanging(facts, award, cases, (per, places)) {
        cases.get_mut(row).into_iter().for_each(|case| case.hang([Hanging::Compared(list)]));
    }
    undecided.compared = compared.lists;
    let Some((quota, compiled)) = rules.quota.as_ref().zip(award.quota.as_ref()) else {
        settle(cases, &decided);
        return undecided;
    };
    undecided.per = Some(quota.per);
    undecided.base = open_base(facts, all, award, quota.per, &waiting, cases);
    // Where a total is divided, what is missing in one group moves the places of all.
    if compiled.apportioned.is_some() && !undecided.base.is_empty() {
        let whole: Vec<EntrantId> = undecided.base.values().flatten().copied().collect();
        undecided.base = places.keys().map(|group| (*group, whole.clone())).collect();
    }
    let places_open = !undecided.base.is_empty();
    for (row, case) in cases.iter_mut_enumerated().filter(|_| places_open) {
        let open = undecided.base.contains_key(&facts.evaluations.group_of(row, quota.per));
        let may_gain =
            matches!(case.status, Status::BelowLine | Status::Reserve { .. } | Status::TiedOnLine { .. });
        if open && (may_gain || (compiled.apportioned.is_some() && is_given(&case.status))) {
            case.hang([Hanging::Base]);
        }
    }
    let own_line = (quota.per, places.clone(), waiting.clone());
    let wider = quota.within.iter().zip(&compiled.within).map(|(cap, (count, together))| {
        let limit = u32::try_from(count.floor_i64().unwrap_or(0).max(0)).unwrap_or(u32::MAX);
        let mut left: BTreeMap<u32, u32> = BTreeMap::new();
        let mut waiting = waiting.clone();
        for row in cases.keys() {
            let left = left.entry(facts.evaluations.group_of(row, cap.per)).or_insert(limit);
            for other in together {
                match all.holds(*other, row) {
                    Some(true) => *left = left.saturating_sub(1),
                    Some(false) => {}
                    None => waiting.push(row),
                }
            }
        }
        waiting.sort_unstable();
        waiting.dedup();
        (cap.per, left, waiting)
    });
    let lines: Vec<_> = std::iter::once(own_line).chain(wider).collect();
    mark_ties(facts, (rules.tie_on_line, award.ranking), &lines, &given, cases, &mut undecided);
    for (line, (scope, places, waiting)) in lines.into_iter().enumerate() {
        let groups = at_line(facts, award.ranking, (line, scope), &places, (&given, &waiting), cases);
        undecided.lines.push((scope, groups));
    }
    settle(cases, &decided);
    undecided
}

/// The entrants that the later steps look at.
#[derive(Default)]
struct Apart {
    /// Who has a place, or is tied on the line.
    given: Vec<EntrantId>,
    /// Whose case may yet take one.
    waiting: Vec<EntrantId>,
    /// Of whom the council has spoken.
    decided: Vec<EntrantId>,
}

impl Apart {
    fn of(all: &Recommendations, cases: &TiSlice<EntrantId, Case>, position: AwardId) -> Self {
        let mut apart = Self::default();
        for (row, case) in cases.iter_enumerated() {
            if is_given(&case.status) {
                apart.given.push(row);
            }
            if waits(all, case, position, row) {
                apart.waiting.push(row);
            }
            if case.decided().is_some() {
                apart.decided.push(row);
            }
        }
        apart
    }
}

/// Where the council has spoken nothing is open any more.
fn settle(cases: &mut TiSlice<EntrantId, Case>, decided: &[EntrantId]) {
    for row in decided {
        cases.get_mut(*row).into_iter().for_each(|case| case.settle());
    }
}

fn is_given(status: &Status) -> bool {
    matches!(status, Status::Recommended { .. } | Status::TiedOnLine { .. })
}

/// Marks those who are equal on a line while a value that would set them apart may yet come.
fn mark_ties(
    facts: &Facts<'_>,
    (on_line, ranking): (OnLine, Option<RankingId>),
    lines: &[(Scope, BTreeMap<u32, u32>, Vec<EntrantId>)],
    given: &[EntrantId],
    cases: &mut TiSlice<EntrantId, Case>,
    undecided: &mut Undecided,
) {
    let standings = facts.standings.zip(ranking);
    let Some(ranked) = standings.and_then(|(standings, ranking)| standings.ranking(ranking)) else { return };
    if ranked.awaited.is_empty() {
        return;
    }
    // Where a tie on the line goes without, what it leaves free tells of it.
    let left = lines.iter().map(|(scope, places, _)| {
        let mut left = places.clone();
        for row in given {
            if let Some(left) = left.get_mut(&facts.evaluations.group_of(*row, *scope)) {
                *left = left.saturating_sub(1);
            }
        }
        (*scope, left)
    });
    let left: Vec<(Scope, BTreeMap<u32, u32>)> = left.collect();
    let free = |row: EntrantId| {
        let of = |(scope, left): &(Scope, BTreeMap<u32, u32>)| {
            left.get(&facts.evaluations.group_of(row, *scope)).is_some_and(|left| *left > 0)
        };
        left.iter().any(of)
    };
    let cut = |row: &EntrantId| match cases.get(*row).map(|case| &case.status) {
        // Where all of them fit, or none could, it does not matter who comes first.
        Some(Status::TiedOnLine { between_scopes: false, .. } | Status::Recommended { widened: true }) => {
            true
        }
        Some(Status::BelowLine | Status::Reserve { .. }) => on_line == OnLine::Narrow && free(*row),
        _ => false,
    };
    let mut ties: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut hanging: Vec<(EntrantId, Hanging)> = Vec::new();
    for row in ranked.order.iter().copied().filter(cut) {
        let Some((at, awaited)) = ranked.awaited_at(row) else { continue };
        let tie = *ties.entry(at).or_insert_with(|| {
            undecided.ties.push(awaited.to_vec());
            undecided.ties.len() - 1
        });
        hanging.push((row, Hanging::Tie(tie)));
    }
    for (row, on) in hanging {
        if let Some(case) = cases.get_mut(row) {
            case.hang([on]);
        }
    }
}

/// Whether the case may yet take a place: it rests, or it gave way to an award that is not sure itself.
fn waits(all: &Recommendations, case: &Case, position: AwardId, row: EntrantId) -> bool {
    let decided = case.decided().map(|(outcome, _)| *outcome);
    match case.status {
        Status::Held => !matches!(decided, Some(AwardOutcome::Refuse | AwardOutcome::Recommend)),
        Status::Superseded { by } => by < position && all.is_provisional(by, row),
        _ => false,
    }
}

/// What the case hangs on at awards that are settled before.
fn earlier(all: &Recommendations, award: &PlanAward, row: EntrantId) -> Vec<Hanging> {
    let mut hanging = Vec::new();
    for other in &award.excluded_by {
        match all.holds(*other, row) {
            None => hanging.push(Hanging::Own),
            Some(_) if all.is_provisional(*other, row) => hanging.push(Hanging::Award(*other)),
            Some(_) => {}
        }
    }
    for requirement in award.requires.iter().flat_map(PlanRequirement::parts) {
        let PlanRequirement::Holds(others) = requirement else { continue };
        let held = others.iter().filter(|other| all.holds(**other, row) == Some(true));
        let sure = held.clone().any(|other| !all.is_provisional(*other, row));
        if !sure {
            hanging.extend(held.map(|other| Hanging::Award(*other)));
        }
    }
    hanging
}

/// Requirements that set a place against a number.
fn ranks_asked(award: &PlanAward) -> Vec<(RankingId, Comparator, &Exact)> {
    let asked = award.conditions().flat_map(PlanCondition::comparisons).filter_map(|comparison| {
        match (&comparison.left, &comparison.right) {
            (PlanTerm::Rank(ranking), PlanTerm::Constant(end)) => {
                Some((*ranking, comparison.comparator, end))
            }
            _ => None,
        }
    });
    asked.collect()
}

/// Who could still be ranked.
fn unranked(facts: &Facts<'_>, ranking: RankingId) -> (Scope, BTreeMap<u32, Vec<EntrantId>>) {
    let scope = facts.plan.rules.rankings().get(ranking).map_or(Scope::All, |rules| rules.scope);
    let mut groups: BTreeMap<u32, Vec<EntrantId>> = BTreeMap::new();
    let (Some(compiled), Some(standings)) = (facts.plan.rankings.get(ranking), facts.standings) else {
        return (scope, groups);
    };
    for row in facts.evaluations.entrants().keys() {
        if standings.place(ranking, row).is_none() && may_be_ranked(facts, compiled, row) {
            groups.entry(facts.evaluations.group_of(row, scope)).or_default().push(row);
        }
    }
    (scope, groups)
}

/// Entrants whose missing values the base of the quota lacks, group by group.
fn open_base(
    facts: &Facts<'_>,
    all: &Recommendations,
    award: &PlanAward,
    scope: Scope,
    waiting: &[EntrantId],
    cases: &TiSlice<EntrantId, Case>,
) -> BTreeMap<u32, Vec<EntrantId>> {
    let quota = award.quota.as_ref();
    let shares = quota.map(|quota| quota.shares.as_slice()).unwrap_or_default();
    let base = quota
        .and_then(|quota| quota.base.as_ref().or_else(|| quota.apportioned.as_ref().map(|(_, base)| base)));
    let Some(base) = base else { return BTreeMap::new() };
    let of_kind = |row: EntrantId| cases.get(row).is_some_and(|case| case.status != Status::OtherKind);
    let classless = |row: EntrantId| of_kind(row) && class_of(facts, shares, row).is_err();
    let lacking = |row: &EntrantId| {
        classless(*row)
            || match base {
                PlanBase::Entrants => of_kind(*row) && assessed(facts, *row).is_none(),
                PlanBase::Eligible => waiting.binary_search(row).is_ok(),
                PlanBase::Graded(grades) => of_kind(*row) && may_be_graded(facts, grades, *row),
                PlanBase::Recommended(other) => {
                    all.case(*other, *row).is_some_and(|case| case.status != Status::OtherKind)
                        && (all.holds(*other, *row).is_none() || all.is_provisional(*other, *row))
                }
                PlanBase::Input(input) => of_kind(*row) && lacks(facts, *input, *row),
            }
    };
    let mut groups: BTreeMap<u32, Vec<EntrantId>> = BTreeMap::new();
    for row in cases.keys().filter(lacking) {
        groups.entry(facts.evaluations.group_of(row, scope)).or_default().push(row);
    }
    groups
}

/// Whether a grade that is still open may or may not be one of those counted.
fn may_be_graded(facts: &Facts<'_>, grades: &[GradeId], row: EntrantId) -> bool {
    let Some(graded) = facts.grades.and_then(|known| known.of(GradingId::FIRST, row)) else { return false };
    let Some(open) = graded.open() else {
        return graded.grade.is_none() && graded.value().is_none() && assessed(facts, row) != Some(false);
    };
    let count = facts.plan.rules.gradings.first().map_or(0, |grading| grading.grades.len());
    let counted = |grade: &Option<GradeId>| grade.is_some_and(|grade| grades.contains(&grade));
    let possible = open.possible(count);
    possible.iter().any(counted) && !possible.iter().all(counted)
}

/// The place of the last of those whom an order of the council set apart from the entrant and from one another.
fn last_of_order(facts: &Facts<'_>, ranking: Option<RankingId>, row: EntrantId) -> Option<u32> {
    let steps = &facts.plan.rankings.get(ranking?).filter(|ranking| ranking.asks_council())?.steps;
    let ranked = facts.standings?.ranking(ranking?)?;
    let by_council = |row: EntrantId| {
        let step = usize::try_from(ranked.decided_by(row)).ok()?.checked_sub(1)?;
        steps.get(step).map(|step| matches!(step, PlanStep::Council))
    };
    let own = ranked.position(row)?;
    let same = |other: &&EntrantId| ranked.groups.get(**other) == ranked.groups.get(row);
    let below = ranked.order.iter().skip(own + 1).take_while(same);
    let last = below.take_while(|other| by_council(**other) == Some(true)).last();
    ranked.places.get(last.copied().unwrap_or(row)).copied()
}

/// Marks who may lose a place at one line, and hands out the undecided cases of each group, those that may come first first.
fn at_line(
    facts: &Facts<'_>,
    ranking: Option<RankingId>,
    (line, scope): (usize, Scope),
    places: &BTreeMap<u32, u32>,
    (given, waiting): (&[EntrantId], &[EntrantId]),
    cases: &mut TiSlice<EntrantId, Case>,
) -> BTreeMap<u32, Vec<EntrantId>> {
    let ranked_in =
        ranking.and_then(|ranking| facts.plan.rules.rankings().get(ranking)).map(|ranking| ranking.scope);
    // Places of different groups cannot be compared: then anybody may come before anybody.
    let comparable = ranked_in.is_some_and(|ranked_in| ranked_in == Scope::All || ranked_in == scope);
    let place = |row: EntrantId| {
        let known = ranking.filter(|_| comparable).and_then(|ranking| facts.standings?.place(ranking, row));
        known.unwrap_or(0)
    };
    let mut undecided: BTreeMap<u32, Vec<(u32, EntrantId)>> = BTreeMap::new();
    for row in waiting {
        undecided.entry(facts.evaluations.group_of(*row, scope)).or_default().push((place(*row), *row));
    }
    // In a group where nobody waits nothing hangs.
    let beside = given.iter().map(|row| (*row, facts.evaluations.group_of(*row, scope)));
    let beside: Vec<(EntrantId, u32)> = beside.filter(|(_, group)| undecided.contains_key(group)).collect();
    let mut given: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (row, group) in &beside {
        given.entry(*group).or_default().push(place(*row));
    }
    undecided.values_mut().for_each(|rows| rows.sort_unstable());
    given.values_mut().for_each(|places| places.sort_unstable());
    for (row, group) in beside {
        let (Some(rows), Some(case)) = (undecided.get(&group), cases.get_mut(row)) else { continue };
        let own = place(row);
        let first = rows.partition_point(|(place, _)| *place <= own);
        // An order of the council holds for those it names: whoever joins them leaves all of them tied again.
        let joined = rows.first().is_some_and(|(place, _)| *place == 0);
        let last = if joined { last_of_order(facts, ranking, row).unwrap_or(own) } else { own };
        let before =
            given.get(&group).map_or(0, |places| places.partition_point(|place| *place <= last.max(own)));
        let places = places.get(&group).copied().unwrap_or(0);
        let fits = before.saturating_add(first) <= usize::try_from(places).unwrap_or(usize::MAX);
        if first > 0 && !fits {
            case.hang([Hanging::Line { line, first }]);
        }
    }
    undecided
        .into_iter()
        .map(|(group, rows)| (group, rows.into_iter().map(|(_, row)| row).collect()))
        .collect()
}
