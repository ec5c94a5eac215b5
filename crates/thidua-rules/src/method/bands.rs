use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Mistake, Read, Table, TableRow, share_of, show_number};
use crate::program::{Builder, Cases, Interval, Kind, Num, Pays};
use crate::{Exact, Formula, Located, Number, Span, text};

/// Bands on a value (thang điểm theo mức đạt), with open and closed ends said aloud.
///
/// Each band has at most one lower end (`from` includes it, `above` does not) and one upper end
/// (`to` includes it, `below` does not), and pays points, a share of the maximum, all of it, or a
/// straight line between its ends. A value in no band is a finding, never a silent zero.
///
/// ```yaml
/// bands:
///   of: hồ_sơ_đúng_hạn / hồ_sơ_tiếp_nhận
///   steps:
///   - { from: 95%, full: true }
///   - { from: 80%, below: 95%, proportional: true }
///   - { below: 80%, points: 0 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The value that is looked up.
    pub of: Formula,
    /// The bands, in any order; they must not overlap.
    pub steps: Vec<Located<Band>>,
    /// The lowest value that can occur, for the proof that no band is missing; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest: Option<Number>,
    /// The highest value that can occur; unbounded when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<Number>,
}

/// One band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lower end, included (từ … trở lên).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Number>,
    /// Lower end, not included (trên …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Number>,
    /// Upper end, included (đến …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Number>,
    /// Upper end, not included (dưới …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<Number>,
    /// Pays this many points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Number>,
    /// Pays this share of the maximum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Number>,
    /// `true` pays the whole maximum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<bool>,
    /// `true` pays the maximum times the value: 87 % of the cases, 87 % of the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proportional: Option<bool>,
    /// Pays on a straight line from the points at the lower end to the points at the upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
}

/// Points at the two ends of a band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Points at the lower end.
    pub at_lower: Number,
    /// Points at the upper end.
    pub at_upper: Number,
}

impl Band {
    /// The lower end and whether it is included.
    #[must_use]
    pub fn lower(&self) -> Option<(&Number, bool)> {
        self.from.as_ref().map(|end| (end, true)).or(self.above.as_ref().map(|end| (end, false)))
    }

    /// The upper end and whether it is included.
    #[must_use]
    pub fn upper(&self) -> Option<(&Number, bool)> {
        self.to.as_ref().map(|end| (end, true)).or(self.below.as_ref().map(|end| (end, false)))
    }

    /// What the band pays; `None` when it names nothing, or more than one thing.
    fn pays(&self, max: &Exact) -> Option<Pays> {
        let full = self.full == Some(true);
        let proportional = self.proportional == Some(true);
        match (&self.points, &self.share, full, proportional, &self.line) {
            (Some(points), None, false, false, None) => Some(Pays::Constant(points.exact().clone())),
            (None, Some(share), false, false, None) => Some(Pays::Constant(share_of(max, share))),
            (None, None, true, false, None) => Some(Pays::Constant(max.clone())),
            (None, None, false, true, None) => Some(Pays::times(max.clone())),
            (None, None, false, false, Some(line)) => {
                let ((lower, _), (upper, _)) = (self.lower()?, self.upper()?);
                let run = upper.exact().clone() - lower.exact().clone();
                let rise = line.at_upper.exact().clone() - line.at_lower.exact().clone();
                let (at, points) = (lower.exact().clone(), line.at_lower.exact().clone());
                let rises = |run: &Exact| Some(Pays::Line { at, points, slope: rise.checked_div(run)? });
                Some(run).filter(|run| *run > Exact::ZERO).as_ref().and_then(rises)
            }
            _ => None,
        }
    }

    fn ends(&self) -> impl Iterator<Item = &Number> {
        self.from.iter().chain(&self.above).chain(&self.to).chain(&self.below)
    }

    /// The values it holds.
    fn values(&self) -> Interval {
        let end = |(number, included): (&Number, bool)| (number.exact().clone(), included);
        Interval { lower: self.lower().map(end), upper: self.upper().map(end) }
    }

