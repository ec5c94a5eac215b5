use std::fmt;

/// A decimal of at most eight signs, written out (số thập phân ngắn): what almost every cell of a table of points holds.
///
/// A country's tables hold tens of millions of them: all signs are made at once in one word, and copied so.
#[derive(Clone, Copy, Debug)]
pub struct ShortDecimal {
    /// The first sign in the lowest byte.
    signs: u64,
    length: u32,
    mark: Option<u8>,
}

/// So many signs fit in a word.
const SIGNS: u32 = 8;

impl ShortDecimal {
    /// The whole number with its last `places` digits behind the mark; `None` where that takes more than eight signs.
    #[inline]
    pub(super) fn new(whole: i64, places: u32, mark: u8) -> Option<Self> {
        let magnitude = whole.unsigned_abs();
        if magnitude >= 10_u64.pow(SIGNS) || places >= SIGNS {
            return None;
        }
        let digits = digits(magnitude);
        // Zeros before the last digit ahead of the mark are not written.
        let zeros = (digits.trailing_zeros() / 8).min(SIGNS - 1 - places);
        let written = SIGNS - zeros;
        let length = written + u32::from(places > 0) + u32::from(whole < 0);
        if length > SIGNS {
            return None;
        }
        let mut signs = (digits | ZEROS) >> (8 * zeros);
        if places > 0 {
            let ahead = 8 * (written - places);
            let before = signs & ((1 << ahead) - 1);
            signs = before | (u64::from(mark) << ahead) | ((signs >> ahead) << (ahead + 8));
        }
        if whole < 0 {
            signs = (signs << 8) | u64::from(b'-');
        }
        Some(Self { signs, length, mark: (places > 0).then_some(mark) })
    }

    /// What stands before its decimals, where it has any.
    #[must_use]
    #[inline]
    pub fn mark(&self) -> Option<u8> {
        self.mark
    }

    /// Adds it to the end of a text.
    #[inline]
    pub fn add_to(&self, text: &mut Vec<u8>) {
        // A whole word is copied in less time than a part of it.
        text.extend_from_slice(&self.signs.to_le_bytes());
        text.truncate(text.len().saturating_sub(usize::try_from(SIGNS - self.length).unwrap_or(0)));
    }
}

impl fmt::Display for ShortDecimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signs = self.signs.to_le_bytes();
        let written = usize::try_from(self.length).ok().and_then(|length| signs.get(..length));
        formatter.write_str(written.and_then(|signs| std::str::from_utf8(signs).ok()).unwrap_or_default())
    }
}

const ZEROS: u64 = u64::from_le_bytes([b'0'; 8]);

/// The eight digits of a number, the first in the lowest byte: halves, quarters and eighths of it side by side in one word.
/// The multiplications are divisions by 100 and by 10, exact for all parts that there can be.
fn digits(number: u64) -> u64 {
    let halves = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((halves * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let quarters = hundreds | ((halves - 100 * hundreds) << 16);
    let tens = ((quarters * 103) >> 10) & 0x000f_000f_000f_000f;
    tens | ((quarters - 10 * tens) << 8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::digits::parts;

    #[test]
    fn every_part_is_divided_exactly() {
        for part in 0..10_000_u64 {
            let written =
                |number: u64| u64::from_le_bytes(format!("{number:08}").as_bytes().try_into().unwrap());
            assert_eq!(digits(part) | ZEROS, written(part));
            assert_eq!(digits(part * 10_000) | ZEROS, written(part * 10_000));
        }
    }

    proptest! {
        #[test]
        fn is_written_digit_by_digit_too(whole in -200_000_000..200_000_000_i64, few in 0..9_u32, places in 0..10_u32) {
            let whole = whole / 10_i64.pow(few);
            let mut text = if whole < 0 { "-".to_owned() } else { String::new() };
            parts(whole.unsigned_abs().into(), places, ',', |part| text.push_str(part));
            match ShortDecimal::new(whole, places, b',') {
                Some(short) => {
                    prop_assert_eq!(short.to_string(), text.clone());
                    prop_assert_eq!(short.mark(), (places > 0).then_some(b','));
                    let mut added = b"a,".to_vec();
                    short.add_to(&mut added);
                    prop_assert_eq!(String::from_utf8(added).unwrap(), format!("a,{text}"));
                }
                None => prop_assert!(text.len() > 8),
            }
        }
    }
}
