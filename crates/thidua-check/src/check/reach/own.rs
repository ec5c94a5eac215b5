//! What can come out for one entrant when some of its cells may be anything (khoảng kết quả của một đơn vị).
//!
//! Like everything here it errs on one side only: what is called out of reach cannot be reached by these cells.

use std::sync::Arc;

use thidua_core::calculus::{Grid, Outcome, Range, Reasons, Slot, Source, Truth, Values, verdict};
use thidua_core::facts::Facts;
use thidua_core::{
    AwardId, CellState, EntrantId, Exact, GradeId, GradingId, InputId, KindId, Leaf, NodeId, NodeKind, Peers,
    Plan, References, TiSlice, TiVec,
};
use thidua_rules::expression::Every;
use thidua_rules::program::{Figure, PlanCondition, PlanTerm, Reason};
use thidua_rules::rule::{Better, Scope};

use super::award::own_awards;
use super::value::{earlier, peers, values};
use super::world::{leaf_outcome, outcomes, world_of};

/// What an entrant has entered, each cell as a range or the reasons why there is nothing.
#[derive(Clone)]
pub(crate) struct Entered {
    kind: Option<KindId>,
    cells: Arc<TiVec<InputId, Slot<Range>>>,
    lists: Arc<TiVec<InputId, Slot<Values<Range>>>>,
    /// What stands in each list, the highest first.
    entered_lists: Arc<TiVec<InputId, Vec<Range>>>,
    /// Cells that hold other values than those.
    opened: Vec<(InputId, Slot<Range>)>,
    /// Lists that hold other values.
    opened_lists: Vec<(InputId, Slot<Values<Range>>)>,
    /// What the nodes become without them, once that was worked out.
    nodes: Arc<TiVec<NodeId, Outcome<Range>>>,
    /// By node, those the entrant is compared with.
    others: Arc<TiVec<NodeId, Peers>>,
}

impl Entered {
    /// The cells as they are.
    pub(crate) fn of(facts: &Facts<'_>, row: EntrantId) -> Self {
        let entrant = facts.row(row);
        let inputs = facts.plan.inputs.keys();
        // Whoever sends one cell has sent the sheet: what was not sent is blank then.
        let late = |input: InputId| {
            let column = facts.evaluations.column(facts.stage, input);
            column.is_none_or(|column| column.state(row) == CellState::NotSubmitted)
        };
        let blank = |input: InputId| facts.plan.inputs.get(input).and_then(|input| input.blank.clone());
        let cells = inputs.clone().map(|input| {
            let slot = entrant.cell(input);
            let slot = Slot { value: slot.value.map(Range::point), absent: slot.absent };
            match late(input) {
                true => Slot { value: blank(input).map(Range::point), ..slot.or(Reason::Blank) },
                false => slot,
            }
        });
        let lists = inputs.map(|input| {
            let slot = entrant.list(input);
            let value = slot.value.map(|values| Values {
                certain: values.certain.into_iter().map(Range::point).collect(),
                possible: Vec::new(),
                more: None,
            });
            let slot = Slot { value, absent: slot.absent };
            let one = |value| Values { certain: vec![Range::point(value)], possible: Vec::new(), more: None };
            match late(input) {
                true => Slot { value: blank(input).map(one), ..slot.or(Reason::Blank) },
                false => slot,
            }
        });
        let standing = |input: InputId| facts.list(input, row).into_iter().map(Range::point).collect();
        let mut entered = Self {
            entered_lists: Arc::new(facts.plan.inputs.keys().map(standing).collect()),
            kind: facts.evaluations.kind_of(row),
            cells: Arc::new(cells.collect()),
            lists: Arc::new(lists.collect()),
            opened: Vec::new(),
            opened_lists: Vec::new(),
            nodes: Arc::default(),
            others: Arc::new(others(facts, row)),
        };
        entered.work_out(facts.plan);
        entered
    }

    /// What the nodes become of the cells as they are, so that only those that an opened cell can move are worked out again.
    fn work_out(&mut self, plan: &Plan) {
        let nodes = self.outcomes(plan, |_| None);
        self.nodes = Arc::new(nodes);
    }

    fn outcomes(
        &self,
        plan: &Plan,
        known: impl Fn(NodeId) -> Option<Outcome<Range>>,
    ) -> TiVec<NodeId, Outcome<Range>> {
        outcomes(plan, self.kind, known, |nodes, position, node, leaf| {
            let reader = OwnReader { plan, entered: self, position, nodes };
            leaf_outcome(&reader, node, leaf, !node.asked.is_empty())
        })
    }

