use thidua_core::{CellPlaces, claims, text};
use thidua_table::Matter;

use super::Pending;
use crate::run::RunResults;
use crate::words::{gap_points, point};

/// Claims that a criterion does not apply.
pub(super) fn claims_of(run: &RunResults<'_>, pending: &mut Vec<Pending>) {
    for claim in claims(run.plan, run.evaluations) {
        let (Some(entrant), Some(node)) =
            (run.evaluations.entrants().get(claim.entrant), run.plan.nodes().get(claim.node))
        else {
            continue;
        };
        pending.push(Pending {
            run: run.id.to_owned(),
            matter: Matter::NotApplicable,
            group: String::new(),
            who: (entrant.id.clone(), entrant.name.clone()),
            subject: (node.path.clone(), node.criterion.title.clone()),
            state: text!(
                "đơn vị đề nghị không áp dụng; chưa có quyết định nên chưa có điểm",
                "claimed not to apply; no decision yet, so no points"
            ),
            place: claim.place.to_string(),
            tied: 0,
            replaces: String::new(),
        });
    }
}

/// Differences between stages without a reason, by criterion.
pub(super) fn gaps_of(run: &RunResults<'_>, pending: &mut Vec<Pending>) {
    let places = CellPlaces::of(run.evaluations);
    let mut found = Vec::new();
    for gap in run.gaps {
        let node = run.plan.nodes().iter().position(|node| node.path == gap.criterion);
        let row = run.evaluations.position(&gap.entrant);
        let (Some(node), Some(row)) = (node, row) else { continue };
        let (Some(known), Some(entrant)) = (run.plan.nodes().get(node), run.evaluations.entrants().get(row))
        else {
            continue;
        };
        let [other, official] = gap_points(run, gap).map(|(points, places)| point(&points, places));
        found.push((
            (node, row),
            Pending {
                run: run.id.to_owned(),
                matter: Matter::Gap,
                group: String::new(),
                who: (entrant.id.clone(), entrant.name.clone()),
                subject: (known.path.clone(), known.criterion.title.clone()),
                state: text!(
                    "{other} so với {official} ở vòng chính thức",
                    "{other} against {official} at the official stage"
                ),
                place: places.of_node(run.plan, node, row).to_string(),
                tied: 0,
                replaces: String::new(),
            },
        ));
    }
    found.sort_by_key(|(key, _)| *key);
    pending.extend(found.into_iter().map(|(_, each)| each));
}
