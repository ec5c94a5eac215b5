/// Ten to a power (lũy thừa của 10), looked up, since every number that is read or written asks for one; `None` beyond 64
/// bits.
#[doc(hidden)]
#[must_use]
#[inline]
pub fn power_of_ten(power: u32) -> Option<i64> {
    POWERS.get(usize::try_from(power).ok()?).copied()
}

const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut at = 1;
    while at < powers.len() {
        #[expect(clippy::indexing_slicing, reason = "below the length, and no other way in a constant")]
        {
            powers[at] = powers[at - 1] * 10;
        }
        at += 1;
    }
    powers
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_that_fits_is_there() {
        assert!((0..24).all(|power| power_of_ten(power) == 10_i64.checked_pow(power)));
    }
}
