use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Limit, Method, Mistake, Read};
use crate::program::{Builder, Cases, Cut, Dropped, Fold, Kind, Num, Pays, Reason};
use crate::{Exact, Formula, Number, text};

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
    /// Or this share of the marks is dropped at either end, whole marks only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trim: Option<Number>,
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

impl Method for Panel {
    fn reads(&self) -> Vec<Read<'_>> {
        match &self.of {
            Some(list) => vec![Read::List(list)],
            None => self.scorers.iter().map(Read::Formula).collect(),
        }
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.extend(self.scorers.iter().map(|of| ("panel", of, Kind::Number)));
        to.lists.extend(self.of.iter().map(|of| ("panel", of.as_str())));
        to.number(Kind::Points, "mark_max", &self.mark_max);
        to.amount(Kind::Share, "trim", &self.trim);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["panel"]);
        let dropped = match &self.trim {
            None => Dropped::Counts { lowest: self.drop_lowest, highest: self.drop_highest },
            Some(share) => share.exact().parts().map(|(above, below)| Dropped::Part { above, below })?,
        };
        let fold = match self.combine {
            Combine::Mean => Fold::Mean(dropped),
            Combine::Median => Fold::Median(dropped),
        };
        let mut mark = to.fold(given.marks(), fold);
        if let Some(scale) = &self.mark_max {
            mark = to.cases(mark, Cases::lowest(Pays::times(given.max.checked_div(scale.exact())?), None));
        }
        // One mark at least must be left after dropping.
        let left = self.drop_lowest.saturating_add(self.drop_highest).saturating_add(1);
        let needed = self.at_least.unwrap_or(1).max(left);
        let enough = to.quiet(text!("đủ người chấm", "enough scorers"));
        let few =
            to.way(text!("thiếu người chấm, cần ít nhất {needed}", "too few scorers, {needed} are needed"));
        let present = to.fold(given.marks(), Fold::Count);
        let cases = Cases::lowest(Pays::Nothing(Reason::TooFew), few).then(
            Cut::from(Exact::from(i64::from(needed))),
            Pays::Step(mark),
            enough,
        );
        Some(to.cases(present, cases))
    }

    fn limit(&self) -> Limit {
        Limit::Maximum
    }

    fn bears_gaps(&self) -> bool {
        true
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let median = self.combine == Combine::Median;
        let even = median && self.drop_highest > 0 && self.drop_highest == self.drop_lowest;
        let middle = (
            "điểm ở giữa không đổi khi bỏ hai đầu như nhau",
            "the middle mark stays when both ends lose as many",
        );
        let nothing = self.trim.as_ref().is_some_and(|trim| trim.exact().is_zero());
        let keys = [
            (nothing, ("trim", "0% không bỏ điểm nào", "0 % drops no mark")),
            (!nothing && median && self.trim.is_some(), ("trim", middle.0, middle.1)),
            (even, ("drop_highest", middle.0, middle.1)),
        ];
        keys.into_iter().filter_map(|(idle, key)| idle.then_some(key)).collect()
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let none =
            self.at_least == Some(0) || self.mark_max.as_ref().is_some_and(|max| max.exact().is_zero());
        if none {
            return vec![Mistake {
                code: "TD0235",
                span: None,
                message: text!(
                    "hội đồng chấm cần `at_least` và `mark_max` lớn hơn 0",
                    "a panel needs `at_least` and `mark_max` above 0"
                ),
                help: text!(
                    "bỏ khóa ấy, hoặc ghi chẳng hạn `at_least: 3`, `mark_max: 10`",
                    "drop the key, or write for example `at_least: 3`, `mark_max: 10`"
                ),
            }];
        }
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
        let Some(share) = &self.trim else { return Vec::new() };
        let half = Exact::ratio(1, 2);
        if *share.exact() >= half || share.exact().parts().is_none() {
            return vec![Mistake {
                code: "TD0235",
                span: None,
                message: text!(
                    "bỏ {share} ở mỗi đầu thì không còn điểm nào ở giữa",
                    "with {share} dropped at either end no mark is left between them"
                ),
                help: text!(
                    "viết một tỷ lệ nhỏ hơn 50%, chẳng hạn `trim: 20%`",
                    "write a share below 50%, for example `trim: 20%`"
                ),
            }];
        }
        if self.drop_lowest > 0 || self.drop_highest > 0 {
            return vec![Mistake {
                code: "TD0235",
                span: None,
                message: text!(
                    "`trim` và `drop_lowest`, `drop_highest` cùng nói phải bỏ điểm nào",
                    "`trim` and `drop_lowest`, `drop_highest` both say which marks to drop"
                ),
                help: text!("giữ một cách", "keep one of them"),
            }];
        }
        Vec::new()
    }
}
