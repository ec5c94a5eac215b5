use thidua_core::Span;

use crate::tree::{Entry, Kind, Node, Tree};

/// What stands where a mistake is.
pub(super) enum Target {
    /// A key, with the id of its group.
    Key { group: u32, key: String },
    /// An earlier mistake, with the group and key it is the value of.
    Hole { group: Option<(u32, String)>, attempt: u8 },
    /// A value as written.
    Value { mended: bool },
}

/// How to make the tree readable past a mistake.
pub(super) enum Mending {
    /// Take out the entry or item.
    Remove,
    /// Put this in its place.
    Replace(Kind),
    /// Take it out of its list, or leave a hole as the value of its key.
    Excise,
    /// Add this key with a hole.
    Supply(String),
}

/// The node with this id, key or value.
pub(super) fn node(root: &Node, id: u32) -> Option<&Node> {
    if root.id == id {
        return Some(root);
    }
    match &root.kind {
        Kind::Sequence(items) => items.iter().find_map(|item| node(item, id)),
        Kind::Mapping(entries) => entries
            .iter()
            .find_map(|entry| (entry.key.id == id).then_some(&entry.key).or_else(|| node(&entry.value, id))),
        Kind::Scalar { .. } | Kind::Hole(_) => None,
    }
}

/// What the node with this id is.
pub(super) fn find(root: &Node, id: u32) -> Option<Target> {
    search(root, id, None)
}

fn search(at: &Node, id: u32, group: Option<(u32, &str)>) -> Option<Target> {
    if at.id == id {
        let group = group.map(|(group, key)| (group, key.to_owned()));
        return Some(match at.kind {
            Kind::Hole(attempt) => Target::Hole { group, attempt },
            _ => Target::Value { mended: at.mended },
        });
    }
    match &at.kind {
        Kind::Sequence(items) => items.iter().find_map(|item| search(item, id, None)),
        Kind::Mapping(entries) => entries.iter().find_map(|entry| {
            let key = entry.key.text().unwrap_or("");
            if entry.key.id == id {
                return Some(Target::Key { group: at.id, key: key.to_owned() });
            }
            search(&entry.value, id, Some((at.id, key)))
        }),
        Kind::Scalar { .. } | Kind::Hole(_) => None,
    }
}

/// Mends the tree at the node with this id; false when nothing would be left to read.
pub(super) fn mend(tree: &mut Tree, id: u32, mending: Mending) -> bool {
    if tree.root.id == id {
        return mend_root(tree, mending);
    }
    let mut mending = Some(mending);
    mend_inside(&mut tree.root, &mut tree.nodes, id, &mut mending)
}

fn mend_root(tree: &mut Tree, mending: Mending) -> bool {
    tree.root.mended = true;
    match mending {
        Mending::Replace(kind) => tree.root.kind = kind,
        Mending::Supply(key) => return supply(&mut tree.root, &mut tree.nodes, key),
        Mending::Remove | Mending::Excise => return false,
    }
    true
}

fn mend_inside(at: &mut Node, nodes: &mut u32, id: u32, mending: &mut Option<Mending>) -> bool {
    let done = match &mut at.kind {
        Kind::Sequence(items) => mend_items(items, nodes, id, mending),
        Kind::Mapping(entries) => mend_entries(entries, nodes, id, mending),
        Kind::Scalar { .. } | Kind::Hole(_) => false,
    };
    at.mended |= done;
    done
}

fn mend_items(items: &mut Vec<Node>, nodes: &mut u32, id: u32, mending: &mut Option<Mending>) -> bool {
    if let Some(position) = items.iter().position(|item| item.id == id) {
        let Some(item) = items.get_mut(position) else { return false };
        match mending.take() {
            Some(Mending::Remove | Mending::Excise) => {
                items.remove(position);
                true
            }
            Some(rest) => mend_node(item, nodes, rest),
            None => false,
        }
    } else {
        items.iter_mut().any(|item| mend_inside(item, nodes, id, mending))
    }
}

fn mend_entries(entries: &mut Vec<Entry>, nodes: &mut u32, id: u32, mending: &mut Option<Mending>) -> bool {
    if let Some(position) = entries.iter().position(|entry| entry.key.id == id || entry.value.id == id) {
        let Some(entry) = entries.get_mut(position) else { return false };
        match mending.take() {
            Some(Mending::Remove) => {
                entries.remove(position);
                true
            }
            Some(Mending::Excise) => mend_node(&mut entry.value, nodes, Mending::Replace(Kind::Hole(0))),
            Some(rest) => mend_node(&mut entry.value, nodes, rest),
            None => false,
        }
    } else {
        entries.iter_mut().any(|entry| mend_inside(&mut entry.value, nodes, id, mending))
    }
}

fn mend_node(node: &mut Node, nodes: &mut u32, mending: Mending) -> bool {
    node.mended = true;
    match mending {
        Mending::Replace(kind) => node.kind = kind,
        Mending::Supply(key) => return supply(node, nodes, key),
        Mending::Remove | Mending::Excise => return false,
    }
    true
}

/// Adds a key with a hole; what is not a group of keys becomes a hole itself.
fn supply(node: &mut Node, nodes: &mut u32, key: String) -> bool {
    let head = node.head();
    let (Some(key_id), Some(value_id)) = (nodes.checked_add(1), nodes.checked_add(2)) else { return false };
    *nodes = value_id;
    match &mut node.kind {
        Kind::Mapping(entries) => {
            let span = Span { end_line: head.line, end_column: head.column, ..head };
            let key = Node::new(key_id, span, Kind::Scalar { text: key, plain: true });
            let value = Node { mended: true, ..Node::new(value_id, span, Kind::Hole(0)) };
            entries.push(Entry { key, value });
        }
        other => *other = Kind::Hole(0),
    }
    true
}
