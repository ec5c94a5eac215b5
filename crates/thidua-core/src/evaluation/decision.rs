use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Date, Located, Number, Place, Text, text};

/// What people decided (quyết định của hội đồng, cơ quan): inputs with number, date and reason, kept apart from what is computed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Quyết định (decisions)")]
pub struct Decisions {
    /// The decisions, in any order.
    #[serde(default)]
    pub decisions: Vec<Located<DecisionText>>,
}

/// One decision: exactly one of `not_applicable`, `vote`, `tie`, `award`, `places`, `gap`, `value`, `file`, `grade`, `cap`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionText {
    /// Number of the document.
    #[serde(deserialize_with = "crate::title")]
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub reason: Option<String>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub by: Option<String>,
    /// The run it is about, by its id in the manifest; every run when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The number of an earlier decision on the same matter that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Whether a criterion does not apply to an entrant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<Approval>,
    /// A vote on an award.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    /// The order of entrants that are tied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tie: Option<TieOrder>,
    /// What the council decided about an award, whatever the engine recommends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<AwardDecision>,
    /// Who gets the places that equals would have to draw lots for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<PlacesDecision>,
    /// The reason for a large difference between two stages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<GapReason>,
    /// The value of a cell that came back blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<SuppliedValue>,
    /// Which of several files of one entrant counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<ChosenFile>,
    /// The grade of an entrant, whatever the rules come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<GradeDecision>,
    /// A higher cap on a grade, where the rules let somebody raise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<CapDecision>,
    /// Where it was read; set by whoever read the file.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl DecisionText {
    /// A decision that decides nothing yet: whoever makes one fills in what it is about.
    #[must_use]
    pub fn new(number: impl Into<String>, date: Date) -> Self {
        Self {
            number: number.into(),
            date,
            reason: None,
            by: None,
            run: None,
            replaces: None,
            not_applicable: None,
            vote: None,
            tie: None,
            award: None,
            places: None,
            gap: None,
            value: None,
            file: None,
            grade: None,
            cap: None,
            place: None,
        }
    }
}

impl Decisions {
    /// The same decisions, each knowing the file and line it was read from.
    #[must_use]
    pub fn read_from(mut self, file: &str) -> Self {
        for decision in &mut self.decisions {
            decision.value.place = Some(Place::text(file, decision.span));
        }
        self
    }

    /// Those about one run, and those about every run.
    #[must_use]
    pub fn for_run(&self, run: &str) -> Self {
        let about = |decision: &&Located<DecisionText>| decision.run.as_ref().is_none_or(|id| id == run);
        Self { decisions: self.decisions.iter().filter(about).cloned().collect() }
    }
}

/// Number and date of a decision, for the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Number of the document.
    pub number: String,
    /// Its date.
    pub date: Date,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Decision {
    /// Number, day, body and reason in one line (số, ngày, cơ quan, lý do).
    #[must_use]
    pub fn words(&self) -> Text {
        let Self { number, date, by, reason } = self;
        let day = date.to_vietnamese();
        let tail = |joined: &str, text: &Option<String>| {
            text.as_ref().map(|text| format!("{joined}{text}")).unwrap_or_default()
        };
        let (of, because) = (tail(" của ", by), tail(": ", reason));
        let (by, why) = (tail(" of ", by), tail(": ", reason));
        text!("quyết định {number} ngày {day}{of}{because}", "decision {number} of {date}{by}{why}")
    }
}

impl DecisionText {
    /// Where it was read.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.clone().unwrap_or_else(|| Place::file(""))
    }

    /// Number, date, body and reason.
    #[must_use]
    pub fn record(&self) -> Decision {
        Decision {
            number: self.number.clone(),
            date: self.date,
            by: self.by.clone(),
            reason: self.reason.clone(),
        }
    }
}

/// A decision on “not applicable” (duyệt không áp dụng).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The entrant.
    pub entrant: String,
    /// Code or path of the criterion.
    pub criterion: String,
    /// Approved or turned down.
    pub approved: bool,
}

/// A vote (kết quả bỏ phiếu).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// The award.
    pub award: String,
    /// The entrant.
    pub entrant: String,
    /// The body that voted.
    pub body: String,
    /// Votes for.
    pub votes: u32,
    /// All members.
    pub members: u32,
    /// Members present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<u32>,
    /// Which ballot it is, where there may be several; the first when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<u32>,
    /// Members who are absent and answered in writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<u32>,
    /// Votes for among those, which `votes` leaves out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_votes: Option<u32>,
}

impl Vote {
    /// The number of the ballot (lần bỏ phiếu).
    #[must_use]
    pub fn number(&self) -> u32 {
        self.ballot.unwrap_or(1)
    }
}

/// The council's order of entrants that are tied (hội đồng quyết định thứ tự).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TieOrder {
    /// The ranking.
    pub ranking: String,
    /// The entrants, the first before the others.
    pub order: Vec<String>,
}

/// What the council decided about an award (quyết định khác với đề nghị).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardDecision {
    /// The award.
    pub award: String,
    /// The entrant.
    pub entrant: String,
    /// What was decided.
    pub outcome: AwardOutcome,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AwardOutcome {
    /// To recommend.
    Recommend,
    /// Not to.
    Refuse,
    /// To let the case rest.
    Hold,
}

/// Which scopes get the places left between equals (hội đồng quyết định nơi nhận chỉ tiêu còn lại).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlacesDecision {
    /// The award.
    pub award: String,
    /// The clusters or kinds that get one place each; their order says nothing.
    pub to: BTreeSet<String>,
}

/// The reason for a large difference between two stages (giải trình chênh lệch).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GapReason {
    /// The entrant.
    pub entrant: String,
    /// Code or path of the criterion.
    pub criterion: String,
}

/// What a cell that came back blank is to hold (bổ sung số liệu còn trống); it never takes the place of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppliedValue {
    /// The entrant.
    pub entrant: String,
    /// The input, or the criterion that is entered itself.
    pub input: String,
    /// The value as people write it: `8,5`, `95%`, `có`, `miễn`.
    pub value: String,
}

/// Which of several files of one entrant counts (chọn một trong các phiếu trùng).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenFile {
    /// The entrant.
    pub entrant: String,
    /// The file, as it is called in the folder.
    pub file: String,
}

/// A grade that a person gives (xếp loại do người có thẩm quyền quyết định): it stands in the place of what the rules come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeDecision {
    /// The grading.
    pub grading: String,
    /// The entrant.
    pub entrant: String,
    /// The grade.
    pub grade: String,
}

/// A higher cap on a grade (nâng tỷ lệ khống chế): only where the rules say `raised_to`, and no further than that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CapDecision {
    /// The grading.
    pub grading: String,
    /// The grade.
    pub grade: String,
    /// The share that may hold it now.
    pub share: Number,
    /// The cluster or kind it holds for; everywhere when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_counts_in_its_own_run_only() {
        let decision = |run: Option<&str>| {
            Located::nowhere(DecisionText {
                run: run.map(str::to_owned),
                ..DecisionText::new("1/BB", Date::from_calendar(2014, 12, 25).unwrap())
            })
        };
        let all =
            Decisions { decisions: vec![decision(Some("2014")), decision(None), decision(Some("2015"))] };
        let runs: Vec<_> = all.for_run("2014").decisions.iter().map(|each| each.run.clone()).collect();
        assert_eq!(runs, [Some("2014".to_owned()), None]);
    }
}
