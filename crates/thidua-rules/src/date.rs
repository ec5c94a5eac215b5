//! Days of the calendar (ngày tháng) and stretches of them.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text;

/// A calendar day (ngày), counted from 1 January 1970; written `2014-12-31` or `31/12/2014`.
///
/// ```
/// use thidua_rules::Date;
/// let day: Date = "31/12/2014".parse().map_err(|()| "not a date")?;
/// assert_eq!(day.to_string(), "2014-12-31");
/// assert!(day.is_working_day());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The day of the Gregorian calendar, or `None` when there is no such day between 1900 and 2200.
    #[must_use]
    pub fn from_calendar(year: i32, month: u32, day: u32) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u32::from(leap),
            _ => return None,
        };
        if !(1900..=2200).contains(&year) || day == 0 || day > length {
            return None;
        }
        // Counting years from March puts the leap day last, so that one formula serves every month.
        let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
        let year = if month <= 2 { year - 1 } else { year };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        Some(Self(
            era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468,
        ))
    }

    /// Year, month and day.
    #[must_use]
    pub fn calendar(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
    }

    /// Days since 1 January 1970.
    #[must_use]
    pub fn day_number(self) -> i32 {
        self.0
    }

    /// The day with this number, if it lies between 1900 and 2200.
    #[must_use]
    pub fn from_day_number(number: i64) -> Option<Self> {
        let number = i32::try_from(number).ok()?;
        (-25_567..=84_370).contains(&number).then_some(Self(number))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.calendar().0
    }

    /// Whether the day is Monday to Friday; holidays are data and not known here.
    #[must_use]
    pub fn is_working_day(self) -> bool {
        // 1 January 1970 was a Thursday.
        !matches!((self.0 + 3).rem_euclid(7), 5 | 6)
    }

    /// `dd/mm/yyyy`, as Vietnamese offices write it.
    #[must_use]
    pub fn to_vietnamese(self) -> String {
        let (year, month, day) = self.calendar();
        format!("{day:02}/{month:02}/{year}")
    }
}

impl FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let numbers: Vec<&str> = text.split(['-', '/']).collect();
        let [first, second, third] = numbers.as_slice() else { return Err(()) };
        if [first, second, third].iter().any(|part| part.bytes().any(|byte| !byte.is_ascii_digit())) {
            return Err(());
        }
        let (year, day) = if text.contains('/') { (third, first) } else { (first, third) };
        let parse = |part: &str| part.parse::<u32>().map_err(|_| ());
        let year = i32::try_from(parse(year)?).map_err(|_| ())?;
        Self::from_calendar(year, parse(second)?, parse(day)?).ok_or(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.calendar();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        words.parse().map_err(|()| {
            de::Error::custom(
                text!(
                    "`{words}` không phải là một ngày; viết `2014-12-31` hoặc `31/12/2014`",
                    "`{words}` is not a date; write `2014-12-31` or `31/12/2014`"
                )
                .carry(),
            )
        })
    }
}

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Ngày, viết 2014-12-31 hoặc 31/12/2014. A date.",
            "type": "string",
            "pattern": r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})$"
        })
    }
}

/// From when until when something holds (hiệu lực), both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Dates {
    /// Whether the day lies within.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether there is a day within both.
    pub fn meets(&self, other: &Self) -> bool {
        let begins = |from: Option<Date>, until: Option<Date>| {
            from.is_none_or(|from| until.is_none_or(|until| from <= until))
        };
        begins(self.from, other.until) && begins(other.from, self.until)
    }
}

/// The whole months from one day to another (số tháng tròn); none when the second comes first.
///
/// A month is whole on the same day of the month, or on the last day of a month that has no such day.
#[must_use]
pub fn whole_months(from: Date, to: Date) -> i64 {
    if to <= from {
        return 0;
    }
    let ((first_year, first_month, first_day), (year, month, day)) = (from.calendar(), to.calendar());
    let months = (year - first_year) * 12 + month - first_month;
    // Tomorrow is another month: today is the last day of this one.
    let last = Date(to.0 + 1).calendar().1 != month;
    i64::from(if day >= first_day || last { months } else { months - 1 })
}

/// The days between `due` and `actual`, counting only those the calendar keeps; zero when in time.
#[must_use]
pub fn days_late(due: Date, actual: Date, working_days: bool, holidays: &[Date]) -> i64 {
    if actual <= due {
        return 0;
    }
    if !working_days {
        return i64::from(actual.0) - i64::from(due.0);
    }
    // A holiday that is named twice, or falls on a weekend, takes no further day away.
    let mut free: Vec<Date> = holidays
        .iter()
        .copied()
        .filter(|holiday| due < *holiday && *holiday <= actual && holiday.is_working_day())
        .collect();
    free.sort_unstable();
    free.dedup();
    working_days_until(actual) - working_days_until(due) - i64::try_from(free.len()).unwrap_or(i64::MAX)
}

/// How many working days there are from a Monday long ago up to this day, five of each week.
fn working_days_until(day: Date) -> i64 {
    // Day 0 is a Thursday: the Monday of its week lies three days before.
    let since_monday = i64::from(day.0) + 3;
    since_monday.div_euclid(7) * 5 + (since_monday.rem_euclid(7) + 1).min(5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_day_goes_there_and_back() {
        let first = Date::from_calendar(1900, 1, 1).unwrap();
        let last = Date::from_calendar(2200, 12, 31).unwrap();
        assert_eq!((first.0, last.0), (-25_567, 84_370));
        for number in first.0..=last.0 {
            let day = Date(number);
            assert_eq!(day.to_string().parse::<Date>(), Ok(day));
            assert_eq!(day.to_vietnamese().parse::<Date>(), Ok(day));
        }
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in
            ["2014-02-29", "31/4/2014", "0/1/2014", "2014", "1/2", "2014-13-01", "a/b/c", "1899-12-31"]
        {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn working_days_are_those_that_are_counted_one_by_one(
            due in -3000..3000,
            after in -30..900,
            holidays in prop::collection::vec(-3000..3900, 0..40),
        ) {
            let holidays: Vec<Date> = holidays.into_iter().map(Date).collect();
            let counts = |day: &i32| Date(*day).is_working_day() && !holidays.contains(&Date(*day));
            let counted = i64::try_from((due + 1..=due + after).filter(counts).count()).unwrap();
            prop_assert_eq!(days_late(Date(due), Date(due + after), true, &holidays), counted);
        }
    }

    #[test]
    fn months_are_whole_on_the_same_day_or_the_last_of_the_month() {
        let months = |from: &str, to: &str| whole_months(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(months("01/08/2009", "31/07/2019"), 119);
        assert_eq!(months("31/07/2009", "31/07/2019"), 120);
        assert_eq!(months("29/02/2008", "28/02/2009"), 12);
        assert_eq!(months("31/01/2025", "28/02/2025"), 1);
        assert_eq!(months("30/01/2025", "27/02/2025"), 0);
        assert_eq!(months("31/12/2025", "01/01/2025"), 0);
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        // Friday 12 December 2014 to Tuesday 16: Monday and Tuesday.
        assert_eq!(days_late(day("12/12/2014"), day("16/12/2014"), true, &[]), 2);
        assert_eq!(days_late(day("12/12/2014"), day("16/12/2014"), true, &[day("15/12/2014")]), 1);
        assert_eq!(days_late(day("12/12/2014"), day("16/12/2014"), false, &[]), 4);
        assert_eq!(days_late(day("16/12/2014"), day("12/12/2014"), false, &[]), 0);
    }
}
