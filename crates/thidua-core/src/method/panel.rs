use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Mistake, Points, Read, show};
use crate::{Exact, Formula, Number, Text, text};

/// Several scorers, one result (hội đồng chấm): mean, median, or the mean without the extremes.
///
/// An absent scorer is left out, never counted as zero.
///
/// ```yaml
/// panel: { scorers: [ giám_khảo_1, giám_khảo_2, giám_khảo_3 ], combine: mean, drop_highest: 1, drop_lowest: 1, at_least: 3 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// One input for each scorer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scorers: Vec<Formula>,
    /// Or one input that has many values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How the marks are combined.
    #[serde(default)]
    pub combine: Combine,
    /// So many of the highest marks are dropped first.
    #[serde(default)]
    pub drop_highest: u32,
    /// So many of the lowest marks are dropped first.
    #[serde(default)]
    pub drop_lowest: u32,
    /// Fewer marks than this are no result; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// The highest mark of a scorer, when marks are on another scale than the criterion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark_max: Option<Number>,
}

/// How marks become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// The arithmetic mean (trung bình cộng).
    #[default]
    Mean,
    /// The middle mark, or the mean of the two middle ones (trung vị).
    Median,
}

impl Panel {
    /// Marks present, and those that count after dropping, lowest first.
    fn marks(&self, given: Given<'_>) -> (usize, Vec<Exact>) {
        let mut marks: Vec<Exact> = match given.lists.first() {
            Some(list) => list.to_vec(),
            None => given.values.iter().flatten().cloned().collect(),
        };
        marks.sort();
        let present = marks.len();
        let highest = usize::try_from(self.drop_highest).unwrap_or(usize::MAX);
        let lowest = usize::try_from(self.drop_lowest).unwrap_or(usize::MAX);
        let kept = marks.into_iter().take(present.saturating_sub(highest)).skip(lowest).collect();
        (present, kept)
    }

    fn combined(&self, kept: &[Exact]) -> Option<Exact> {
        let middle = kept.len() / 2;
        let counted = match self.combine {
            Combine::Mean => kept,
            Combine::Median if kept.len() % 2 == 1 => kept.get(middle..=middle)?,
            Combine::Median => kept.get(middle.checked_sub(1)?..=middle)?,
        };
        let sum = counted.iter().fold(Exact::ZERO, |sum, mark| sum + mark.clone());
        sum.checked_div(&Exact::from(i64::try_from(counted.len()).ok()?))
    }
}

impl Method for Panel {
    fn reads(&self) -> Vec<Read<'_>> {
        match &self.of {
            Some(list) => vec![Read::List(list)],
            None => self.scorers.iter().map(Read::Formula).collect(),
        }
    }

    fn points(&self, given: Given<'_>) -> Points {
        let (present, kept) = self.marks(given);
        let least = self.at_least.unwrap_or(1).max(1);
        let enough = u32::try_from(present).is_ok_and(|present| present >= least);
        let mark = enough.then(|| self.combined(&kept)).flatten().ok_or_else(|| {
            text!(
                "chỉ có {present} người chấm, cần ít nhất {least} và còn lại ít nhất một sau khi bỏ điểm cao, thấp",
                "only {present} scorers, at least {least} are needed and one must remain after dropping"
            )
        })?;
        match &self.mark_max {
            Some(scale) => (mark * given.max.clone())
                .checked_div(scale.exact())
                .ok_or_else(|| text!("`mark_max` bằng 0", "`mark_max` is 0")),
            None => Ok(mark),
        }
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let (present, kept) = self.marks(given);
        let shown: Vec<String> = kept.iter().map(show).collect();
        let shown = shown.join("; ");
        let dropped = present - kept.len();
        match self.combine {
            Combine::Mean => text!(
                "trung bình của [{shown}] ({present} người chấm, bỏ {dropped})",
                "mean of [{shown}] ({present} scorers, {dropped} dropped)"
            ),
            Combine::Median => text!(
                "trung vị của [{shown}] ({present} người chấm, bỏ {dropped})",
                "median of [{shown}] ({present} scorers, {dropped} dropped)"
            ),
        }
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        (Some(Exact::ZERO), Some(max.clone()))
    }

    fn bears_gaps(&self) -> bool {
        true
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        if self.of.is_some() != self.scorers.is_empty() {
            return vec![Mistake {
                code: "TD0235",
                span: None,
                message: text!(
                    "cần đúng một trong hai: `scorers` hoặc `of`",
                    "exactly one of `scorers` and `of` is needed"
                ),
                help: text!(
                    "viết `scorers: [ giám_khảo_1, giám_khảo_2 ]`",
                    "write `scorers: [ judge_1, judge_2 ]`"
                ),
            }];
        }
        Vec::new()
    }
}
