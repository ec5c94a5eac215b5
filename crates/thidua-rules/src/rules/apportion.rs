use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How places are divided in proportion (phương pháp phân bổ chỉ tiêu).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApportionMethod {
    /// Whole parts first, then the largest remainders (Hamilton).
    LargestRemainder,
    /// Highest averages with divisors 1, 2, 3 … (D'Hondt).
    DHondt,
    /// Highest averages with divisors 1, 3, 5 … (Sainte-Laguë).
    SainteLague,
    /// Highest averages with divisors √(1·2), √(2·3) …, after one place each (Huntington–Hill).
    HuntingtonHill,
}

/// How `at_least` stands to an apportionment (cách tính số tối thiểu khi phân bổ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Floors {
    /// Everyone gets the minimum first; what is left of the total is divided in proportion.
    First,
    /// The whole total is divided in proportion, but nobody gets less than the minimum.
    Minimum,
}
