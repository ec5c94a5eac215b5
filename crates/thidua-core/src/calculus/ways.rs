//! Branches (nhánh): which ways of a program are gone, by one entrant or by any that is possible.

use crate::{TiVec, WayId};
use thidua_rules::program::{Figure, Marks, Num, Operation, Pays, Program};

use super::Quantity;
use super::read::{Trace, slot};

/// For each way of the program whether it is gone.
pub fn gone<Q: Quantity>(program: &Program, trace: &Trace<Q>) -> TiVec<WayId, bool> {
    sweep(program, trace).1
}

/// The steps that the output rests on, only those of the pieces into which values fall; and the ways that are gone.
pub fn sweep<Q: Quantity>(program: &Program, trace: &Trace<Q>) -> (TiVec<Num, bool>, TiVec<WayId, bool>) {
    let mut needed: TiVec<Num, bool> = vec![false; program.steps.len()].into();
    let mut ways: TiVec<WayId, bool> = vec![false; program.ways.len()].into();
    let mark = |needed: &mut TiVec<Num, bool>, step: Num| {
        if let Some(flag) = needed.get_mut(step) {
            *flag = true;
        }
    };
    if trace.len() < program.steps.len() {
        return (needed, ways);
    }
    mark(&mut needed, program.output);
    // A step reads earlier ones only, so that one pass from the last to the first finds them all.
    for (step, operation) in program.steps.iter_enumerated().rev() {
        if needed.get(step) != Some(&true) {
            continue;
        }
        let Operation::Cases(of, cases) = operation else {
            reads(operation, &mut |step| mark(&mut needed, step));
            continue;
        };
        mark(&mut needed, *of);
        let Some(value) = &slot(trace, *of).value else { continue };
        value.pieces(cases, &mut |piece, _| {
            let Some(piece) = cases.pieces.get(piece) else { return };
            if let Some(way) = piece.way.and_then(|way| ways.get_mut(way)) {
                *way = true;
            }
            if let Pays::Step(step) = piece.pays {
                mark(&mut needed, step);
            }
        });
    }
    (needed, ways)
}

fn reads(operation: &Operation, each: &mut dyn FnMut(Num)) {
    match operation {
        Operation::Constant(_)
        | Operation::Term(_)
        | Operation::Holds(_)
        | Operation::Fold(Marks::List(_), _)
        | Operation::Peers(Figure::Best(_) | Figure::Worst(_) | Figure::BestExcess) => {}
        Operation::Add(left, right)
        | Operation::Subtract(left, right)
        | Operation::Multiply(left, right)
        | Operation::Divide(left, right)
        | Operation::Least(left, right)
        | Operation::Greatest(left, right)
        | Operation::Days(left, right, _) => [left, right].into_iter().for_each(|step| each(*step)),
        Operation::Cases(of, _)
        | Operation::Round(of, ..)
        | Operation::Root(of, ..)
        | Operation::Multiple(of, _)
        | Operation::Peers(Figure::Ahead(of, _)) => each(*of),
        Operation::Fold(Marks::Steps(steps), _) => steps.iter().for_each(|step| each(*step)),
        Operation::Mean(parts) => parts.iter().for_each(|(_, step)| each(*step)),
        // What is asked for besides the last one only has to be there.
        Operation::Given(_, then) => each(*then),
    }
}
