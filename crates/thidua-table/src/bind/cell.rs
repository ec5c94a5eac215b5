use thidua_core::{
    Cell, CellState, Date, Decimal, Diagnostic, Exact, Origin, Place, PlanInput, ValueKind, text,
};

use super::Layout;
use crate::{fold, is_exempt, is_not_applicable, parse_date, parse_number, parse_yes_no};

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
    let state = |state| Ok((Cell { state, value: Decimal::ZERO, origin }, None));
    if words.is_empty() || layout.blank_marker.as_deref() == Some(words) {
        return state(CellState::Blank);
    }
    if is_not_applicable(words) {
        return state(CellState::Claimed);
    }
    if is_exempt(words) {
        return state(CellState::Exempt);
    }
    let mut warning = None;
    let value = match input.kind {
        ValueKind::Number | ValueKind::Count | ValueKind::Percent => number(input, layout, words, place)?,
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

fn number(input: &PlanInput, layout: &Layout, words: &str, place: &Place) -> Result<Decimal, Diagnostic> {
    if let Some(value) = scientific(words) {
        return Ok(value);
    }
    let number =
        parse_number(words, layout.numbers).map_err(|error| error.diagnostic(place.clone(), words))?;
    let value = number.value();
    match input.kind {
        ValueKind::Count if value.normalized().scale() > 0 || value.is_negative() => Err(not_a(
            input,
            words,
            place,
            text!("cần một số nguyên không âm", "a whole number, zero or more, is needed"),
        )),
        ValueKind::Percent if !number.is_percent() && Exact::from(value) > Exact::ONE => Err(not_a(
            input,
            words,
            place,
            text!(
                "là tỷ lệ: viết `{words}%` nếu là phần trăm",
                "it is a share: write `{words}%` if it is a percentage"
            ),
        )),
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

/// `7.59e-07`, as programs write small numbers: still an exact decimal.
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
    let folded = fold(words);
    let exact = input.choices.iter().position(|(id, title)| id == words || title == words);
    let mut near = input
        .choices
        .iter()
        .enumerate()
        .filter(|(_, (id, title))| fold(id) == folded || fold(title) == folded);
    let found = exact.or_else(|| near.next().filter(|_| near.next().is_none()).map(|(position, _)| position));
    match found.and_then(|position| i64::try_from(position).ok()) {
        Some(position) => Ok(Decimal::from(position)),
        None => {
            let known: Vec<&str> = input.choices.iter().map(|(id, _)| id.as_str()).collect();
            let known = known.join("`, `");
            Err(not_a(input, words, place, text!("dùng một trong: `{known}`", "use one of: `{known}`")))
        }
    }
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

fn within(input: &PlanInput, value: Decimal, words: &str, place: &Place) -> Result<(), Diagnostic> {
    let exact = Exact::from(value);
    let name = &input.title;
    if let Some(max) = input.max.as_ref().filter(|max| exact > **max) {
        return Err(Diagnostic::error(
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
        )));
    }
    let min = input.min.as_ref().filter(|min| exact < **min);
    if let Some(min) = min {
        return Err(Diagnostic::error(
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
        )));
    }
    Ok(())
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
