use serde::Serialize;
use thidua_rules::method::{show, show_percent};
use thidua_rules::rule::{Absence, ValueKind};

use super::arithmetic::{self, OfRow, Told};
use super::calculation::Calculation;
use super::prepared::Explainable;
use crate::evaluation::{CellState, Origin};
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, PlanInput, PlanNode, Role};
use crate::score::{References, absence_words, read_leaf};
use crate::{Date, EntrantId, Exact, InputId, NodeId, Place, StageId, Text, text};

/// One criterion or group of the sheet.
#[derive(Clone, Debug, Serialize)]
pub struct SheetLine {
    /// Depth below the total, from 1.
    pub depth: usize,
    /// Path of codes.
    pub path: String,
    /// Printed code.
    pub code: String,
    /// Text of the criterion.
    pub title: String,
    /// The clause.
    pub basis: Option<String>,
    /// Whether it is a bonus or deduction item.
    pub adjustment: bool,
    /// Maximum for this entrant.
    pub points_max: Exact,
    /// Points; `None` when there are none.
    pub points: Option<Exact>,
    /// Points before rounding, when rounding changed them.
    pub before_rounding: Option<Exact>,
    /// What was read, with its cell.
    pub cells: Vec<CellLine>,
    /// How the points came about.
    pub arithmetic: Text,
    /// The same as a tree, before the rounding of the points; `None` where nothing was calculated.
    #[serde(skip)]
    pub calculation: Option<Calculation>,
    /// Points at the other stages, for comparison.
    pub stages: Vec<StagePoints>,
}

/// One value that was read.
#[derive(Clone, Debug, Serialize)]
pub struct CellLine {
    /// What it is.
    pub title: String,
    /// The value as people read it.
    pub value: Text,
    /// Name of the input.
    #[serde(skip)]
    pub input: String,
    /// Whether there is a value, and why not.
    #[serde(skip)]
    pub state: CellState,
    /// The values, exactly: those that were entered, several where the input takes many; a choice by its position.
    #[serde(skip)]
    pub values: Vec<Exact>,
    /// What was computed of a detail row.
    #[serde(skip)]
    pub calculation: Option<Calculation>,
    /// Its cell; not part of the JSON, since it changes when rows are put in another order.
    #[serde(skip)]
    pub place: Option<Place>,
    /// The file it stands in.
    pub file: Option<String>,
}

/// Points at another stage.
#[derive(Clone, Debug, Serialize)]
pub struct StagePoints {
    /// The stage.
    pub stage: String,
    /// The points.
    pub points: Option<Exact>,
}

impl Explainable<'_> {
    /// The criteria and groups that stand on the sheet of an entrant, in reading order.
    pub fn nodes_of(&self, row: EntrantId) -> impl Iterator<Item = NodeId> {
        let plan = self.facts.plan;
        let kind = self.facts.evaluations.kind_of(row);
        let has = move |node: &NodeId| plan.nodes.get(*node).is_some_and(|node| node.has_kind(kind));
        self.reading_order.iter().copied().filter(move |node| *node != plan.root && has(node))
    }

    /// The line of one criterion or group.
    #[must_use]
    pub fn line(&self, node: NodeId, row: EntrantId) -> Option<SheetLine> {
        Some(line(self, node, self.facts.plan.nodes.get(node)?, row))
    }
}

fn line(run: &Explainable<'_>, position: NodeId, node: &PlanNode, row: EntrantId) -> SheetLine {
    let (facts, scorecards) = (&run.facts, &run.outcome.scorecards);
    let points = scorecards.points(position, row);
    let (exact, (arithmetic, calculation), cells) = match (&node.kind, run.stages.first()) {
        (NodeKind::Leaf(leaf), Some(official)) => {
            leaf_line(run, &official.references, position, node, leaf, row)
        }
        (NodeKind::Group { .. }, _) => {
            let made = arithmetic::group(facts, scorecards, node, row);
            (made.exact, (made.words, made.calculation), Vec::new())
        }
        (NodeKind::Leaf(_), None) => (None, (Text::default(), None), Vec::new()),
    };
    SheetLine {
        depth: node.depth,
        path: node.path.clone(),
        code: node.criterion.code.value.clone(),
        title: node.criterion.title.clone(),
        basis: node.criterion.basis.as_ref().map(|basis| basis.value.clone()),
        adjustment: node.role != Role::Sheet,
        points_max: scorecards.max(facts.plan, position, row),
        before_rounding: exact.filter(|exact| points.as_ref().is_some_and(|points| points != exact)),
        points,
        cells,
        arithmetic,
        calculation,
        stages: other_stages(run, position, node, row),
    }
}

