use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{Comparator, ConditionParts, JudgedCondition};

use super::calculation::CalculationAnswer;
use super::entrant::VerdictName;
use crate::json::number::NumberText;

/// How a requirement was judged, as a tree: conditions down to the numbers that were compared.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Condition")]
pub(super) struct ConditionAnswer {
    /// Whether it is met.
    verdict: VerdictName,
    /// What it is made of.
    #[serde(flatten)]
    parts: PartsAnswer,
}

/// What a condition is made of.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "kebab-case")]
#[schemars(rename = "ConditionParts")]
enum PartsAnswer {
    /// All of them are needed.
    All {
        /// The conditions.
        of: Vec<ConditionAnswer>,
    },
    /// One of them is enough.
    Any {
        /// The conditions.
        of: Vec<ConditionAnswer>,
    },
    /// It must not hold.
    Not {
        /// The condition.
        of: [Box<ConditionAnswer>; 1],
    },
    /// Two numbers that are compared; null in the place of one that is not known, or that stands for every criterion.
    Compared {
        /// The two.
        of: [Option<CalculationAnswer>; 2],
        /// How: the first against the second.
        comparator: ComparatorName,
    },
    /// Years or records with one of these results.
    History {
        /// Ids of the results.
        results: Vec<String>,
        /// How many are there.
        counted: NumberText,
        /// How many are needed.
        needed: NumberText,
    },
    /// The votes of a body.
    Votes {
        /// The body.
        body: String,
        /// The share in favour; left out while it has not voted.
        #[serde(skip_serializing_if = "Option::is_none")]
        share: Option<NumberText>,
        /// The share that is needed.
        needed: NumberText,
    },
    /// An award of this run.
    Award {
        /// Its id.
        award: String,
    },
    /// A place in a ranking.
    Ranked {
        /// Its id.
        ranking: String,
    },
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum ComparatorName {
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

impl From<Comparator> for ComparatorName {
    fn from(comparator: Comparator) -> Self {
        match comparator {
            Comparator::Equal => Self::Equal,
            Comparator::NotEqual => Self::NotEqual,
            Comparator::AtLeast => Self::AtLeast,
            Comparator::Above => Self::Above,
            Comparator::AtMost => Self::AtMost,
            Comparator::Below => Self::Below,
        }
    }
}

impl ConditionAnswer {
    /// The tree as it is answered; nothing where it has a part that no answer of this version tells.
    pub(super) fn of(judged: JudgedCondition) -> Option<Self> {
        let each = |of: Vec<JudgedCondition>| of.into_iter().map(Self::of).collect::<Option<Vec<_>>>();
        let parts = match judged.parts {
            ConditionParts::All(of) => PartsAnswer::All { of: each(of)? },
            ConditionParts::Any(of) => PartsAnswer::Any { of: each(of)? },
            ConditionParts::Not(of) => PartsAnswer::Not { of: [Box::new(Self::of(*of)?)] },
            ConditionParts::Compared { left, comparator, right } => PartsAnswer::Compared {
                of: [left.map(CalculationAnswer::from), right.map(CalculationAnswer::from)],
                comparator: comparator.into(),
            },
            ConditionParts::History { results, counted, needed } => PartsAnswer::History {
                results,
                counted: NumberText::from(&counted),
                needed: NumberText::from(&needed),
            },
            ConditionParts::Votes { body, share, needed } => {
                PartsAnswer::Votes { body, share: NumberText::of(share), needed: NumberText::from(&needed) }
            }
            ConditionParts::Award(award) => PartsAnswer::Award { award },
            ConditionParts::Ranked(ranking) => PartsAnswer::Ranked { ranking },
            _ => return None,
        };
        Some(Self { verdict: judged.verdict.into(), parts })
    }
}
