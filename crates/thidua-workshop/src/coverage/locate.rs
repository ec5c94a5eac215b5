use thidua::Span;
use thidua_rulefile::{Document, Node, View};

/// Where the part of a rule file stands that a branch is about: the keys `under`, from the group that stands at `span`.
pub(super) fn locate(document: &Document, span: Span, under: &[&str]) -> Span {
    if under.is_empty() {
        return span;
    }
    let at_top = span.line <= 1 && span.column <= 1 && span.end_column <= 1;
    let home = if at_top { Some(document.root()) } else { home(document.root(), span) };
    let mut node = home;
    let mut found = None;
    for key in under {
        node = node.and_then(|node| node.get(key));
        found = node.or(found);
    }
    found.map_or(if at_top { document.root().span() } else { span }, Node::span)
}

/// The group that stands at a span, or whose own name stands there.
fn home(node: &Node, span: Span) -> Option<&Node> {
    if !reaches(node.span(), span) && node.span().line != 0 {
        return None;
    }
    match node.view() {
        View::Scalar(_) => None,
        View::List(list) => list.iter().find_map(|item| home(item, span)),
        View::Group(entries) => {
            let named = |(key, value): &(&Node, &Node)| {
                let name = key.text().unwrap_or_default();
                matches!(name, "code" | "id" | "rule_set") && value.span() == span
            };
            if node.span() == span || entries.iter().any(named) {
                return Some(node);
            }
            if let Some((_, value)) = entries.iter().find(|(key, _)| key.span() == span) {
                return Some(value);
            }
            entries.iter().find_map(|(_, value)| home(value, span))
        }
    }
}

fn reaches(outer: Span, inner: Span) -> bool {
    (outer.line, outer.column) <= (inner.line, inner.column)
        && (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
}
