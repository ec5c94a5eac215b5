use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{CellLine, CellState, CheckLine, Explanation, SheetLine};

use super::calculation::CalculationAnswer;
use super::condition::ConditionAnswer;
use super::entrant::{CheckAnswer, VerdictName};
use crate::json::number::NumberText;
use crate::json::select::{Select, Words};

/// All that led to one entrant's result.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ExplanationAnswer {
    /// Every criterion and group, in reading order.
    sheet: Vec<LineAnswer>,
    /// How the total came about.
    total: Words,
    /// The same as a tree, before the last rounding.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_calculation: Option<CalculationAnswer>,
    /// Every award, with every requirement and where the places come from.
    awards: Vec<AwardLineAnswer>,
}

/// One criterion or group.
#[derive(Debug, Serialize, JsonSchema)]
struct LineAnswer {
    /// Path of codes.
    criterion: String,
    /// Depth below the total, from 1.
    depth: usize,
    /// The clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// Points; null where there are none.
    points: Option<NumberText>,
    /// Points before rounding, where that changed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    before_rounding: Option<NumberText>,
    /// Maximum for this entrant.
    points_max: NumberText,
    /// How the points came about.
    arithmetic: Words,
    /// The same as a tree, before the points were rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    calculation: Option<CalculationAnswer>,
    /// What was read.
    cells: Vec<CellAnswer>,
    /// Points at the other stages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    stages: Vec<StageAnswer>,
}

/// One value that was read, and where it stands.
#[derive(Debug, Serialize, JsonSchema)]
struct CellAnswer {
    /// Name of the input.
    input: String,
    /// What it is.
    title: String,
    /// Whether there is a value, and why not.
    state: CellState,
    /// The values, exactly: several where the input takes many; yes is 1, a choice its position from 0, a day its number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    numbers: Vec<NumberText>,
    /// The value as people read it.
    value: Words,
    /// What was computed of a detail row.
    #[serde(skip_serializing_if = "Option::is_none")]
    calculation: Option<CalculationAnswer>,
    /// The file it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// Points at another stage.
#[derive(Debug, Serialize, JsonSchema)]
struct StageAnswer {
    /// The stage.
    stage: String,
    /// The points.
    points: Option<NumberText>,
}

/// One award in words.
#[derive(Debug, Serialize, JsonSchema)]
struct AwardLineAnswer {
    /// Id.
    award: String,
    /// Where the entrant stands, with the numbers.
    words: Words,
    /// The clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// Every requirement with its verdict.
    requirements: Vec<CheckAnswer>,
    /// The places and how their number came about.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<Words>,
    /// What a tie on the line leaves open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    options: Vec<Words>,
}

/// An explanation with its numbers as numbers are written here.
pub(super) fn explanation(told: Explanation, select: &Select) -> ExplanationAnswer {
    ExplanationAnswer {
        sheet: told.sheet.into_iter().map(|line| sheet_line(line, select)).collect(),
        total: select.words(&told.total_arithmetic),
        total_calculation: told.total_calculation.map(CalculationAnswer::from),
        awards: told
            .awards
            .into_iter()
            .map(|line| AwardLineAnswer {
                award: line.award,
                words: select.words(&line.words),
                basis: line.basis,
                requirements: line.requirements.into_iter().map(|check| requirement(check, select)).collect(),
                quota: line.quota.map(|quota| select.words(&quota)),
                options: line.options.iter().map(|option| select.words(option)).collect(),
            })
            .collect(),
    }
}

fn sheet_line(line: SheetLine, select: &Select) -> LineAnswer {
    LineAnswer {
        criterion: line.path,
        depth: line.depth,
        basis: line.basis,
        points: NumberText::of(line.points),
        before_rounding: NumberText::of(line.before_rounding),
        points_max: NumberText::from(&line.points_max),
        arithmetic: select.words(&line.arithmetic),
        calculation: line.calculation.map(CalculationAnswer::from),
        cells: line.cells.into_iter().map(|cell| cell_line(cell, select)).collect(),
        stages: line
            .stages
            .into_iter()
            .map(|stage| StageAnswer { stage: stage.stage, points: NumberText::of(stage.points) })
            .collect(),
    }
}

fn cell_line(cell: CellLine, select: &Select) -> CellAnswer {
    CellAnswer {
        input: cell.input,
        title: cell.title,
        state: cell.state,
        numbers: cell.values.iter().map(NumberText::from).collect(),
        value: select.words(&cell.value),
        calculation: cell.calculation.map(CalculationAnswer::from),
        file: cell.file,
    }
}

fn requirement(check: CheckLine, select: &Select) -> CheckAnswer {
    CheckAnswer {
        verdict: match check.verdict {
            "met" => VerdictName::Met,
            "failed" => VerdictName::Failed,
            _ => VerdictName::Unknown,
        },
        requirement: select.words(&check.label),
        found: select.words(&check.found),
        change: check.change.map(|change| select.words(&change)),
        basis: check.basis,
        condition: check.judged.and_then(ConditionAnswer::of),
    }
}
