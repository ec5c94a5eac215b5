use thidua_core::{Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0275",
    name: "lonely-one-form",
    level: Level::Warn,
    title: ("`one_form` chỉ có một danh hiệu", "a `one_form` names a single award"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for group in &sheet.rules.one_form {
        let Some(first) = group.awards.first() else { continue };
        if group.awards.iter().any(|award| award.value != first.value) {
            continue;
        }
        let message = text!(
            "`one_form` chỉ có `{}`: không loại trừ gì cả",
            "this `one_form` names only `{}`: it excludes nothing",
            first.value
        );
        let help = text!(
            "ghi đủ các hình thức loại trừ nhau, hoặc bỏ mục này",
            "name the awards that exclude one another, or drop the entry"
        );
        report.find(&LINT, Finding { span: first.span, at: &first.value, message, help, witness: None });
    }
}
