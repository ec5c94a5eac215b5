use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::linear::Beyond;
use super::{Declared, Given, Limit, Method, Read};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays};
use crate::{Formula, text};

/// The author's own formula over named inputs (công thức riêng): the four operations and parentheses.
///
/// ```yaml
/// formula: { is: (điểm_2014 + điểm_2015) / 2, beyond: refuse }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormulaMethod {
    /// The formula; its result is points.
    pub is: Formula,
    /// What a result outside `points_min` and `points_max` does; `refuse` when absent.
    #[serde(default = "refuse")]
    pub beyond: Beyond,
}

fn refuse() -> Beyond {
    Beyond::Refuse
}

impl Method for FormulaMethod {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.is)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.push(("formula", &self.is, Kind::Count));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["formula"]);
        let inside = to.quiet(text!("tính theo công thức", "by the formula"));
        if self.beyond != Beyond::Clip {
            return Some(to.cases(given.first()?, Cases::lowest(Pays::same(), inside)));
        }
        let below = to.way(text!("dưới mức thấp nhất", "below the lowest points"));
        let above = to.way(text!("từ mức tối đa trở lên", "at or above the maximum"));
        let (min, max) = (given.min.clone(), given.max.clone());
        let cases = Cases::lowest(Pays::Constant(min.clone()), below)
            .then(Cut::from(min), Pays::same(), inside)
            .then(Cut::from(max.clone()), Pays::Constant(max), above);
        Some(to.cases(given.first()?, cases))
    }

    fn limit(&self) -> Limit {
        match self.beyond {
            Beyond::Extend => Limit::Open,
            Beyond::Clip | Beyond::Refuse => Limit::Maximum,
        }
    }
}
