//! The ways a rule set can go (nhánh): bands, conditions both ways, policies, ties, quotas — and which of them a pool takes.
//!
//! Nothing is logged while scoring. Each branch carries its own question, which is put to the artefacts of a finished
//! run and answered by the functions that scored, so that coverage cannot disagree with the result.

mod absent;
mod award;
mod condition;
mod grading;
mod group;
mod leaf;
mod quota;
mod ranking;

pub(crate) use ranking::dead as dead_step;

use thidua_core::facts::Facts;
use thidua_core::{
    Circumstances, EntrantId, Evaluations, NodeId, NodeKind, Outcome, Plan, Reading, References, Span,
    StageId, Text, read_leaf, text,
};
use thidua_rules::program::Program;

/// A way a rule set can go (nhánh): what a fixture can reach or leave out.
pub struct Branch {
    /// The criterion, grading, ranking or award it belongs to.
    pub at: String,
    /// Where that is written.
    pub span: Span,
    /// The keys, from there on, of the part it is about; empty when the span is the part itself.
    pub under: &'static [&'static str],
    /// The branch in words.
    pub what: Text,
    /// Why nobody can ever take it, when the rule set proves that by itself.
    pub never: Option<Text>,
    taken: Question,
}

type Question = Box<dyn Fn(&PoolOutcome<'_>) -> bool + Send + Sync>;

impl std::fmt::Debug for Branch {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { at, span, what, never, .. } = self;
        let mut shown = formatter.debug_struct("Branch");
        shown.field("at", at).field("span", span).field("what", what).field("never", never).finish()
    }
}

/// Every branch of a plan, in the order of the rule file (mọi nhánh của một kế hoạch tính).
#[must_use]
pub fn branches(plan: &Plan) -> Vec<Branch> {
    let mut found = Branches { plan, found: Vec::new() };
    leaf::add(&mut found);
    absent::add(&mut found);
    group::add(&mut found);
    grading::add(&mut found);
    ranking::add(&mut found);
    award::add(&mut found);
    let mut branches = found.found;
    branches.sort_by_key(|branch| branch.span);
    branches
}

/// Which of the branches somebody of a pool takes, one answer each (nhánh nào có người đi qua).
#[must_use]
pub fn taken(
    plan: &Plan,
    branches: &[&Branch],
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
) -> Vec<bool> {
    let pool = PoolOutcome {
        facts: outcome.facts(plan, evaluations),
        references: References::gather(plan, evaluations, StageId::OFFICIAL),
        circumstances,
        outcome,
    };
    branches.iter().map(|branch| (branch.taken)(&pool)).collect()
}

/// A pool that was worked through.
struct PoolOutcome<'a> {
    facts: Facts<'a>,
    references: References,
    circumstances: &'a Circumstances<'a>,
    outcome: &'a Outcome,
}

impl PoolOutcome<'_> {
    /// How a leaf was read for an entrant; `None` where the entrant has no such leaf.
    fn reading(&self, position: NodeId, row: EntrantId) -> Option<Reading> {
        let node = self.facts.plan.nodes.get(position)?;
        let NodeKind::Leaf(leaf) = &node.kind else { return None };
        let has = node.has_kind(self.facts.evaluations.kind_of(row));
        has.then(|| read_leaf(&self.facts, &self.references, position, leaf, row))
    }

    fn program(&self, position: NodeId) -> Option<&Program> {
        match &self.facts.plan.nodes.get(position)?.kind {
            NodeKind::Leaf(leaf) => leaf.program.as_ref(),
            NodeKind::Group { .. } => None,
        }
    }

    fn rows(&self) -> impl Iterator<Item = EntrantId> + use<> {
        self.facts.evaluations.entrants().keys()
    }
}

/// Why nobody takes a branch, unless that is possible.
fn unless(possible: bool) -> Option<Text> {
    (!possible)
        .then(|| text!("không giá trị nào nhập được dẫn tới đây", "no value that can be entered leads here"))
}

/// Where a branch belongs.
#[derive(Clone)]
struct Location {
    at: String,
    span: Span,
    under: &'static [&'static str],
}

impl Location {
    fn under(&self, under: &'static [&'static str]) -> Self {
        Self { under, ..self.clone() }
    }

    /// The same, when a part knows its own place.
    fn place(&self, span: Span) -> Self {
        if span.line == 0 { self.clone() } else { Self { span, under: &[], ..self.clone() } }
    }
}

/// The branches found so far.
struct Branches<'p> {
    plan: &'p Plan,
    found: Vec<Branch>,
}

impl Branches<'_> {
    /// A branch that some entrant takes.
    fn entrant(
        &mut self,
        location: &Location,
        what: Text,
        never: Option<Text>,
        takes: impl Fn(&PoolOutcome<'_>, EntrantId) -> bool + Send + Sync + 'static,
    ) {
        self.pool(location, what, never, move |pool| pool.rows().any(|row| takes(pool, row)));
    }

    /// A branch that the pool as a whole takes.
    fn pool(
        &mut self,
        location: &Location,
        what: Text,
        never: Option<Text>,
        takes: impl Fn(&PoolOutcome<'_>) -> bool + Send + Sync + 'static,
    ) {
        let Location { at, span, under } = location.clone();
        self.found.push(Branch { at, span, under, what, never, taken: Box::new(takes) });
    }
}
