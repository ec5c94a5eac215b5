use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Peers, Points, Read, show};
use crate::{Condition, Exact, Formula, Number, Text, text};

/// Points by comparison with the others of the same reference set (chấm so với đơn vị khác trong cụm).
///
/// ```yaml
/// relative: { of: kết_quả, target: chỉ_tiêu, by: leader, reference: cluster }
/// relative: { of: chỉ_số, by: range, better: lower, reference: all }
/// ```
///
/// * `leader` without a target: maximum × value / best value.
/// * `leader` with a target: below the target half the maximum × value / target; at the target half;
///   the best excess gets the maximum, other excesses half × (1 + excess / best excess).
/// * `range`: the worst value gets 0 (or `lowest_share` of the maximum), the best the maximum, on a straight line.
/// * `rank`: the best gets the maximum, each further place `step` points less, or what `table` says; equal values
///   share a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// The value that is compared.
    pub of: Formula,
    /// The target of each one, for `leader`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Formula>,
    /// How the comparison pays.
    pub by: RelativeKind,
    /// Which direction is better; `higher` when absent.
    #[serde(default)]
    pub better: Better,
    /// Who is compared with whom.
    pub reference: Scope,
    /// Only those who meet this belong to the reference set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Condition>,
    /// Points less for each further place, for `rank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Number>,
    /// Or the points of each place, the first place first; later places get none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<Number>,
    /// What the worst value gets, as a share of the maximum, for `range`; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_share: Option<Number>,
    /// What everybody gets when all values are equal, as a share of the maximum, for `range`; a finding when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_equal: Option<Number>,
}

/// How a comparison pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelativeKind {
    /// By the leader's value (so với đơn vị dẫn đầu).
    Leader,
    /// Between the worst and the best value (min–max).
    Range,
    /// By place (theo thứ hạng).
    Rank,
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    #[default]
    Higher,
    /// Less is better.
    Lower,
}

/// Which entrants belong together (phạm vi).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The same cluster (cụm, khối).
    Cluster,
    /// The same kind.
    Kind,
    /// Everybody in the run.
    All,
}

impl Relative {
    fn best<'a>(&self, peers: &'a Peers) -> Option<&'a Exact> {
        match self.better {
            Better::Higher => peers.sorted.last(),
            Better::Lower => peers.sorted.first(),
        }
    }

    fn worst<'a>(&self, peers: &'a Peers) -> Option<&'a Exact> {
        match self.better {
            Better::Higher => peers.sorted.first(),
            Better::Lower => peers.sorted.last(),
        }
    }

    fn leader(&self, given: Given<'_>, value: &Exact, peers: &Peers) -> Option<Exact> {
        let max = given.max.clone();
        let best = self.best(peers)?;
        let Some(target) = given.values.get(1) else {
            // For lower-is-better the leader's value stands above: best / value.
            return match self.better {
                Better::Higher => (max * value.clone()).checked_div(best),
                Better::Lower => (max * best.clone()).checked_div(value),
            };
        };
        let target = target.clone()?;
        let half = max.clone() * Exact::ratio(1, 2);
        let reached = value.checked_div(&target)?;
        if reached <= Exact::ONE {
            return Some(half * reached);
        }
        let best_excess = peers.best_excess.clone()?;
        let share = (reached - Exact::ONE).checked_div(&best_excess)?;
        // Someone outside the reference set may exceed its leader: the maximum stays the maximum.
        Some((half.clone() + half * share).min(max))
    }

    fn range(&self, given: Given<'_>, value: &Exact, peers: &Peers) -> Option<Exact> {
        let (worst, best) = (self.worst(peers)?, self.best(peers)?);
        let run = best.clone() - worst.clone();
        if run.is_zero() {
            return self.when_equal.as_ref().map(|share| super::share_of(given.max, share));
        }
        let share = (value.clone() - worst.clone()).checked_div(&run)?.max(Exact::ZERO).min(Exact::ONE);
        let lowest =
            self.lowest_share.as_ref().map_or(Exact::ZERO, |lowest| super::share_of(given.max, lowest));
        Some(lowest.clone() + share * (given.max.clone() - lowest))
    }

    fn place(&self, value: &Exact, peers: &Peers) -> usize {
        match self.better {
            Better::Higher => peers.sorted.len() - peers.sorted.partition_point(|other| other <= value),
            Better::Lower => peers.sorted.partition_point(|other| other < value),
        }
    }

    fn ranked(&self, given: Given<'_>, value: &Exact, peers: &Peers) -> Option<Exact> {
        self.best(peers)?;
        let place = self.place(value, peers);
        if let Some(step) = &self.step {
            let further = Exact::from(i64::try_from(place).ok()?);
            return Some((given.max.clone() - further * step.exact().clone()).max(Exact::ZERO));
        }
        Some(self.table.get(place).map_or(Exact::ZERO, |points| points.exact().clone()))
    }
}

