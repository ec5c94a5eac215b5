//! Classification (xếp loại): bands, floors, ceilings, knock-outs and caps.

mod batch;
mod decided;
mod lowered;
mod open;
mod walk;

use batch::Asks;
use decided::{Decided, Raised};
pub use decided::{GivenGrade, cap_refused};
pub(crate) use lowered::Lowered;
pub use open::OpenGrade;
pub(crate) use open::{blank_inputs, verdict};
use walk::{Way, classify_one, fallen_to};

use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_rules::program::PlanCondition;
use thidua_rules::rule::{CapBase, Direction, GradeCap, Grading, Scope};

use crate::evaluation::{DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::plan::{Plan, PlanGrading};
use crate::rank::{BestFirst, best_first, council_order};
use crate::score::{Scorecards, batches, is_batch};
use crate::{CeilingId, EntrantId, Exact, Figure, GradeId, GradingId, InputId, StageId, TiSlice, TiVec};

/// The grades of all entrants (kết quả xếp loại), one list for each grading.
#[derive(Clone, Debug, Default)]
pub struct Grades {
    gradings: Arc<TiVec<GradingId, OfGrading>>,
    /// Grades taken for granted while a question is asked: grading, entrant, grade.
    assumed: Vec<(GradingId, EntrantId, GradeId)>,
}

/// The grades of one grading, and the caps that were raised in it.
#[derive(Clone, Debug, Default)]
struct OfGrading {
    rows: TiVec<EntrantId, Graded>,
    raised: Vec<Raised>,
}

/// The grade of one entrant, and why it is not a better one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Graded {
    /// Position of the grade, best first; `None` when there is no value, no grade holds it, or it is open.
    pub grade: Option<GradeId>,
    /// The value that was classified, as its column holds it.
    value: Option<Figure>,
    /// In order; a country has millions of grades, so that no more room is taken than is filled.
    lowered: Box<[Lowered]>,
    /// What is to be said of few.
    story: Option<Box<Story>>,
}

/// What is to be said of a grade that the rules alone do not settle.
#[derive(Clone, Debug, PartialEq, Default)]
struct Story {
    open: Option<OpenGrade>,
    waits: bool,
    given: Option<GivenGrade>,
    kept: Option<usize>,
}

impl Graded {
    /// A grade that follows from the value, and what lowered it.
    fn of(grade: Option<GradeId>, value: Option<Figure>, lowered: &[Lowered]) -> Self {
        Self { grade, value, lowered: lowered.into(), story: None }
    }

    /// Lowers the grade once more.
    fn lower(&mut self, grade: Option<GradeId>, by: Lowered) {
        self.grade = grade;
        self.lowered = [&*self.lowered, &[by]].concat().into();
    }

    /// The value that was classified.
    #[must_use]
    pub fn value(&self) -> Option<Exact> {
        self.value.as_ref().map(Figure::exact)
    }

    fn story_mut(&mut self) -> &mut Story {
        self.story.get_or_insert_default()
    }

    /// What lowered the grade, in order.
    pub(crate) fn lowered(&self) -> &[Lowered] {
        &self.lowered
    }

    /// Between which grades the entrant stands while something is missing.
    #[must_use]
    pub fn open(&self) -> Option<&OpenGrade> {
        self.story.as_ref()?.open.as_ref()
    }

    /// Whether the value to classify is not there yet, so that any grade may still come of it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.story.as_ref().is_some_and(|story| story.waits)
    }

    /// Who gave the grade, where a person did and not the rules.
    #[must_use]
    pub fn given(&self) -> Option<&GivenGrade> {
        self.story.as_ref()?.given.as_ref()
    }

    /// The raised cap without which the grade would be a lower one.
    pub(crate) fn kept(&self) -> Option<usize> {
        self.story.as_ref()?.kept
    }

    /// What the rules come to, whatever a person decided.
    #[must_use]
    pub fn by_rules(&self) -> &Self {
        self.given().map_or(self, |given| &given.computed)
    }

    /// Whether this cap on the grade, by its place in the list, lowered the entrant.
    #[doc(hidden)]
    #[must_use]
    pub fn fell_over(&self, cap: (GradeId, usize)) -> bool {
        self.by_rules()
            .lowered()
            .iter()
            .any(|lowered| matches!(lowered, Lowered::OverCap { grade, at, .. } if (*grade, *at) == cap))
    }
}

impl Grades {
    /// The position of the grade of a grading, best first.
    #[must_use]
    pub fn grade(&self, grading: GradingId, row: EntrantId) -> Option<GradeId> {
        let assumed = self.assumed.iter().find(|(of, at, _)| (*of, *at) == (grading, row));
        assumed.map_or_else(|| self.of(grading, row)?.grade, |(.., grade)| Some(*grade))
    }

