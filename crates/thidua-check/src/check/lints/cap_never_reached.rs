use thidua_core::{Exact, Level, NodeId, Plan, Witness, text};
use thidua_rules::method::show;
use thidua_rules::rule::ItemGroup;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0269",
    name: "cap-never-reached",
    level: Level::Note,
    title: (
        "mức trần của điểm thưởng hay điểm trừ không bao giờ đạt tới",
        "the cap of bonus or deductions is never reached",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    let Some(adjustments) = &plan.rules.adjustments else { return };
    find(plan, adjustments.bonus.as_ref(), &plan.bonus, report);
    find(plan, adjustments.deductions.as_ref(), &plan.deductions, report);
}

fn find(plan: &Plan, group: Option<&ItemGroup>, items: &[NodeId], report: &mut Report) {
    let Some(cap) = group.and_then(|group| group.cap.as_ref()) else { return };
    let nodes: Vec<_> = items.iter().filter_map(|item| plan.nodes.get(*item)).collect();
    let sum = nodes.iter().try_fold(Exact::ZERO, |sum, node| Some(sum + node.ceiling()?.clone()));
    let Some(sum) = sum else { return };
    let Some(first) = nodes.first().filter(|_| *cap.exact() > sum) else { return };
    let (cap, sum) = (show(cap.exact()), show(&sum));
    let message = text!(
        "mức trần {cap} không bao giờ đạt tới: các mục cộng lại chỉ có {sum} điểm",
        "the cap of {cap} is never reached: the items make only {sum} points"
    );
    let help = text!("hạ `cap`, hoặc thêm mục còn thiếu", "lower the `cap`, or add the missing item");
    let words = text!("nhiều nhất {sum} trên {cap}", "{sum} of {cap} at most");
    let witness = Some(Witness { text: words, sheet: Vec::new() });
    report.find(&LINT, Finding { span: first.span, at: &first.path, message, help, witness });
}
