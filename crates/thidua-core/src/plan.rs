//! The compiled rule set (kế hoạch tính): names resolved, values of the day chosen, arrays flat.

mod anyone;
mod compile;
mod inputs;
mod names;
mod node;
mod resolve;

pub use anyone::Anyone;
pub use compile::{build, children_max};
pub use inputs::{Misfit, PlanInput};
pub use inputs::{PerRow, is_day};
pub use node::PlanRead;
pub use node::{Held, Leaf, NodeKind, PlanNode, Role};

use std::collections::BTreeSet;
use std::sync::Arc;
use thidua_rules::expression::Every;

use crate::{
    AwardId, CeilingId, Date, Diagnostic, Exact, GradeId, GradingId, InputId, KindId, NodeId, Place,
    RankingId, Span, Text, TiSlice, TiVec,
};
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::{Direction, RuleSet};

/// A rule set ready to run on one day (kế hoạch tính): every step after it is total.
#[derive(Clone, Debug)]
pub struct Plan {
    #[doc(hidden)]
    pub rules: Arc<RuleSet>,
    #[doc(hidden)]
    pub file: Arc<str>,
    #[doc(hidden)]
    pub day: Date,
    #[doc(hidden)]
    pub inputs: Arc<TiSlice<InputId, PlanInput>>,
    /// The inputs that are computed of the rows of detail tables.
    #[doc(hidden)]
    pub per_row: Vec<PerRow>,
    /// What is printed, and what it must equal.
    #[doc(hidden)]
    pub controls: Vec<(PlanTerm, PlanTerm)>,
    /// Children before parents; the root is the last of the tree, then bonus and deduction items.
    #[doc(hidden)]
    pub nodes: TiVec<NodeId, PlanNode>,
    #[doc(hidden)]
    pub root: NodeId,
    #[doc(hidden)]
    pub bonus: Vec<NodeId>,
    #[doc(hidden)]
    pub deductions: Vec<NodeId>,
    #[doc(hidden)]
    pub gradings: TiVec<GradingId, PlanGrading>,
    #[doc(hidden)]
    pub rankings: TiVec<RankingId, PlanRanking>,
    #[doc(hidden)]
    pub awards: TiVec<AwardId, PlanAward>,
    /// Every input and parameter that something speaks of.
    pub(crate) named: BTreeSet<String>,
}

/// A grading with every name resolved.
#[derive(Clone, Debug)]
pub struct PlanGrading {
    /// What is classified.
    pub of: PlanTerm,
    /// For each grade in order: requires and knock-out.
    pub grades: TiVec<GradeId, (Option<PlanCondition>, Option<PlanCondition>)>,
    /// Condition and the best grade left.
    pub ceilings: TiVec<CeilingId, (PlanCondition, GradeId)>,
}

/// A ranking with every name resolved.
#[derive(Clone, Debug)]
pub struct PlanRanking {
    /// What is ordered, and in which direction.
    pub by: (PlanTerm, Direction),
    /// What decides between equals, in order.
    pub steps: Vec<PlanStep>,
    /// Only those who meet this have a place.
    pub among: Option<PlanCondition>,
}

/// A step between equals with every name resolved.
#[derive(Clone, Debug)]
pub enum PlanStep {
    /// A value, and in which direction.
    Value(PlanTerm, Direction),
    /// How often an input holds each of the marks, the first one before the others.
    Marks(InputId, Vec<Exact>),
    /// A decision of the council.
    Council,
}

/// An award with every name resolved.
#[derive(Clone, Debug)]
pub struct PlanAward {
    /// The kinds it is for; `None` for every kind of its entrants.
    pub kinds: Option<Vec<KindId>>,
    /// What it asks for.
    pub requires: Vec<PlanRequirement>,
    /// What holds it back for a person to look at.
    pub hold_when: Vec<PlanCondition>,
    /// The ranking by which it is given.
    pub ranking: Option<RankingId>,
    /// How many it may go to.
    pub quota: Option<PlanQuota>,
    /// Money: the multiple.
    pub(crate) multiple: Option<Exact>,
    /// What that is a multiple of, where it is not the base salary.
    pub(crate) multiple_of: Option<PlanMoneyOf>,
    /// Awards that exclude this one.
    pub excluded_by: Vec<AwardId>,
}

impl PlanRanking {
    /// Whether it leaves those who are equal to the council.
    pub(crate) fn asks_council(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, PlanStep::Council))
    }
}