    /// Grade, value and reasons.
    #[must_use]
    pub fn of(&self, grading: GradingId, row: EntrantId) -> Option<&Graded> {
        self.gradings.get(grading)?.rows.get(row)
    }
}

/// Classifies all entrants (xếp loại) by every grading of the plan, in order.
///
/// A condition that cannot be told yet is read both ways: for the entrant and against it. Where the two readings
/// come to one grade it is settled; else it stays open between them, and nobody is lowered in silence.
#[must_use]
pub fn classify(
    plan: &Plan,
    evaluations: &Evaluations,
    scorecards: &Scorecards,
    decisions: &DecisionIndex,
) -> Grades {
    let mut grades = Grades::default();
    for (position, grading) in plan.gradings.iter_enumerated() {
        let Some(rules) = plan.rules.gradings().get(position) else { continue };
        let facts = Facts {
            scorecards: Some(scorecards),
            grades: Some(&grades),
            ..Facts::entered(plan, evaluations, StageId::OFFICIAL)
        };
        let by_rules = grade_all(&facts, (grading, rules), (decisions, &Decided::default()));
        let decided = Decided::read(&facts, rules, decisions);
        let rows = if decided.is_empty() {
            by_rules
        } else {
            let graded = grade_all(&facts, (grading, rules), (decisions, &decided));
            decided.mark(&facts, rules, graded, by_rules)
        };
        Arc::make_mut(&mut grades.gradings).push(OfGrading { rows, raised: decided.raised });
    }
    grades
}

/// The grades of everybody by one grading; what people decided stands before what the rules say.
fn grade_all(
    facts: &Facts<'_>,
    (grading, rules): (&PlanGrading, &Grading),
    (decisions, decided): (&DecisionIndex, &Decided),
) -> TiVec<EntrantId, Graded> {
    let mut way = Way::default();
    let entrants = facts.evaluations.entrants().len();
    let mut best: TiVec<EntrantId, Graded> = TiVec::with_capacity(entrants);
    let mut missing: BTreeMap<EntrantId, Vec<InputId>> = BTreeMap::new();
    for part in batches(entrants) {
        let asks = is_batch(&part).then(|| Asks::of(facts, grading, rules, part.clone())).flatten();
        for (index, row) in part.map(EntrantId::from).enumerate() {
            let (graded, lacks) = match decided.grade(row) {
                Some(grade) => {
                    let value = facts.value(&grading.of, row).map(Figure::from);
                    (Graded::of(Some(grade), value, &[]), None)
                }
                None => match asks.as_ref().and_then(|asks| asks.graded(grading, index, &mut way)) {
                    Some(graded) => (graded, None),
                    None => classify_one(facts, grading, rules, (row, true), &mut way),
                },
            };
            best.push(graded);
            missing.extend(lacks.map(|lacks| (row, lacks)));
        }
    }
    let capped = rules.grades.iter().any(|grade| grade.cap.is_some());
    let may_fall =
        |row: EntrantId, best: &Graded| capped && best.grade.is_some() && decided.grade(row).is_none();
    for (row, _) in best.iter_enumerated().filter(|(row, best)| may_fall(*row, best)) {
        // Who falls by a cap may land on a grade whose condition cannot be told.
        for requires in grading.grades.iter().filter_map(|(requires, _)| requires.as_ref()) {
            if verdict(facts, requires, row).is_none() {
                missing.entry(row).or_default().extend(blank_inputs(facts, requires, row));
            }
        }
    }
    let mut other = |row: EntrantId| classify_one(facts, grading, rules, (row, false), &mut way).0;
    if !capped {
        // Nobody's grade hangs on those of others: the other reading is that of those alone who lack something.
        for (row, lacks) in missing {
            let other = other(row);
            if let Some(slot) = best.get_mut(row) {
                *slot = open::between(std::mem::take(slot), other, lacks);
            }
        }
        return best;
    }
    let mut worst = (!missing.is_empty()).then(|| best.clone());
    for row in missing.keys() {
        if let Some(slot) = worst.as_mut().and_then(|worst| worst.get_mut(*row)) {
            *slot = other(*row);
        }
    }
    // One cap may break another that held before; entrants only ever fall, so this comes to rest.
    let settle = |reading: &mut TiSlice<EntrantId, Graded>, favourable: &dyn Fn(EntrantId) -> bool| {
        while apply_caps(facts, (grading, rules), (decisions, decided), (reading, favourable)) {}
    };
    let alone = worst.as_ref().map(|worst| alone_in_favour(rules, (&best, worst), &missing, settle));
    settle(&mut best, &|_| true);
    let Some(mut worst) = worst else { return best };
    settle(&mut worst, &|_| false);
    for (row, graded) in alone.unwrap_or_default() {
        if let Some((one, other)) = best.get_mut(row).zip(worst.get_mut(row)) {
            open::widen(one, other, graded);
        }
    }
    let readings = best.into_iter().zip(worst.into_iter_enumerated());
    readings
        .map(|(one, (row, other))| open::between(one, other, missing.remove(&row).unwrap_or_default()))
        .collect()
}

