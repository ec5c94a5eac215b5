use thidua_rules::program::{Kind, PlanTerm};
use thidua_rules::rule::{ChoiceOrder, Direction, Grading, Ranking};

use super::kinds;
use crate::plan::resolve::{Reach, Resolver};
use crate::plan::{PlanGrading, PlanRanking, PlanStep};
use crate::{Formula, Located, text};

pub(super) fn grading(resolver: &mut Resolver<'_>, grading: &Located<Grading>, known: usize) -> PlanGrading {
    let reach = Reach::Points(known);
    let of = grading.of.as_ref().map_or(PlanTerm::Total, |formula| resolver.formula(formula, reach));
    kinds::grading(resolver, grading, grading.span);
    let grades = grading
        .grades
        .iter()
        .map(|grade| {
            for end in grade.ends() {
                resolver.dated(end, &grade.id, grade.span);
            }
            let mut resolve = |condition: &Option<crate::Condition>| {
                condition.as_ref().map(|condition| resolver.condition(condition, reach))
            };
            (resolve(&grade.requires), resolve(&grade.knocked_out_when))
        })
        .collect();
    let ceilings = grading
        .ceilings
        .iter()
        .filter_map(|ceiling| {
            let condition = resolver.condition(&ceiling.when, reach);
            let best = grading.grades().position(|grade| grade.id == ceiling.at_most);
            if best.is_none() {
                let name = &ceiling.at_most;
                resolver.error(
                    "TD0212",
                    ceiling.span,
                    text!("không có mức xếp loại `{name}`", "there is no grade `{name}`"),
                    text!("dùng `id` của một mức trong `grades`", "use the `id` of one of the `grades`"),
                );
            }
            best.map(|best| (condition, best))
        })
        .collect();
    PlanGrading { of, grades, ceilings }
}

pub(super) fn ranking(resolver: &mut Resolver<'_>, ranking: &Located<Ranking>) -> PlanRanking {
    let reach = Reach::Grades;
    let by = match &ranking.by {
        Some(key) => (resolver.formula(&key.of, reach), direction(resolver, &key.of, key.order)),
        None => (PlanTerm::Total, Direction::Higher),
    };
    let steps = ranking
        .tie_break
        .iter()
        .filter_map(|step| match (&step.of, &step.most_of, step.council) {
            (Some(formula), None, false) => {
                let order = direction(resolver, formula, step.order);
                Some(PlanStep::Value(resolver.formula(formula, reach), order))
            }
            (None, Some(input), false) => {
                let marks = step.marks.iter().map(|mark| mark.exact().clone()).collect();
                resolver.list(input, step.span).map(|input| PlanStep::Marks(input, marks))
            }
            (None, None, true) => Some(PlanStep::Council),
            _ => {
                resolver.error(
                    "TD0240",
                    step.span,
                    text!(
                        "mỗi bước xét bằng điểm cần đúng một trong `of`, `most_of`, `council`",
                        "a tie-break step needs exactly one of `of`, `most_of`, `council`"
                    ),
                    text!(
                        "viết `{{ of: điểm của I }}` hoặc `{{ council: true }}`",
                        "write `{{ of: points of I }}` or `{{ council: true }}`"
                    ),
                );
                None
            }
        })
        .collect();
    let among = ranking.among.as_ref().map(|condition| resolver.condition(condition, reach));
    PlanRanking { by, steps, among }
}

/// Which numbers are better: where the best choice stands first in its list, the lower position is.
fn direction(resolver: &mut Resolver<'_>, of: &Formula, written: Direction) -> Direction {
    let kind = resolver.kind(&of.term.value).unwrap_or(Kind::Unknown);
    match (resolver.order(kind, &of.term.value, of.term.span), written) {
        (Some(ChoiceOrder::BestFirst), Direction::Higher) => Direction::Lower,
        (Some(ChoiceOrder::BestFirst), Direction::Lower) => Direction::Higher,
        _ => written,
    }
}