    /// Which nodes an opened cell can move: leaves that read it, and the groups above them.
    fn moved(&self, plan: &Plan) -> TiVec<NodeId, bool> {
        let mut moved: TiVec<NodeId, bool> = TiVec::with_capacity(plan.nodes.len());
        for node in &plan.nodes {
            let own = match &node.kind {
                NodeKind::Leaf(leaf) => {
                    let cells = self.opened.iter().map(|(input, _)| input);
                    cells
                        .chain(self.opened_lists.iter().map(|(input, _)| input))
                        .any(|input| reads(leaf, *input))
                }
                NodeKind::Group { .. } => {
                    node.children.iter().any(|child| moved.get(*child).copied().unwrap_or(true))
                }
            };
            moved.push(own);
        }
        moved
    }

    /// The same with one cell holding any of these values.
    pub(crate) fn open(&mut self, input: InputId, values: Range) {
        self.opened.push((input, Slot::of(values)));
    }

    /// The same with one of the values of a list being any of these, or, where nothing stands at that position, with one
    /// value more.
    pub(crate) fn open_in_list(&mut self, input: InputId, at: Option<usize>, values: Range) {
        if !self.opened_lists.iter().any(|(opened, _)| *opened == input) {
            // What a blank list stands for is no value of it.
            let entered = self.entered_lists.get(input).cloned().unwrap_or_default();
            let list = Values { certain: entered, possible: Vec::new(), more: None };
            self.opened_lists.push((input, Slot::of(list)));
        }
        let opened = self.opened_lists.iter_mut().find(|(opened, _)| *opened == input);
        let Some(list) = opened.and_then(|(_, slot)| slot.value.as_mut()) else { return };
        match at.and_then(|at| list.certain.get_mut(at)) {
            Some(slot) => *slot = values,
            None => list.certain.push(values),
        }
    }

    /// The same with these cells and lists holding anything at all or nothing; what somebody decided stays.
    pub(crate) fn freed(mut self, plan: &Plan, inputs: impl IntoIterator<Item = InputId>) -> Self {
        for input in inputs {
            let Some(declared) = plan.inputs.get(input) else { continue };
            let theirs = |absent: Reasons| absent.said().is_empty();
            if let Some(slot) =
                Arc::make_mut(&mut self.cells).get_mut(input).filter(|slot| theirs(slot.absent))
            {
                *slot = Slot { value: Some(declared.possible()), absent: slot.absent }.or(Reason::Blank);
            }
            if let Some(slot) =
                Arc::make_mut(&mut self.lists).get_mut(input).filter(|slot| theirs(slot.absent))
            {
                let values = declared.values(declared.possible());
                *slot = Slot { value: Some(values), absent: slot.absent }.or(Reason::Blank);
            }
        }
        self.work_out(plan);
        self
    }

    pub(super) fn cell(&self, input: InputId) -> Option<&Slot<Range>> {
        let opened = self.opened.iter().find(|(opened, _)| *opened == input).map(|(_, slot)| slot);
        opened.or_else(|| self.cells.get(input))
    }

    pub(super) fn list(&self, input: InputId) -> Option<&Slot<Values<Range>>> {
        let opened = self.opened_lists.iter().find(|(opened, _)| *opened == input).map(|(_, slot)| slot);
        opened.or_else(|| self.lists.get(input))
    }
}

/// What can come out: the grades that can be given, the total, and the awards whose requirements can be met.
pub(crate) struct OwnReach {
    pub(crate) total: Option<Range>,
    pub(crate) grades: TiVec<GradingId, TiVec<GradeId, bool>>,
    pub(crate) awards: TiVec<AwardId, OwnAward>,
    /// The value by which the last of these awards ranks.
    pub(crate) ranked_by: Option<Range>,
}

/// Whether an award can be reached, as far as the entrant's own cells go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OwnAward {
    Open,
    OtherKind,
    NoTotal,
    Requirement(usize),
    Together,
    Held(usize),
}

/// Works out what can come of these cells, up to and with the last award asked for.
pub(crate) fn own_reach(plan: &Plan, entered: &Entered, awards: usize) -> OwnReach {
    let moved = entered.moved(plan);
    let stays = |node: NodeId| moved.get(node) == Some(&false);
    let nodes = entered.outcomes(plan, |node| entered.nodes.get(node).filter(|_| stays(node)).cloned());
    let mut world = world_of(plan, entered.kind, Some(entered.clone()), nodes);
    own_awards(plan, &mut world, awards);
    let last = awards.checked_sub(1).and_then(|last| plan.awards.get(AwardId::from(last)));
    let ranking = last.and_then(|award| plan.rankings.get(award.ranking?));
    OwnReach {
        ranked_by: ranking.and_then(|ranking| values(plan, &world, &ranking.by.0)),
        awards: world.awards.iter().map(|reach| (*reach).into()).collect(),
        total: world.total,
        grades: world.grades,
    }
}