impl PlanAward {
    /// The conditions among its requirements, those inside `any` too.
    pub fn conditions(&self) -> impl Iterator<Item = &PlanCondition> {
        self.requires.iter().flat_map(PlanRequirement::parts).filter_map(|requirement| match requirement {
            PlanRequirement::When(condition) => Some(condition),
            PlanRequirement::History
            | PlanRequirement::Votes
            | PlanRequirement::Holds(_)
            | PlanRequirement::Any(_) => None,
        })
    }
}

/// An award above, of whose multiple or amount the money is a multiple.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PlanMoneyOf {
    Multiple(AwardId),
    Amount(AwardId),
}

/// A requirement of an award with every name resolved.
#[derive(Clone, Debug)]
pub enum PlanRequirement {
    /// A condition.
    When(PlanCondition),
    /// Earlier results; the rules say which.
    History,
    /// Votes; the rules say which.
    Votes,
    /// Other awards, of which the entrant holds one.
    Holds(Vec<AwardId>),
    /// One of several ways, all of a way.
    Any(Vec<Vec<PlanRequirement>>),
}

impl PlanRequirement {
    /// Those without ways that it is made of: itself, or all of its ways.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Any(ways) => ways.iter().flatten().flat_map(Self::parts).collect(),
            _ => vec![self],
        }
    }
}

/// A quota with every name resolved.
#[derive(Clone, Debug)]
pub struct PlanQuota {
    /// So many places.
    pub count: Option<Exact>,
    pub(crate) share: Option<Exact>,
    /// Shares by class: for whom, and how much.
    pub shares: Vec<(Option<PlanCondition>, Exact)>,
    /// What the share is a share of.
    pub base: Option<PlanBase>,
    /// A total that is divided in proportion to a base.
    pub apportioned: Option<(Exact, PlanBase)>,
    /// Number and the other awards counted in it.
    pub within: Vec<(Exact, Vec<AwardId>)>,
}

/// What places are counted from.
#[derive(Clone, Debug)]
pub enum PlanBase {
    /// The entrants.
    Entrants,
    /// Those who are eligible.
    Eligible,
    /// Those with one of these grades of the first grading.
    Graded(Vec<GradeId>),
    /// Those recommended for another award.
    Recommended(AwardId),
    /// The sum of an input.
    Input(InputId),
}

