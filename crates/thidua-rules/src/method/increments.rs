use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Better, Declared, Given, Method, Mistake, Read, show_number};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays};
use crate::{Condition, Exact, Formula, Number, Term, text};

/// Steps beyond a base (cứ thêm mỗi … được tính thêm …): `points` up to the base, then so many more for each so much.
///
/// The numbers of the text stand as they are printed: "từ 16.000 người trở xuống được 10 điểm; trên 16.000 người thì cứ
/// thêm 1.000 người được tính thêm 0,5 điểm, tối đa 25 điểm".
///
/// ```yaml
/// points_max: 25
/// increments: { of: dân_số, base: 16000, points: 10, each: 1000, adds: 0.5, steps: proportional }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Increments {
    /// The value.
    pub of: Formula,
    /// The base: a number, an input or a calculation.
    pub base: Formula,
    /// The points at the base.
    pub points: Number,
    /// For each of these beyond the base …
    pub each: Formula,
    /// … so many points more.
    pub adds: Number,
    /// Whether a part of a step counts.
    pub steps: Steps,
    /// Which side of the base earns more; `higher` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// At most so many points in all; the maximum when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Number>,
    /// Who does not reach this gets nothing ("từ 20% đến 30% được 2 điểm").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<Formula>,
    /// The base and each step are so large a part of the printed ones, for those who meet the condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Scaled>,
}

/// Whether a part of a step counts (tính theo tỷ lệ hay theo từng mức đủ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Steps {
    /// A part of a step adds its part (tính theo tỷ lệ phần trăm của mức chênh lệch).
    Proportional,
    /// Whole steps only (đủ mỗi mức mới tính).
    Whole,
}

/// Other thresholds for some (áp dụng mức …% quy định).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scaled {
    /// The part of the printed thresholds: `75%`.
    pub by: Number,
    /// For whom; everybody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

impl Method for Increments {
    fn reads(&self) -> Vec<Read<'_>> {
        let formulas = [&self.of, &self.base, &self.each].into_iter().chain(&self.starts_at);
        let when = self.scaled.iter().filter_map(|scaled| scaled.when.as_ref());
        formulas.map(Read::Formula).chain(when.map(Read::Condition)).collect()
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        to.formulas.push(("of", &self.of, Kind::Number));
        let others = [&self.base, &self.each].into_iter().chain(&self.starts_at);
        to.alike.extend(others.map(|other| (&self.of, other)));
        to.number(Kind::Points, "increments", [&self.points, &self.adds].into_iter().chain(&self.at_most));
        to.amount(Kind::Share, "by", self.scaled.iter().map(|scaled| &scaled.by));
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        if !self.mistakes(given.max).is_empty() {
            return None;
        }
        to.under(&["increments"]);
        let mut reads = given.numbers();
        let (of, mut base, mut each) = (reads.next()?, reads.next()?, reads.next()?);
        let start = self.starts_at.as_ref().and_then(|_| reads.next());
        if let Some(scaled) = &self.scaled {
            let factor = scaled.factor(reads.next(), to);
            (base, each) = (to.multiply(base, factor), to.multiply(each, factor));
        }
        let beyond = |from: Num, value: Num, to: &mut Builder| match self.better.unwrap_or_default() {
            Better::Higher => to.subtract(value, from),
            Better::Lower => to.subtract(from, value),
        };
        let excess = beyond(base, of, to);
        let mut steps = to.divide(excess, each);
        if self.steps == Steps::Whole {
            steps = to.whole(steps);
        }
        let points = self.by_steps(excess, steps, given.max, to);
        let Some(start) = start else { return Some(points) };
        let short = to.way(text!("chưa tới mức bắt đầu tính điểm", "short of where points begin"));
        let reach = beyond(start, of, to);
        let cases = Cases::lowest(Pays::Constant(Exact::ZERO), short);
        Some(to.cases(reach, cases.then(Cut::from(Exact::ZERO), Pays::Step(points), None)))
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let whole = self.scaled.as_ref().is_some_and(|scaled| *scaled.by.exact() == Exact::ONE);
        let key = ("scaled", "100% là đủ mức như đã in", "100 % is the whole threshold as printed");
        whole.then_some(key).into_iter().collect()
    }

    fn mistakes(&self, max: &Exact) -> Vec<Mistake> {
        let no_step = number(&self.each).is_some_and(|each| each <= Exact::ZERO);
        let no_scale = self.scaled.as_ref().is_some_and(|scaled| *scaled.by.exact() <= Exact::ZERO);
        // Whether a declared maximum leaves room is known only where there is one.
        let most = self.at_most.as_ref().map_or(max, Number::exact);
        let no_room = !most.is_zero() && most <= self.points.exact();
        let nothing = *self.adds.exact() <= Exact::ZERO;
        if !(no_step || no_scale || no_room || nothing) {
            return Vec::new();
        }
        vec![Mistake {
            code: "TD0296",
            span: None,
            message: text!(
                "`increments` cần `each`, `adds` và `by` lớn hơn 0, và điểm tối đa lớn hơn `points`",
                "`increments` needs `each`, `adds` and `by` above 0, and a maximum above `points`"
            ),
            help: text!(
                "viết chẳng hạn `base: 16000, points: 10, each: 1000, adds: 0.5` với `points_max: 25`",
                "write for example `base: 16000, points: 10, each: 1000, adds: 0.5` with `points_max: 25`"
            ),
        }]
    }
}

