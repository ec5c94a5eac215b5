//! How a plan is scored at scale (cách đọc theo cột): what is taken in columns, what goes row by row, and why.

use serde::Serialize;
use thidua_rules::program::{Figure, Fold, Marks, Operation, PlanTerm, Program};
use thidua_rules::rule::Aggregate;

use crate::plan::{NodeKind, Plan};
use crate::{Text, text};

/// How one criterion or group is read when many entrants are scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeReading {
    /// Path of codes.
    pub path: String,
    /// Whether rows are read in columns: batches of whole numbers over one scale. A row in which something is missing
    /// is read by itself either way.
    pub columns: bool,
    /// What goes row by row: the whole criterion where `columns` is false, else these operations alone.
    pub row_by_row: Vec<Text>,
}

/// Tells for every criterion and group how it is read (cách đọc của từng tiêu chí), in reading order.
///
/// Whether whole numbers hold a batch is asked before every operation, from the largest numbers that are there: in 64
/// bits, else in 128, else row by row. Which way is taken never changes a result.
#[must_use]
pub fn node_readings(plan: &Plan) -> Vec<NodeReading> {
    let nodes = plan.reading_order().into_iter().filter_map(|position| plan.nodes.get(position));
    nodes
        .map(|node| {
            let (columns, row_by_row) = match &node.kind {
                NodeKind::Leaf(leaf) => match &leaf.program {
                    Some(program) => (true, of_program(program)),
                    None => (false, Vec::new()),
                },
                NodeKind::Group { aggregate: Aggregate::EitherOr, .. } => {
                    let why = text!(
                        "mỗi đơn vị chấm theo một nhánh khác nhau (`either-or`)",
                        "which branch counts differs from entrant to entrant (`either-or`)"
                    );
                    (false, vec![why])
                }
                NodeKind::Group {
                    aggregate: Aggregate::Median | Aggregate::MedianPoints | Aggregate::GeometricMean,
                    ..
                } => (true, vec![text!("trung vị, trung bình nhân", "the median and the geometric mean")]),
                NodeKind::Group {
                    aggregate:
                        Aggregate::Sum
                        | Aggregate::WeightedSum
                        | Aggregate::WeightedMean
                        | Aggregate::Max
                        | Aggregate::Min
                        | Aggregate::MeanPoints
                        | Aggregate::MinPoints
                        | Aggregate::Best(_),
                    ..
                } => (true, Vec::new()),
            };
            NodeReading { path: node.path.clone(), columns, row_by_row }
        })
        .collect()
}

fn of_program(program: &Program) -> Vec<Text> {
    let mut row_by_row: Vec<Text> = Vec::new();
    let mut add = |what: Text| {
        if !row_by_row.contains(&what) {
            row_by_row.push(what);
        }
    };
    for operation in &program.steps {
        match operation {
            Operation::Constant(_)
            | Operation::Add(..)
            | Operation::Subtract(..)
            | Operation::Multiply(..)
            | Operation::Divide(..)
            | Operation::Least(..)
            | Operation::Greatest(..)
            | Operation::Cases(..)
            | Operation::Round(..)
            | Operation::Multiple(..)
            | Operation::Mean(_)
            | Operation::Given(..)
            | Operation::Fold(Marks::List(_), _)
            | Operation::Fold(Marks::Steps(_), Fold::Best(None | Some(1)))
            | Operation::Peers(Figure::Best(_) | Figure::Worst(_) | Figure::BestExcess) => {}
            Operation::Term(term) => asked(&mut add, &term.leaves()),
            Operation::Fold(
                Marks::Steps(_),
                Fold::Count | Fold::Best(_) | Fold::Mean(_) | Fold::Median(_),
            ) => {
                add(text!("đếm, xếp thứ tự nhiều giá trị", "counting and sorting several values"));
            }
            Operation::Root(..) => add(text!("căn, lũy thừa", "roots and powers")),
            Operation::Days(..) => add(text!("đếm ngày", "counting days")),
            Operation::Holds(condition) => {
                let sides = condition.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
                asked(&mut add, &sides.flat_map(PlanTerm::leaves).collect::<Vec<_>>());
            }
            Operation::Peers(Figure::Ahead(..)) => {
                add(text!("tra trong tập so sánh", "looking something up in the reference set"));
            }
        }
    }
    row_by_row
}

/// What of all that is asked each row is asked for alone.
fn asked(add: &mut impl FnMut(Text), leaves: &[&PlanTerm]) {
    if !leaves.iter().all(|leaf| is_column(leaf)) {
        add(text!("hỏi điều không phải là số liệu nhập", "it asks for something that is no input"));
    }
    if leaves.iter().any(|leaf| matches!(leaf, PlanTerm::Reduced(..))) {
        add(text!(
            "mỗi đơn vị có số giá trị khác nhau (`many`)",
            "every entrant has another number of values (`many`)"
        ));
    }
}

/// Whether a batch has the number of every row at hand, or asks each row for it alone. Whatever a new term is, asking each
/// row is never wrong.
fn is_column(leaf: &PlanTerm) -> bool {
    matches!(
        leaf,
        PlanTerm::Constant(_)
            | PlanTerm::Day(_)
            | PlanTerm::Input(_)
            | PlanTerm::Reduced(..)
            | PlanTerm::Points(_)
            | PlanTerm::Share(_)
    )
}