fn reads(leaf: &Leaf, input: InputId) -> bool {
    leaf.inputs.contains(&input) || leaf.through.contains(&input)
}

/// The reference sets without the entrant itself, by node; empty where nothing is compared.
fn others(facts: &Facts<'_>, row: EntrantId) -> TiVec<NodeId, Peers> {
    let (plan, evaluations) = (facts.plan, facts.evaluations);
    let rows: Vec<EntrantId> = evaluations.entrants().keys().filter(|other| *other != row).collect();
    let others = evaluations.part(&rows);
    let references = References::gather(plan, &others, facts.stage);
    let of = |position: NodeId, scope: Scope| {
        // The others number their clusters themselves; somebody of the same group knows its number.
        let same =
            |other: &EntrantId| evaluations.group_of(*other, scope) == evaluations.group_of(row, scope);
        let at = EntrantId::from(rows.iter().position(same)?);
        references.of(position, others.group_of(at, scope)).cloned()
    };
    let peers = plan.nodes.iter_enumerated().map(|(position, node)| match &node.kind {
        NodeKind::Leaf(leaf) => leaf.reference.as_ref().and_then(|reference| of(position, reference.scope)),
        NodeKind::Group { .. } => None,
    });
    peers.map(Option::unwrap_or_default).collect()
}

/// One entrant, reading one of its leaves.
struct OwnReader<'a> {
    plan: &'a Plan,
    entered: &'a Entered,
    position: NodeId,
    /// What the nodes before it become.
    nodes: &'a TiSlice<NodeId, Outcome<Range>>,
}

impl Source for OwnReader<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        self.entered.cell(input).cloned().unwrap_or_else(|| Slot::absent(Reason::NotSubmitted))
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        self.entered.list(input).cloned().unwrap_or_else(|| Slot::absent(Reason::NotSubmitted))
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        earlier(self.nodes, self.entered.kind, term)
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        Vec::new()
    }

    fn peers(&self, figure: Figure, _: Option<&Range>) -> Slot<Range> {
        let others = self.entered.others.get(self.position).filter(|others| !others.sorted.is_empty());
        let Some(others) = others else { return peers(figure) };
        let (lowest, highest) = (others.sorted.lowest(), others.sorted.highest());
        // The others stay as they are: the entrant can only widen the set.
        match figure {
            Figure::Best(Better::Higher) | Figure::Worst(Better::Lower) => {
                Slot::of(Range::between(highest, None))
            }
            Figure::Best(Better::Lower) | Figure::Worst(Better::Higher) => {
                Slot::of(Range::between(None, lowest))
            }
            Figure::Ahead(..) => {
                let all = Exact::from(i64::try_from(others.sorted.len()).unwrap_or(i64::MAX));
                Slot::of(Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::ZERO), Some(all)) })
            }
            Figure::BestExcess => match &others.best_excess {
                Some(best) => Slot::of(Range::between(Some(best.clone()), None)),
                None => Slot::of(Range::between(Some(Exact::ZERO), None)).or(Reason::NobodyAbove),
            },
        }
    }

    fn holds(&self, condition: &PlanCondition) -> Truth {
        let known = verdict(self, condition);
        if !known.unknown {
            return known;
        }
        // Where every filling of what is missing gives one answer, scoring gives it too.
        let filled = verdict(&Filled { own: self }, condition);
        Truth { yes: known.yes || filled.yes, no: known.no || filled.no, unknown: true }
    }
}

/// The same with whatever is missing filled in, in every way its kind and bounds allow.
struct Filled<'a> {
    own: &'a OwnReader<'a>,
}

impl Source for Filled<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        let slot = self.own.cell(input);
        let possible =
            || self.own.plan.inputs.get(input).map(thidua_core::PlanInput::possible).unwrap_or_default();
        let missing = !slot.absent.is_empty();
        Slot::of(match slot.value {
            Some(value) if missing => thidua_core::calculus::hull([value, possible()]).unwrap_or_default(),
            Some(value) => value,
            None => possible(),
        })
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        let slot = self.own.list(input);
        let possible = || self.own.plan.inputs.get(input).map(thidua_core::PlanInput::possible);
        match slot.value.filter(|_| slot.absent.is_empty()) {
            Some(values) => Slot::of(values),
            None => Slot::of(Values { certain: Vec::new(), possible: Vec::new(), more: possible() }),
        }
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        let slot = self.own.found(term);
        // What has no points may be filled in too, and then they may be anything.
        Slot::of(slot.value.filter(|_| slot.absent.is_empty()).unwrap_or_default())
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        Vec::new()
    }

    fn peers(&self, _: Figure, _: Option<&Range>) -> Slot<Range> {
        Slot::of(Range::default())
    }
}
