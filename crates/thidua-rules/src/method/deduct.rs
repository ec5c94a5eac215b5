use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Limit, Method, Mistake, Read, Taken, show, show_number};
use crate::program::{Builder, Cases, Cut, Kind, Num, Pays};
use crate::{Exact, Formula, Located, Number, text};

/// Start from the maximum and take away (trừ từ điểm tối đa): per item, by a ladder, or all that remains.
///
/// ```yaml
/// deduct:
///   items:
///   - { of: nghỉ_không_phép, ladder: [ { at: 1, minus: 1 }, { at: 2, minus: 3 }, { at: 3, minus: all } ] }
///   - { of: đi_muộn, each: 0.5 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deduct {
    /// What is deducted, in order; never below zero in all.
    pub items: Vec<Located<DeductItem>>,
}

/// One reason to deduct.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeductItem {
    /// How many times, or yes-no.
    pub of: Formula,
    /// Points taken for each one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<Number>,
    /// At most so many points for this item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Number>,
    /// Points taken by how many times it happened; the highest rung reached counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ladder: Option<Vec<Rung>>,
}

/// A rung of a ladder: from so many times on, so many points off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// From so many times on.
    pub at: Number,
    /// Points off in all, or `all` for all that remains.
    pub minus: Minus,
}

/// Points off, or all that remains (trừ hết).
#[derive(Clone, Debug, PartialEq)]
pub enum Minus {
    /// So many points.
    Points(Number),
    /// Whatever is left.
    All,
}

impl Minus {
    /// The points; `None` for all that remains.
    fn points(&self) -> Option<&Number> {
        match self {
            Self::Points(points) => Some(points),
            Self::All => None,
        }
    }
}

impl Serialize for Minus {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Points(points) => points.serialize(serializer),
            Self::All => serializer.serialize_str("all"),
        }
    }
}

impl<'de> Deserialize<'de> for Minus {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        match words.as_str() {
            "all" | "hết" => Ok(Self::All),
            _ => Number::parse(&words)
                .map(Self::Points)
                .map_err(|wrong| serde::de::Error::custom(wrong.carry())),
        }
    }
}

impl JsonSchema for Minus {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Minus".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let number = generator.subschema_for::<Number>();
        schemars::json_schema!({ "oneOf": [number, { "enum": ["all", "hết"] }] })
    }
}

impl Method for Deduct {
    fn reads(&self) -> Vec<Read<'_>> {
        self.items.iter().map(|item| Read::Formula(&item.of)).collect()
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        for item in &self.items {
            let rungs = item.ladder.iter().flatten();
            to.tables.push((&item.of, rungs.clone().map(|rung| (&rung.at, Some(item.span))).collect()));
            let minus = rungs.filter_map(|rung| rung.minus.points());
            to.add(Kind::Points, "deduct", minus, Some(item.span), false);
            to.add(Kind::Points, "each", &item.each, Some(item.span), true);
            to.add(Kind::Points, "at_most", &item.at_most, Some(item.span), true);
        }
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        let zero = to.constant(Exact::ZERO);
        let mut left = to.constant(given.max.clone());
        for (item, times) in self.items.iter().zip(given.numbers()) {
            left = match &item.ladder {
                Some(ladder) => ladder_off(item, ladder, times, left, zero, to),
                None => each_off(item, item.each.as_ref()?, times, left, zero, to),
            };
        }
        to.under(&["deduct"]);
        let nothing = to.way(text!("trừ hết điểm", "everything is taken away"));
        let cases = Cases::lowest(Pays::Constant(Exact::ZERO), nothing).then(
            Cut::above(Exact::ZERO),
            Pays::same(),
            None,
        );
        Some(to.cases(left, cases))
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let both = self.items.iter().any(|item| item.at_most.is_some() && item.ladder.is_some());
        both.then_some(("at_most", "chỉ đi cùng `each`", "it goes with `each`")).into_iter().collect()
    }

    fn taken(&self) -> Vec<Taken<'_>> {
        let taken = self.items.iter().map(|item| Taken {
            of: &item.of,
            rungs: item.ladder.iter().flatten().map(|rung| (&rung.at, rung.minus.points())).collect(),
            at_most: item.at_most.as_ref(),
            span: item.span,
            all: text!("viết `minus: all` nếu là trừ hết", "write `minus: all` if it takes everything"),
        });
        taken.collect()
    }

    fn limit(&self) -> Limit {
        Limit::Maximum
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let needs_one = |item: &&Located<DeductItem>| item.each.is_some() == item.ladder.is_some();
        self.items
            .iter()
            .filter(needs_one)
            .map(|item| Mistake {
                code: "TD0234",
                span: Some(item.span),
                message: text!(
                    "khoản trừ cần đúng một trong hai khóa `each` và `ladder`",
                    "a deduction needs exactly one of `each` and `ladder`"
                ),
                help: text!("viết `each: 0.5` hoặc `ladder: [ … ]`", "write `each: 0.5` or `ladder: [ … ]`"),
            })
            .collect()
    }
}

