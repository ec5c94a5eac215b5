use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, FormatBorder,
    Formula, XlsxError,
};
use thidua_core::rule::ValueKind;
use thidua_core::{Exact, InputId, Plan, PlanInput};

use super::{choices_of, first_day};
use crate::number::plain;
use crate::workbook::sheet::text_format;

/// A cell that people may fill in.
pub(super) fn open() -> Format {
    text_format()
        .set_unlocked()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00FF_F9E5))
        .set_align(FormatAlign::Top)
}

/// The same, shown as its kind asks.
pub(super) fn format(input: &PlanInput) -> Format {
    match input.kind {
        ValueKind::Number => open(),
        ValueKind::Count => open().set_num_format("#,##0"),
        ValueKind::Percent => open().set_num_format("0.####%"),
        ValueKind::YesNo | ValueKind::Choice => open().set_text_wrap(),
        ValueKind::Date => open().set_num_format("dd/mm/yyyy"),
    }
}

/// Titles and messages hold so many characters.
const TITLE_MOST: usize = 32;
const MESSAGE_MOST: usize = 250;

/// What the cell of an input accepts, said before and after.
pub(super) fn validation(plan: &Plan, input: InputId) -> Result<Option<DataValidation>, XlsxError> {
    let Some(of) = plan.inputs().get(input) else { return Ok(None) };
    let bounds = (of.min.as_ref(), of.max.as_ref());
    let (rule, kind) = match of.kind {
        ValueKind::YesNo => {
            (DataValidation::new().allow_list_strings(&["có", "không"])?, "chọn “có” hoặc “không”".to_owned())
        }
        ValueKind::Choice => {
            let list = Formula::new(format!("={}", choices_of(plan, input)));
            (DataValidation::new().allow_list_formula(list), "chọn một mức trong danh sách".to_owned())
        }
        ValueKind::Date => {
            let first = first_day().map_or_else(String::new, |day| day.to_vietnamese());
            let rule = DataValidationRule::GreaterThanOrEqualTo(Formula::new("=61"));
            (DataValidation::new().allow_date_formula(rule), format!("ghi ngày, như 31/12/2025, từ {first}"))
        }
        ValueKind::Count => {
            let least = of.min.clone().filter(|min| *min > Exact::ZERO).unwrap_or(Exact::ZERO);
            let rule = between(Some(&least), of.max.as_ref());
            (
                DataValidation::new().allow_whole_number_formula(rule),
                format!("ghi số nguyên{}", said((Some(&least), of.max.as_ref()), false)),
            )
        }
        ValueKind::Number => (
            DataValidation::new().allow_decimal_number_formula(between(bounds.0, bounds.1)),
            format!("ghi một số{}", said(bounds, false)),
        ),
        ValueKind::Percent => (
            DataValidation::new().allow_decimal_number_formula(between(bounds.0, bounds.1)),
            format!("ghi tỷ lệ kèm dấu %, như 95%{}", said(bounds, true)),
        ),
    };
    let unit = of.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let told = cut(&format!("{}{unit}: {kind}.", of.title), MESSAGE_MOST);
    let refused = cut(&format!("Ô này: {kind}. Chưa có số liệu thì để trống."), MESSAGE_MOST);
    Ok(Some(
        rule.ignore_blank(true)
            .set_input_title(cut("Cách nhập", TITLE_MOST))?
            .set_input_message(told)?
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(cut("Giá trị không nhận được", TITLE_MOST))?
            .set_error_message(refused)?,
    ))
}

/// The drop-down for what does not apply.
pub(super) fn claim() -> Result<DataValidation, XlsxError> {
    let told =
        "Chọn “Không áp dụng” nếu đơn vị không có nhiệm vụ này, để trống số liệu và ghi lý do ở cột ghi chú.";
    DataValidation::new()
        .allow_list_strings(&["Không áp dụng"])?
        .set_input_title("Không áp dụng")?
        .set_input_message(told)?
        .set_error_title("Giá trị không nhận được")?
        .set_error_message("Chọn trong danh sách, hoặc để trống.")
}

fn between(min: Option<&Exact>, max: Option<&Exact>) -> DataValidationRule<Formula> {
    let number = |value: &Exact| Formula::new(format!("={}", plain(value, None)));
    match (min, max) {
        (Some(min), Some(max)) => DataValidationRule::Between(number(min), number(max)),
        (Some(min), None) => DataValidationRule::GreaterThanOrEqualTo(number(min)),
        (None, Some(max)) => DataValidationRule::LessThanOrEqualTo(number(max)),
        // Any number, and no text.
        (None, None) => DataValidationRule::GreaterThanOrEqualTo(Formula::new("=-1E+15")),
    }
}

/// The bounds in words.
fn said((min, max): (Option<&Exact>, Option<&Exact>), percent: bool) -> String {
    let number = |value: &Exact| {
        let (value, sign) =
            if percent { (value.clone() * Exact::from(100), "%") } else { (value.clone(), "") };
        format!("{}{sign}", crate::shown(&value, None, thidua_core::Language::Vietnamese))
    };
    match (min, max) {
        (Some(min), Some(max)) => format!(" từ {} đến {}", number(min), number(max)),
        (Some(min), None) => format!(" từ {} trở lên", number(min)),
        (None, Some(max)) => format!(" không quá {}", number(max)),
        (None, None) => String::new(),
    }
}

fn cut(words: &str, most: usize) -> String {
    if words.encode_utf16().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most.saturating_sub(2)).chain(['…']).collect()
}
