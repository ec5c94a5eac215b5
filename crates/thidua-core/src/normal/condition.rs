//! Conditions: negations pushed inwards, and comparisons of whole numbers with one number in one way of saying it.

use super::walk;
use crate::expression::{Comparator, Comparison, Condition, Field, Term};
use crate::plan::{Anyone, NodeKind, Plan, PlanComparison, PlanCondition, PlanRequirement, PlanTerm};
use crate::rules::RuleSet;
use crate::{Exact, Number, RoundingMode, Span};

pub(super) fn settle(rules: &mut RuleSet, plan: &Plan) {
    let one = |written: &mut Option<Condition>, compiled: Option<&PlanCondition>| {
        if let (Some(written), Some(compiled)) = (written, compiled) {
            *written = normal(plan, written, compiled, false);
        }
    };
    walk::criteria(rules, plan, &mut |criterion, node| {
        one(&mut criterion.when, node.asked.last());
        let NodeKind::Leaf(leaf) = &node.kind else { return };
        if let Some(rule) = &mut criterion.not_applicable {
            one(&mut rule.only_if, leaf.only_if.as_ref());
        }
        if let Some(relative) = &mut criterion.relative {
            one(&mut relative.among, leaf.reference.as_ref().and_then(|reference| reference.among.as_ref()));
        }
    });
    for (grading, compiled) in rules.gradings.iter_mut().zip(&plan.gradings) {
        for (grade, (requires, knock_out)) in grading.value.grades.iter_mut().zip(&compiled.grades) {
            one(&mut grade.value.requires, requires.as_ref());
            one(&mut grade.value.knocked_out_when, knock_out.as_ref());
        }
        if grading.ceilings.len() == compiled.ceilings.len() {
            for (ceiling, (condition, _)) in grading.value.ceilings.iter_mut().zip(&compiled.ceilings) {
                ceiling.value.when = normal(plan, &ceiling.when, condition, false);
            }
        }
    }
    for (ranking, compiled) in rules.rankings.iter_mut().zip(&plan.rankings) {
        one(&mut ranking.value.among, compiled.among.as_ref());
    }
    for (award, compiled) in rules.awards.iter_mut().zip(&plan.awards) {
        for (rule, compiled) in award.value.requires.iter_mut().zip(&compiled.requires) {
            if let PlanRequirement::When(condition) = compiled {
                one(&mut rule.value.when, Some(condition));
            }
        }
        for (rule, condition) in award.value.hold_when.iter_mut().zip(&compiled.hold_when) {
            rule.value.when = normal(plan, &rule.when, condition, false);
        }
    }
}

fn normal(plan: &Plan, written: &Condition, compiled: &PlanCondition, negated: bool) -> Condition {
    let parts = |written: &[Condition], compiled: &[PlanCondition]| -> Vec<Condition> {
        written.iter().zip(compiled).map(|(part, compiled)| normal(plan, part, compiled, negated)).collect()
    };
    match (written, compiled) {
        (Condition::Not(part), PlanCondition::Not(compiled)) => normal(plan, part, compiled, !negated),
        (Condition::All(list), PlanCondition::All(compiled)) => {
            let parts = parts(list, compiled);
            if negated { Condition::Any(parts) } else { Condition::All(parts) }
        }
        (Condition::Any(list), PlanCondition::Any(compiled)) => {
            let parts = parts(list, compiled);
            if negated { Condition::All(parts) } else { Condition::Any(parts) }
        }
        (Condition::Compare(written), PlanCondition::Compare(compiled)) => {
            Condition::Compare(Box::new(comparison(plan, written, compiled, negated)))
        }
        // The compiler keeps the shape; were it not so, nothing is proved.
        _ => written.clone(),
    }
}

fn comparison(plan: &Plan, written: &Comparison, compiled: &PlanComparison, negated: bool) -> Comparison {
    let own = written.comparator;
    let comparator = if negated { own.opposite() } else { own };
    let whole = match &compiled.right {
        PlanTerm::Constant(end) | PlanTerm::Day(end) => {
            on_whole_numbers(plan, &compiled.left, comparator, end)
        }
        _ => None,
    };
    let (comparator, right) = match whole {
        Some((comparator, end)) => (comparator, Term::Number(Number::from(end))),
        None => (comparator, without_places(&written.right)),
    };
    Comparison {
        left: without_places(&written.left),
        comparator,
        right,
        label: None,
        way: None,
        bare: false,
        basis: None,
        span: Span::default(),
    }
}

/// Over whole numbers `> 9` is `>= 10`; ends beyond what can occur come back to where they make no difference.
fn on_whole_numbers(
    plan: &Plan,
    left: &PlanTerm,
    comparator: Comparator,
    end: &Exact,
) -> Option<(Comparator, i64)> {
    let range = Anyone(plan).range(left);
    if !range.grid.is_whole() {
        return None;
    }
    let (lowest, highest) = (range.low.clone(), range.high.clone());
    let down = floor(end)?;
    let up = if end.is_integer() { down } else { down.checked_add(1)? };
    let lowest = lowest.and_then(|end| floor(&end));
    let highest = highest.and_then(|end| floor(&end));
    let clamped = |end: i64| {
        let end = lowest.map_or(end, |lowest| end.max(lowest));
        highest.map_or(end, |highest| end.min(highest.saturating_add(1)))
    };
    Some(match comparator {
        Comparator::AtLeast => (Comparator::AtLeast, clamped(up)),
        Comparator::Above => (Comparator::AtLeast, clamped(down.checked_add(1)?)),
        Comparator::AtMost => (Comparator::Below, clamped(down.checked_add(1)?)),
        Comparator::Below => (Comparator::Below, clamped(up)),
        Comparator::Equal | Comparator::NotEqual => {
            let is = comparator == Comparator::Equal;
            if end.is_integer() && Some(down) == lowest {
                (if is { Comparator::Below } else { Comparator::AtLeast }, down.checked_add(1)?)
            } else if end.is_integer() && Some(down) == highest {
                (if is { Comparator::AtLeast } else { Comparator::Below }, down)
            } else if end.is_integer() {
                (comparator, down)
            } else {
                return None;
            }
        }
    })
}

fn floor(value: &Exact) -> Option<i64> {
    let towards_zero = value.round_to_multiple(&Exact::ONE, RoundingMode::Down).floor_i64()?;
    if value.is_negative() && !value.is_integer() { towards_zero.checked_sub(1) } else { Some(towards_zero) }
}

/// The same calculation, not knowing where in the text its names stand.
fn without_places(term: &Term) -> Term {
    match term {
        Term::Field(field) => Term::Field(Field { subject: field.subject.clone(), start: 0, length: 0 }),
        Term::Negate(inner) => Term::Negate(Box::new(without_places(inner))),
        Term::Binary(operator, left, right) => {
            Term::Binary(*operator, Box::new(without_places(left)), Box::new(without_places(right)))
        }
        Term::Elapsed(unit, from, to) => {
            Term::Elapsed(*unit, Box::new(without_places(from)), Box::new(without_places(to)))
        }
        other => other.clone(),
    }
}