impl Method for Relative {
    fn reads(&self) -> Vec<Read<'_>> {
        std::iter::once(&self.of).chain(&self.target).map(Read::Formula).collect()
    }

    fn points(&self, given: Given<'_>) -> Points {
        let value = super::direct::first(given);
        let points = given.peers.and_then(|peers| match self.by {
            RelativeKind::Leader => self.leader(given, &value, peers),
            RelativeKind::Range => self.range(given, &value, peers),
            RelativeKind::Rank => self.ranked(given, &value, peers),
        });
        points.ok_or_else(|| {
            text!(
                "không so sánh được: tập so sánh trống, mốc bằng 0 hoặc mọi giá trị bằng nhau mà không khai `when_equal`",
                "no comparison: the reference set is empty, its base is 0, or all values are equal and `when_equal` is not declared"
            )
        })
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let value = super::direct::first(given);
        let Some(peers) = given.peers else { return Text::default() };
        let (best, worst) = (
            self.best(peers).map_or_else(String::new, show),
            self.worst(peers).map_or_else(String::new, show),
        );
        let (size, shown, max) = (peers.sorted.len(), show(&value), show(given.max));
        match (self.by, given.values.get(1)) {
            (RelativeKind::Leader, Some(Some(target))) => {
                let target = show(target);
                let excess = peers.best_excess.as_ref().map_or_else(|| "0".to_owned(), super::show_percent);
                text!(
                    "đạt {shown} so với chỉ tiêu {target}; mức vượt cao nhất của {size} đơn vị là {excess}; tối đa {max}",
                    "{shown} against the target {target}; the highest excess among {size} is {excess}; maximum {max}"
                )
            }
            (RelativeKind::Leader, _) => text!(
                "{shown} so với đơn vị dẫn đầu {best} ({size} đơn vị) × {max}",
                "{shown} against the leader's {best} ({size} entrants) × {max}"
            ),
            (RelativeKind::Range, _) => text!(
                "{shown} trong khoảng từ {worst} (kém nhất) đến {best} (tốt nhất) của {size} đơn vị × {max}",
                "{shown} between {worst} (worst) and {best} (best) of {size} entrants × {max}"
            ),
            (RelativeKind::Rank, _) => {
                let place = self.place(&value, peers) + 1;
                match self.step.as_ref().map(super::show_number) {
                    Some(step) => text!(
                        "{shown} đứng thứ {place} trong {size} đơn vị; mỗi bậc kém {step} điểm từ {max}",
                        "{shown} is place {place} of {size}; each place {step} points less than {max}"
                    ),
                    None => text!(
                        "{shown} đứng thứ {place} trong {size} đơn vị, theo bảng điểm của từng hạng",
                        "{shown} is place {place} of {size}, by the table of points"
                    ),
                }
            }
        }
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        let best = self.table.iter().map(|points| points.exact().clone()).max();
        (Some(Exact::ZERO), Some(best.unwrap_or_else(|| max.clone())))
    }

    fn scope(&self) -> Option<Scope> {
        Some(self.reference)
    }

    fn mistakes(&self, _: &Exact) -> Vec<super::Mistake> {
        if self.target.is_some() && (self.by != RelativeKind::Leader || self.better == Better::Lower) {
            return vec![super::Mistake {
                code: "TD0237",
                span: None,
                message: text!(
                    "`target` chỉ đi cùng `by: leader` và `better: higher`",
                    "a `target` goes with `by: leader` and `better: higher` only"
                ),
                help: text!(
                    "bỏ `target`; nếu thấp hơn là tốt hơn, hãy dùng `linear` với hai mốc",
                    "drop `target`; where lower is better use `linear` with two anchors"
                ),
            }];
        }
        if self.by == RelativeKind::Rank && self.step.is_some() != self.table.is_empty() {
            return vec![super::Mistake {
                code: "TD0236",
                span: None,
                message: text!(
                    "`by: rank` cần đúng một trong `step` và `table`",
                    "`by: rank` needs exactly one of `step` and `table`"
                ),
                help: text!(
                    "viết chẳng hạn `step: 0.5` hoặc `table: [ 12, 10, 8 ]`",
                    "write for example `step: 0.5` or `table: [ 12, 10, 8 ]`"
                ),
            }];
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_to_compare_with_is_no_first_place() {
        let method = Relative {
            of: Formula::input("chỉ_số"),
            target: None,
            by: RelativeKind::Rank,
            better: Better::Higher,
            reference: Scope::Cluster,
            among: None,
            step: Some(Number::from(1)),
            table: Vec::new(),
            lowest_share: None,
            when_equal: None,
        };
        let (values, max, peers) = ([Some(Exact::ONE)], Exact::from(5), Peers::default());
        let given = Given { values: &values, lists: &[], min: &Exact::ZERO, max: &max, peers: Some(&peers) };
        assert!(method.points(given).is_err());
    }
}
