use std::ops::Range;

use super::{NodeColumn, NodeState, References, lane};
use crate::evaluation::{CellState, Values};
use crate::facts::Facts;
use crate::method::{Given, show};
use crate::plan::{Leaf, PlanNode, PlanRead};
use crate::rules::Absence;
use crate::{Exact, Text, text};

/// Why a leaf has no points of its own, and what follows.
#[derive(Clone, Debug)]
pub(crate) struct Absent {
    pub(crate) why: Why,
    pub(crate) then: Absence,
    pub(crate) reason: Text,
}

/// What kept a leaf from being scored by its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    NotSubmitted,
    /// Claimed as not applicable; whether the rule set lets this entrant claim it.
    Claimed {
        allowed: bool,
    },
    /// Approved; whether the rule set lets this entrant claim it at all.
    Approved {
        allowed: bool,
    },
    TurnedDown,
    Exempt,
    Blank,
    /// Everything is there, and there is still no value: a division by zero, or what the method refuses.
    NoValue,
}

/// The points of a leaf for some of the entrants.
pub(super) fn column(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    rows: Range<usize>,
) -> NodeColumn {
    if let Some(values) = lane::direct(facts, node, leaf, rows.clone()) {
        return NodeColumn { values, states: None, maxima: None };
    }
    let mut values = Vec::with_capacity(rows.len());
    let mut states = Vec::with_capacity(rows.len());
    let mut scratch = Scratch::of(leaf);
    for row in rows {
        let (value, state) = if node.has_kind(facts.evaluations.kind_of(row)) {
            match points_with(facts, references, position, node, leaf, row, &mut scratch) {
                Ok(points) => (rounded(node, points), NodeState::Present),
                Err(absent) => follow(node, absent.then),
            }
        } else {
            (Exact::ZERO, NodeState::OtherKind)
        };
        values.push(value);
        states.push(state);
    }
    let complete = states.iter().all(|state| *state == NodeState::Present);
    NodeColumn { values: Values::compress(values), states: (!complete).then(|| states.into()), maxima: None }
}

fn rounded(node: &PlanNode, points: Exact) -> Exact {
    match &node.rounding {
        Some(rounding) => rounding.apply(&points),
        None => points,
    }
}

fn follow(node: &PlanNode, then: Absence) -> (Exact, NodeState) {
    match then {
        Absence::Refuse => (Exact::ZERO, NodeState::Missing),
        Absence::Zero => (Exact::ZERO, NodeState::Present),
        Absence::Full => (node.max.clone(), NodeState::Present),
        Absence::Rescale => (Exact::ZERO, NodeState::Rescaled),
        Absence::Reduce => (Exact::ZERO, NodeState::Reduced),
    }
}

struct Scratch {
    /// The inputs the leaf reads, the same for every row.
    inputs: Vec<usize>,
    values: Vec<Option<Exact>>,
}

impl Scratch {
    fn of(leaf: &Leaf) -> Self {
        Self { inputs: leaf_reads(leaf), values: Vec::with_capacity(leaf.reads.len()) }
    }
}

/// The points of one entrant before rounding, or why there are none.
pub(crate) fn leaf_points(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
) -> Result<Exact, Absent> {
    points_with(facts, references, position, node, leaf, row, &mut Scratch::of(leaf))
}

/// What the method of a leaf reads for one entrant, handed on; read by the same steps that score.
pub(crate) fn leaf_given<R>(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
    then: impl FnOnce(Given<'_>) -> R,
) -> Result<R, Absent> {
    with_given(facts, references, position, node, leaf, row, &mut Scratch::of(leaf), then)
}

/// How the points of one entrant came about, in words; read by the same steps that score.
pub(crate) fn leaf_words(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
) -> Result<Text, Absent> {
    leaf_given(facts, references, position, node, leaf, row, |given| leaf.method.explain(given))
}

fn points_with(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
    scratch: &mut Scratch,
) -> Result<Exact, Absent> {
    let refused = |reason| Absent { why: Why::NoValue, then: Absence::Refuse, reason };
    let score = |given: Given<'_>| leaf.method.points(given);
    let points =
        with_given(facts, references, position, node, leaf, row, scratch, score)?.map_err(refused)?;
    if points < node.min || points > node.ceiling {
        return Err(refused(text!(
            "điểm {} nằm ngoài khoảng từ {} đến {}",
            "the points {} lie outside {} to {}",
            show(&points),
            show(&node.min),
            show(&node.ceiling)
        )));
    }
    Ok(points)
}

/// Reads what the leaf needs and hands it on, unless something is missing.
#[expect(
    clippy::too_many_arguments,
    reason = "the place of a leaf in a run is six things, all of them needed"
)]
fn with_given<R>(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
    scratch: &mut Scratch,
    then: impl FnOnce(Given<'_>) -> R,
) -> Result<R, Absent> {
    scratch.values.clear();
    let mut lists: [&[Exact]; 1] = [&[]];
    let mut list_count = 0;
    for read in &leaf.reads {
        match read {
            PlanRead::List(input) => {
                lists = [facts.list_or_blank(*input, row)];
                list_count = 1;
            }
            PlanRead::Own(input) => scratch.values.push(facts.input(*input, row)),
            PlanRead::Term(term) => scratch.values.push(facts.value(term, row)),
        }
    }
    // A list without a value is as missing as an empty cell, unless the input says what blank means.
    let empty = list_count > 0 && lists.iter().all(|list| list.is_empty());
    let gap = scratch.values.iter().any(Option::is_none);
    let all_missing = !scratch.values.is_empty() && scratch.values.iter().all(Option::is_none);
    if (gap && !leaf.method.bears_gaps()) || all_missing || empty || claims(facts, &scratch.inputs, row) {
        return Err(absence(facts, node, leaf, row));
    }
    let peers = leaf
        .scope
        .as_ref()
        .and_then(|(scope, _)| references.of(position, facts.evaluations.group_of(row, *scope)));
    let lists = lists.get(..list_count).unwrap_or_default();
    Ok(then(Given { values: &scratch.values, lists, min: &node.min, max: &node.max, peers }))
}

/// Whether any cell the leaf reads is claimed, not applicable or exempt: then its policy decides, not the method.
fn claims(facts: &Facts<'_>, inputs: &[usize], row: usize) -> bool {
    inputs.iter().any(|input| {
        matches!(
            state(facts, *input, row),
            CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown | CellState::Exempt
        )
    })
}

fn state(facts: &Facts<'_>, input: usize, row: usize) -> CellState {
    facts.evaluations.column(facts.stage, input).map_or(CellState::NotSubmitted, |column| column.state(row))
}

fn leaf_inputs(leaf: &Leaf) -> impl Iterator<Item = usize> + '_ {
    leaf.reads.iter().flat_map(|read| match read {
        PlanRead::Own(input) | PlanRead::List(input) => vec![*input],
        PlanRead::Term(term) => term.inputs(),
    })
}

