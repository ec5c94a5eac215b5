use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Level, Located};

/// The level of one lint in this rule set (mức độ của một phép kiểm tra), everywhere or at one place.
///
/// ```yaml
/// checks:
/// - { lint: band-jump, level: allow, at: I/I.1, reason: Quyết định 59 quy định như vậy }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLevel {
    /// The name or the code of the lint: `band-gap`, `TD0222`.
    pub lint: Located<String>,
    /// How much its findings weigh here.
    pub level: Level,
    /// Only here: the path of a criterion or group, or the id of a grading, grade, ranking, award or input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Located<String>>,
    /// Why; `allow` needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
