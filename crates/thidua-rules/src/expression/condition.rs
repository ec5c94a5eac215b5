use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

use super::parse::{parse_condition, parse_term};
use super::term::{Field, Term};
use crate::{Located, Span, text};

/// A condition (điều kiện): comparisons joined by all, any and not.
///
/// Written on one line in Vietnamese or English words, or as a tree of `all`, `any`, `not` over
/// `field`, `op`, `value`; both give the same tree.
///
/// ```
/// use thidua_rules::Condition;
/// let condition = Condition::parse("điểm >= 90 và (không kỷ_luật hoặc điểm_thưởng > 2)")
///     .map_err(|error| error.message.en)?;
/// assert_eq!(condition.comparisons().len(), 3);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Every part must hold.
    All(Vec<Condition>),
    /// At least one part must hold.
    Any(Vec<Condition>),
    /// The part must not hold.
    Not(Box<Condition>),
    /// One comparison.
    Compare(Box<Comparison>),
}

/// One comparison of a condition, with its label and legal basis when given.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Left side.
    pub left: Term,
    /// How the sides are compared.
    pub comparator: Comparator,
    /// Right side.
    pub right: Term,
    /// What a reader should see instead of the formula.
    pub label: Option<String>,
    /// The label of the way it belongs to, where the way has several comparisons.
    pub way: Option<String>,
    /// Whether it belongs to an `and` that stands beside an `or` without parentheses.
    pub bare: bool,
    /// The clause it comes from.
    pub basis: Option<String>,
    /// Where the text of the condition stands.
    pub span: Span,
}

impl PartialEq for Comparison {
    /// Where and how it is written is no part of what it says.
    fn eq(&self, other: &Self) -> bool {
        let Self { left, comparator, right, label, way, bare: _, basis, span: _ } = self;
        *left == other.left
            && *comparator == other.comparator
            && *right == other.right
            && *label == other.label
            && *way == other.way
            && *basis == other.basis
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
    /// `<=`
    AtMost,
    /// `<`
    Below,
}

impl Comparator {
    /// Whether two values ordered so satisfy the comparison.
    #[must_use]
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::AtLeast => order.is_ge(),
            Self::Above => order.is_gt(),
            Self::AtMost => order.is_le(),
            Self::Below => order.is_lt(),
        }
    }

    /// The one that holds exactly where this one does not.
    #[must_use]
    #[doc(hidden)]
    pub fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::AtLeast => Self::Below,
            Self::Above => Self::AtMost,
            Self::AtMost => Self::Above,
            Self::Below => Self::AtLeast,
        }
    }

    /// The one that says the same with the sides changed over.
    #[must_use]
    #[doc(hidden)]
    pub fn mirrored(self) -> Self {
        match self {
            Self::AtLeast => Self::AtMost,
            Self::Above => Self::Below,
            Self::AtMost => Self::AtLeast,
            Self::Below => Self::Above,
            same => same,
        }
    }

    /// The sign, as printed.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "≠",
            Self::AtLeast => "≥",
            Self::Above => ">",
            Self::AtMost => "≤",
            Self::Below => "<",
        }
    }
}

impl Condition {
    /// Reads the one-line form.
    ///
    /// # Errors
    /// What is wrong and where, in characters.
    pub fn parse(written: &str) -> Result<Self, super::SyntaxError> {
        parse_condition(written)
    }

