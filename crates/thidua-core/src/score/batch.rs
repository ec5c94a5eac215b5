//! Batches of entrants (lô đơn vị), as the calculus reads them.

use std::ops::Range;
use std::rc::Rc;

use thidua_rules::Reduction;
use thidua_rules::expression::Every;
use thidua_rules::program::{Figure, Fold, PlanTerm, Reason};

use super::{NodeColumn, NodeState, References, Scorecards, SoFar};
use crate::calculus::columns::{Batch, Scaled, folded};
use crate::calculus::{Quantity, Slot, Source, Values as Marks};
use crate::evaluation::{CellState, Column, Values};
use crate::facts::{Facts, Row};
use crate::plan::Leaf;
use crate::{EntrantId, Exact, InputId, NodeId};

/// Some entrants that follow one another.
pub(crate) struct Rows<'a> {
    pub(crate) facts: &'a Facts<'a>,
    /// The criterion that is read, where it is one, and the values to which it is relative.
    pub(crate) of: Option<(&'a References, NodeId, &'a Leaf)>,
    pub(crate) rows: Range<usize>,
}

impl Rows<'_> {
    pub(super) fn entrants(&self) -> impl Iterator<Item = EntrantId> + use<> {
        self.rows.clone().map(EntrantId::from)
    }

    /// What each of them says by itself.
    fn by_row(&self, say: impl Fn(&Row<'_>) -> Slot<Exact>) -> Slot<Batch> {
        Slot::of(Batch::of_rows(self.entrants().map(|row| say(&self.row(row)).value).collect()))
    }

    /// The rows that have no value, if there are any; `None` where a blank says something of its own in one of them.
    fn gone(&self, column: &Column, input: InputId) -> Option<Option<Rc<[bool]>>> {
        let states = column.states.get(self.rows.clone()).unwrap_or_default();
        let missing = |state: &CellState| *state != CellState::Value;
        if column.complete || !states.iter().any(missing) {
            return Some(None);
        }
        let blank = self.facts.plan.inputs.get(input).is_some_and(|input| input.blank.is_some());
        let told = !(blank && states.contains(&CellState::Blank));
        told.then(|| Some(states.iter().map(missing).collect()))
    }

    /// The points that are known by now.
    fn so_far(&self) -> Option<SoFar<'_>> {
        self.facts.so_far.or_else(|| self.facts.scorecards.map(Scorecards::so_far))
    }

    fn usual_max(&self, node: NodeId) -> Exact {
        self.facts.plan.nodes.get(node).map(|node| node.max.clone()).unwrap_or_default()
    }

    fn share(&self, node: NodeId) -> Slot<Batch> {
        let max = self.usual_max(node);
        let points = self.so_far().and_then(|so_far| so_far.batch(node, &self.rows, &max));
        points.map_or(Slot::absent(Reason::NotKnown), |points| points.over(&Batch::exactly(&max)))
    }

    /// One of them by itself.
    fn row(&self, row: EntrantId) -> Row<'_> {
        let peers = self.of.and_then(|(references, position, leaf)| {
            let scope = leaf.reference.as_ref()?.scope;
            references.of(position, self.facts.evaluations.group_of(row, scope))
        });
        Row { peers, ..self.facts.row(row) }
    }
}

