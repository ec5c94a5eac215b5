use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::DatedNumber;
use super::policy::{Absence, MissingPolicy, NotApplicable};
use crate::method::Method;
use crate::method::{
    Bands, CasesMethod, Count, Deduct, Direct, FormulaMethod, Increments, Items, Lateness, Levels, Linear,
    Panel, Power, Ratio, Relative, Survey, Take, YesNo,
};
use crate::{Condition, Dates, Located, Number, Rounding};

macro_rules! criterion {
    ($($(#[$doc:meta])* $key:ident: $type:ty,)*) => {
        /// A criterion or a group of criteria (tiêu chí, nhóm tiêu chí).
        ///
        /// It is a group when it has `children`, else a leaf with at most one method key (`direct` when
        /// there is none). It is known by its path of codes, since printed codes may repeat.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Criterion {
            /// The printed code: `I.1`.
            pub code: Located<String>,
            /// The text of the criterion.
            #[serde(default)]
            #[serde(deserialize_with = "crate::title")]
            pub title: String,
            /// The clause it comes from: a key of `legal_basis` and a place in it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub basis: Option<Located<String>>,
            /// Remarks.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub note: Option<String>,
            /// Maximum points; a group may leave it out, it is then made from the children.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub points_max: Option<DatedNumber>,
            /// Lowest points; 0 when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub points_min: Option<Number>,
            /// Weight within a weighted mean.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub weight: Option<DatedNumber>,
            /// Only these kinds of entrants have the criterion.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub kinds: Vec<Located<String>>,
            /// Only entrants who meet this have the criterion; for the others it does not exist.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub when: Option<Condition>,
            /// When the criterion holds.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub effective: Option<Dates>,
            /// How the children make the group's points; `sum` when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub aggregate: Option<Aggregate>,
            /// How many of the children must have points.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub present_at_least: Option<PresentAtLeast>,
            /// A group counts at most so many points, whatever its children come to.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub cap: Option<Number>,
            /// A group counts at least so many points.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub floor: Option<Number>,
            /// The children of a group have its maximum between them.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub divided: Option<Division>,
            /// Who may call it not applicable, and what follows.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub not_applicable: Option<NotApplicable>,
            /// What missing values become, when different from the rule set's.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub missing: Option<MissingPolicy>,
            /// Rounding, when different from the rule set's.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub rounding: Option<Rounding>,
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $key: Option<Box<$type>>,
            )*
            /// The criteria of a group.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub children: Vec<Located<Criterion>>,
        }

        impl Criterion {
            /// The key of every scoring method, as authors write it.
            pub const METHODS: &'static [&'static str] = &[$(stringify!($key)),*];

            /// The method keys that are present.
            #[must_use]
            pub fn method_keys(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(if self.$key.is_some() { names.push(stringify!($key)); })*
                names
            }

            /// Without its method, as if none were written.
            pub fn clear_method(&mut self) {
                $(self.$key = None;)*
            }

            /// The scoring method; `direct` when no key is present.
            pub fn method(&self) -> &dyn Method {
                $(if let Some(method) = &self.$key { return &**method; })*
                &ENTERED
            }
        }
    };
}

/// How the maximum of a group is divided among its children (chia điểm tối đa của nhóm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Division {
    /// Each child has the same part, as a fraction where it must be one: 20 points among three are 20/3 each.
    Equally,
}

/// The method of a criterion that names none.
static ENTERED: Direct = Direct { step: None };

impl Criterion {
    /// Whether its points are entered, said or unsaid.
    pub fn is_entered(&self) -> bool {
        self.method_keys().iter().all(|key| *key == "direct")
    }
}

// The scoring methods: one line each. The key is what authors write.
criterion! {
    /// The assessor enters points.
    direct: Direct,
    /// Full points or none.
    yes_no: YesNo,
    /// A choice of levels.
    levels: Levels,
    /// Bands on a value.
    bands: Bands,
    /// The maximum times a quotient.
    ratio: Ratio,
    /// A straight line between two anchors.
    linear: Linear,
    /// So many points up to a base, and more for each step beyond it.
    increments: Increments,
    /// The first case whose condition holds.
    cases: CasesMethod,
    /// So many points for each.
    count: Count,
    /// Start from the maximum and take away.
    deduct: Deduct,
    /// Points by how late something came.
    lateness: Lateness,
    /// Survey answers to a share.
    survey: Survey,
    /// Several scorers, one result.
    panel: Panel,
    /// Points of many items.
    items: Items,
    /// Comparison with the reference set.
    relative: Relative,
    /// A power or a root of a value.
    power: Power,
    /// The author's own formula.
    formula: FormulaMethod,
}

/// How children make the points of their group (cách tổng hợp).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aggregate {
    /// The sum (tổng).
    #[default]
    Sum,
    /// The sum of the children, each times its weight (điểm × hệ số).
    WeightedSum,
    /// The group's maximum times the weighted mean of the children's shares (trung bình có trọng số).
    WeightedMean,
    /// The highest child (lấy mục cao nhất).
    Max,
    /// The sum of the best so many children.
    Best(u32),
    /// Exactly one child may be filled in (hoặc … hoặc …).
    EitherOr,
    /// The group's maximum times the lowest of the children's shares (lấy mục thấp nhất).
    Min,
    /// The group's maximum times the median of the children's shares (trung vị).
    Median,
    /// The group's maximum times the geometric mean of the children's shares (trung bình nhân); its rounding is declared.
    GeometricMean,
    /// The mean of the children's points (trung bình cộng số điểm), whatever their maxima.
    MeanPoints,
    /// The median of the children's points (trung vị số điểm).
    MedianPoints,
    /// The fewest points of a child (lấy mục ít điểm nhất).
    MinPoints,
}

impl Aggregate {
    /// Whether it compares the children by their shares, so that their maxima may differ and its own is declared.
    pub fn is_by_share(self) -> bool {
        match self {
            Self::WeightedMean | Self::Min | Self::Median | Self::GeometricMean => true,
            Self::Sum | Self::WeightedSum | Self::Max | Self::Best(_) | Self::EitherOr => false,
            Self::MeanPoints | Self::MedianPoints | Self::MinPoints => false,
        }
    }
}

/// How many children must have points for the group to have some (tỷ lệ tiêu chí thành phần tối thiểu).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PresentAtLeast {
    /// The share of the children, by number.
    pub share: Number,
    /// What the group becomes when there are fewer; `refuse` when absent.
    #[serde(default = "refuse")]
    pub otherwise: Absence,
}

fn refuse() -> Absence {
    Absence::Refuse
}

/// Bonus and deduction items beside the criteria (điểm thưởng, điểm trừ).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Adjustments {
    /// Bonus items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonus: Option<ItemGroup>,
    /// Deduction items; each scores the points that are taken away, above zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deductions: Option<ItemGroup>,
    /// Whether bonus may lift the total above the sheet's maximum; no when absent.
    #[serde(default)]
    pub may_exceed_max: bool,
    /// Whether deductions may push the total below zero; no when absent.
    #[serde(default)]
    pub may_fall_below_zero: bool,
    /// `true` keeps both outside the total: shown beside it, usable in conditions and tie-breaks.
    #[serde(default)]
    pub outside_total: bool,
}

/// Items that count together up to a cap.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemGroup {
    /// At most so many points together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
    /// Which of the items count; all when absent.
    #[serde(default, skip_serializing_if = "is_all")]
    pub take: Take,
    /// The items, written like leaf criteria; `points_max` is the cap of each.
    pub items: Vec<Located<Criterion>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out a reference")]
fn is_all(take: &Take) -> bool {
    *take == Take::All
}
