mod double;
mod remedy;

use thidua_core::{
    Cell, CellState, Date, Decimal, Diagnostic, Exact, Misfit, Origin, Place, PlanInput, ValueKind, text,
};

use super::Layout;
use super::layout::PercentStyle;
use crate::{
    Match, Names, NumberError, NumberStyle, Written, is_exempt, is_not_applicable, parse_date, parse_number,
    parse_yes_no,
};

/// Reads what a cell says for an input (đọc một ô), or what is wrong with it; the second part is a warning.
///
/// # Errors
/// The finding, at the given place.
pub fn read_cell(
    input: &PlanInput,
    layout: &Layout,
    words: &str,
    place: &Place,
    origin: Origin,
) -> Result<(Cell, Option<Diagnostic>), Diagnostic> {
    read_written(input, layout, (words, Written::Text), place, origin)
}

/// Reads a cell of a table, whose file may say itself that it is a number.
pub(super) fn read_written(
    input: &PlanInput,
    layout: &Layout,
    (words, written): (&str, Written),
    place: &Place,
    origin: Origin,
) -> Result<(Cell, Option<Diagnostic>), Diagnostic> {
    let state = |state| Ok((Cell { state, value: Decimal::ZERO, origin }, None));
    let words = layout.without_footnote(words);
    if words.is_empty() || layout.is_blank_marker(words) {
        return state(CellState::Blank);
    }
    if is_not_applicable(words) {
        return state(CellState::Claimed);
    }
    if is_exempt(words) {
        return state(CellState::Exempt);
    }
    if let Some(finding) = unfinished(words, place) {
        return Err(finding);
    }
    let mut warning = None;
    let value = match input.kind {
        ValueKind::Number | ValueKind::Count | ValueKind::Percent => {
            number(input, layout, (words, written), place)?
        }
        ValueKind::YesNo => match parse_yes_no(words) {
            Some(yes) => Decimal::from(i64::from(yes)),
            None => {
                return Err(not_a(
                    input,
                    words,
                    place,
                    text!("cần “có” hoặc “không”", "write “có” or “không”"),
                ));
            }
        },
        ValueKind::Choice => choice(input, words, place)?,
        ValueKind::Date => {
            let date = date(words, place)?;
            if layout.period.is_some_and(|period| !period.contains(date)) {
                warning = Some(
                    Diagnostic::warning(
                        "TD0418",
                        place.clone(),
                        text!(
                            "ngày {} nằm ngoài kỳ đánh giá",
                            "the date {} lies outside the period",
                            date.to_vietnamese()
                        ),
                    )
                    .with_help(text!(
                        "kiểm tra lại năm; nếu đúng thì không cần sửa",
                        "check the year; if it is right, leave it"
                    )),
                );
            }
            Decimal::from(i64::from(date.day_number()))
        }
    };
    within(input, value, words, place)?;
    Ok((Cell { state: CellState::Value, value, origin }, warning))
}

fn not_a(input: &PlanInput, words: &str, place: &Place, help: thidua_core::Text) -> Diagnostic {
    let name = &input.title;
    Diagnostic::error(
        "TD0410",
        place.clone(),
        text!("`{words}` không đọc được cho `{name}`", "`{words}` cannot be read for `{name}`"),
    )
    .with_help(help)
}

/// What a spreadsheet shows where a formula has no result.
const ERRORS: &[&str] = &[
    "#REF!",
    "#N/A",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
];

fn unfinished(words: &str, place: &Place) -> Option<Diagnostic> {
    if ERRORS.contains(&words) || words.starts_with("Err:") {
        let message =
            text!("công thức trong ô báo lỗi `{words}`", "the formula in the cell failed: `{words}`");
        return Some(Diagnostic::error("TD0450", place.clone(), message).with_help(text!(
            "sửa công thức, hoặc gõ giá trị thay cho công thức; để trống nếu chưa có số liệu",
            "mend the formula or type the value in its place; leave the cell blank if there is none yet"
        )));
    }
    let formula = words.strip_prefix('=')?;
    let short: String = formula.chars().take(40).collect();
    let message = text!(
        "ô chứa công thức `={short}` chưa được tính",
        "the cell holds the formula `={short}`, which nobody worked out"
    );
    Some(Diagnostic::error("TD0451", place.clone(), message).with_help(text!(
        "mở tệp bằng Excel, để tính lại rồi lưu; hoặc dán giá trị thay cho công thức",
        "open the file in Excel, let it calculate, and save; or paste the value in place of the formula"
    )))
}

