use thidua_core::{Level, NodeId, PlanNode, Witness, text};

use crate::check::lint::{Lint, Run};
use crate::check::reach::Proof;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0904",
    name: "unrounded-total",
    level: Level::Note,
    title: (
        "tổng điểm có thể là số thập phân vô hạn mà không khai cách làm tròn",
        "the total may have no last digit, and no rounding is declared",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    let endless = |total: &thidua_core::calculus::Range| !total.grid.ends();
    let open = proof.worlds.iter().any(|world| world.total.as_ref().is_some_and(endless));
    // With `show` everybody is shown the same digits, and the author knows of the others.
    if plan.rules.rounding.total.is_some() || plan.rules.rounding.show.is_some() || !open {
        return;
    }
    let message = text!(
        "tổng điểm có thể là số thập phân vô hạn, như 1/3, mà bộ tiêu chí không khai `rounding.total`",
        "the total may have no last digit, like 1/3, and the rule set declares no `rounding.total`"
    );
    let help = text!(
        "khai chẳng hạn `rounding: {{ total: {{ places: 2, mode: half-up }} }}`, cho mọi nơi công bố cùng một số",
        "declare for example `rounding: {{ total: {{ places: 2, mode: half-up }} }}`, so that the same number is published everywhere"
    );
    let cause = first_cause(proof);
    let at = cause.map_or("rounding.total", |node| node.path.as_str());
    let (span, words) = match cause {
        Some(node) => (node.span, text!("điểm của {}", "points of {}", node.path)),
        None => (plan.rules.rule_set.span, text!("tổng điểm", "total points")),
    };
    let witness = Some(Witness { text: words, sheet: Vec::new() });
    report.find(&LINT, Finding { span, at, message, help, witness });
}

/// The first criterion in reading order that may have no last digit, though its children all have one.
fn first_cause<'a>(proof: &Proof<'a>) -> Option<&'a PlanNode> {
    let endless = |node: NodeId| {
        let worlds = proof.worlds.iter().filter_map(|world| world.nodes.get(node)?.points.as_ref());
        worlds.into_iter().any(|points| !points.grid.ends())
    };
    proof.plan.reading_order().into_iter().find_map(|position| {
        let node = proof.plan.nodes.get(position)?;
        let own = !node.path.is_empty() && endless(position);
        (own && !node.children.iter().any(|child| endless(*child))).then_some(node)
    })
}
