//! Programs: of each step only what some sheet can tell apart.

use thidua_core::calculus::{Grid, Quantity, Range, Reasons, Trace, run, slot};
use thidua_core::plan::Anyone;
use thidua_core::{Exact, Plan, RoundingMode, TiSlice, TiVec};
use thidua_rules::program::{Cases, Cut, Num, Operation, Pays, Program};

/// The steps that the output rests on, each once.
pub(super) fn normal(plan: &Plan, program: &Program) -> (TiVec<Num, Operation>, Num) {
    let mut ranges = Trace::new();
    run(&Anyone::of(plan), program, &mut ranges);
    let mut steps: TiVec<Num, Operation> =
        program.steps.iter().map(|operation| settled(plan, operation, &ranges)).collect();
    let mut needed: TiVec<Num, bool> = vec![false; steps.len()].into();
    if let Some(output) = needed.get_mut(program.output) {
        *output = true;
    }
    // Each reads earlier ones only, so that one walk back finds all.
    for (position, operation) in steps.iter_mut_enumerated().rev() {
        if needed.get(position) == Some(&true) {
            operation.reads(&mut |step| {
                if let Some(read) = needed.get_mut(*step) {
                    *read = true;
                }
            });
        }
    }
    let mut kept: TiVec<Num, Operation> = TiVec::new();
    let mut renamed: TiVec<Num, Option<Num>> = TiVec::with_capacity(steps.len());
    for (operation, needed) in steps.into_iter().zip(needed) {
        renamed.push(needed.then(|| place(operation, &renamed, &mut kept)));
    }
    let output = renamed.get(program.output).copied().flatten().unwrap_or(program.output);
    (kept, output)
}

/// Where the operation stands among those kept; what only hands on another step is that step.
fn place(
    mut operation: Operation,
    renamed: &TiSlice<Num, Option<Num>>,
    kept: &mut TiVec<Num, Operation>,
) -> Num {
    operation.reads(&mut |step| {
        if let Some(Some(other)) = renamed.get(*step) {
            *step = *other;
        }
    });
    if let Operation::Cases(of, cases) = &operation
        && cases.pieces.iter().all(|piece| piece.pays == Pays::same())
    {
        return *of;
    }
    if let Operation::Given(reads, then) = &mut operation {
        reads.retain(|read| read != then);
        reads.sort_unstable();
        reads.dedup();
        if reads.is_empty() {
            return *then;
        }
    }
    let known = kept.position(|other| *other == operation);
    known.unwrap_or_else(|| kept.push_and_get_key(operation))
}

fn settled(plan: &Plan, operation: &Operation, ranges: &Trace<Range>) -> Operation {
    let range = |step: &Num| slot(ranges, *step).value.as_ref();
    match operation {
        Operation::Cases(of, cases) => match range(of) {
            Some(range) => Operation::Cases(*of, within(cases, range)),
            None => Operation::Cases(*of, unnamed(cases.clone())),
        },
        Operation::Holds(condition) => Operation::Holds(super::condition::normal(plan, condition, false)),
        Operation::Least(left, right) => match (range(left), range(right)) {
            (Some(one), Some(other)) if below(one, other) && always(ranges, right) => handed_on(*left),
            (Some(one), Some(other)) if below(other, one) && always(ranges, left) => handed_on(*right),
            _ => operation.clone(),
        },
        Operation::Greatest(left, right) => match (range(left), range(right)) {
            (Some(one), Some(other)) if below(other, one) && always(ranges, right) => handed_on(*left),
            (Some(one), Some(other)) if below(one, other) && always(ranges, left) => handed_on(*right),
            _ => operation.clone(),
        },
        other => other.clone(),
    }
}

/// Whether no value of the one is above any of the other.
fn below(one: &Range, other: &Range) -> bool {
    one.high.as_ref().zip(other.low.as_ref()).is_some_and(|(high, low)| high <= low)
}

fn always(ranges: &Trace<Range>, step: &Num) -> bool {
    slot(ranges, *step).absent == Reasons::default()
}

fn handed_on(step: Num) -> Operation {
    Operation::Cases(step, Cases::lowest(Pays::same(), None))
}

fn unnamed(mut cases: Cases) -> Cases {
    cases.pieces.iter_mut().for_each(|piece| piece.way = None);
    cases
}