impl Plan {
    /// The rule set it was made from.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Whether some criterion holds entrants against one another (so sánh tương đối): then nobody's points are known
    /// before everybody's sheets are.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.nodes.iter().any(|node| matches!(&node.kind, NodeKind::Leaf(leaf) if leaf.reference.is_some()))
    }

    /// The day whose values it holds.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }

    /// The file the rules were read from.
    #[must_use]
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The values it reads, declared inputs first, then the criteria's own cells.
    #[must_use]
    pub fn inputs(&self) -> &TiSlice<InputId, PlanInput> {
        &self.inputs
    }

    /// An input by its name, or by another name that no other input goes by.
    #[must_use]
    pub fn input_position(&self, name: &str) -> Option<InputId> {
        // What is computed is never entered.
        let by_name = self.inputs.position(|input| input.name == name && !input.computed);
        let mut others = self
            .inputs
            .iter_enumerated()
            .filter(|(_, input)| input.aliases.iter().any(|alias| alias == name));
        by_name.or_else(|| others.next().filter(|_| others.next().is_none()).map(|(position, _)| position))
    }

    /// Its criteria and groups, children before parents.
    #[must_use]
    pub fn nodes(&self) -> &TiSlice<NodeId, PlanNode> {
        &self.nodes
    }

    /// The node of the whole sheet.
    #[must_use]
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// Whether entrants of this kind have any criterion on the sheet; those who have none are ranked by other values and
    /// never get a total.
    #[must_use]
    pub fn scores(&self, kind: Option<KindId>) -> bool {
        let leaf = |node: &PlanNode| node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_));
        self.nodes.iter().any(|node| leaf(node) && node.has_kind(kind))
    }

    /// How many operations working out one entrant takes, about: those of every criterion, and one for every group and
    /// every condition of a grade or an award.
    #[must_use]
    pub fn steps(&self) -> usize {
        let of_node = |node: &PlanNode| match &node.kind {
            NodeKind::Leaf(leaf) => leaf.program.as_ref().map_or(1, |program| program.steps.len()),
            NodeKind::Group { .. } => 1 + node.children.len(),
        };
        let nodes: usize = self.nodes.iter().map(of_node).sum();
        let grades: usize = self.gradings.iter().map(|grading| grading.grades.len()).sum();
        let awards: usize = self.awards.iter().map(|award| 1 + award.requires.len()).sum();
        nodes + grades + awards + self.rankings.len()
    }

    /// A kind of entrants by its name.
    #[must_use]
    pub fn kind_position(&self, kind: &str) -> Option<KindId> {
        self.rules.kind(kind)
    }

    /// What people call a stage.
    pub(crate) fn stage_title(&self, id: &str) -> Option<&str> {
        let stage = self.rules.stages.iter().find(|stage| stage.id == id)?;
        Some(if stage.title.is_empty() { &stage.id } else { &stage.title })
    }

    /// How a criterion becomes points, in words (thang điểm bằng lời): each way it can go with what that pays, where it is
    /// known before anything is entered; nothing for a group.
    #[must_use]
    pub fn scale(&self, node: NodeId) -> Vec<Text> {
        match self.nodes.get(node).map(|node| &node.kind) {
            Some(NodeKind::Leaf(leaf)) => {
                leaf.program.as_ref().map(crate::calculus::paid).unwrap_or_default()
            }
            Some(NodeKind::Group { .. }) | None => Vec::new(),
        }
    }

    /// The inputs that the criterion with this code or path reads; `None` when there is no such leaf.
    #[must_use]
    pub fn criterion_inputs(&self, code: &str) -> Option<Vec<InputId>> {
        match &self.leaf(code)?.kind {
            NodeKind::Leaf(leaf) => Some(leaf.inputs.clone()),
            NodeKind::Group { .. } => None,
        }
    }

    /// Something in the results that a person must look at, at the rule it comes from.
    #[doc(hidden)]
    pub fn finding(&self, span: Span, code: &'static str, message: Text, help: Text) -> Diagnostic {
        Diagnostic::warning(code, Place::text(self.file.clone(), span), message).with_help(help)
    }

    /// The criterion with this path, or with this code if no other has it.
    pub(crate) fn leaf(&self, code: &str) -> Option<&PlanNode> {
        let by_path = self.nodes.iter().find(|node| node.path == code);
        let mut by_code = self.nodes.iter().filter(|node| node.criterion.code.value == code);
        let node = by_path.or_else(|| by_code.next().filter(|_| by_code.next().is_none()));
        node.filter(|node| matches!(node.kind, NodeKind::Leaf(_)))
    }

    /// The nodes in the order the rule file lists them, groups before their children.
    #[must_use]
    pub fn reading_order(&self) -> Vec<NodeId> {
        let mut order = Vec::with_capacity(self.nodes.len());
        let mut open: Vec<NodeId> = vec![self.root];
        while let Some(node) = open.pop() {
            order.push(node);
            if let Some(node) = self.nodes.get(node) {
                open.extend(node.children.iter().rev());
            }
        }
        order.extend(self.bonus.iter().chain(&self.deductions));
        order
    }

    /// The top-level criteria, or all that are scored themselves.
    #[doc(hidden)]
    pub fn every(&self, every: Every) -> impl Iterator<Item = NodeId> {
        let top = self.nodes.get(self.root).map(|root| root.children.as_slice()).unwrap_or_default();
        let top = top.iter().copied().filter(move |_| every == Every::Group);
        let leaves = self.nodes.iter_enumerated().filter(move |(_, node)| {
            every == Every::Criterion && node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_))
        });
        top.chain(leaves.map(|(position, _)| position))
    }

    /// Whether something in the rules names this input or parameter.
    #[doc(hidden)]
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.named.contains(name)
    }

    /// Whether some criterion reads the points of others.
    pub(crate) fn reads_points(&self) -> bool {
        self.nodes.iter().any(|node| matches!(&node.kind, NodeKind::Leaf(leaf) if !leaf.earlier.is_empty()))
    }

    /// The group of each node; none for the root and for adjustments.
    #[doc(hidden)]
    pub fn parents(&self) -> TiVec<NodeId, Option<NodeId>> {
        let mut parents: TiVec<NodeId, _> = vec![None; self.nodes.len()].into();
        for (position, node) in self.nodes.iter_enumerated() {
            for child in &node.children {
                if let Some(parent) = parents.get_mut(*child) {
                    *parent = Some(position);
                }
            }
        }
        parents
    }
}
