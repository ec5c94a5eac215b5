use thidua_core::{Date, Dates, Level, Witness, text};
use thidua_rules::rule::{DatedNumber, DatedValue};

use crate::check::dated::dated_numbers;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0270",
    name: "dated-overlap",
    level: Level::Deny,
    title: ("hai giá trị theo thời điểm cùng có hiệu lực một ngày", "two dated values hold on the same day"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for (at, number) in dated_numbers(sheet.rules) {
        let DatedNumber::Dated(values) = number else { continue };
        for (index, value) in values.iter().enumerate() {
            let common = |other: &thidua_core::Located<DatedValue>| common_day(&dates(value), &dates(other));
            let Some(day) = values.iter().take(index).find_map(common) else { continue };
            let day = day.to_vietnamese();
            let message = text!(
                "hai giá trị của `{at}` cùng có hiệu lực ngày {day}",
                "two values of `{at}` hold on {day}"
            );
            let help = text!(
                "cho giá trị trước kết thúc (`until`) một ngày trước khi giá trị sau bắt đầu (`from`)",
                "let the earlier one end (`until`) the day before the later one begins (`from`)"
            );
            let witness = Some(Witness { text: text!("ngày {day}", "{day}"), sheet: Vec::new() });
            report.find(&LINT, Finding { span: value.span, at: &at, message, help, witness });
        }
    }
}

fn dates(value: &DatedValue) -> Dates {
    Dates { from: value.from, until: value.until }
}

/// A day in both, if there is one.
fn common_day(left: &Dates, right: &Dates) -> Option<Date> {
    let start = left.from.max(right.from);
    let end = [left.until, right.until].into_iter().flatten().min();
    match (start, end) {
        (Some(start), Some(end)) => (start <= end).then_some(start),
        (start, end) => start.or(end).or_else(|| Date::from_calendar(2026, 1, 1)),
    }
}
