//! Lays two rule files on one another: walks what has parts of its own, compares the rest as one.

use std::collections::BTreeMap;

use thidua::Number;
use thidua_rulefile::{Node, View};

use super::align::{align, name, title};
use super::delta::{Delta, Item};
use super::place::{Place, Way};

/// One difference under way.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) way: Way,
    pub(super) old: Option<Node>,
    pub(super) new: Option<Node>,
    /// The order of a list, and nothing else.
    pub(super) order: bool,
}

/// What the walk brings home beside the delta.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) differences: Vec<Difference>,
    /// Criteria that go by another path now: new path, old path.
    pub(super) renamed: BTreeMap<String, String>,
}

/// Groups whose keys change one by one.
const GROUPS: &[&str] = &["adjustments", "bonus", "deductions", "quota", "money"];
/// Groups at the top whose entries change one by one.
const TOP_GROUPS: &[&str] = &["missing", "rounding", "inputs", "parameters", "kinds", "legal_basis"];
/// Lists whose items have keys that change one by one.
const LISTS: &[&str] = &["criteria", "children", "gradings", "grades", "rankings", "awards"];
/// Lists whose items change as one.
const ROWS: &[&str] =
    &["ceilings", "tie_break", "requires", "hold_when", "one_form", "one_payment", "budgets", "stages"];

pub(super) fn lay(old: &Node, new: &Node) -> (Delta, Laid) {
    let mut laid = Laid::default();
    let delta = group(old, new, &Vec::new(), &mut laid);
    renames(&delta, "", "", &mut laid.renamed);
    (delta, laid)
}

fn group(old: &Node, new: &Node, way: &Way, laid: &mut Laid) -> Delta {
    let (View::Group(before), View::Group(after)) = (old.view(), new.view()) else {
        return changed(Some(old), Some(new), way, laid);
    };
    let mut keys: Vec<&str> = before.iter().filter_map(|(key, _)| key.text()).collect();
    keys.extend(after.iter().filter_map(|(key, _)| key.text()).filter(|key| old.get(key).is_none()));
    let swap = swapped_method(old, new, way, laid);
    let entries = keys.into_iter().map(|key| {
        if let Some((_, delta)) = swap.iter().find(|(method, _)| *method == key) {
            return (key.to_owned(), delta.clone());
        }
        let place = if way.is_empty() || !named_entries(way) {
            Place::Key(key.to_owned())
        } else {
            let value = new.get(key).or_else(|| old.get(key));
            let title = value.and_then(title).unwrap_or_default().to_owned();
            let list = super::place::last_key(way).to_owned();
            Place::Item { list, name: key.to_owned(), title }
        };
        (key.to_owned(), value(key, old.get(key), new.get(key), &then(way, place), laid))
    });
    Delta::Group(entries.collect())
}

/// Another scoring method is one change, although it is two keys.
fn swapped_method(old: &Node, new: &Node, way: &Way, laid: &mut Laid) -> Vec<(&'static str, Delta)> {
    let method = |node: &Node, other: &Node| {
        let mut own = thidua::rule::Criterion::METHODS
            .iter()
            .filter(|key| node.get(key).is_some() && other.get(key).is_none());
        own.next().filter(|_| own.next().is_none()).copied()
    };
    let criterion = matches!(way.last(), Some(Place::Item { list, .. }) if matches!(list.as_str(), "criteria" | "children" | "items"));
    let (Some(before), Some(after), true) = (method(old, new), method(new, old), criterion) else {
        return Vec::new();
    };
    let (Some(left), Some(right)) = (old.get(before), new.get(after)) else { return Vec::new() };
    laid.differences.push(Difference {
        way: then(way, Place::Key("method".to_owned())),
        old: Some(Node::group([(before, left.clone())])),
        new: Some(Node::group([(after, right.clone())])),
        order: false,
    });
    let change = laid.differences.len() - 1;
    vec![
        (before, Delta::Changed { change, old: Some(left.clone()), new: None }),
        (after, Delta::Changed { change, old: None, new: Some(right.clone()) }),
    ]
}

/// Whether the keys of this group are names that the author gave.
fn named_entries(way: &Way) -> bool {
    matches!(way.as_slice(), [Place::Key(key)] if matches!(key.as_str(), "inputs" | "parameters" | "kinds" | "legal_basis"))
}

fn value(key: &str, old: Option<&Node>, new: Option<&Node>, way: &Way, laid: &mut Laid) -> Delta {
    let (Some(before), Some(after)) = (old, new) else { return one_sided(key, old, new, way, laid) };
    let items = key == "items"
        && matches!(way.iter().rev().nth(1), Some(Place::Key(key)) if GROUPS.contains(&key.as_str()));
    match (before.view(), after.view()) {
        (View::List(before), View::List(after)) if LISTS.contains(&key) || ROWS.contains(&key) || items => {
            list(key, before, after, way, laid)
        }
        (View::Group(_), View::Group(_))
            if GROUPS.contains(&key) || (way.len() == 1 && TOP_GROUPS.contains(&key)) =>
        {
            group(before, after, way, laid)
        }
        _ => changed(old, new, way, laid),
    }
}

