use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::direct::first;
use super::{Given, Method, Mistake, Points, Read, show, show_number};
use crate::{Exact, Formula, Number, Text, text};

/// A straight line between two anchors (nội suy tuyến tính giữa hai mốc): higher or lower may be better.
///
/// ```yaml
/// linear: { of: số_ngày_xử_lý, anchors: [ { at: 10, points: 5 }, { at: 30, points: 0 } ], beyond: clip }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Linear {
    /// The value.
    pub of: Formula,
    /// The two anchors, in any order.
    pub anchors: Vec<Anchor>,
    /// What happens beyond the anchors; `clip` when absent.
    #[serde(default)]
    pub beyond: Beyond,
}

/// A value and what it pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The value.
    pub at: Number,
    /// Its points.
    pub points: Number,
}

/// What a value beyond the anchors pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Beyond {
    /// The points of the nearer anchor.
    #[default]
    Clip,
    /// The line goes on.
    Extend,
    /// Nothing: it is a finding.
    Refuse,
}

impl Method for Linear {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.of)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        let value = first(given);
        let [left, right] = self.anchors.as_slice() else { return Err(two_anchors()) };
        let (low, high) = if left.at.exact() <= right.at.exact() { (left, right) } else { (right, left) };
        let outside = value < *low.at.exact() || value > *high.at.exact();
        match (outside, self.beyond) {
            (true, Beyond::Refuse) => Err(text!(
                "giá trị {} nằm ngoài hai mốc {} và {}",
                "the value {} lies outside the anchors {} and {}",
                show(&value),
                low.at,
                high.at
            )),
            (true, Beyond::Clip) => {
                Ok(if value < *low.at.exact() { low } else { high }.points.exact().clone())
            }
            _ => {
                let run = high.at.exact().clone() - low.at.exact().clone();
                let rise = high.points.exact().clone() - low.points.exact().clone();
                let along = (value - low.at.exact().clone()) * rise;
                Ok(low.points.exact().clone() + along.checked_div(&run).ok_or_else(two_anchors)?)
            }
        }
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let anchors: Vec<String> = self
            .anchors
            .iter()
            .map(|anchor| format!("{} ↦ {}", show_number(&anchor.at), show_number(&anchor.points)))
            .collect();
        let (value, anchors) = (show(&first(given)), anchors.join("; "));
        text!(
            "{} = {value} trên đường thẳng qua {anchors}",
            "{} = {value} on the line through {anchors}",
            self.of
        )
    }

    fn bounds(&self, _: &Exact) -> (Option<Exact>, Option<Exact>) {
        if self.beyond == Beyond::Extend {
            return (None, None);
        }
        let points = || self.anchors.iter().map(|anchor| anchor.points.exact().clone());
        (points().min(), points().max())
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        match self.anchors.as_slice() {
            [left, right] if left.at != right.at => Vec::new(),
            _ => vec![Mistake {
                code: "TD0233",
                span: None,
                message: two_anchors(),
                help: text!(
                    "viết `anchors: [ {{ at: 10, points: 0 }}, {{ at: 30, points: 5 }} ]`",
                    "write `anchors: [ {{ at: 10, points: 0 }}, {{ at: 30, points: 5 }} ]`"
                ),
            }],
        }
    }
}

fn two_anchors() -> Text {
    text!("cần đúng hai mốc có giá trị khác nhau", "exactly two anchors with different values are needed")
}
