//! The scale of a criterion in words (thang điểm bằng lời): each way its program can go, and what it pays where that is known
//! before anything is entered.

use std::collections::BTreeSet;

use thidua_rules::method::show;
use thidua_rules::program::{Cases, Num, Operation, Pays, Program};

use crate::{Exact, Text, WayId, text};

/// One line for each way, best values first.
pub(crate) fn paid(program: &Program) -> Vec<Text> {
    let points = points(program);
    let mut told: BTreeSet<WayId> = BTreeSet::new();
    let mut lines = Vec::new();
    for (step, operation) in program.steps.iter_enumerated() {
        let Operation::Cases(of, cases) = operation else { continue };
        for (index, piece) in cases.pieces.iter().enumerate().rev() {
            let Some((way, written)) = piece.way.and_then(|way| Some((way, program.ways.get(way)?))) else {
                continue;
            };
            if !told.insert(way) {
                continue;
            }
            let pays = if points.contains(&step) { pays_words(program, *of, cases, index) } else { None };
            lines
                .push(pays.map_or_else(|| written.what.clone(), |pays| written.what.clone().and_then(&pays)));
        }
    }
    lines
}

/// The fewest points that some piece pays as it is written (điểm thấp nhất ghi trong tiêu chí): a constant, or an end of a line.
///
/// What a calculation may come to is another matter: that is asked of ranges.
#[must_use]
pub fn least_written(program: &Program) -> Option<Exact> {
    let steps = points(program).into_iter().filter_map(|step| program.steps.get(step));
    let written = steps.flat_map(|step| match step {
        Operation::Constant(points) => vec![points.clone()],
        Operation::Cases(_, cases) => cases
            .pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| piece.pays != Pays::same())
            .flat_map(|(index, piece)| match &piece.pays {
                Pays::Constant(points) => vec![points.clone()],
                pays => {
                    let ends = cases.interval(index);
                    let ends = [ends.lower, ends.upper].into_iter().flatten();
                    ends.filter_map(|(end, _)| pays.at(&end)).collect()
                }
            })
            .collect(),
        _ => Vec::new(),
    });
    written.min()
}

/// The steps whose value is the points themselves: the output, and whatever a piece of such a step hands through.
fn points(program: &Program) -> BTreeSet<Num> {
    let mut points = BTreeSet::new();
    let mut open: Vec<Num> = vec![program.output];
    while let Some(step) = open.pop() {
        if !points.insert(step) {
            continue;
        }
        match program.steps.get(step) {
            Some(Operation::Cases(_, cases)) => {
                let handed = cases.pieces.iter().filter_map(|piece| match piece.pays {
                    Pays::Step(step) => Some(step),
                    Pays::Constant(_) | Pays::Line { .. } | Pays::Nothing(_) => None,
                });
                open.extend(handed);
                // A piece that pays the value itself hands that through too.
                if let Some(Operation::Cases(of, cases)) = program.steps.get(step)
                    && cases.pieces.iter().any(|piece| piece.pays == Pays::same())
                {
                    open.push(*of);
                }
            }
            Some(Operation::Given(_, then)) => open.push(*then),
            Some(Operation::Round(of, ..)) => open.push(*of),
            Some(
                Operation::Constant(_)
                | Operation::Term(_)
                | Operation::Holds(_)
                | Operation::Add(..)
                | Operation::Subtract(..)
                | Operation::Multiply(..)
                | Operation::Divide(..)
                | Operation::Least(..)
                | Operation::Greatest(..)
                | Operation::Root(..)
                | Operation::Multiple(..)
                | Operation::Days(..)
                | Operation::Fold(..)
                | Operation::Mean(_)
                | Operation::Peers(_),
            )
            | None => {}
        }
    }
    points
}

fn pays_words(program: &Program, of: Num, cases: &Cases, index: usize) -> Option<Text> {
    let pays = &cases.pieces.get(index)?.pays;
    let lower = index.checked_sub(1).and_then(|below| cases.cuts.get(below)).map(|cut| &cut.at);
    let upper = cases.cuts.get(index).map(|cut| &cut.at);
    match pays {
        Pays::Constant(points) => {
            let points = show(points);
            Some(text!(": {points} điểm", ": {points} points"))
        }
        Pays::Line { slope, .. } if *pays != Pays::same() => {
            let ends = lower.zip(upper).and_then(|(lower, upper)| Some((pays.at(lower)?, pays.at(upper)?)));
            Some(match ends {
                Some((from, until)) => {
                    let (from, until) = (show(&from), show(&until));
                    text!(": từ {from} đến {until} điểm", ": from {from} to {until} points")
                }
                None if slope > &Exact::ZERO && pays.at(&Exact::ZERO) == Some(Exact::ZERO) => {
                    let slope = show(slope);
                    text!(": giá trị × {slope} điểm", ": the value × {slope} points")
                }
                None => return None,
            })
        }
        // The value itself, which may be so many times what was counted.
        Pays::Line { .. } => {
            let each = show(each(program, of)?);
            Some(text!(": số đếm được × {each} điểm", ": the number × {each} points"))
        }
        Pays::Step(_) | Pays::Nothing(_) => None,
    }
}

/// The factor of a step that is a constant times something.
fn each(program: &Program, of: Num) -> Option<&Exact> {
    let Some(Operation::Multiply(left, right)) = program.steps.get(of) else { return None };
    [right, left].into_iter().find_map(|side| match program.steps.get(*side) {
        Some(Operation::Constant(each)) => Some(each),
        _ => None,
    })
}
