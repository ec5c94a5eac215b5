use thidua_core::{Date, Dates, Level, Witness, text};

use crate::check::citation::citations;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0271",
    name: "document-out-of-force",
    level: Level::Warn,
    title: (
        "văn bản làm căn cứ không còn (hoặc chưa có) hiệu lực",
        "a document the rules rest on is not in force",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    let rules = sheet.rules;
    for citation in citations(rules) {
        let Some(document) = rules.legal_basis.get(citation.key()) else { continue };
        let held = common(rules.effective.dates(), citation.dates);
        let Some(day) = day_outside(&held, &Dates { from: document.from, until: document.until }) else {
            continue;
        };
        let day = day.to_vietnamese();
        let message = text!(
            "ngày {day} bộ tiêu chí còn áp dụng nhưng `{}` ({}) không có hiệu lực",
            "on {day} the rules hold but `{}` ({}) is not in force",
            citation.key(),
            document.document
        );
        let help = text!(
            "dẫn văn bản thay thế, hoặc sửa ngày hiệu lực",
            "cite the document that replaced it, or mend the dates"
        );
        let witness = Some(Witness { text: text!("ngày {day}", "{day}"), sheet: Vec::new() });
        report.find(&LINT, Finding { span: citation.span, at: citation.key(), message, help, witness });
    }
}

fn common(left: Dates, right: Dates) -> Dates {
    let until = [left.until, right.until].into_iter().flatten().min();
    Dates { from: left.from.max(right.from), until }
}

/// A day of `held` that lies outside `force`; an open end is no promise that the rules never end.
fn day_outside(held: &Dates, force: &Dates) -> Option<Date> {
    let before = held.from.zip(force.from).filter(|(held, force)| held < force).map(|(held, _)| held);
    let after = force.until.and_then(|until| {
        let last = held.until.or(held.from)?;
        (last > until).then(|| Date::from_day_number(i64::from(until.day_number()) + 1)).flatten()
    });
    before.or_else(|| after.map(|day| held.from.map_or(day, |from| day.max(from))))
}
