//! Pages keep lines that other pages have too: entrants that are alike in a criterion have the same line.

use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};

use thidua_core::{Explainable, Likeness, NodeId};

const WORLDS: usize = 240;
const ENTRANTS: usize = 40;

#[test]
fn entrants_that_are_alike_in_a_criterion_have_the_same_line() {
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    crate::for_worlds(WORLDS, ENTRANTS, |seed, world, plan| {
        let evaluations = crate::compare::bind(&world, &plan);
        let outcome = crate::outcome(&plan, &evaluations);
        crate::with_circumstances(|circumstances| {
            let run = Explainable::new(&plan, &evaluations, circumstances, &outcome).in_words();
            let mut known: HashMap<(NodeId, Likeness), String> = HashMap::new();
            for row in evaluations.entrants().keys() {
                for node in run.nodes_of(row) {
                    let Some(likeness) = run.likeness(node, row) else { continue };
                    let line = serde_json::to_string(&run.line(node, row).unwrap()).unwrap();
                    match known.entry((node, likeness)) {
                        Entry::Vacant(first) => {
                            first.insert(line);
                        }
                        Entry::Occupied(first) => {
                            let path = &plan.nodes().get(node).unwrap().path;
                            assert_eq!(first.get(), &line, "seed {seed}, {path}, row {row:?}");
                            let is_group = !plan.nodes().get(node).unwrap().children.is_empty();
                            *alike.entry(if is_group { "group" } else { "criterion" }).or_default() += 1;
                        }
                    }
                }
            }
        });
    });
    println!("lines that another entrant has too: {alike:?}");
    assert!(["group", "criterion"].iter().all(|kind| alike.get(kind).is_some_and(|count| *count >= 1_000)));
}