    /// Every comparison in reading order.
    #[must_use]
    pub fn comparisons(&self) -> Vec<&Comparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Not(part) => part.comparisons(),
            Self::Compare(comparison) => vec![comparison],
        }
    }

    /// Every field with the span of the text it stands in.
    #[must_use]
    pub fn fields(&self) -> Vec<(&Field, Span)> {
        let sides = |comparison: &'_ Comparison| comparison.span;
        self.comparisons()
            .into_iter()
            .flat_map(|comparison| {
                let span = sides(comparison);
                comparison
                    .left
                    .fields()
                    .into_iter()
                    .chain(comparison.right.fields())
                    .map(move |field| (field, span))
            })
            .collect()
    }

    /// Every comparison, to be changed.
    pub(super) fn each(&mut self, change: &mut impl FnMut(&mut Comparison)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(|part| part.each(change)),
            Self::Not(part) => part.each(change),
            Self::Compare(comparison) => change(comparison),
        }
    }

    fn placed(mut self, span: Span) -> Self {
        self.each(&mut |comparison| comparison.span = span);
        self
    }

    fn labelled(mut self, label: Option<&String>, basis: Option<&String>) -> Self {
        self.label(label, basis, false);
        self
    }

    /// What is said of a whole holds for each comparison in it that says nothing of its own.
    fn label(&mut self, label: Option<&String>, basis: Option<&String>, within: bool) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.label(label, basis, true);
                }
            }
            Self::Not(part) => part.label(label, basis, true),
            Self::Compare(comparison) => {
                let own = |slot: &mut Option<String>, given: Option<&String>| {
                    *slot = given.cloned().or_else(|| slot.take());
                };
                if within {
                    comparison.way = comparison.way.take().or_else(|| label.cloned());
                    comparison.basis = comparison.basis.take().or_else(|| basis.cloned());
                } else {
                    own(&mut comparison.label, label);
                    own(&mut comparison.basis, basis);
                }
            }
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {}", self.left, self.comparator.sign(), self.right)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.words().vi)
    }
}

/// The tree form.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ConditionTree {
    /// Every one must hold.
    all: Option<Vec<Condition>>,
    /// At least one must hold.
    any: Option<Vec<Condition>>,
    /// It must not hold.
    not: Option<Box<Condition>>,
    /// A condition on one line, when it needs a label or a basis.
    when: Option<Box<Condition>>,
    /// Left side of a comparison.
    field: Option<String>,
    /// The sign of the comparison.
    op: Option<String>,
    /// Right side of the comparison.
    value: Option<String>,
    /// What a reader should see.
    label: Option<String>,
    /// The clause it comes from.
    basis: Option<String>,
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let located = Located::<Unplaced>::deserialize(deserializer)?;
        Ok(if located.value.one_line {
            located.value.condition.placed(located.span)
        } else {
            located.value.condition
        })
    }
}

struct Unplaced {
    condition: Condition,
    one_line: bool,
}

impl<'de> Deserialize<'de> for Unplaced {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ConditionVisitor)
    }
}

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = Unplaced;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("condition")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<Unplaced, E> {
        Ok(Unplaced { condition: parse_condition(written).map_err(E::custom)?, one_line: true })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Unplaced, A::Error> {
        let tree = ConditionTree::deserialize(MapAccessDeserializer::new(map))?;
        let (label, basis) = (tree.label.as_ref(), tree.basis.as_ref());
        let condition = match (tree.all, tree.any, tree.not, tree.when, tree.field) {
            (Some(parts), None, None, None, None) => Condition::All(parts).labelled(label, basis),
            (None, Some(parts), None, None, None) => Condition::Any(parts).labelled(label, basis),
            (None, None, Some(part), None, None) => Condition::Not(part).labelled(label, basis),
            (None, None, None, Some(part), None) => part.labelled(label, basis),
            (None, None, None, None, Some(field)) => {
                let value = tree.value.as_deref().unwrap_or("1");
                let op = tree.op.as_deref().unwrap_or("=");
                let whole = parse_condition(&format!("{field} {op} {value}"));
                // A value that is not a term on its own is the name of a choice.
                let condition = match (whole, parse_term(&field)) {
                    (Ok(condition), Ok(_)) => condition,
                    _ => parse_condition(&format!("{field} {op} \"{value}\"")).map_err(de::Error::custom)?,
                };
                condition.labelled(label, basis)
            }
            _ => {
                return Err(de::Error::custom(
                    text!(
                        "một điều kiện cần đúng một trong các khóa `all`, `any`, `not`, `when`, `field`",
                        "a condition needs exactly one of the keys `all`, `any`, `not`, `when`, `field`"
                    )
                    .carry(),
                ));
            }
        };
        Ok(Unplaced { condition, one_line: false })
    }
}

impl JsonSchema for Condition {
    fn schema_name() -> Cow<'static, str> {
        "Condition".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let tree = generator.subschema_for::<ConditionTree>();
        schemars::json_schema!({
            "description": "Điều kiện một dòng (`điểm >= 90 và không kỷ_luật`) hoặc cây all/any/not. A condition on one line or as a tree.",
            "oneOf": [{ "type": "string" }, tree]
        })
    }
}
