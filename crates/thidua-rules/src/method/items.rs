use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Read, show};
use crate::program::{Builder, Cases, Cut, Fold, Kind, Num, Pays};
use crate::{Exact, Number, text};

/// Points of many items (nhiều hoạt động): their sum, the highest only, or the best k.
///
/// ```yaml
/// items: { of: điểm_chặng, take: { best: 11 } }
/// items: { of: điểm_hoạt_động, take: highest }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Items {
    /// An input declared with `many: true`.
    pub of: String,
    /// Which items count; the sum of all when absent.
    #[serde(default)]
    pub take: Take,
    /// At most so many points; the criterion's maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
}

/// Which items count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Take {
    /// The sum of all.
    #[default]
    All,
    /// The highest one only (chỉ tính hoạt động có điểm cao nhất).
    Highest,
    /// The sum of the best so many.
    Best(u32),
}

impl Take {
    /// The number of the best that count; `None` for all.
    pub fn count(self) -> Option<u32> {
        match self {
            Self::All => None,
            Self::Highest => Some(1),
            Self::Best(count) => Some(count),
        }
    }
}

impl Method for Items {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::List(&self.of)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.lists.push(("items", &self.of));
        to.number(Kind::Points, "cap", &self.cap);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["items"]);
        let cap = self.cap.as_ref().map_or(given.max, Number::exact).clone();
        let shown = show(&cap);
        let below = to.quiet(text!(
            "các mục được tính, chưa tới mức trần {shown}",
            "items counted, below the cap {shown}"
        ));
        let reached = to.way(text!("các mục đạt mức trần {shown}", "items at the cap {shown}"));
        let kept = self.take.count();
        let mut sum = to.fold(given.marks(), Fold::Best(kept));
        if let Some(kept) = kept {
            let left_out = to.way(text!("có mục không được tính", "some items are left out"));
            let count = to.fold(given.marks(), Fold::Count);
            let cases = Cases::lowest(Pays::Step(sum), None).then(
                Cut::above(Exact::from(i64::from(kept))),
                Pays::Step(sum),
                left_out,
            );
            sum = to.cases(count, cases);
        }
        let cases =
            Cases::lowest(Pays::same(), below).then(Cut::from(cap.clone()), Pays::Constant(cap), reached);
        Some(to.cases(sum, cases))
    }
}
