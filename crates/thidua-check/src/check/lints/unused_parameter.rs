use thidua_core::{Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0262",
    name: "unused-parameter",
    level: Level::Note,
    title: ("một tham số không được dùng ở đâu", "a parameter is used nowhere"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for (name, _) in sheet.rules.parameters.iter() {
        if sheet.plans.iter().any(|plan| plan.names(&name.value)) {
            continue;
        }
        let message =
            text!("tham số `{}` không được dùng ở đâu", "the parameter `{}` is used nowhere", name.value);
        let help = text!(
            "dùng nó thay cho con số viết thẳng trong công thức, hoặc bỏ đi",
            "use it in place of the number written out in a formula, or drop it"
        );
        report.find(&LINT, Finding { span: name.span, at: &name.value, message, help, witness: None });
    }
}
