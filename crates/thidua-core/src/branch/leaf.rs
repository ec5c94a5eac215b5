//! Leaves with rows to fall into: bands, levels, yes and no; the other methods have regimes.

use super::range::{Range, range};
use super::{Branches, Home, regime};
use crate::check::{Interval, band_interval, gaps};
use crate::method::Given;
use crate::plan::{Leaf, NodeKind, Plan, PlanNode, PlanRead};
use crate::{Exact, Text, text};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for (position, node) in plan.nodes.iter().enumerate() {
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        let home = home(node);
        bands(branches, &home, position, node, leaf);
        levels(branches, &home, position, node);
        yes_no(branches, &home, position, node, leaf);
        regime::add(branches, &home, position, node, leaf);
    }
}

pub(super) fn home(node: &PlanNode) -> Home {
    Home { at: node.path.clone(), span: node.span, under: &[] }
}

/// A branch taken by entrants for whom the method reads what `test` looks for.
pub(super) fn reads(
    branches: &mut Branches<'_>,
    home: &Home,
    position: usize,
    what: Text,
    never: Option<Text>,
    test: impl Fn(Given<'_>) -> bool + Send + Sync + 'static,
) {
    branches.entrant(home, what, never, move |scene, row| {
        matches!(scene.given(position, row, &test), Some(Ok(true)))
    });
}

/// The value a method looks at first.
pub(super) fn first_range(plan: &Plan, leaf: &Leaf) -> Option<Range> {
    match leaf.reads.first() {
        Some(PlanRead::Term(term)) => Some(range(plan, term)),
        _ => None,
    }
}

fn bands(branches: &mut Branches<'_>, home: &Home, position: usize, node: &PlanNode, leaf: &Leaf) {
    let Some(bands) = &node.criterion.bands else { return };
    let plan = branches.plan;
    for (index, band) in bands.steps.iter().enumerate() {
        let earlier: Vec<Interval> = bands.steps.iter().take(index).map(|band| band_interval(band)).collect();
        let left = gaps(&band_interval(band), &earlier);
        let range = first_range(plan, leaf).unwrap_or_else(Range::unknown);
        let dead = !left.iter().any(|part| range.meets(part));
        let never = dead.then(|| text!("không giá trị nào rơi vào bậc này", "no value falls into this band"));
        let shown = band.interval();
        let what = text!("bậc {shown}", "band {shown}");
        let rows = bands.clone();
        reads(branches, &home.place(band.span), position, what, never, move |given| {
            let value = given.values.first().cloned().flatten().unwrap_or_default();
            rows.steps.iter().position(|band| band.contains(&value)) == Some(index)
        });
    }
}

fn levels(branches: &mut Branches<'_>, home: &Home, position: usize, node: &PlanNode) {
    let Some(levels) = &node.criterion.levels else { return };
    for (index, level) in levels.choices.iter().enumerate() {
        let title = &level.title;
        let what = text!("mức “{title}”", "level “{title}”");
        reads(branches, &home.place(level.span), position, what, None, move |given| {
            let chosen = given.values.first().cloned().flatten().and_then(|value| value.floor_i64());
            chosen.and_then(|chosen| usize::try_from(chosen).ok()) == Some(index)
        });
    }
}

fn yes_no(branches: &mut Branches<'_>, home: &Home, position: usize, node: &PlanNode, leaf: &Leaf) {
    if node.criterion.yes_no.is_none() {
        return;
    }
    let home = home.under(&["yes_no"]);
    let zero = Interval { lower: Some((Exact::ZERO, true)), upper: Some((Exact::ZERO, true)) };
    let range = first_range(branches.plan, leaf);
    let always = range.is_some_and(|range| !range.meets(&zero));
    for (yes, what, dead) in [(true, text!("có", "yes"), false), (false, text!("không", "no"), always)] {
        let never = dead.then(|| text!("giá trị không bao giờ bằng 0", "the value is never 0"));
        reads(branches, &home, position, what, never, move |given| {
            given.values.first().cloned().flatten().is_some_and(|value| !value.is_zero()) == yes
        });
    }
}
