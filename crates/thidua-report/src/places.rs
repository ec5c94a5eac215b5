use thidua_core::rule::Aggregate;
use thidua_core::{NodeId, NodeKind, Plan, Role, Rounding, TiVec};

use crate::number::Digits;

/// How many decimals the numbers of a run are shown with (số chữ số thập phân): those its rules round to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    nodes: TiVec<NodeId, Option<Digits>>,
    total: Option<Digits>,
    adjustments: Option<Digits>,
}

impl Places {
    /// Reads the places off the roundings of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut nodes: TiVec<NodeId, Option<Digits>> = vec![None; plan.nodes().len()].into();
        let show = plan.rules().rounding.show.map(Digits::shown);
        // Children stand before their group.
        for (position, node) in plan.nodes().iter_enumerated() {
            let places = node.rounding.as_ref().and_then(digits).or(show).or_else(|| match node.kind {
                NodeKind::Group {
                    aggregate: Aggregate::Sum | Aggregate::Max | Aggregate::Best(_), ..
                } => most(node.children.iter().map(|child| nodes.get(*child).copied().flatten())),
                _ => None,
            });
            if let Some(own) = nodes.get_mut(position) {
                *own = places;
            }
        }
        let items = |role| {
            let of_role = plan.nodes().iter().zip(&nodes).filter(move |(node, _)| node.role == role);
            of_role.map(|(_, places)| *places)
        };
        let adjustments = show.or_else(|| most(items(Role::Bonus).chain(items(Role::Deduction))));
        let declared = plan.rules().rounding.total.as_ref().and_then(digits);
        let sheet = nodes.get(plan.root()).copied().flatten();
        let adjusted = plan.nodes().iter().any(|node| node.role != Role::Sheet);
        let total = declared.or(show).or(if adjusted { most([sheet, adjustments]) } else { sheet });
        Self { nodes, total, adjustments }
    }

    /// The places of a criterion or group.
    #[must_use]
    pub fn node(&self, node: NodeId) -> Option<Digits> {
        self.nodes.get(node).copied().flatten()
    }

    /// The places of the total.
    #[must_use]
    pub fn total(&self) -> Option<Digits> {
        self.total
    }

    /// The places of the sums of bonus and deductions.
    #[must_use]
    pub fn adjustments(&self) -> Option<Digits> {
        self.adjustments
    }
}

fn digits(rounding: &Rounding) -> Option<Digits> {
    rounding.step().map(|step| Digits::of(step.normalized().scale()))
}

/// The most places of numbers that are added; none when one of them has none.
fn most(places: impl IntoIterator<Item = Option<Digits>>) -> Option<Digits> {
    let mut found = None;
    for each in places {
        found = Some(each?.most(found));
    }
    found
}
