use thidua_rulefile::Node;
use thidua_table::fold;

/// Items of two lists that are the same thing (ghép các mục của hai danh sách): by code and title, by title,
/// by code, by content, and what is left in written order when as many are left on both sides.
///
/// Each pair has a position on the left, on the right, or on both; pairs stand in the order of the left list.
pub(super) fn align(old: &[Node], new: &[Node]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for same in PASSES {
        for (position, item) in old.iter().enumerate() {
            if partner.get(position).is_some_and(Option::is_some) {
                continue;
            }
            let free = |other: &usize| taken.get(*other) == Some(&false);
            let mut candidates = (0..new.len())
                .filter(free)
                .filter(|other| new.get(*other).is_some_and(|other| same(item, other)));
            // Two that fit equally well fit not at all.
            let (Some(found), None) = (candidates.next(), candidates.next()) else { continue };
            if let (Some(slot), Some(flag)) = (partner.get_mut(position), taken.get_mut(found)) {
                (*slot, *flag) = (Some(found), true);
            }
        }
    }
    let left: Vec<usize> = (0..old.len()).filter(|at| partner.get(*at) == Some(&None)).collect();
    let right: Vec<usize> = (0..new.len()).filter(|at| taken.get(*at) == Some(&false)).collect();
    let nameless = |items: &[Node], at: &[usize]| {
        at.iter().all(|at| items.get(*at).is_some_and(|item| name(item).is_none()))
    };
    if left.len() == right.len() && nameless(old, &left) && nameless(new, &right) {
        for (at, found) in left.iter().zip(&right) {
            if let (Some(slot), Some(flag)) = (partner.get_mut(*at), taken.get_mut(*found)) {
                (*slot, *flag) = (Some(*found), true);
            }
        }
    }
    let mut pairs: Vec<_> = partner.iter().enumerate().map(|(at, found)| (Some(at), *found)).collect();
    pairs.extend((0..new.len()).filter(|at| taken.get(*at) == Some(&false)).map(|at| (None, Some(at))));
    pairs
}

type Pass = fn(&Node, &Node) -> bool;

const PASSES: &[Pass] = &[
    |old, new| both(name(old), name(new)) && both(title(old), title(new)),
    |old, new| name(old).is_some() && both(title(old), title(new)),
    |old, new| both(name(old), name(new)),
    |old, new| old == new,
    |old, new| both(old.get("label").and_then(Node::text), new.get("label").and_then(Node::text)),
    |old, new| both(condition(old), condition(new)),
    |old, new| both(old.get("of").and_then(Node::text), new.get("of").and_then(Node::text)),
];

fn both(old: Option<&str>, new: Option<&str>) -> bool {
    old.zip(new).is_some_and(|(old, new)| fold(old) == fold(new))
}

/// The code, id or payer of an item.
pub(super) fn name(item: &Node) -> Option<&str> {
    ["code", "id", "payer"].iter().find_map(|key| item.get(key)).and_then(Node::text)
}

/// What people call it.
pub(super) fn title(item: &Node) -> Option<&str> {
    item.get("title").and_then(Node::text)
}

fn condition(item: &Node) -> Option<&str> {
    item.get("when").and_then(Node::text)
}
