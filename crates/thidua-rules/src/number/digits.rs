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
        let (mut bytes, mut start) = ([b'0'; ROOM], ROOM);
        let (mut rest, mut written, mut marked) = (magnitude, 0, places == 0);
        for slot in bytes.iter_mut().rev() {
            start -= 1;
            if !marked && written == places {
                *slot = mark;
                marked = true;
                continue;
            }
            *slot = b'0' + last_digit(&mut rest);
            written += 1;
            if rest == 0 && written > places {
                break;
            }
        }
        Self { bytes, start }
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(self.start..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Takes the last digit off; without the slow division of 128 bits where 64 are enough.
fn last_digit(rest: &mut u128) -> u8 {
    let digit = match u64::try_from(*rest) {
        Ok(small) => {
            *rest = u128::from(small / 10);
            u128::from(small % 10)
        }
        Err(_) => {
            let digit = *rest % 10;
            *rest /= 10;
            digit
        }
    };
    u8::try_from(digit).unwrap_or_default()
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
