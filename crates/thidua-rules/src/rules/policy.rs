use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Condition, Formula, Number, Rounding};

/// What takes the place of points that are not there (xử lý khi không có điểm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// Nothing: the entrant has no total until a person mends it.
    Refuse,
    /// Zero points.
    Zero,
    /// All points.
    Full,
    /// The criterion drops out and the others carry its weight.
    Rescale,
    /// The criterion drops out and the maximum shrinks by its own.
    Reduce,
}

/// What each kind of missing value becomes (quy tắc khi thiếu dữ liệu).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingPolicy {
    /// The row is there and the cell is empty (để trống).
    #[serde(default = "refuse")]
    pub blank: Absence,
    /// The entrant sent nothing for this stage (chưa nộp).
    #[serde(default = "refuse")]
    pub not_submitted: Absence,
    /// The entrant is exempt from the criterion (được miễn).
    #[serde(default = "refuse")]
    pub exempt: Absence,
}

fn refuse() -> Absence {
    Absence::Refuse
}

impl Default for MissingPolicy {
    fn default() -> Self {
        Self { blank: refuse(), not_submitted: refuse(), exempt: refuse() }
    }
}

/// What follows when a criterion does not apply to an entrant (không áp dụng).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    /// Who may claim it: `unit`, a stage, or an office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// Who must approve it, in a decision with number and date; no approval is needed when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// Only entrants who meet this may claim it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// What follows when it is approved.
    pub then: Absence,
    /// What follows when the claim is turned down; `refuse` (a value must be entered) when absent.
    #[serde(default = "refuse")]
    pub otherwise: Absence,
}

/// How far two stages may differ without a reason (chênh lệch điểm phải giải trình).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GapRule {
    /// The stage compared with the official one.
    pub stage: String,
    /// A larger difference, as a share of the criterion's maximum, needs a reason.
    pub above: Number,
}

/// A printed total that must equal the computed one (cột kiểm tra): `{ printed: tổng_in, equals: điểm }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What stands on the sheet: an input.
    pub printed: Formula,
    /// What it must be: the total, points of a group, or a calculation with them.
    pub equals: Formula,
    /// How the sheet rounds what it prints; not at all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
}

/// Where numbers are rounded, each at most once (nơi làm tròn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundingPlan {
    /// Points of every leaf criterion, unless it says otherwise itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<Rounding>,
    /// Points of every group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Rounding>,
    /// The total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Rounding>,
    /// How points are shown that nothing above rounds; what is computed stays exact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<Rounding>,
    /// Whether rankings and grades use the rounded total or the one before its last rounding.
    #[serde(default)]
    pub rank_on: RankOn,
}

/// Which total rankings use (thứ hạng tính trên điểm đã làm tròn hay chưa).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RankOn {
    /// The total as published.
    #[default]
    Rounded,
    /// The total before `rounding.total`.
    Exact,
}
