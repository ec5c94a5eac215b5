//! Leaves: each way their program can go.

use thidua_core::calculus::{Trace, gone, run};
use thidua_core::plan::Anyone;
use thidua_core::{NodeKind, PlanNode};

use super::{Branches, Location, unless};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for (position, node) in plan.nodes.iter_enumerated() {
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        let Some(program) = &leaf.program else { continue };
        let mut trace = Trace::new();
        run(&Anyone::of(plan), program, &mut trace);
        let possible = gone(program, &trace);
        for ((way, written), possible) in program.ways.iter_enumerated().zip(possible) {
            let location = location(node).under(written.under);
            let location = written.span.map_or(location.clone(), |span| location.place(span));
            branches.entrant(&location, written.what.clone(), unless(possible), move |pool, row| {
                let Some(reading) = pool.reading(position, row) else { return false };
                let program = pool.program(position);
                program.is_some_and(|program| gone(program, &reading.trace).get(way) == Some(&true))
            });
        }
    }
}

pub(super) fn location(node: &PlanNode) -> Location {
    Location { at: node.path.clone(), span: node.span, under: &[] }
}