fn number(formula: &Formula) -> Option<Exact> {
    match &formula.term.value {
        Term::Number(number) => Some(number.exact().clone()),
        Term::Negate(inner) => match &**inner {
            Term::Number(number) => Some(-number.exact().clone()),
            _ => None,
        },
        _ => None,
    }
}

impl Increments {
    /// The points up to the base, and for so many steps beyond it.
    fn by_steps(&self, excess: Num, steps: Num, max: &Exact, to: &mut Builder) -> Num {
        let (points, adds) = (self.points.exact().clone(), self.adds.exact().clone());
        let most = self.at_most.as_ref().map_or(max, Number::exact).clone();
        let (shown, added) = (show_number(&self.points), show_number(&self.adds));
        let limit = crate::method::show(&most);
        let base = to.way(text!("đến mức cơ sở: {shown} điểm", "up to the base: {shown} points"));
        let more = to
            .quiet(text!("trên mức cơ sở, cộng thêm {added}", "beyond the base, {added} more for each step"));
        let all = to.way(text!("đạt mức tối đa {limit}", "at the most, {limit}"));
        let (first, each) = (to.constant(points.clone()), to.constant(adds));
        let rise = to.multiply(steps, each);
        let sum = to.add(first, rise);
        let held = Cases::lowest(Pays::same(), more).then(Cut::from(most.clone()), Pays::Constant(most), all);
        let held = to.cases(sum, held);
        let cases = Cases::lowest(Pays::Constant(points), base);
        to.cases(excess, cases.then(Cut::above(Exact::ZERO), Pays::Step(held), None))
    }
}

impl Scaled {
    /// The part, where the condition holds; else the whole.
    fn factor(&self, when: Option<Num>, to: &mut Builder) -> Num {
        let Some(when) = when else { return to.constant(self.by.exact().clone()) };
        let by = show_number(&self.by);
        to.under(&["increments", "scaled"]);
        let part = to.way(text!("áp dụng mức {by}", "at {by} of the thresholds"));
        let whole = to.quiet(text!("áp dụng đủ mức", "at the whole thresholds"));
        to.under(&["increments"]);
        let cases = Cases::lowest(Pays::Constant(Exact::ONE), whole);
        to.cases(when, cases.then(Cut::from(Exact::ONE), Pays::Constant(self.by.exact().clone()), part))
    }
}
