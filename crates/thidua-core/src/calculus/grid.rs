use crate::Exact;

/// On which numbers a value can lie (lưới giá trị): it may allow too many and never too few.
#[derive(Clone, Debug, PartialEq)]
pub enum Grid {
    /// Any number; it may have no last digit. So many divisors, entered by people, may stand together below its line:
    /// each makes the exact number longer.
    Any(u32),
    /// Any number with a last digit, as people enter them.
    Decimal,
    /// Whole multiples of the step, which is not negative; of zero that is zero alone.
    Steps(Exact),
}

impl Default for Grid {
    fn default() -> Self {
        Self::ANY
    }
}

impl Grid {
    /// Any number of which nothing else is known.
    pub const ANY: Self = Self::Any(1);
    /// Whole numbers.
    pub const WHOLE: Self = Self::Steps(Exact::ONE);

    /// Of one number.
    pub(crate) fn of(value: &Exact) -> Self {
        Self::Steps(if value.is_negative() { -value.clone() } else { value.clone() })
    }

    /// Whole numbers only.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Steps(step) if step.is_integer())
    }

    /// Whether every number on it has a last digit.
    pub fn ends(&self) -> bool {
        match self {
            Self::Any(_) => false,
            Self::Decimal => true,
            Self::Steps(step) => step.to_decimal().is_some(),
        }
    }

    /// How many divisors may stand together below the line.
    pub fn divisors(&self) -> u32 {
        match self {
            Self::Any(divisors) => *divisors,
            _ if self.ends() => 0,
            Self::Steps(_) | Self::Decimal => 1,
        }
    }

    /// What lies on one or the other.
    pub(crate) fn join(&self, other: &Self) -> Self {
        self.beside(other, self.divisors().max(other.divisors()))
    }

    /// Sums and differences: a number on either grid lies on that of both.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        self.beside(other, self.divisors().saturating_add(other.divisors()))
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let none = |grid: &Self| *grid == Self::Steps(Exact::ZERO);
        let divisors = self.divisors().saturating_add(other.divisors());
        match (self, other) {
            (Self::Steps(one), Self::Steps(other)) => Self::steps(one.clone() * other.clone(), divisors),
            _ if none(self) || none(other) => Self::Steps(Exact::ZERO),
            _ => self.decimal(other, divisors),
        }
    }

    fn beside(&self, other: &Self, divisors: u32) -> Self {
        match (self, other) {
            (Self::Steps(one), Self::Steps(other)) => Self::steps(one.common_step(other), divisors),
            _ => self.decimal(other, divisors),
        }
    }

    fn decimal(&self, other: &Self, divisors: u32) -> Self {
        if self.ends() && other.ends() { Self::Decimal } else { Self::Any(divisors) }
    }

    /// A step that has grown long is not followed any further.
    fn steps(step: Exact, divisors: u32) -> Self {
        if step.parts().is_some() { Self::Steps(step) } else { Self::Any(divisors.max(1)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_stay_on_their_grid() {
        let steps = |numerator, denominator| Grid::Steps(Exact::ratio(numerator, denominator));
        assert_eq!(steps(1, 2).join(&steps(3, 4)), steps(1, 4));
        assert_eq!(steps(6, 1).join(&steps(4, 1)), steps(2, 1));
        assert_eq!(steps(0, 1).join(&steps(5, 1)), steps(5, 1));
        assert_eq!(steps(1, 2).times(&steps(3, 1)), steps(3, 2));
        assert_eq!(Grid::Decimal.times(&steps(1, 4)), Grid::Decimal);
        assert_eq!(Grid::Decimal.times(&steps(1, 3)), Grid::Any(1));
        assert_eq!(Grid::ANY.times(&steps(0, 1)), steps(0, 1));
        let (one, two) = (Grid::Any(1), Grid::Any(2));
        assert_eq!(one.join(&two), two);
        assert_eq!(one.plus(&two).plus(&Grid::WHOLE), Grid::Any(3));
        assert_eq!(two.times(&steps(1, 3)), Grid::Any(3));
        assert!(steps(1, 8).ends() && !steps(1, 3).ends());
    }
}
