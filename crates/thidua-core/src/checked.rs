//! A condition held against one entrant, in words (đối chiếu điều kiện): what was found, and the smallest change.

use thidua_rules::Comparator;
use thidua_rules::expression::Pool;
use thidua_rules::method::{show, show_percent};
use thidua_rules::program::{PlanComparison, PlanCondition, PlanTerm};
use thidua_rules::rule::ValueKind;

use crate::calculus::day_words;
use crate::facts::Facts;
use crate::plan::is_day;
use crate::{EntrantId, Exact, InputId, Text, text};

/// The condition as people read it; yes-no inputs stand for themselves.
pub(crate) fn label(facts: &Facts<'_>, condition: &PlanCondition) -> Text {
    if let Some(label) = way(condition) {
        return Text::same(label.clone());
    }
    match condition {
        PlanCondition::Compare(comparison) => match yes_no(facts, comparison) {
            Some(wanted) => signed(comparison, wanted),
            None => comparison.written.words(),
        },
        PlanCondition::Not(part) => match &**part {
            PlanCondition::Compare(comparison) if yes_no(facts, comparison).is_some() => {
                signed(comparison, yes_no(facts, comparison) == Some(false))
            }
            _ => condition.words(),
        },
        PlanCondition::All(parts) => joined_labels(facts, parts, " và ", " and "),
        PlanCondition::Any(parts) => joined_labels(facts, parts, " hoặc ", " or "),
    }
}

fn joined_labels(facts: &Facts<'_>, parts: &[PlanCondition], vi: &str, en: &str) -> Text {
    let parts: Vec<Text> = parts
        .iter()
        .map(|part| match part {
            PlanCondition::All(_) | PlanCondition::Any(_) if way(part).is_none() => {
                wrapped(&label(facts, part))
            }
            _ => label(facts, part),
        })
        .collect();
    joined(&parts, vi, en)
}

fn wrapped(words: &Text) -> Text {
    Text { vi: format!("({})", words.vi), en: format!("({})", words.en) }
}

/// The answer that a comparison of a yes-no input with yes or no asks for; `None` for every other comparison.
fn yes_no(facts: &Facts<'_>, comparison: &PlanComparison) -> Option<bool> {
    let whole =
        matches!(&comparison.right, PlanTerm::Constant(right) if *right == Exact::ONE || right.is_zero());
    if !is_yes_no(facts, &comparison.left) || !whole {
        return None;
    }
    let PlanTerm::Constant(right) = &comparison.right else { return None };
    match comparison.comparator {
        Comparator::Equal => Some(*right == Exact::ONE),
        Comparator::NotEqual => Some(*right != Exact::ONE),
        _ => None,
    }
}

fn signed(comparison: &PlanComparison, wanted: bool) -> Text {
    let words = comparison.written.left.words();
    if wanted {
        return words;
    }
    Text { vi: format!("không {}", words.vi), en: format!("not {}", words.en) }
}

