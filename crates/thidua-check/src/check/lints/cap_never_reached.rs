use thidua_core::plan::{Held, children_max};
use thidua_core::{Exact, Level, NodeId, NodeKind, Plan, PlanNode, Witness, text};
use thidua_rules::method::show;
use thidua_rules::rule::{Aggregate, ItemGroup};

use crate::check::bounds::bounds;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0269",
    name: "cap-never-reached",
    level: Level::Note,
    title: (
        "mức trần hay mức sàn của nhóm, điểm thưởng, điểm trừ không bao giờ đạt tới",
        "the cap or floor of a group, of bonus or deductions is never reached",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    plan.nodes.iter().for_each(|node| group(plan, node, report));
    let Some(adjustments) = &plan.rules.adjustments else { return };
    find(plan, adjustments.bonus.as_ref(), &plan.bonus, report);
    find(plan, adjustments.deductions.as_ref(), &plan.deductions, report);
}

/// A group that is held between two ends which its children never pass.
fn group(plan: &Plan, node: &PlanNode, report: &mut Report) {
    let NodeKind::Group { aggregate, held, present_at_least } = &node.kind else { return };
    let free = NodeKind::Group {
        aggregate: *aggregate,
        held: Held::default(),
        present_at_least: present_at_least.clone(),
    };
    let free = PlanNode { kind: free, ..node.clone() };
    let made = children_max(&plan.nodes, &free, None).unwrap_or_else(|| node.max.clone());
    let open = || {
        node.children.iter().filter_map(|child| plan.nodes.get(*child)).any(|child| child.ceiling().is_none())
    };
    if let Some(cap) = held.cap.as_ref().filter(|cap| **cap >= made && !(**cap == made && open())) {
        let (cap, made) = (show(cap), show(&made));
        let message = text!(
            "mức trần {cap} của `{}` không bao giờ đạt tới: các mục con cộng lại chỉ có {made} điểm",
            "the cap of {cap} on `{}` is never reached: its children make only {made} points",
            node.path
        );
        let help = text!("hạ `cap`, hoặc bỏ nó", "lower the `cap`, or drop it");
        let text = text!("nhiều nhất {made} trên {cap}", "{made} of {cap} at most");
        let witness = Some(Witness { text, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
    let lows = node.children.iter().map(|child| low(plan.nodes.get(*child)?));
    let low = lows.reduce(|sum, low| Some(sum? + low?)).flatten();
    let sum = matches!(aggregate, Aggregate::Sum);
    if let (Some(floor), Some(low)) = (held.floor.as_ref(), low.filter(|_| sum))
        && *floor <= low
    {
        let (floor, low) = (show(floor), show(&low));
        let message = text!(
            "mức sàn {floor} của `{}` không bao giờ cần đến: các mục con thấp nhất cũng được {low} điểm",
            "the floor of {floor} on `{}` is never needed: its children make {low} points at least",
            node.path
        );
        let help = text!("nâng `floor`, hoặc bỏ nó", "raise the `floor`, or drop it");
        let text = text!("thấp nhất {low}, sàn {floor}", "{low} at least, the floor is {floor}");
        let witness = Some(Witness { text, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}

/// The lowest points of a criterion, where that is known.
fn low(node: &PlanNode) -> Option<Exact> {
    let (_, low, _) = bounds(node)?;
    low.or_else(|| node.criterion.is_entered().then(|| node.min.clone()))
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
