//! Decimals as text (viết số thập phân), without a detour over the heap: a results folder holds hundreds of millions.

/// More than the digits, the point and nothing else of any decimal.
const ROOM: usize = 48;

/// The text of a decimal without its sign, at the end of its room.
pub(super) struct Digits {
    bytes: [u8; ROOM],
    start: usize,
}

impl Digits {
    /// The whole number `magnitude` with its last `places` digits behind the mark.
    pub(super) fn new(magnitude: u128, places: u32, mark: u8) -> Self {
        let mut digits = Self { bytes: [b'0'; ROOM], start: ROOM };
        let (mut written, mut wide) = (0, magnitude);
        let mut push = |digit: u8| {
            if written == places && places > 0 {
                digits.push(mark);
            }
            digits.push(b'0' + digit);
            written += 1;
            written
        };
        // Without the slow division of 128 bits where 64 are enough.
        let mut rest = loop {
            match u64::try_from(wide) {
                Ok(rest) => break rest,
                Err(_) => push(u8::try_from(wide % 10).unwrap_or_default()),
            };
            wide /= 10;
        };
        while push(u8::try_from(rest % 10).unwrap_or_default()) <= places || rest > 9 {
            rest /= 10;
        }
        digits
    }

    /// Puts a sign before those that are there.
    fn push(&mut self, sign: u8) {
        self.start = self.start.saturating_sub(1);
        if let Some(slot) = self.bytes.get_mut(self.start) {
            *slot = sign;
        }
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(self.start..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_a_person_would() {
        let largest = (1_u128 << 96) - 1;
        for (magnitude, places, text) in [
            (0, 0, "0"),
            (5, 0, "5"),
            (1200, 0, "1200"),
            (5, 1, "0,5"),
            (5, 3, "0,005"),
            (1234, 2, "12,34"),
            (largest, 0, "79228162514264337593543950335"),
            (largest, 28, "7,9228162514264337593543950335"),
            (1, 28, "0,0000000000000000000000000001"),
        ] {
            assert_eq!(Digits::new(magnitude, places, b',').as_str(), text);
        }
    }
}
