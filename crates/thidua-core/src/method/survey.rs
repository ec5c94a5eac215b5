use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Points, Read, share_of, show, show_percent};
use crate::{Exact, Formula, Number, Text, text};

/// Answers of a survey turned into a share of the maximum (điểm khảo sát).
///
/// Each answer option has an input that counts how often it was given; a blank count is a gap, not zero.
///
/// ```yaml
/// survey:
///   answers:
///   - { count: rất_hài_lòng, share: 100% }
///   - { count: hài_lòng, share: 60% }
///   - { count: không_hài_lòng, share: 0 }
///   at_least: 30
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The options.
    pub answers: Vec<Answer>,
    /// Fewer answers than this in all are no result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Number>,
}

/// One answer option.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How often it was given.
    pub count: Formula,
    /// The share of the maximum it is worth.
    pub share: Number,
}

impl Survey {
    fn sums(&self, given: Given<'_>) -> (Exact, Exact) {
        let mut answers = Exact::ZERO;
        let mut worth = Exact::ZERO;
        for (answer, count) in self.answers.iter().zip(given.values) {
            let count = count.clone().unwrap_or_default();
            worth += &(count.clone() * answer.share.exact().clone());
            answers += &count;
        }
        (worth, answers)
    }
}

impl Method for Survey {
    fn reads(&self) -> Vec<Read<'_>> {
        self.answers.iter().map(|answer| Read::Formula(&answer.count)).collect()
    }

    fn points(&self, given: Given<'_>) -> Points {
        let (worth, answers) = self.sums(given);
        let least = self.at_least.as_ref().map_or(Exact::ONE, |least| least.exact().clone());
        if answers < least {
            return Err(text!(
                "chỉ có {} phiếu khảo sát, cần ít nhất {}",
                "only {} survey answers, at least {} are needed",
                show(&answers),
                show(&least)
            ));
        }
        let points = given.max.clone() * worth;
        points.checked_div(&answers).ok_or_else(|| text!("không có phiếu nào", "there are no answers"))
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let (worth, answers) = self.sums(given);
        let share = worth.checked_div(&answers).unwrap_or_default();
        let (worth, answers, share, max) =
            (show(&worth), show(&answers), show_percent(&share), show(given.max));
        text!(
            "({worth} quy đổi) / ({answers} phiếu) = {share} × {max}",
            "({worth} weighted) / ({answers} answers) = {share} × {max}"
        )
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        let shares = || self.answers.iter().map(|answer| share_of(max, &answer.share));
        (shares().min(), shares().max())
    }
}
