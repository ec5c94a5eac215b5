//! Programs: of each step only what some sheet can tell apart.

use crate::Exact;
use crate::calculus::{Cases, Num, Operation, Pays, Program, Quantity, Range, Reasons, Slot, run, slot};
use crate::plan::{Anyone, Plan};

/// The steps that the output rests on, each once.
pub(super) fn normal(plan: &Plan, program: &Program) -> (Vec<Operation>, Num) {
    let mut ranges = Vec::new();
    run(&Anyone(plan), program, &mut ranges);
    let mut steps: Vec<Operation> =
        program.steps.iter().map(|operation| settled(plan, operation, &ranges)).collect();
    let mut needed = vec![false; steps.len()];
    if let Some(output) = needed.get_mut(program.output.position()) {
        *output = true;
    }
    // Each reads earlier ones only, so that one walk back finds all.
    for (position, operation) in steps.iter_mut().enumerate().rev() {
        if needed.get(position) == Some(&true) {
            operation.reads(&mut |step| {
                if let Some(read) = needed.get_mut(step.position()) {
                    *read = true;
                }
            });
        }
    }
    let mut kept: Vec<Operation> = Vec::new();
    let mut renamed: Vec<Option<Num>> = Vec::with_capacity(steps.len());
    for (operation, needed) in steps.into_iter().zip(needed) {
        renamed.push(needed.then(|| place(operation, &renamed, &mut kept)));
    }
    let output = renamed.get(program.output.position()).copied().flatten().unwrap_or(program.output);
    (kept, output)
}

/// Where the operation stands among those kept; what only hands on another step is that step.
fn place(mut operation: Operation, renamed: &[Option<Num>], kept: &mut Vec<Operation>) -> Num {
    operation.reads(&mut |step| {
        if let Some(Some(other)) = renamed.get(step.position()) {
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
        reads.sort_by_key(|read| read.position());
        reads.dedup();
        if reads.is_empty() {
            return *then;
        }
    }
    let known = kept.iter().position(|other| *other == operation);
    Num::at(known.unwrap_or_else(|| {
        kept.push(operation);
        kept.len() - 1
    }))
}

fn settled(plan: &Plan, operation: &Operation, ranges: &[Slot<Range>]) -> Operation {
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

fn always(ranges: &[Slot<Range>], step: &Num) -> bool {
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
    let mut reached: Vec<(usize, Pays)> = Vec::new();
    range.pieces(cases, &mut |position, part| {
        if let Some(piece) = cases.pieces.get(position) {
            reached.push((position, plain(&piece.pays, part)));
        }
    });
    let mut all = reached.into_iter();
    let Some((_, first)) = all.next() else { return unnamed(cases.clone()) };
    let mut before = first.clone();
    let mut left = Cases::lowest(first, None);
    for (position, pays) in all {
        let cut = position.checked_sub(1).and_then(|cut| cases.cuts.get(cut));
        if pays == before {
            continue;
        }
        let Some(cut) = cut else { return unnamed(cases.clone()) };
        left = left.then(cut.among(range), pays.clone(), None);
        before = pays;
    }
    left
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
