//! Puts another word in the place of every word that is one of a few: modes, policies, directions, yes and no.

use thidua::text;
use thidua_rulefile::{Edit, Node, View};

use super::change::{Mutant, Site};

/// Keys whose value is one of a few words. Words a place does not know are never tried: the mutant is dropped.
const CHOICES: &[(&[&str], &[&str])] = &[
    (&["of"], &["next", "this-and-next", "graded"]),
    (&["mode"], &["half-up", "half-even", "up", "down"]),
    (&["rank_on"], &["rounded", "exact"]),
    (
        &["blank", "not_submitted", "exempt", "then", "otherwise"],
        &["refuse", "zero", "full", "rescale", "reduce"],
    ),
    (&["otherwise"], &["refuse", "hold"]),
    (&["order"], &["higher", "lower"]),
    (&["order"], &["best-first", "worst-first"]),
    (&["better"], &["higher", "lower"]),
    (&["places"], &["standard", "dense"]),
    (&["per", "scope"], &["cluster", "kind", "all"]),
    (&["fraction"], &["down", "up", "half-up"]),
    (&["tie_on_line"], &["refer", "widen", "narrow"]),
    (&["take"], &["highest", "all"]),
    (&["days"], &["working", "calendar"]),
    (&["of"], &["all-members", "present", "entrants", "eligible"]),
    (&["window"], &["sliding", "block"]),
    (&["reuse"], &["allowed", "never"]),
    (&["aggregate"], &["sum", "max", "weighted-mean"]),
    (&["combine"], &["mean", "median"]),
    (&["beyond"], &["clip", "extend", "refuse"]),
];

pub(super) fn mutate(site: &Site<'_>, found: &mut Vec<Mutant>) {
    let View::Scalar(written) = site.node.view() else { return };
    let key = site.key;
    let mut others: Vec<&str> = CHOICES
        .iter()
        .filter(|(keys, words)| keys.contains(&key) && words.contains(&written))
        .flat_map(|(_, words)| words.iter().copied())
        .filter(|word| *word != written)
        .collect();
    match written {
        "true" => others.push("false"),
        "false" => others.push("true"),
        _ => {}
    }
    others.sort_unstable();
    others.dedup();
    for other in others {
        let what = text!("`{key}` {written} → {other}", "`{key}` {written} → {other}");
        let edit = Edit::put(site.path.clone(), Node::scalar(other));
        found.push(site.mutant(site.node.span(), what, vec![edit]));
    }
}
