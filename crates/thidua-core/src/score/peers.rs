use thidua_rules::Comparator;
use thidua_rules::program::PlanCondition;

use super::Sorted;
use super::batch::Rows;
use crate::calculus::columns::Batch;
use crate::calculus::{Quantity, Source, value};
use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, Plan, PlanNode, PlanRead};
use crate::{EntrantId, Exact, NodeId, StageId, TiVec};

/// The reference sets of relative criteria (tập so sánh), gathered once over everybody.
#[derive(Clone, Debug)]
pub struct References {
    pub(crate) stage: StageId,
    /// For each node: one set for each group of its scope; empty for other methods.
    peers: TiVec<NodeId, Vec<Peers>>,
}

/// What is known of one reference set: the values of all members, lowest first.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// The values, lowest first.
    pub sorted: Sorted,
    /// By how much the best one exceeds its target, as a share of it.
    pub best_excess: Option<Exact>,
}

impl References {
    /// Gathers the reference sets of a stage.
    #[must_use]
    pub fn gather(plan: &Plan, evaluations: &Evaluations, stage: StageId) -> Self {
        let facts = Facts::entered(plan, evaluations, stage);
        let peers = plan
            .nodes
            .iter()
            .map(|node| match &node.kind {
                NodeKind::Leaf(leaf) => gather_leaf(&facts, leaf, node),
                NodeKind::Group { .. } => Vec::new(),
            })
            .collect();
        Self { stage, peers }
    }

    #[doc(hidden)]
    pub fn of(&self, node: NodeId, group: u32) -> Option<&Peers> {
        self.peers.get(node)?.get(usize::try_from(group).ok()?)
    }
}

fn gather_leaf(facts: &Facts<'_>, leaf: &Leaf, node: &PlanNode) -> Vec<Peers> {
    let Some(reference) = &leaf.reference else { return Vec::new() };
    let evaluations = facts.evaluations;
    let groups = evaluations.group_count(reference.scope);
    let is_member = |row: EntrantId| {
        let among = |among: &PlanCondition| facts.verdict(among, row) == Some(true);
        facts.has(node, row) == Some(true) && reference.among.as_ref().is_none_or(among)
    };
    let group = |row: EntrantId| evaluations.group_position(row, reference.scope);
    let members = evaluations.entrants().keys().filter(|row| is_member(*row));
    let members: Vec<(EntrantId, usize)> =
        members.map(|row| (row, group(row))).filter(|(_, group)| *group < groups).collect();
    let source = Rows { facts, of: None, rows: 0..evaluations.entrants().len() };
    let mut columns = leaf.reads.iter().map(|read| Read::of(&source, read));
    let (Some(values), target) = (columns.next(), columns.next()) else {
        return vec![Peers::default(); groups];
    };
    let best =
        target.map(|target| best_excess(facts, &values, &target, &members, groups)).unwrap_or_default();
    let best = best.into_iter().chain(std::iter::repeat(None));
    let sorted = sorted(facts, &values, &members, groups).into_iter();
    sorted.zip(best).map(|(sorted, best_excess)| Peers { sorted, best_excess }).collect()
}

/// What is read of everybody, as a column; whoever is gone from it is read alone.
struct Read<'a> {
    read: &'a PlanRead,
    column: Option<Batch>,
}

impl<'a> Read<'a> {
    fn of(source: &Rows<'_>, read: &'a PlanRead) -> Self {
        let column = match read {
            PlanRead::Term(term) => value(source, term),
            PlanRead::Own(input) | PlanRead::List(input) => source.cell(*input),
            PlanRead::Condition(condition) => source.answer(condition),
        };
        Self { read, column: column.value }
    }

    fn is_there(&self, row: EntrantId) -> bool {
        self.column.as_ref().is_some_and(|column| !column.is_gone(row.into()))
    }

    fn get(&self, facts: &Facts<'_>, row: EntrantId) -> Option<Exact> {
        match (&self.column, self.read) {
            (Some(column), _) if self.is_there(row) => Some(column.get(row.into())),
            (_, PlanRead::Term(term)) => facts.value(term, row),
            (_, PlanRead::Own(input) | PlanRead::List(input)) => facts.input(*input, row),
            (_, PlanRead::Condition(condition)) => {
                facts.verdict(condition, row).map(|holds| Exact::from(i64::from(holds)))
            }
        }
    }
}

/// The values of each group.
fn sorted(
    facts: &Facts<'_>,
    values: &Read<'_>,
    members: &[(EntrantId, usize)],
    groups: usize,
) -> Vec<Sorted> {
    let scaled = values.column.as_ref().filter(|column| column.gone().is_none()).and_then(Batch::to_scaled);
    let whole = scaled.as_ref().and_then(|scaled| scaled.to_narrow(facts.evaluations.entrants().len()));
    match whole {
        Some((numbers, denominator)) => {
            let of_groups = grouped(members, groups, |row| numbers.get(usize::from(row)).copied());
            of_groups.into_iter().map(|numbers| Sorted::of_whole(numbers, denominator)).collect()
        }
        None => grouped(members, groups, |row| values.get(facts, row)).into_iter().map(Sorted::of).collect(),
    }
}

/// What the members of each group have, where they have something.
fn grouped<T: Clone>(
    members: &[(EntrantId, usize)],
    groups: usize,
    value: impl Fn(EntrantId) -> Option<T>,
) -> Vec<Vec<T>> {
    let mut of_groups = vec![Vec::new(); groups];
    for (row, group) in members {
        if let (Some(value), Some(of_group)) = (value(*row), of_groups.get_mut(*group)) {
            of_group.push(value);
        }
    }
    of_groups
}

/// By how much a value exceeds its target, as a share of it.
fn excess<Q: Quantity>(value: &Q, target: &Q) -> Option<Q> {
    Some(value.over(target).value?.minus(&Q::exactly(&Exact::ONE)))
}

/// By how much the best of each group exceeds its target, as a share of it.
fn best_excess(
    facts: &Facts<'_>,
    values: &Read<'_>,
    target: &Read<'_>,
    members: &[(EntrantId, usize)],
    groups: usize,
) -> Vec<Option<Exact>> {
    let none_over = Batch::exactly(&Exact::ZERO);
    let columns = values.column.as_ref().zip(target.column.as_ref());
    let column = columns.and_then(|(values, target)| excess(values, target));
    let over = column.as_ref().map(|excess| excess.compare(Comparator::Above, &none_over));
    // The row of the best in each group, and the best of those who are read alone.
    let mut rows: Vec<Option<usize>> = vec![None; groups];
    let mut alone: Vec<Option<Exact>> = vec![None; groups];
    for (row, group) in members {
        let index = usize::from(*row);
        match column.as_ref().filter(|excess| !excess.is_gone(index)) {
            Some(excess) => {
                let Some(best) = rows.get_mut(*group) else { continue };
                let is_over = over.as_ref().and_then(|over| over.get(index)) == Some(true);
                if is_over && best.is_none_or(|best| excess.order(index, best).is_gt()) {
                    *best = Some(index);
                }
            }
            None => {
                let both = values.get(facts, *row).zip(target.get(facts, *row));
                let own = both.and_then(|(value, target)| excess(&value, &target));
                let own = own.filter(|own| *own > Exact::ZERO);
                if let Some(best) = alone.get_mut(*group) {
                    *best = best.take().max(own);
                }
            }
        }
    }
    let of_row = |row: Option<usize>| Some(column.as_ref()?.get(row?));
    rows.into_iter().zip(alone).map(|(row, alone)| of_row(row).max(alone)).collect()
}
