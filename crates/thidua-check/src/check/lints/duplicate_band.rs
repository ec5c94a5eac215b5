use std::collections::BTreeSet;

use thidua_core::{Level, Plan, text};
use thidua_rules::program::edges;

use crate::check::lint::{Lint, Run};
use crate::check::scale::band_scales;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0256",
    name: "duplicate-band",
    level: Level::Deny,
    title: ("một bậc viết hai lần", "a band is written twice"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for scale in band_scales(plan) {
        let mut seen = BTreeSet::new();
        for row in &scale.rows {
            if seen.insert(edges(&row.interval)) {
                continue;
            }
            let Some(value) = scale.value_in(&row.interval) else { continue };
            let message = text!(
                "bậc {} viết hai lần; chỉ dòng trên được dùng",
                "the band {} is written twice; only the upper line is used",
                scale.show_interval(&row.interval)
            );
            let help = text!("bỏ một dòng, hoặc sửa hai đầu của nó", "drop one line, or mend its ends");
            let witness = Some(scale.witness(&value));
            report.find(&LINT, Finding { span: row.span, at: &scale.at, message, help, witness });
        }
    }
}
