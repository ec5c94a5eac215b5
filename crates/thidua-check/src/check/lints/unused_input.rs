use thidua_core::{Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0261",
    name: "unused-input",
    level: Level::Note,
    title: ("một số liệu không được dùng ở đâu", "an input is used nowhere"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for (name, _) in sheet.rules.inputs.iter() {
        if sheet.plans.iter().any(|plan| plan.names(&name.value)) {
            continue;
        }
        let message =
            text!("số liệu `{}` không được dùng ở đâu", "the input `{}` is used nowhere", name.value);
        let help = text!(
            "dùng nó trong một công thức hay điều kiện, hoặc bỏ đi để không phải thu thập",
            "use it in a formula or condition, or drop it so that nobody has to collect it"
        );
        report.find(&LINT, Finding { span: name.span, at: &name.value, message, help, witness: None });
    }
}
