use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Mistake, Points, Read, show, show_percent};
use crate::{Exact, Formula, Number, Text, text};

/// The maximum times one number over another (tỷ lệ thực hiện × điểm tối đa).
///
/// The engine owns the quotient: it multiplies before it divides, so `7/12 × 7.5` rounds to 4.38.
///
/// ```yaml
/// ratio: { numerator: hoàn_thành, denominator: nhiệm_vụ_giao, floor: 50%, when_zero: full }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What was done.
    pub numerator: Formula,
    /// What had to be done.
    pub denominator: Formula,
    /// A share below this one pays nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Number>,
    /// The share counts up to this; 100 % when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
    /// What more than 100 % pays on top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<OverAchievement>,
    /// What is paid when nothing had to be done: a share of the maximum. A finding when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_zero: Option<Number>,
}

/// Over-achievement (vượt chỉ tiêu): so many points for every further share, up to a limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverAchievement {
    /// For each of these above 100 %, for example 1 %.
    pub each: Number,
    /// So many points more; whole steps only.
    pub points: Number,
    /// At most so many points more.
    pub at_most: Number,
}

impl Ratio {
    pub(crate) fn share(&self, given: Given<'_>) -> Option<Exact> {
        let [Some(numerator), Some(denominator)] = given.values else { return None };
        numerator.checked_div(denominator)
    }

    pub(crate) fn extra(&self, share: &Exact) -> Exact {
        let Some(over) = self.over.as_ref().filter(|_| *share > Exact::ONE) else { return Exact::ZERO };
        let steps = (share.clone() - Exact::ONE).checked_div(over.each.exact()).unwrap_or_default();
        let whole = steps.round_to_multiple(&Exact::ONE, crate::RoundingMode::Down);
        (whole * over.points.exact().clone()).min(over.at_most.exact().clone())
    }

    fn counted(&self, share: &Exact) -> Exact {
        if self.below_floor(share) { Exact::ZERO } else { share.clone().min(self.cap()) }
    }

    /// Whether the share is too low to count.
    pub(crate) fn below_floor(&self, share: &Exact) -> bool {
        self.floor.as_ref().is_some_and(|floor| share < floor.exact())
    }

    /// The share that counts at most.
    pub(crate) fn cap(&self) -> Exact {
        self.cap.as_ref().map_or(Exact::ONE, |cap| cap.exact().clone())
    }
}

impl Method for Ratio {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.numerator), Read::Formula(&self.denominator)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        match (self.share(given), &self.when_zero) {
            (Some(share), _) if share.is_negative() => {
                Err(text!("tỷ lệ {} nhỏ hơn 0", "the ratio {} is below 0", show_percent(&share)))
            }
            (Some(share), _) => Ok(given.max.clone() * self.counted(&share) + self.extra(&share)),
            (None, Some(pays)) => Ok(super::share_of(given.max, pays)),
            (None, None) => Err(text!(
                "mẫu số `{}` bằng 0 và bộ tiêu chí không nói phải làm gì (`when_zero`)",
                "the denominator `{}` is 0 and the rules do not say what then (`when_zero`)",
                self.denominator
            )),
        }
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let [Some(numerator), Some(denominator)] = given.values else { return Text::default() };
        let Some(share) = self.share(given) else {
            return text!("{} / 0 → theo `when_zero`", "{} / 0 → by `when_zero`", show(numerator));
        };
        let counted = self.counted(&share);
        let extra = self.extra(&share);
        let more = if extra.is_zero() { String::new() } else { format!(" + {}", show(&extra)) };
        let percent = show_percent(&share);
        let (top, bottom, max) = (show(numerator), show(denominator), show(given.max));
        if counted == share {
            return text!(
                "{top} / {bottom} × {max}{more} (tỷ lệ {percent})",
                "{top} / {bottom} × {max}{more} (ratio {percent})"
            );
        }
        let counted = show_percent(&counted);
        text!(
            "{top} / {bottom}: tỷ lệ {percent}, được tính {counted} × {max}{more}",
            "{top} / {bottom}: ratio {percent}, counts as {counted} × {max}{more}"
        )
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        let cap = self.cap();
        let extra = self.over.as_ref().map_or(Exact::ZERO, |over| over.at_most.exact().clone());
        let most = max.clone() * cap + extra;
        // A denominator of zero has points of its own; beyond the maximum they are refused like any others.
        let zero = self.when_zero.as_ref().map_or(Exact::ZERO, |pays| super::share_of(max, pays));
        (Some(Exact::ZERO.min(zero.clone())), Some(most.max(zero.min(max.clone()))))
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let Some(over) = self.over.as_ref().filter(|over| *over.each.exact() <= Exact::ZERO) else {
            return Vec::new();
        };
        vec![Mistake {
            code: "TD0230",
            span: None,
            message: text!("`each: {}` phải lớn hơn 0", "`each: {}` must be above 0", over.each),
            help: text!("viết chẳng hạn `each: 1%`", "write for example `each: 1%`"),
        }]
    }
}