fn leaf_line(
    run: &Explainable<'_>,
    references: &References,
    position: NodeId,
    node: &PlanNode,
    leaf: &Leaf,
    row: EntrantId,
) -> (Option<Exact>, Told, Vec<CellLine>) {
    let facts = &run.facts;
    let cells = leaf.inputs.iter().flat_map(|input| cells(facts, *input, row)).collect();
    if let Some((points, words)) = run.alike.leaf(facts, references, position, leaf, row) {
        return (Some(points), words, cells);
    }
    let reading = read_leaf(facts, references, position, leaf, row);
    let absent = match &reading.points {
        Ok(points) => return (Some(points.clone()), Told::default(), cells),
        Err(absent) => *absent,
    };
    let reason = absence_words(facts, node, leaf, row, &reading, absent);
    let follows = match absent.then {
        Absence::Refuse => text!("chưa có điểm", "no points yet"),
        Absence::Zero => text!("tính 0 điểm", "counts zero"),
        Absence::Full => text!("tính đủ điểm", "counts in full"),
        Absence::Rescale => {
            text!("các tiêu chí còn lại gánh trọng số", "the other criteria carry its weight")
        }
        Absence::Reduce => text!("giảm điểm tối đa", "the maximum shrinks"),
    };
    (None, (reason.and_then(&text!(" → ", " → ")).and_then(&follows), None), cells)
}

/// The cell of an input, or the rows of the detail table it is computed of.
fn cells(facts: &Facts<'_>, input: InputId, row: EntrantId) -> Vec<CellLine> {
    let (Some(column), Some(plan)) =
        (facts.evaluations.column(facts.stage, input), facts.plan.inputs.get(input))
    else {
        return Vec::new();
    };
    if plan.computed && matches!(column.state(row), CellState::Value | CellState::Blank) {
        return detail_rows(facts, plan, input, row);
    }
    cell(facts, input, row).into_iter().collect()
}

fn cell(facts: &Facts<'_>, input: InputId, row: EntrantId) -> Option<CellLine> {
    let column = facts.evaluations.column(facts.stage, input)?;
    let plan = facts.plan.inputs.get(input)?;
    let value = match column.state(row) {
        CellState::NotSubmitted => text!("chưa nộp", "not submitted"),
        CellState::Blank => text!("để trống", "blank"),
        CellState::Claimed => text!("đề nghị không áp dụng", "claimed not applicable"),
        CellState::NotApplicable => text!("không áp dụng (đã duyệt)", "not applicable (approved)"),
        CellState::TurnedDown => text!("không áp dụng (bị bác)", "not applicable (turned down)"),
        CellState::Exempt => text!("được miễn", "exempt"),
        CellState::Value if plan.many => {
            let list: Vec<String> = column.list(row).iter().map(show).collect();
            let list = list.join("; ");
            text!("{list}", "{list}")
        }
        CellState::Value => shown(plan.kind, &plan.choices, plan.unit.as_deref(), &column.value(row)),
    };
    let origin = column.origins.of(row);
    let source = usize::try_from(origin.source).ok().and_then(|source| facts.evaluations.sources.get(source));
    let file = source.filter(|_| origin.row > 0);
    // The official stage may have fallen back to another, cell by cell.
    let taken_from = taken_from(facts, input, row, origin);
    let taken_from = taken_from.and_then(|stage| facts.plan.rules.fall_back.get(stage));
    let value = match taken_from.and_then(|stage| facts.plan.stage_title(stage)) {
        Some(stage) => value.and_then(&text!(" (lấy ở vòng {stage})", " (taken from the stage {stage})")),
        None => value,
    };
    let state = column.state(row);
    let values = match state {
        CellState::Value if plan.many => column.list(row),
        CellState::Value => vec![column.value(row)],
        _ => Vec::new(),
    };
    Some(CellLine {
        title: plan.title.clone(),
        value,
        input: plan.name.clone(),
        state,
        values,
        calculation: None,
        place: file.map(|file| Place::cell(file.clone(), origin.row, origin.column)),
        file: file.map(ToString::to_string),
    })
}

