//! The rule set as its author wrote it (bộ tiêu chí): data only, nothing computed.

mod apportion;
mod award;
mod checks;
mod criterion;
mod grading;
mod identity;
mod input;
mod parameter;
mod policy;
mod ranking;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use apportion::{ApportionMethod, Floors};
pub use award::{
    Apportion, Award, AwardKind, Base, Budget, ClassShare, EntrantKind, Fraction, GivenCondition,
    HistoryRequirement, Inherited, Money, MoneyOf, OnLine, OneForm, Otherwise, Quota, QuotaCap, Requirement,
    Reuse, VoteRequirement, VoteShare, Window, WrittenVotes,
};
pub use checks::CheckLevel;
pub use criterion::{Adjustments, Aggregate, Criterion, Division, ItemGroup, PresentAtLeast};
pub use grading::{CapBase, Ceiling, Grade, GradeCap, GradeLimit, Grading};
pub use identity::{Effective, LegalDocument, OrganisationKind, SelectedBy, Stage};
pub use input::{Choice, ChoiceOrder, DatedNumber, DatedValue, Input, PerRowFormula, ValueKind};
pub use parameter::Parameter;
pub use policy::{Absence, Control, GapRule, MissingPolicy, NotApplicable, RankOn, RoundingPlan};
pub use ranking::{Direction, Places, Ranking, SortKey, TieStep};

use crate::{AwardId, Entries, GradingId, KindId, Located, Number, RankingId, TiSlice, text};

/// A rule set (bộ tiêu chí, quy định chấm điểm): criteria, scoring, grades, rankings and awards as data.
///
/// Units: points as decimals; shares as numbers between 0 and 1 or as percentages (`95%`); dates as days.
/// Mistakes in it are found by `thidua_check::check`, never while scoring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Bộ tiêu chí thi đua (rule set)")]
pub struct RuleSet {
    /// Short name, kebab-case.
    pub rule_set: Located<String>,
    /// Version, as text: `2014.1`.
    pub version: String,
    /// The name people read.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
    /// Free remarks, for example which numbers are the author's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it holds, and which date decides.
    #[serde(default)]
    pub effective: Effective,
    /// The documents it rests on, by a short key that `basis` uses: `ct 2.1`.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    pub legal_basis: Entries<LegalDocument>,
    /// Kinds of entrants.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    pub kinds: Entries<OrganisationKind>,
    /// Scoring stages in order; one stage called `official` when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// The stage whose values count. No other steps in, unless `fall_back` names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official_stage: Option<Located<String>>,
    /// Where the official stage has no value, the value of the first of these that has one, cell by cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "some_stage")]
    pub fall_back: Vec<Located<String>>,
    /// How far two stages may differ without a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Located<GapRule>>,
    /// Printed totals that must equal the computed ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<Located<Control>>,
    /// What missing values become.
    #[serde(default)]
    pub missing: MissingPolicy,
    /// Where numbers are rounded.
    #[serde(default)]
    pub rounding: Located<RoundingPlan>,
    /// Named values about an entrant.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    pub inputs: Entries<Input>,
    /// Named numbers of the rule set, with dates of effect where they change.
    #[serde(default, skip_serializing_if = "Entries::is_empty")]
    pub parameters: Entries<Parameter>,
    /// The declared maximum of the whole sheet; checked against the criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_max: Option<Number>,
    /// How the top-level criteria make the total; `sum` when absent.
    #[serde(default)]
    pub aggregate: Aggregate,
    /// How much of the sheet must be present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present_at_least: Option<PresentAtLeast>,
    /// The criteria.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<Located<Criterion>>,
    /// Bonus and deduction items beside the criteria.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustments: Option<Adjustments>,
    /// Classifications; the first is the grade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gradings: Vec<Located<Grading>>,
    /// Rankings; the first is the rank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rankings: Vec<Located<Ranking>>,
    /// Titles and forms of commendation, in order of precedence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Located<Award>>,
    /// Awards of which one entrant gets one only, the first listed before the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_form: Vec<OneForm>,
    /// Awards of which only the first that an entrant gets is paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_payment: Vec<OneForm>,
    /// Money available, by payer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<Budget>,
    /// Levels of lints, where this rule set differs from the usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Located<CheckLevel>>,
}

/// An empty list names no stage; whoever writes one believes that some stage steps in.
fn some_stage<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Located<String>>, D::Error> {
    let stages = Vec::deserialize(deserializer)?;
    if stages.is_empty() {
        let wrong = text!(
            "`fall_back` cần ít nhất một vòng; không có thì bỏ khóa này",
            "`fall_back` needs at least one stage; drop the key where there is none"
        );
        return Err(serde::de::Error::custom(wrong.carry()));
    }
    Ok(stages)
}

impl RuleSet {
    /// The classifications by number.
    #[must_use]
    pub fn gradings(&self) -> &TiSlice<GradingId, Located<Grading>> {
        TiSlice::from_ref(&self.gradings)
    }

    /// The rankings by number.
    #[must_use]
    pub fn rankings(&self) -> &TiSlice<RankingId, Located<Ranking>> {
        TiSlice::from_ref(&self.rankings)
    }

    /// The awards by number.
    #[must_use]
    pub fn awards(&self) -> &TiSlice<AwardId, Located<Award>> {
        TiSlice::from_ref(&self.awards)
    }

    /// The number of a kind of entrants.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<KindId> {
        self.kinds.position(kind).map(KindId::from)
    }

    /// The stage whose values count.
    #[must_use]
    pub fn official(&self) -> &str {
        match (&self.official_stage, self.stages.as_slice()) {
            (Some(stage), _) => stage,
            (None, [only]) => &only.id,
            (None, _) => "official",
        }
    }

    /// Every stage, the one whose values count first.
    #[doc(hidden)]
    pub fn stage_names(&self) -> impl Iterator<Item = &str> {
        let official = self.official();
        let others = self.stages.iter().map(|stage| stage.id.as_str()).filter(move |id| *id != official);
        std::iter::once(official).chain(others)
    }
}
