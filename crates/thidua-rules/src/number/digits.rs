/// Room for the longest decimal: 39 digits, a mark, and zeros up to 28 places.
const ROOM: usize = 48;

/// Hands out, part by part, the text of a decimal without its sign: the whole number `magnitude` with its last `places`
/// digits behind the mark.
#[inline]
pub(super) fn parts(magnitude: u128, places: u32, mark: char, mut put: impl FnMut(&str)) {
    let mut buffer = itoa::Buffer::new();
    let digits = match u64::try_from(magnitude) {
        Ok(magnitude) => buffer.format(magnitude),
        Err(_) => buffer.format(magnitude),
    };
    let places = usize::try_from(places).unwrap_or(usize::MAX);
    if places == 0 {
        return put(digits);
    }
    let mut bytes = [0; 4];
    let mark = &*mark.encode_utf8(&mut bytes);
    let whole = digits.len().saturating_sub(places);
    match digits.split_at_checked(whole).filter(|(whole, _)| !whole.is_empty()) {
        Some((whole, rest)) => [whole, mark, rest].into_iter().for_each(put),
        None => {
            put("0");
            put(mark);
            (digits.len()..places).for_each(|_| put("0"));
            put(digits);
        }
    }
}

/// The text of a decimal without its sign, for whoever needs it in one piece and keeps it nowhere.
pub(super) struct Digits {
    bytes: [u8; ROOM],
    end: usize,
}

impl Digits {
    /// As [`parts`].
    pub(super) fn new(magnitude: u128, places: u32, mark: char) -> Self {
        let mut digits = Self { bytes: [b'0'; ROOM], end: 0 };
        parts(magnitude, places, mark, |part| {
            let end = digits.end + part.len();
            if let Some(slot) = digits.bytes.get_mut(digits.end..end) {
                slot.copy_from_slice(part.as_bytes());
                digits.end = end;
            }
        });
        digits
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
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
            assert_eq!(Digits::new(magnitude, places, ',').as_str(), text);
        }
    }
}