/// A list of criteria, awards … that only one version has is as many changes as it has items.
fn one_sided(key: &str, old: Option<&Node>, new: Option<&Node>, way: &Way, laid: &mut Laid) -> Delta {
    let whole_lists = LISTS.contains(&key) || ROWS.contains(&key);
    match (old.map(Node::view), new.map(Node::view)) {
        (Some(View::List(items)), None) if whole_lists => list(key, items, &[], way, laid),
        (None, Some(View::List(items))) if whole_lists => list(key, &[], items, way, laid),
        _ => changed(old, new, way, laid),
    }
}

fn list(key: &str, old: &[Node], new: &[Node], way: &Way, laid: &mut Laid) -> Delta {
    let pairs = align(old, new);
    let items: Vec<Item> = pairs
        .iter()
        .map(|(before, after)| {
            let (left, right) = (before.and_then(|at| old.get(at)), after.and_then(|at| new.get(at)));
            let known = right.or(left);
            let position = after.or(*before).unwrap_or(0) + 1;
            let place = Place::Item {
                list: key.to_owned(),
                name: known.and_then(name).map_or_else(|| format!("#{position}"), str::to_owned),
                title: known.and_then(title).unwrap_or_default().to_owned(),
            };
            let delta = match (left, right) {
                (Some(left), Some(right)) if !ROWS.contains(&key) => {
                    group(left, right, &then(way, place), laid)
                }
                // A row has no name of its own: the change is one of its list.
                _ if ROWS.contains(&key) => changed(left, right, way, laid),
                _ => changed(left, right, &then(way, place), laid),
            };
            Item { delta, old: *before, new: *after }
        })
        .collect();
    let common: Vec<usize> =
        pairs.iter().filter(|(before, _)| before.is_some()).filter_map(|(_, after)| *after).collect();
    let order = (!common.is_sorted() && ORDERED.contains(&key)).then(|| {
        laid.differences.push(Difference {
            way: way.clone(),
            old: Some(Node::list(old.to_vec())),
            new: Some(Node::list(new.to_vec())),
            order: true,
        });
        laid.differences.len() - 1
    });
    Delta::List(items, order)
}

/// Lists whose order decides something.
const ORDERED: &[&str] =
    &["tie_break", "awards", "grades", "gradings", "rankings", "one_form", "one_payment"];

fn changed(old: Option<&Node>, new: Option<&Node>, way: &Way, laid: &mut Laid) -> Delta {
    if let (Some(before), Some(after)) = (old, new)
        && alike(before, after)
    {
        return Delta::Same(before.clone());
    }
    laid.differences.push(Difference {
        way: way.clone(),
        old: old.cloned(),
        new: new.cloned(),
        order: false,
    });
    Delta::Changed { change: laid.differences.len() - 1, old: old.cloned(), new: new.cloned() }
}

/// Whether both say the same; `8` and `8.0` do.
pub(super) fn alike(old: &Node, new: &Node) -> bool {
    match (old.view(), new.view()) {
        (View::Scalar(before), View::Scalar(after)) => {
            let number = |text: &str| Number::parse(text).ok();
            before == after
                || number(before).zip(number(after)).is_some_and(|(before, after)| {
                    before.exact() == after.exact() && before.is_percent() == after.is_percent()
                })
        }
        (View::List(before), View::List(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| alike(before, after))
        }
        (View::Group(before), View::Group(after)) => {
            before.len() == after.len()
                && before.iter().all(|(key, value)| {
                    key.text().and_then(|key| new.get(key)).is_some_and(|other| alike(value, other))
                })
        }
        _ => false,
    }
}

fn then(way: &Way, place: Place) -> Way {
    let mut longer = way.clone();
    longer.push(place);
    longer
}

/// Criteria that both versions have under another path.
fn renames(delta: &Delta, old: &str, new: &str, found: &mut BTreeMap<String, String>) {
    match delta {
        Delta::Group(entries) => {
            let code = entries.iter().find(|(key, _)| key == "code").map(|(_, delta)| delta);
            let (before, after) = match code {
                Some(Delta::Same(code)) => (code.text(), code.text()),
                Some(Delta::Changed { old, new, .. }) => {
                    (old.as_ref().and_then(Node::text), new.as_ref().and_then(Node::text))
                }
                _ => (None, None),
            };
            let longer = |path: &str, code: Option<&str>| match (path, code) {
                (_, None) => path.to_owned(),
                ("", Some(code)) => code.to_owned(),
                (path, Some(code)) => format!("{path}/{code}"),
            };
            let (old, new) = (longer(old, before), longer(new, after));
            if code.is_some() && old != new {
                found.insert(new.clone(), old.clone());
            }
            for (key, delta) in entries {
                if LISTS.contains(&key.as_str()) || GROUPS.contains(&key.as_str()) || key == "items" {
                    renames(delta, &old, &new, found);
                }
            }
        }
        Delta::List(items, _) => items.iter().for_each(|item| renames(&item.delta, old, new, found)),
        Delta::Same(_) | Delta::Changed { .. } => {}
    }
}