/// Where several wait under caps, the best that each may come to: what is missing speaks for it and for nobody else.
///
/// For all others the two readings of everybody are the ends: the more the others hold, the sooner they fall.
fn alone_in_favour(
    rules: &Grading,
    (best, worst): (&TiSlice<EntrantId, Graded>, &TiSlice<EntrantId, Graded>),
    missing: &BTreeMap<EntrantId, Vec<InputId>>,
    settle: impl Fn(&mut TiSlice<EntrantId, Graded>, &dyn Fn(EntrantId) -> bool),
) -> Vec<(EntrantId, Graded)> {
    if missing.len() < 2 {
        return Vec::new();
    }
    let capped = |grade: GradeId| rules.grades().get(grade).is_some_and(|grade| grade.cap.is_some());
    let bounded = missing.len().saturating_mul(best.len()) <= MOST_READINGS;
    let mut alone = Vec::new();
    for row in missing.keys().copied() {
        let Some(own) = best.get(row).filter(|own| own.grade.is_some_and(capped)) else { continue };
        let mut reading = if bounded { worst.to_vec() } else { TiVec::new() };
        if let Some(slot) = reading.get_mut(row) {
            *slot = own.clone();
            settle(&mut reading, &|other| other == row);
        }
        // Where there are too many to try, the best is what no cap has lowered.
        alone.push((row, reading.get(row).unwrap_or(own).clone()));
    }
    alone
}

/// So many grades are given in trying who may stay under a cap.
const MOST_READINGS: usize = 1_000_000;

/// One step on the way to a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fall {
    /// The value and the grades' own conditions lead here.
    Value(GradeId),
    /// This ceiling lowered the grade.
    Ceiling(CeilingId),
    /// Lowered by the knock-out of this grade.
    KnockedOut(GradeId),
    /// Where the entrant stands after a ceiling.
    To(GradeId),
}

impl Fall {
    /// The grade reached with this step.
    pub fn grade(self) -> Option<GradeId> {
        match self {
            Self::Value(grade) | Self::KnockedOut(grade) | Self::To(grade) => Some(grade),
            Self::Ceiling(_) => None,
        }
    }
}

/// The steps on the way to an entrant's grade, before any cap.
pub fn fall(facts: &Facts<'_>, grading: GradingId, row: EntrantId) -> Vec<Fall> {
    let compiled = facts.plan.gradings.get(grading).zip(facts.plan.rules.gradings().get(grading));
    let Some((compiled, rules)) = compiled else { return Vec::new() };
    // Of a grade that is open no step was surely taken.
    let open = facts
        .grades
        .and_then(|grades| grades.of(grading, row))
        .is_some_and(|graded| graded.by_rules().open().is_some());
    let mut way = Way::default();
    if !open {
        classify_one(facts, compiled, rules, (row, true), &mut way);
    }
    way.falls
}

/// The parts of a condition that keep it from holding: those that fail, or, where none surely does, those that are not
/// known.
fn failing<'c>(facts: &Facts<'_>, condition: &'c PlanCondition, row: EntrantId) -> Vec<&'c PlanCondition> {
    let PlanCondition::All(parts) = condition else { return vec![condition] };
    let which = |wanted: Option<bool>| {
        let parts = parts.iter().filter(move |part| verdict(facts, part, row) == wanted);
        parts.flat_map(|part| failing(facts, part, row)).collect::<Vec<_>>()
    };
    let failed = which(Some(false));
    if failed.is_empty() { which(None) } else { failed }
}

/// Applies every cap once; tells whether anybody fell.
fn apply_caps(
    facts: &Facts<'_>,
    (grading, rules): (&PlanGrading, &Grading),
    (decisions, decided): (&DecisionIndex, &Decided),
    (graded, favourable): (&mut TiSlice<EntrantId, Graded>, &dyn Fn(EntrantId) -> bool),
) -> bool {
    let mut fell = false;
    for (position, grade) in rules.grades().iter_enumerated().take(rules.grades.len().saturating_sub(1)) {
        for (at, cap) in grade.cap.iter().flat_map(GradeCap::limits).enumerate() {
            let limits = over_cap(facts, rules, (decisions, decided), graded, (position, at, cap));
            for (row, lowered) in limits {
                let Some(each) = graded.get_mut(row) else { continue };
                fell = true;
                let met = |_, requires: &Option<PlanCondition>| {
                    let known = requires.as_ref().map(|condition| verdict(facts, condition, row));
                    Some(known.is_none_or(|known| known.unwrap_or_else(|| favourable(row))))
                };
                each.lower(fallen_to(grading, position.lower(), met), lowered);
            }
        }
    }
    fell
}