/// What is left after so many points for each, never below zero.
fn each_off(
    item: &Located<DeductItem>,
    each: &Number,
    times: Num,
    left: Num,
    zero: Num,
    to: &mut Builder,
) -> Num {
    let (of, span) = (&item.of, item.span);
    let none = to.quiet_at(text!("`{of}`: không bị trừ", "`{of}`: nothing taken"), span);
    let shown = show_number(each);
    let some = to.quiet_at(text!("`{of}`: trừ {shown} mỗi lần", "`{of}`: {shown} off each time"), span);
    let each = each.exact().clone();
    // What happens fewer than no times takes nothing away: it would give.
    let taken = Pays::times(each.clone());
    let mut cases = Cases::lowest(taken.clone(), none).then(Cut::above(Exact::ZERO), taken, some);
    if let Some(most) = &item.at_most {
        let end = most.exact().clone();
        if let Some(line) = end.checked_div(&each).filter(|line| *line > Exact::ZERO) {
            let most = show_number(most);
            let all = to.way_at(text!("`{of}`: trừ tối đa {most}", "`{of}`: at most {most} off"), span);
            cases = cases.then(Cut::from(line), Pays::Constant(end), all);
        } else {
            let product = to.cases(times, cases);
            let end = to.constant(end);
            let taken = to.least(product, end);
            return rest(left, taken, zero, to);
        }
    }
    let taken = to.cases(times, cases);
    rest(left, taken, zero, to)
}

fn rest(left: Num, taken: Num, zero: Num, to: &mut Builder) -> Num {
    let rest = to.subtract(left, taken);
    to.greatest(rest, zero)
}

/// What is left by the highest rung reached.
fn ladder_off(
    item: &Located<DeductItem>,
    ladder: &[Rung],
    times: Num,
    left: Num,
    zero: Num,
    to: &mut Builder,
) -> Num {
    let (of, span) = (&item.of, item.span);
    let mut rungs: Vec<&Rung> = ladder.iter().collect();
    rungs.sort_by(|one, other| one.at.exact().cmp(other.at.exact()));
    let below = to.quiet_at(text!("`{of}`: chưa tới mức bị trừ", "`{of}`: below the first rung"), span);
    let mut cases = Cases::lowest(Pays::Step(rest(left, zero, zero, to)), below);
    for (position, rung) in rungs.iter().enumerate() {
        // Of two rungs at one place the one written last counts.
        if rungs.get(position + 1).is_some_and(|next| next.at.exact() == rung.at.exact()) {
            continue;
        }
        let shown = show(rung.at.exact());
        let way = to.way_at(text!("`{of}`: bậc trừ từ {shown}", "`{of}`: rung from {shown}"), span);
        let pays = match &rung.minus {
            Minus::All => Pays::Step(zero),
            Minus::Points(points) => {
                let taken = to.constant(points.exact().clone());
                Pays::Step(rest(left, taken, zero, to))
            }
        };
        cases = cases.then(Cut::from(rung.at.exact().clone()), pays, way);
    }
    to.cases(times, cases)
}
