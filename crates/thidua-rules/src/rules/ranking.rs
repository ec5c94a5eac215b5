use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::method::Scope;
use crate::{Condition, Formula, Located, Number};

/// A ranking (xếp hạng): who is ranked against whom, by what, and how ties are broken.
///
/// Ties that the declared steps leave stay ties. Ids order the display, never the ranks.
///
/// ```yaml
/// rankings:
/// - id: trong-cum
///   scope: cluster
///   by: { of: điểm }
///   tie_break: [ { of: điểm của I }, { of: điểm_trừ, order: lower }, { council: true } ]
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// Short name.
    pub id: String,
    /// The name people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub title: Option<String>,
    /// Who is ranked against whom.
    pub scope: Scope,
    /// How places are counted after a tie.
    #[serde(default)]
    pub places: Places,
    /// What is ranked; total points when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<SortKey>,
    /// Steps that separate equals, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tie_break: Vec<Located<TieStep>>,
    /// Only those who meet this are ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Condition>,
}

/// How places are counted after a tie (cách đánh số hạng).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Places {
    /// 1, 2, 2, 4.
    #[default]
    Standard,
    /// 1, 2, 2, 3.
    Dense,
    /// 1, 2, 3, 4: only where no tie is left; a tie keeps the same place and is called out.
    Ordinal,
}

/// A value to sort by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortKey {
    /// The value.
    pub of: Formula,
    /// Which is better; `higher` when absent.
    #[serde(default)]
    pub order: Direction,
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Higher first.
    #[default]
    Higher,
    /// Lower first.
    Lower,
}

/// One step that separates equals (tiêu chí phụ khi bằng điểm): exactly one of `of`, `most_of`, `council`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TieStep {
    /// A value to compare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Formula>,
    /// Which is better; `higher` when absent.
    #[serde(default)]
    pub order: Direction,
    /// An input with many values: more of the first listed mark wins, then more of the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_of: Option<String>,
    /// The marks to count, most important first; every mark from the highest down when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Number>,
    /// `true`: the council decides, by a decision in the input.
    #[serde(default)]
    pub council: bool,
    /// The step separates only those tied at this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_at: Option<u32>,
    /// What a reader should see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub label: Option<String>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}
