use serde::Serialize;
use thidua_core::{EntrantId, Exact, NodeId, Scorecards};

use crate::number::plain;
use crate::questions::other_cards;
use crate::run::RunResults;

/// What the plots of a run are drawn against.
#[derive(Serialize)]
pub(super) struct Axes<'a> {
    /// The titles of the top-level groups.
    pub(super) groups: Vec<&'a str>,
    /// Where the grades of the total begin, best first.
    pub(super) lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
pub(super) struct Line<'a> {
    title: &'a str,
    at: String,
}

/// What of an entrant is drawn. Numbers have a point whatever the language: scripts read them.
#[derive(Serialize)]
pub(super) struct Plotted {
    total: Option<String>,
    /// Points at the stage that the rules compare with, mostly self-assessed, and points that count, each over the
    /// criteria that have points at both: whoever assesses himself is not asked for everything.
    both: Option<[String; 2]>,
    /// In each group, what of the maximum that holds for the entrant was reached, in percent.
    groups: Vec<Option<String>>,
}

/// What is worked out once for all entrants of a run.
pub(super) struct Plots<'r, 'a> {
    run: &'r RunResults<'a>,
    nodes: Vec<NodeId>,
    /// The criteria that are scored themselves.
    leaves: Vec<NodeId>,
    other: Option<Scorecards>,
}

impl<'r, 'a> Plots<'r, 'a> {
    /// In public nothing of single groups and stages is drawn: it would tell who is who.
    pub(super) fn of(run: &'r RunResults<'a>, public: bool) -> Self {
        if public {
            return Self { run, nodes: Vec::new(), leaves: Vec::new(), other: None };
        }
        let top = run.plan.reading_order().first().and_then(|root| run.plan.nodes().get(*root));
        let nodes = top.map(|root| root.children.clone()).unwrap_or_default();
        Self { run, leaves: leaves(run, &nodes), nodes, other: other_cards(run) }
    }

    pub(super) fn axes(&self) -> Axes<'a> {
        let groups = self.nodes.iter().filter_map(|node| {
            let own = &self.run.plan.nodes().get(*node)?.criterion;
            Some(if own.title.is_empty() { own.code.value.as_str() } else { own.title.as_str() })
        });
        let grading = self.run.plan.rules().gradings.first().filter(|grading| grading.of.is_none());
        let day = self.run.plan.day();
        let lines = grading.into_iter().flat_map(|grading| &grading.grades).filter_map(|grade| {
            let end = grade.from.as_ref().or(grade.above.as_ref())?.on(day)?;
            Some(Line { title: &grade.title, at: plain(end.exact(), None) })
        });
        Axes { groups: groups.collect(), lines: lines.collect() }
    }

    pub(super) fn row(&self, row: EntrantId) -> Plotted {
        let cards = &self.run.outcome.scorecards;
        let number = |value: Option<Exact>| value.map(|value| plain(&value, None));
        Plotted {
            total: number(cards.total(row)),
            both: self.both(row),
            groups: self.nodes.iter().map(|node| self.share(*node, row)).collect(),
        }
    }

    fn both(&self, row: EntrantId) -> Option<[String; 2]> {
        let (cards, other) = (&self.run.outcome.scorecards, self.other.as_ref()?);
        let both =
            self.leaves.iter().filter_map(|leaf| other.points(*leaf, row).zip(cards.points(*leaf, row)));
        let sums = both.reduce(|sums, points| (sums.0 + points.0, sums.1 + points.1));
        sums.map(|(other, own)| [plain(&other, None), plain(&own, None)])
    }

    fn share(&self, node: NodeId, row: EntrantId) -> Option<String> {
        let cards = &self.run.outcome.scorecards;
        let percent = cards.points(node, row)? * Exact::from(100);
        let share = percent.checked_div(&cards.max(self.run.plan, node, row))?;
        Some(share.display_rounded(2))
    }
}

/// The criteria below some nodes that are scored themselves.
fn leaves(run: &RunResults<'_>, nodes: &[NodeId]) -> Vec<NodeId> {
    let mut open = nodes.to_vec();
    let mut found = Vec::new();
    while let Some(node) = open.pop() {
        let children = run.plan.nodes().get(node).map(|node| node.children.as_slice()).unwrap_or_default();
        if children.is_empty() {
            found.push(node);
        }
        open.extend(children);
    }
    found
}
