use thidua_core::{Level, text};

use super::never_true::settled;
use crate::check::asked::asked;
use crate::check::lint::{Lint, Run};
use crate::check::reach::Proof;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0285",
    name: "always-true",
    level: Level::Warn,
    title: ("một điều kiện luôn đúng", "a condition that always holds"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    for condition in asked(proof.plan) {
        settled(proof, &condition, true, &mut |part, witness| {
            let message = text!("điều kiện `", "the condition `").and_then(&part.words());
            let message = message.and_then(&text!("` luôn đúng", "` always holds"));
            let help = text!(
                "sửa ngưỡng cho phân biệt được ai với ai, hoặc bỏ điều kiện",
                "mend the gate so that it tells people apart, or drop the condition"
            );
            report.find(&LINT, Finding { span: condition.span(), at: condition.at, message, help, witness });
        });
    }
}
