use thidua_core::{Level, Plan, Witness, text};
use thidua_rules::method::show;
use thidua_rules::rule::Absence;

use super::counted_twice::one_of;
use crate::check::bounds::bounds;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0277",
    name: "constant-criterion",
    level: Level::Warn,
    title: ("tiêu chí luôn cho cùng một số điểm", "a criterion always gives the same points"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    let parents = plan.parents();
    for (position, node) in plan.nodes.iter_enumerated() {
        let Some((leaf, Some(least), Some(most))) = bounds(node) else { continue };
        // Without a maximum there is a finding already; a blank that counts nothing is the other outcome.
        let undeclared = node.max.is_zero() && node.criterion.points_max.is_none();
        if least != most || undeclared || leaf.missing.blank == Absence::Zero {
            continue;
        }
        // One of several ways to points: having it at all is then the difference.
        if one_of(plan, parents.get(position).copied().flatten()) {
            continue;
        }
        let points = show(&most);
        let message = text!(
            "tiêu chí `{}` luôn cho {points} điểm, dù kết quả thế nào",
            "the criterion `{}` always gives {points} points, whatever the result",
            node.path
        );
        let help = text!(
            "sửa điểm của các mức; tiêu chí không phân biệt được ai thì nên bỏ",
            "mend the points of its entries; a criterion that tells nobody apart should go"
        );
        let witness = Some(Witness {
            text: text!("luôn {points} điểm", "always {points} points"),
            sheet: Vec::new(),
        });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}
