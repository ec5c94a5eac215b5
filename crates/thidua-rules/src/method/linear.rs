use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Limit, Method, Mistake, Read, show_number};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays, Reason};
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

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.tables.push((&self.of, self.anchors.iter().map(|anchor| (&anchor.at, None)).collect()));
        to.number(Kind::Points, "anchors", self.anchors.iter().map(|anchor| &anchor.points));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["linear"]);
        let [left, right] = self.anchors.as_slice() else { return None };
        let (low, high) = if left.at.exact() <= right.at.exact() { (left, right) } else { (right, left) };
        let rise = high.points.exact().clone() - low.points.exact().clone();
        let slope = rise.checked_div(&(high.at.exact().clone() - low.at.exact().clone()))?;
        let line = Pays::Line { at: low.at.exact().clone(), points: low.points.exact().clone(), slope };
        let (low_way, high_way) = match self.beyond {
            Beyond::Refuse => (None, None),
            Beyond::Clip | Beyond::Extend => {
                let (low, high) = (&low.at, &high.at);
                let (least, most) = (show_number(low), show_number(high));
                let below = to.way(text!("giá trị từ {least} trở xuống", "value at or below {least}"));
                let above = to.way(text!("giá trị từ {most} trở lên", "value at or above {most}"));
                (to.ends(below, [low].into_iter()), to.ends(above, [high].into_iter()))
            }
        };
        let (from, until) = (show_number(&low.at), show_number(&high.at));
        let between = to.quiet(text!("giá trị giữa {from} và {until}", "value between {from} and {until}"));
        let beyond = |anchor: &Anchor| match self.beyond {
            Beyond::Clip => Pays::Constant(anchor.points.exact().clone()),
            Beyond::Extend => line.clone(),
            Beyond::Refuse => Pays::Nothing(Reason::NoPiece),
        };
        let (low_cut, high_cut) = match self.beyond {
            Beyond::Refuse => (Cut::from(low.at.exact().clone()), Cut::above(high.at.exact().clone())),
            Beyond::Clip | Beyond::Extend => {
                (Cut::above(low.at.exact().clone()), Cut::from(high.at.exact().clone()))
            }
        };
        let cases = Cases::lowest(beyond(low), low_way).then(low_cut, line.clone(), between).then(
            high_cut,
            beyond(high),
            high_way,
        );
        Some(to.cases(given.first()?, cases))
    }

    fn limit(&self) -> Limit {
        if self.beyond == Beyond::Extend { Limit::Open } else { Limit::Paid }
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
