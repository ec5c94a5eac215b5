use thidua_core::{Level, NodeKind, Plan, text};
use thidua_rules::method::show;
use thidua_rules::rule::Aggregate;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0826",
    name: "idle-group-ends",
    level: Level::Warn,
    title: (
        "cách gộp hay mức sàn của nhóm không chọn được gì",
        "how a group is made, or its floor, leaves nothing to tell",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let NodeKind::Group { aggregate, .. } = &node.kind else { continue };
        let (at, span) = (&node.path, node.span);
        let group = super::group_words(at);
        if let Aggregate::Best(count) = aggregate
            && usize::try_from(*count).is_ok_and(|count| count == node.children.len())
        {
            let message = group.clone().and_then(&text!(
                " lấy {count} mục cao nhất trong đúng {count} mục: như cộng tất cả",
                " takes the best {count} of exactly {count}: the same as their sum"
            ));
            let help =
                text!("giảm số mục được lấy, hoặc bỏ `aggregate`", "take fewer of them, or drop `aggregate`");
            report.find(&LINT, Finding { span, at, message, help, witness: None });
        }
        if let Some(floor) = node.criterion.floor.as_ref().filter(|floor| *floor.exact() >= node.max) {
            let max = show(&node.max);
            let message = group.and_then(&text!(
                " không bao giờ dưới mức sàn {floor}, mà điểm tối đa là {max}: ai cũng được như nhau",
                " never falls below its floor of {floor}, and its maximum is {max}: everybody gets the same"
            ));
            let help = text!("hạ `floor`, hoặc nâng điểm tối đa", "lower the `floor`, or raise the maximum");
            report.find(&LINT, Finding { span, at, message, help, witness: None });
        }
    }
}
