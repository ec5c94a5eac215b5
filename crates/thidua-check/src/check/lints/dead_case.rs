use thidua_core::plan::PlanRead;
use thidua_core::{Level, NodeKind, PlanNode, text};
use thidua_rules::program::PlanCondition;

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, World, possible};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0824",
    name: "dead-case",
    level: Level::Warn,
    title: (
        "một trường hợp không bao giờ trả điểm vì các trường hợp trên đã gồm hết",
        "a case never pays: the cases above it hold all of it",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let worlds: Vec<&World> = proof.worlds.iter().filter(|world| world.counts(proof.plan)).collect();
    for node in &proof.plan.nodes {
        let (Some(cases), NodeKind::Leaf(leaf)) = (&node.criterion.cases, &node.kind) else { continue };
        let asked = |read: Option<usize>| match leaf.reads.get(read?) {
            Some(PlanRead::Condition(condition)) => Some(condition),
            _ => None,
        };
        let mut above: Vec<PlanCondition> = Vec::new();
        for (case, read) in cases.0.iter().zip(cases.conditions()) {
            let own = asked(read);
            let can = |condition: &PlanCondition| {
                worlds.iter().any(|world| possible(proof.plan, world, condition, true))
            };
            // What can never hold by itself is told as that.
            if !above.is_empty() && own.is_none_or(can) {
                let mut all = above.clone();
                all.extend(own.cloned());
                if !can(&PlanCondition::All(all)) {
                    find(node, case.span, report);
                }
            }
            above.extend(own.cloned().map(|own| PlanCondition::Not(Box::new(own))));
        }
    }
}

fn find(node: &PlanNode, span: thidua_core::Span, report: &mut Report) {
    let message = text!(
        "một trường hợp của `{}` không bao giờ trả điểm: ai thuộc nó đều thuộc một trường hợp đứng trên",
        "a case of `{}` never pays: whoever meets it meets one above it",
        node.path
    );
    let help = text!(
        "đưa trường hợp hẹp hơn lên trên, hoặc bỏ trường hợp này",
        "put the narrower case first, or drop this one"
    );
    report.find(&LINT, Finding { span, at: &node.path, message, help, witness: None });
}
