use crate::check::interval::covered;
use crate::check::lint::{Level, Lint, Run};
use crate::check::scale::band_scales;
use crate::check::{Finding, Report};
use crate::plan::Plan;
use crate::text;

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
        for (index, row) in scale.rows.iter().enumerate() {
            let earlier = || scale.rows.iter().take(index).map(|other| &other.interval);
            // The same band once more is a matter of its own.
            if earlier().any(|other| *other == row.interval) || !covered(&row.interval, earlier()) {
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
