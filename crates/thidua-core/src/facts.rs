//! What is known about one entrant so far, for formulas and conditions.

use std::cmp::Ordering;

use thidua_rules::expression::{Every, Submission};
use thidua_rules::program::{Figure, PlanComparison, PlanCondition, PlanTerm, Reason};
use thidua_rules::rule::Better;

use crate::calculus::{self, Answer, Quantity, Range, Slot, Source, Truth, Values};
use crate::evaluation::{CellState, Evaluations};
use crate::grade::Grades;
use crate::plan::{Plan, PlanInput, PlanNode};
use crate::rank::Standings;
use crate::score::{NodeState, Peers, Scorecards, SoFar};
use crate::{EntrantId, Exact, GradeId, GradingId, InputId, NodeId, StageId};

/// Everything computed up to some step; later steps see more.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The rules of the day.
    pub plan: &'a Plan,
    /// What was entered.
    pub evaluations: &'a Evaluations,
    /// The stage that is read, the official one first.
    pub stage: StageId,
    /// The points, once they are worked out.
    pub scorecards: Option<&'a Scorecards>,
    /// The grades, once they are worked out.
    pub grades: Option<&'a Grades>,
    /// The places, once they are worked out.
    pub standings: Option<&'a Standings>,
    /// While criteria are scored: the points of those that were worked out before.
    pub so_far: Option<SoFar<'a>>,
    /// Whether explanations hold their calculations as trees too, for programs; pages need words alone.
    pub as_trees: bool,
}

impl<'a> Facts<'a> {
    /// What a stage of the sheets says, before anything is computed.
    pub fn entered(plan: &'a Plan, evaluations: &'a Evaluations, stage: StageId) -> Self {
        Self {
            plan,
            evaluations,
            stage,
            scorecards: None,
            grades: None,
            standings: None,
            so_far: None,
            as_trees: false,
        }
    }
}

impl Facts<'_> {
    /// The value of a calculation; `None` when something it needs is missing or it divides by zero.
    pub fn value(&self, term: &PlanTerm, row: EntrantId) -> Option<Exact> {
        calculus::value(&self.row(row), term).value
    }

    /// Whether the condition holds; `None` when that cannot be told: what is missing could make it either way.
    pub fn verdict(&self, condition: &PlanCondition, row: EntrantId) -> Option<bool> {
        self.row(row).holds(condition).settled()
    }

    /// The same for one of its comparisons.
    pub fn holds(&self, comparison: &PlanComparison, row: EntrantId) -> Option<bool> {
        let known = calculus::compare(&self.row(row), comparison).settled();
        known.or_else(|| calculus::compare(&Filled(self.row(row)), comparison).settled())
    }

    /// Whether the entrant has the criterion; `None` while what it asks cannot be told.
    pub(crate) fn has(&self, node: &PlanNode, row: EntrantId) -> Option<bool> {
        if !node.has_kind(self.evaluations.kind_of(row)) {
            return Some(false);
        }
        let answers = node.asked.iter().map(|asked| self.row(row).holds(asked));
        Truth::all(answers).settled()
    }

    /// How both sides of a comparison stand to one another; `None` where one is not known.
    pub fn compare(&self, comparison: &PlanComparison, row: EntrantId) -> Option<Ordering> {
        Some(self.value(&comparison.left, row)?.cmp(&self.value(&comparison.right, row)?))
    }

    pub(crate) fn input(&self, input: InputId, row: EntrantId) -> Option<Exact> {
        self.row(row).cell(input).value
    }

    /// The values of an input that has many.
    pub fn list(&self, input: InputId, row: EntrantId) -> Vec<Exact> {
        self.evaluations.column(self.stage, input).map(|column| column.list(row)).unwrap_or_default()
    }

    /// One entrant, as the calculus reads it.
    pub fn row(&self, row: EntrantId) -> Row<'_> {
        Row { facts: self, row, peers: None }
    }

    /// The lowest share among those that this entrant has and that can earn points.
    fn lowest_of(&self, every: Every, row: EntrantId) -> Option<Exact> {
        self.row(row).each(every).into_iter().map(|(share, _)| share.value).min().flatten()
    }
}

/// One entrant: everything about it is one number, or absent for one reason.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    /// What is known of everybody.
    pub facts: &'a Facts<'a>,
    /// The entrant, by position.
    pub row: EntrantId,
    /// The reference set of the criterion that is read.
    pub peers: Option<&'a Peers>,
}

