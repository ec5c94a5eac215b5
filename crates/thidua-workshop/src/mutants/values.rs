//! Values around the numbers of a changed part: on each, one step either side, and quotients that hit them exactly.

use thidua::{
    Condition, Date, EntrantId, Exact, HistoryRecord, InputId, NodeKind, Number, Plan, Subject, ValueKind,
};
use thidua_rulefile::{Document, Node, View};

use super::boundary::cell;
use super::change::Mutant;
use super::pools::{Neighbour, pools};
use crate::fixture::{Answer, Case, Names, Played};

/// What is written on a sheet instead of what stood there.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    pub(super) answers: Vec<(String, Answer)>,
    pub(super) history: Vec<HistoryRecord>,
    /// Entrants like this one who stand beside it.
    pub(super) neighbours: Vec<Neighbour>,
}

/// Numbers beyond this many say little about one part.
const NUMBERS: usize = 40;

/// Every number of the innermost part a change stands in, old and new, with their quotients and products.
pub(super) fn numbers(document: &Document, mutant: &Mutant) -> Vec<Exact> {
    let mut found = Vec::new();
    let part = mutant.within.last().and_then(|name| part(document.root(), name));
    let around = mutant.edits.first().map(|edit| {
        let mut way = edit.path.clone();
        way.0.pop();
        way
    });
    let around = around.and_then(|way| document.root().at(&way));
    for node in part.into_iter().chain(around).chain(mutant.edits.iter().filter_map(|edit| edit.to.as_ref()))
    {
        gather(node, &mut found);
    }
    found.sort();
    found.dedup();
    found.truncate(NUMBERS / 2);
    let pairs: Vec<Exact> =
        found.iter().flat_map(|one| found.iter().filter_map(move |other| one.checked_div(other))).collect();
    found.extend(pairs);
    found.sort();
    found.dedup();
    found.truncate(NUMBERS * 3);
    found
}

