use thidua_core::{Exact, Level, NodeKind, Number, Plan, PlanNode, Role, Rounding, Span, text};
use thidua_rules::rule::{Absence, Aggregate, RuleSet};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0272",
    name: "idle-rounding",
    level: Level::Note,
    title: ("một lần làm tròn không bao giờ làm tròn gì", "a rounding never rounds anything"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    // Carrying the weight of others makes new fractions after the leaves were rounded.
    if rescales(&plan.rules) || plan.nodes.iter().any(node_rescales) {
        return;
    }
    let groups: Vec<&PlanNode> = plan
        .nodes
        .iter()
        .filter(|node| matches!(node.kind, NodeKind::Group { .. }) && !node.path.is_empty())
        .collect();
    for node in groups.iter().filter(|node| node.criterion.rounding.is_some()) {
        if idle(plan, node) {
            find(node.span, &node.path, report);
        }
    }
    let whole = plan.rules.rule_set.span;
    let own = |node: &&&PlanNode| node.criterion.rounding.is_none();
    if plan.rules.rounding.group.is_some()
        && !groups.is_empty()
        && groups.iter().filter(own).all(|node| idle(plan, node))
    {
        find(whole, "rounding.group", report);
    }
    if let Some(step) = step_of(plan.rules.rounding.total.as_ref()).filter(|step| caps_on_grid(plan, step)) {
        let adjusted = plan.bonus.iter().chain(&plan.deductions).filter_map(|item| plan.nodes.get(*item));
        let root = plan.nodes.get(plan.root);
        if root.is_some_and(|root| plain_sum(plan, root, &step))
            && adjusted.clone().all(|node| on_grid(plan, node, &step))
        {
            find(whole, "rounding.total", report);
        }
    }
}

fn find(span: Span, at: &str, report: &mut Report) {
    let message = text!(
        "làm tròn ở `{at}` không bao giờ đổi số nào: các phần cộng lại đã được làm tròn như vậy",
        "the rounding at `{at}` never changes a number: its parts are rounded so already"
    );
    let help = text!(
        "bỏ một trong hai lần làm tròn; làm tròn một lần, ở bước cuối, là ít sai lệch nhất",
        "drop one of the two roundings; rounding once, at the last step, distorts least"
    );
    report.find(&LINT, Finding { span, at, message, help, witness: None });
}

fn step_of(rounding: Option<&Rounding>) -> Option<Exact> {
    rounding.and_then(Rounding::step).map(Exact::from)
}

/// Whether the rounding of the group meets only numbers that are round already.
fn idle(plan: &Plan, group: &PlanNode) -> bool {
    step_of(group.rounding.as_ref()).is_some_and(|step| plain_sum(plan, group, &step))
}

fn plain_sum(plan: &Plan, group: &PlanNode, step: &Exact) -> bool {
    let NodeKind::Group { present_at_least, held, .. } = &group.kind else { return false };
    let mut children = group.children.iter().filter_map(|child| plan.nodes.get(*child));
    !is_weighted(group)
        && !group.children.is_empty()
        && held.cap.iter().chain(&held.floor).all(|end| multiple(end, step))
        && (!matches!(present_at_least, Some((_, Absence::Full))) || multiple(&group.max, step))
        && children.all(|child| on_grid(plan, child, step))
}

/// Whether the points of the node are always a multiple of the step.
fn on_grid(plan: &Plan, node: &PlanNode, step: &Exact) -> bool {
    let rounded = step_of(node.rounding.as_ref()).is_some_and(|own| multiple(&own, step));
    let ends = multiple(&node.max, step) && multiple(&node.min, step);
    match node.kind {
        NodeKind::Leaf(_) => rounded && ends,
        NodeKind::Group { .. } => (rounded && ends) || plain_sum(plan, node, step),
    }
}

fn multiple(number: &Exact, step: &Exact) -> bool {
    number.checked_div(step).is_some_and(|times| times.is_integer())
}

/// Whether nothing that holds bonus and deductions down can cut off a fraction: their caps, and the maximum of
/// the sheet, whichever criteria it is left with.
fn caps_on_grid(plan: &Plan, step: &Exact) -> bool {
    let Some(both) = plan.rules.adjustments.as_ref().filter(|both| !both.outside_total) else { return true };
    let mut caps =
        both.bonus.iter().chain(&both.deductions).filter_map(|group| group.cap.as_ref()).map(Number::exact);
    let mut sheet = plan.nodes.iter().filter(|node| node.role == Role::Sheet);
    caps.all(|cap| multiple(cap, step))
        && (both.bonus.is_none()
            || both.may_exceed_max
            || sheet.all(|node| multiple(&node.max, step) && !is_weighted(node)))
}

fn is_weighted(node: &PlanNode) -> bool {
    matches!(node.kind, NodeKind::Group { aggregate, .. }
        if aggregate.is_by_share() || aggregate == Aggregate::WeightedSum)
}

fn rescales(rules: &RuleSet) -> bool {
    let all = [rules.missing.blank, rules.missing.not_submitted, rules.missing.exempt];
    all.contains(&Absence::Rescale)
}

fn node_rescales(node: &PlanNode) -> bool {
    let criterion = &node.criterion;
    let missing = criterion.missing.as_ref();
    let missing = missing.is_some_and(|missing| {
        [missing.blank, missing.not_submitted, missing.exempt].contains(&Absence::Rescale)
    });
    let claimed = criterion.not_applicable.as_ref();
    let claimed = claimed.is_some_and(|rule| [rule.then, rule.otherwise].contains(&Absence::Rescale));
    let short = matches!(&node.kind, NodeKind::Group { present_at_least: Some((_, Absence::Rescale)), .. });
    node.role == Role::Sheet && (missing || claimed || short)
}
