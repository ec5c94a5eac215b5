//! Sums that the list itself gives: whether they add up, whatever our results are.

use thidua_core::rule::Aggregate;
use thidua_core::{Exact, NodeId, NodeKind};

use super::{Matched, Reconciliation, WrongSum, printed, who};
use crate::number::{Digits, Number};
use crate::published::{PublishedCell, PublishedList, PublishedRow, Tells};
use crate::run::RunResults;

/// A sum of printed numbers, how many they are, and the most decimals any of them has.
struct Sum {
    value: Exact,
    parts: i64,
    places: u32,
}

pub(super) fn check(run: &RunResults<'_>, list: &PublishedList, rows: &Matched, found: &mut Reconciliation) {
    for (at, row) in rows {
        let Some(line) = list.rows.get(*at) else { continue };
        let sheet = Sheet { run, list, line };
        for (column, cell) in list.columns.iter().zip(&line.cells) {
            let PublishedCell::Number(value, places) = cell else { continue };
            let sum = match column.tells {
                Tells::Total => sheet.total(),
                Tells::Node(node) => sheet.made_of(node),
                _ => None,
            };
            let Some(sum) = sum else { continue };
            let difference = value.clone() - sum.value.clone();
            if difference.is_zero() {
                found.sums_right += 1;
            } else if within_rounding(&difference, sum.places.max(*places), sum.parts + 1) {
                found.sums_rounded += 1;
            } else {
                found.sums.push(WrongSum {
                    place: line.place.to_string(),
                    entrant: who(run, *row),
                    heading: column.heading.clone(),
                    printed: printed(value, *places),
                    parts: Number::new(sum.value, Some(Digits::of(sum.places))),
                });
            }
        }
    }
}

/// Whether so many numbers, each printed with these decimals, can differ so much from rounding alone.
fn within_rounding(difference: &Exact, places: u32, numbers: i64) -> bool {
    // Whole numbers are as often counts as roundings.
    if places == 0 {
        return false;
    }
    let half = Exact::ratio(1, 2 * 10_i128.saturating_pow(places.min(30)));
    let size = if difference.is_negative() { -difference.clone() } else { difference.clone() };
    size <= half * Exact::from(numbers)
}

/// One row of the list, read along the tree of criteria.
struct Sheet<'a> {
    run: &'a RunResults<'a>,
    list: &'a PublishedList,
    line: &'a PublishedRow,
}

impl Sheet<'_> {
    fn cell(&self, tells: Tells) -> Option<Sum> {
        let at = self.list.columns.iter().position(|column| column.tells == tells)?;
        match self.line.cells.get(at)? {
            PublishedCell::Number(value, places) => {
                Some(Sum { value: value.clone(), parts: 1, places: *places })
            }
            _ => None,
        }
    }

    /// What the parts of the total come to, where the list has all of them.
    fn total(&self) -> Option<Sum> {
        let plan = self.run.plan;
        let mut sum = self.cell(Tells::Node(plan.root())).or_else(|| self.made_of(plan.root()))?;
        for (role, tells, sign) in [
            (thidua_core::Role::Bonus, Tells::Bonus, 1),
            (thidua_core::Role::Deduction, Tells::Deductions, -1),
        ] {
            if plan.nodes().iter().any(|node| node.role == role) {
                sum = add(sum, self.cell(tells)?, sign);
            }
        }
        let rounding = plan.rules().rounding.total;
        Some(Sum { value: rounding.map_or(sum.value.clone(), |rounding| rounding.apply(&sum.value)), ..sum })
    }

    /// What the children of a group come to, where the list has all of them.
    fn made_of(&self, node: NodeId) -> Option<Sum> {
        let node = self.run.plan.nodes().get(node)?;
        let NodeKind::Group { aggregate, .. } = &node.kind else { return None };
        let children = || {
            node.children.iter().map(|child| self.cell(Tells::Node(*child)).or_else(|| self.made_of(*child)))
        };
        let sum = match aggregate {
            Aggregate::Sum => {
                let start = Sum { value: Exact::ZERO, parts: 0, places: 0 };
                children().try_fold(start, |sum, child| Some(add(sum, child?, 1)))?
            }
            Aggregate::EitherOr => {
                let mut given = children().flatten();
                let one = given.next()?;
                given.next().is_none().then_some(one)?
            }
            _ => return None,
        };
        let value = node.rounding.map_or(sum.value.clone(), |rounding| rounding.apply(&sum.value));
        Some(Sum { value, ..sum })
    }
}

fn add(sum: Sum, part: Sum, sign: i64) -> Sum {
    Sum {
        value: sum.value + part.value * Exact::from(sign),
        parts: sum.parts + part.parts,
        places: sum.places.max(part.places),
    }
}
