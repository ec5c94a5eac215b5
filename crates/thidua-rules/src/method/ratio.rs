use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Mistake, Proportion, Read, share_of, show_number, show_percent};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays, Reason};
use crate::{Exact, Formula, Number, RoundingMode, Term, text};

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

impl Method for Ratio {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.numerator), Read::Formula(&self.denominator)]
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.extend([&self.numerator, &self.denominator].map(|of| ("ratio", of, Kind::Number)));
        to.alike.push((&self.numerator, &self.denominator));
        to.number(Kind::Share, "floor", &self.floor);
        to.number(Kind::Share, "cap", &self.cap);
        to.number(Kind::Share, "when_zero", &self.when_zero);
        to.number(Kind::Share, "each", self.over.iter().map(|over| &over.each));
        to.number(Kind::Points, "over", self.over.iter().flat_map(|over| [&over.points, &over.at_most]));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["ratio"]);
        let (numerator, denominator) = (given.first()?, given.number(1)?);
        let share = to.divide(numerator, denominator);
        let points = self.by_share(share, given.max, to);
        let zero = match &self.when_zero {
            Some(pays) => {
                to.under(&["ratio", "when_zero"]);
                let way = to.way(text!("mẫu số bằng 0", "the denominator is 0"));
                (Pays::Constant(share_of(given.max, pays)), way)
            }
            None => (Pays::Nothing(Reason::ZeroBase), None),
        };
        let cases = Cases::lowest(Pays::Step(points), None)
            .then(Cut::from(Exact::ZERO), zero.0, zero.1)
            .then(Cut::above(Exact::ZERO), Pays::Step(points), None);
        Some(to.cases(denominator, cases))
    }

    fn proportion(&self) -> Option<Proportion> {
        Some(Proportion {
            floor: self.floor.as_ref().map(|floor| floor.exact().clone()),
            cap: self.counted_to(),
            beyond: self.over.is_some(),
            widen: text!(
                "hạ `floor` hoặc nâng `cap`; nếu chỉ có đạt và không đạt thì chấm đạt, không đạt",
                "lower the `floor` or raise the `cap`; for all or nothing ask yes or no"
            ),
            exceed: text!(
                "vượt chỉ tiêu là bình thường thì khai `over` hoặc `cap`",
                "where more than the target is usual, declare `over` or `cap`"
            ),
        })
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        if matches!(&self.denominator.term.value, Term::Number(number) if number.exact().is_zero()) {
            return vec![Mistake {
                code: "TD0251",
                span: None,
                message: text!(
                    "giá trị của `denominator` không có nghĩa",
                    "the value of `denominator` makes no sense"
                ),
                help: text!("cần: ≠ 0", "needed: ≠ 0"),
            }];
        }
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

impl Ratio {
    /// The share up to which it counts.
    fn counted_to(&self) -> Exact {
        self.cap.as_ref().map_or(Exact::ONE, |cap| cap.exact().clone())
    }

    /// The points for a share: nothing below the floor, then in proportion, then what the cap and over-achievement pay.
    fn by_share(&self, share: Num, max: &Exact, to: &mut Builder) -> Num {
        let cap = self.counted_to();
        let shown = show_percent(&cap);
        let nothing = || Pays::Constant(Exact::ZERO);
        let inside = to.quiet(text!(
            "tỷ lệ được tính đúng như đạt (dưới {shown})",
            "ratio counted as it is (below {shown})"
        ));
        let reached = to.way(text!("tỷ lệ đạt mức trần {shown}", "ratio at the cap {shown}"));
        let mut cases = Cases::lowest(Pays::Nothing(Reason::BelowZero), None);
        let mut from = Exact::ZERO;
        if let Some(floor) = &self.floor {
            let shown = show_number(floor);
            let below = to.way(text!("tỷ lệ dưới mức sàn {shown}", "ratio below the floor {shown}"));
            if *floor.exact() > Exact::ZERO {
                cases = cases.then(Cut::from(Exact::ZERO), nothing(), below);
                from = floor.exact().clone();
            }
        }
        if from < cap {
            cases = cases.then(Cut::from(from), Pays::times(max.clone()), inside);
            from = cap.clone();
        }
        cases = cases.then(Cut::from(from), Pays::Constant(max.clone() * cap), reached);
        let counted = to.cases(share, cases);
        self.over.as_ref().map_or(counted, |over| over.more(share, counted, to))
    }
}

impl OverAchievement {
    /// More than was counted: whole steps beyond 100 %, up to the limit.
    fn more(&self, share: Num, counted: Num, to: &mut Builder) -> Num {
        let limit = &self.at_most;
        let shown = show_number(limit);
        let some = to
            .way(text!("vượt, được cộng thêm dưới mức tối đa", "exceeded, with less than all of the extra"));
        let all = to.way(text!("vượt, cộng thêm tối đa {shown}", "exceeded, with all of the extra {shown}"));
        let one = to.constant(Exact::ONE);
        let beyond = to.subtract(share, one);
        let each = to.constant(self.each.exact().clone());
        let steps = to.divide(beyond, each);
        let steps = to.whole(steps);
        let points = to.constant(self.points.exact().clone());
        let extra = to.multiply(steps, points);
        let most = to.constant(limit.exact().clone());
        let extra = to.least(extra, most);
        let sum = to.add(counted, extra);
        // From so many whole steps on the extra reaches its limit.
        let needed = limit.exact().checked_div(self.points.exact()).unwrap_or_default();
        let needed = needed.round_to_multiple(&Exact::ONE, RoundingMode::Up);
        let at = |steps: Exact| Cut::from(Exact::ONE + steps * self.each.exact().clone());
        let mut cases = Cases::lowest(Pays::Step(counted), None);
        if needed > Exact::ONE {
            cases = cases.then(at(Exact::ONE), Pays::Step(sum), some);
        }
        if needed > Exact::ZERO {
            cases = cases.then(at(needed), Pays::Step(sum), all);
        }
        to.cases(share, cases)
    }
}