/// Why a cell holds no value.
fn reason(state: CellState) -> Reason {
    match state {
        CellState::NotSubmitted => Reason::NotSubmitted,
        CellState::Blank | CellState::Value => Reason::Blank,
        CellState::Claimed => Reason::Claimed,
        CellState::NotApplicable => Reason::NotApplicable,
        CellState::TurnedDown => Reason::TurnedDown,
        CellState::Exempt => Reason::Exempt,
    }
}

fn known(value: Option<Exact>) -> Slot<Exact> {
    value.map_or(Slot::absent(Reason::NotKnown), Slot::of)
}

impl Source for Row<'_> {
    type Q = Exact;

    fn cell(&self, input: InputId) -> Slot<Exact> {
        let Some(column) = self.facts.evaluations.column(self.facts.stage, input) else {
            return Slot::absent(Reason::NotSubmitted);
        };
        let state = column.state(self.row);
        match state {
            CellState::Value => Slot::of(column.value(self.row)),
            CellState::Blank => {
                match self.facts.plan.inputs.get(input).and_then(|input| input.blank.as_ref()) {
                    Some(blank) => Slot::of(blank.clone()),
                    None => Slot::absent(Reason::Blank),
                }
            }
            _ => Slot::absent(reason(state)),
        }
    }

    fn list(&self, input: InputId) -> Slot<Values<Exact>> {
        let Some(column) = self.facts.evaluations.column(self.facts.stage, input) else {
            return Slot::absent(Reason::NotSubmitted);
        };
        let state = column.state(self.row);
        let blank = self.facts.plan.inputs.get(input).and_then(|input| input.blank.as_ref());
        // A list without a value is as missing as an empty cell, unless the input says what blank means.
        let certain = match (state, blank) {
            // Of the rows of a detail table none may count, and that is an answer.
            (CellState::Value, _) => column.list(self.row),
            (CellState::Blank, Some(blank)) => vec![blank.clone()],
            _ => return Slot::absent(reason(state)),
        };
        Slot::of(Values { certain, possible: Vec::new(), more: None })
    }

    fn found(&self, term: &PlanTerm) -> Slot<Exact> {
        let (facts, row) = (self.facts, self.row);
        let Some(scorecards) = facts.scorecards else {
            return match (term, facts.so_far) {
                (PlanTerm::Kind, _) => known(self.kind()),
                (PlanTerm::Submission(asked, stage), _) => Slot::of(self.submission(*asked, *stage)),
                (PlanTerm::Points(node), Some(so_far)) => known(so_far.points(*node, row)),
                (PlanTerm::Share(node), Some(so_far)) => {
                    let share = so_far
                        .points(*node, row)
                        .map(|points| points.over(&so_far.max(facts.plan, *node, row)));
                    share.unwrap_or_else(|| Slot::absent(Reason::NotKnown))
                }
                _ => Slot::absent(Reason::NotKnown),
            };
        };
        let share = |points: Option<Exact>, node: NodeId| match points {
            Some(points) => points.over(&scorecards.max(facts.plan, node, row)),
            None => Slot::absent(Reason::NotKnown),
        };
        match term {
            PlanTerm::Points(node) => known(scorecards.points(*node, row)),
            PlanTerm::Share(node) => share(scorecards.points(*node, row), *node),
            PlanTerm::Total => known(scorecards.ranked_total(row)),
            PlanTerm::Percent => share(scorecards.ranked_total(row), facts.plan.root),
            PlanTerm::Every(every) => known(facts.lowest_of(*every, row)),
            PlanTerm::Bonus => known(scorecards.bonus(row)),
            PlanTerm::Deductions => known(scorecards.deductions(row)),
            PlanTerm::Kind => known(self.kind()),
            PlanTerm::Submission(asked, stage) => Slot::of(self.submission(*asked, *stage)),
            PlanTerm::Grade(grading) => known(self.grade(*grading).and_then(|grade| {
                let count = facts.plan.gradings.get(*grading)?.grades.len();
                i64::try_from(count.checked_sub(grade.into())?).ok().map(Exact::from)
            })),
            PlanTerm::GradeValue(grading) => known(self.grade(*grading).and_then(|grade| {
                let grade = facts.plan.rules.gradings().get(*grading)?.grades().get(grade)?;
                Some(grade.value.value.as_ref()?.exact().clone())
            })),
            PlanTerm::Rank(ranking) => {
                let place = facts.standings.and_then(|standings| standings.place(*ranking, row));
                known(place.map(|place| Exact::from(i64::from(place))))
            }
            PlanTerm::Pool(pool, ranking) => {
                known(facts.standings.and_then(|standings| standings.pool(*pool, *ranking, row)))
            }
            // What is entered or calculated is not found by an earlier step.
            PlanTerm::Constant(_)
            | PlanTerm::Day(_)
            | PlanTerm::Elapsed(..)
            | PlanTerm::Input(_)
            | PlanTerm::Reduced(..)
            | PlanTerm::Negate(_)
            | PlanTerm::Binary(..) => Slot::absent(Reason::NotKnown),
        }
    }

    fn each(&self, every: Every) -> Vec<(Slot<Exact>, bool)> {
        let (facts, row) = (self.facts, self.row);
        let Some(scorecards) = facts.scorecards else { return Vec::new() };
        let earns = |node: &NodeId| scorecards.max(facts.plan, *node, row) > Exact::ZERO;
        let share = |node: NodeId| match scorecards.state(node, row) {
            NodeState::Present => Some(self.found(&PlanTerm::Share(node))),
            NodeState::Missing => Some(Slot::absent(Reason::NotKnown)),
            NodeState::Rescaled | NodeState::Reduced | NodeState::OtherKind => None,
        };
        facts.plan.every(every).filter(earns).filter_map(share).map(|share| (share, false)).collect()
    }

    fn peers(&self, figure: Figure, value: Option<&Exact>) -> Slot<Exact> {
        let Some(peers) = self.peers.filter(|peers| !peers.sorted.is_empty()) else {
            return Slot::absent(Reason::NobodyThere);
        };
        let (lowest, highest) = (peers.sorted.lowest(), peers.sorted.highest());
        let found = match figure {
            Figure::Best(Better::Higher) | Figure::Worst(Better::Lower) => highest,
            Figure::Best(Better::Lower) | Figure::Worst(Better::Higher) => lowest,
            Figure::Ahead(_, better) => value.map(|value| {
                let ahead = match better {
                    Better::Higher => peers.sorted.above(value),
                    Better::Lower => peers.sorted.below(value),
                };
                Exact::from(i64::try_from(ahead).unwrap_or(i64::MAX))
            }),
            Figure::BestExcess => {
                return peers.best_excess.clone().map_or(Slot::absent(Reason::NobodyAbove), Slot::of);
            }
        };
        found.map_or(Slot::absent(Reason::NobodyThere), Slot::of)
    }

    fn holds(&self, condition: &PlanCondition) -> Truth {
        let known = calculus::verdict(self, condition);
        let filled = || calculus::verdict(&Filled(*self), condition).settled();
        known.settled().or_else(filled).map_or(known, Truth::of)
    }
}

