use thidua_core::{EntrantId, Exact, NodeId, NodeKind, Role, Rounding};
use thidua_rules::program::{Exponent, Fold};
use thidua_rules::rule::{Aggregate, ItemGroup};

use super::{FormulaSheet, PointsWords, quoted};
use crate::formula_text::operation::{folded, number_text, rounded};

/// A group, or everything that is added to or taken from the sheet, as a formula.
#[derive(Clone, Debug)]
pub struct GroupFormula {
    /// The formula, without the equals sign.
    pub formula: String,
    /// What stands in the free cells that it speaks of.
    pub helpers: Vec<String>,
}

impl FormulaSheet<'_> {
    /// The points of a group from those of its children: `points` names the cell of a node, `helpers` so many free cells.
    ///
    /// Where one of them has none yet the group has none either; what somebody does not have is left out.
    #[must_use]
    pub fn group(
        &self,
        node: NodeId,
        points: &dyn Fn(NodeId) -> String,
        helpers: &dyn Fn(usize) -> String,
    ) -> Option<GroupFormula> {
        let of = self.plan.nodes.get(node)?;
        let NodeKind::Group { aggregate, held, .. } = &of.kind else { return None };
        let children: Vec<NodeId> = of.children.iter().copied().filter(|child| self.has(*child)).collect();
        let cells: Vec<String> = children.iter().map(|child| points(*child)).collect();
        if cells.is_empty() {
            return Some(GroupFormula { formula: quoted(PointsWords::GONE), helpers: Vec::new() });
        }
        let (all, count) = (cells.join(","), cells.len());
        let mut beside = Vec::new();
        let share = |(child, cell): (&NodeId, &String)| {
            let max = self.plan.nodes.get(*child).map(|node| node.max.clone()).unwrap_or_default();
            format!("{cell}/{}", number_text(&max))
        };
        let shares = || children.iter().zip(&cells).map(share).collect::<Vec<_>>();
        let weight = |child: &NodeId| self.plan.nodes.get(*child).map(|node| number_text(&node.weight));
        let weights = || children.iter().filter_map(weight).collect::<Vec<_>>();
        let times = |values: &[String]| {
            values
                .iter()
                .zip(weights())
                .map(|(value, weight)| format!("{value}*{weight}"))
                .collect::<Vec<_>>()
        };
        let max = number_text(&of.max);
        let value = match aggregate {
            Aggregate::Sum => format!("SUM({all})"),
            Aggregate::WeightedSum => {
                let numbers: Vec<String> = cells.iter().map(|cell| format!("N({cell})")).collect();
                times(&numbers).join("+")
            }
            Aggregate::Max => format!("MAX({all})"),
            Aggregate::Best(best) => {
                beside.clone_from(&cells);
                folded(&helpers(count), Fold::Best(Some(*best))).ok()?
            }
            Aggregate::EitherOr => format!("SUM({all})"),
            Aggregate::WeightedMean => {
                format!("{max}*({})/({})", times(&shares()).join("+"), weights().join("+"))
            }
            Aggregate::MeanPoints => format!("AVERAGE({all})"),
            Aggregate::MedianPoints => format!("MEDIAN({all})"),
            Aggregate::MinPoints => format!("MIN({all})"),
            Aggregate::Min => format!("{max}*MIN({})", shares().join(",")),
            Aggregate::Median => format!("{max}*MEDIAN({})", shares().join(",")),
            Aggregate::GeometricMean => {
                let Exponent { raise, root } = Exponent { raise: 1, root: u32::try_from(count).ok()? };
                let product: Vec<String> = shares().iter().map(|share| format!("({max}*{share})")).collect();
                format!("({})^({raise}/{root})", product.join("*"))
            }
        };
        let capped =
            held.cap.as_ref().map(|cap| format!("MIN({},{value})", number_text(cap))).unwrap_or(value);
        let value = held.floor.as_ref().map(|floor| format!("MAX({},{capped})", number_text(floor)));
        let value = in_steps(&value.unwrap_or(capped), of.rounding.as_ref());
        let (partly, gone) = (quoted(PointsWords::PARTLY), quoted(PointsWords::GONE));
        let formula = match aggregate {
            Aggregate::EitherOr => format!("IF(COUNT({all})=1,{value},{partly})"),
            // Shares of what is left of a maximum are told with the total.
            by_share if by_share.is_by_share() => {
                let below: Vec<String> = self.leaves(node).into_iter().map(points).collect();
                format!("IF(AND(COUNT({all})={count},{}={}),{value},{partly})", count_of(&below), below.len())
            }
            _ => {
                let absent: Vec<String> = cells.iter().map(|cell| format!("({cell}={gone})")).collect();
                let absent = absent.join("+");
                format!("IF(COUNT({all})+{absent}={count},IF(COUNT({all})=0,{gone},{value}),{partly})")
            }
        };
        Some(GroupFormula { formula, helpers: beside })
    }

    /// Bonus or deduction items together; `None` where there are none.
    #[must_use]
    pub fn adjustment(
        &self,
        role: Role,
        points: &dyn Fn(NodeId) -> String,
        helpers: &dyn Fn(usize) -> String,
    ) -> Option<GroupFormula> {
        let rules = self.plan.rules.adjustments.as_ref()?;
        let (items, group): (&[NodeId], Option<&ItemGroup>) = match role {
            Role::Sheet => return None,
            Role::Bonus => (&self.plan.bonus, rules.bonus.as_ref()),
            Role::Deduction => (&self.plan.deductions, rules.deductions.as_ref()),
        };
        let cells: Vec<String> =
            items.iter().filter(|item| self.has(**item)).map(|item| points(*item)).collect();
        if cells.is_empty() {
            return None;
        }
        let (all, count, gone) = (cells.join(","), cells.len(), quoted(PointsWords::GONE));
        let best = group.and_then(|group| group.take.count());
        let sum = folded(&helpers(count), Fold::Best(best)).ok()?;
        let cap = group.and_then(|group| group.cap.as_ref());
        let sum = cap.map(|cap| format!("MIN({},{sum})", number_text(cap.exact()))).unwrap_or(sum);
        let absent: Vec<String> = cells.iter().map(|cell| format!("({cell}={gone})")).collect();
        let (absent, partly) = (absent.join("+"), quoted(PointsWords::PARTLY));
        let formula = format!("IF(COUNT({all})+{absent}={count},{sum},{partly})");
        Some(GroupFormula { formula, helpers: cells })
    }

    /// The total from the points of the sheet, of the bonus and of the deductions, each by its cell.
    #[must_use]
    pub fn total(
        &self,
        points: &dyn Fn(NodeId) -> String,
        bonus: Option<&str>,
        deductions: Option<&str>,
    ) -> String {
        let root = points(self.plan.root);
        let mut there = vec![root.clone()];
        let mut total = root.clone();
        let mut known = String::new();
        if let Some(rules) = self.plan.rules.adjustments.as_ref().filter(|rules| !rules.outside_total) {
            there.extend(bonus.iter().chain(&deductions).map(|cell| (*cell).to_owned()));
            total = format!("({root}+{}-{})", bonus.unwrap_or("0"), deductions.unwrap_or("0"));
            if !rules.may_exceed_max {
                let max =
                    self.plan.nodes.get(self.plan.root).map(|node| node.max.clone()).unwrap_or_default();
                total = format!("MIN({total},MAX({},{root}))", number_text(&max));
                // Where something is not had the maximum is smaller.
                let below: Vec<String> = self.leaves(self.plan.root).into_iter().map(points).collect();
                if let Some(bonus) = bonus {
                    known = format!(",OR({bonus}=0,{}={})", count_of(&below), below.len());
                }
            }
            if !rules.may_fall_below_zero {
                total = format!("MAX({total},MIN({root},0))");
            }
        }
        let total = in_steps(&total, self.plan.rules.rounding.total.as_ref());
        let count = there.len();
        let partly = quoted(PointsWords::PARTLY);
        format!("IF(AND(COUNT({})={count}{known}),{total},{partly})", there.join(","))
    }

    /// Whether the entrant's kind has it.
    #[must_use]
    pub fn has(&self, node: NodeId) -> bool {
        self.plan
            .nodes
            .get(node)
            .is_some_and(|node| node.has_kind(self.evaluations.kind_of(EntrantId::FIRST)))
    }

    /// The criteria below a group that the entrant's kind has.
    fn leaves(&self, node: NodeId) -> Vec<NodeId> {
        let Some(of) = self.plan.nodes.get(node).filter(|_| self.has(node)) else { return Vec::new() };
        match of.kind {
            NodeKind::Leaf(_) => vec![node],
            NodeKind::Group { .. } => of.children.iter().flat_map(|child| self.leaves(*child)).collect(),
        }
    }
}

/// How many of the cells hold a number; functions take so many arguments and no more.
fn count_of(cells: &[String]) -> String {
    cells.chunks(200).map(|part| format!("COUNT({})", part.join(","))).collect::<Vec<_>>().join("+")
}

fn in_steps(value: &str, rounding: Option<&Rounding>) -> String {
    match rounding.and_then(|rounding| Some((rounding, rounding.step()?))) {
        Some((rounding, step)) => rounded(value, &Exact::from(step), rounding.mode),
        None => value.to_owned(),
    }
}