/// What was measured, each value once; of several ways the one that holds, or what stands in each way.
pub(crate) fn found(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Text {
    let mut words = Vec::new();
    collect(facts, condition, row, false, &mut words);
    joined(&words, "; ", "; ")
}

fn joined(words: &[Text], vi: &str, en: &str) -> Text {
    let join = |pick: fn(&Text) -> &str, by: &str| words.iter().map(pick).collect::<Vec<_>>().join(by);
    Text { vi: join(|text| &text.vi, vi), en: join(|text| &text.en, en) }
}

fn holds(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId, negated: bool) -> Option<bool> {
    facts.verdict(condition, row).map(|holds| holds != negated)
}

fn once(words: &mut Vec<Text>, found: Text) {
    if !words.contains(&found) {
        words.push(found);
    }
}

fn collect(
    facts: &Facts<'_>,
    condition: &PlanCondition,
    row: EntrantId,
    negated: bool,
    words: &mut Vec<Text>,
) {
    match (condition, negated) {
        (PlanCondition::Compare(comparison), _) => once(words, measured(facts, comparison, row)),
        (PlanCondition::Not(part), _) => collect(facts, part, row, !negated, words),
        (PlanCondition::All(parts), false) | (PlanCondition::Any(parts), true) => {
            for part in parts {
                collect(facts, part, row, negated, words);
            }
        }
        (PlanCondition::Any(parts), false) | (PlanCondition::All(parts), true) => {
            if let Some(part) = parts.iter().find(|part| holds(facts, part, row, negated) == Some(true)) {
                collect(facts, part, row, negated, words);
                return;
            }
            for part in parts {
                let mut own = Vec::new();
                in_the_way(facts, part, row, negated, &mut own);
                once(words, under(part, joined(&own, ", ", ", ")));
            }
        }
    }
}

/// The label of a whole: its own, or the one that all of it belongs to.
fn way(part: &PlanCondition) -> Option<&String> {
    if let PlanCondition::Compare(comparison) = part {
        return comparison.written.label.as_ref();
    }
    let comparisons = part.comparisons();
    let way = comparisons.first().and_then(|first| first.written.way.as_ref());
    way.filter(|_| comparisons.iter().all(|each| each.written.way.as_ref() == way))
}

/// What is found under the label of the way it belongs to.
fn under(part: &PlanCondition, words: Text) -> Text {
    match way(part) {
        Some(label) => Text { vi: format!("{label}: {}", words.vi), en: format!("{label}: {}", words.en) },
        None => words,
    }
}

/// The values that do not do; where one of them cannot change, it alone.
fn in_the_way(
    facts: &Facts<'_>,
    condition: &PlanCondition,
    row: EntrantId,
    negated: bool,
    words: &mut Vec<Text>,
) {
    let ((PlanCondition::All(parts), false) | (PlanCondition::Any(parts), true)) = (condition, negated)
    else {
        return collect(facts, condition, row, negated, words);
    };
    let failed: Vec<&PlanCondition> =
        parts.iter().filter(|part| holds(facts, part, row, negated) != Some(true)).collect();
    let fixed = failed.iter().copied().find(|part| {
        holds(facts, part, row, negated) == Some(false) && changes(facts, part, row, negated).is_none()
    });
    for part in fixed.map_or(failed, |part| vec![part]) {
        in_the_way(facts, part, row, negated, words);
    }
}

/// The smallest change that makes the condition hold: all that must change, or each of several ways.
pub(crate) fn change(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Option<Text> {
    let changes = changes(facts, condition, row, false)?;
    (!changes.is_empty()).then(|| joined(&changes, "; ", "; "))
}

fn changes(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId, negated: bool) -> Option<Vec<Text>> {
    match (condition, negated) {
        (PlanCondition::Not(part), _) => changes(facts, part, row, !negated),
        (PlanCondition::Compare(comparison), _) => match holds(facts, condition, row, negated) {
            Some(true) => Some(Vec::new()),
            Some(false) => smallest_change(facts, comparison, row, negated).map(|change| vec![change]),
            None => None,
        },
        (PlanCondition::All(parts), false) | (PlanCondition::Any(parts), true) => {
            let all: Option<Vec<_>> = parts.iter().map(|part| changes(facts, part, row, negated)).collect();
            all.map(|all| all.concat())
        }
        (PlanCondition::Any(parts), false) | (PlanCondition::All(parts), true) => {
            let ways: Vec<Text> = parts
                .iter()
                .filter_map(|part| Some((part, changes(facts, part, row, negated)?)))
                .map(|(part, changes)| under(part, joined(&changes, " và ", " and ")))
                .collect();
            if ways.is_empty() { None } else { Some(vec![joined(&ways, "; hoặc ", "; or ")]) }
        }
    }
}

/// The left side with its value, as a reader would say it.
fn measured(facts: &Facts<'_>, comparison: &PlanComparison, row: EntrantId) -> Text {
    let left = comparison.written.left.words();
    let Some(value) = facts.value(&comparison.left, row) else {
        let possible = match &comparison.left {
            PlanTerm::Grade(grading) => {
                facts.grades.and_then(|grades| grades.possible(facts.plan, *grading, row))
            }
            _ => None,
        };
        return possible.map_or_else(
            || Text::new(format!("{}: chưa có dữ liệu", left.vi), format!("{}: no data", left.en)),
            |possible| {
                Text::new(format!("{}: {}", left.vi, possible.vi), format!("{}: {}", left.en, possible.en))
            },
        );
    };
    let (vi, en) = match named(facts, &comparison.left, &value) {
        Some(name) => (name.clone(), name),
        None => match &comparison.left {
            term if is_day(term, &facts.plan.inputs) => (day_words(&value), day_words(&value)),
            term if is_yes_no(facts, term) => {
                if value.is_zero() {
                    ("không".to_owned(), "no".to_owned())
                } else {
                    ("có".to_owned(), "yes".to_owned())
                }
            }
            PlanTerm::Percent | PlanTerm::Share(_) | PlanTerm::Every(_) => {
                (show_percent(&value), show_percent(&value))
            }
            _ => (show(&value), show(&value)),
        },
    };
    Text::new(format!("{} = {vi}", left.vi), format!("{} = {en}", left.en))
}

/// Whether it is answered by yes or no.
fn is_yes_no(facts: &Facts<'_>, term: &PlanTerm) -> bool {
    match term {
        PlanTerm::Input(input) => has_kind(facts, *input, ValueKind::YesNo),
        PlanTerm::Submission(..) => true,
        _ => false,
    }
}

fn has_kind(facts: &Facts<'_>, input: InputId, kind: ValueKind) -> bool {
    facts.plan.inputs.get(input).is_some_and(|input| input.kind == kind)
}

/// The name behind the number of a grade or a choice.
fn named(facts: &Facts<'_>, term: &PlanTerm, value: &Exact) -> Option<String> {
    let number = usize::try_from(value.floor_i64()?).ok()?;
    match term {
        PlanTerm::Grade(grading) => {
            let grades = &facts.plan.rules.gradings().get(*grading)?.grades;
            grades.get(grades.len().checked_sub(number)?).map(|grade| grade.title.clone())
        }
        PlanTerm::Input(input) => {
            facts.plan.inputs.get(*input)?.choices.get(number).map(|(_, title)| title.clone())
        }
        PlanTerm::Kind => facts.plan.rules.kinds.iter().nth(number).map(|(_, kind)| kind.title.clone()),
        _ => None,
    }
}

fn smallest_change(
    facts: &Facts<'_>,
    comparison: &PlanComparison,
    row: EntrantId,
    negated: bool,
) -> Option<Text> {
    let (left, right) = (facts.value(&comparison.left, row)?, facts.value(&comparison.right, row)?);
    // Whoever moves takes the mean of everybody along.
    let sides = || comparison.left.leaves().into_iter().chain(comparison.right.leaves());
    let moves = sides().any(|leaf| matches!(leaf, PlanTerm::Pool(Pool::Mean, _)));
    if moves || named(facts, &comparison.left, &left).is_some() {
        return None;
    }
    let comparator = if negated { comparison.comparator.opposite() } else { comparison.comparator };
    let what = comparison.written.left.words();
    let (vi, en) = (what.vi, what.en);
    if is_yes_no(facts, &comparison.left) {
        let yes = comparator.holds(Exact::ONE.cmp(&right));
        return Some(match yes {
            true => Text::new(format!("cần có: {vi}"), format!("needed: {en}")),
            false => Text::new(format!("cần không có: {vi}"), format!("must not be: {en}")),
        });
    }
    let percent = matches!(comparison.left, PlanTerm::Percent | PlanTerm::Share(_) | PlanTerm::Every(_));
    let up = match comparator {
        Comparator::AtLeast | Comparator::Above => true,
        Comparator::AtMost | Comparator::Below => false,
        Comparator::Equal => left < right,
        Comparator::NotEqual => return None,
    };
    if matches!(comparison.left, PlanTerm::Rank(_)) && !up {
        let (place, last) = (show(&left), show(&right));
        return Some(if right == Exact::ONE {
            text!("đang xếp thứ {place}, phải xếp thứ nhất", "place {place} now, the first is needed")
        } else if comparator == Comparator::Below {
            text!(
                "đang xếp thứ {place}, phải xếp trên thứ {last}",
                "place {place} now, above {last} is needed"
            )
        } else {
            text!(
                "đang xếp thứ {place}, phải xếp từ thứ {last} trở lên",
                "place {place} now, {last} or better is needed"
            )
        });
    }
    let gap = if left < right { right - left } else { left - right };
    let amount = if percent { show_percent(&gap) } else { show(&gap) };
    let dated = is_day(&comparison.left, &facts.plan.inputs);
    let strict = matches!(comparator, Comparator::Above | Comparator::Below);
    // Beyond the very number: how much more is not for the engine to say.
    let (than_vi, than_en) = if strict { ("hơn ", "more than ") } else { ("", "") };
    let more_vi = if strict { "quá " } else { "" };
    let (vi, en) = match (dated, up) {
        (true, true) => (
            format!("cần muộn hơn {more_vi}{amount} ngày ({vi})"),
            format!("{than_en}{amount} days later needed ({en})"),
        ),
        (true, false) => (
            format!("cần sớm hơn {more_vi}{amount} ngày ({vi})"),
            format!("{than_en}{amount} days earlier needed ({en})"),
        ),
        (false, true) => {
            (format!("cần thêm {than_vi}{amount} ({vi})"), format!("{than_en}{amount} more needed ({en})"))
        }
        (false, false) => {
            (format!("cần bớt {than_vi}{amount} ({vi})"), format!("{than_en}{amount} less needed ({en})"))
        }
    };
    Some(Text::new(vi, en))
}
