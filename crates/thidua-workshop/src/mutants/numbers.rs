//! Moves every number one step of its last written digit, up and down.

use thidua::{Decimal, Number, text};
use thidua_rulefile::{Edit, Node, Path, Step, View};

use super::change::{Mutant, Site};

pub(super) fn mutate(site: &Site<'_>, found: &mut Vec<Mutant>) {
    let View::Scalar(written) = site.node.view() else { return };
    for moved in steps(written) {
        let key = site.key;
        let mut edits = vec![Edit::put(site.path.clone(), Node::scalar(&moved))];
        if key == "points_max" {
            edits.extend(free_ancestors(site.root, &site.path));
        }
        let what = text!("`{key}` {written} → {moved}", "`{key}` {written} → {moved}");
        found.push(site.mutant(site.node.span(), what, edits));
    }
}

/// The numbers one step of the last written digit below and above: `98%` gives `97%` and `99%`.
pub(super) fn steps(written: &str) -> Vec<String> {
    if Number::parse(written).is_err() {
        return Vec::new();
    }
    // Of a fraction the upper number moves.
    if let Some((above, below)) = written.split_once('/') {
        return steps(above.trim()).into_iter().map(|above| format!("{above}/{below}")).collect();
    }
    let (digits, percent) = match written.strip_suffix('%') {
        Some(digits) => (digits, "%"),
        None => (written, ""),
    };
    let Ok(number) = digits.trim().parse::<Decimal>() else { return Vec::new() };
    let moved = |step: i128| Decimal::from_scaled(number.mantissa().checked_add(step)?, number.scale()).ok();
    let below = moved(-1).filter(|below| number.mantissa() <= 0 || !below.is_negative());
    [below, moved(1)].into_iter().flatten().map(|number| format!("{number}{percent}")).collect()
}

/// Without the declared maxima of the groups around it, which would only repeat that the sum is another.
pub(super) fn free_ancestors(root: &Node, path: &Path) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut way = path.0.clone();
    // The way ends in this criterion's own key; its parent's declared maximum is the first to go.
    while let Some(step) = way.pop() {
        let above = Path(way.clone());
        let is_list = matches!(&step, Step::Key(key) if matches!(&**key, "children" | "criteria"));
        if is_list && root.at(&above).is_some_and(|group| group.get("points_max").is_some()) {
            edits.push(Edit::remove(above.key("points_max")));
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_is_one_in_the_last_digit() {
        assert_eq!(steps("98%"), ["97%", "99%"]);
        assert_eq!(steps("0.25"), ["0.24", "0.26"]);
        assert_eq!(steps("0"), ["-1", "1"]);
        assert_eq!(steps("2/3"), ["1/3", "3/3"]);
        assert_eq!(steps("2014-12-31"), Vec::<String>::new());
    }
}
