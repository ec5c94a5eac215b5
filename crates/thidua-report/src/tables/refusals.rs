use thidua_core::AwardStatus;

use super::words::{AWARD, BASIS, CHANGE, ENTRANT, FOUND, ID, REQUIREMENT, STATUS};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};
use crate::words::{case_value, open_requirements};

pub(crate) const WORDS: &[&ColumnWords] =
    &[&AWARD, &ID, &ENTRANT, &STATUS, &REQUIREMENT, &FOUND, &CHANGE, &BASIS];

pub(crate) fn columns() -> Vec<Column> {
    WORDS.iter().map(|words| Column::new(words)).collect()
}

/// Every refusal and every case that waits, with all its reasons, the first one first.
pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        for row in run.rows().iter().copied() {
            let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
            let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
            if !matches!(AwardStatus::of(&case.status), AwardStatus::Refused | AwardStatus::Held) {
                continue;
            }
            for check in open_requirements(run, position, row) {
                to.line([
                    Value::name(&award.title),
                    Value::name(&entrant.id),
                    Value::name(&entrant.name),
                    case_value(run, position, row),
                    Value::Words(check.label),
                    Value::Words(check.found),
                    check.change.map_or(Value::Empty, Value::Words),
                    check.basis.map_or(Value::Empty, |basis| Value::Name(basis.into())),
                ]);
            }
        }
    }
}
