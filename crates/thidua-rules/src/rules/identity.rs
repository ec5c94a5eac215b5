use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EntrantKind;
use crate::{Date, Dates};

/// When a rule set holds (hiệu lực), and which date decides whether it applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effective {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The date that selects the rule set.
    #[serde(default)]
    pub selected_by: SelectedBy,
}

impl Effective {
    /// Both ends as a range.
    #[must_use]
    pub fn dates(&self) -> Dates {
        Dates { from: self.from, until: self.until }
    }
}

/// The date that selects a rule set and its dated values (ngày áp dụng).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SelectedBy {
    /// The last day of the period in which the achievement was made.
    #[default]
    AchievementPeriod,
    /// The day the dossier was received.
    DossierReceipt,
    /// The day of the decision.
    Decision,
}

/// A document a rule rests on (căn cứ pháp lý).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalDocument {
    /// Its name.
    #[serde(deserialize_with = "crate::title")]
    pub document: String,
    /// Its number: `06/2022/QH15`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub number: Option<String>,
    /// Day or year of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    /// From when it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Until when it was in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Remarks, for example that the text was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A kind of entrant that is compared with its own (loại hình đơn vị).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationKind {
    /// The name people read.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
    /// What the law calls it.
    pub entrant: EntrantKind,
}

/// A stage at which values are entered (vòng chấm): self-assessed, appraised, council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Short name.
    pub id: String,
    /// The name people read.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
}