/// The numbers that were changed, before and after.
pub(super) fn goals(document: &Document, mutant: &Mutant) -> Vec<Exact> {
    let mut found = Vec::new();
    for edit in &mutant.edits {
        let there = document.root().at(&edit.path);
        for node in there.into_iter().chain(&edit.to) {
            gather(node, &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

fn part<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match node.view() {
        View::Scalar(_) => None,
        View::List(list) => list.iter().find_map(|item| part(item, name)),
        View::Group(entries) => {
            let own = node.get("code").or_else(|| node.get("id")).and_then(Node::text);
            if own == Some(name) {
                return Some(node);
            }
            entries.into_iter().find_map(|(_, value)| part(value, name))
        }
    }
}

fn gather(node: &Node, found: &mut Vec<Exact>) {
    match node.view() {
        View::Scalar(written) => {
            if let Ok(number) = Number::parse(written) {
                found.push(number.exact().clone());
                return;
            }
            let words = written
                .split(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | '%')));
            found.extend(words.filter_map(|word| Some(Number::parse(word).ok()?.exact().clone())));
        }
        View::List(list) => list.iter().for_each(|item| gather(item, found)),
        View::Group(entries) => {
            let decides =
                |key: &str| !matches!(key, "code" | "id" | "title" | "basis" | "label" | "note" | "children");
            let entries = entries.into_iter().filter(|(key, _)| key.text().is_some_and(decides));
            entries.for_each(|(_, value)| gather(value, found));
        }
    }
}

/// What could be tried on one member's sheet, the most telling first.
pub(super) fn changes(
    plan: &Plan,
    names: &Names,
    mutant: &Mutant,
    numbers: &[Exact],
    case: &Case,
    member: usize,
    base: &Played,
) -> Vec<Change> {
    let id = case.members.get(member).map(|member| member.id.as_str()).unwrap_or_default();
    let row = base.pool.evaluations.position(id).unwrap_or(EntrantId::FIRST);
    // The sheet as it is may tell the two apart by something the test did not state.
    let mut found = vec![Change::default()];
    let (near, far) = inputs(plan, mutant);
    for input in &near {
        singles(plan, *input, numbers, &mut found);
    }
    for (one, other) in near.iter().flat_map(|one| near.iter().map(move |other| (*one, *other))) {
        quotients(plan, one, other, numbers, &mut found);
    }
    years(plan, mutant, case, member, &mut found);
    dates(plan, names, &near, case, member, &mut found);
    if case.members.len() == 1 {
        found.extend(pools(plan, mutant, base, row));
    }
    for input in near.iter().chain(&far) {
        aimed(plan, *input, numbers, base, row, &mut found);
    }
    let few: Vec<Exact> = numbers.iter().filter(|number| number.is_integer()).take(8).cloned().collect();
    for input in &far {
        singles(plan, *input, &few, &mut found);
    }
    found
}

/// The inputs that the changed part reads, and the others, which it may see through the results of other parts.
fn inputs(plan: &Plan, mutant: &Mutant) -> (Vec<InputId>, Vec<InputId>) {
    let path = mutant.within.join("/");
    let written = mutant.edits.iter().filter_map(|edit| edit.to.as_ref()?.text());
    let conditions = written.filter_map(|written| Condition::parse(written).ok());
    let named: Vec<String> = conditions
        .flat_map(|condition| {
            let fields = condition.fields();
            fields.iter().map(|(field, _)| field.subject.clone()).collect::<Vec<_>>()
        })
        .filter_map(|subject| match subject {
            Subject::Name(name) => Some(name),
            _ => None,
        })
        .collect();
    let mut near = plan.criterion_inputs(&path).unwrap_or_default();
    let all = plan.inputs().iter_enumerated();
    near.extend(all.filter(|(_, input)| named.contains(&input.name)).map(|(position, _)| position));
    let far = plan.inputs().keys().filter(|input| !near.contains(input)).collect();
    (near, far)
}

fn one(name: &str, answer: String) -> Change {
    Change { answers: vec![(name.to_owned(), Answer::One(answer))], ..Change::default() }
}

fn singles(plan: &Plan, input: InputId, numbers: &[Exact], found: &mut Vec<Change>) {
    let Some(input) = plan.inputs().get(input) else { return };
    let steps = match input.kind {
        ValueKind::Count => vec![Exact::ZERO, Exact::ONE, -Exact::ONE],
        ValueKind::Percent => vec![Exact::ZERO, Exact::ratio(1, 100), Exact::ratio(-1, 100)],
        _ => [0, 1, -1, 25, -25, 100, -100].into_iter().map(|step| Exact::ratio(step, 100)).collect(),
    };
    let fits = |value: &Exact| {
        !value.is_negative()
            && (input.kind != ValueKind::Count || value.is_integer())
            && input.min.as_ref().is_none_or(|min| value >= min)
            && input.max.as_ref().is_none_or(|max| value <= max)
    };
    let mut words: Vec<String> = Vec::new();
    match input.kind {
        ValueKind::YesNo => words.extend(["có".to_owned(), "không".to_owned()]),
        ValueKind::Choice => words.extend(input.choices.iter().map(|(id, _)| id.clone())),
        ValueKind::Date => {}
        ValueKind::Number | ValueKind::Count | ValueKind::Percent => {
            let near =
                numbers.iter().flat_map(|number| steps.iter().map(move |step| number.clone() + step.clone()));
            let down = |value: Exact| match input.kind {
                ValueKind::Count => value.floor_i64().map_or(value.clone(), Exact::from),
                _ => value,
            };
            let values = near.map(down).filter(fits);
            words.extend(values.filter_map(|value| cell(&value)).filter(|word| word.len() <= 8));
        }
    }
    words.sort();
    words.dedup();
    if input.many {
        let lists = words.iter().flat_map(|word| [1, 2, 3, 4].map(|count| vec![word.clone(); count]));
        found.extend(lists.map(|list| Change {
            answers: vec![(input.name.clone(), Answer::Many(list))],
            ..Change::default()
        }));
    } else {
        found.extend(words.into_iter().map(|word| one(&input.name, word)));
    }
    let states = ["", "N/A", "N/A, đã duyệt", "N/A, không duyệt", "miễn"];
    found.extend(states.map(|state| one(&input.name, state.to_owned())));
}

/// Two inputs, the one so many hundredths, thousandths … of the other.
fn quotients(plan: &Plan, above: InputId, below: InputId, numbers: &[Exact], found: &mut Vec<Change>) {
    let (Some(above), Some(below)) = (plan.inputs().get(above), plan.inputs().get(below)) else { return };
    let counts = |kind: ValueKind| matches!(kind, ValueKind::Count | ValueKind::Number);
    if !counts(above.kind) || !counts(below.kind) || above.many || below.many || above == below {
        return;
    }
    let small = numbers.iter().filter(|number| **number <= Exact::from(3) && !number.is_negative());
    for share in small {
        for whole in [100, 1000] {
            let part = share.clone() * Exact::from(whole);
            if !part.is_integer() {
                continue;
            }
            for part in [part.clone(), part.clone() - Exact::ONE, part + Exact::ONE] {
                let Some(part) = cell(&part).filter(|_| !part.is_negative()) else { continue };
                found.push(Change {
                    answers: vec![
                        (above.name.clone(), Answer::One(part)),
                        (below.name.clone(), Answer::One(whole.to_string())),
                    ],
                    ..Change::default()
                });
            }
        }
    }
}

/// Entered points that bring the total to one of the numbers, or just beside it.
pub(super) fn aimed(
    plan: &Plan,
    input: InputId,
    numbers: &[Exact],
    base: &Played,
    row: EntrantId,
    found: &mut Vec<Change>,
) {
    let Some(input) = plan.inputs().get(input) else { return };
    let Some(node) = input.node.filter(|_| input.kind == ValueKind::Number) else { return };
    if !plan.nodes().get(node).is_some_and(|node| matches!(node.kind, NodeKind::Leaf(_))) {
        return;
    }
    let cards = &base.outcome.scorecards;
    let (Some(total), Some(own)) = (cards.total(row), cards.points(node, row)) else { return };
    // The total, and every group around the cell, also as a share of its maximum.
    let around = plan.nodes().get(node).map(|node| node.path.clone()).unwrap_or_default();
    let groups = plan.nodes().iter_enumerated().filter(|(_, group)| {
        matches!(group.kind, NodeKind::Group { .. }) && around.starts_with(&format!("{}/", group.path))
    });
    let groups =
        groups.filter_map(|(position, group)| Some((cards.points(position, row)?, group.max.clone())));
    let sheet = plan.nodes().get(plan.root()).map(|root| root.max.clone()).unwrap_or_default();
    let sums: Vec<(Exact, Exact)> = std::iter::once((total, sheet)).chain(groups).collect();
    let goals = sums.iter().flat_map(|(sum, max)| {
        let goals = numbers.iter().flat_map(|number| [number.clone(), number.clone() * max.clone()]);
        goals.map(|goal| goal - sum.clone()).collect::<Vec<_>>()
    });
    for missing in goals {
        for step in [0, 1, -1, 25, -25] {
            let value = own.clone() + missing.clone() + Exact::ratio(step, 100);
            let fits = !value.is_negative() && input.max.as_ref().is_none_or(|max| value <= *max);
            if let Some(word) = cell(&value).filter(|word| fits && word.len() <= 8) {
                found.push(one(&input.name, word));
            }
        }
    }
}

/// Days from the day that another date of the sheet names.
fn dates(
    plan: &Plan,
    names: &Names,
    inputs: &[InputId],
    case: &Case,
    member: usize,
    found: &mut Vec<Change>,
) {
    let is_date =
        |input: InputId| plan.inputs().get(input).is_some_and(|input| input.kind == ValueKind::Date);
    let Some(member) = case.members.get(member) else { return };
    let given = |input: InputId| {
        let answers = member.answers.iter().rev();
        let mut own = answers.filter(|(name, _)| names.known_input(&name.value) == Some(input));
        own.next().and_then(|(_, answer)| answer.value.words().first()?.parse::<Date>().ok())
    };
    for due in inputs.iter().copied().filter(|input| is_date(*input)) {
        let Some(day) = given(due) else { continue };
        for moved in inputs.iter().copied().filter(|input| *input != due && is_date(*input)) {
            let Some(input) = plan.inputs().get(moved) else { continue };
            let days = (0..=21).filter_map(|days| Date::from_day_number(i64::from(day.day_number()) + days));
            found.extend(days.map(|day| one(&input.name, day.to_string())));
        }
    }
}

/// Unbroken years up to this one or the last, for entrants without a past.
fn years(plan: &Plan, mutant: &Mutant, case: &Case, member: usize, found: &mut Vec<Change>) {
    let fresh = case.members.get(member).is_some_and(|member| member.history.of(&member.id).is_empty());
    let awards = plan.rules().awards.iter().filter(|award| mutant.within.contains(&award.id.value));
    let rules =
        awards.flat_map(|award| award.requirements()).filter_map(|requirement| requirement.history.as_ref());
    for rule in rules.filter(|_| fresh) {
        for result in rule.results.iter().chain(&rule.each_year) {
            for end in 0..=i32::try_from(rule.ending_years_ago).unwrap_or(0) + 2 {
                for length in 1..=i32::try_from(rule.years).unwrap_or(0) + 2 {
                    let years = (0..length).map(|back| plan.day().year() - end - back);
                    let record = |year| HistoryRecord {
                        year,
                        result: result.clone(),
                        decision: String::new(),
                        used_for: None,
                    };
                    found.push(Change { history: years.map(record).collect(), ..Change::default() });
                }
            }
        }
    }
}
