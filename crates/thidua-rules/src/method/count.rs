use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Read, show};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays};
use crate::{Exact, Formula, Number, text};

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

impl Method for Count {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.of)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.tables.push((&self.of, self.free.iter().map(|free| (free, None)).collect()));
        to.number(Kind::Points, "count", [&self.each].into_iter().chain(&self.cap).chain(&self.floor));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["count"]);
        let mut counted = given.first()?;
        let cap = self.cap.as_ref().map_or(given.max, Number::exact).clone();
        let shown = show(&cap);
        let below = to
            .quiet(text!("tính theo số lượng, chưa tới mức trần {shown}", "counted, below the cap {shown}"));
        let reached = to.way(text!("đạt mức trần {shown}", "at the cap {shown}"));
        if let Some(free) = self.free.as_ref().map(|free| free.exact().clone()) {
            let shown = show(&free);
            let within = to.way(text!(
                "trong số {shown} lần đầu không tính",
                "within the first {shown} that do not count"
            ));
            let beyond = Pays::Line { at: free.clone(), points: Exact::ZERO, slope: Exact::ONE };
            let cases =
                Cases::lowest(Pays::Constant(Exact::ZERO), within).then(Cut::above(free), beyond, None);
            counted = to.cases(counted, cases);
        }
        let each = to.constant(self.each.exact().clone());
        let product = to.multiply(counted, each);
        let capped =
            Cases::lowest(Pays::same(), below).then(Cut::from(cap.clone()), Pays::Constant(cap), reached);
        let capped = to.cases(product, capped);
        let Some(floor) = self.floor.as_ref() else { return Some(capped) };
        let at = floor.exact().clone();
        let shown = super::show_number(floor);
        let low = to.way(text!("chạm mức sàn {shown}", "at the floor {shown}"));
        let cases = Cases::lowest(Pays::Constant(at.clone()), low).then(Cut::above(at), Pays::same(), None);
        Some(to.cases(capped, cases))
    }
}
