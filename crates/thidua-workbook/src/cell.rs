use thidua_core::Decimal;
use thidua_table::Written;

/// The text of a cell and how it is written.
pub(crate) type Text = (String, Written);

/// What a binary fraction stands for: the shortest decimal that is read back as the same fraction, if it has at most
/// 15 digits. Two decimals of so few digits are never the same fraction, so this is what was typed.
pub(crate) fn number(value: f64, percent: bool) -> Text {
    let shortest = format!("{value}");
    let digits = shortest.trim_start_matches('-').replace('.', "");
    let significant = digits.trim_start_matches('0').trim_end_matches('0').len();
    // `Decimal` knows 28 digits: 1e300 is none that anybody typed.
    match shortest.parse::<Decimal>() {
        Ok(decimal) if significant <= 15 && digits.len() <= 28 => match percent_of(decimal, percent) {
            Some(text) => (text, Written::Number),
            None => (shortest, Written::Inexact),
        },
        _ => (shortest, Written::Inexact),
    }
}

fn percent_of(decimal: Decimal, percent: bool) -> Option<String> {
    if !percent {
        return Some(decimal.to_string());
    }
    let hundredfold = Decimal::from_scaled(decimal.mantissa().checked_mul(100)?, decimal.scale()).ok()?;
    Some(format!("{}%", hundredfold.normalized()))
}

/// Whether a number format shows a percentage: a percent sign that is not quoted.
pub(crate) fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    format.chars().any(|letter| {
        let plain = !quoted && !escaped;
        match letter {
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = letter == '\\' && plain;
        letter == '%' && plain
    })
}

/// A day, and the time where it is not midnight, as a Vietnamese office writes it.
pub(crate) fn day(year: u16, month: u8, day: u8, time: (u8, u8, u8)) -> Text {
    let date = format!("{day:02}/{month:02}/{year:04}");
    let (hour, minute, second) = time;
    let text = if time == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") };
    (text, Written::Text)
}

/// A day written as `2025-08-04` or `2025-08-04T00:00:00`; anything else as it is.
pub(crate) fn iso_day(written: &str) -> Text {
    let (date, time) = written.split_once('T').unwrap_or((written, ""));
    let midnight = time.chars().all(|letter| matches!(letter, '0' | ':' | '.' | 'Z'));
    match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if midnight => (format!("{day}/{month}/{year}"), Written::Text),
        [year, month, day] => (format!("{day}/{month}/{year} {time}"), Written::Text),
        _ => (written.to_owned(), Written::Text),
    }
}

/// A truth value in a word that every reader of cells knows.
pub(crate) fn truth(value: bool) -> Text {
    (value.to_string(), Written::Text)
}

/// A formula nobody has worked out.
pub(crate) fn formula(text: &str) -> Text {
    let short: String = text.chars().take(200).collect();
    (format!("={}", short.trim_start_matches("of:").trim_start_matches('=')), Written::Text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_fraction_is_what_was_typed() {
        for (value, text) in [
            (0.1, "0.1"),
            (8.45, "8.45"),
            (94.75, "94.75"),
            (1_234_567.89, "1234567.89"),
            (-0.5, "-0.5"),
            (38.0, "38"),
        ] {
            assert_eq!(number(value, false), (text.to_owned(), Written::Number));
        }
        assert_eq!(number(0.855, true), ("85.5%".to_owned(), Written::Number));
        assert_eq!(number(1.0, true), ("100%".to_owned(), Written::Number));
        for strange in [0.1 + 0.2, 1.0 / 3.0, 1e300, f64::NAN, f64::INFINITY, 123_456_789_012_345_678.0] {
            assert_eq!(number(strange, false).1, Written::Inexact, "{strange}");
        }
    }

    #[test]
    fn a_percent_format_has_a_bare_sign() {
        assert!(is_percent("0%") && is_percent("0.00%") && is_percent("#,##0.0 %;[Red]-0%"));
        assert!(!is_percent("0\"%\"") && !is_percent("0\\%") && !is_percent("General"));
    }

    #[test]
    fn days_are_written_out() {
        assert_eq!(day(2025, 8, 4, (0, 0, 0)).0, "04/08/2025");
        assert_eq!(day(2025, 8, 4, (8, 30, 0)).0, "04/08/2025 08:30:00");
        assert_eq!(iso_day("2025-08-04T00:00:00").0, "04/08/2025");
        assert_eq!(iso_day("2025-08-04").0, "04/08/2025");
    }

    proptest! {
        #[test]
        fn every_decimal_of_fifteen_digits_comes_back(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=15) {
            let typed = Decimal::from_scaled(i128::from(mantissa), scale).unwrap().normalized();
            let stored: f64 = typed.to_string().parse().unwrap();
            let (text, written) = number(stored, false);
            prop_assert_eq!(written, Written::Number);
            prop_assert_eq!(text.parse::<Decimal>().unwrap().normalized(), typed);
        }
    }
}
