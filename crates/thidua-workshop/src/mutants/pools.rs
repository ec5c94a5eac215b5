//! Neighbours for one entrant: equals that a tie-break step must separate, and enough of them to fill a quota.

use thidua::{EntrantId, Exact, NodeKind, Plan, ValueKind};
use thidua_rulefile::Step;

use super::boundary::cell;
use super::change::Mutant;
use super::values::Change;
use crate::fixture::{Answer, Played};

/// One more entrant like the first, in a cluster of its own or the same, with something else on its sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbour {
    pub(super) answers: Vec<(String, Answer)>,
    pub(super) elsewhere: bool,
}

/// More than these are no example for a reader.
const LARGEST: usize = 12;

/// Pools of entrants like the one in the row, for changes to rankings and awards.
pub(super) fn pools(plan: &Plan, mutant: &Mutant, base: &Played, row: EntrantId) -> Vec<Change> {
    let way = mutant.edits.first().map(|edit| edit.path.clone()).unwrap_or_default();
    let about =
        |wanted: &[&str]| way.0.iter().any(|step| matches!(step, Step::Key(key) if wanted.contains(&&**key)));
    let mut found = Vec::new();
    if !about(&["rankings", "quota", "tie_on_line", "reserve", "ranked_by", "one_form", "one_payment"]) {
        return found;
    }
    let movable = movable(plan, base, row);
    let alike =
        |count: usize, elsewhere: bool| Change::of(vec![Neighbour { answers: Vec::new(), elsewhere }; count]);
    found.extend((1..4).map(|count| alike(count, false)));
    found.extend((1..3).map(|count| alike(count, true)));
    if about(&["tie_break"]) {
        found.extend(equals(&movable));
    }
    for count in 1..LARGEST {
        found.extend(ladder(&movable, count, false));
        found.extend(ladder(&movable, count, true));
    }
    found
}

impl Change {
    fn of(neighbours: Vec<Neighbour>) -> Self {
        Self { neighbours, ..Self::default() }
    }
}

/// An entered score that can go down: its cell and its points.
struct Movable {
    name: String,
    points: Exact,
    max: Exact,
}

fn movable(plan: &Plan, base: &Played, row: EntrantId) -> Vec<Movable> {
    let own = plan.inputs().iter().filter(|input| input.kind == ValueKind::Number && !input.many);
    let scored = own.filter_map(|input| {
        let node = input.node?;
        let points = base.outcome.scorecards.points(node, row)?;
        let node = plan.nodes().get(node).filter(|node| matches!(node.kind, NodeKind::Leaf(_)))?;
        Some(Movable { name: input.name.clone(), points, max: node.max.clone() })
    });
    scored.collect()
}

/// One score down and another up by as much: the same total made otherwise.
fn equals(movable: &[Movable]) -> Vec<Change> {
    let mut found = Vec::new();
    for step in [Exact::ONE, Exact::ratio(1, 2), Exact::ratio(1, 4)] {
        for down in movable {
            for up in movable.iter().filter(|up| up.name != down.name) {
                let (less, more) = (down.points.clone() - step.clone(), up.points.clone() + step.clone());
                if less.is_negative() || more > up.max {
                    continue;
                }
                let (Some(less), Some(more)) = (cell(&less), cell(&more)) else { continue };
                let answers =
                    vec![(down.name.clone(), Answer::One(less)), (up.name.clone(), Answer::One(more))];
                found.push(Change::of(vec![Neighbour { answers, elsewhere: false }]));
            }
        }
    }
    found
}

/// So many more, each a little below the one before.
fn ladder(movable: &[Movable], count: usize, elsewhere: bool) -> Option<Change> {
    let deepest = |one: &&Movable| one.points.clone();
    let from = movable.iter().max_by_key(deepest)?;
    let rungs = (1..=count).map(|number| {
        let number = i64::try_from(number).ok()?;
        let value = from.points.clone() - Exact::ratio(1, 4) * Exact::from(number);
        let word = cell(&value).filter(|_| !value.is_negative())?;
        Some(Neighbour { answers: vec![(from.name.clone(), Answer::One(word))], elsewhere })
    });
    rungs.collect::<Option<Vec<_>>>().map(Change::of)
}
