use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::DatedNumber;
use crate::{Comparator, Condition, Date, Exact, Formula, GradeId, Located, Number, TiSlice};

/// A classification (xếp loại): grades by bands of a value, with floors, ceilings and knock-outs.
///
/// ```yaml
/// gradings:
/// - id: xep-loai
///   title: Xếp loại
///   of: điểm
///   grades:
///   - { id: xuat-sac, title: Xuất sắc, from: 90, requires: "mọi nhóm >= 50%" }
///   - { id: tot, title: Tốt, from: 80, below: 90 }
///   - { id: khong-dat, title: Không đạt, below: 80, knocked_out_when: bị_kỷ_luật }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grading {
    /// Short name.
    pub id: String,
    /// The name people read.
    #[serde(default)]
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
    /// The lowest value that can occur, for the proof that no grade is missing; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest: Option<Number>,
    /// The highest value that can occur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<Number>,
    /// The value that is classified; total points when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Formula>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
    /// The grades, best first.
    pub grades: Vec<Located<Grade>>,
    /// Who meets the condition gets at most this grade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ceilings: Vec<Located<Ceiling>>,
}

/// One grade.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Short name.
    pub id: String,
    /// The name people read.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
    /// Lower end, included. Ends may be left out: a better grade above closes the band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DatedNumber>,
    /// Lower end, not included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<DatedNumber>,
    /// Upper end, included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DatedNumber>,
    /// Upper end, not included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<DatedNumber>,
    /// Further condition; who does not meet it falls to the next lower grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<Condition>,
    /// Who meets this gets this grade, whatever the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knocked_out_when: Option<Condition>,
    /// How many may hold it, measured against others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<GradeCap>,
    /// The number the grade stands for, where another classification computes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
}

/// A cap on a grade as a share of others (tỷ lệ khống chế): “xuất sắc không quá 20 % số hoàn thành tốt”.
///
/// Those over the cap fall to the next lower grade, lowest value first, and so may enlarge the base;
/// the cap is the largest number that still holds afterwards. Equals on the line fall together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeCap {
    /// The share.
    pub share: Number,
    /// Of whom; of those with the next lower grade when absent.
    #[serde(default, skip_serializing_if = "is_next")]
    pub of: CapBase,
    /// In which scope it is measured.
    pub per: crate::method::Scope,
    /// The highest share to which a decision may raise this cap; none may when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_to: Option<Number>,
    /// Further caps on the same grade, in other scopes or of another base, applied one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<GradeLimit>,
}

/// A further cap on a grade (mức khống chế khác của cùng một mức xếp loại).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeLimit {
    /// The share.
    pub share: Number,
    /// Of whom; of those with the next lower grade when absent.
    #[serde(default, skip_serializing_if = "is_next")]
    pub of: CapBase,
    /// In which scope it is measured.
    pub per: crate::method::Scope,
}

impl GradeCap {
    /// Every cap on the grade, its own first.
    pub fn limits(&self) -> impl Iterator<Item = (&Number, CapBase, crate::method::Scope)> {
        let own = std::iter::once((&self.share, self.of, self.per));
        own.chain(self.within.iter().map(|limit| (&limit.share, limit.of, limit.per)))
    }
}

/// Whom a cap is a share of (cơ số của tỷ lệ khống chế).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CapBase {
    /// Those with the next lower grade.
    #[default]
    Next,
    /// Those with this grade and those with the next lower one.
    ThisAndNext,
    /// Everybody who has a grade.
    Graded,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out a reference")]
fn is_next(of: &CapBase) -> bool {
    *of == CapBase::Next
}

/// A conditional ceiling (mức trần có điều kiện): “nếu …, xếp loại không quá Khá”.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The condition.
    pub when: Condition,
    /// The best grade that is still possible.
    pub at_most: String,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}

impl Grading {
    /// The grades by number, best first.
    #[must_use]
    pub fn grades(&self) -> &TiSlice<GradeId, Located<Grade>> {
        TiSlice::from_ref(&self.grades)
    }

    /// The grade a value reaches on a day (mức theo điểm), by position: without conditions, ceilings, knock-outs and caps.
    #[must_use]
    pub fn grade_of(&self, value: &Exact, day: Date) -> Option<GradeId> {
        self.grades().position(|grade| grade.reached(value, day) && grade.not_passed(value, day))
    }

    /// Whether less is better: the best grade has an upper end only.
    pub fn less_is_better(&self, day: Date) -> bool {
        self.grades.first().is_some_and(|best| best.lower(day).is_none() && best.upper(day).is_some())
    }
}

impl Grade {
    /// The lower end on a day and whether it is included.
    pub fn lower(&self, day: Date) -> Option<(&Number, bool)> {
        end_on(self.from.as_ref(), self.above.as_ref(), day)
    }

    /// The upper end on a day and whether it is included.
    pub fn upper(&self, day: Date) -> Option<(&Number, bool)> {
        end_on(self.to.as_ref(), self.below.as_ref(), day)
    }

    /// How a value of the band stands to its lower end, and how to its upper one.
    pub fn band(&self, day: Date) -> [Option<(Comparator, &Number)>; 2] {
        [
            compared(self.lower(day), Comparator::AtLeast, Comparator::Above),
            compared(self.upper(day), Comparator::AtMost, Comparator::Below),
        ]
    }

    /// Whether the value lies at or above the lower end.
    pub fn reached(&self, value: &Exact, day: Date) -> bool {
        stands(value, self.band(day)[0])
    }

    /// Whether the value lies at or below the upper end.
    pub fn not_passed(&self, value: &Exact, day: Date) -> bool {
        stands(value, self.band(day)[1])
    }

    /// Every end, for checking that each has a value on the day.
    pub fn ends(&self) -> impl Iterator<Item = &DatedNumber> {
        self.from.iter().chain(&self.above).chain(&self.to).chain(&self.below)
    }
}

fn compared(
    end: Option<(&Number, bool)>,
    closed: Comparator,
    open: Comparator,
) -> Option<(Comparator, &Number)> {
    end.map(|(end, included)| (if included { closed } else { open }, end))
}

fn stands(value: &Exact, end: Option<(Comparator, &Number)>) -> bool {
    end.is_none_or(|(comparator, end)| comparator.holds(value.cmp(end.exact())))
}

fn end_on<'a>(
    included: Option<&'a DatedNumber>,
    excluded: Option<&'a DatedNumber>,
    day: Date,
) -> Option<(&'a Number, bool)> {
    let closed = included.and_then(|end| end.on(day)).map(|end| (end, true));
    closed.or_else(|| excluded.and_then(|end| end.on(day)).map(|end| (end, false)))
}
