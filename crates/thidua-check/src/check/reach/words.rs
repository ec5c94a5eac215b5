use thidua_core::calculus::{Range, day_words, hull};
use thidua_core::plan::is_day;
use thidua_core::{Exact, GradeId, GradingId, KindId, Plan, Subject, Term, Text, Witness, text};
use thidua_rules::expression::Every;
use thidua_rules::method::{show, show_percent};
use thidua_rules::program::{PlanComparison, PlanTerm};

use super::value::{share, values};
use super::world::{Proof, World};

/// A range as people say it.
pub(in crate::check) fn range_words(range: &Range, percent: bool) -> Text {
    said_range(range, |value| if percent { show_percent(value) } else { show(value) })
}

fn said_range(range: &Range, say: impl Fn(&Exact) -> String) -> Text {
    match (&range.low, &range.high) {
        (Some(low), Some(high)) if low == high => text!("luôn là {}", "always {}", say(low)),
        (Some(low), Some(high)) => text!("từ {} đến {}", "{} to {}", say(low), say(high)),
        (Some(low), None) => text!("từ {} trở lên", "{} or more", say(low)),
        (None, Some(high)) => text!("không quá {}", "at most {}", say(high)),
        (None, None) => text!("bao nhiêu cũng được", "anything"),
    }
}

/// The criteria that do not apply, by name.
pub(in crate::check) fn without_words(plan: &Plan, world: &World) -> Text {
    let paths: Vec<&str> = paths(plan, world).collect();
    let named = paths.join("`, `");
    text!("`{named}` không áp dụng", "`{named}` not applicable")
}

/// The sheet on which they do not apply, and the total it comes to.
pub(in crate::check) fn without_witness(plan: &Plan, world: &World) -> Witness {
    let words = without_words(plan, world);
    let total = world.total.as_ref().map(|total| range_words(total, false));
    let text = match total {
        Some(total) => words.and_then(&text!(": tổng điểm ", ": total points ")).and_then(&total),
        None => words,
    };
    Witness {
        text,
        sheet: paths(plan, world).map(|path| (path.to_owned(), "không áp dụng".to_owned())).collect(),
    }
}

fn paths<'a>(plan: &'a Plan, world: &'a World) -> impl Iterator<Item = &'a str> {
    world.without.iter().filter_map(|leaf| plan.nodes.get(*leaf)).map(|leaf| leaf.path.as_str())
}

/// The title of a kind; empty where there are none.
pub(in crate::check) fn kind_title(plan: &Plan, kind: Option<KindId>) -> String {
    let kind = kind.and_then(|kind| plan.rules.kinds.iter().nth(kind.into()));
    kind.map(|(id, kind)| if kind.title.is_empty() { id.value.clone() } else { kind.title.clone() })
        .unwrap_or_default()
}

/// All values a calculation can have in these worlds.
pub(in crate::check) fn anywhere<'a>(
    plan: &Plan,
    worlds: impl IntoIterator<Item = &'a World>,
    term: &PlanTerm,
) -> Option<Range> {
    hull(worlds.into_iter().filter_map(|world| values(plan, world, term)))
}

/// What the sides of a comparison can be, as its witness.
pub(in crate::check) fn comparison_witness(
    proof: &Proof<'_>,
    comparison: &PlanComparison,
) -> Option<Witness> {
    let constant = |term: &Term| matches!(term, Term::Number(_) | Term::Quoted(_) | Term::Date(_));
    let written = &comparison.written;
    let (term, name, other) = if constant(&written.left) {
        (&comparison.right, &written.right, &written.left)
    } else {
        (&comparison.left, &written.left, &written.right)
    };
    let range = anywhere(proof.plan, &proof.worlds, term)?;
    let words = match term {
        PlanTerm::Grade(grading) => grades_words(proof, *grading),
        _ if is_day(term, &proof.plan.inputs) => said_range(&range, day_words),
        PlanTerm::Every(every) => lowest_of(proof, *every).unwrap_or_else(|| range_words(&range, true)),
        _ => {
            let percent = matches!(other, Term::Number(number) if number.is_percent())
                || matches!(name, Term::Field(field) if matches!(field.subject, Subject::Percent | Subject::Share(_)));
            range_words(&range, percent)
        }
    };
    Some(Witness { text: name.words().and_then(&text!(": ", ": ")).and_then(&words), sheet: Vec::new() })
}

/// The grades that can be given, by title.
fn grades_words(proof: &Proof<'_>, grading: GradingId) -> Text {
    let grades = proof.plan.rules.gradings().get(grading).map(|grading| grading.grades()).unwrap_or_default();
    let given = |position: GradeId| {
        proof
            .worlds
            .iter()
            .any(|world| world.grades.get(grading).and_then(|grades| grades.get(position)) == Some(&true))
    };
    let titles = grades.iter_enumerated().filter(|(position, _)| given(*position));
    let titles = titles.map(|(_, grade)| grade.title.as_str()).collect::<Vec<_>>().join(", ");
    text!("chỉ có {titles}", "only {titles}")
}

/// The one that holds the others down when every criterion applies.
fn lowest_of(proof: &Proof<'_>, every: Every) -> Option<Text> {
    let world = proof.worlds.first()?;
    let groups = proof.plan.every(every).filter_map(|node| {
        let most = share(world.nodes.get(node)?).high?;
        Some((most, proof.plan.nodes.get(node)?.path.as_str()))
    });
    let (most, path) = groups.min()?;
    let most = show_percent(&most);
    Some(text!("nhóm `{path}` cao nhất {most}", "the group `{path}` reaches {most} at most"))
}
