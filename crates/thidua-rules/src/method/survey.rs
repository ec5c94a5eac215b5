use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Read, share_of};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays, Reason};
use crate::{Exact, Formula, Number, text};

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

impl Method for Survey {
    fn reads(&self) -> Vec<Read<'_>> {
        self.answers.iter().map(|answer| Read::Formula(&answer.count)).collect()
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.extend(self.answers.iter().map(|answer| ("survey", &answer.count, Kind::Count)));
        to.number(Kind::Share, "share", self.answers.iter().map(|answer| &answer.share));
        to.number(Kind::Count, "at_least", &self.at_least);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["survey"]);
        let counts: Vec<Num> = given.numbers().collect();
        let mut answers = *counts.first()?;
        for count in counts.iter().skip(1) {
            answers = to.add(answers, *count);
        }
        let shares = self.answers.iter().map(|answer| share_of(given.max, &answer.share));
        let points = to.mean(shares.zip(counts).collect());
        let enough = to.quiet(text!("đủ số phiếu", "enough answers"));
        let few = self
            .at_least
            .as_ref()
            .and_then(|least| to.way(text!("ít hơn {least} phiếu", "fewer than {least} answers")));
        let least = self.at_least.as_ref().map_or(Exact::ONE, |least| least.exact().clone());
        let cases = Cases::lowest(Pays::Nothing(Reason::TooFew), few).then(
            Cut::from(least),
            Pays::Step(points),
            enough,
        );
        Some(to.cases(answers, cases))
    }
}
