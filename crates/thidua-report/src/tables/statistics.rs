//! Numbers for the national forms (biểu thống kê, 0603): awards of a year by title, and whom they go to.

use std::collections::BTreeMap;

use thidua_core::rule::AwardKind;
use thidua_core::{EntrantKind, Text, text};

use super::fund::RunLists;
use super::words::{AWARD, NUMBER, column};
use crate::listed::count;
use crate::table::{ColumnWords, Shows, Value};

const FORM: ColumnWords = column(
    ("Loại", "kind"),
    ("danh hiệu thi đua hay hình thức khen thưởng", "emulation title or form of commendation"),
    Shows::Words,
    18,
);
const TYPE: ColumnWords = column(
    ("Loại hình khen thưởng", "type"),
    ("công trạng, chuyên đề, đột xuất …, như khai trong bộ tiêu chí", "as the rules declare it"),
    Shows::Words,
    16,
);
const ALL: ColumnWords = column(
    ("Tổng số", "all"),
    ("tổng số đã chắc chắn trong năm", "how many are certain in the year"),
    Shows::Count,
    9,
);
const COLLECTIVES: ColumnWords =
    column(("Tập thể", "collectives"), ("số tập thể", "how many collectives"), Shows::Count, 9);
const HOUSEHOLDS: ColumnWords =
    column(("Hộ gia đình", "households"), ("số hộ gia đình", "how many households"), Shows::Count, 9);
const PEOPLE: ColumnWords = column(("Cá nhân", "people"), ("số cá nhân", "how many people"), Shows::Count, 9);
const OPEN: ColumnWords = column(
    ("Còn để ngỏ", "open"),
    ("số trường hợp chưa kết luận hoặc tạm thời", "how many are open or provisional"),
    Shows::Count,
    9,
);
const KIND: ColumnWords = column(
    ("Loại đối tượng", "kind of entrant"),
    ("loại đối tượng khai trong bộ tiêu chí (sở, xã, doanh nghiệp …)", "the kind that the rules declare"),
    Shows::Words,
    40,
);

/// Awards by title.
pub(crate) const BY_AWARD: &[ColumnWords] =
    &[NUMBER, FORM, AWARD, TYPE, ALL, COLLECTIVES, HOUSEHOLDS, PEOPLE, OPEN];
/// Awards by the kind of those who get them.
pub(crate) const BY_KIND: &[ColumnWords] = &[NUMBER, AWARD, KIND, ALL];

/// What was given in a year under one title.
#[derive(Default)]
struct Given {
    collectives: usize,
    households: usize,
    people: usize,
    open: usize,
    kinds: BTreeMap<String, usize>,
}

/// The lines of both sheets for each year of decision.
pub(crate) struct Year<'a> {
    pub(crate) year: i32,
    pub(crate) by_award: Vec<Vec<Value<'a>>>,
    pub(crate) by_kind: Vec<Vec<Value<'a>>>,
}

/// Titles first, then forms; within each as the rule sets have them.
type Key<'a> = (bool, usize, &'a str, &'a str);

pub(crate) fn years<'a>(runs: &[RunLists<'a, '_>]) -> Vec<Year<'a>> {
    let mut years: BTreeMap<i32, BTreeMap<Key<'a>, Given>> = BTreeMap::new();
    let mut order: Vec<(&'a str, &'a str)> = Vec::new();
    for (run, lists) in runs {
        let day = run.circumstances.decision_date.unwrap_or_else(|| run.plan.day());
        let given = years.entry(day.year()).or_default();
        let rules = run.plan.rules();
        for list in lists {
            let Some(award) = rules.awards().get(list.award) else { continue };
            let name = (award.title.as_str(), award.commendation_type.as_deref().unwrap_or_default());
            let at = order.iter().position(|known| *known == name).unwrap_or_else(|| {
                order.push(name);
                order.len() - 1
            });
            let is_form = award.kind == AwardKind::Commendation;
            let own = given.entry((is_form, at, name.0, name.1)).or_default();
            own.collectives += count(run, &list.rows, EntrantKind::Collective);
            own.households += count(run, &list.rows, EntrantKind::Household);
            own.people += count(run, &list.rows, EntrantKind::Individual);
            own.open += list.open;
            for entrant in list.rows.iter().filter_map(|row| run.evaluations.entrants().get(*row)) {
                let kind = entrant.kind.and_then(|kind| rules.kinds.iter().nth(kind.into()));
                let kind = kind.map_or_else(String::new, |(_, kind)| kind.title.clone());
                *own.kinds.entry(kind).or_default() += 1;
            }
        }
    }
    years.into_iter().map(|(year, given)| lines(year, given)).collect()
}

fn lines<'a>(year: i32, given: BTreeMap<Key<'a>, Given>) -> Year<'a> {
    let (mut by_award, mut by_kind) = (Vec::new(), Vec::new());
    let number = |count: usize| Value::Count(count as u64);
    let mut sum = [0; 5];
    for (at, ((is_form, _, title, of), own)) in given.into_iter().enumerate() {
        let all = own.collectives + own.households + own.people;
        let counts = [all, own.collectives, own.households, own.people, own.open];
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        let form = if is_form {
            text!("hình thức khen thưởng", "form of commendation")
        } else {
            text!("danh hiệu thi đua", "emulation title")
        };
        let mut line = vec![number(at + 1), Value::Words(form), Value::name(title), Value::name(of)];
        line.extend(counts.map(number));
        by_award.push(line);
        for (kind, count) in own.kinds {
            let kind = if kind.is_empty() {
                Value::Words(text!("(không khai loại)", "(no kind declared)"))
            } else {
                Value::Name(kind.into())
            };
            by_kind.push(vec![number(by_kind.len() + 1), Value::name(title), kind, number(count)]);
        }
    }
    let mut last = vec![Value::Empty, Value::Words(sum_words()), Value::Empty, Value::Empty];
    last.extend(sum.map(number));
    by_award.push(last);
    Year { year, by_award, by_kind }
}

fn sum_words() -> Text {
    text!("Cộng", "Sum")
}
