use thidua_rulefile::Node;

/// Two trees laid on one another (hai bản đặt chồng lên nhau): what is the same, and what a change decides.
#[derive(Clone, Debug)]
pub(super) enum Delta {
    /// Both say this.
    Same(Node),
    /// What stands here before and after one change; nothing where it is added or taken away.
    Changed { change: usize, old: Option<Node>, new: Option<Node> },
    /// Keys in the order of the old version, those that are new behind them.
    Group(Vec<(String, Delta)>),
    /// Items that stand in either version.
    List(Vec<Item>, Option<usize>),
}

/// An item of a list and its positions in the two versions.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) delta: Delta,
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

impl Delta {
    /// The tree in which some of the changes are made; `made` tells which.
    pub(super) fn mixed(&self, made: &dyn Fn(usize) -> bool) -> Option<Node> {
        match self {
            Self::Same(node) => Some(node.clone()),
            Self::Changed { change, old, new } => {
                if made(*change) {
                    new.clone()
                } else {
                    old.clone()
                }
            }
            Self::Group(entries) => {
                let entries =
                    entries.iter().filter_map(|(key, delta)| Some((key.clone(), delta.mixed(made)?)));
                Some(Node::group(entries))
            }
            Self::List(items, order) => {
                let new_order = order.is_some_and(made);
                let mut present: Vec<(usize, &Item, Node)> = items
                    .iter()
                    .enumerate()
                    .filter_map(|(index, item)| Some((index, item, item.delta.mixed(made)?)))
                    .collect();
                present.sort_by_key(|(index, ..)| place_of(items, *index, new_order));
                Some(Node::list(present.into_iter().map(|(.., node)| node).collect()))
            }
        }
    }

    /// Gives every change another number, so that several become one.
    pub(super) fn renumber(&mut self, number: &dyn Fn(usize) -> usize) {
        match self {
            Self::Same(_) => {}
            Self::Changed { change, .. } => *change = number(*change),
            Self::Group(entries) => entries.iter_mut().for_each(|(_, delta)| delta.renumber(number)),
            Self::List(items, order) => {
                items.iter_mut().for_each(|item| item.delta.renumber(number));
                if let Some(order) = order {
                    *order = number(*order);
                }
            }
        }
    }
}

/// Where an item goes: its own position in the version whose order counts; an item that version lacks
/// stands behind the nearest neighbour that both have.
fn place_of(items: &[Item], index: usize, new_order: bool) -> (usize, usize, usize) {
    let Some(item) = items.get(index) else { return (usize::MAX, 0, index) };
    let here = |item: &Item| if new_order { item.new } else { item.old };
    let there = |item: &Item| if new_order { item.old } else { item.new };
    if let Some(position) = here(item) {
        return (position + 1, 0, 0);
    }
    let own = there(item).unwrap_or(0);
    let before = items.iter().filter(|other| there(other).is_some_and(|position| position < own));
    let neighbour = before.filter_map(|other| Some((there(other)?, here(other)?))).max();
    (neighbour.map_or(0, |(_, position)| position + 1), 1, own)
}