impl Row<'_> {
    fn kind(&self) -> Option<Exact> {
        i64::try_from(usize::from(self.facts.evaluations.kind_of(self.row)?)).ok().map(Exact::from)
    }

    /// How things stand, whatever may still come.
    fn submission(&self, asked: Submission, stage: StageId) -> Exact {
        let there = self.facts.evaluations.is_submitted_at(stage, self.row);
        Exact::from(i64::from(there == (asked == Submission::There)))
    }

    fn grade(&self, grading: GradingId) -> Option<GradeId> {
        self.facts.grades?.grade(grading, self.row)
    }
}

/// The same entrant with whatever is missing filled in, in every way its kind and bounds allow.
struct Filled<'a>(Row<'a>);

impl Source for Filled<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        let known = self.0.cell(input).value.map(Range::point);
        Slot::of(known.unwrap_or_else(|| self.possible(input)))
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        Slot::of(match self.0.list(input).value {
            Some(values) => Values {
                certain: values.certain.into_iter().map(Range::point).collect(),
                possible: Vec::new(),
                more: None,
            },
            None => Values { certain: Vec::new(), possible: Vec::new(), more: Some(self.possible(input)) },
        })
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        Slot::of(self.0.found(term).value.map(Range::point).unwrap_or_default())
    }

    fn each(&self, every: Every) -> Vec<(Slot<Range>, bool)> {
        let shares = self.0.each(every).into_iter();
        shares
            .map(|(share, perhaps)| (Slot::of(share.value.map(Range::point).unwrap_or_default()), perhaps))
            .collect()
    }

    fn peers(&self, _: Figure, _: Option<&Range>) -> Slot<Range> {
        Slot::of(Range::default())
    }
}

impl Filled<'_> {
    fn possible(&self, input: InputId) -> Range {
        self.0.facts.plan.inputs.get(input).map(PlanInput::possible).unwrap_or_default()
    }
}
