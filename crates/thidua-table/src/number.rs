use thidua_core::{Decimal, Diagnostic, Place, text};

/// What `.` and `,` mean in a table (cách viết số).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum NumberStyle {
    /// Read what can only mean one thing, and refuse `7.100` and `1,234`.
    #[default]
    Careful,
    /// The comma is decimal and the dot groups thousands, as Vietnamese offices write: `7.100` is 7100.
    DecimalComma,
    /// The dot is decimal and the comma groups thousands: `7.100` is 7.1.
    DecimalPoint,
    /// As programs write numbers: the dot is decimal, and `7.5e-07` is one too.
    Program,
}

/// A number in a cell (con số trong ô): what was written, and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellNumber {
    written: Decimal,
    value: Decimal,
    percent: bool,
}

impl CellNumber {
    /// The value, a percentage divided by one hundred: `95%` is 0.95.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.value
    }

    /// The number before any percent sign: `95%` is 95.
    #[must_use]
    pub fn written(self) -> Decimal {
        self.written
    }

    /// Whether it was written with a percent sign.
    #[must_use]
    pub fn is_percent(self) -> bool {
        self.percent
    }
}

impl From<Decimal> for CellNumber {
    fn from(value: Decimal) -> Self {
        Self { written: value, value, percent: false }
    }
}

/// Why a cell is not a number (lỗi đọc số).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is not a number.
    NotANumber,
    /// One separator with three digits after it: decimal to some, thousands to others.
    Ambiguous {
        /// The reading in which the separator is decimal.
        decimal: CellNumber,
        /// The reading in which the separator groups thousands.
        grouped: CellNumber,
    },
    /// Digits grouped otherwise than in threes, as in `1.23.456`.
    BadGroups,
    /// More than 28 digits.
    TooLong,
}

