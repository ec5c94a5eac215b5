use thidua_rules::number::power_of_ten;
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::ValueKind;
use thidua_rules::{Operator, Reduction};

use crate::calculus::{Grid, Quantity, Range, Values};
use crate::{Date, Decimal, Exact, InputId, NodeId, Span, TiSlice};

/// A value the plan reads for every entrant: a declared input or a criterion's own cell (cột dữ liệu).
#[derive(Clone, Debug, PartialEq)]
pub struct PlanInput {
    /// The name of the input, or the path of the criterion.
    pub name: String,
    /// Other names the column may go by: the printed code when it is unique, and the title.
    pub aliases: Vec<String>,
    /// The name people read.
    pub title: String,
    /// What it counts.
    pub unit: Option<String>,
    /// What kind of value it holds.
    pub kind: ValueKind,
    /// Id and title of each choice, for kind `choice`.
    pub choices: Vec<(String, String)>,
    /// Lowest value that may be entered.
    pub min: Option<Exact>,
    /// Highest value that may be entered.
    pub max: Option<Exact>,
    /// So many decimals its values have at most, where that is declared.
    pub places: Option<u32>,
    /// So many decimals its points have once they are rounded, where the cell of a criterion holds its points.
    pub rounded: Option<u32>,
    /// Whether an entrant has many values of it.
    pub many: bool,
    /// What a blank cell means.
    pub blank: Option<Exact>,
    /// Whether it is computed of the rows of a detail table, and never entered.
    pub computed: bool,
    /// The node whose own cell this is.
    pub node: Option<NodeId>,
    /// Where it is declared.
    pub span: Span,
}

/// Why an input cannot hold a number (vì sao không nhận được giá trị).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Misfit {
    /// It is not of the kind: half a piece, a choice that is not listed, a day that is none.
    #[error("the value is not of the kind of the input")]
    Kind,
    /// It has more decimals than its values have.
    #[error("the value has more decimals than those of the input")]
    Places,
    /// It is above the maximum.
    #[error("the value is above the maximum of the input")]
    AboveMax,
    /// It is below the minimum.
    #[error("the value is below the minimum of the input")]
    BelowMin,
}

