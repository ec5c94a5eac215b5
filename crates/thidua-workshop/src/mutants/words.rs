use thidua_rulefile::Node;

/// The names of what a value stands in: those so far, and the `code` or `id` of this group.
pub(super) fn within(so_far: &[String], node: &Node) -> Vec<String> {
    let mut within = so_far.to_vec();
    let name = node.get("code").or_else(|| node.get("id")).or_else(|| node.get("test"));
    within.extend(name.and_then(Node::text).map(str::to_owned));
    within
}
