//! Drops entries of lists, and swaps what neighbours pay or the order of tie-break steps.

use thidua::text;
use thidua_rulefile::{Edit, Node, View};

use super::change::{Mutant, Site};
use super::numbers::free_ancestors;

/// Lists whose entries can be forgotten.
const DROPPED: &[&str] = &[
    "criteria",
    "children",
    "items",
    "requires",
    "hold_when",
    "ceilings",
    "tie_break",
    "within",
    "one_form",
    "one_payment",
    "ladder",
    "steps",
    "choices",
    "answers",
    "each_year",
    "grades",
    "awards",
    "table",
];

/// Lists whose neighbours can be mixed up, and what of them.
const SWAPPED: &[(&str, &[&str])] = &[
    ("steps", &["points", "share"]),
    ("choices", &["points"]),
    ("ladder", &["minus"]),
    ("answers", &["share"]),
    ("children", &["weight"]),
    ("criteria", &["weight"]),
    ("grades", &["from"]),
];

pub(super) fn mutate(site: &Site<'_>, found: &mut Vec<Mutant>) {
    let View::List(list) = site.node.view() else { return };
    // One form over several awards says nothing about a list of a requirement's own.
    let key = site.key;
    for (position, item) in list.iter().enumerate().filter(|_| DROPPED.contains(&key)) {
        let path = site.path.item(position);
        let mut edits = free_ancestors(site.root, &path);
        edits.push(Edit::remove(path));
        let name = name(item, position);
        let what = text!("bỏ {name} khỏi `{key}`", "{name} dropped from `{key}`");
        found.push(site.mutant(item.span(), what, edits));
    }
    for (position, pair) in list.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let (here, there) = (site.path.item(position), site.path.item(position + 1));
        for field in SWAPPED.iter().filter(|(name, _)| *name == key).flat_map(|(_, fields)| fields.iter()) {
            let (Some(one), Some(other)) = (first.get(field), second.get(field)) else { continue };
            let (Some(left), Some(right)) = (one.text(), other.text()) else { continue };
            if left != right {
                let edits =
                    vec![Edit::put(here.key(field), other.clone()), Edit::put(there.key(field), one.clone())];
                let what =
                    text!("đổi chỗ `{field}` {left} và {right}", "`{field}` {left} and {right} swapped");
                found.push(site.mutant(one.span(), what, edits));
            }
        }
        if key == "tie_break" {
            let edits = vec![Edit::put(here, second.clone()), Edit::put(there, first.clone())];
            let number = position + 1;
            let what = text!(
                "đổi thứ tự bước phụ {number} và {}",
                "tie-break steps {number} and {} swapped",
                number + 1
            );
            found.push(site.mutant(first.span(), what, edits));
        }
    }
}

/// How people call an entry: its code, id or label, else its number.
fn name(item: &Node, position: usize) -> String {
    let known =
        ["code", "id", "label", "when", "of"].iter().find_map(|key| item.get(key).and_then(Node::text));
    known.or(item.text()).map_or_else(|| format!("#{}", position + 1), |name| format!("“{name}”"))
}
