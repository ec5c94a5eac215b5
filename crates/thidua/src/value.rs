use std::borrow::Cow;

use thidua_core::{Cell, Date, Decimal, Diagnostic, Origin, Place, PlanInput, ValueKind, text};
use thidua_table::{Layout, NumberStyle, clean, read_cell};

use crate::rejected::Finding;
use crate::sheet::place;

/// A value on its way into a sheet (giá trị của một ô): exact, and never by way of a binary float.
///
/// Text is read as in a table whose decimal sign is the point: `"8.5"`, `"95%"`, `"có"`, a choice by its id.
///
/// ```
/// use thidua::{Decimal, Value};
/// assert_eq!(Value::from(12), Value::Number(Decimal::from(12)));
/// assert_eq!(Value::from(None::<i64>), Value::Blank);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// A number as it is; a share of 95 % is `0.95`.
    Number(Decimal),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Day(Date),
    /// Words, as a cell of a table would hold them.
    Text(String),
    /// Left blank (để trống).
    Blank,
    /// Claimed as not applicable (đề nghị không áp dụng); a decision approves it or turns it down.
    NotApplicable,
    /// Exempt (được miễn).
    Exempt,
}

/// Why something that a host holds is no value of a cell (vì sao không nhận).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// A binary float: it does not hold the number that was written.
    Float,
    /// Neither a value nor a list of values.
    NotSingle,
}

impl Unfit {
    /// The finding that refuses it; `words` is how the host writes the thing.
    #[must_use]
    pub fn finding(self, entrant: &str, input: &str, words: &str) -> Finding {
        let message =
            text!("`{words}` không đọc được cho `{input}`", "`{words}` cannot be read for `{input}`");
        let help = match self {
            Self::Float => text!(
                "dùng `Decimal`, số nguyên hoặc chữ: số thực nhị phân không giữ đúng số đã ghi",
                "use a `Decimal`, a whole number or text: a binary float does not hold the number that was written"
            ),
            Self::NotSingle => text!(
                "cần một giá trị đơn, hoặc một danh sách giá trị đơn",
                "a single value, or a list of single values, is needed"
            ),
        };
        Finding::about(entrant, Some(input), Diagnostic::error("TD0410", place(), message).with_help(help))
    }
}

impl Value {
    fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Number(number) => number.to_string().into(),
            Self::YesNo(true) => "có".into(),
            Self::YesNo(false) => "không".into(),
            Self::Day(day) => day.to_string().into(),
            Self::Text(words) => clean(words),
            Self::Blank => "".into(),
            Self::NotApplicable => "N/A".into(),
            Self::Exempt => "miễn".into(),
        }
    }

    /// The cell it makes, judged by the reader of tables; the second part is a warning.
    pub(crate) fn cell(
        &self,
        input: &PlanInput,
        layout: &Layout,
        place: &Place,
    ) -> Result<(Cell, Option<Diagnostic>), Diagnostic> {
        // The whole is no question here, as it is in a table: a share of 95 % is 0.95.
        let words = match self {
            Self::Number(number) if input.kind == ValueKind::Percent && *number == Decimal::from(1) => {
                "100%".into()
            }
            _ => self.words(),
        };
        read_cell(input, layout, &words, place, Origin::default())
    }
}

/// How words are read in memory: as in a table, with the point as the decimal sign.
pub(crate) fn layout() -> Layout {
    Layout { numbers: NumberStyle::Program, ..Layout::default() }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        i64::from(number).into()
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        i64::from(number).into()
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Into::into)
    }
}
