//! Who stands near a line under the new version (ai đứng sát vạch).

use serde::Serialize;
use thidua::{AwardStatus, Exact, Plan};

use super::entrant::Shift;

/// An entrant near a line (đơn vị sát vạch).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Near {
    /// The id.
    pub entrant: String,
    /// The line.
    pub line: Line,
    /// Points above the line; below it when negative.
    pub distance: Exact,
}

/// A line that decides something (vạch).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// The lower end of a grade.
    Grade(String),
    /// The last recommended of a cluster, for those outside the quota; the first outside it, for those inside.
    Award(String),
}

/// Everyone within `reach` points of a line, in the order of entrants.
pub(super) fn near(plan: &Plan, shifts: &[Shift], reach: &Exact) -> Vec<Near> {
    let mut found = Vec::new();
    let within = |distance: &Exact| *distance <= *reach && -distance.clone() <= *reach;
    for shift in shifts {
        let Some(total) = &shift.new.total else { continue };
        // A grading of something else than the total has lines of another kind.
        for grading in plan.rules().gradings.iter().take(1).filter(|grading| grading.of.is_none()) {
            for grade in &grading.grades {
                let end = grade.from.as_ref().or(grade.above.as_ref()).and_then(|end| end.on(plan.day()));
                let distance = end.map(|end| total.clone() - end.exact().clone());
                found.extend(distance.filter(within).map(|distance| Near {
                    entrant: shift.entrant.clone(),
                    line: Line::Grade(grade.title.clone()),
                    distance,
                }));
            }
        }
        for (award, status) in &shift.new.awards {
            let rivals = |wanted: fn(AwardStatus) -> bool| {
                let same = shifts.iter().filter(|other| other.cluster == shift.cluster);
                let rivals = same.filter(move |other| {
                    other.new.awards.iter().any(|(id, status)| id == award && wanted(*status))
                });
                rivals.filter_map(|other| other.new.total.clone())
            };
            let outside = |status| matches!(status, AwardStatus::BelowLine | AwardStatus::Reserve);
            let line = match status {
                AwardStatus::Recommended => rivals(outside).max(),
                status if outside(*status) => rivals(|status| status == AwardStatus::Recommended).min(),
                _ => None,
            };
            let distance = line.map(|line| total.clone() - line);
            found.extend(distance.filter(within).map(|distance| Near {
                entrant: shift.entrant.clone(),
                line: Line::Award(award.clone()),
                distance,
            }));
        }
    }
    found
}