/// The stage that a cell of the official one was taken from, by position among those that may be fallen back to.
pub(super) fn taken_from(facts: &Facts<'_>, input: InputId, row: EntrantId, origin: Origin) -> Option<usize> {
    facts.plan.rules.fall_back.iter().position(|stage| {
        let position = facts.evaluations.stage(stage);
        let theirs = position.and_then(|position| facts.evaluations.column(position, input));
        let there = theirs.map(|column| column.origins.of(row));
        facts.stage == StageId::OFFICIAL && origin.row > 0 && there == Some(origin)
    })
}

fn shown(kind: ValueKind, choices: &[(String, String)], unit: Option<&str>, value: &Exact) -> Text {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    match kind {
        ValueKind::YesNo if value.is_zero() => text!("không", "no"),
        ValueKind::YesNo => text!("có", "yes"),
        ValueKind::Percent => {
            let percent = show_percent(value);
            text!("{percent}", "{percent}")
        }
        ValueKind::Date => {
            let day = value.floor_i64().and_then(Date::from_day_number);
            let day = day.map(Date::to_vietnamese).unwrap_or_default();
            text!("{day}", "{day}")
        }
        ValueKind::Choice => {
            let position = value.floor_i64().and_then(|position| usize::try_from(position).ok());
            let title = position.and_then(|position| choices.get(position)).map(|(_, title)| title.clone());
            Text::same(title.unwrap_or_default())
        }
        ValueKind::Number | ValueKind::Count => {
            let number = show(value);
            text!("{number}{unit}", "{number}{unit}")
        }
    }
}

fn other_stages(
    run: &Explainable<'_>,
    position: NodeId,
    node: &PlanNode,
    row: EntrantId,
) -> Vec<StagePoints> {
    let facts = &run.facts;
    let NodeKind::Leaf(leaf) = &node.kind else { return Vec::new() };
    facts
        .evaluations
        .stages
        .iter_enumerated()
        .skip(1)
        .filter_map(|(stage, (name, _))| {
            let own = run.stages.get(stage)?;
            let facts = Facts { stage, scorecards: own.points.as_ref().or(facts.scorecards), ..*facts };
            let alike = run.alike.leaf(&facts, &own.references, position, leaf, row);
            let points = alike.map(|(points, _)| points);
            let points =
                points.or_else(|| read_leaf(&facts, &own.references, position, leaf, row).points.ok());
            let rounded =
                points.map(|points| node.rounding.map_or(points.clone(), |rounding| rounding.apply(&points)));
            let title = facts.plan.rules.stages.iter().find(|stage| stage.id == *name);
            let stage = title.map_or_else(|| name.to_owned(), |stage| stage.title.clone());
            Some(StagePoints { stage, points: rounded })
        })
        .collect()
}

/// The rows of a detail table that count, each with its arithmetic and its place.
fn detail_rows(facts: &Facts<'_>, plan: &PlanInput, input: InputId, row: EntrantId) -> Vec<CellLine> {
    let line = |OfRow { words, calculation, origin }| {
        let source =
            usize::try_from(origin.source).ok().and_then(|source| facts.evaluations.sources.get(source));
        let file = source.filter(|_| origin.row > 0);
        CellLine {
            title: plan.title.clone(),
            value: words,
            input: plan.name.clone(),
            state: CellState::Value,
            values: Vec::new(),
            calculation,
            place: file.map(|file| Place::cell(file.clone(), origin.row, origin.column)),
            file: file.map(ToString::to_string),
        }
    };
    let mut rows = arithmetic::rows(facts, input, row);
    if rows.is_empty() {
        let words = text!("không có dòng nào được tính", "no row counts");
        rows.push(OfRow { words, calculation: None, origin: Origin::default() });
    }
    // The order of the rows in their files leaves no trace.
    rows.sort_by(|one, other| (&one.words.vi, &one.origin).cmp(&(&other.words.vi, &other.origin)));
    rows.into_iter().map(line).collect()
}