/// The pieces that some value reaches; neighbours that pay alike are one, and ends lie on values that occur.
fn within(cases: &Cases, range: &Range) -> Cases {
    /// A piece from a cut on: what it pays, and its value where it has but one.
    struct Reached {
        from: Option<Cut>,
        pays: Pays,
        only: Option<Exact>,
    }
    impl Reached {
        /// Whether its one value is paid the same by the other.
        fn is_paid_by(&self, other: &Pays) -> bool {
            let paid = self.only.as_ref().and_then(|value| Some((other.at(value)?, self.pays.at(value)?)));
            paid.is_some_and(|(one, other)| one == other)
        }
    }
    let mut all: Vec<Reached> = Vec::new();
    range.pieces(cases, &mut |position, part| {
        let Some(piece) = cases.pieces.get(position) else { return };
        let from = position.checked_sub(1).and_then(|cut| cases.cuts.get(cut));
        let next = Reached {
            from: from.cloned().filter(|_| !all.is_empty()),
            pays: plain(&piece.pays, part),
            only: part.only().cloned(),
        };
        match all.last_mut() {
            // One value is a piece of its own only where its neighbour would pay it something else.
            Some(before) if before.pays == next.pays || next.is_paid_by(&before.pays) => before.only = None,
            Some(before) if before.is_paid_by(&next.pays) => (before.pays, before.only) = (next.pays, None),
            _ => all.push(next),
        }
    });
    let mut all = all.into_iter();
    let Some(first) = all.next() else { return unnamed(cases.clone()) };
    let mut before = first.pays.clone();
    let mut left = Cases::lowest(first.pays, None);
    for Reached { from, pays, .. } in all {
        let Some(cut) = from else { return unnamed(cases.clone()) };
        // Where both sides pay the end alike it may belong to either.
        let alike = before.at(&cut.at).is_some_and(|paid| pays.at(&cut.at) == Some(paid));
        let cut = if alike { Cut::from(cut.at) } else { cut };
        left = left.then(among(&cut, range), pays.clone(), None);
        before = pays;
    }
    left
}

/// The cut that divides the values of a range alike, at a value that occurs where that can be known.
fn among(cut: &Cut, range: &Range) -> Cut {
    if let Some(listed) = &range.listed {
        let occurs = listed.iter().find(|value| cut.is_below(value));
        return occurs.map_or_else(|| cut.clone(), |value| Cut::from(value.clone()));
    }
    let Grid::Steps(step) = &range.grid else { return cut.clone() };
    let Some(parts) = cut.at.checked_div(step) else { return cut.clone() };
    let near = parts.round_to_multiple(&Exact::ONE, RoundingMode::Down);
    let inside = [near.clone() - Exact::ONE, near.clone(), near + Exact::ONE]
        .into_iter()
        .map(|parts| parts * step.clone())
        .find(|value| cut.is_below(value));
    inside.map_or_else(|| cut.clone(), Cut::from)
}

/// What is paid for the values of a part: one value is paid a number, a line begins at zero.
fn plain(pays: &Pays, part: &Range) -> Pays {
    let only = part.only().and_then(|value| pays.at(value));
    match (only, pays) {
        (Some(points), _) => Pays::Constant(points),
        (None, Pays::Line { points, slope, .. }) if slope.is_zero() => Pays::Constant(points.clone()),
        (None, Pays::Line { at, points, slope }) => Pays::Line {
            at: Exact::ZERO,
            points: points.clone() - at.clone() * slope.clone(),
            slope: slope.clone(),
        },
        (None, other) => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cases, Cut, Grid, Pays, Range, within};
    use thidua_core::Exact;

    fn half(number: i64) -> Exact {
        Exact::ratio(number.into(), 2)
    }

    fn pays() -> impl Strategy<Value = Pays> {
        prop_oneof![
            (0_i64..3).prop_map(|points| Pays::Constant(Exact::from(points))),
            (-2_i64..3, 0_i64..3, 0_i64..2).prop_map(|(at, points, slope)| Pays::Line {
                at: half(at),
                points: Exact::from(points),
                slope: half(slope),
            }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// Every value that can occur is paid what it was paid, whichever pieces are left.
        #[test]
        fn no_value_is_paid_otherwise(
            ends in prop::collection::btree_set(-6_i64..14, 0..5),
            above in prop::collection::vec(any::<bool>(), 5),
            pays in prop::collection::vec(pays(), 6),
            (low, width) in (-4_i64..8, 0_i64..8),
            step in 1_i64..4,
        ) {
            let mut all = pays.into_iter();
            let mut cases = Cases::lowest(all.next().unwrap_or_else(Pays::same), None);
            for ((end, above), pays) in ends.into_iter().zip(above).zip(all) {
                let cut = if above { Cut::above(half(end)) } else { Cut::from(half(end)) };
                cases = cases.then(cut, pays, None);
            }
            let grid = half(step);
            let on_grid = |number: i64| Exact::from(number) * grid.clone();
            let range = Range { grid: Grid::Steps(grid.clone()), ..Range::new(on_grid(low), on_grid(low + width)) };
            let left = within(&cases, &range);
            prop_assert!(left.pieces.len() <= cases.pieces.len());
            for value in (low..=low + width).map(on_grid) {
                let paid = |cases: &Cases| cases.pieces.get(cases.piece_of(&value))?.pays.at(&value);
                prop_assert_eq!(paid(&cases), paid(&left), "at {}", value);
            }
        }
    }
}
