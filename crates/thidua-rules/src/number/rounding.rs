use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Decimal, Exact};

/// How the digit that falls away decides (cách làm tròn).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingMode {
    /// To the nearest; a half goes away from zero. Usual practice in Viet Nam.
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Away from zero (làm tròn lên).
    Up,
    /// Towards zero (làm tròn xuống).
    Down,
}

/// A declared rounding (làm tròn): to a number of decimal places, or to a multiple such as 10 000.
///
/// ```
/// use thidua_rules::{Exact, Rounding, RoundingMode};
/// let two_places = Rounding { places: Some(2), to: None, mode: RoundingMode::HalfUp };
/// let score = Exact::ratio(7, 12) * "7.5".parse::<thidua_rules::Decimal>()?.into();
/// assert_eq!(two_places.apply(&score).to_string(), "4.38");
/// # Ok::<(), thidua_rules::DecimalError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rounding {
    /// Digits kept after the decimal point. Give this or `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// Round to a multiple of this number, for example 10000 for money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Decimal>,
    /// What the digit that falls away does.
    pub mode: RoundingMode,
}

impl Rounding {
    /// The step between two rounded neighbours: `0.01` for two places. `None` when the declaration
    /// names neither or both of `places` and `to`, more than 18 places, or a step not above zero.
    #[must_use]
    pub fn step(&self) -> Option<Decimal> {
        match (self.places, self.to) {
            (Some(places), None) if places <= 18 => Decimal::from_scaled(1, places).ok(),
            (None, Some(to)) if !to.is_negative() && !to.is_zero() => Some(to),
            _ => None,
        }
    }

    /// The rounded value. A declaration without a valid [`Rounding::step`] changes nothing.
    #[must_use]
    pub fn apply(&self, value: &Exact) -> Exact {
        match self.step() {
            Some(step) => value.round_to_multiple(&Exact::from(step), self.mode),
            None => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_named_once_and_not_too_small() {
        let step = |places, to: Option<&str>| {
            let to = to.map(|to| to.parse().unwrap());
            Rounding { places, to, mode: RoundingMode::HalfUp }.step().map(|step| step.to_string())
        };
        assert_eq!(step(Some(0), None).as_deref(), Some("1"));
        assert_eq!(step(Some(18), None).as_deref(), Some("0.000000000000000001"));
        assert_eq!(step(None, Some("0.25")).as_deref(), Some("0.25"));
        for (places, to) in
            [(Some(19), None), (None, Some("0")), (None, Some("-1")), (None, None), (Some(2), Some("0.5"))]
        {
            assert_eq!(step(places, to), None, "{places:?} {to:?}");
        }
    }
}
