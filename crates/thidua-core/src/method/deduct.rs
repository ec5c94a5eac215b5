use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Given, Method, Mistake, Points, Read, show};
use crate::{Exact, Formula, Located, Number, Text, text};

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
            _ => Number::parse(&words).map(Self::Points).map_err(serde::de::Error::custom),
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

impl DeductItem {
    /// Points off; `None` for all that remains.
    fn minus(&self, times: &Exact) -> Option<Exact> {
        if let Some(each) = &self.each {
            let product = times.clone() * each.exact().clone();
            let taken =
                self.at_most.as_ref().map_or(product.clone(), |most| product.min(most.exact().clone()));
            return Some(taken);
        }
        let rungs = self.ladder.iter().flatten().filter(|rung| times >= rung.at.exact());
        let highest = rungs.max_by(|left, right| left.at.exact().cmp(right.at.exact()));
        match highest.map(|rung| &rung.minus) {
            None => Some(Exact::ZERO),
            Some(Minus::Points(points)) => Some(points.exact().clone()),
            Some(Minus::All) => None,
        }
    }
}

impl Method for Deduct {
    fn reads(&self) -> Vec<Read<'_>> {
        self.items.iter().map(|item| Read::Formula(&item.of)).collect()
    }

    fn points(&self, given: Given<'_>) -> Points {
        let mut left = given.max.clone();
        for (item, times) in self.items.iter().zip(given.values) {
            let times = times.clone().unwrap_or_default();
            left = match item.minus(&times) {
                None => Exact::ZERO,
                Some(points) => (left - points).max(Exact::ZERO),
            };
        }
        Ok(left)
    }

    fn explain(&self, given: Given<'_>) -> Text {
        let mut sentence = text!("{}", "{}", show(given.max));
        for (item, times) in self.items.iter().zip(given.values) {
            let times = times.clone().unwrap_or_default();
            let (vi, en) = match item.minus(&times) {
                None => (" − hết".to_owned(), " − all".to_owned()),
                Some(points) => (format!(" − {}", show(&points)), format!(" − {}", show(&points))),
            };
            let part = text!("{vi} ({} = {})", "{en} ({} = {})", item.of, show(&times));
            sentence = Text { vi: sentence.vi + &part.vi, en: sentence.en + &part.en };
        }
        sentence
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        (Some(Exact::ZERO), Some(max.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deduction_that_is_no_decimal_still_counts() {
        let item = DeductItem {
            of: Formula::input("đi_muộn"),
            each: Some(Number::from(1)),
            at_most: None,
            ladder: None,
        };
        let method = Deduct { items: vec![Located::nowhere(item)] };
        let (values, max) = ([Some(Exact::ratio(1, 3))], Exact::from(5));
        let given = Given { values: &values, lists: &[], min: &Exact::ZERO, max: &max, peers: None };
        assert_eq!(method.points(given).unwrap(), Exact::ratio(14, 3));
    }
}