impl Source for Rows<'_> {
    type Q = Batch;

    fn cell(&self, input: InputId) -> Slot<Batch> {
        let Some(column) = self.facts.evaluations.column(self.facts.stage, input) else {
            return Slot::absent(Reason::NotSubmitted);
        };
        match self.gone(column, input) {
            Some(gone) => Slot::of(batch(&column.values, self.rows.clone()).without(gone.as_ref())),
            None => self.by_row(|row| row.cell(input)),
        }
    }

    // A list has as many values as it has; what each row's comes to is one number again.
    fn list(&self, _: InputId) -> Slot<Marks<Batch>> {
        Slot::absent(Reason::NotKnown)
    }

    fn folded(&self, input: InputId, fold: Fold) -> Slot<Batch> {
        let column = self.facts.evaluations.column(self.facts.stage, input);
        let gone = column.and_then(|column| self.gone(column, input));
        let lists = column.and_then(|column| column.lists.as_ref()?.whole(self.rows.clone()));
        let batch = gone.zip(lists).and_then(|(gone, (rows, denominator))| {
            Some(folded(rows, denominator, fold)?.without(gone.as_ref()))
        });
        batch.map_or_else(|| self.by_row(|row| row.folded(input, fold)), Slot::of)
    }

    fn reduced(&self, input: InputId, reduction: Reduction) -> Slot<Batch> {
        self.by_row(|row| row.reduced(input, reduction))
    }

    fn found(&self, term: &PlanTerm) -> Slot<Batch> {
        let found = match term {
            PlanTerm::Points(node) => {
                self.so_far().and_then(|so_far| so_far.points_of(*node, &self.rows)).map(Slot::of)
            }
            PlanTerm::Share(node) => Some(self.share(*node)),
            PlanTerm::Total => {
                self.facts.scorecards.map(|cards| Slot::of(cards.ranked().there(self.rows.clone())))
            }
            _ => None,
        };
        found.unwrap_or_else(|| self.by_row(|row| row.found(term)))
    }

    fn each(&self, every: Every) -> Vec<(Slot<Batch>, bool)> {
        let Some(scorecards) = self.facts.scorecards else { return Vec::new() };
        // Who has a maximum of their own is read by itself.
        let earns = |node: &NodeId| {
            let own = scorecards.nodes.get(*node).is_some_and(|column| column.maxima.is_some());
            own || self.usual_max(*node) > Exact::ZERO
        };
        self.facts.plan.every(every).filter(earns).map(|node| (self.share(node), false)).collect()
    }

    fn peers(&self, figure: Figure, value: Option<&Batch>) -> Slot<Batch> {
        let Some(value) = value else { return self.by_group(figure) };
        let figures = self
            .entrants()
            .enumerate()
            .map(|(index, row)| self.row(row).peers(figure, Some(&value.get(index))).value);
        Slot::of(Batch::of_rows(figures.collect()).without(value.gone()))
    }
}

impl Rows<'_> {
    /// A figure that rests on the reference set alone is asked for once in each.
    fn by_group(&self, figure: Figure) -> Slot<Batch> {
        let Some(reference) = self.of.and_then(|(.., leaf)| leaf.reference.as_ref()) else {
            return Slot::absent(Reason::NobodyThere);
        };
        let (scope, evaluations) = (reference.scope, self.facts.evaluations);
        let mut places = vec![None; evaluations.group_count(scope)];
        let mut figures = Vec::new();
        let mut place = |row: EntrantId| {
            let place = places.get_mut(evaluations.group_position(row, scope))?;
            Some(*place.get_or_insert_with(|| {
                figures.push(self.row(row).peers(figure, None).value);
                figures.len() - 1
            }))
        };
        let rows: Option<Vec<usize>> = self.entrants().map(&mut place).collect();
        match rows {
            Some(rows) => Slot::of(Batch::of_rows(figures).select(&rows)),
            None => Slot::absent(Reason::NotKnown),
        }
    }
}

/// Some rows of a column of numbers.
pub(super) fn batch(values: &Values, rows: Range<usize>) -> Batch {
    match values {
        Values::Scaled { denominator, numerators } => {
            Batch::scaled(Scaled::part(numerators, rows, *denominator), None)
        }
        Values::Exact(values) => {
            Batch::of_rows(values.get(rows).unwrap_or_default().iter().cloned().map(Some).collect())
        }
    }
}

impl NodeColumn {
    /// The points of some rows; gone where there are none.
    pub(super) fn there(&self, rows: Range<usize>) -> Batch {
        let batch = batch(&self.values, rows.clone());
        let absent =
            self.states.as_ref().and_then(|_| gone(&rows, |row| self.state(row) != NodeState::Present));
        batch.without(absent.as_ref())
    }

    /// The same; gone as well where the maximum is not the usual one.
    pub(super) fn batch(&self, rows: Range<usize>, usual: &Exact) -> Batch {
        let unusual = |row: usize| self.max(row).is_some_and(|max| max != usual);
        let unusual = self.maxima.as_ref().and_then(|_| gone(&rows, unusual));
        self.there(rows).without(unusual.as_ref())
    }
}

fn gone(rows: &Range<usize>, gone: impl Fn(usize) -> bool) -> Option<Rc<[bool]>> {
    rows.clone().any(&gone).then(|| rows.clone().map(&gone).collect())
}