/// Reads a number as Vietnamese offices write it (đọc số), exactly, or says why it cannot.
///
/// `8,5` and `8.5` are the same; spaces, or the other separator, may group thousands. The style
/// decides only what would be ambiguous: nothing that can mean one thing is refused.
///
/// # Errors
/// A [`NumberError`]; [`NumberError::diagnostic`] makes a message of it.
///
/// ```
/// use thidua_table::{NumberError, NumberStyle, parse_number};
/// let value = |text, style| parse_number(text, style).map(|number| number.value().to_string());
/// assert_eq!(value("1.234,5", NumberStyle::Careful).unwrap(), "1234.5");
/// assert_eq!(value("95,5 %", NumberStyle::Careful).unwrap(), "0.955");
/// assert!(matches!(value("7.100", NumberStyle::Careful), Err(NumberError::Ambiguous { .. })));
/// assert_eq!(value("7.100", NumberStyle::DecimalComma).unwrap(), "7100");
/// ```
pub fn parse_number(text: &str, style: NumberStyle) -> Result<CellNumber, NumberError> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (body, percent) = match unsigned.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (unsigned, false),
    };
    let is_digit = |character: char| character.is_ascii_digit();
    if !body.chars().all(|character| is_digit(character) || Separator::of(character).is_some())
        || !body.starts_with(is_digit)
        || !body.ends_with(is_digit)
    {
        return Err(NumberError::NotANumber);
    }
    let read = |decimal_at| assemble(body, decimal_at, negative, percent);
    match point(body)? {
        Point::At(position) => read(Some(position)),
        Point::Nowhere => read(None),
        Point::Unclear(position, separator) => match (style, separator) {
            (NumberStyle::Careful, _) => {
                Err(NumberError::Ambiguous { decimal: read(Some(position))?, grouped: read(None)? })
            }
            (NumberStyle::DecimalComma, Separator::Comma)
            | (NumberStyle::DecimalPoint | NumberStyle::Program, Separator::Dot) => read(Some(position)),
            _ => read(None),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dot,
    Comma,
    Space,
}

impl Separator {
    fn of(character: char) -> Option<Self> {
        match character {
            '.' => Some(Self::Dot),
            ',' => Some(Self::Comma),
            ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => Some(Self::Space),
            _ => None,
        }
    }
}

/// Where the decimal separator stands, as a byte position.
enum Point {
    At(usize),
    Nowhere,
    Unclear(usize, Separator),
}

fn point(body: &str) -> Result<Point, NumberError> {
    let separators =
        || body.char_indices().filter_map(|(at, character)| Some((at, Separator::of(character)?)));
    let count = |wanted| separators().filter(|(_, separator)| *separator == wanted).count();
    let last_mark = separators().rfind(|(_, separator)| *separator != Separator::Space);
    let Some((position, separator)) = last_mark else { return Ok(Point::Nowhere) };
    let (dots, commas, spaces) = (count(Separator::Dot), count(Separator::Comma), count(Separator::Space));
    if dots + commas == 1 {
        let unclear = spaces == 0 && looks_grouped(body, position);
        return Ok(if unclear { Point::Unclear(position, separator) } else { Point::At(position) });
    }
    if dots == 0 || commas == 0 {
        return Ok(Point::Nowhere);
    }
    if count(separator) == 1 { Ok(Point::At(position)) } else { Err(NumberError::BadGroups) }
}

fn looks_grouped(body: &str, position: usize) -> bool {
    (1..=3).contains(&position) && body.len() == position + 4 && !body.starts_with('0')
}

fn assemble(
    body: &str,
    decimal_at: Option<usize>,
    negative: bool,
    percent: bool,
) -> Result<CellNumber, NumberError> {
    let (whole, fraction) = match decimal_at.and_then(|position| body.split_at_checked(position)) {
        Some((whole, rest)) => (whole, rest.get(1..).unwrap_or("")),
        None => (body, ""),
    };
    let fraction_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !fraction_digits || !well_grouped(whole) {
        return Err(NumberError::BadGroups);
    }
    let digits = || whole.bytes().filter(u8::is_ascii_digit).skip_while(|byte| *byte == b'0');
    if digits().count() + fraction.len() > 28 {
        return Err(NumberError::TooLong);
    }
    let mantissa =
        digits().chain(fraction.bytes()).fold(0_i128, |sum, byte| sum * 10 + i128::from(byte - b'0'));
    let mantissa = if negative { -mantissa } else { mantissa };
    let scale = u32::try_from(fraction.len()).map_err(|_| NumberError::TooLong)?;
    let scaled = |scale| Decimal::from_scaled(mantissa, scale).map_err(|_| NumberError::TooLong);
    let value = scaled(if percent { scale + 2 } else { scale })?;
    Ok(CellNumber { written: scaled(scale)?, value, percent })
}

/// Whether the digits stand without separators, or in threes with one kind of separator.
fn well_grouped(whole: &str) -> bool {
    let mut kinds = whole.chars().filter_map(Separator::of);
    let Some(kind) = kinds.next() else { return true };
    let mut groups = whole.split(|character| Separator::of(character).is_some());
    let first = groups.next().unwrap_or("");
    kinds.all(|other| other == kind)
        && (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3)
}

impl NumberError {
    /// The finding for the cell at this place (TD0310–TD0313).
    #[must_use]
    pub fn diagnostic(self, place: Place, written: &str) -> Diagnostic {
        match self {
            Self::NotANumber => Diagnostic::error(
                "TD0310",
                place,
                text!("`{written}` không phải là số", "`{written}` is not a number"),
            )
            .with_help(text!(
                "chỉ ghi chữ số, ví dụ `8,5` hoặc `95%`; đơn vị tính để ở tiêu đề cột",
                "write digits only, such as `8,5` or `95%`; the unit belongs in the header"
            )),
            Self::Ambiguous { decimal, grouped } => Diagnostic::error(
                "TD0311",
                place,
                text!(
                    "`{written}` có thể là {} hoặc {}",
                    "`{written}` may be {} or {}",
                    shown(decimal),
                    shown(grouped)
                ),
            )
            .with_help(text!(
                "viết không có dấu phân nhóm, hoặc khai `numbers: decimal-comma` hay `numbers: decimal-point` cho bảng",
                "write it without a grouping separator, or declare `numbers: decimal-comma` or `numbers: decimal-point`"
            )),
            Self::BadGroups => Diagnostic::error(
                "TD0312",
                place,
                text!(
                    "các nhóm chữ số trong `{written}` không đủ ba chữ số",
                    "the digits of `{written}` are not grouped in threes"
                ),
            )
            .with_help(text!(
                "kiểm tra xem có thừa dấu chấm, dấu phẩy hoặc khoảng trắng không",
                "look for a stray dot, comma or space"
            )),
            Self::TooLong => Diagnostic::error(
                "TD0313",
                place,
                text!("`{written}` có hơn 28 chữ số", "`{written}` has more than 28 digits"),
            )
            .with_help(text!(
                "rút gọn số, hoặc đổi sang đơn vị lớn hơn",
                "shorten the number, or use a larger unit"
            )),
        }
    }
}

fn shown(number: CellNumber) -> String {
    format!("{}{}", number.written, if number.percent { "%" } else { "" })
}

#[cfg(test)]
mod tests;
