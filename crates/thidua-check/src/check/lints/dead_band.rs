use std::collections::BTreeSet;

use thidua_core::{Level, Plan, text};
use thidua_rules::program::{Cover, edges};

use crate::check::lint::{Lint, Run};
use crate::check::scale::band_scales;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0257",
    name: "dead-band",
    level: Level::Warn,
    title: (
        "một bậc không bao giờ được dùng vì các dòng trên đã chứa hết",
        "a band is never used: earlier lines hold all of it",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for scale in band_scales(plan) {
        let mut cover = Cover::default();
        let mut seen = BTreeSet::new();
        for row in &scale.rows {
            // The same band once more is a matter of its own.
            let repeated = !seen.insert(edges(&row.interval));
            let free = cover.take(&row.interval);
            if repeated || !free.is_empty() || row.interval.witness().is_none() {
                continue;
            }
            let Some(value) = scale.value_in(&row.interval) else { continue };
            let message = text!(
                "bậc {} không bao giờ được dùng: các dòng trên đã chứa hết, chẳng hạn giá trị {}",
                "the band {} is never used: earlier lines hold all of it, for example the value {}",
                scale.show_interval(&row.interval),
                scale.show(&value)
            );
            let help = text!(
                "bỏ dòng này, hoặc thu hẹp dòng trên để chừa chỗ cho nó",
                "drop the line, or narrow the earlier one to make room for it"
            );
            let witness = Some(scale.witness(&value));
            report.find(&LINT, Finding { span: row.span, at: &scale.at, message, help, witness });
        }
    }
}
