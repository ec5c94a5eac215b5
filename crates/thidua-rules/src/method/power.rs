use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Mistake, Read};
use crate::program::{Builder, Cases, Exponent, Kind, Num, Pays};
use crate::{Exact, Formula, Number, Rounding, text};

/// A power or a root of a value (lũy thừa, căn của một giá trị), rounded at once and right to the last digit.
///
/// The points are `each` × the `root`-th root of the value to the power of `raise`; below zero there are none.
///
/// ```yaml
/// power: { of: dân_số, root: 2, each: 0.01, rounding: { places: 3, mode: half-up } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// The value.
    pub of: Formula,
    /// The power it is raised to; 1 when absent.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub raise: u32,
    /// Which root is drawn of that: 2 for the square root; 1, none, when absent.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub root: u32,
    /// Points for each one of the result; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<Number>,
    /// How the root is rounded: it has no last digit otherwise.
    pub rounding: Rounding,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out a reference")]
fn is_one(number: &u32) -> bool {
    *number == 1
}

/// Beyond this a value has more digits than anybody means.
const LARGEST: u32 = 12;

impl Method for Power {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.of)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.push(("power", &self.of, Kind::Number));
        to.number(Kind::Points, "each", &self.each);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        if !self.mistakes(given.max).is_empty() {
            return None;
        }
        to.under(&["power"]);
        let scored = to.quiet(text!("có người được chấm", "somebody is scored"));
        let exponent = Exponent { raise: self.raise, root: self.root };
        let root = to.root(given.first()?, exponent, Exact::from(self.rounding.step()?), self.rounding.mode);
        let each = self.each.as_ref().map_or(Exact::ONE, |each| each.exact().clone());
        Some(to.cases(root, Cases::lowest(Pays::times(each), scored)))
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let range = 1..=LARGEST;
        if range.contains(&self.raise) && range.contains(&self.root) && self.rounding.step().is_some() {
            return Vec::new();
        }
        vec![Mistake {
            code: "TD0294",
            span: None,
            message: text!(
                "`power` cần `raise` và `root` từ 1 đến {LARGEST} và một cách làm tròn đúng",
                "a `power` needs `raise` and `root` from 1 to {LARGEST} and a rounding that is right"
            ),
            help: text!(
                "viết chẳng hạn `root: 2, rounding: {{ places: 3, mode: half-up }}`",
                "write for example `root: 2, rounding: {{ places: 3, mode: half-up }}`"
            ),
        }]
    }
}
