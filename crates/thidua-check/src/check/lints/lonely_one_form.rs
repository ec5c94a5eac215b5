use thidua_core::{Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0275",
    name: "lonely-one-form",
    level: Level::Warn,
    title: (
        "`one_form` hay `one_payment` chỉ có một danh hiệu",
        "a `one_form` or `one_payment` names a single award",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    let (vi, en) = ("không loại trừ gì cả", "it excludes nothing");
    let forms = sheet.rules.one_form.iter().map(|group| (&group.awards, "one_form", vi, en));
    let (vi, en) = ("không có khoản nào khác để khỏi chi", "there is nothing else that would not be paid");
    let payments = sheet.rules.one_payment.iter().map(|group| (&group.awards, "one_payment", vi, en));
    for (awards, key, vi, en) in forms.chain(payments) {
        let Some(first) = awards.first() else { continue };
        if awards.iter().any(|award| award.value != first.value) {
            continue;
        }
        let message = text!("`{key}` chỉ có `{}`: {vi}", "this `{key}` names only `{}`: {en}", first.value);
        let help = text!(
            "ghi đủ các hình thức đi với nhau, hoặc bỏ mục này",
            "name the awards that belong together, or drop the entry"
        );
        report.find(&LINT, Finding { span: first.span, at: &first.value, message, help, witness: None });
    }
}
