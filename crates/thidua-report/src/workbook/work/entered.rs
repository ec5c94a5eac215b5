use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{CellPlaces, CellState, EntrantId, InputId, NodeId, claims, text};
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
            who: (entrant.id.as_str().to_owned(), entrant.name.as_str().to_owned()),
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

/// Cells that came back blank and keep an entrant from having a total, by input; and the nodes that they stand for.
///
/// Past so many they are no matter for decisions but for the forms themselves, and nothing is listed here.
pub(super) fn blanks_of(run: &RunResults<'_>, pending: &mut Vec<Pending>) -> BTreeSet<(EntrantId, NodeId)> {
    let places = CellPlaces::of(run.evaluations);
    let claimed: BTreeSet<(EntrantId, NodeId)> =
        claims(run.plan, run.evaluations).into_iter().map(|claim| (claim.entrant, claim.node)).collect();
    let mut found: BTreeMap<(InputId, EntrantId), Pending> = BTreeMap::new();
    let mut listed = BTreeSet::new();
    for short in run.shortfalls.iter().filter(|short| !claimed.contains(&(short.entrant, short.node))) {
        let (Some(entrant), Some(node)) =
            (run.evaluations.entrants().get(short.entrant), run.plan.nodes().get(short.node))
        else {
            continue;
        };
        for position in run.plan.criterion_inputs(&node.path).unwrap_or_default() {
            let Some(input) = run.plan.inputs().get(position).filter(|input| {
                !input.computed && !input.many && !run.carried.contains_key(input.name.as_str())
            }) else {
                continue;
            };
            let blank = run.evaluations.state(short.entrant, position) == Some(CellState::Blank);
            if !blank {
                continue;
            }
            listed.insert((short.entrant, short.node));
            found.entry((position, short.entrant)).or_insert_with(|| Pending {
                run: run.id.to_owned(),
                matter: Matter::Blank,
                group: String::new(),
                who: (entrant.id.as_str().to_owned(), entrant.name.as_str().to_owned()),
                subject: (input.name.clone(), input.title.clone()),
                state: text!(
                    "ô để trống nên chưa có điểm; ghi giá trị như trên phiếu",
                    "blank, so no points; write the value as on the form"
                ),
                place: places.of_input(position, short.entrant).to_string(),
                tied: 0,
                replaces: String::new(),
            });
        }
    }
    if found.len() > BLANKS_MAX {
        return BTreeSet::new();
    }
    pending.extend(found.into_values());
    listed
}

/// More blanks than this are sent back, and not decided one by one.
const BLANKS_MAX: usize = 5_000;

/// Differences between stages without a reason, by criterion.
pub(super) fn gaps_of(run: &RunResults<'_>, pending: &mut Vec<Pending>) {
    let places = CellPlaces::of(run.evaluations);
    let mut found = Vec::new();
    for gap in run.gaps {
        let node = run.plan.nodes().position(|node| node.path == gap.criterion);
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
                who: (entrant.id.as_str().to_owned(), entrant.name.as_str().to_owned()),
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
