//! Grades of a batch (xếp loại theo lô): what is asked on the way is asked once for all rows.

use std::ops::Range;

use thidua_rules::Comparator;
use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Grading;

use super::Graded;
use super::walk::{Asked, Way, walk};
use crate::calculus::columns::{Answers, Batch};
use crate::calculus::{Answer, Quantity, Source, value};
use crate::facts::Facts;
use crate::plan::PlanGrading;
use crate::score::Rows;
use crate::{CeilingId, GradeId, Number, TiVec};

/// The answers to everything that may be asked on the way to a grade.
pub(super) struct Asks {
    value: Batch,
    grades: TiVec<GradeId, OfGrade>,
    ceilings: TiVec<CeilingId, Answers>,
}

struct OfGrade {
    reached: Answers,
    not_passed: Answers,
    met: Option<Answers>,
    knock_out: Option<Answers>,
}

impl Asks {
    /// `None` where no row has a value.
    pub(super) fn of(
        facts: &Facts<'_>,
        grading: &PlanGrading,
        rules: &Grading,
        rows: Range<usize>,
    ) -> Option<Self> {
        let source = Rows { facts, of: None, rows };
        let of = value(&source, &grading.of).value?;
        let stands = |end: Option<(Comparator, &Number)>| match end {
            Some((comparator, end)) => of.compare(comparator, &Batch::exactly(end.exact())),
            None => Answers::all([]),
        };
        let holds =
            |condition: &Option<PlanCondition>| condition.as_ref().map(|condition| source.holds(condition));
        let grades = rules.grades().iter().zip(&grading.grades);
        let grades = grades.map(|(rule, (requires, knock_out))| {
            let [lower, upper] = rule.band(facts.plan.day);
            OfGrade {
                reached: stands(lower),
                not_passed: stands(upper),
                met: holds(requires),
                knock_out: holds(knock_out),
            }
        });
        let grades = grades.collect();
        let ceilings = grading.ceilings.iter().map(|(condition, _)| source.holds(condition)).collect();
        Some(Self { value: of, grades, ceilings })
    }

    /// The grade of a row; `None` where it has no value, or something is asked that has no answer: then the row is read by
    /// itself.
    pub(super) fn graded(&self, grading: &PlanGrading, row: usize, way: &mut Way) -> Option<Graded> {
        if self.value.is_gone(row) {
            return None;
        }
        let grade = |grade: GradeId| self.grades.get(grade);
        let grade = walk(grading, way, |asked| match asked {
            Asked::Reached(of) => grade(of)?.reached.get(row),
            Asked::NotPassed(of) => grade(of)?.not_passed.get(row),
            Asked::Met(of) => grade(of)?.met.as_ref()?.get(row),
            Asked::Ceiling(ceiling) => self.ceilings.get(ceiling)?.get(row),
            Asked::KnockOut(of) => grade(of)?.knock_out.as_ref()?.get(row),
        })?;
        Some(Graded::of(grade, Some(self.value.figure(row)), &way.lowered))
    }
}
