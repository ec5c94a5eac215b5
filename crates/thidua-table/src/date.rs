use thidua_core::{Diagnostic, Place, text};

use crate::word::plain;

/// Why a cell is not a date (lỗi đọc ngày).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateError {
    /// The text is not a date.
    NotADate,
    /// The text is a year with no day.
    YearOnly {
        /// The year.
        year: i32,
    },
    /// The calendar has no such day, or the year is not between 1900 and 2200.
    NoSuchDay {
        /// The year as written.
        year: i32,
        /// The month as written.
        month: u8,
        /// The day as written.
        day: u8,
    },
}

/// Reads a date as Vietnamese offices write it (đọc ngày), as year, month and day.
///
/// The day comes before the month, always: `04/08/2025` is 4 August. The year has four digits.
///
/// # Errors
/// A [`DateError`]; [`DateError::diagnostic`] makes a message of it.
///
/// ```
/// use thidua_table::{DateError, parse_date};
/// assert_eq!(parse_date("04/08/2025"), Ok((2025, 8, 4)));
/// assert_eq!(parse_date("Ngày 4 tháng 8 năm 2025"), Ok((2025, 8, 4)));
/// assert_eq!(parse_date("2014"), Err(DateError::YearOnly { year: 2014 }));
/// ```
pub fn parse_date(text: &str) -> Result<(i32, u8, u8), DateError> {
    let text = plain(text);
    let (year, month, day) = match text.split(' ').collect::<Vec<_>>().as_slice() {
        ["ngày", day, "tháng", month, "năm", year] => numbers(year, month, day)?,
        ["năm", year] | [year] if is_year(year) => {
            return Err(DateError::YearOnly { year: year.parse().map_err(|_| DateError::NotADate)? });
        }
        [joined] => joined_numbers(joined)?,
        _ => return Err(DateError::NotADate),
    };
    let exists = (1900..=2200).contains(&year) && (1..=month_length(year, month)).contains(&day);
    if exists { Ok((year, month, day)) } else { Err(DateError::NoSuchDay { year, month, day }) }
}

fn joined_numbers(text: &str) -> Result<(i32, u8, u8), DateError> {
    for separator in ['/', '-', '.'] {
        match text.split(separator).collect::<Vec<_>>().as_slice() {
            [year, month, day] if separator == '-' && is_year(year) => return numbers(year, month, day),
            [day, month, year] => return numbers(year, month, day),
            _ => {}
        }
    }
    Err(DateError::NotADate)
}

fn numbers(year: &str, month: &str, day: &str) -> Result<(i32, u8, u8), DateError> {
    let short = |part: &str| {
        let digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u8>().map_err(|_| DateError::NotADate) } else { Err(DateError::NotADate) }
    };
    if !is_year(year) {
        return Err(DateError::NotADate);
    }
    Ok((year.parse().map_err(|_| DateError::NotADate)?, short(month)?, short(day)?))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn month_length(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        _ => 0,
    }
}

impl DateError {
    /// The finding for the cell at this place (TD0320–TD0322).
    #[must_use]
    pub fn diagnostic(self, place: Place, written: &str) -> Diagnostic {
        let help = text!(
            "viết ngày, tháng, năm đủ bốn chữ số, ví dụ `04/08/2025`",
            "write day, month and a four-digit year, such as `04/08/2025`"
        );
        let (code, message) = match self {
            Self::NotADate => {
                ("TD0320", text!("`{written}` không phải là một ngày", "`{written}` is not a date"))
            }
            Self::NoSuchDay { year, month, day } => (
                "TD0321",
                text!(
                    "không có ngày {day} tháng {month} năm {year} trong khoảng từ 1900 đến 2200",
                    "there is no day {day} of month {month} in the year {year} between 1900 and 2200"
                ),
            ),
            Self::YearOnly { year } => (
                "TD0322",
                text!(
                    "chỉ ghi năm {year}, thiếu ngày và tháng",
                    "only the year {year}, without day and month"
                ),
            ),
        };
        Diagnostic::error(code, place, message).with_help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_offices_write() {
        for text in [
            "04/08/2025",
            "4/8/2025",
            "04-08-2025",
            "4.8.2025",
            "2025-08-04",
            " 4/8/2025\u{a0}",
            "ngày 4 tháng 8 năm 2025",
            "NGÀY 04  THÁNG 08 NĂM 2025",
            "nga\u{300}y 4 tha\u{301}ng 8 na\u{306}m 2025",
        ] {
            assert_eq!(parse_date(text), Ok((2025, 8, 4)), "{text}");
        }
        assert_eq!(parse_date("29/02/2024"), Ok((2024, 2, 29)));
        assert_eq!(parse_date("29/02/2000"), Ok((2000, 2, 29)));
        assert_eq!(parse_date("01/01/1900"), Ok((1900, 1, 1)));
        assert_eq!(parse_date("31/12/2200"), Ok((2200, 12, 31)));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "8,5",
            "04/08/25",
            "4/8",
            "2025/08/04",
            "4/8-2025",
            "004/08/2025",
            "+4/8/2025",
            "4//2025",
            "4 tháng 8 năm 2025",
            "ngay 4 thang 8 nam 2025",
            "2025-08-04 00:00:00",
            "20250804",
            "45873",
        ] {
            assert_eq!(parse_date(text), Err(DateError::NotADate), "{text}");
        }
        for text in ["2014", "năm 2014", " Năm 2014 "] {
            assert_eq!(parse_date(text), Err(DateError::YearOnly { year: 2014 }), "{text}");
        }
        for (text, year, month, day) in [
            ("29/02/2023", 2023, 2, 29),
            ("29/02/1900", 1900, 2, 29),
            ("31/04/2025", 2025, 4, 31),
            ("08/25/2025", 2025, 25, 8),
            ("0/1/2025", 2025, 1, 0),
            ("1/0/2025", 2025, 0, 1),
            ("31/12/1899", 1899, 12, 31),
            ("01/01/2201", 2201, 1, 1),
        ] {
            assert_eq!(parse_date(text), Err(DateError::NoSuchDay { year, month, day }), "{text}");
        }
    }

    #[test]
    fn says_what_to_do() {
        for (text, code) in [("x", "TD0320"), ("30/02/2025", "TD0321"), ("2014", "TD0322")] {
            let found = parse_date(text).unwrap_err().diagnostic(Place::cell("a.csv", 2, 3), text);
            assert_eq!((found.code, found.help.is_some()), (code, true));
        }
    }
}