/// Someone with the grade, best first.
type Holder = (BestFirst<Exact>, EntrantId);

/// The holders of a grade in one scope.
#[derive(Default)]
struct Held {
    /// Those whom the rules gave it, who may fall.
    holders: Vec<Holder>,
    /// Those whom a person gave it: they count, and never fall.
    given: usize,
    /// The others who belong to the base.
    others: usize,
}

/// Those over the cap, and why: so many may stay as are at most the share of the base once the others have fallen
/// to the next lower grade. Equals on the line fall together, unless the council has ordered them.
fn over_cap(
    facts: &Facts<'_>,
    rules: &Grading,
    (decisions, decided): (&DecisionIndex, &Decided),
    graded: &TiSlice<EntrantId, Graded>,
    (position, at, (share, of, per)): (GradeId, usize, (&crate::Number, CapBase, Scope)),
) -> Vec<(EntrantId, Lowered)> {
    let direction = if rules.less_is_better(facts.plan.day) { Direction::Lower } else { Direction::Higher };
    let mut groups: BTreeMap<u32, Held> = BTreeMap::new();
    let counts = |grade: GradeId| match of {
        CapBase::Next | CapBase::ThisAndNext => grade == position.lower(),
        CapBase::Graded => true,
    };
    for (row, each) in graded.iter_enumerated() {
        let group = groups.entry(facts.evaluations.group_of(row, per)).or_default();
        match each.grade {
            Some(grade) if grade == position => match decided.grade(row) {
                Some(_) => group.given += 1,
                None => {
                    let value = each.value().unwrap_or_default();
                    group.holders.push((best_first(value, direction), row));
                }
            },
            Some(grade) if counts(grade) => group.others += 1,
            _ => {}
        }
    }
    let whole = |count: usize| Exact::from(i64::try_from(count).unwrap_or(i64::MAX));
    let mut over = Vec::new();
    for (group, Held { mut holders, given, others }) in groups {
        holders.sort_unstable();
        let raised = decided.raised(position, at, group);
        let share = raised.map_or(share, |(_, raised)| &raised.to).exact().clone();
        let most = share.clone() * whole(others.saturating_add(given).saturating_add(holders.len()));
        let limit = match of {
            // x ≤ share · (others + held − x)  ⇔  x ≤ share · (others + held) / (1 + share)
            CapBase::Next => most.checked_div(&(Exact::ONE + share)),
            // Those who fall stay in the base.
            CapBase::ThisAndNext | CapBase::Graded => Some(most),
        };
        let limit = limit.and_then(|limit| limit.floor_i64()).and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.unwrap_or(0);
        let left = limit.saturating_sub(given);
        let Some((line, _)) = holders.get(left).cloned() else { continue };
        let above = holders.partition_point(|(value, _)| *value < line);
        let on_line = holders.partition_point(|(value, _)| *value <= line);
        let mut rows: Vec<EntrantId> = holders.into_iter().map(|(_, row)| row).collect();
        let ordered = rows.get_mut(above..on_line).is_some_and(|tied| by_council(facts, decisions, tied));
        let raised = raised.map(|(index, _)| index);
        let lowered = Lowered::OverCap { grade: position, at, limit, given, raised };
        over.extend(rows.into_iter().skip(if ordered { left } else { above }).map(|row| (row, lowered)));
    }
    over
}

/// Puts those tied on the line of a cap into the order of the council, when there is one: the order of a
/// ranking that leaves ties to the council. Two rankings that order them otherwise settle nothing.
fn by_council(facts: &Facts<'_>, decisions: &DecisionIndex, tied: &mut [EntrantId]) -> bool {
    let rankings = facts.plan.rankings.iter().zip(&facts.plan.rules.rankings);
    let orders = rankings.filter(|(plan, _)| plan.asks_council());
    let mut orders: Vec<Vec<EntrantId>> =
        orders.filter_map(|(_, rules)| council_order(facts, &rules.id, tied, decisions)).collect();
    orders.dedup();
    let [order] = orders.as_slice() else { return false };
    tied.copy_from_slice(order);
    true
}
