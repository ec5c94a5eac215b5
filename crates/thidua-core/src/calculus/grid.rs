use crate::Exact;

/// On which numbers a value can lie (lưới giá trị): it may allow too many and never too few.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Grid {
    /// Any number; it may have no last digit.
    #[default]
    Any,
    /// Any number with a last digit, as people enter them.
    Decimal,
    /// Whole multiples of the step, which is not negative; of zero that is zero alone.
    Steps(Exact),
}

impl Grid {
    pub(crate) const WHOLE: Self = Self::Steps(Exact::ONE);

    /// Of one number.
    pub(crate) fn of(value: &Exact) -> Self {
        Self::Steps(if value.is_negative() { -value.clone() } else { value.clone() })
    }

    /// Whole numbers only.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self, Self::Steps(step) if step.is_integer())
    }

    /// Whether every number on it has a last digit.
    pub(crate) fn ends(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Decimal => true,
            Self::Steps(step) => step.to_decimal().is_some(),
        }
    }

    /// What lies on one or the other; so do sums and differences.
    pub(crate) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Steps(one), Self::Steps(other)) => Self::Steps(one.common_step(other)),
            _ => self.decimal(other),
        }
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let none = |grid: &Self| *grid == Self::Steps(Exact::ZERO);
        match (self, other) {
            (Self::Steps(one), Self::Steps(other)) => Self::Steps(one.clone() * other.clone()),
            _ if none(self) || none(other) => Self::Steps(Exact::ZERO),
            _ => self.decimal(other),
        }
    }

    fn decimal(&self, other: &Self) -> Self {
        if self.ends() && other.ends() { Self::Decimal } else { Self::Any }
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
        assert_eq!(Grid::Decimal.times(&steps(1, 3)), Grid::Any);
        assert_eq!(Grid::Any.times(&steps(0, 1)), steps(0, 1));
        assert!(steps(1, 8).ends() && !steps(1, 3).ends());
    }
}
