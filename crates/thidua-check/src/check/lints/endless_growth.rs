use thidua_core::{Level, NodeId, NodeKind, PlanNode, text};
use thidua_rules::rule::Aggregate;

use crate::check::lint::{Lint, Run};
use crate::check::reach::Proof;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0907",
    name: "endless-growth",
    level: Level::Deny,
    title: (
        "số chính xác của một nhóm dài ra mãi vì cộng quá nhiều tỉ số chưa làm tròn",
        "the exact number of a group grows without limit: too many unrounded ratios are added up",
    ),
    fixed: true,
    run: Run::Proof(check),
};

/// So many divisors may stand together below the line of one number. Each may be as long as a cell, and the time to add
/// two such numbers grows with the square of their length.
const DIVISORS_MAX: u32 = 256;

/// So many children may be multiplied in a geometric mean.
const FACTORS_MAX: usize = 64;

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    let divisors = |node: NodeId| {
        let worlds = proof.worlds.iter().filter_map(|world| world.nodes.get(node)?.points.as_ref());
        worlds.map(|points| points.grid.divisors()).max().unwrap_or(0)
    };
    for position in plan.reading_order() {
        let Some(node) = plan.nodes.get(position) else { continue };
        let within = node.children.iter().all(|child| divisors(*child) <= DIVISORS_MAX);
        let found = divisors(position);
        if found > DIVISORS_MAX && within {
            let message = text!(
                "tổng của {} có thể là phân số với {} mẫu số khác nhau nhân lại, quá {}: số chính xác dài ra mãi",
                "the sum of {} may be a fraction over {} divisors multiplied together, more than {}: the exact number grows without limit",
                name(node),
                found,
                DIVISORS_MAX
            );
            let help = text!(
                "khai `rounding: {{ leaf: {{ places: 2, mode: half-up }} }}`, hoặc chia tiêu chí thành nhóm có làm tròn",
                "declare `rounding: {{ leaf: {{ places: 2, mode: half-up }} }}`, or divide the criteria into groups that are rounded"
            );
            report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness: None });
        }
        let count = node.children.len();
        let geometric = matches!(node.kind, NodeKind::Group { aggregate: Aggregate::GeometricMean, .. });
        if geometric && count > FACTORS_MAX {
            let message = text!(
                "trung bình nhân của {} nhân {} tiêu chí với nhau, quá {}: số chính xác dài ra mãi",
                "the geometric mean of {} multiplies {} criteria together, more than {}: the exact number grows without limit",
                name(node),
                count,
                FACTORS_MAX
            );
            let help = text!(
                "chia tiêu chí thành các nhóm nhỏ, mỗi nhóm lấy trung bình nhân và làm tròn",
                "divide the criteria into smaller groups, each with a geometric mean and a rounding"
            );
            report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness: None });
        }
    }
}

fn name(node: &PlanNode) -> &str {
    if node.path.is_empty() { "điểm" } else { node.path.as_str() }
}
