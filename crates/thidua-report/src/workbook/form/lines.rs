use std::collections::BTreeMap;

use thidua_check::FormulaSheet;
use thidua_core::{InputId, NodeId, NodeKind, Plan, Role};

use super::{FormOf, MAIN};

/// The columns of the form, from 0.
pub(super) mod column {
    pub(in super::super) const CODE: u16 = 0;
    pub(in super::super) const TITLE: u16 = 1;
    pub(in super::super) const MAX: u16 = 2;
    pub(in super::super) const LABEL: u16 = 3;
    pub(in super::super) const VALUE: u16 = 4;
    pub(in super::super) const POINTS: u16 = 5;
    pub(in super::super) const CLAIM: u16 = 6;
    pub(in super::super) const NOTE: u16 = 8;
    pub(in super::super) const INPUT: u16 = 9;
    pub(in super::super) const CRITERION: u16 = 10;
}

/// Rows above the first criterion: marks, two titles, the entrant, how to fill it in, the header.
pub(super) const FIRST: u32 = 6;

/// One row beside a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// A cell to fill in.
    Own(InputId),
    /// What is filled in elsewhere.
    Shared(InputId),
    /// Many values, on a sheet of their own.
    List(InputId),
    /// Nothing to fill in.
    Nothing,
}

/// What stands on which row.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading(&'static str),
    Group(NodeId),
    Leaf(NodeId, Vec<Field>),
    /// The sum of bonus or deduction items.
    Adjustment(Role),
    Total,
    /// An input that no criterion of the form reads.
    Other(Field),
}

/// The rows of the form, from 0.
pub(super) struct Lines {
    pub(super) blocks: Vec<(u32, Block)>,
    /// The row of the cell of each input, and of each node.
    inputs: BTreeMap<InputId, u32>,
    nodes: BTreeMap<NodeId, u32>,
    pub(super) adjustments: Vec<(Role, u32)>,
    pub(super) last: u32,
}

impl Lines {
    pub(super) fn of(of: &FormOf<'_>, sheet: &FormulaSheet<'_>) -> Self {
        let mut lines = Self {
            blocks: Vec::new(),
            inputs: BTreeMap::new(),
            nodes: BTreeMap::new(),
            adjustments: Vec::new(),
            last: FIRST,
        };
        let plan = of.plan;
        let mut role = Role::Sheet;
        let order = plan.reading_order().into_iter().filter(|node| *node != plan.root() && sheet.has(*node));
        for node in order {
            let Some(of) = plan.nodes().get(node) else { continue };
            if of.role != role {
                lines.finish(role);
                role = of.role;
                let heading = if role == Role::Bonus { "Điểm thưởng" } else { "Điểm trừ" };
                lines.put(Block::Heading(heading), 1);
            }
            lines.nodes.insert(node, lines.last);
            match of.kind {
                NodeKind::Group { .. } => lines.put(Block::Group(node), 1),
                NodeKind::Leaf(_) => {
                    let fields = lines.fields(plan, node);
                    let rows = u32::try_from(fields.len()).unwrap_or(1);
                    lines.put(Block::Leaf(node, fields), rows);
                }
            }
        }
        lines.finish(role);
        lines.put(Block::Total, 1);
        let entered = |input: &InputId| plan.inputs().get(*input).is_some_and(|input| !input.computed);
        let rest: Vec<InputId> =
            plan.inputs().keys().filter(entered).filter(|input| !lines.inputs.contains_key(input)).collect();
        let listed = |input: InputId| plan.inputs().get(input).is_some_and(|input| input.many);
        // The own cells of criteria that others have are none of theirs.
        let foreign = |input: InputId| plan.inputs().get(input).is_some_and(|input| input.node.is_some());
        let rest: Vec<InputId> =
            rest.into_iter().filter(|input| !listed(*input) && !foreign(*input)).collect();
        if !rest.is_empty() {
            lines.put(Block::Heading("Thông tin khác"), 1);
        }
        for input in rest {
            lines.inputs.insert(input, lines.last);
            lines.put(Block::Other(Field::Own(input)), 1);
        }
        lines
    }

    fn put(&mut self, block: Block, rows: u32) {
        self.blocks.push((self.last, block));
        self.last += rows;
    }

    fn finish(&mut self, role: Role) {
        if role != Role::Sheet {
            self.adjustments.push((role, self.last));
            self.put(Block::Adjustment(role), 1);
        }
    }

    /// What is filled in beside a criterion: each input where it is read first.
    fn fields(&mut self, plan: &Plan, node: NodeId) -> Vec<Field> {
        let path = plan.nodes().get(node).map(|node| node.path.as_str()).unwrap_or_default();
        let mut fields = Vec::new();
        for input in plan.criterion_inputs(path).unwrap_or_default() {
            let Some(of) = plan.inputs().get(input) else { continue };
            fields.push(if of.many || of.computed {
                Field::List(input)
            } else if self.inputs.contains_key(&input) {
                Field::Shared(input)
            } else {
                let row = self.last + u32::try_from(fields.len()).unwrap_or_default();
                self.inputs.insert(input, row);
                Field::Own(input)
            });
        }
        if fields.is_empty() {
            fields.push(Field::Nothing);
        }
        fields
    }

    /// The cell of an input, with its sheet; `None` where it has none of its own.
    pub(super) fn cell(&self, input: InputId) -> Option<String> {
        self.inputs.get(&input).map(|row| address(column::VALUE, *row))
    }

    /// The cell with the points of a node.
    pub(super) fn points(&self, node: NodeId) -> String {
        address(column::POINTS, self.nodes.get(&node).copied().unwrap_or_default())
    }

    /// The same, with its sheet; `None` where the node is not on the form.
    pub(super) fn known_points(&self, node: NodeId) -> Option<String> {
        self.nodes.get(&node).map(|row| address(column::POINTS, *row))
    }

    /// The cell of the sum of bonus or deduction items.
    pub(super) fn adjustment(&self, role: Role) -> Option<String> {
        let row = self.adjustments.iter().find(|(known, _)| *known == role).map(|(_, row)| *row);
        row.map(|row| address(column::POINTS, row))
    }

    /// The names of the cells that are filled in.
    pub(super) fn named(&self) -> impl Iterator<Item = (String, InputId)> {
        self.inputs.keys().map(|input| (format!("td_{:03}", usize::from(*input) + 1), *input))
    }
}

/// A cell of the main sheet, column and row from 0.
pub(super) fn address(column: u16, row: u32) -> String {
    format!("'{MAIN}'!${}${}", thidua_core::column_letters(u32::from(column) + 1), row + 1)
}
