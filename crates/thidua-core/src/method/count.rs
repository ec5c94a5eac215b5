use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::direct::first;
use super::{Given, Method, Points, Read, show};
use crate::{Exact, Formula, Number, Text, text};

/// So many points for each one counted, up to a cap (số lượng × điểm, có mức trần).
///
/// A negative `each` makes a deduction: `count: { of: vi_phạm, each: -0.5 }` with `points_min: -4`.
///
/// ```yaml
/// count: { of: mô_hình_dân_vận_khéo, each: 0.5, first: 1 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// How many.
    pub of: Formula,
    /// Points for each.
    pub each: Number,
    /// So many do not count yet; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<Number>,
    /// At most so many points; the criterion's maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
    /// At least so many points; used with a negative `each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Number>,
}

impl Count {
    fn counted(&self, value: Exact) -> Exact {
        match &self.free {
            Some(free) => (value - free.exact().clone()).max(Exact::ZERO),
            None => value,
        }
    }
}

impl Count {
    /// The points before cap and floor.
    pub(crate) fn product(&self, given: Given<'_>) -> Exact {
        self.counted(first(given)) * self.each.exact().clone()
    }
}

impl Method for Count {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.of)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        let points = self.product(given);
        let cap = self.cap.as_ref().map_or(given.max, Number::exact);
        let capped = points.min(cap.clone());
        Ok(match &self.floor {
            Some(floor) => capped.max(floor.exact().clone()),
            None => capped,
        })
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let counted = self.counted(first(given));
        let cap = self.cap.as_ref().map_or(given.max, Number::exact);
        let product = counted.clone() * self.each.exact().clone();
        let capped = if product > *cap { format!(" ⇒ ≤ {}", show(cap)) } else { String::new() };
        let (counted, product) = (show(&counted), show(&product));
        let each = super::show_number(&self.each);
        text!("{counted} × {each} = {product}{capped}", "{counted} × {each} = {product}{capped}")
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        let cap = self.cap.as_ref().map_or(max.clone(), |cap| cap.exact().clone());
        if self.each.exact().is_negative() {
            (self.floor.as_ref().map(|floor| floor.exact().clone()), Some(Exact::ZERO.min(cap)))
        } else {
            (Some(Exact::ZERO.min(cap.clone())), Some(cap))
        }
    }
}