fn inexact(words: &str, place: &Place) -> Diagnostic {
    Diagnostic::error(
        "TD0452",
        place.clone(),
        text!(
            "`{words}` là kết quả tính gần đúng, không phải số thập phân từ 15 chữ số trở xuống",
            "`{words}` is the approximate result of a computation, no decimal of at most 15 digits"
        ),
    )
    .with_help(text!(
        "làm tròn ngay trong công thức, ví dụ `=ROUND(A1+B1;2)`, hoặc gõ số đã làm tròn",
        "round in the formula, such as `=ROUND(A1+B1,2)`, or type the rounded number"
    ))
}

fn number(
    input: &PlanInput,
    layout: &Layout,
    (words, written): (&str, Written),
    place: &Place,
) -> Result<Decimal, Diagnostic> {
    let number = match written {
        Written::Inexact => return Err(inexact(words, place)),
        Written::Double => return double::read(input, words, place),
        Written::Text if layout.numbers != NumberStyle::Program => parse_number(words, layout.numbers),
        Written::Number | Written::Text => match scientific(words) {
            Some(value) => Ok(value.into()),
            None => parse_number(words, NumberStyle::DecimalPoint),
        },
    };
    let number = match number {
        Err(NumberError::Ambiguous { decimal, grouped }) => {
            let fits = |value: Decimal| {
                let exact = Exact::from(value);
                let whole = input.kind != ValueKind::Count || value.normalized().scale() == 0;
                whole
                    && input.max.as_ref().is_none_or(|max| exact <= *max)
                    && input.min.as_ref().is_none_or(|min| exact >= *min)
            };
            // Where only one reading may be entered, there is no question.
            match (fits(decimal.value()), fits(grouped.value())) {
                (true, false) => decimal,
                (false, true) => grouped,
                _ => return Err(NumberError::Ambiguous { decimal, grouped }.diagnostic(place.clone(), words)),
            }
        }
        Err(NumberError::NotANumber) if parse_date(words).is_ok() => {
            return Err(date_for_number(words, place));
        }
        Err(error) => {
            let finding = error.diagnostic(place.clone(), words);
            let help = (error == NumberError::NotANumber).then(|| remedy::of(words)).flatten();
            return Err(Diagnostic { help: help.or(finding.help.clone()), ..finding });
        }
        Ok(number) => number,
    };
    let value = number.value();
    match input.kind {
        ValueKind::Count if value.normalized().scale() > 0 || value.is_negative() => Err(not_a(
            input,
            words,
            place,
            text!("cần một số nguyên không âm", "a whole number, zero or more, is needed"),
        )),
        ValueKind::Percent if !number.is_percent() => share(input, layout, words, value, place),
        ValueKind::Number | ValueKind::Count if number.is_percent() => Err(not_a(
            input,
            words,
            place,
            text!(
                "ở đây cần một số, không phải tỷ lệ phần trăm",
                "a number is needed here, not a percentage"
            ),
        )),
        _ => Ok(value),
    }
}

/// A share written without a percent sign.
fn share(
    input: &PlanInput,
    layout: &Layout,
    words: &str,
    value: Decimal,
    place: &Place,
) -> Result<Decimal, Diagnostic> {
    let exact = Exact::from(value);
    match layout.percent {
        PercentStyle::Percent => Decimal::from_scaled(value.mantissa(), value.scale() + 2)
            .map_err(|_| NumberError::TooLong.diagnostic(place.clone(), words)),
        PercentStyle::Careful if exact == Exact::ONE => Err(Diagnostic::error(
            "TD0453",
            place.clone(),
            text!(
                "`{words}` ở `{}` là 100% hay 1%?",
                "is `{words}` for `{}` 100% or 1%?",
                input.title
            ),
        )
        .with_help(text!(
            "ghi `100%` hoặc `1%`; hoặc khai cho cả bảng `percent: share` (1 là 100%) hay `percent: percent` (1 là 1%)",
            "write `100%` or `1%`; or declare `percent: share` (1 is 100%) or `percent: percent` (1 is 1%) for the table"
        ))),
        PercentStyle::Careful if exact > Exact::ONE => Err(Diagnostic::error(
            "TD0469",
            place.clone(),
            text!(
                "`{words}` ở `{}` là tỷ lệ mà không có dấu %",
                "`{words}` for `{}` is a share without a percent sign",
                input.title
            ),
        )
        .with_help(text!(
            "ghi `{words}%` nếu là phần trăm; hoặc khai cho cả bảng `percent: percent` trong `layout`",
            "write `{words}%` if it is a percentage; or declare `percent: percent` for the table under `layout`"
        ))),
        PercentStyle::Careful | PercentStyle::Share => Ok(value),
    }
}