/// The inputs a leaf reads, each once, in reading order.
pub(crate) fn leaf_reads(leaf: &Leaf) -> Vec<usize> {
    let mut inputs: Vec<usize> = Vec::new();
    for input in leaf_inputs(leaf) {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

/// What follows from the state of the cells, the most telling first.
fn absence(facts: &Facts<'_>, node: &PlanNode, leaf: &Leaf, row: usize) -> Absent {
    let states: Vec<(usize, CellState)> =
        leaf_inputs(leaf).map(|input| (input, state(facts, input, row))).collect();
    let with = |wanted: CellState| {
        let found = states.iter().find(|(input, state)| {
            let filled = facts.plan.inputs.get(*input).is_some_and(|input| input.blank.is_some());
            *state == wanted && !(wanted == CellState::Blank && filled)
        })?;
        facts.plan.inputs.get(found.0).map(|input| input.title.clone())
    };
    let rule = node.criterion.not_applicable.as_ref();
    if let Some(name) = with(CellState::NotSubmitted) {
        let stage = facts.evaluations.stages().nth(facts.stage).unwrap_or_default().to_owned();
        return Absent {
            why: Why::NotSubmitted,
            then: leaf.missing.not_submitted,
            reason: text!(
                "chưa nộp ở vòng `{stage}`: {name}",
                "nothing submitted at the stage `{stage}`: {name}"
            ),
        };
    }
    let allowed =
        || leaf.only_if.as_ref().is_none_or(|condition| facts.verdict(condition, row) == Some(true));
    let not_for_this_one = |name: String| {
        text!(
            "bộ tiêu chí không cho đơn vị này khai không áp dụng: {name}",
            "the rules do not let this entrant claim not applicable: {name}"
        )
    };
    if let Some(name) = with(CellState::Claimed) {
        let allowed = allowed();
        let why = Why::Claimed { allowed };
        return match rule {
            Some(rule) if rule.approved_by.is_none() && allowed => Absent {
                why,
                then: rule.then,
                reason: text!("không áp dụng: {name}", "not applicable: {name}"),
            },
            Some(rule) if allowed => {
                let office = rule.approved_by.clone().unwrap_or_default();
                Absent {
                    why,
                    then: Absence::Refuse,
                    reason: text!(
                        "đề nghị không áp dụng chưa được duyệt (`{office}`): {name}",
                        "claimed as not applicable, not yet approved by `{office}`: {name}"
                    ),
                }
            }
            _ => Absent { why, then: Absence::Refuse, reason: not_for_this_one(name) },
        };
    }
    if let Some(name) = with(CellState::NotApplicable) {
        let allowed = allowed();
        let why = Why::Approved { allowed };
        if !allowed {
            // No office can approve what the rule set does not let anybody claim.
            return Absent { why, then: Absence::Refuse, reason: not_for_this_one(name) };
        }
        return Absent {
            why,
            then: rule.map_or(Absence::Refuse, |rule| rule.then),
            reason: text!("không áp dụng, đã duyệt: {name}", "not applicable, approved: {name}"),
        };
    }
    if let Some(name) = with(CellState::TurnedDown) {
        return Absent {
            why: Why::TurnedDown,
            then: rule.map_or(Absence::Refuse, |rule| rule.otherwise),
            reason: text!(
                "đề nghị không áp dụng bị bác: {name}",
                "claim of not applicable turned down: {name}"
            ),
        };
    }
    if let Some(name) = with(CellState::Exempt) {
        return Absent {
            why: Why::Exempt,
            then: leaf.missing.exempt,
            reason: text!("được miễn: {name}", "exempt: {name}"),
        };
    }
    if let Some(name) = with(CellState::Blank) {
        return Absent {
            why: Why::Blank,
            then: leaf.missing.blank,
            reason: text!("để trống: {name}", "left blank: {name}"),
        };
    }
    Absent {
        why: Why::NoValue,
        then: Absence::Refuse,
        reason: text!("công thức chia cho 0", "the formula divides by 0"),
    }
}