    /// The interval as people write it: `[80%; 95%)`.
    fn interval(&self) -> String {
        let lower = match self.lower() {
            Some((end, true)) => format!("[{}", show_number(end)),
            Some((end, false)) => format!("({}", show_number(end)),
            None => "(−∞".to_owned(),
        };
        let upper = match self.upper() {
            Some((end, true)) => format!("{}]", show_number(end)),
            Some((end, false)) => format!("{})", show_number(end)),
            None => "+∞)".to_owned(),
        };
        format!("{lower}; {upper}")
    }

    /// Whether no value can lie in it, or an end is declared twice.
    fn is_empty(&self) -> bool {
        let twice =
            (self.from.is_some() && self.above.is_some()) || (self.to.is_some() && self.below.is_some());
        let crossed = self.lower().zip(self.upper()).is_some_and(|((lower, from), (upper, to))| {
            lower.exact() > upper.exact() || (lower.exact() == upper.exact() && !(from && to))
        });
        twice || crossed
    }
}

impl Method for Bands {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.of)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        if self.steps.iter().any(|band| band.proportional == Some(true)) {
            to.formulas.push(("proportional", &self.of, Kind::Share));
        }
        let mut ends: Vec<(&Number, Option<Span>)> = Vec::new();
        for band in &self.steps {
            ends.extend(band.ends().map(|end| (end, Some(band.span))));
            to.add(Kind::Share, "share", &band.share, Some(band.span), false);
            let line = band.line.iter().flat_map(|line| [&line.at_lower, &line.at_upper]);
            to.add(Kind::Points, "points", band.points.iter().chain(line), Some(band.span), false);
        }
        ends.extend(self.lowest.iter().chain(&self.highest).map(|end| (end, None)));
        to.tables.push((&self.of, ends));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        let mut rows = Vec::with_capacity(self.steps.len());
        for band in &self.steps {
            let shown = band.interval();
            let way = to.way_at(text!("bậc {shown}", "band {shown}"), band.span);
            let ends = band.from.iter().chain(&band.above).chain(&band.to).chain(&band.below);
            rows.push((band.values(), band.pays(given.max)?, to.ends(way, ends)));
        }
        Some(to.cases(given.first()?, Cases::first_of(rows)))
    }

    fn tables(&self, max: &Exact) -> Vec<Table<'_>> {
        let row = |band: &Located<Band>| {
            let pays = band.pays(max);
            let nothing = matches!(&pays, Some(Pays::Constant(points)) if points.is_zero());
            let threshold = band.full == Some(true) || nothing;
            TableRow { values: band.values(), pays, threshold, span: band.span }
        };
        vec![Table {
            of: &self.of,
            read: 0,
            whole: true,
            ends: (self.lowest.as_ref(), self.highest.as_ref()),
            percent: self.steps.iter().any(|band| band.ends().any(Number::is_percent)),
            rows: self.steps.iter().map(row).collect(),
        }]
    }

    fn mistakes(&self, max: &Exact) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for band in &self.steps {
            let shown = band.interval();
            if band.pays(max).is_none() {
                mistakes.push(Mistake {
                    code: "TD0221",
                    span: Some(band.span),
                    message: text!(
                        "bậc {shown} cần đúng một trong `points`, `share`, `full`, `proportional`, `line`",
                        "the band {shown} needs exactly one of `points`, `share`, `full`, `proportional`, `line`"
                    ),
                    help: text!(
                        "viết chẳng hạn `points: 3`; `line` cần đủ hai đầu của bậc",
                        "write for example `points: 3`; `line` needs both ends of the band"
                    ),
                });
            }
            if band.is_empty() {
                mistakes.push(Mistake {
                    code: "TD0221",
                    span: Some(band.span),
                    message: text!(
                        "bậc {shown} không chứa giá trị nào hoặc khai hai lần một đầu",
                        "the band {shown} holds no value, or has one end twice"
                    ),
                    help: text!(
                        "mỗi bậc có tối đa một đầu dưới (`from` hoặc `above`) và một đầu trên (`to` hoặc `below`)",
                        "a band has at most one lower end (`from` or `above`) and one upper end (`to` or `below`)"
                    ),
                });
            }
        }
        mistakes
    }
}