fn date_for_number(words: &str, place: &Place) -> Diagnostic {
    Diagnostic::error(
        "TD0454",
        place.clone(),
        text!("ô chứa ngày `{words}`, ở đây cần một số", "the cell holds the date `{words}`, and a number is needed"),
    )
    .with_help(text!(
        "bảng tính có thể đã tự đổi số (như `8.5`) thành ngày: định dạng ô là Number rồi gõ lại số",
        "the spreadsheet may have made a date of a number such as `8.5`: format the cell as Number and type it again"
    ))
}

/// `7.59e-07`, as JSON may hold a number: still an exact decimal.
fn scientific(words: &str) -> Option<Decimal> {
    let (mantissa, exponent) = words.split_once(['e', 'E'])?;
    let mantissa: Decimal = mantissa.parse().ok()?;
    let exponent: i32 = exponent.parse().ok().filter(|exponent: &i32| exponent.abs() <= 28)?;
    let scale = i64::from(mantissa.scale()) - i64::from(exponent);
    if scale >= 0 {
        return Decimal::from_scaled(mantissa.mantissa(), u32::try_from(scale).ok()?).ok();
    }
    let factor = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
    Decimal::from_scaled(mantissa.mantissa().checked_mul(factor)?, 0).ok()
}

fn choice(input: &PlanInput, words: &str, place: &Place) -> Result<Decimal, Diagnostic> {
    // Most cells say an id or a title just as it is declared.
    let exact = || input.choices.iter().position(|(id, _)| id == words);
    let exact = exact().or_else(|| input.choices.iter().position(|(_, title)| title == words));
    if let Some(position) = exact.and_then(|position| i64::try_from(position).ok()) {
        return Ok(Decimal::from(position));
    }
    let mut names = Names::default();
    for (position, (id, title)) in input.choices.iter().enumerate() {
        names.add_id(position, id);
        names.add(position, title);
    }
    if let Match::One(position) = names.find_loosely(words)
        && let Ok(position) = i64::try_from(position)
    {
        return Ok(Decimal::from(position));
    }
    let known: Vec<&str> = input.choices.iter().map(|(id, _)| id.as_str()).collect();
    let known = known.join("`, `");
    Err(not_a(input, words, place, text!("dùng một trong: `{known}`", "use one of: `{known}`")))
}

pub(super) fn date(words: &str, place: &Place) -> Result<Date, Diagnostic> {
    let (year, month, day) = parse_date(words).map_err(|error| error.diagnostic(place.clone(), words))?;
    Date::from_calendar(year, month.into(), day.into()).ok_or_else(|| {
        Diagnostic::error(
            "TD0410",
            place.clone(),
            text!("`{words}` không phải là một ngày", "`{words}` is not a date"),
        )
    })
}

/// What the input does not admit, in words.
fn within(input: &PlanInput, value: Decimal, words: &str, place: &Place) -> Result<(), Diagnostic> {
    let name = &input.title;
    match (input.admits(value), &input.places, &input.max, &input.min) {
        (Err(Misfit::Places), Some(places), ..) => Err(double::too_many_places(input, words, *places, place)),
        (Err(Misfit::AboveMax), _, Some(max), _) => Err(Diagnostic::error(
            "TD0411",
            place.clone(),
            text!(
                "`{words}` lớn hơn mức tối đa {max} của `{name}`",
                "`{words}` is above the maximum {max} of `{name}`"
            ),
        )
        .with_help(text!(
            "sửa ô này; giá trị không bị tự ý cắt bớt",
            "mend the cell; values are never clipped"
        ))),
        (Err(Misfit::BelowMin), .., Some(min)) => Err(Diagnostic::error(
            "TD0412",
            place.clone(),
            text!(
                "`{words}` nhỏ hơn mức tối thiểu {min} của `{name}`",
                "`{words}` is below the minimum {min} of `{name}`"
            ),
        )
        .with_help(text!(
            "sửa ô này; giá trị không bị tự ý nâng lên",
            "mend the cell; values are never raised"
        ))),
        // What is of another kind was refused where its words were read.
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_exact_decimals() {
        assert_eq!(scientific("7.59095093305874e-07").unwrap().to_string(), "0.000000759095093305874");
        assert_eq!(scientific("2.5E3").unwrap().to_string(), "2500");
        assert_eq!(scientific("-1e2").unwrap().to_string(), "-100");
        assert!(scientific("1e99").is_none());
        assert!(scientific("8,5").is_none());
    }
}