impl PlanInput {
    /// Whether a number can stand in a cell of this input; yes is 1, a choice its position, a day its number.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn admits(&self, value: Decimal) -> Result<(), Misfit> {
        let is_whole = || value.scale() == 0 || value.normalized().scale() == 0;
        let whole = || {
            Some(value.normalized())
                .filter(|_| is_whole())
                .and_then(|value| i64::try_from(value.mantissa()).ok())
        };
        let of_kind = match self.kind {
            ValueKind::Number | ValueKind::Percent => true,
            ValueKind::Count => is_whole() && !value.is_negative(),
            ValueKind::YesNo => matches!(whole(), Some(0 | 1)),
            ValueKind::Choice => whole()
                .and_then(|value| usize::try_from(value).ok())
                .is_some_and(|at| at < self.choices.len()),
            ValueKind::Date => whole().and_then(Date::from_day_number).is_some(),
        };
        if !of_kind {
            return Err(Misfit::Kind);
        }
        if self.places.is_some_and(|places| value.scale() > places && value.normalized().scale() > places) {
            return Err(Misfit::Places);
        }
        if self.max.as_ref().is_some_and(|max| max.cmp_decimal(value).is_lt()) {
            return Err(Misfit::AboveMax);
        }
        if self.min.as_ref().is_some_and(|min| min.cmp_decimal(value).is_gt()) {
            return Err(Misfit::BelowMin);
        }
        Ok(())
    }

    /// Between which whole numbers over ten to the power of `scale` [`admits`](Self::admits) surely takes all: for whoever asks
    /// of many. The first is above the last where more is to be asked.
    pub(crate) fn surely_admitted(&self, scale: u32) -> (i64, i64) {
        let of_kind = match (self.kind, scale) {
            (ValueKind::Number | ValueKind::Percent, _) => Some((i64::MIN, i64::MAX)),
            (ValueKind::Count, 0) => Some((0, i64::MAX)),
            (ValueKind::YesNo, 0) => Some((0, 1)),
            (ValueKind::Choice, 0) => i64::try_from(self.choices.len()).ok().map(|count| (0, count - 1)),
            (ValueKind::Count | ValueKind::YesNo | ValueKind::Choice | ValueKind::Date, _) => None,
        };
        let of_kind = of_kind.filter(|_| self.places.is_none_or(|places| scale <= places));
        let below = |end: Exact| (end * Exact::from(power_of_ten(scale)?)).floor_i64();
        let within = of_kind.and_then(|(low, high)| {
            let least = match &self.min {
                Some(min) => below(-min.clone())?.checked_neg()?,
                None => low,
            };
            let most = match &self.max {
                Some(max) => below(max.clone())?,
                None => high,
            };
            Some((low.max(least), high.min(most)))
        });
        within.unwrap_or((1, 0))
    }

    /// So many decimals a binary fraction is read with (số chữ số thập phân khi đọc số thực nhị phân): those that are declared,
    /// or to which the points are rounded; `None` where nothing says what decimal it stands for.
    #[must_use]
    pub fn places_read(&self) -> Option<u32> {
        match self.kind {
            ValueKind::Number => self.places.or(self.rounded),
            ValueKind::Count => Some(0),
            ValueKind::Percent | ValueKind::YesNo | ValueKind::Choice | ValueKind::Date => None,
        }
    }

    /// What may be entered, and what blank means.
    #[doc(hidden)]
    pub fn possible(&self) -> Range {
        let mut range = self.by_kind();
        let lowest = range.low.iter().chain(&self.min).max().cloned();
        let highest = range.high.iter().chain(&self.max).min().cloned();
        if range.listed.is_none() {
            range = Range { grid: range.grid, ..Range::between(lowest, highest) };
        }
        match &self.blank {
            Some(blank) => range.join(&Range::point(blank.clone())),
            None => range,
        }
    }

    /// Any number of such values: one at least, but for what is computed of the rows that meet a condition.
    #[doc(hidden)]
    pub fn values(&self, one: Range) -> Values<Range> {
        let certain = if self.computed { Vec::new() } else { vec![one.clone()] };
        Values { certain, possible: Vec::new(), more: Some(one) }
    }

    /// What its kind allows, whatever its bounds.
    pub(crate) fn by_kind(&self) -> Range {
        let numbers = |count: usize| {
            let numbers = (0..count).map(|number| Exact::from(i64::try_from(number).unwrap_or(i64::MAX)));
            Range::of_list(numbers.collect()).unwrap_or_default()
        };
        match self.kind {
            ValueKind::YesNo => numbers(2),
            ValueKind::Choice => numbers(self.choices.len()),
            ValueKind::Count => Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::ZERO), None) },
            ValueKind::Date => Range { grid: Grid::WHOLE, ..Range::default() },
            // What is entered has a last digit, and where its places are declared it is known which.
            ValueKind::Number | ValueKind::Percent => {
                let step = self.places.and_then(|places| 10_i128.checked_pow(places));
                let grid = step.map_or(Grid::Decimal, |parts| Grid::Steps(Exact::ratio(1, parts)));
                Range { grid, ..Range::default() }
            }
        }
    }
}

/// What is computed of each row of a detail table.
#[derive(Clone, Debug)]
pub struct PerRow {
    /// The input whose values they are.
    pub input: InputId,
    /// How the value of a row is worked out.
    pub term: PlanTerm,
    /// Only rows that meet this count.
    pub when: Option<PlanCondition>,
    /// The lowest value of a row.
    pub at_least: Option<Exact>,
    /// The highest value of a row.
    pub at_most: Option<Exact>,
    /// The inputs with many values that make up a row.
    pub columns: Vec<InputId>,
}

impl PerRow {
    /// What a row gives, held between the declared ends.
    pub(crate) fn held<Q: Quantity>(&self, value: Q) -> Q {
        let value = self.at_least.iter().fold(value, |value, least| value.greatest(&Q::exactly(least)));
        self.at_most.iter().fold(value, |value, most| value.least(&Q::exactly(most)))
    }
}

/// Whether the value of a term is a day.
pub fn is_day(term: &PlanTerm, inputs: &TiSlice<InputId, PlanInput>) -> bool {
    let dated = |input: &InputId| inputs.get(*input).is_some_and(|input| input.kind == ValueKind::Date);
    match term {
        PlanTerm::Day(_) => true,
        PlanTerm::Input(input) | PlanTerm::Reduced(Reduction::Highest | Reduction::Lowest, input) => {
            dated(input)
        }
        PlanTerm::Binary(Operator::Add, left, right) => is_day(left, inputs) != is_day(right, inputs),
        PlanTerm::Binary(Operator::Subtract, left, right) => is_day(left, inputs) && !is_day(right, inputs),
        _ => false,
    }
}
